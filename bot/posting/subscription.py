"""What somebody wants to be reminded of, and what they know of it already; kept as the details of a schedule."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, NamedTuple

import msgspec

from knowledge.calendar import Certainty, Event

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
    """It left the calendar."""

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


class Choice(NamedTuple):
    """Which events somebody asked for."""

    events: tuple[str, ...]
    tags: tuple[str, ...]

    def covers(self, event: Event) -> bool:
        """Whether an event is among them."""
        return not names(event.uid).isdisjoint(self.events) or not set(self.tags).isdisjoint(event.tags)


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

    @property
    def choice(self) -> Choice:
        """What was asked for."""
        return Choice(self.events, self.tags)

    def hangs_on(self, uid: str, event: Event | None) -> bool:
        """Whether a change of an event, or of a whole series, concerns it; ``event`` as it is now, None if it is gone."""
        return (
            not names(uid).isdisjoint(self.events)
            or any(uid in names(known) for known in self.known)
            or (event is not None and self.choice.covers(event))
        )


def names(uid: str) -> set[str]:
    """All that an event answers to: ``debate-2027-2`` is one of ``debate-2027``, and of ``debate`` in every year."""
    found = {uid}
    if match := _OF_A_YEAR.fullmatch(uid):
        found |= {match["series"], match["one"]}
    return found
