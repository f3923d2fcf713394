"""The outbox: every post that is owed is a row here first, is claimed before it is sent, and settled after it."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from bot.clock import Clock, epoch
from bot.posting.model import Block, Delivery, Owed, State, Target
from bot.storage.database import Database
from bot.storage.deliveries import block_of, delivery_of, merging, row_of

_log = logging.getLogger(__name__)

PATIENCE = 5
"""Attempts after which a delivery no longer holds up later ones to the same place."""
NOTICE = "notice"
"""The kind of those deliveries that tell people what they have to mend."""


class Notice(NamedTuple):
    """A delivery of the kind ``notice`` that is to be owed."""

    source_id: int
    owed: Owed
    target: Target
    guild_id: int | None


@dataclass(frozen=True, slots=True)
class Settlement:
    """What an attempt came to."""

    state: State
    next_try: datetime | None = None
    """When it is tried again; for what is pending."""
    doubtful: bool = False
    """Whether it may stand there already; for what is pending."""
    message_id: int | None = None
    error: str | None = None
    block: str | None = None
    """What keeps any post from the place, in words for people; None if nothing does."""
    notice: Notice | None = None
    """Whom to tell about it."""


class Outbox:
    """Deliveries and blocked places. One process works on them; what it is about is held in memory."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Use an open database."""
        self._database = database
        self._sql = database.sql
        self._clock = clock
        self._held: set[int] = set()
        """What somebody in this process is sending."""

    async def owe(  # noqa: PLR0913 - one row, told in one call
        self,
        connection: Any,
        *,
        kind: str,
        source_id: int,
        owed: Owed,
        target: Target,
        guild_id: int | None,
        now: datetime,
    ) -> int | None:
        """Record a delivery within the caller's transaction; answers with its id, or None if it was there already.

        What it stands for (``owed.merge``) is skipped with it.
        """
        row = row_of(owed, kind=kind, source_id=source_id, target=target, guild_id=guild_id, now=now)
        number: int | None = await self._sql.owe(connection, **row)
        await self._merge(connection, [merging(owed, row, now)])
        return number

    async def owe_many(
        self, connection: Any, rows: Sequence[tuple[Owed, dict[str, Any]]], now: datetime
    ) -> None:
        """Likewise for many, each with its row (``bot.storage.deliveries.row_of``)."""
        if not rows:
            return
        # Few have anything waiting: to ask who does is far cheaper than to look at the past of each.
        sources = Counter((row["kind"], row["source_id"]) for _, row in rows)
        waiting = {source async for source in self._sql.sources_waiting(connection)}
        waiting |= {source for source, count in sources.items() if count > 1}
        await self._sql.owe_many(connection, [row for _, row in rows])
        concerned = [each for each in rows if (each[1]["kind"], each[1]["source_id"]) in waiting]
        await self._merge(connection, [merging(owed, row, now) for owed, row in concerned])

    async def _merge(self, connection: Any, merged: Iterable[dict[str, Any] | None]) -> None:
        found = [each for each in merged if each is not None]
        if found:
            await self._sql.merge_deliveries(connection, found)

    async def claim(self, now: datetime, most: int) -> list[Delivery]:
        """Take up to ``most`` deliveries that may be tried now: they are ``sending`` once this returns.

        At most one a place, the oldest first. Each has to be settled or released.
        """
        claimed: list[Delivery] = []

        def hold() -> None:
            # Within the commit: else a tick that comes between could take them for left behind.
            self._held.update(delivery.id for delivery in claimed)

        async with self._database.transaction(committed=hold) as connection:
            rows = self._sql.claim(connection, now=epoch(now), patient=PATIENCE, most=most)
            claimed += sorted([delivery_of(row) async for row in rows], key=lambda each: each.id)
        return claimed

    async def settle(self, delivery: Delivery, result: Settlement) -> bool:
        """Write down what an attempt came to, all that follows from it in one transaction.

        False if the delivery is no more, or was taken back meanwhile.
        """
        now = self._clock()
        async with self._database.transaction() as connection:
            settled = await self._sql.settle_delivery(
                connection,
                id=delivery.id,
                state=str(result.state),
                next_try=_ceiling(result.next_try),
                doubtful=int(result.doubtful),
                settled_at=None if result.state in {State.PENDING, State.UNKNOWN} else epoch(now),
                message_id=result.message_id,
                error=result.error,
            )
            if not settled:
                return False
            if result.state is State.SENT:
                await self._sql.count_turn(connection, id=delivery.source_id, kind=delivery.kind)
            if result.block is not None:
                await self._block(connection, delivery, result.block, now)
            if result.notice is not None:
                await self.tell(connection, result.notice, now)
                if result.block is not None:
                    await self._sql.block_was_told(connection, target=str(delivery.target))
        return True

    async def _block(self, connection: Any, delivery: Delivery, reason: str, now: datetime) -> None:
        target, since = str(delivery.target), epoch(now)
        await self._sql.block_target(
            connection, target=target, guild_id=delivery.guild_id, reason=reason, since=since
        )

    async def tell(self, connection: Any, notice: Notice, now: datetime) -> None:
        """Owe somebody a notice within the caller's transaction; the same one twice is owed once."""
        await self.owe(connection, kind=NOTICE, **notice._asdict(), now=now)

    def release(self, delivery_id: int) -> None:
        """Say that nobody works on a delivery any more; one that was not settled is taken back by ``recover``."""
        self._held.discard(delivery_id)

    def release_all(self) -> None:
        """Say that nobody works on any delivery any more."""
        self._held.clear()

    async def recover(self, now: datetime) -> int:
        """Take back what is ``sending`` though nobody works on it, as after a crash: it may have been sent.

        Answers with how many those were.
        """
        async with self._database.transaction() as connection:
            begun = [number async for (number,) in self._sql.deliveries_in_sending(connection)]
            left = [number for number in begun if number not in self._held]
            if left:
                await self._sql.doubt_deliveries(
                    connection, [{"id": number, "now": epoch(now)} for number in left]
                )
        for number in left:
            _log.warning("delivery taken back delivery=%d", number)
        return len(left)

    async def get(self, delivery_id: int) -> Delivery | None:
        """The delivery of that number, or None."""
        async with self._database.transaction() as connection:
            row = await self._sql.delivery(connection, id=delivery_id)
        return delivery_of(row) if row else None

    async def decide(self, delivery_id: int, *, posted: bool) -> bool:
        """Say whether an uncertain post is there; if not, it is sent. False if somebody decided before."""
        now = epoch(self._clock())
        async with self._database.transaction() as connection:
            if not posted:
                return bool(await self._sql.post_unknown(connection, id=delivery_id, now=now))
            row = await self._sql.confirm_unknown(connection, id=delivery_id, now=now)
            if row is not None:
                source_id, kind = row
                await self._sql.count_turn(connection, id=source_id, kind=kind)
        return row is not None

    async def unblock(self, connection: Any, target: Target, now: datetime) -> bool:
        """Let posts to a place go again, within the caller's transaction; False if nothing kept them.

        What is uncertain there is looked for once more: the history may be readable again.
        """
        unblocked: int = await self._sql.unblock_target(connection, target=str(target))
        await self._sql.retry_target(connection, target=str(target), now=epoch(now))
        await self._sql.look_again(connection, target=str(target), now=epoch(now))
        return bool(unblocked)

    async def block_of(self, target: Target) -> Block | None:
        """What keeps posts from a place, or None."""
        async with self._database.transaction() as connection:
            row = await self._sql.block_of(connection, target=str(target))
        return block_of(row) if row else None

    async def blocks_of(self, guild_id: int) -> list[Block]:
        """A server's blocked places, the longest blocked first."""
        async with self._database.transaction() as connection:
            rows = self._sql.blocks_of_guild(connection, guild_id=guild_id)
            return [block_of(row) async for row in rows]

    async def was_told(self, target: Target) -> None:
        """Note that the people who can mend a block know of it."""
        async with self._database.transaction() as connection:
            await self._sql.block_was_told(connection, target=str(target))

    async def next_try(self, now: datetime) -> int | None:
        """When the next delivery may be tried, in seconds since 1970; it may have passed. None: nothing waits."""
        async with self._database.transaction() as connection:
            found: int | None = await self._sql.next_delivery_try(
                connection, now=epoch(now), patient=PATIENCE
            )
        return found

    async def prune(self, now: datetime, *, keep_for: timedelta) -> int:
        """Skip what is of no more use, and drop what was settled longer ago than ``keep_for``; how many were dropped.

        What waits or is uncertain is never dropped.
        """
        async with self._database.transaction() as connection:
            await self._sql.skip_useless(connection, now=epoch(now), error="no longer useful")
            dropped: int = await self._sql.prune_deliveries(connection, moment=epoch(now - keep_for))
        return dropped


def _ceiling(moment: datetime | None) -> int | None:
    """The next whole second, so that nothing is tried before its time."""
    return None if moment is None else epoch(moment) + bool(moment.microsecond)
