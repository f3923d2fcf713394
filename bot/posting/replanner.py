"""Keeping reminders in step with the calendar: when its days change, so does what is to come, and subscribers are told."""

from __future__ import annotations

import logging

from bot.calendars import Calendars
from bot.clock import Clock
from bot.posting.desk import Posting
from bot.posting.model import Schedule
from bot.posting.reminder_kinds import PERSONAL, REMINDER, Subscriber
from bot.posting.subscription import Subscription
from bot.turns import Turns

_log = logging.getLogger(__name__)


class Replanner:
    """Plans anew what hangs on a calendar that changed."""

    def __init__(self, posting: Posting, calendars: Calendars, turns: Turns, clock: Clock) -> None:
        """Use the outbox, each server's calendar, and the turn of each schedule: a person may change it meanwhile."""
        self._posting = posting
        self._calendars = calendars
        self._turns = turns
        self._clock = clock

    async def replan(self, guild_id: int | None = None) -> int:
        """Bring what was set up in step with a server's calendar, or with every calendar, and count what changed.

        Whoever knew other days of an event is told once. What is paused stays as it is until it is resumed.
        """
        changed = 0
        for schedule in await self._hanging_on(guild_id):
            try:
                changed += await self._replan(schedule.id)
            except Exception:  # noqa: BLE001 - one bad row must not keep the others from the truth
                _log.exception("reminders not planned anew schedule=%d", schedule.id)
        if changed:
            _log.info("reminders planned anew schedules=%d", changed)
            self._posting.wake()
        return changed

    async def changed(self, guild_id: int, uid: str) -> int:
        """Plan anew after a server changed an event, and answer how many reminders hang on it."""
        await self.replan(guild_id)
        calendar = self._calendars.of(guild_id)
        event = calendar.get(uid) or calendar.series.get(uid)
        every = [Subscription.from_json(each.details) for each in await self._hanging_on(guild_id)]
        return sum(each.hangs_on(uid, event) for each in every)

    async def _hanging_on(self, guild_id: int | None) -> list[Schedule]:
        """The schedules that go by a server's calendar, or all."""
        schedules = self._posting.schedules
        people = await schedules.all_of(PERSONAL)
        if guild_id is None:
            return [*await schedules.all_of(REMINDER), *people]
        following = [each for each in people if each.details.get("calendar_of") == guild_id]
        return [*await schedules.of_guild(guild_id, REMINDER), *following]

    async def _replan(self, schedule_id: int) -> bool:
        async with self._turns.of(schedule_id):
            schedule = await self._posting.schedules.get(schedule_id)
            if schedule is None or schedule.paused_reason is not None:
                return False
            reader = Subscriber.of(schedule, self._calendars)
            wanted, upcoming = reader.planned(reader.zone, self._clock())
            if (wanted, upcoming) == (reader.wanted, schedule.upcoming):
                return False
            await self._posting.schedules.change(schedule_id, details=wanted.as_json(), upcoming=upcoming)
            return True
