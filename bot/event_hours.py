"""From when to when an event is entered among those that Discord shows: it takes no whole days, only hours."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.errors import UserError
from bot.posting.timetable import instant
from knowledge.calendar import Event

MORNING, EVENING = time(9), time(17)
"""The hours of a whole day."""
_MEETING = timedelta(hours=2)


class Hours(NamedTuple):
    """Begin and end in UTC, and in words how they were chosen."""

    start: datetime
    end: datetime
    chosen: str


def hours(event: Event, zone: ZoneInfo) -> Hours:
    """The hours of a confirmed event; ``UserError`` if the zone has no such day."""
    end = instant(event.last, EVENING, zone)
    if event.starts is not None:
        if event.first == event.last or end is None or end <= event.starts:
            return Hours(
                event.starts, event.starts + _MEETING, "Nobody said when it ends, so I put two hours."
            )
        return Hours(event.starts, end, f"I put 17:00 on its last day as its end ({zone.key}).")
    start = instant(event.first, MORNING, zone)
    if start is None or end is None:
        raise UserError(
            f"{zone.key} skips that day, so I can’t tell its hours. A manager can add it by hand."
        )
    return Hours(
        start, end, f"It takes whole days, so I put 09:00 to 17:00 in {zone.key}, this server’s time zone."
    )
