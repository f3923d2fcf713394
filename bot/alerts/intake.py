"""Takes in what a feed holds: new items raise alerts or are counted, changed ones change their alert, once each.

All that comes of one look is one transaction: after a crash either everything of it stands, or nothing does and the
next look does it again. Items are known by their keys, so doing it again doubles nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from bot.alerts.desk import AlertDesk
from bot.alerts.feed_keys import found_by, has_own_link, keys_of, worded
from bot.alerts.feed_model import Counts, Document, Feed, FeedRules, Item, Judged
from bot.alerts.fetch import Fetched
from bot.alerts.sift import Reads, flag_of, judge, weight
from bot.posting.model import Owed, Place, Target
from bot.posting.outbox import Outbox
from bot.storage.database import Database
from bot.storage.feeds import FeedRows, Known, Rest, Seen

FEED = "feed"
"""The outbox's name for the one line about what was not raised; ``source_id`` is its row in ``feed_rests``."""
REST = "rest"


class Entry(NamedTuple):
    """An item with what it is known by."""

    item: Item
    keys: tuple[str, ...]
    wording: str

    @classmethod
    def all_of(cls, document: Document) -> list[Entry]:
        """Every item of a document; what stands in it twice, once."""
        keys = keys_of(document.items)
        listed = (cls(item, by, worded(item)) for item, by in zip(document.items, keys, strict=True))
        return list({entry.keys[-1]: entry for entry in listed}.values())

    def seen(self, alert_id: int | None = None) -> Seen:
        """As it is remembered, with the alert that came of it."""
        return Seen(self.keys, self.wording, alert_id)


@dataclass
class _Look:
    """What a look at a feed comes to."""

    raised: list[tuple[Entry, Judged]] = field(default_factory=list)
    rest: list[tuple[Entry, Judged]] = field(default_factory=list)
    below: list[Entry] = field(default_factory=list)
    changed: list[tuple[Known, Entry, Judged]] = field(default_factory=list)
    """What raised an alert, and says something else now."""
    renamed: list[tuple[Known, Entry]] = field(default_factory=list)
    """What goes by another key too."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a look is written down beside its items."""

    fetched: Fetched
    now: datetime
    next_poll: datetime


