"""What stands in the database about schedules and deliveries, read by a stranger while the bot may be running."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.clock import epoch
from bot.posting.model import Block, Delivery, Schedule, Target
from bot.storage.database import reading
from bot.storage.deliveries import block_of, delivery_of
from bot.storage.schedules import schedule_of


@dataclass(frozen=True, slots=True)
class Ledger:
    """Schedules, deliveries and what blocks them, as asked for."""

    schedules: tuple[Schedule, ...]
    deliveries: tuple[Delivery, ...]
    blocks: dict[Target, Block]

    @classmethod
    def whole(cls, path: Path) -> Ledger:
        """All schedules; StorageError where there is no database of ours at ``path``."""
        with reading(path) as (connection, sql):
            schedules = tuple(map(schedule_of, sql.schedules_of_kind(connection, kind=None)))
            return cls(schedules, (), _by_target(map(block_of, sql.all_blocks(connection))))

    @classmethod
    def due(cls, path: Path, until: datetime) -> Ledger:
        """The schedules that fall due by a moment, and all deliveries that wait; likewise."""
        with reading(path) as (connection, sql):
            schedules = tuple(map(schedule_of, sql.schedules_to_come(connection, until=epoch(until))))
            deliveries = tuple(map(delivery_of, sql.deliveries_waiting(connection)))
            return cls(schedules, deliveries, _by_target(map(block_of, sql.all_blocks(connection))))

    @classmethod
    def of(cls, path: Path, schedule_id: int, most: int) -> Ledger:
        """One schedule, if there is one of that number, and its last deliveries, newest first; likewise."""
        with reading(path) as (connection, sql):
            row = sql.schedule(connection, id=schedule_id)
            if row is None:
                return cls((), (), {})
            schedule = schedule_of(row)
            rows = sql.deliveries_of_source(connection, kind=schedule.kind, source_id=schedule.id, most=most)
            block = sql.block_of(connection, target=str(schedule.target))
            deliveries = tuple(map(delivery_of, rows))
            return cls((schedule,), deliveries, _by_target([block_of(block)] if block else []))


def _by_target(blocks: Iterable[Block]) -> dict[Target, Block]:
    return {block.target: block for block in blocks}
