"""What somebody wants to be reminded of, and what they know of it already; kept as the details of a schedule."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from knowledge.calendar import Calendar, Certainty, Event

_KNOWN_AHEAD = timedelta(days=1_100)
"""How far ahead a subscriber is taken to know the events of: some three years."""
_OF_A_YEAR = re.compile(r"(?P<one>(?P<series>.+)-\d{4})(?:-\d{1,2})?")

DEFAULT_TIME = time(9)
"""The local time of day at which reminders come unless another was chosen."""


class Lead(StrEnum):
    """How long before an event a reminder comes."""

    MONTH = "30d"
    WEEK = "7d"
    DAY = "1d"
    START = "0d"
    OPEN = "open"
    """For days that are not confirmed: when the window opens, and now and then while it lasts."""

    @property
    def days(self) -> int:
        """Days before the first day; for ``OPEN``, which counts from the window, 0."""
        return 0 if self is Lead.OPEN else int(self[:-1])


class Fact(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a subscriber knows of one event."""

    title: str
    certainty: Certainty
    first: date
    last: date
    starts: datetime | None = None
    gone: bool = False
    """It had confirmed days and then left the calendar."""

    @classmethod
    def of(cls, event: Event) -> Fact:
        """What the calendar says of an event."""
        return cls(event.title, event.certainty, event.first, event.last, event.starts)

    @property
    def firm(self) -> bool:
        """Whether there are days that can be relied on."""
        return self.certainty is Certainty.CONFIRMED and not self.gone

    @property
    def days(self) -> tuple[date, date, datetime | None]:
        """When it is."""
        return self.first, self.last, self.starts


class Turn(StrEnum):
    """What can become of an event that subscribers have to be told."""

    CONFIRMED = "confirmed"
    MOVED = "moved"
    OPEN = "open"
    """The days that were confirmed are not any more."""
    GONE = "gone"
    """It is not in the calendar any more."""


class News(msgspec.Struct, frozen=True):
    """One thing to be told once."""

    key: str
    """Of its delivery."""
    uid: str
    turn: Turn
    due: datetime
    before: Fact
    after: Fact


class Subscription(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a channel or a person is reminded of; ``from_json`` and ``as_json`` carry it through the database."""

    events: tuple[str, ...] = ()
    """Uids; of a yearly event the one without a year, which stands for every year."""
    tags: tuple[str, ...] = ()
    leads: tuple[Lead, ...] = tuple(Lead)
    at: time = DEFAULT_TIME
    role_id: int | None = None
    """The role that each reminder mentions; for channels alone."""
    calendar_of: int | None = None
    """The server whose calendar counts; None: the one that all servers begin with."""
    known: dict[str, Fact] = {}
    """Uid → what the subscriber knows. Yearly events never move, so they are not kept."""
    news: tuple[News, ...] = ()
    told: int = 0
    """How often there was news: no two keys are the same, although a date may come back."""

    @classmethod
    def from_json(cls, details: Mapping[str, Any]) -> Subscription:
        """Read the details of a schedule; msgspec.ValidationError where they are none of a reminder."""
        return msgspec.convert(dict(details), cls)

    def as_json(self) -> dict[str, Any]:
        """The details of a schedule, as JSON holds them."""
        written: dict[str, Any] = msgspec.to_builtins(self)
        return written

    def covers(self, event: Event) -> bool:
        """Whether an event is among what was asked for."""
        return not names(event.uid).isdisjoint(self.events) or not set(self.tags).isdisjoint(event.tags)

    def hangs_on(self, uid: str, event: Event | None) -> bool:
        """Whether a change of an event, or of a whole series, concerns it; ``event`` as it is now, None if it is gone."""
        return (
            not names(uid).isdisjoint(self.events)
            or any(uid in names(known) for known in self.known)
            or (event is not None and self.covers(event))
        )

    def part_of(self, calendar: Calendar) -> Calendar:
        """The calendar with hardly more than what was asked for: of a series, each year is made anew at each look."""
        wanted = {name for uid in self.events for name in names(uid)}
        tags = set(self.tags)
        events = {uid: event for uid, event in calendar.events.items() if self.covers(event)}
        series = {
            uid: base
            for uid, base in calendar.series.items()
            if uid in wanted or not tags.isdisjoint(base.tags)
        }
        # What stands in for a series' event of one year goes on doing so, also where it was not asked for.
        return Calendar(events, series, calendar.hidden | (calendar.events.keys() - events.keys()))

    def within(self, calendar: Calendar, first: date, last: date) -> Iterator[Event]:
        """The events asked for that take place, or may, between two days; from the calendar or from its ``part_of``."""
        return (event for event in calendar.between(first, last) if self.covers(event))


def names(uid: str) -> set[str]:
    """All that an event answers to: ``debate-2027-2`` is one of ``debate-2027``, and of ``debate`` in every year."""
    found = {uid}
    if match := _OF_A_YEAR.fullmatch(uid):
        found |= {match["series"], match["one"]}
    return found


def learn(subscription: Subscription, calendar: Calendar, zone: ZoneInfo, now: datetime) -> Subscription:
    """The subscription, brought up to date with the calendar: where days changed that the subscriber knew, that is news.

    An event that they hear of for the first time is none: nothing is told at setup. News of what is over is dropped.
    """
    today, now = now.astimezone(zone).date(), now.replace(microsecond=0)
    part = subscription.part_of(calendar)
    ahead = subscription.within(part, today, today + _KNOWN_AHEAD)
    known = {event.uid: Fact.of(event) for event in ahead if not event.yearly}
    news = [each for each in subscription.news if max(each.before.last, each.after.last) >= today]
    told = subscription.told
    for uid, before in subscription.known.items():
        after = known.get(uid) or _now(uid, before, subscription, calendar)
        if after is None or after.last < today:
            continue
        known[uid] = after
        turn = _turn(before, after)
        if turn is not None:
            told += 1
            news.append(News(f"{uid}/{turn}:{after.first}:{told}", uid, turn, now, before, after))
    return msgspec.structs.replace(subscription, known=known, news=tuple(news), told=told)


def _now(uid: str, before: Fact, subscription: Subscription, calendar: Calendar) -> Fact | None:
    """What to know of an event that does not lie ahead as it did; None to forget it."""
    event = calendar.get(uid)
    if event is not None:
        return Fact.of(event) if subscription.covers(event) else None
    return msgspec.structs.replace(before, gone=True) if before.firm or before.gone else None


def _turn(before: Fact, after: Fact) -> Turn | None:
    if after.gone:
        return None if before.gone else Turn.GONE
    if after.firm:
        if not before.firm:
            return Turn.CONFIRMED
        return Turn.MOVED if before.days != after.days else None
    return Turn.OPEN if before.firm else None
