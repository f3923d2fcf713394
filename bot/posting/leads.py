"""When reminders fall due: pure planning over a subscription, a calendar and a zone."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.posting.model import Occurrence, Owed, Plan
from bot.posting.part import Part
from bot.posting.subscription import Lead, News, Subscription
from bot.posting.timetable import instant
from knowledge.calendar import Certainty, Event

EVERY_MONTHS = {Certainty.WINDOW: 1, Certainty.YEAR: 3}
"""Months between two reminders that the days are still open. A whole year would be twelve of the same: every quarter."""

FARTHEST = timedelta(days=3_700)
"""How far ahead anything is looked for: some ten years."""
_LOOKS = (timedelta(days=70), timedelta(days=420), FARTHEST)
"""How far to look for what comes next, one after the other: mostly the first is enough."""
_LONGEST_LEAD = timedelta(days=33)
"""A reminder comes no more than this before its event's first day, whatever the zone."""
_PAD = timedelta(days=2)
"""Local dates and UTC differ by less."""

_OPENS, _IN = "opens", "in"
_BEGUN = "too late: the event had begun, or its window had closed"
_LATER = "a later reminder of the same event took its place"
_TOLD = "told together with the change of its days"


class Due(NamedTuple):
    """One reminder: of which event, under which key, when, and until when it is of use."""

    due: datetime
    key: str
    uid: str
    until: datetime
    news: bool = False


class Key(NamedTuple):
    """What the key of a reminder says."""

    uid: str
    what: str
    """A lead such as ``7d``, ``opens`` or ``in``."""
    when: str
    """The event's first day, or for ``in`` the month."""

    @property
    def counted(self) -> bool:
        """Whether it counts down to a confirmed day."""
        return self.what not in {_OPENS, _IN}

    @property
    def month(self) -> str | None:
        """The month in which it says that the days are still open."""
        return self.when if self.what == _IN else None


def key(uid: str, what: str, when: date | str) -> str:
    """The key of a delivery: ``debate-2027:7d:2027-06-25``. The day is part of it: what moves is owed anew."""
    return f"{uid}:{what}:{when}"


def read_key(written: str) -> Key:
    """The parts of what ``key`` wrote; ValueError for anything else."""
    uid, what, when = written.rsplit(":", 2)
    return Key(uid, what, when)


def is_news(written: str) -> bool:
    """Whether a delivery's key is one of news, not of a reminder."""
    return "/" in written


def local_first(event: Event, zone: ZoneInfo) -> date:
    """The first day of an event: its own where it takes whole days, the subscriber's where it has a time of day."""
    return event.starts.astimezone(zone).date() if event.starts is not None else event.first


def begin(day: date, zone: ZoneInfo) -> datetime:
    """The first instant of a local day, or of the next one where the zone skipped that day."""
    while (moment := instant(day, time(0), zone)) is None:
        day += timedelta(days=1)
    return moment


def of_event(event: Event, subscription: Subscription, zone: ZoneInfo) -> Iterator[Due]:
    """All reminders of an event, whenever they are due."""
    if event.certainty is Certainty.CONFIRMED:
        yield from _before(event, subscription, zone)
    elif Lead.OPEN in subscription.leads:
        yield from _meanwhile(event, subscription, zone)


def _before(event: Event, subscription: Subscription, zone: ZoneInfo) -> Iterator[Due]:
    first = local_first(event, zone)
    for lead in subscription.leads:
        if lead is Lead.OPEN:
            continue
        if lead is Lead.START:
            due = (
                event.starts.replace(microsecond=0) if event.starts else instant(first, subscription.at, zone)
            )
            until = begin(first + timedelta(days=1), zone)
        else:
            due = instant(first - timedelta(days=lead.days), subscription.at, zone)
            until = event.starts or begin(first, zone)
        if due is not None:  # the zone skipped that day
            yield Due(due, key(event.uid, lead, event.first), event.uid, until)


