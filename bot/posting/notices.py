"""Notices: who is told what they have to mend, once, and never about a notice."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from bot.clock import epoch
from bot.posting.model import Delivery, Nothing, Owed, Place, Post, Schedule, State, Target
from bot.posting.outbox import NOTICE, Notice, Outbox
from bot.render import posting as render
from bot.storage.database import Database
from bot.storage.schedules import ScheduleStore

Contacts: TypeAlias = Callable[[int], Sequence[Target]]
"""Whom to tell in a server, the best first; the sender knows (``Sender.contacts``)."""

Composer: TypeAlias = Callable[[Delivery], Awaitable[Post | Nothing]]

GATHER = timedelta(seconds=30)
"""So long a notice about a blocked place waits for others of its server: they are told together."""

BLOCKED, UNKNOWN, FAILED, PAUSED = "blocked", "unknown", "failed", "paused"
"""What a notice is about. Its key is this, the place concerned, and for what can happen again the moment."""

_MENDED = "mended meanwhile"


class Herald:
    """Finds whom to tell: the server's channel for such things, else who set the schedule up, else its owner."""

    def __init__(self, database: Database) -> None:
        """Use an open database."""
        self._database = database

    async def blocked(self, delivery: Delivery, contacts: Contacts, now: datetime) -> Notice | None:
        """A notice that nothing can be posted to the delivery's place; None if nobody can be told."""
        if delivery.guild_id is None:
            return None
        key = f"{BLOCKED}:{delivery.target}@{epoch(now)}"
        owed = Owed(key, now + GATHER, merge=f"{BLOCKED}:")
        return await self._to_first(delivery.guild_id, owed, delivery.target, delivery.guild_id, contacts)

    async def about(
        self, delivery: Delivery, subject: str, contacts: Contacts, now: datetime
    ) -> Notice | None:
        """A notice that a delivery is ``UNKNOWN`` or ``FAILED``; None if nobody can be told."""
        owed = Owed(f"{subject}:{delivery.target}", now)
        return await self._to_first(delivery.id, owed, delivery.target, delivery.guild_id, contacts)

    async def paused(
        self, connection: Any, schedule: Schedule, contacts: Contacts, now: datetime
    ) -> Notice | None:
        """A notice that a schedule was set aside, found within the caller's transaction."""
        owed = Owed(f"{PAUSED}:{schedule.target}@{epoch(now)}", now)
        chain = _chain(contacts, schedule.guild_id, schedule.created_by)
        first = await self._first(connection, chain, schedule.target)
        return None if first is None else Notice(schedule.id, owed, first, schedule.guild_id)

    async def first_of(
        self, connection: Any, contacts: Contacts, guild_id: int, creator: int | None, place: Target
    ) -> Target | None:
        """Who is to be told of what concerns a place, found within the caller's transaction; None if nobody can be."""
        return await self._first(connection, _chain(contacts, guild_id, creator), place)

    async def instead(self, refused: Delivery, contacts: Contacts, now: datetime) -> Notice | None:
        """The same notice for the next who can be told, where one could not be delivered."""
        written = refused.key.partition(":")[2].partition("@")[0]
        owed = Owed(refused.key, now)
        place = Target.parse(written)
        return await self._to_first(refused.source_id, owed, place, refused.guild_id, contacts, instead=True)

    async def _to_first(  # noqa: PLR0913 - what a notice is made of, and whom it is for
        self,
        source_id: int,
        owed: Owed,
        place: Target,
        guild_id: int | None,
        contacts: Contacts,
        *,
        instead: bool = False,
    ) -> Notice | None:
        """The notice for the first who can be told; None if it was owed before, but ``instead``: then the next one."""
        sql = self._database.sql
        async with self._database.transaction() as connection:
            creator = await sql.creator_of_target(connection, target=str(place))
            rows = sql.targets_of_occurrence(connection, kind=NOTICE, source_id=source_id, key=owed.key)
            tried = {target async for (target,) in rows}
            if tried and not instead:
                return None
            chain = [each for each in _chain(contacts, guild_id, creator) if str(each) not in tried]
            first = await self._first(connection, chain, place)
        return None if first is None else Notice(source_id, owed, first, guild_id)

    async def _first(self, connection: Any, chain: Iterable[Target], place: Target) -> Target | None:
        for target in chain:
            blocked = await self._database.sql.block_of(connection, target=str(target))
            # A person's own post that cannot be made is told to that person; a channel is not told of itself.
            if blocked is None and (target != place or target.place is Place.USER):
                return target
        return None


def _chain(contacts: Contacts, guild_id: int | None, creator: int | None) -> list[Target]:
    known = contacts(guild_id) if guild_id is not None else ()
    channels = [target for target in known if target.place is Place.CHANNEL]
    people = [target for target in known if target.place is Place.USER]
    setter = [Target(Place.USER, creator)] if creator else []  # 0: somebody who asked to be forgotten
    return list(dict.fromkeys([*channels, *setter, *people]))


class NoticeKind:
    """Composes notices from how things stand when they are sent; what was mended meanwhile needs none."""

    name = NOTICE

    def __init__(self, outbox: Outbox, schedules: ScheduleStore) -> None:
        """Use the deliveries and schedules that notices are about."""
        self._outbox = outbox
        self._schedules = schedules
        self.others: dict[str, Composer] = {}
        """Subjects of other rooms, and who composes notices about them."""

    async def compose(self, delivery: Delivery, now: datetime) -> Post | Nothing:
        """Make the notice."""
        del now
        subject = delivery.key.partition(":")[0]
        if subject in self.others:
            return await self.others[subject](delivery)
        if subject == BLOCKED:
            blocks = await self._outbox.blocks_of(delivery.source_id)
            return Post(render.blocked(delivery.source_id, blocks)) if blocks else Nothing(_MENDED)
        if subject == PAUSED:
            schedule = await self._schedules.get(delivery.source_id)
            stands = schedule is not None and schedule.paused_reason is not None
            return Post(render.set_aside(schedule)) if schedule and stands else Nothing(_MENDED)
        concerned = await self._outbox.get(delivery.source_id)
        if concerned is not None and concerned.state is State.UNKNOWN:
            return Post(render.uncertain(concerned))
        if concerned is not None and concerned.state is State.FAILED:
            return Post(render.failed(concerned))
        return Nothing(_MENDED)
