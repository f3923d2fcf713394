"""Schedules: the rules that people set up, kept until they remove them."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from bot.clock import epoch
from bot.posting.model import Occurrence, Place, Schedule, Target
from bot.storage.database import Database

REMOVED = "its schedule was removed"
"""Why a delivery is skipped whose schedule is no more."""

T = TypeVar("T")


class OvertakenError(Exception):
    """The schedule fell due, or was changed, since it was read: nothing was written."""


async def not_overtaken(attempt: Callable[[], Awaitable[T]]) -> T:
    """What an attempt comes to, made anew with the schedule as it is then for as long as something overtakes it."""
    while True:
        try:
            return await attempt()
        except OvertakenError:
            continue


class ScheduleStore:
    """Keeps schedules. What they owe is the outbox's; removing or moving one takes along what was surely not sent."""

    def __init__(self, database: Database) -> None:
        """Use an open database."""
        self._database = database

    async def add(  # noqa: PLR0913 - one row, told in one call
        self,
        *,
        kind: str,
        guild_id: int | None,
        target: Target,
        details: Mapping[str, Any],
        timezone: str,
        created_by: int,
        upcoming: Occurrence | None,
        now: datetime,
    ) -> Schedule:
        """Keep a new schedule; ``guild_id`` is None for a person's own, ``details`` goes into JSON."""
        async with self._database.transaction() as connection:
            number: int = await self._database.sql.add_schedule(
                connection,
                kind=kind,
                guild_id=guild_id,
                target=str(target),
                details=json.dumps(details),
                timezone=timezone,
                created_by=created_by,
                created_at=epoch(now),
                **_coming(upcoming),
            )
            return await self._get(connection, number)

    async def get(self, schedule_id: int) -> Schedule | None:
        """The schedule of that number, or None."""
        async with self._database.transaction() as connection:
            row = await self._database.sql.schedule(connection, id=schedule_id)
        return schedule_of(row) if row else None

    async def of_guild(self, guild_id: int, kind: str | None = None) -> list[Schedule]:
        """A server's schedules, of one kind or of all, oldest first."""
        async with self._database.transaction() as connection:
            rows = self._database.sql.schedules_of_guild(connection, guild_id=guild_id, kind=kind)
            return [schedule_of(row) async for row in rows]

    async def of_user(self, user_id: int, kind: str) -> list[Schedule]:
        """The schedules of one kind that post to a person."""
        return await self.of_target(Target(Place.USER, user_id), kind)

    async def of_target(self, target: Target, kind: str) -> list[Schedule]:
        """The schedules of one kind that post to a place or person, oldest first."""
        async with self._database.transaction() as connection:
            rows = self._database.sql.schedules_of_target(connection, target=str(target), kind=kind)
            return [schedule_of(row) async for row in rows]

    async def all_of(self, kind: str) -> list[Schedule]:
        """All schedules of one kind, oldest first."""
        async with self._database.transaction() as connection:
            rows = self._database.sql.schedules_of_kind(connection, kind=kind)
            return [schedule_of(row) async for row in rows]

    async def change(  # noqa: PLR0913 - one row, told in one call
        self,
        schedule_id: int,
        *,
        target: Target | None = None,
        details: Mapping[str, Any] | None = None,
        timezone: str | None = None,
        upcoming: Occurrence | None,
        seen: Schedule | None = None,
    ) -> Schedule:
        """Change what is given, and set when it falls due next; LookupError if it is gone.

        What it owes to its old target and surely did not send there goes to the new one. ``seen`` is the schedule that
        ``upcoming`` was worked out from; OvertakenError if it fell due or was changed since.
        """
        async with self._database.transaction() as connection:
            before = await self._get(connection, schedule_id)
            if seen is not None and replace(before, turn=seen.turn) != seen:
                raise OvertakenError
            given = {"target": target, "details": details, "timezone": timezone}
            changes: dict[str, Any] = {name: each for name, each in given.items() if each is not None}
            after = replace(before, **changes, upcoming=upcoming)
            await self._database.sql.change_schedule(
                connection,
                id=schedule_id,
                target=str(after.target),
                details=json.dumps(after.details),
                timezone=after.timezone,
                **_coming(upcoming),
            )
            if after.target != before.target:
                await self._move(connection, before, after.target)
            return await self._get(connection, schedule_id)

    async def _move(self, connection: Any, before: Schedule, target: Target) -> None:
        sql = self._database.sql
        rows = sql.deliveries_to_move(
            connection, kind=before.kind, source_id=before.id, target=str(before.target)
        )
        for (delivery,) in [row async for row in rows]:
            await sql.move_delivery(connection, id=delivery, target=str(target))
        await sql.drop_idle_block(connection, target=str(before.target))

    async def pause(self, schedule_id: int, reason: str, now: datetime) -> None:
        """Let it rest, with the reason in words for people; what it owes already waits too."""
        async with self._database.transaction() as connection:
            await self._database.sql.pause_schedule(
                connection, id=schedule_id, reason=reason, moment=epoch(now)
            )

    async def resume(self, schedule_id: int, upcoming: Occurrence | None) -> None:
        """Let it run again from an occurrence on."""
        async with self._database.transaction() as connection:
            await self._database.sql.resume_schedule(connection, id=schedule_id, **_coming(upcoming))

    async def remove(self, schedule_id: int, *, erase: bool = False) -> bool:
        """Drop a schedule and what it surely did not send yet; False if there was none.

        ``erase`` also forgets what it sent: for a person's own, of which nothing is to be kept.
        """
        sql = self._database.sql
        async with self._database.transaction() as connection:
            row = await sql.schedule(connection, id=schedule_id)
            if row is None:
                return False
            gone = schedule_of(row)
            await sql.remove_schedule(connection, id=schedule_id)
            await sql.skip_deliveries_of(connection, kind=gone.kind, source_id=gone.id, error=REMOVED)
            if erase:
                await sql.forget_deliveries_of_schedule(connection, kind=gone.kind, source_id=gone.id)
            await sql.drop_idle_block(connection, target=str(gone.target))
        return True

    async def _get(self, connection: Any, schedule_id: int) -> Schedule:
        row = await self._database.sql.schedule(connection, id=schedule_id)
        if row is None:
            raise LookupError(f"there is no schedule {schedule_id}")
        return schedule_of(row)


def schedule_of(row: tuple[Any, ...]) -> Schedule:
    """Read a row of the table ``schedules``."""
    (number, kind, guild_id, target, details, timezone, created_by, created_at) = row[:8]
    (next_key, next_due, turn, paused_reason, paused_at) = row[8:]
    return Schedule(
        id=number,
        kind=kind,
        guild_id=guild_id,
        target=Target.parse(target),
        details=json.loads(details),
        timezone=timezone,
        created_by=created_by,
        created_at=moment(created_at),
        upcoming=None if next_key is None else Occurrence(next_key, moment(next_due)),
        turn=turn,
        paused_reason=paused_reason,
        paused_at=None if paused_at is None else moment(paused_at),
    )


def moment(seconds: int) -> datetime:
    """A stored moment: seconds since 1970 as an aware UTC datetime."""
    return datetime.fromtimestamp(seconds, UTC)


def _coming(upcoming: Occurrence | None) -> dict[str, Any]:
    return {
        "next_key": upcoming.key if upcoming else None,
        "next_due": epoch(upcoming.due) if upcoming else None,
    }
