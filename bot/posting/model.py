"""The words of the outbox: what a schedule is, what a delivery owes, and what can become of it. Pure data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple, Protocol


class Place(StrEnum):
    """Where a post goes: into a channel (or thread), or to a person by direct message."""

    CHANNEL = "channel"
    USER = "user"


class Target(NamedTuple):
    """One channel or person, written ``channel:123`` or ``user:45`` in the database."""

    place: Place
    id: int

    def __str__(self) -> str:
        """As the database keeps it."""
        return f"{self.place}:{self.id}"

    @classmethod
    def parse(cls, written: str) -> Target:
        """Read what ``str`` wrote; ValueError for anything else."""
        place, _, number = written.partition(":")
        return cls(Place(place), int(number))


class Occurrence(NamedTuple):
    """One due time of a rule."""

    key: str
    """What is owed, never an instant: a local date such as ``2026-10-01``, or ``<event uid>:7d``."""
    due: datetime
    """When, in UTC."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """A rule that somebody set up: a digest, channel reminders, or a person's own reminders."""

    id: int
    kind: str
    guild_id: int | None
    """None for a person's own."""
    target: Target
    details: Mapping[str, Any]
    """What the kind needs, as JSON holds it; each kind reads and writes it through types of its own."""
    timezone: str
    """An IANA name."""
    created_by: int
    created_at: datetime
    upcoming: Occurrence | None
    """The next one; None if nothing is known to come."""
    turn: int = 0
    """How many of its posts were sent; counted in the transaction that settles them."""
    paused_reason: str | None = None
    """Why it is paused, in words for people; None while it runs."""
    paused_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Owed:
    """A delivery to be recorded; recording it twice is recording it once."""

    key: str
    due: datetime
    useful_until: datetime | None = None
    """After this it is skipped and logged; None: it is owed for ever."""
    skip: str | None = None
    """Not to be sent, and why: recorded all the same, so that the log tells."""
    merge: str | None = None
    """Earlier deliveries of this schedule and target whose keys begin with this, and which were surely not sent,
    are skipped in favour of this one; "" means all of them, None leaves them alone."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a schedule owes by now, and when to look at it again."""

    owed: Sequence[Owed]
    upcoming: Occurrence | None


class State(StrEnum):
    """Where a delivery stands."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    """It may have been sent, and the history that would tell cannot be read: a manager decides."""
    SKIPPED = "skipped"
    """No longer useful, merged into a later one, empty, or its schedule was removed; ``error`` says which."""
    FAILED = "failed"
    """Discord will never take it as it is, or it cannot be made: shown in status, told once."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One post that is owed to one target."""

    id: int
    kind: str
    source_id: int
    """The schedule's id, or what else the kind counts by (an alert's id)."""
    key: str
    target: Target
    guild_id: int | None
    due: datetime
    useful_until: datetime | None
    mark: str
    """Stands in the post's small print and is the nonce it is sent with (at most 25 characters)."""
    state: State
    attempts: int
    next_try: datetime
    doubtful: bool
    """An attempt ended without a clear answer, so it may stand in the channel already."""
    first_tried: datetime | None
    settled_at: datetime | None
    message_id: int | None
    error: str | None


@dataclass(frozen=True, slots=True)
class Post:
    """A message ready to be sent."""

    view: Any
    """A ``discord.ui.LayoutView`` from ``bot.render``, without the mark: the sender adds it."""
    small_print: str = ""
    """What stands before the mark in the last line."""
    role_id: int | None = None
    """The one role that it may ping; everything else stays silent."""
    text_before: str = ""
    """A line above the card, for the role's mention."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """There is nothing to post after all; the delivery is skipped with this reason."""

    reason: str


class Verdict(StrEnum):
    """What became of an attempt, as the sender reports it."""

    SENT = "sent"
    UNCLEAR = "unclear"
    """A 5xx, a timeout, a broken connection: it may or may not have arrived."""
    BUSY = "busy"
    """A 429: surely not sent; try again after ``retry_after``."""
    NO_ACCESS = "no access"
    """A right is missing: the target is blocked until it is mended."""
    GONE = "gone"
    """The channel, or the person, is no more: likewise."""
    CLOSED = "closed"
    """The person takes no direct messages: likewise."""
    REFUSED = "refused"
    """Discord will not take this message whatever one does (400)."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A verdict with what belongs to it."""

    verdict: Verdict
    message_id: int | None = None
    retry_after: float | None = None
    """Seconds."""
    detail: str = ""
    """For the log and for people: which right is missing, which status came."""


class Found(NamedTuple):
    """What a look into the history gave."""

    verdict: Verdict
    """SENT: it stands there. REFUSED: the history cannot be read, or not far enough. GONE: there is no such place.
    UNCLEAR: it did not work, try again later. BUSY: likewise. NO_ACCESS and CLOSED do not occur."""
    message_id: int | None = None
    absent: bool = False
    """It was looked for far enough back, and is not there: it may be sent."""


class Sender(Protocol):
    """The way to Discord; ``bot.posting.sender`` has the real one, tests a fake."""

    async def post(self, target: Target, post: Post, mark: str) -> Outcome:
        """Send, with the mark as nonce and in the small print. Never raises but for cancellation."""
        ...

    async def find(self, target: Target, mark: str, since: datetime) -> Found:
        """Look for a message of ours that carries the mark and is not older than ``since``. Likewise."""
        ...

    def contacts(self, guild_id: int) -> Sequence[Target]:
        """Whom to tell in a server: its channel for such messages if it can be written in, then its owner."""
        ...


class Editor(Protocol):
    """The way to change what was posted; ``bot.posting.sender`` has the real one. Never raises but for cancellation."""

    async def edit(self, target: Target, message_id: int, post: Post, mark: str) -> Outcome:
        """Put a post in the place of a message of ours, which keeps its mark; GONE if it is no more."""
        ...

    async def open_thread(self, target: Target, message_id: int, name: str) -> Outcome:
        """Open a thread at a message of ours; SENT also where there is one."""
        ...


class Kind(Protocol):
    """What the outbox has to know of one kind of post: how to make it."""

    name: str

    async def compose(self, delivery: Delivery, now: datetime) -> Post | Nothing:
        """Make the post; the same delivery gives the same post but for how late it is. Reads, never writes."""
        ...


class ScheduledKind(Kind, Protocol):
    """A kind whose deliveries come from schedules."""

    def plan(self, schedule: Schedule, now: datetime) -> Plan:
        """What the schedule owes by now, and its next occurrence after now. Pure: no waiting, no database."""
        ...


@dataclass(frozen=True, slots=True)
class Block:
    """A target to which nothing can be posted now: every schedule and delivery to it waits, none is lost."""

    target: Target
    guild_id: int | None
    reason: str
    """In words for people: what is missing and who can mend it."""
    since: datetime
    told: bool = False
    """Whether the people who can mend it were told."""
