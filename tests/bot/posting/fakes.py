"""A Discord that keeps what was posted, and kinds of post whose plans a test can read at a glance."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from bot.posting.model import (
    Delivery,
    Found,
    Nothing,
    Occurrence,
    Outcome,
    Owed,
    Place,
    Plan,
    Post,
    Schedule,
    Target,
    Verdict,
)

START = datetime(2026, 11, 22, 12, tzinfo=UTC)
NONCE_HOLDS = timedelta(minutes=5)
CHANNEL = Target(Place.CHANNEL, 5)
SYSTEM = Target(Place.CHANNEL, 1)
OWNER = Target(Place.USER, 900)
GUILD = 77
CREATOR = 42


class Crash(BaseException):
    """The process ends here."""


@dataclass
class Watch:
    """A clock that goes only when it is told to."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def turn(self, seconds: float = 0, **more: float) -> None:
        self.now += timedelta(seconds=seconds, **more)


class Message(NamedTuple):
    """What stands in a channel."""

    id: int
    target: Target
    mark: str
    at: datetime
    text: str


@dataclass
class FakeDiscord:
    """Takes posts and keeps the nonce's rule; a test says what goes wrong, once each, before or after it arrives."""

    clock: Watch
    messages: list[Message] = field(default_factory=list)
    before: deque[Outcome | BaseException] = field(default_factory=deque)
    """What the next posts come to, which do not arrive."""
    after: deque[Outcome | BaseException] = field(default_factory=deque)
    """What the next posts come to, which do arrive."""
    looks: deque[Found | BaseException] = field(default_factory=deque)
    """What the next looks into the history come to."""
    lost: dict[Target, Outcome] = field(default_factory=dict)
    """Places that refuse every post."""
    unreadable: set[Target] = field(default_factory=set)
    told_in: Sequence[Target] = (SYSTEM, OWNER)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    """Set once anything was posted."""
    under_way: set[Target] = field(default_factory=set)
    most_under_way: int = 0
    tried: list[tuple[Target, str]] = field(default_factory=list)
    looked: list[tuple[Target, str, datetime]] = field(default_factory=list)

    async def post(self, target: Target, post: Post, mark: str) -> Outcome:
        assert target not in self.under_way, "two at a time to one place"
        self.under_way.add(target)
        self.most_under_way = max(self.most_under_way, len(self.under_way))
        try:
            await asyncio.sleep(0)
            self.tried.append((target, mark))
            outcome = self._take(target, post, mark)
            await asyncio.sleep(0)
            return outcome
        finally:
            self.under_way.discard(target)

    def _take(self, target: Target, post: Post, mark: str) -> Outcome:
        if target in self.lost:
            return self.lost[target]
        if self.before:
            return _or_raise(self.before.popleft())
        known = [each for each in self.messages if each.target == target and each.mark == mark]
        if known and self.clock() - known[-1].at <= NONCE_HOLDS:
            message = known[-1]
        else:
            message = Message(len(self.messages) + 1, target, mark, self.clock(), str(post.view))
            self.messages.append(message)
            self.arrived.set()
        if self.after:
            return _or_raise(self.after.popleft())
        return Outcome(Verdict.SENT, message_id=message.id)

    async def find(self, target: Target, mark: str, since: datetime) -> Found:
        await asyncio.sleep(0)
        self.looked.append((target, mark, since))
        if self.looks:
            looked = self.looks.popleft()
            if isinstance(looked, BaseException):
                raise looked
            return looked
        if target in self.unreadable:
            return Found(Verdict.REFUSED)
        for message in self.messages:
            if (message.target, message.mark) == (target, mark) and message.at >= since:
                return Found(Verdict.SENT, message.id)
        return Found(Verdict.SENT, absent=True)

    def contacts(self, guild_id: int) -> Sequence[Target]:
        return self.told_in if guild_id == GUILD else ()

    def texts(self, target: Target = CHANNEL) -> list[str]:
        return [message.text for message in self.messages if message.target == target]


def _or_raise(outcome: Outcome | BaseException) -> Outcome:
    if isinstance(outcome, BaseException):
        raise outcome
    return outcome


@dataclass
class Hourly:
    """Owes a post each whole hour; its key is the hour. What was missed becomes one."""

    name: str = "hourly"
    faulty: set[int] = field(default_factory=set)
    """Schedules that cannot be planned."""
    broken: set[str] = field(default_factory=set)
    """Keys of posts that cannot be made."""
    empty: set[str] = field(default_factory=set)
    useful_for: timedelta | None = None

    def plan(self, schedule: Schedule, now: datetime) -> Plan:
        if schedule.id in self.faulty:
            raise KeyError("no rule")
        assert schedule.upcoming is not None
        last = max(schedule.upcoming.due, whole_hour(now))
        until = last + self.useful_for if self.useful_for else None
        return Plan(
            [Owed(key_of(last), last, useful_until=until, merge="")], at(whole_hour(now) + timedelta(hours=1))
        )

    async def compose(self, delivery: Delivery, now: datetime) -> Post | Nothing:
        del now
        if delivery.key in self.broken:
            raise ValueError("no words")
        if delivery.key in self.empty:
            return Nothing("there is nothing new")
        return Post(view=delivery.key)


def whole_hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


def key_of(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H}"


def at(moment: datetime) -> Occurrence:
    return Occurrence(key_of(moment), moment)
