"""Reminders as the outbox sees them: what a channel's or a person's schedule owes by now, and the post of each."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from bot.calendars import Calendars
from bot.posting.leads import FARTHEST, Due, coming, is_news, local_first, occurrence, plan, read_key
from bot.posting.learning import learn
from bot.posting.model import Delivery, Nothing, Occurrence, Plan, Post, Schedule
from bot.posting.part import Part
from bot.posting.subscription import Choice, Subscription
from bot.render.reminder import Telling, news, reminder
from bot.storage.schedules import ScheduleStore
from knowledge.calendar import Calendar, Event

_log = logging.getLogger(__name__)

REMINDER = "reminder"
PERSONAL = "personal"
"""The two kinds: a channel's reminders, and a person's own by direct message."""

LATE = timedelta(minutes=15)
"""A reminder that comes later than this says so."""

_MOST_PARTS = 200
"""Parts of calendars that are remembered at a time."""
_SECOND = timedelta(seconds=1)
_REMOVED = "The reminder was removed."
_GONE = "The event is not in the calendar any more, or was taken out of the reminder."
_MOVED = "The days of the event changed meanwhile; later reminders go by the new ones."
_OVERTAKEN = "Later news of the event stands for it."
_MOST_FURTHER = 9
"""Days of one event that do not follow one another and are told together."""


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A schedule of reminders with all that it takes to tell what it owes."""

    schedule: Schedule
    wanted: Subscription
    part: Part
    zone: ZoneInfo

    @property
    def calendar(self) -> Calendar:
        """The calendar that counts."""
        return self.part.calendar

    def today(self, now: datetime) -> date:
        """The subscriber's local day."""
        return now.astimezone(self.zone).date()

    def coming(self, now: datetime, count: int) -> list[Due]:
        """The next reminders."""
        return coming(self.wanted, self.part, self.zone, now, count)

    def planned(
        self, zone: ZoneInfo, now: datetime, *, resumed: bool = False
    ) -> tuple[Subscription, Occurrence | None]:
        """What the subscriber knows now, in a zone, and what comes next.

        What fell due already and is not planned yet stays to be planned, unless the schedule was paused.
        """
        running, upcoming, wanted = self.schedule.paused_reason is None, self.schedule.upcoming, self.wanted
        if running or resumed:  # else what changed is told when it is resumed
            wanted = learn(wanted, self.part, zone, now)
        if running and upcoming is not None and upcoming.due <= now:
            return wanted, occurrence(coming(wanted, self.part, zone, upcoming.due - _SECOND))
        fresh = next((each for each in wanted.news if each not in self.wanted.news), None)
        if fresh is not None:
            return wanted, Occurrence(fresh.key, fresh.due)
        return wanted, occurrence(coming(wanted, self.part, zone, now))

    def over(self, now: datetime) -> bool:
        """Whether all events that were asked for are surely past; what is only hidden, or has a tag, may come yet."""
        past = self.today(now) - timedelta(days=1)
        named = bool(self.wanted.events) and all(self._past(uid, past) for uid in self.wanted.events)
        return named and not self.wanted.tags and not self.part.between(past, past + FARTHEST)

    def _past(self, uid: str, day: date) -> bool:
        known = self.calendar.get(uid) or self.wanted.known.get(uid)
        return uid not in self.calendar.series and known is not None and known.last < day

    def message(self, key: str, now: datetime, late: datetime | None = None) -> Any | Nothing:
        """The message of a delivery, as it is at a moment; ``late``: when it was due, if it is late."""
        own = self.schedule.id if self.schedule.kind == PERSONAL else None
        telling = Telling(self.today(now), late, own)
        return self._news(key, telling) if is_news(key) else self._reminder(key, telling)

    def _reminder(self, key: str, telling: Telling) -> Any | Nothing:
        asked = read_key(key)
        event = self.calendar.get(asked.uid)
        if event is None or not self.wanted.choice.covers(event):
            return Nothing(_GONE)
        if event.certain != asked.counted or asked.when not in {f"{event.first}", asked.month}:
            return Nothing(_MOVED)
        return reminder(event, local_first(event, self.zone), telling)

    def _news(self, key: str, telling: Telling) -> Any | Nothing:
        told = next((each for each in self.wanted.news if each.key == key), None)
        if told is None:
            return Nothing(_OVERTAKEN)
        return news(told, self.calendar.get(told.uid), self._further(told.uid), telling)

    def _further(self, uid: str) -> list[Event]:
        """The other days of an event that takes place on several: ``debate-2027-2`` and so on."""
        others = (self.calendar.get(f"{uid}-{number}") for number in range(2, _MOST_FURTHER + 1))
        return [event for event in others if event is not None and event.certain]