class Intake:
    """Reads items and writes down what comes of them."""

    def __init__(
        self, database: Database, desk: AlertDesk, outbox: Outbox, signals: Reads, most_alerts: int
    ) -> None:
        """Raise at the desk, up to ``most_alerts`` for one look at one feed."""
        self._database = database
        self._desk = desk
        self._outbox = outbox
        self._signals = signals
        self._most = most_alerts
        self._reading = asyncio.Lock()

    async def add(self, feed: Feed, document: Document, now: datetime) -> Feed | None:
        """Keep a new feed; what it holds by now counts as seen. None if the server follows it already."""
        async with self._database.transaction() as connection:
            rows = FeedRows(connection, self._database.sql)
            added = await rows.add(feed)
            if added is not None:
                await rows.remember(added.id, [entry.seen() for entry in Entry.all_of(document)], now)
        return added

    async def take(self, feed: Feed, document: Document, outcome: Outcome) -> Counts | None:
        """Take in what a feed holds; answers with what came of it, None if it is not followed any more."""
        entries = Entry.all_of(document)
        known = await self._known(feed, entries)
        look = await self._read(feed, entries, known)
        async with self._database.transaction() as connection:
            rows = FeedRows(connection, self._database.sql)
            if not await self._stands(rows, feed):
                return None
            counts = await self._write(connection, rows, feed, look, outcome.now)
            await rows.still_there(feed.id, {item.name for item in known.values()}, outcome.now)
            await rows.succeeded(
                feed,
                title=document.title or None,
                etag=outcome.fetched.etag,
                last_modified=outcome.fetched.last_modified,
                now=outcome.now,
                next_poll=outcome.next_poll,
                more=counts,
            )
        return counts

    async def _stands(self, rows: FeedRows, feed: Feed) -> bool:
        """Whether a feed is still followed, and may raise alerts; managers may have been quicker than the look."""
        standing = await rows.get(feed.id)
        going = standing is not None and standing.paused_reason is None
        return going and self._desk.choices.settings(feed.guild_id).channel_id is not None

    async def judged(self, rules: FeedRules, items: Sequence[Item]) -> list[Judged]:
        """Hold items against rules; whoever waits for an answer gets a turn after each, whatever feeds are read."""
        found = []
        for item in items:
            async with self._reading:
                found.append(judge(item, self._signals.read(item.title, item.summary), rules))
                await asyncio.sleep(0)
        return found

    async def _known(self, feed: Feed, entries: Sequence[Entry]) -> dict[str, Known]:
        async with self._database.transaction() as connection:
            rows = FeedRows(connection, self._database.sql)
            return await rows.known(feed.id, [key for entry in entries for key in entry.keys])

    async def _read(self, feed: Feed, entries: Sequence[Entry], known: dict[str, Known]) -> _Look:
        """Sort the items by what is to come of them; outside of any transaction, since reading takes its time."""
        look = _Look()
        for entry in entries:
            before = found_by(entry.keys, known)
            if before is None:
                (judged,) = await self.judged(feed.rules, [entry.item])
                if judged.against:
                    look.below.append(entry)
                else:
                    look.raised.append((entry, judged))
                continue
            if any(key not in known for key in entry.keys):
                look.renamed.append((before, entry))
            if before.wording != entry.wording and before.alert_id is not None:
                (judged,) = await self.judged(feed.rules, [entry.item])
                look.changed.append((before, entry, judged))
        look.raised.sort(key=lambda each: weight(each[1]), reverse=True)
        look.raised, look.rest = look.raised[: self._most], look.raised[self._most :]
        return look

    async def _write(self, connection: Any, rows: FeedRows, feed: Feed, look: _Look, now: datetime) -> Counts:
        fresh = joined = 0
        seen = [entry.seen() for entry in (*(entry for entry, _ in look.rest), *look.below)]
        for entry, judged in look.raised:
            flag = flag_of(feed, judged, own_link=has_own_link(entry.keys))
            raised = await self._desk.raise_in(connection, flag, now)
            fresh += raised.new and not raised.muted
            joined += raised.muted or not raised.new
            seen.append(entry.seen(raised.alert.id))
        await rows.remember(feed.id, seen, now)
        await self._update(connection, rows, feed, look, now)
        if look.rest:
            await self._sum_up(connection, rows, feed, [judged for _, judged in look.rest], now)
        if seen:
            await rows.prune(feed.id, now)
        return Counts(fresh, joined, len(look.rest), len(look.below))

    async def _update(self, connection: Any, rows: FeedRows, feed: Feed, look: _Look, now: datetime) -> None:
        for known, _, judged in look.changed:
            if known.alert_id is not None:
                await self._desk.retell_in(connection, known.alert_id, flag_of(feed, judged), now)
        await rows.reword(feed.id, {known.name: entry.wording for known, entry, _ in look.changed})
        await rows.know_by(feed.id, {known.name: entry.keys for known, entry in look.renamed})

    async def _sum_up(
        self, connection: Any, rows: FeedRows, feed: Feed, judged: Sequence[Judged], now: datetime
    ) -> None:
        """Owe one line about what was above the line but is not raised."""
        listed = [Rest(each.item.title, each.item.link, each.reading.severity) for each in judged]
        channel_id = self._desk.choices.settings(feed.guild_id).channel_id
        if channel_id is not None:
            await self._outbox.owe(
                connection,
                kind=FEED,
                source_id=await rows.add_rest(feed.id, listed, now),
                owed=Owed(REST, now),
                target=Target(Place.CHANNEL, channel_id),
                guild_id=feed.guild_id,
                now=now,
            )
