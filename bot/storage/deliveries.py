"""Rows of the outbox, read and written as the words of ``bot.posting.model``."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from bot.clock import epoch
from bot.posting.model import Block, Delivery, Owed, State, Target
from bot.storage.schedules import moment

_MARK_BYTES = 8


def delivery_of(row: tuple[Any, ...]) -> Delivery:
    """Read a row of the table ``deliveries``."""
    number, kind, source_id, key, target, guild_id, due, useful_until, mark, state, attempts = row[:11]
    next_try, doubtful, first_tried, settled_at, message_id, error = row[11:]
    return Delivery(
        id=number,
        kind=kind,
        source_id=source_id,
        key=key,
        target=Target.parse(target),
        guild_id=guild_id,
        due=moment(due),
        useful_until=_moment(useful_until),
        mark=mark,
        state=State(state),
        attempts=attempts,
        next_try=moment(next_try),
        doubtful=bool(doubtful),
        first_tried=_moment(first_tried),
        settled_at=_moment(settled_at),
        message_id=message_id,
        error=error,
    )


def block_of(row: tuple[Any, ...]) -> Block:
    """Read a row of the table ``blocked_targets``."""
    target, guild_id, reason, since, told = row
    return Block(Target.parse(target), guild_id, reason, moment(since), bool(told))


def row_of(  # noqa: PLR0913 - one row, told in one call
    owed: Owed, *, kind: str, source_id: int, target: Target, guild_id: int | None, now: datetime
) -> dict[str, Any]:
    """A new row of the table ``deliveries``, with a mark that nobody can guess."""
    return {
        "kind": kind,
        "source_id": source_id,
        "occurrence_key": owed.key,
        "target": str(target),
        "guild_id": guild_id,
        "due_at": epoch(owed.due),
        "useful_until": epoch(owed.useful_until) if owed.useful_until else None,
        "mark": secrets.token_hex(_MARK_BYTES),
        "state": str(State.SKIPPED if owed.skip else State.PENDING),
        "settled_at": epoch(now) if owed.skip else None,
        "error": owed.skip,
    }


def merging(owed: Owed, row: dict[str, Any], now: datetime) -> dict[str, Any] | None:
    """What ``merge_deliveries`` takes; None if this one stands for no earlier ones."""
    if owed.merge is None or owed.skip:
        return None
    kept = ("kind", "source_id", "target", "occurrence_key", "due_at")
    return {name: row[name] for name in kept} | {"merge": owed.merge, "now": epoch(now)}


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else moment(seconds)
