"""When a feed is looked at again: at its pace, later after failures, and never sooner than its server asks. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LATEST = timedelta(days=1)
"""The longest wait, whatever a server asks for."""
_SPREAD = 0.2
"""Share of a wait that is left to chance, so that not all feeds come at once."""
_MOST_DOUBLINGS = 10


def next_look(
    now: datetime, interval: timedelta, jitter: float, *, failures: int = 0, retry_after: str | None = None
) -> datetime:
    """When to look again after some failures in a row; ``jitter`` is from 0 to 1, ``retry_after`` as HTTP has it."""
    wait = min(LATEST, interval * (1 << min(failures, _MOST_DOUBLINGS)))
    wait *= 1 - _SPREAD / 2 + _SPREAD * jitter
    asked = asked_wait(retry_after, now)
    return now + (max(wait, asked) if asked is not None else wait)


def asked_wait(retry_after: str | None, now: datetime) -> timedelta | None:
    """How long a server asks to be left alone: in seconds or as a date, at most a day; None if it says nothing clear."""
    written = (retry_after or "").strip()
    if written.isascii() and written.isdigit():
        return min(LATEST, timedelta(seconds=min(int(written[:9]), LATEST.total_seconds())))
    try:
        until = parsedate_to_datetime(written[:60])
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return min(LATEST, max(timedelta(0), (until if until.tzinfo else until.replace(tzinfo=UTC)) - now))
