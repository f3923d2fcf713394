"""Looks at all feeds again and again, politely: one at a time of each host, later after failures, never all at once."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import timedelta
from random import SystemRandom

from bot.alerts.choices import AlertChoices
from bot.alerts.feed_model import Counts, Feed, FeedError
from bot.alerts.intake import Intake, Outcome
from bot.alerts.look import Looked, Looker
from bot.alerts.poll_times import next_look
from bot.alerts.trouble import FetchError
from bot.clock import Clock, epoch
from bot.posting.desk import Posting
from bot.posting.model import Owed, Place, Target
from bot.posting.notices import Contacts, Herald
from bot.posting.outbox import Notice
from bot.storage.database import Database
from bot.storage.feeds import FeedRows

_log = logging.getLogger(__name__)

EVERY = timedelta(seconds=10)
"""Between two rounds: so often at most a host is asked for anything."""
MOST_FAILURES = 10
"""In a row, after which a feed is paused."""
PAUSED = "feed"
"""What a notice about a paused feed is about; ``source_id`` is the feed's id."""
_MOST_HOSTS = 100
"""Of one round."""
_AT_ONCE = 8
_FAULT = "I could not take it in, which is a fault of mine."


class Poller:
    """Does the rounds. One feed's trouble is its own."""

    def __init__(  # noqa: PLR0913 - what it stands on, told in one call
        self,
        database: Database,
        posting: Posting,
        choices: AlertChoices,
        looker: Looker,
        intake: Intake,
        *,
        clock: Clock,
        interval: timedelta,
        jitter: Callable[[], float] | None = None,
    ) -> None:
        """Look at each feed every ``interval`` or so; ``jitter`` gives numbers from 0 to 1, by chance unless given."""
        self._database = database
        self._posting = posting
        self._choices = choices
        self._looker = looker
        self._intake = intake
        self._clock = clock
        self._interval = interval
        self._jitter = jitter or SystemRandom().random
        self._herald = Herald(database)
        self._round = asyncio.Lock()

    async def poll(self, contacts: Contacts) -> int:
        """Look at what is due, one address a host; answers with how many addresses that were.

        Only for servers that the bot is in, for which ``contacts`` names somebody, and that have alerts set up.
        """
        async with self._round:
            chosen = await self._choose(contacts)
            gate = asyncio.Semaphore(_AT_ONCE)
            await asyncio.gather(*(self._visit(feeds, contacts, gate) for feeds in chosen))
        if chosen:
            self._posting.wake()
        return len(chosen)

    def next_time(self) -> timedelta:
        """How long after a success the next look is."""
        now = self._clock()
        return next_look(now, self._interval, self._jitter()) - now

    async def _choose(self, contacts: Contacts) -> list[list[Feed]]:
        """The feeds to be looked at now, those of one address together."""
        now = self._clock()
        chosen: dict[str, list[Feed]] = defaultdict(list)
        async with self._database.transaction() as connection:
            rows = FeedRows(connection, self._database.sql)
            for feed in await rows.due(now, now + self._interval / 2, _MOST_HOSTS):
                if self._is_wanted(feed, contacts):
                    chosen[feed.address].append(feed)
                else:
                    await rows.put_off(feed.id, now + self._interval)
        return list(chosen.values())

    def _is_wanted(self, feed: Feed, contacts: Contacts) -> bool:
        return self._choices.settings(feed.guild_id).channel_id is not None and bool(contacts(feed.guild_id))

    async def _visit(self, feeds: Sequence[Feed], contacts: Contacts, gate: asyncio.Semaphore) -> None:
        """Look at one address, for all servers that follow it; whatever comes of it, the others are looked at."""
        async with gate:
            found = await self._looked_at(feeds)
            for feed in feeds:
                try:
                    await self._settle(feed, found, contacts)
                except Exception:  # noqa: BLE001 - whatever one feed's fault is
                    _log.exception("feed not settled feed=%d", feed.id)

    async def _looked_at(self, feeds: Sequence[Feed]) -> Looked | FetchError | FeedError:
        """What a look found, or why it found nothing."""
        known = {(feed.etag, feed.last_modified) for feed in feeds}
        etag, last_modified = known.pop() if len(known) == 1 else (None, None)
        try:
            return await self._looker.look(feeds[0].address, etag=etag, last_modified=last_modified)
        except (FetchError, FeedError) as error:
            return error
        except Exception:  # noqa: BLE001 - likewise
            _log.exception("look failed feed=%d", feeds[0].id)
            return FeedError(_FAULT)

    async def _settle(self, feed: Feed, found: Looked | FetchError | FeedError, contacts: Contacts) -> None:
        if isinstance(found, FetchError):
            await self._fail(feed, str(found), contacts, found.retry_after)
        elif isinstance(found, FeedError):
            await self._fail(feed, str(found), contacts)
        else:
            await self._take(feed, found, contacts)

    async def _take(self, feed: Feed, looked: Looked, contacts: Contacts) -> None:
        try:
            counts = await self._written(feed, looked)
        except Exception:  # noqa: BLE001 - likewise
            _log.exception("feed not taken in feed=%d", feed.id)
            await self._fail(feed, _FAULT, contacts)
            return
        if counts is not None and counts != Counts():
            _log.info(
                "feed=%d raised=%d joined=%d summed=%d below=%d",
                feed.id,
                counts.raised,
                counts.joined,
                counts.summed,
                counts.below,
            )

    async def _written(self, feed: Feed, looked: Looked) -> Counts | None:
        now = self._clock()
        outcome = Outcome(looked.fetched, now, now + self.next_time())
        if looked.document is not None:
            return await self._intake.take(feed, looked.document, outcome)
        async with self._database.transaction() as connection:
            await FeedRows(connection, self._database.sql).succeeded(
                feed,
                title=None,
                etag=looked.fetched.etag or feed.etag,
                last_modified=looked.fetched.last_modified or feed.last_modified,
                now=now,
                next_poll=outcome.next_poll,
                more=Counts(),
            )
        return None

    async def _fail(
        self, feed: Feed, trouble: str, contacts: Contacts, retry_after: str | None = None
    ) -> None:
        """Put a feed off, or, if that was the last time, pause it and tell those who can mend it, once."""
        now, failures = self._clock(), feed.failures + 1
        last = failures >= MOST_FAILURES
        later = next_look(now, self._interval, self._jitter(), failures=failures, retry_after=retry_after)
        reason = f"I could not read it {failures} times in a row. {trouble}" if last else None
        async with self._database.transaction() as connection:
            failed = await FeedRows(connection, self._database.sql).failed(feed, trouble, later, reason)
            if failed and last:
                await self._tell(connection, feed, contacts)
        _log.warning(
            "feed=%d failures=%d trouble=%r%s", feed.id, failures, trouble, " paused" if last else ""
        )

    async def _tell(self, connection: object, feed: Feed, contacts: Contacts) -> None:
        now, channel = self._clock(), self._choices.settings(feed.guild_id).channel_id
        place = Target(Place.CHANNEL, channel or 0)
        creator = feed.created_by or None  # 0 for somebody who asked to be forgotten
        first = await self._herald.first_of(connection, contacts, feed.guild_id, creator, place)
        if first is not None:
            owed = Owed(f"{PAUSED}:{place}@{epoch(now)}", now)
            await self._posting.outbox.tell(connection, Notice(feed.id, owed, first, feed.guild_id), now)
