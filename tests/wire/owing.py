"""Digests that fall due when a test wants them to."""

from __future__ import annotations

from datetime import datetime

from bot.posting.digest import DIGEST, PARAGRAPH, Details
from bot.posting.model import Occurrence, Place, Target
from bot.posting.timetable import Rhythm, Rule
from bot.storage.schedules import ScheduleStore


async def owe_digest(
    schedules: ScheduleStore, due: datetime, *, guild_id: int, channel_id: int, created_by: int = 1
) -> int:
    """Set up a digest that falls due in a certain minute, and then not for a month; answers with its schedule's id."""
    due = due.replace(second=0, microsecond=0)
    rule = Rule(Rhythm.MONTHLY, due.time(), str(due.day), due.date())
    schedule = await schedules.add(
        kind=DIGEST,
        guild_id=guild_id,
        target=Target(Place.CHANNEL, channel_id),
        details=Details(rule=rule.as_json(), sections=(PARAGRAPH,)).as_json(),
        timezone="UTC",
        created_by=created_by,
        upcoming=Occurrence(due.date().isoformat(), due),
        now=due,
    )
    return schedule.id
