"""The calendar itself: dated events, and series from which each year's event is made when it is asked for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from knowledge.calendar.event import ANNIVERSARY, LATEST, LONGEST_TITLE, Certainty, Event

_YEAR = re.compile(r"\d{4}")
_YEARS_EVENT = re.compile(r"-(?P<year>\d{4})(?:-\d+)?")
"""What follows a series' uid in that of an event: the year, and a number if the year has several."""


@dataclass(frozen=True)
class Calendar:
    """All events that somebody sees; never changed, ``changed`` gives another one."""

    events: Mapping[str, Event] = field(default_factory=dict)
    """By uid. One of them may stand in for a series' event of one year, under that event's uid."""
    series: Mapping[str, Event] = field(default_factory=dict)
    """By uid: what comes again each year, as it was or is in its first year."""
    hidden: frozenset[str] = frozenset()
    """Uids of series' events that are left out."""

    def between(self, first: date, last: date, *, yearly: bool = True) -> list[Event]:
        """All that may fall on a day from ``first`` to ``last``, in order.

        With ``yearly=False`` without what comes on the same day each year. Of a year, what has no days
        yet comes after all that has.
        """
        wanted = [*self.events.values()]
        for base in self.series.values():
            if yearly or not base.yearly:  # years are only made of what is wanted: decades of them take time
                wanted += self._years(base, first, last)
        found = [event for event in wanted if event.overlaps(first, last) and (yearly or not event.yearly)]
        return sorted(found, key=_order)

    def _years(self, base: Event, first: date, last: date) -> Iterator[Event]:
        reach = base.last.year - base.first.year
        for year in range(max(first.year - reach, base.first.year), last.year + 1):
            if _reaches(base, year, first, last) and (event := self._made(base, year)):
                yield event

    def _made(self, base: Event, year: int) -> Event | None:
        event = in_year(base, year)
        return None if event is None or event.uid in self.events or event.uid in self.hidden else event

    def get(self, uid: str) -> Event | None:
        """Return a dated event; a series has none of its own, only one each year (``debate-2027``)."""
        if uid in self.events:
            return self.events[uid]
        series, _, year = uid.rpartition("-")
        if series not in self.series or not _YEAR.fullmatch(year):
            return None
        return self._made(self.series[series], int(year))

    def on(self, day: date) -> list[Event]:
        """What is known to take place on a day: nothing whose day is to be confirmed."""
        return [event for event in self.between(day, day) if event.certain]

    def upcoming(self, today: date, days: int, tag: str | None = None) -> list[Event]:
        """What may take place from ``today`` until ``days`` days later; of one tag, if given."""
        found = self.between(today, today + timedelta(days))
        return [event for event in found if tag is None or tag in event.tags]

    def tags(self) -> tuple[str, ...]:
        """All tags in use, in order."""
        every = (*self.events.values(), *self.series.values())
        return tuple(sorted({tag for event in every for tag in event.tags}))

    def changed(self, changes: Mapping[str, Event | None], *, series: Iterable[Event] = ()) -> Calendar:
        """Return this calendar with events added or replaced, and those of ``None`` left out.

        Under the uid of a series, the series is replaced, or left out with all of its years. A new yearly
        event is a series too, unless its uid ends in its own year; other new ones are given in ``series``.
        Whatever is left out comes first, so one year of a series can stay while the rest goes.
        """
        added = {event.uid: event for event in series}
        return self._changed({**added, **changes}, added.keys())

    def _changed(self, changes: Mapping[str, Event | None], added: Collection[str]) -> Calendar:
        events, series, hidden = dict(self.events), dict(self.series), set(self.hidden)
        for uid in (uid for uid, event in changes.items() if event is None):
            if series.pop(uid, None):
                events = {one: event for one, event in events.items() if not _belongs(one, uid)}
            events.pop(uid, None)
            hidden.add(uid)
        for uid, event in changes.items():
            if event is None:
                continue
            hidden.discard(uid)
            if uid in added or uid in series or (event.yearly and not _ends_in(uid, event.first.year)):
                series[uid] = event
            else:
                events[uid] = event
        return Calendar(events, series, frozenset(hidden))


def _reaches(base: Event, year: int, first: date, last: date) -> bool:
    """Whether a series' event of one year overlaps some days, told without making it: most do not."""
    begins = (year, base.first.month, base.first.day)
    ends = (base.last.year + year - base.first.year, base.last.month, base.last.day)
    return begins <= (last.year, last.month, last.day) and ends >= (first.year, first.month, first.day)


def in_year(base: Event, year: int) -> Event | None:
    """Make a series' event of one year; ``None`` before its first year, or if that year lacks the day."""
    passed = year - base.first.year
    if passed < 0 or base.last.year + passed > LATEST:
        return None
    try:
        first = base.first.replace(year=year)
        last = base.last.replace(year=base.last.year + passed)
        starts = base.starts.replace(year=base.starts.year + passed) if base.starts else None
    except ValueError:  # 29 February
        return None
    counted = ANNIVERSARY in base.tags and passed > 0
    title = _titled(base.title, f"{passed} {'year' if passed == 1 else 'years'}") if counted else base.title
    return replace(base, uid=f"{base.uid}-{year}", title=title, first=first, last=last, starts=starts)


def confirmed(event: Event, days: Sequence[date], checked_on: date | None = None) -> tuple[Event, ...]:
    """Turn an event whose days were not known into one for each run of days that follow one another.

    The first keeps the uid, so that whoever has the event sees it move; further ones count on
    (``debate-2027-2``).
    """
    runs: list[list[date]] = []
    for day in sorted(set(days)):
        if runs and day - runs[-1][-1] == timedelta(1):
            runs[-1].append(day)
        else:
            runs.append([day])
    return tuple(
        replace(
            event,
            uid=event.uid if count == 1 else f"{event.uid}-{count}",
            title=event.title if len(runs) == 1 else _titled(event.title, f"{count} of {len(runs)}"),
            certainty=Certainty.CONFIRMED,
            first=run[0],
            last=run[-1],
            starts=None,
            checked_on=checked_on or event.checked_on,
            sequence=event.sequence + 1,
        )
        for count, run in enumerate(runs, 1)
    )


def _titled(title: str, more: str) -> str:
    return f"{title[: LONGEST_TITLE - len(more) - 3]} ({more})"


def _order(event: Event) -> tuple[date, bool, date, str]:
    dated = event.last if event.certainty is Certainty.YEAR else event.first
    return dated, not event.certain, event.last, event.uid


def _belongs(uid: str, series: str) -> bool:
    return uid.startswith(series) and _YEARS_EVENT.fullmatch(uid, len(series)) is not None


def _ends_in(uid: str, year: int) -> bool:
    return re.search(rf"-{year}(?:-\d+)?$", uid) is not None