class Readers:
    """Reads schedules as subscribers; those who chose alike share what is made of the calendar for them."""

    def __init__(self, calendars: Calendars) -> None:
        """Use each server's calendar."""
        self._calendars = calendars
        self._parts: dict[tuple[int, Choice], Part] = {}

    def read(self, schedule: Schedule) -> Subscriber:
        """A schedule as it is; ``msgspec.ValidationError`` if it is none of reminders."""
        return self.wanting(schedule, Subscription.from_json(schedule.details))

    def wanting(self, schedule: Schedule, wanted: Subscription) -> Subscriber:
        """A schedule as if that were wanted."""
        guild_id = schedule.guild_id if schedule.kind == REMINDER else wanted.calendar_of
        part = self.part(guild_id, wanted.choice)
        return Subscriber(schedule, wanted, part, ZoneInfo(schedule.timezone))

    def part(self, guild_id: int | None, choice: Choice) -> Part:
        """What a choice means in a server's calendar as it is now."""
        calendar = self._calendars.of(guild_id)
        key = (id(calendar), choice)  # the part keeps the calendar, so no other one gets its id
        if key not in self._parts:
            if len(self._parts) >= _MOST_PARTS:
                self._parts.clear()
            self._parts[key] = Part(calendar, choice)
        return self._parts[key]

    def every(self, schedules: Iterable[Schedule]) -> list[Subscriber]:
        """Likewise for several; one that can't be read is left out and logged."""
        found = []
        for schedule in schedules:
            try:
                found.append(self.read(schedule))
            except (msgspec.ValidationError, ZoneInfoNotFoundError):
                _log.exception("reminders can't be read schedule=%d", schedule.id)
        return found


class ReminderKind:
    """Plans and composes the reminders of channels."""

    name = REMINDER
    _small_print = "Managers change or end this with /r2p-admin reminder"

    def __init__(self, schedules: ScheduleStore, readers: Readers) -> None:
        """Use the schedules, and what reads them."""
        self._schedules = schedules
        self._readers = readers

    def plan(self, schedule: Schedule, now: datetime) -> Plan:
        """What is owed by now, and what comes next."""
        if schedule.upcoming is None or schedule.upcoming.due > now:
            return Plan((), schedule.upcoming)
        reader = self._readers.read(schedule)
        return plan(reader.wanted, reader.part, reader.zone, schedule.upcoming.due, now)

    async def compose(self, delivery: Delivery, now: datetime) -> Post | Nothing:
        """Make the post of a delivery, as the calendar has its event now."""
        schedule = await self._schedules.get(delivery.source_id)
        if schedule is None:
            return Nothing(_REMOVED)
        reader = self._readers.read(schedule)
        late = delivery.due if now - delivery.due > LATE else None
        view = reader.message(delivery.key, now, late)
        if isinstance(view, Nothing):
            return view
        role_id = reader.wanted.role_id
        return Post(
            view,
            small_print=self._small_print,
            role_id=role_id,
            text_before=f"<@&{role_id}>" if role_id else "",
        )


class PersonalKind(ReminderKind):
    """The same for people, by direct message."""

    name = PERSONAL
    _small_print = "You asked for this. /r2p remind mine shows all that you asked for"
