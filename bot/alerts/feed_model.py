"""The words of the feeds: what one holds, what a server wants of it, how it stands. Pure data."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bot.alerts.model import Reading, Severity

MOST_ITEMS = 200
"""Of one feed at a time; later ones in it are left out."""
MOST_FEEDS = 20
"""Of one server."""


class FeedError(Exception):
    """What was fetched cannot be read as a feed; the text says why, for people."""

    def __init__(self, words: str, offered: str | None = None) -> None:
        super().__init__(words)
        self.offered = offered
        """An address of a feed that a web page names."""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a feed, in plain text without markup."""

    guid: str
    """What the feed calls it; may be empty."""
    title: str
    summary: str
    link: str | None
    published: datetime | None
    updated: datetime | None


@dataclass(frozen=True, slots=True)
class Document:
    """A feed as it was read."""

    title: str
    items: tuple[Item, ...]
    """In the feed's order, usually the newest first."""


@dataclass(frozen=True, slots=True)
class FeedRules:
    """What raises an alert; all that is set must hold."""

    least: Severity = Severity.CONCERN
    score: int | None = None
    """Percent that the score must reach at least; None: what the signals call relevant."""
    countries: tuple[str, ...] = ()
    """ISO 3166-1 alpha-3; any of them, none set means all. So the themes and words."""
    themes: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    """Words none of which may be there."""


@dataclass(frozen=True, slots=True)
class Judged:
    """An item with what the signals and the rules say of it."""

    item: Item
    reading: Reading
    against: str
    """Why it stays below the line, in words for people; empty if it raises an alert."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of a feed's items since it was added."""

    raised: int = 0
    """New alerts."""
    joined: int = 0
    """About what was an alert already, or is muted."""
    summed: int = 0
    """Above the line, but more than fit into one look: named in one line."""
    below: int = 0


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that a server follows."""

    id: int
    guild_id: int
    address: str
    title: str
    rules: FeedRules
    created_by: int
    created_at: datetime
    etag: str | None
    last_modified: str | None
    next_poll: datetime
    failures: int
    """In a row."""
    trouble: str | None
    """What went wrong the last time, in words for people."""
    succeeded_at: datetime | None
    paused_reason: str | None
    """In words for people; None while it is followed."""
    counts: Counts = field(default_factory=Counts)
