"""A desk of alerts with all around it but Discord, and flags to give it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.alerts.choices import AlertChoices
from bot.alerts.desk import AlertDesk
from bot.alerts.kinds import AlertKind
from bot.alerts.model import AlertSettings, Flag, Reading, Severity
from bot.alerts.shown import UpToDate
from bot.posting.desk import Posting
from bot.posting.model import Outcome, Place, Post, Target, Verdict
from bot.posting.outbox import Outbox
from bot.render.alert import Setting
from bot.storage.alert_posts import AlertPosts
from bot.storage.database import Database, open_database
from bot.storage.schedules import ScheduleStore
from knowledge.model import Library
from knowledge.signals import Signals
from tests.bot.posting.fakes import GUILD, FakeDiscord, Watch

ALERTS = Target(Place.CHANNEL, 5)
WALL = Target(Place.CHANNEL, 6)
READER = Target(Place.USER, 70)
AMINA, BEN, CARLA = 10, 11, 12


def flag(title: str = "Armed men burn a village in Sudan", **more: Any) -> Flag:
    """Something flagged by amina, unless said otherwise."""
    given: dict[str, Any] = {
        "guild_id": GUILD,
        "by": AMINA,
        "feed_id": None,
        "title": title,
        "text": "",
        "place": "",
        "link": None,
        "severity": Severity.CONCERN,
        "reading": Reading(0.9, ("SDN",), ("civilians",), (14, 18), Severity.CONCERN, ()),
    }
    return Flag(**(given | more))


@dataclass
class Heard(FakeDiscord):
    """A made-up Discord that keeps the posts themselves too."""

    posts: list[Post] = field(default_factory=list)

    def _take(self, target: Target, post: Post, mark: str) -> Outcome:
        self.posts.append(post)
        return super()._take(target, post, mark)


@dataclass
class Editor:
    """Edits messages of a made-up Discord; a test says what goes wrong."""

    edits: list[tuple[int, str]] = field(default_factory=list)
    threads: list[str] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    """What the next requests come to, which do not arrive."""

    async def edit(self, target: Target, message_id: int, post: Post, mark: str) -> Outcome:
        del target, mark
        if self.outcomes:
            return self.outcomes.pop(0)
        self.edits.append((message_id, words(post)))
        return Outcome(Verdict.SENT, message_id=message_id)

    async def open_thread(self, target: Target, message_id: int, name: str) -> Outcome:
        del target, message_id
        if self.outcomes:
            return self.outcomes.pop(0)
        self.threads.append(name)
        return Outcome(Verdict.SENT)


def words(post: Post) -> str:
    """All text of a post."""
    texts = [getattr(item, "content", "") for item in post.view.walk_children()]
    return "\n".join([post.text_before, *filter(None, texts)])


@dataclass
class Office:
    """All of it together."""

    desk: AlertDesk
    kind: AlertKind
    posting: Posting
    shown: UpToDate
    discord: Heard
    clock: Watch
    database: Database
    editor: Editor = field(default_factory=Editor)
    blind: set[int] = field(default_factory=set)
    """People who cannot see the channel of the alerts."""

    @classmethod
    @asynccontextmanager
    async def opened(
        cls, path: Path, clock: Watch, discord: Heard, library: Library, signals: Signals
    ) -> AsyncIterator[Office]:
        """As the services do it, at a start of the process."""
        async with open_database(path) as database:
            outbox = Outbox(database, clock)
            posting = Posting(database, clock, ScheduleStore(database), outbox)
            desk = AlertDesk(database, outbox, await AlertChoices.load(database))
            posts = AlertPosts(database)
            kind = AlertKind(desk, posts, Setting(library.newest, signals.themes.themes))
            posting.register(kind)
            shown = UpToDate(desk, kind, posts, clock)
            office = cls(desk, kind, posting, shown, discord, clock, database)
            kind.sight = office.sees
            if desk.choices.settings(GUILD).channel_id is None:
                await office.set()
            yield office

    async def set(self, **settings: Any) -> None:
        """Choose the server's settings."""
        await self.desk.choices.set(GUILD, AlertSettings(**({"channel_id": ALERTS.id} | settings)))

    async def sees(self, _guild_id: int, _channel_id: int, user_id: int) -> bool:
        """Whether a person can see the channel of the alerts."""
        return user_id not in self.blind

    async def tick(self) -> None:
        """Post all that is due, and bring up to date what stands."""
        await self.posting.tick(self.discord)
        await self.shown.step(self.editor)
