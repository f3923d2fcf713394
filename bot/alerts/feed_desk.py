"""What a server's managers do with its feeds: add, test, change, pause, resume, remove; and the rounds beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.alerts.addresses import address_of
from bot.alerts.desk import AlertDesk
from bot.alerts.feed_kind import FeedKind
from bot.alerts.feed_model import MOST_FEEDS, Feed, FeedError, FeedRules
from bot.alerts.fetch import Fetcher
from bot.alerts.intake import Intake
from bot.alerts.look import Looked, Looker
from bot.alerts.poll import PAUSED, Poller
from bot.alerts.rule_input import Wish, wished
from bot.alerts.trouble import FetchError
from bot.clock import Clock
from bot.config import Feeds as FeedSettings
from bot.errors import UserError
from bot.posting.desk import Posting
from bot.render.feed import Trial
from bot.storage.database import Database
from bot.storage.feeds import FeedRows
from knowledge.feeds import KnownFeed, load_feeds
from knowledge.signals import Signals
from knowledge.signals.themes import Theme

TRIED = 10
"""Items that a test looks at."""
_OFF = (
    "Set up alerts first: a feed raises them. `/r2p-admin alert settings` with the option `channel` does it."
)
_GONE = "There is no such feed any more. `/r2p-admin feed list` shows those that there are."
_PAUSED = "Paused by a manager."


@dataclass(frozen=True, slots=True)
class Sources:
    """Where feeds come from: the way out, and the catalogue that is offered."""

    fetcher: Fetcher
    catalogue: Sequence[KnownFeed]

    @classmethod
    def packaged(cls) -> Sources:
        """The public internet, and the packaged catalogue."""
        return cls(Fetcher(), load_feeds())


class FeedDesk:
    """The feeds of all servers."""

    def __init__(  # noqa: PLR0913 - what it stands on, told in one call
        self,
        database: Database,
        posting: Posting,
        alerts: AlertDesk,
        signals: Signals,
        sources: Sources,
        *,
        settings: FeedSettings,
        clock: Clock,
    ) -> None:
        """Make the kind of its posts known to the outbox."""
        self.catalogue = sources.catalogue
        self.themes: Mapping[str, Theme] = signals.themes.themes
        self._database = database
        self._alerts = alerts
        self._clock = clock
        self._looker = Looker(sources.fetcher)
        self._intake = Intake(database, alerts, posting.outbox, signals, settings.alerts_per_poll)
        self.poller = Poller(
            database,
            posting,
            alerts.choices,
            self._looker,
            self._intake,
            clock=clock,
            interval=timedelta(minutes=settings.poll_minutes),
        )
        kind = FeedKind(database)
        posting.register(kind)
        posting.tell_of(PAUSED, kind.notice)

    async def of(self, guild_id: int) -> list[Feed]:
        """A server's feeds, in the order in which they were added."""
        async with self._database.transaction() as connection:
            return await FeedRows(connection, self._database.sql).of_guild(guild_id)

    async def get(self, guild_id: int | None, written: str) -> Feed:
        """A server's feed by its id; UserError for anything else, also for a feed of another server."""
        number = int(written) if re.fullmatch(r"[0-9]{1,18}", written) else None
        if number is None:
            raise UserError("Please choose the feed from the list.")
        async with self._database.transaction() as connection:
            found = await FeedRows(connection, self._database.sql).get(number)
        if found is None or (guild_id is not None and found.guild_id != guild_id):
            raise UserError(_GONE)
        return found

    async def add(self, guild_id: int, typed: str, wish: Wish, by: int) -> tuple[Feed, bool]:
        """Follow a feed, or change the rules of one that the server follows; tells too if it is new.

        It is read at once, so that an address that does not work is told; what it holds by now counts as seen.
        UserError says what is wrong.
        """
        address = _read(typed)
        feeds = await self.of(guild_id)
        for feed in feeds:
            if feed.address == address:
                return await self.change(feed, wish), False
        rules = wished(FeedRules(), wish, self.themes)
        if self._alerts.choices.settings(guild_id).channel_id is None:
            raise UserError(_OFF)
        if len(feeds) >= MOST_FEEDS:
            raise UserError(
                f"A server can follow {MOST_FEEDS} feeds. Remove one first: `/r2p-admin feed remove`"
            )
        looked = await self._look(address)
        added = await self._add(guild_id, address, rules, by, looked)
        if added is None:
            raise UserError("Somebody just added this feed. `/r2p-admin feed list` shows it.")
        return added, True

    async def _add(
        self, guild_id: int, address: str, rules: FeedRules, by: int, looked: Looked
    ) -> Feed | None:
        now, document = self._clock(), looked.document
        if document is None:
            raise UserError("The server says that nothing changed, though I never asked before.")
        feed = Feed(
            id=0,
            guild_id=guild_id,
            address=address,
            title=document.title or self._known(address) or address,
            rules=rules,
            created_by=by,
            created_at=now,
            etag=looked.fetched.etag,
            last_modified=looked.fetched.last_modified,
            next_poll=now + self.poller.next_time(),
            failures=0,
            trouble=None,
            succeeded_at=now,
            paused_reason=None,
        )
        return await self._intake.add(feed, document, now)

    async def change(self, feed: Feed, wish: Wish) -> Feed:
        """Change the rules of a feed; UserError says what cannot be read."""
        rules = wished(feed.rules, wish, self.themes)
        async with self._database.transaction() as connection:
            rows = FeedRows(connection, self._database.sql)
            await rows.set_rules(feed.id, rules)
        return replace(feed, rules=rules)

    async def test(self, guild_id: int, typed: str, wish: Wish) -> Trial:
        """What the last items of a feed would have raised and why; nothing is kept or posted.

        For a feed that the server follows (its address or id), by its rules, with what was typed in their place.
        """
        feeds = {feed.address: feed for feed in await self.of(guild_id)}
        feeds |= {str(feed.id): feed for feed in feeds.values()}
        feed = feeds.get(typed.strip()) or feeds.get(address := _read(typed))
        rules = wished(feed.rules if feed else FeedRules(), wish, self.themes)
        looked = await self._look(feed.address if feed else address)
        document = looked.document
        if document is None or not document.items:
            raise UserError("That is a feed, but there is nothing in it now.")
        judged = await self._intake.judged(rules, document.items[:TRIED])
        return Trial(document.title or typed, rules, judged)

    async def pause(self, feed: Feed) -> Feed:
        """Follow a feed no more until somebody resumes it."""
        async with self._database.transaction() as connection:
            await FeedRows(connection, self._database.sql).pause(feed.id, _PAUSED)
        return await self.get(feed.guild_id, str(feed.id))

    async def resume(self, feed: Feed) -> Feed:
        """Follow a feed again, with the next look at once."""
        async with self._database.transaction() as connection:
            await FeedRows(connection, self._database.sql).resume(feed.id, self._clock())
        return await self.get(feed.guild_id, str(feed.id))

    async def remove(self, feed: Feed) -> None:
        """Follow a feed no more, and forget what it held."""
        async with self._database.transaction() as connection:
            await FeedRows(connection, self._database.sql).remove(feed.id)

    async def _look(self, address: str) -> Looked:
        try:
            return await self._looker.look(address)
        except FetchError as error:
            raise UserError(str(error)) from error
        except FeedError as error:
            named = f"\nIt names a feed: `{error.offered}`" if error.offered else ""
            raise UserError(f"{error}{named}") from error

    def _known(self, address: str) -> str | None:
        return next((known.title for known in self.catalogue if known.address == address), None)


def _read(typed: str) -> str:
    try:
        return str(address_of(typed))
    except FetchError as error:
        raise UserError(str(error)) from error
