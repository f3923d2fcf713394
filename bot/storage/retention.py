"""What is kept of servers that took the bot out, and of alerts that were closed long ago."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any

from bot.clock import epoch
from bot.storage.database import Database
from bot.storage.schedules import moment

FORGOTTEN = (
    "forget_guild_settings",
    "forget_questions_of",
    "forget_server_events",
    "forget_schedules_of",
    "forget_deliveries_of",
    "forget_blocks_of",
    "forget_alerts_of",
    "forget_alert_settings_of",
    "forget_watch_rules_of",
    "forget_feeds_of",
    "unmark_departed",
)
"""The queries that together drop all that is stored of a server."""


class RetentionStore:
    """Notes which servers took the bot out, and drops what is kept no longer."""

    def __init__(self, database: Database) -> None:
        """Use an open database."""
        self._database = database
        self._sql = database.sql

    async def departed(self) -> dict[int, datetime]:
        """The servers that took the bot out, and when that was noticed."""
        async with self._database.transaction() as connection:
            return {guild: moment(left) async for guild, left in self._sql.all_departed(connection)}

    async def absent(self, present: Collection[int]) -> list[int]:
        """The servers of which something is stored, without those that are ``present``."""
        async with self._database.transaction() as connection:
            return [
                guild async for (guild,) in self._sql.guilds_with_data(connection) if guild not in present
            ]

    async def mark(self, guilds: Collection[int], now: datetime, *, committed: Callable[[], object]) -> None:
        """Note that servers took the bot out; ``committed`` is called exactly if that is stored."""
        rows = [{"guild_id": guild, "left_at": epoch(now)} for guild in guilds]
        async with self._database.transaction(committed=committed) as connection:
            if rows:
                await self._sql.mark_departed(connection, rows)

    async def touch(self, guild_id: int, now: datetime, *, committed: Callable[[], object]) -> None:
        """Count from now how long a server is away; ``committed`` is called exactly if that is stored."""
        async with self._database.transaction(committed=committed) as connection:
            await self._sql.touch_departed(connection, guild_id=guild_id, left_at=epoch(now))

    async def unmark(self, connection: Any, guild_id: int) -> bool:
        """Note that a server is back, within the caller's transaction; False if it was not away."""
        return bool(await self._sql.unmark_departed(connection, guild_id=guild_id))

    async def forget(self, guild_id: int, *, committed: Callable[[], object]) -> None:
        """Drop all that is stored of a server; ``committed`` is called exactly if that is stored."""
        async with self._database.transaction(committed=committed) as connection:
            for query in FORGOTTEN:
                await getattr(self._sql, query)(connection, guild_id=guild_id)

    async def prune_alerts(self, now: datetime, *, keep_for: timedelta) -> int:
        """Drop what was closed longer ago than ``keep_for``, with sources, log and posts; answers with how many."""
        when = {"closed_before": epoch(now - keep_for), "now": epoch(now)}
        async with self._database.transaction() as connection:
            await self._sql.forget_posts_of_closed_alerts(connection, **when)
            dropped: int = await self._sql.forget_closed_alerts(connection, **when)
        return dropped
