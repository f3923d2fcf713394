"""Which events a list shows, told in a few characters so that its buttons outlive a restart."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from knowledge.calendar import Calendar, Event, Period, parse_period

KEY = r"\d{8}-\d{8}:[op]:\d{1,3}:[a-z0-9-]{0,30}"
"""What a list's key looks like; at most 54 characters."""

_KEY = re.compile(r"(?P<first>\d{8})-(?P<last>\d{8}):(?P<onward>[op]):(?P<page>\d{1,3}):(?P<tag>[a-z0-9-]*)")
_LATER = timedelta(days=2 * 366)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Listing:
    """A period and a tag, and the page of it that is shown, counted from 0."""

    first: date
    last: date
    tag: str = ""
    page: int = 0
    onward: bool = False
    """Two years more of what happens once: a conference is planned for longer than the year that is listed."""

    def key(self) -> str:
        """The list in at most 54 characters."""
        days = f"{self.first:%Y%m%d}-{self.last:%Y%m%d}"
        return f"{days}:{'o' if self.onward else 'p'}:{self.page}:{self.tag}"

    @classmethod
    def of(cls, key: str) -> Listing:
        """The list that a key tells; ``ValueError`` if it is none."""
        match = _KEY.fullmatch(key)
        if match is None:
            raise ValueError("not a list of events")
        first, last = (date.fromisoformat(match[end]) for end in ("first", "last"))
        return cls(first, last, match["tag"], int(match["page"]), match["onward"] == "o")

    def on_page(self, page: int) -> Listing:
        """The same list, another page of it."""
        return replace(self, page=page)

    @property
    def long(self) -> bool:
        """Whether what comes each year is left out, because it would drown the rest."""
        return Period(self.first, self.last).long


def listing(period: str, tag: str, today: date) -> Listing:
    """The list of a period as people type it, or of what is coming; ``PeriodError`` says what is understood."""
    chosen = parse_period(period, today)
    return Listing(chosen.first, chosen.last, tag, onward=not period.strip())


def listed(calendar: Calendar, shown: Listing) -> list[Event]:
    """A list's events: what happens once first, then what comes each year, both in order."""
    found = calendar.between(shown.first, shown.last, yearly=not shown.long)
    if shown.onward:
        later = calendar.between(shown.last + _DAY, shown.last + _LATER, yearly=False)
        series = tuple(f"{uid}-" for uid in calendar.series)
        # What takes place every year on other days, such as the debate, is listed for the next year alone.
        found += [event for event in later if event.first > shown.last and not event.uid.startswith(series)]
    return sorted(
        (event for event in found if not shown.tag or shown.tag in event.tags), key=lambda event: event.yearly
    )
