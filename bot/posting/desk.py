"""The desk where all that the bot posts unasked is planned, handed out to be sent, and asked about."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.clock import Clock
from bot.posting.courier import Courier
from bot.posting.model import Block, Delivery, Kind, Owed, Schedule, Sender, Target
from bot.posting.notices import Composer, Contacts, Herald, NoticeKind
from bot.posting.outbox import Outbox
from bot.posting.planner import Planner
from bot.storage.database import Database
from bot.storage.deliveries import block_of, delivery_of
from bot.storage.schedules import ScheduleStore, moment, schedule_of

_log = logging.getLogger(__name__)

WORKERS = 25
"""Posts under way at a time: half of what Discord takes a second, so that each may take half a second."""
RECENT = 10
"""Settled deliveries that ``status`` shows."""
MOST_WAITING = 25
"""Waiting ones that it shows."""
BY_HAND = "now:"
"""What the key of a post begins with that somebody sent by hand; such a one goes though its schedule is paused."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand in a server."""

    schedules: list[Schedule]
    recent: list[Delivery]
    """The last that were sent or skipped, newest first."""
    waiting: list[Delivery]
    """What waits, is uncertain or failed, oldest first."""
    blocks: list[Block]


class Posting:
    """Everything that the bot posts unasked goes through here."""

    def __init__(self, database: Database, clock: Clock, schedules: ScheduleStore, outbox: Outbox) -> None:
        """Use an open database and its stores; kinds are registered while the bot is wired."""
        self.schedules = schedules
        self.outbox = outbox
        self._database = database
        self._clock = clock
        self._kinds: dict[str, Kind] = {}
        herald = Herald(database)
        self._planner = Planner(database, outbox, self._kinds, herald)
        self._courier = Courier(outbox, self._kinds, herald, clock)
        self._begun = False
        self._closing = False
        self._delivering = asyncio.Lock()
        self._more = asyncio.Event()
        self._hasten: Callable[[], None] = _nothing
        self._beside: list[Callable[[], Awaitable[datetime | None]]] = []
        self._notices = NoticeKind(outbox, schedules)
        self.register(self._notices)

    def register(self, kind: Kind) -> None:
        """Make a kind of post known."""
        self._kinds[kind.name] = kind

    def tell_of(self, subject: str, compose: Composer) -> None:
        """Make known how a notice about something else than posts is made: one whose key begins with ``subject:``."""
        self._notices.others[subject] = compose

    async def tick(self, sender: Sender) -> None:
        """Plan all that is due, then deliver until nothing more can be delivered now."""
        await self.plan(sender.contacts)
        await self.deliver(sender)

    async def plan(self, contacts: Contacts) -> None:
        """Take back what was left behind, and plan all that is due; at the first time also check all due times."""
        await self.outbox.recover(self._clock())
        if not self._begun:
            await self._planner.redate()
            self._begun = True
        await self._planner.plan(self._clock(), contacts)
        self._more.set()

    async def deliver(self, sender: Sender) -> None:
        """Deliver, several places at a time, until nothing more can be delivered now.

        A second call waits for the first. Cancelled, it breaks off what is under way: that is looked for later.
        """
        async with self._delivering:
            running: set[asyncio.Task[None]] = set()
            try:
                while await self._hand_out(running, sender):
                    await self._wait_for_some(running)
            finally:
                for task in running:
                    task.cancel()
                if running:
                    await asyncio.wait(running)
                self.outbox.release_all()

    async def _hand_out(self, running: set[asyncio.Task[None]], sender: Sender) -> bool:
        """Give work to those who are free, once half of them are: asking costs; False if nothing is under way."""
        self._more.clear()  # before asking: what comes meanwhile is asked for again
        free = WORKERS - len(running)
        if not self._closing and (not running or free >= WORKERS // 2):
            for delivery in await self.outbox.claim(self._clock(), free):
                carrying = self._courier.carry(delivery, sender)
                running.add(asyncio.create_task(carrying, name=f"delivery {delivery.id}"))
        return bool(running)

    async def _wait_for_some(self, running: set[asyncio.Task[None]]) -> None:
        """Wait until something is through, or there is more to do."""
        more = asyncio.create_task(self._more.wait())
        try:
            done, _ = await asyncio.wait({*running, more}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            more.cancel()
            await asyncio.wait([more])
        running -= done
        for task in done - {more}:
            task.result()  # of a courier, who raises nothing that could be mended

    async def close(self, work: asyncio.Task[None] | None, *, within: float) -> None:
        """Begin nothing more, and let ``work`` (a ``deliver``) end what is under way, for up to ``within`` seconds.

        What is not through by then is broken off, and looked for at the next start.
        """
        if work is None:
            return
        self._closing = True
        self._more.set()
        try:
            await asyncio.wait([work], timeout=within)
        finally:
            if work.cancel():
                _log.warning("posting broken off")
                await asyncio.wait([work])
            self._closing = False

    async def next_instant(self) -> datetime | None:
        """The next moment at which ``tick`` has something to do; it may have passed. None: nothing is to come."""
        now = self._clock()
        if not self._begun:
            return now
        async with self._database.transaction() as connection:
            due: int | None = await self._database.sql.next_schedule_due(connection)
        times = [moment(each) for each in (due, await self.outbox.next_try(now)) if each is not None]
        times += [each for ask in self._beside if (each := await ask()) is not None]
        return min(times, default=None)

    def heed(self, next_instant: Callable[[], Awaitable[datetime | None]]) -> None:
        """Let ``next_instant`` also tell of what is done beside the posting, at each tick."""
        self._beside.append(next_instant)

    def wake(self) -> None:
        """Say that something new is owed, so that it goes at once."""
        self._more.set()
        self._hasten()

    def when_woken(self, hasten: Callable[[], None]) -> None:
        """What ``wake`` calls: whoever calls ``tick`` or ``plan`` then does so soon."""
        self._hasten = hasten

    async def send_now(self, schedule_id: int, now: datetime, *, once: str | None = None) -> int | None:
        """Owe a post of a schedule at once, beside its rhythm; twice for the same ``once``, or within a second, is once.

        Answers with the delivery's id, or None if it was owed already. LookupError if there is no such schedule.
        """
        schedule = await self.schedules.get(schedule_id)
        if schedule is None:
            raise LookupError(f"there is no schedule {schedule_id}")
        async with self._database.transaction() as connection:
            owed = await self.outbox.owe(
                connection,
                kind=schedule.kind,
                source_id=schedule.id,
                owed=Owed(f"{BY_HAND}{once or f'{now:%Y-%m-%dT%H:%M:%S}'}", now),
                target=schedule.target,
                guild_id=schedule.guild_id,
                now=now,
            )
        self.wake()
        return owed

    async def status(self, guild_id: int) -> Standing:
        """How things stand in a server."""
        sql = self._database.sql
        async with self._database.transaction() as connection:
            schedules = [
                row async for row in sql.schedules_of_guild(connection, guild_id=guild_id, kind=None)
            ]
            recent = [row async for row in sql.settled_of_guild(connection, guild_id=guild_id, most=RECENT)]
            waiting = [
                row async for row in sql.waiting_of_guild(connection, guild_id=guild_id, most=MOST_WAITING)
            ]
            blocks = [row async for row in sql.blocks_of_guild(connection, guild_id=guild_id)]
        return Standing(
            schedules=[schedule_of(row) for row in schedules],
            recent=[delivery_of(row) for row in recent],
            waiting=[delivery_of(row) for row in waiting],
            blocks=[block_of(row) for row in blocks],
        )

    async def resume_target(self, target: Target) -> bool:
        """Let posts to a place or person go again; False if nothing kept them. Whether they can go is not checked.

        What the place's schedules missed is planned in the same transaction, so that missed posts become one.
        """
        now = self._clock()
        async with self._database.transaction() as connection:
            unblocked = await self.outbox.unblock(connection, target, now)
            if unblocked:
                await self._planner.plan_in(connection, now, _nobody, only=target)
        self.wake()
        return unblocked

    async def untold(self, target: Target) -> Block | None:
        """What keeps posts from a person who was not told of it yet; None if there is nothing to tell."""
        block = await self.outbox.block_of(target)
        return block if block is not None and not block.told else None

    async def prune(self, now: datetime, *, keep_for: timedelta) -> int:
        """Forget what was settled longer ago than ``keep_for``; answers with how many deliveries that were."""
        return await self.outbox.prune(now, keep_for=keep_for)

    async def pass_over(self, connection: Any, guild_id: int, now: datetime, *, why: str) -> None:
        """Go on in a server with what comes after now, within the caller's transaction: what it missed is skipped."""
        await self._planner.pass_over(connection, guild_id, now, why=why)


def _nothing() -> None:
    """Nobody listens: whoever moves the clock ticks."""


def _nobody(_: int) -> tuple[Target, ...]:
    """No contacts but who set a schedule up."""
    return ()
