"""What servers changed in the calendar, as rows; ``bot.calendars`` knows what they mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.clock import epoch
from bot.storage.database import Database


@dataclass(frozen=True, slots=True)
class Row:
    """One server's change to one event."""

    guild_id: int
    uid: str
    event: str | None
    """The event as JSON; None: as the calendar has it."""
    hidden: bool
    sequence: int
    """How often the server changed it, from 1."""
    changed_by: int
    """The user who made the last change."""
    changed_at: datetime


class EventStore:
    """The table of changes, read whole at the start and written row by row."""

    def __init__(self, database: Database) -> None:
        """Use an open database."""
        self._database = database

    async def all(self) -> list[Row]:
        """Every change of every server."""
        async with self._database.transaction() as connection:
            return [
                Row(guild_id, uid, event, bool(hidden), sequence, by, datetime.fromtimestamp(at, UTC))
                async for guild_id, uid, event, hidden, sequence, by, at in self._database.sql.all_server_events(
                    connection
                )
            ]

    async def set(self, rows: Iterable[Row], *, committed: Callable[[], object]) -> None:
        """Keep changes, all or none; ``committed`` is called exactly if they are stored."""
        async with self._database.transaction(committed=committed) as connection:
            for row in rows:
                await self._database.sql.set_server_event(
                    connection,
                    guild_id=row.guild_id,
                    uid=row.uid,
                    event=row.event,
                    hidden=int(row.hidden),
                    sequence=row.sequence,
                    changed_by=row.changed_by,
                    changed_at=epoch(row.changed_at),
                )

    async def delete(self, guild_id: int, uid: str, *, committed: Callable[[], object]) -> None:
        """Drop a change; ``committed`` is called exactly if that is stored."""
        async with self._database.transaction(committed=committed) as connection:
            await self._database.sql.delete_server_event(connection, guild_id=guild_id, uid=uid)
