"""Planning: what fell due becomes deliveries, and each schedule moves on to its next occurrence."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, cast, runtime_checkable

from bot.clock import epoch
from bot.posting.model import Kind, Owed, Plan, Schedule, ScheduledKind, Target
from bot.posting.notices import Contacts, Herald
from bot.posting.outbox import Outbox
from bot.storage.database import Database
from bot.storage.deliveries import row_of
from bot.storage.schedules import schedule_of

_log = logging.getLogger(__name__)

BATCH = 1_000
"""Schedules planned in one transaction."""
_BREATH = 50
"""Schedules after which those are let in who wait for an answer; the transaction stays open."""

_AT_A_LOSS = (
    "I could not work out when this falls due next, which is a fault of mine (number {mark} in the log of whoever "
    "runs me). Resume it to let me try again."
)


@dataclass
class _Planned:
    """What one batch comes to."""

    owed: list[tuple[Owed, dict[str, Any]]] = field(default_factory=list)
    moved: list[dict[str, Any]] = field(default_factory=list)


@runtime_checkable
class Redated(Protocol):
    """A scheduled kind that can tell when a key falls due by today's rules of its zone, which may have changed."""

    def due(self, schedule: Schedule, key: str) -> datetime | None:
        """When the occurrence falls due, in UTC; None if that cannot be told. Pure."""
        ...


class Planner:
    """Asks each kind what its schedules owe. One schedule that cannot be planned is set aside; the rest goes on."""

    def __init__(self, database: Database, outbox: Outbox, kinds: Mapping[str, Kind], herald: Herald) -> None:
        """Use an open database, and the kinds that are known by the time something is planned."""
        self._database = database
        self._outbox = outbox
        self._kinds = kinds
        self._herald = herald

    async def plan(self, now: datetime, contacts: Contacts) -> int:
        """Record all that fell due by now, a batch a transaction; answers with how many schedules were planned.

        Whatever breaks it off: a schedule is planned and moved on, or neither.
        """
        planned = 0
        while count := await self._plan_batch(now, contacts):
            planned += count
        return planned

    async def _plan_batch(self, now: datetime, contacts: Contacts) -> int:
        async with self._database.transaction() as connection:
            return await self.plan_in(connection, now, contacts)

    async def plan_in(
        self, connection: Any, now: datetime, contacts: Contacts, *, only: Target | None = None
    ) -> int:
        """Likewise for one batch, of one place or of all, within the caller's transaction."""
        sql = self._database.sql
        place = str(only) if only else None
        rows = sql.schedules_due(connection, now=epoch(now), target=place, most=BATCH)
        due = [schedule_of(row) async for row in rows]
        batch = _Planned()
        for count, schedule in enumerate(due, 1):
            if count % _BREATH == 0:
                await asyncio.sleep(0)
            try:
                _add(batch, schedule, self._ask(schedule, now), now)
            except Exception:  # noqa: BLE001 - whatever one schedule's fault is, the others are planned
                await self._set_aside(connection, schedule, now, contacts)
        await self._outbox.owe_many(connection, batch.owed, now)
        if batch.moved:
            await sql.move_schedules_on(connection, batch.moved)
        return len(due)

    def _ask(self, schedule: Schedule, now: datetime) -> Plan:
        plan = cast(ScheduledKind, self._kinds[schedule.kind]).plan(schedule, now)
        if plan.upcoming is not None and plan.upcoming.due <= now:
            raise ValueError("the next occurrence is not after now")
        return plan

    async def pass_over(self, connection: Any, guild_id: int, now: datetime, *, why: str) -> None:
        """Move a server's schedules on to what comes after now, and skip what it is owed from before.

        What kept posts from its places is taken for mended. A schedule that cannot be planned stays due, so that the
        next planning sets it aside.
        """
        sql = self._database.sql
        await sql.skip_passed(connection, guild_id=guild_id, now=epoch(now), error=why)
        await sql.forget_blocks_of(connection, guild_id=guild_id)
        rows = sql.schedules_passed(connection, guild_id=guild_id, now=epoch(now))
        passed = _Planned()
        for schedule in [schedule_of(row) async for row in rows]:
            try:
                _add(passed, schedule, self._ask(schedule, now), now)
            except Exception:  # noqa: BLE001 - likewise
                _log.exception("passing over failed schedule=%d kind=%s", schedule.id, schedule.kind)
        if passed.moved:
            await sql.move_schedules_on(connection, passed.moved)

    async def _set_aside(
        self, connection: Any, schedule: Schedule, now: datetime, contacts: Contacts
    ) -> None:
        mark = secrets.token_hex(4)
        _log.exception("planning failed schedule=%d kind=%s error=%s", schedule.id, schedule.kind, mark)
        await self._database.sql.pause_schedule(
            connection, id=schedule.id, reason=_AT_A_LOSS.format(mark=mark), moment=epoch(now)
        )
        notice = await self._herald.paused(connection, schedule, contacts, now)
        if notice is not None:
            await self._outbox.tell(connection, notice, now)

    async def redate(self) -> int:
        """Work out anew when the next occurrences fall due: the rules of their zones may have changed.

        Answers with how many moved.
        """
        sql = self._database.sql
        async with self._database.transaction() as connection:
            rows = [schedule_of(row) async for row in sql.schedules_of_kind(connection, kind=None)]
        able = {name: kind for name, kind in self._kinds.items() if isinstance(kind, Redated)}
        moved = []
        for count, schedule in enumerate(rows):
            if count % _BREATH == 0:
                await asyncio.sleep(0)
            due = _due_again(able.get(schedule.kind), schedule)
            if schedule.upcoming is not None and due is not None and due != schedule.upcoming.due:
                moved.append({"id": schedule.id, "next_key": schedule.upcoming.key, "next_due": epoch(due)})
                _log.info("schedule moved schedule=%d reason=zone", schedule.id)
        if moved:
            async with self._database.transaction() as connection:
                await sql.redate_schedules(connection, moved)
        return len(moved)


def _due_again(kind: Redated | None, schedule: Schedule) -> datetime | None:
    if kind is None or schedule.upcoming is None:
        return None
    try:
        return kind.due(schedule, schedule.upcoming.key)
    except Exception:  # noqa: BLE001 - likewise; planning it will say what is wrong, once it falls due
        _log.exception("dating failed schedule=%d kind=%s", schedule.id, schedule.kind)
        return None


def _add(batch: _Planned, schedule: Schedule, plan: Plan, now: datetime) -> None:
    rows = [
        row_of(
            owed,
            kind=schedule.kind,
            source_id=schedule.id,
            target=schedule.target,
            guild_id=schedule.guild_id,
            now=now,
        )
        for owed in plan.owed
    ]
    following = {
        "id": schedule.id,
        "next_key": plan.upcoming.key if plan.upcoming else None,
        "next_due": epoch(plan.upcoming.due) if plan.upcoming else None,
    }
    batch.owed += zip(plan.owed, rows, strict=True)
    batch.moved.append(following)
