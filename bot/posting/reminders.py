"""Setting up reminders, changing them, and keeping them in step with the calendar."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from bot.calendars import Calendars
from bot.clock import Clock
from bot.errors import UserError
from bot.posting.desk import Posting
from bot.posting.leads import coming, occurrence
from bot.posting.learning import learn
from bot.posting.model import Place, Target
from bot.posting.reminder_kinds import PERSONAL, REMINDER, PersonalKind, Readers, ReminderKind, Subscriber
from bot.posting.replanner import Replanner
from bot.posting.subscription import Subscription
from bot.storage.schedules import not_overtaken
from bot.turns import Turns

MOST = 25
"""Reminders of one server, and of one person: as many as a menu offers."""
BY_HAND = "By a manager."
"""Why reminders are paused, after the word for it."""

_FULL = {
    REMINDER: f"A server can have {MOST} channel reminders. Remove one first: `/r2p-admin reminder remove`",
    PERSONAL: f"You can have {MOST} reminders. Stop one first: `/r2p remind stop`",
}
_REMOVED = "There is no such reminder any more."

Change = Callable[[Subscription], Subscription]


class Reminders:
    """The reminders of all channels and people."""

    def __init__(self, posting: Posting, calendars: Calendars, clock: Clock) -> None:
        """Make both kinds known to the outbox, and hear of the changes that servers make in their calendars."""
        self._posting = posting
        self._clock = clock
        self._readers = Readers(calendars)
        self._turns = Turns()
        self._replanner = Replanner(posting, calendars, self._readers, self._turns, clock)
        posting.register(ReminderKind(posting.schedules, self._readers))
        posting.register(PersonalKind(posting.schedules, self._readers))
        calendars.on_change.append(self._replanner.changed)

    async def of_guild(self, guild_id: int) -> list[Subscriber]:
        """A server's channel reminders, oldest first."""
        return self._readers.every(await self._posting.schedules.of_guild(guild_id, REMINDER))

    async def of_user(self, user_id: int) -> list[Subscriber]:
        """A person's own reminders, oldest first."""
        return self._readers.every(await self._posting.schedules.of_user(user_id, PERSONAL))

    async def unreachable(self, user_id: int) -> bool:
        """Whether a person's direct messages were closed when something was last sent to them."""
        return await self._posting.outbox.block_of(Target(Place.USER, user_id)) is not None

    async def get(self, schedule_id: int) -> Subscriber:
        """One of either kind; UserError if it is gone. Whether somebody may see it, the caller asks."""
        schedule = await self._posting.schedules.get(schedule_id)
        if schedule is None or schedule.kind not in {REMINDER, PERSONAL}:
            raise UserError(_REMOVED)
        return self._readers.read(schedule)

    async def for_channel(  # noqa: PLR0913 - one schedule, told in one call
        self, guild_id: int, channel_id: int, wanted: Subscription, zone: ZoneInfo, *, by: int, now: datetime
    ) -> Subscriber:
        """Set up reminders in a channel; UserError if the server has as many as it may."""
        async with self._turns.of(("guild", guild_id)):
            _check_room(REMINDER, len(await self.of_guild(guild_id)))
            target = Target(Place.CHANNEL, channel_id)
            return await self._add(target, wanted, zone, guild_id=guild_id, by=by, now=now)

    async def for_person(
        self, user_id: int, wanted: Subscription, zone: ZoneInfo, now: datetime
    ) -> tuple[Subscriber, bool]:
        """Remind a person of what they have no reminder of yet, and say whether it is new.

        Where they have one of the same event or tag, its leads and zone become the new ones. UserError if they have
        as many as they may.
        """
        async with self._turns.of(("user", user_id)):
            own = await self._still_to_come(await self.of_user(user_id), now)
            target = Target(Place.USER, user_id)
            await self._posting.resume_target(target)
            for each in own:
                if _same(each.wanted, wanted):
                    amended = await self.change(
                        each.schedule.id,
                        lambda before: msgspec.structs.replace(before, leads=wanted.leads),
                        now,
                        zone=zone,
                    )
                    return await self.resume(amended.schedule.id, now), False
            _check_room(PERSONAL, len(own))
            return await self._add(target, wanted, zone, by=user_id, now=now), True

    async def change(
        self,
        schedule_id: int,
        change: Change,
        now: datetime,
        *,
        zone: ZoneInfo | None = None,
        channel_id: int | None = None,
    ) -> Subscriber:
        """Change what is wanted, the zone or the channel; UserError if it is gone. Nothing that is past is posted for it."""

        async def attempt() -> Subscriber:
            reader = await self.get(schedule_id)
            changed = self._readers.wanting(reader.schedule, change(reader.wanted))
            # What fell due since the person pressed, while others had their turn, is planned already.
            return await self._keep(changed, max(now, self._clock()), zone=zone, channel_id=channel_id)

        async with self._turns.of(schedule_id):
            return await not_overtaken(attempt)

    async def pause(self, schedule_id: int, now: datetime) -> Subscriber:
        """Post nothing until it is resumed."""
        async with self._turns.of(schedule_id):
            await self._posting.schedules.pause(schedule_id, BY_HAND, now)
            return await self.get(schedule_id)

    async def resume(self, schedule_id: int, now: datetime) -> Subscriber:
        """Go on with what comes after now, and with what changed meanwhile."""
        async with self._turns.of(schedule_id):
            reader = await self.get(schedule_id)
            if reader.schedule.paused_reason is not None:
                wanted, upcoming = reader.planned(reader.zone, now, resumed=True)
                await self._posting.schedules.change(schedule_id, details=wanted.as_json(), upcoming=upcoming)
                await self._posting.schedules.resume(schedule_id, upcoming)
            await self._posting.resume_target(reader.schedule.target)
            self._posting.wake()
            return await self.get(schedule_id)

    async def remove(self, schedule_id: int) -> None:
        """Remove one with what it still owes; of a person's own nothing is kept."""
        async with self._turns.of(schedule_id):
            schedule = await self._posting.schedules.get(schedule_id)
            own = schedule is not None and schedule.kind == PERSONAL
            await self._posting.schedules.remove(schedule_id, erase=own)

    async def replan(self) -> int:
        """Bring all that was set up in step with the calendars, and count what changed; once at the start."""
        return await self._replanner.replan()

    async def tidy(self, now: datetime) -> int:
        """Remove people's reminders of which nothing can come any more, and count them."""
        every = self._readers.every(await self._posting.schedules.all_of(PERSONAL))
        return len(every) - len(await self._still_to_come(every, now))

    async def _still_to_come(self, readers: Iterable[Subscriber], now: datetime) -> list[Subscriber]:
        """Those whose events are not over; the others are removed."""
        kept = []
        for reader in readers:
            if reader.over(now):
                await self.remove(reader.schedule.id)
            else:
                kept.append(reader)
        return kept

    async def _keep(
        self,
        reader: Subscriber,
        now: datetime,
        *,
        zone: ZoneInfo | None = None,
        channel_id: int | None = None,
    ) -> Subscriber:
        wanted, upcoming = reader.planned(zone or reader.zone, now)
        kept = await self._posting.schedules.change(
            reader.schedule.id,
            target=None if channel_id is None else Target(Place.CHANNEL, channel_id),
            details=wanted.as_json(),
            timezone=zone.key if zone else None,
            upcoming=upcoming,
            seen=reader.schedule,
        )
        self._posting.wake()
        return self._readers.read(kept)

    async def _add(  # noqa: PLR0913 - one schedule, told in one call
        self,
        target: Target,
        wanted: Subscription,
        zone: ZoneInfo,
        *,
        by: int,
        now: datetime,
        guild_id: int | None = None,
    ) -> Subscriber:
        kind = PERSONAL if guild_id is None else REMINDER
        part = self._readers.part(wanted.calendar_of if guild_id is None else guild_id, wanted.choice)
        wanted = learn(wanted, part, zone, now)
        added = await self._posting.schedules.add(
            kind=kind,
            guild_id=guild_id,
            target=target,
            details=wanted.as_json(),
            timezone=zone.key,
            created_by=by,
            upcoming=occurrence(coming(wanted, part, zone, now)),
            now=now,
        )
        self._posting.wake()
        return self._readers.read(added)


def _check_room(kind: str, used: int) -> None:
    if used >= MOST:
        raise UserError(_FULL[kind])


def _same(one: Subscription, other: Subscription) -> bool:
    return (one.events, one.tags, one.calendar_of) == (other.events, other.tags, other.calendar_of)
