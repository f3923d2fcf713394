"""Keeping reminders in step with the calendar: when its days change, so does what is to come, and subscribers are told."""

from __future__ import annotations

import asyncio
import logging

from bot.calendars import Calendars
from bot.clock import Clock
from bot.posting.desk import Posting
from bot.posting.model import Schedule
from bot.posting.reminder_kinds import PERSONAL, REMINDER, Readers, Subscriber
from bot.storage.schedules import not_overtaken
from bot.turns import Turns

_log = logging.getLogger(__name__)

_BATCH = 100
"""Schedules that are looked at in one go: in that time nothing else is answered."""


class Replanner:
    """Plans anew what hangs on a calendar that changed."""

    def __init__(
        self, posting: Posting, calendars: Calendars, readers: Readers, turns: Turns, clock: Clock
    ) -> None:
        """Use the outbox, each server's calendar, and the turn of each schedule: a person may change it meanwhile."""
        self._posting = posting
        self._calendars = calendars
        self._readers = readers
        self._turns = turns
        self._clock = clock

    async def replan(self, guild_id: int | None = None) -> int:
        """Bring what was set up in step with a server's calendar, or with every calendar, and count what changed.

        Whoever knew other days of an event is told once. What is paused stays as it is until it is resumed.
        """
        changed = 0
        for count, reader in enumerate(self._readers.every(await self._hanging_on(guild_id))):
            if count % _BATCH == 0:
                await asyncio.sleep(0)  # let those in who wait for an answer
            if self._outdated(reader):
                changed += await self._replan(reader.schedule.id)
        if changed:
            _log.info("reminders planned anew schedules=%d", changed)
            self._posting.wake()
        return changed

    async def changed(self, guild_id: int, uid: str) -> int:
        """Plan anew after a server changed an event, and answer how many reminders hang on it."""
        await self.replan(guild_id)
        calendar = self._calendars.of(guild_id)
        event = calendar.get(uid) or calendar.series.get(uid)
        readers = self._readers.every(await self._hanging_on(guild_id))
        return sum(reader.wanted.hangs_on(uid, event) for reader in readers)

    async def _hanging_on(self, guild_id: int | None) -> list[Schedule]:
        """The schedules that go by a server's calendar, or all."""
        schedules = self._posting.schedules
        people = await schedules.all_of(PERSONAL)
        if guild_id is None:
            return [*await schedules.all_of(REMINDER), *people]
        following = [each for each in people if each.details.get("calendar_of") == guild_id]
        return [*await schedules.of_guild(guild_id, REMINDER), *following]

    def _outdated(self, reader: Subscriber) -> bool:
        planned = reader.planned(reader.zone, self._clock())
        return reader.schedule.paused_reason is None and planned != (reader.wanted, reader.schedule.upcoming)

    async def _replan(self, schedule_id: int) -> bool:
        """Plan one anew as it is by the time of its turn."""
        async with self._turns.of(schedule_id):
            return await not_overtaken(lambda: self._attempt(schedule_id))

    async def _attempt(self, schedule_id: int) -> bool:
        schedule = await self._posting.schedules.get(schedule_id)
        if schedule is None or not self._outdated(reader := self._readers.read(schedule)):
            return False
        wanted, upcoming = reader.planned(reader.zone, self._clock())
        await self._posting.schedules.change(
            schedule_id, details=wanted.as_json(), upcoming=upcoming, seen=schedule
        )
        return True
