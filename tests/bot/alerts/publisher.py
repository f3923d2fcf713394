"""A publisher on this computer, a server that follows it, and signals that a test can read at a glance."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha1
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from bot.alerts.choices import AlertChoices
from bot.alerts.debts import KIND
from bot.alerts.desk import AlertDesk
from bot.alerts.feed_desk import FeedDesk, Sources
from bot.alerts.feed_model import Feed
from bot.alerts.fetch import Fetcher
from bot.alerts.model import Alert, AlertSettings
from bot.alerts.rule_input import Wish
from bot.config import Feeds
from bot.posting.desk import Posting
from bot.posting.model import Delivery, Place, Post, Target
from bot.posting.outbox import Outbox
from bot.storage.database import Database, open_database
from bot.storage.deliveries import delivery_of
from bot.storage.schedules import ScheduleStore
from knowledge.signals import Severity, Signal
from tests.bot.alerts.made_up_feeds import Entry, rss
from tests.bot.alerts.web import HOST, Server, page, serving
from tests.bot.posting.fakes import CREATOR, GUILD, Watch

CHANNEL = Target(Place.CHANNEL, 55)
"""Where alerts go."""
OWNER = Target(Place.USER, 900)
INTERVAL = timedelta(minutes=15)
LATER = INTERVAL * 1.2
"""By when every feed that is well is due again."""
ASIDE = "It has nothing to do with the report."


class Weighs:
    """Takes the severity from the first word of a title: "urgent: …", "concern: …", "watch: …"; all else is irrelevant."""

    themes = SimpleNamespace(themes={})

    def __init__(self) -> None:
        self.read_items = 0

    def read(self, text: str, summary: str = "") -> Signal:
        self.read_items += 1
        word = text.partition(":")[0].lower()
        if word not in set(Severity):
            return Signal(text, relevant=False, score=0.05, because=(ASIDE,))
        return Signal(
            f"{text}\n{summary}",
            relevant=True,
            score=0.9,
            countries=("SDN",) if "Sudan" in text else (),
            severity=Severity(word),
            because=(f"It says “{word}”.",),
        )


class Card:
    """Makes the posts of alerts; what stands in them is another matter."""

    name = KIND

    async def compose(self, delivery: Delivery, now: datetime) -> Post:
        del now
        return Post(view=delivery.key)


Answer = bytes | Callable[[bytes], bytes]
"""What is sent for a path: bytes, or what a function makes of the request's head."""


@dataclass
class Publisher:
    """Serves feeds by path, with an ETag of each; a test changes what they hold."""

    server: Server
    answers: dict[str, Answer] = field(default_factory=dict)

    def at(self, path: str = "/feed") -> str:
        return self.server.at(path)

    @property
    def asked(self) -> list[str]:
        """The paths that were asked for, in order."""
        return [head.split()[1].decode() for head in self.server.heads]

    def put(self, entries: Sequence[Entry], path: str = "/feed", title: str = "Made up") -> None:
        """Let a feed hold these items."""
        body = rss(entries, title)
        tag = f'"{sha1(body, usedforsecurity=False).hexdigest()}"'

        def answer(head: bytes) -> bytes:
            if f"If-None-Match: {tag}".encode() in head:
                return f"HTTP/1.1 304 Not Modified\r\nETag: {tag}\r\n\r\n".encode()
            return page(body, ETag=tag)

        self.answers[path] = answer

    def fail(self, status: int = 500, path: str = "/feed", retry_after: str = "") -> None:
        """Let a feed answer with a status."""
        asked = f"Retry-After: {retry_after}\r\n" if retry_after else ""
        self.answers[path] = f"HTTP/1.1 {status} Oh\r\n{asked}Content-Length: 0\r\n\r\n".encode()


@asynccontextmanager
async def publishing(host: str = HOST) -> AsyncIterator[Publisher]:
    """A publisher, until the block ends."""

    async def talk(head: bytes, writer: asyncio.StreamWriter) -> None:
        answer = publisher.answers[head.split()[1].decode()]
        writer.write(answer(head) if callable(answer) else answer)

    async with serving(talk, host) as server:
        publisher = Publisher(server)
        yield publisher


@dataclass
class Reader:
    """A bot without Discord that follows feeds."""

    database: Database
    posting: Posting
    alerts: AlertDesk
    feeds: FeedDesk
    signals: Weighs
    clock: Watch

    async def follow(self, address: str, guild_id: int = GUILD, **rules: Any) -> Feed:
        """Follow a feed, in a server where alerts are on."""
        await self.alerts.choices.set(guild_id, AlertSettings(channel_id=CHANNEL.id))
        feed, _ = await self.feeds.add(guild_id, address, Wish(**rules), CREATOR)
        return feed

    async def poll(self, after: timedelta = LATER) -> int:
        """Let time pass, and do a round."""
        self.clock.turn(after.total_seconds())
        return await self.feeds.poller.poll(contacts)

    async def raised(self, guild_id: int = GUILD) -> list[Alert]:
        """The alerts of a server, the oldest first."""
        return await self.alerts.all_of(guild_id)

    async def feed(self, feed: Feed) -> Feed:
        """A feed as it stands now."""
        return await self.feeds.get(feed.guild_id, str(feed.id))

    async def owed(self, kind: str) -> list[Delivery]:
        """All deliveries of a kind, whatever became of them."""
        async with self.database.transaction() as connection:
            cursor = await connection.execute("SELECT * FROM deliveries WHERE kind = ? ORDER BY id", (kind,))
            return [delivery_of(tuple(row)) for row in await cursor.fetchall()]


def contacts(guild_id: int) -> Sequence[Target]:
    """Whom to tell: of server 404 the bot is no member."""
    return () if guild_id == 404 else (OWNER,)


@asynccontextmanager
async def reading(
    path: Path,
    clock: Watch,
    *publishers: Publisher,
    most: int = 3,
    seen: Callable[[Any], Any] | None = None,
) -> AsyncIterator[Reader]:
    """The bot's parts over a database file, as a start of the process builds them; ``seen`` sees all queries."""
    signals: Any = Weighs()
    async with open_database(path) as database:
        database.sql = seen(database.sql) if seen else database.sql
        posting = Posting(database, clock, ScheduleStore(database), Outbox(database, clock))
        posting.register(Card())
        alerts = AlertDesk(database, posting.outbox, await AlertChoices.load(database))
        sources = Sources(Fetcher([each.server.place for each in publishers]), ())
        feeds = FeedDesk(
            database,
            posting,
            alerts,
            signals,
            sources,
            settings=Feeds(poll_minutes=15, alerts_per_poll=most),
            clock=clock,
        )
        yield Reader(database, posting, alerts, feeds, signals, clock)


def moment(hours: int) -> datetime:
    """A moment on the test's first day."""
    return Watch().now.replace(hour=hours)
