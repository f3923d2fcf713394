"""Servers that take the bot out: what they stored rests for a while, and is theirs again if they come back."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Iterable
from datetime import datetime, timedelta
from typing import TypeAlias

from bot.posting.desk import Posting
from bot.storage.database import Database
from bot.storage.retention import RetentionStore

_log = logging.getLogger(__name__)

Holder: TypeAlias = Callable[[int], Awaitable[object] | None]
"""Whoever holds something of a server in memory: called once that is deleted from the database, to let go of it."""

KEPT = timedelta(days=30)
"""How long the data of a server that took the bot out is kept."""

_NOTED_AGAIN = timedelta(days=1)
_MISSED = "the bot was not in the server"


class Departures:
    """Knows which servers took the bot out. Nothing is planned, posted or polled for them (the queries leave them out)."""

    def __init__(
        self, database: Database, posting: Posting, holders: Iterable[Holder], departed: dict[int, datetime]
    ) -> None:
        """Use ``Departures.load``, which reads what is stored."""
        self._database = database
        self._store = RetentionStore(database)
        self._posting = posting
        self._holders = tuple(holders)
        self._departed = departed
        self._turn = asyncio.Lock()

    @classmethod
    async def load(cls, database: Database, posting: Posting, *holders: Holder) -> Departures:
        """Read which servers took the bot out; ``holders`` of their data are told when it is deleted."""
        return cls(database, posting, holders, await RetentionStore(database).departed())

    def left_at(self, guild_id: int | None) -> datetime | None:
        """When a server took the bot out; None if it did not."""
        return None if guild_id is None else self._departed.get(guild_id)

    async def leave(self, guild_id: int, now: datetime) -> None:
        """A server took the bot out: from now on its data rests."""
        async with self._turn:
            await self._mark([guild_id], now)

    async def come_back(self, guild_id: int, now: datetime) -> bool:
        """A server is there again: it goes on with what comes after now. False if it was not away.

        What fell due meanwhile is not made up for; an alert that was raised before and never posted is.
        """
        async with self._turn:
            if guild_id not in self._departed:
                return False

            def committed() -> None:
                self._departed.pop(guild_id, None)

            async with self._database.transaction(committed=committed) as connection:
                if await self._store.unmark(connection, guild_id):
                    await self._posting.pass_over(connection, guild_id, now, why=_MISSED)
        _log.info("server is back guild=%d", guild_id)
        self._posting.wake()
        return True

    async def touch(self, guild_id: int, now: datetime) -> None:
        """A server in which the bot is no member uses its commands: its data is kept from now on for as long again."""
        left = self._departed.get(guild_id)
        if left is None or now - left < _NOTED_AGAIN:
            return
        async with self._turn:

            def committed() -> None:
                if guild_id in self._departed:
                    self._departed[guild_id] = now

            await self._store.touch(guild_id, now, committed=committed)

    async def compare(self, present: Collection[int], now: datetime) -> None:
        """Notice what happened while the bot was not connected: ``present`` are all servers that it is in."""
        for guild_id in [each for each in self._departed if each in present]:
            await self.come_back(guild_id, now)
        async with self._turn:
            absent = await self._store.absent(present)
            await self._mark([each for each in absent if each not in self._departed], now)

    async def _mark(self, guilds: Collection[int], now: datetime) -> None:
        def committed() -> None:
            for guild_id in guilds:
                self._departed.setdefault(guild_id, now)

        if guilds:
            await self._store.mark(guilds, now, committed=committed)
            _log.info("servers took the bot out guilds=%s kept_days=%d", list(guilds), KEPT.days)

    async def prune(self, now: datetime) -> int:
        """Delete all data of servers that took the bot out too long ago; answers with how many those were."""
        async with self._turn:
            over = [guild_id for guild_id, left in self._departed.items() if now - left >= KEPT]
            for guild_id in over:
                await self._forget(guild_id)
        return len(over)

    async def _forget(self, guild_id: int) -> None:
        def committed() -> None:
            self._departed.pop(guild_id, None)

        await self._store.forget(guild_id, committed=committed)
        for forget in self._holders:
            result = forget(guild_id)
            if result is not None:
                await result
        _log.info("server forgotten guild=%d", guild_id)