def _meanwhile(event: Event, subscription: Subscription, zone: ZoneInfo) -> Iterator[Due]:
    """When a window opens and every month in it; of a year whose days are open, every quarter."""
    last = min(event.last, event.first + FARTHEST)
    until = begin(last + timedelta(days=1), zone)
    months = 0
    day = event.first
    while day <= last:
        due = instant(day, subscription.at, zone)
        if due is not None:
            named = key(event.uid, _IN, f"{day:%Y-%m}") if months else key(event.uid, _OPENS, day)
            yield Due(due, named, event.uid, until)
        months += EVERY_MONTHS[event.certainty]
        day = _months_on(event.first, months)


def _months_on(day: date, months: int) -> date:
    """The same day some months later, or the last of that month where it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    start = date(day.year + years, month + 1, 1)
    following = (start + timedelta(days=31)).replace(day=1)
    return min(start + timedelta(days=day.day - 1), following - timedelta(days=1))


def _of_news(news: Iterable[News], zone: ZoneInfo) -> Iterator[Due]:
    """News is of use until the event is over: both as it was known, and as it is now."""
    for each in news:
        last = min(max(each.before.last, each.after.last), each.due.date() + FARTHEST)
        yield Due(each.due, each.key, each.uid, begin(last + timedelta(days=1), zone), news=True)


def _between(
    subscription: Subscription, part: Part, zone: ZoneInfo, first: date, last: date
) -> Iterator[Due]:
    yield from _of_news(subscription.news, zone)
    for event in part.between(first, last):
        yield from of_event(event, subscription, zone)


def coming(
    subscription: Subscription, part: Part, zone: ZoneInfo, after: datetime, count: int = 1
) -> list[Due]:
    """The next reminders strictly after a moment, soonest first; fewer where no more are known."""
    if not subscription.events and not subscription.tags:
        return []
    today = after.astimezone(zone).date()
    found: list[Due] = []
    for look in _LOOKS:
        every = _between(subscription, part, zone, today - _PAD, today + look)
        found = heapq.nsmallest(count, (each for each in every if each.due > after))
        if len(found) == count and found[-1].due < after + look - _LONGEST_LEAD:
            break  # an event that lies farther ahead has nothing due before
    return found


def occurrence(found: list[Due]) -> Occurrence | None:
    """The first of what ``coming`` found, as a schedule keeps it."""
    return Occurrence(found[0].key, found[0].due) if found else None


def plan(subscription: Subscription, part: Part, zone: ZoneInfo, since: datetime, now: datetime) -> Plan:
    """What is owed of all that fell due from ``since`` to ``now``, and what comes next.

    Of several reminders of one event only the newest useful one is sent, and none beside news of the event.
    """
    first = since.astimezone(zone).date() - _PAD
    last = now.astimezone(zone).date() + _LONGEST_LEAD
    fallen = [each for each in _between(subscription, part, zone, first, last) if since <= each.due <= now]
    fallen.sort(key=attrgetter("uid", "due"))
    owed = [one for _, group in groupby(fallen, key=attrgetter("uid")) for one in _settle(list(group), now)]
    owed.sort(key=attrgetter("due"))
    return Plan(owed, occurrence(coming(subscription, part, zone, now)))


def _settle(fallen: list[Due], now: datetime) -> Iterator[Owed]:
    """What becomes of the reminders of one event, in the order in which they fell due."""
    useful = [each for each in fallen if each.until > now]
    news = [each for each in useful if each.news]
    newest = (news or useful)[-1] if useful else None
    for each in fallen:
        if each is newest:
            # News replaces unsent news of the same event alone, a reminder unsent reminders alone.
            merge = f"{each.uid}/" if each.news else f"{each.uid}:"
            yield Owed(each.key, each.due, each.until, merge=merge)
        else:
            reason = _BEGUN if each not in useful else _TOLD if news and not each.news else _LATER
            yield Owed(each.key, each.due, each.until, skip=reason)
