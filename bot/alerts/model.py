"""The words of the alerts: what is flagged, what an alert is, and what can be done with it. Pure data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from knowledge.signals.severity import Severity

__all__ = [
    "SAME_WITHIN",
    "Act",
    "Alert",
    "AlertError",
    "AlertSettings",
    "AlertState",
    "Change",
    "Flag",
    "LogEntry",
    "Raised",
    "Raisers",
    "Reading",
    "Severity",
    "Tally",
    "Wanted",
    "WatchRule",
]

LONGEST_TITLE = 200
LONGEST_TEXT = 1_500
LONGEST_LINK = 500
LONGEST_NOTE = 500
"""Characters that are kept of what is flagged, and of what is written about it."""


class AlertState(StrEnum):
    """Where an alert stands."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"
    DISMISSED = "dismissed"

    @property
    def closed(self) -> bool:
        """Whether nothing more is to be done."""
        return self in {AlertState.RESOLVED, AlertState.DISMISSED}


class Act(StrEnum):
    """What can be done with an alert; each stands in its log."""

    RAISED = "raised"
    FLAGGED_AGAIN = "flagged again"
    ACKNOWLEDGED = "acknowledged"
    ASSIGNED = "assigned"
    SEVERITY = "severity"
    NOTE = "note"
    RESOLVED = "resolved"
    DISMISSED = "dismissed"
    REOPENED = "reopened"
    MUTED = "muted"
    UPDATED = "updated"
    """What a feed says of it changed."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the text says by ``knowledge.signals``: the bot suggests, a person decides."""

    score: float = 0.0
    countries: tuple[str, ...] = ()
    """ISO 3166-1 alpha-3."""
    themes: tuple[str, ...] = ()
    paragraphs: tuple[int, ...] = ()
    severity: Severity = Severity.WATCH
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Flag:
    """Something that somebody, or a feed, wants to be looked at."""

    guild_id: int
    by: int | None
    """A person; None for a feed."""
    feed_id: int | None
    title: str
    text: str
    place: str
    """Where, as the person wrote it; may be empty."""
    link: str | None
    """An article or a message."""
    severity: Severity
    reading: Reading


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert, as it stands now."""

    id: int
    guild_id: int
    number: int
    """Counted from 1 in each server: what people call it by."""
    state: AlertState
    severity: Severity
    title: str
    text: str
    place: str
    link: str | None
    reading: Reading
    raised_by: int | None
    feed_id: int | None
    raised_at: datetime
    acknowledged_by: int | None
    acknowledged_at: datetime | None
    assigned_to: int | None
    closed_by: int | None
    closed_at: datetime | None
    reason: str | None
    """Why it was closed."""
    revision: int
    """Counts its changes: a message that shows an earlier one is out of date."""
    flags: int
    """How often it was flagged, by people and feeds."""
    mention: bool
    """Whether its post may ping the role for urgent ones."""
    channel_id: int | None = None
    """Where its main message stands, or is to stand; None for what was muted."""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """Something that was done with an alert."""

    at: datetime
    by: int | None
    """A person; None for the bot or a feed."""
    act: Act
    detail: str


@dataclass(frozen=True, slots=True)
class Change:
    """What became of somebody's press."""

    alert: Alert
    done: bool
    """False if it could not be done any more: somebody was quicker, or it is closed."""
    words: str
    """For the person, in either case."""


@dataclass(frozen=True, slots=True)
class Raised:
    """What became of a flag."""

    alert: Alert
    new: bool
    """False if it is about the same thing as an alert that is there."""
    muted: bool = False
    """It resembles what was muted: kept and closed at once, not posted."""


class Raisers(StrEnum):
    """Who may flag."""

    EVERYONE = "everyone"
    ROLE = "role"
    """Those with ``raise_role_id``, and managers."""
    MANAGERS = "managers"


@dataclass(frozen=True, slots=True)
class AlertSettings:
    """A server's choices; without a channel nothing can be flagged there."""

    channel_id: int | None = None
    raisers: Raisers = Raisers.EVERYONE
    raise_role_id: int | None = None
    flags_an_hour: int = 5
    """Of one person; 1 to 50."""
    work_role_id: int | None = None
    """Who may work on alerts, beside those with Manage Messages in their channel."""
    urgent_role_id: int | None = None
    """Mentioned for urgent ones; None mentions nobody."""
    mention_minutes: int = 60
    """At most one mention in so many minutes; 5 to 1,440."""
    remind_minutes: int = 60
    """After which an urgent one that nobody acknowledged is recalled; 5 to 1,440."""
    escalate_minutes: int = 120
    """After which it is brought before the role or person below; 5 to 2,880."""
    escalate_role_id: int | None = None
    escalate_user_id: int | None = None
    threads: bool = False
    """A thread for discussion opens with each alert."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a watch rule, or somebody who follows, wants to see; all that is set must hold."""

    least: Severity = Severity.WATCH
    countries: tuple[str, ...] = ()
    """Any of them; none set means all."""
    themes: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WatchRule:
    """A channel's rule, or, as a direct message, a person's."""

    id: int
    guild_id: int
    channel_id: int | None
    user_id: int | None
    wanted: Wanted
    created_by: int


@dataclass(frozen=True, slots=True)
class Tally:
    """What a digest tells of a server's alerts."""

    open: Sequence[Alert]
    overdue: Sequence[Alert]
    """Urgent, not acknowledged, and past the set time."""
    closed: Sequence[Alert]
    """Since last time."""


SAME_WITHIN = timedelta(days=7)
"""Near-identical wording is the same thing only for so long."""


class AlertError(Exception):
    """It cannot be done; the text tells people why, and what they can do."""
