"""What time it is, as a thing to hand over, so that tests and the sandbox can set it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeAlias

Clock: TypeAlias = Callable[[], datetime]
"""Answers with the present moment, aware and in UTC."""


def system_clock() -> datetime:
    """The machine's own time, aware and in UTC."""
    return datetime.now(UTC)


def epoch(moment: datetime) -> int:
    """Whole seconds since 1970 in UTC, the way the database keeps time.

    Raises ValueError for a moment without a time zone, which could mean any of some forty instants.
    """
    if moment.tzinfo is None:
        raise ValueError("a stored moment needs a time zone, such as datetime.now(UTC)")
    return int(moment.timestamp())
