"""What the log of deliveries tells of a digest's past."""

from __future__ import annotations

from datetime import datetime

from bot.clock import epoch
from bot.posting.model import Delivery, Schedule
from bot.storage.database import Database
from bot.storage.schedules import moment


class DigestStore:
    """Reads the deliveries of digests; the outbox alone writes them."""

    def __init__(self, database: Database) -> None:
        """Use an open database."""
        self._database = database

    async def missed_before(self, delivery: Delivery, empty: str) -> int:
        """How many digests were skipped in a row before a delivery; ``empty`` is why one that was not missed was."""
        async with self._database.transaction() as connection:
            count: int = await self._database.sql.missed_digests(
                connection,
                source_id=delivery.source_id,
                target=str(delivery.target),
                due_at=epoch(delivery.due),
                empty=empty,
            )
        return count

    async def last_key(self, schedule: Schedule) -> str | None:
        """The local date of the last digest of a schedule that was planned; None if there was none."""
        async with self._database.transaction() as connection:
            key: str | None = await self._database.sql.last_digest_key(connection, source_id=schedule.id)
        return key

    async def last_sent(self, schedule: Schedule, before: datetime) -> datetime | None:
        """When the last digest of a schedule that was posted was due, before a moment; None if there was none."""
        async with self._database.transaction() as connection:
            due: int | None = await self._database.sql.last_digest_sent(
                connection, source_id=schedule.id, before=epoch(before)
            )
        return None if due is None else moment(due)
