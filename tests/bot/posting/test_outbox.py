"""The outbox: what is owed is a row first, one at a time a place, and nothing is taken twice."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest

from bot.posting.desk import Posting
from bot.posting.model import Delivery, Owed, Place, State, Target
from bot.posting.outbox import PATIENCE, Settlement
from tests.bot.posting.conftest import Opened, set_up
from tests.bot.posting.fakes import CHANNEL, GUILD, START, FakeDiscord, Watch

OTHER = Target(Place.CHANNEL, 6)


async def owe(posting: Posting, key: str, target: Target = CHANNEL, **more: Any) -> int | None:
    owed = Owed(key, more.pop("due", START), **more)
    async with posting._database.transaction() as connection:  # noqa: SLF001 - the caller's transaction is the caller's
        return await posting.outbox.owe(
            connection,
            kind="hourly",
            source_id=1,
            owed=owed,
            target=target,
            guild_id=GUILD,
            now=START,
        )


async def claim(posting: Posting, clock: Watch, most: int = 9) -> list[str]:
    return [delivery.key for delivery in await posting.outbox.claim(clock(), most)]


async def states(posting: Posting) -> dict[str, State]:
    standing = await posting.status(GUILD)
    return {delivery.key: delivery.state for delivery in [*standing.recent, *standing.waiting]}


async def put_off(posting: Posting, clock: Watch, *, seconds: float, times: int = 1) -> Delivery:
    """Try the oldest delivery some times, each in vain."""
    for _ in range(times):
        (delivery,) = await posting.outbox.claim(clock(), 1)
        later = clock() + timedelta(seconds=seconds)
        assert await posting.outbox.settle(delivery, Settlement(State.PENDING, next_try=later))
        posting.outbox.release(delivery.id)
        clock.turn(seconds)
    return delivery


async def test_what_is_owed_twice_is_owed_once(posting: Posting) -> None:
    first = await owe(posting, "a")
    assert first is not None
    assert await owe(posting, "a") is None
    assert await owe(posting, "a", OTHER) not in {None, first}


async def test_what_is_rolled_back_is_not_owed(posting: Posting, clock: Watch) -> None:
    with suppress(KeyError):
        async with posting._database.transaction() as connection:  # noqa: SLF001 - as above
            await posting.outbox.owe(
                connection,
                kind="hourly",
                source_id=1,
                owed=Owed("a", START),
                target=CHANNEL,
                guild_id=GUILD,
                now=START,
            )
            raise KeyError
    assert await claim(posting, clock) == []


async def test_every_delivery_has_a_mark_of_its_own_that_can_be_a_nonce(
    posting: Posting, clock: Watch
) -> None:
    for number in range(20):
        await owe(posting, "a", Target(Place.CHANNEL, number))
    marks = {delivery.mark for delivery in await posting.outbox.claim(clock(), 99)}
    assert len(marks) == 20
    assert all(8 <= len(mark) <= 25 and mark.isalnum() for mark in marks)


async def test_one_place_is_served_one_at_a_time_and_in_order(posting: Posting, clock: Watch) -> None:
    for key, target in (("a1", CHANNEL), ("b1", OTHER), ("a2", CHANNEL)):
        await owe(posting, key, target)
    first = await posting.outbox.claim(clock(), 9)
    assert [delivery.key for delivery in first] == ["a1", "b1"]
    assert await claim(posting, clock) == []
    assert await posting.outbox.settle(first[0], Settlement(State.SENT, message_id=1))
    assert await claim(posting, clock) == ["a2"]


async def test_no_more_are_claimed_than_asked_for(posting: Posting, clock: Watch) -> None:
    for number in range(5):
        await owe(posting, "a", Target(Place.CHANNEL, number))
    assert len(await claim(posting, clock, most=3)) == 3
    assert len(await claim(posting, clock, most=3)) == 2


async def test_one_that_cannot_go_holds_up_the_later_ones_of_its_place_only_for_a_few_attempts(
    posting: Posting, clock: Watch
) -> None:
    await owe(posting, "bad")
    await owe(posting, "next")
    for attempt in range(1, PATIENCE + 1):
        (delivery,) = await posting.outbox.claim(clock(), 9)
        assert (delivery.key, delivery.attempts) == ("bad", attempt)
        await posting.outbox.settle(
            delivery, Settlement(State.PENDING, next_try=clock() + timedelta(minutes=1))
        )
        if attempt < PATIENCE:
            assert await claim(posting, clock) == []
            clock.turn(60)
    assert await claim(posting, clock) == ["next"]
    clock.turn(60)
    assert await claim(posting, clock) == [], "one at a time"


async def test_one_that_was_tried_often_still_goes_first_when_both_could(
    posting: Posting, clock: Watch
) -> None:
    await owe(posting, "bad")
    await put_off(posting, clock, seconds=60, times=PATIENCE)
    await owe(posting, "next")
    assert await claim(posting, clock) == ["bad"]


async def test_nothing_goes_before_its_time_nor_is_held_up_by_what_is_not_due(
    posting: Posting, clock: Watch
) -> None:
    await owe(posting, "later", due=START + timedelta(minutes=2))
    await owe(posting, "now")
    assert await posting.outbox.next_try(clock()) == START.timestamp()
    assert await claim(posting, clock) == ["now"]
    clock.turn(minutes=2)
    assert await claim(posting, clock) == []


async def test_a_second_is_never_cut_short(posting: Posting, clock: Watch) -> None:
    await owe(posting, "a")
    await put_off(posting, clock, seconds=1.25)
    assert await claim(posting, clock) == []
    clock.turn(0.75)
    assert await claim(posting, clock) == ["a"]


@pytest.mark.parametrize(
    ("merge", "left"),
    [("", {"b:2", "d"}), ("a:", {"b:1", "b:2", "d"}), (None, {"a:1", "a:2", "b:1", "b:2", "d"})],
)
async def test_earlier_ones_that_were_surely_not_sent_are_merged_into_a_later_one(
    posting: Posting, clock: Watch, merge: str | None, left: set[str]
) -> None:
    for key in ("a:1", "a:2", "b:1", "b:2"):
        await owe(posting, key)
    (doubtful,) = await posting.outbox.claim(clock(), 1)
    later = START + timedelta(hours=1)
    await posting.outbox.settle(doubtful, Settlement(State.PENDING, next_try=later, doubtful=True))
    await owe(posting, "c", OTHER, due=later)
    await owe(posting, "d", due=later, merge=merge)
    waiting = {key for key, state in (await states(posting)).items() if state is State.PENDING}
    assert waiting == (left | {"a:1", "c"}) - ({"b:2"} if merge == "" else set())


async def test_one_that_is_skipped_merges_nothing_away(posting: Posting) -> None:
    await owe(posting, "a")
    await owe(posting, "b", due=START + timedelta(hours=1), merge="", skip="it was missed")
    assert await states(posting) == {"a": State.PENDING, "b": State.SKIPPED}


async def test_a_claimed_one_is_taken_back_after_a_restart_and_not_while_it_is_carried(
    start: Opened, clock: Watch
) -> None:
    async with start() as posting:
        await owe(posting, "a")
        (claimed,) = await posting.outbox.claim(clock(), 9)
        assert await posting.outbox.recover(clock()) == 0
        assert not claimed.doubtful
    clock.turn(5)
    async with start() as posting:
        assert await posting.outbox.recover(clock()) == 1
        (again,) = await posting.outbox.claim(clock(), 9)
        assert (again.doubtful, again.attempts, again.mark) == (True, 2, claimed.mark)
        assert again.first_tried == START


async def test_what_a_broken_off_claim_took_is_taken_back(posting: Posting, clock: Watch) -> None:
    for ticks in range(30):
        await owe(posting, "a", Target(Place.CHANNEL, ticks))
        claiming = asyncio.create_task(posting.outbox.claim(clock(), 9))
        for _ in range(ticks):
            await asyncio.sleep(0)
        claiming.cancel()
        done = (await asyncio.gather(claiming, return_exceptions=True))[0]
        posting.outbox.release_all()
        await posting.outbox.recover(clock())
        (delivery,) = await posting.outbox.claim(clock(), 9)
        assert delivery.doubtful or isinstance(done, asyncio.CancelledError)
        assert await posting.outbox.settle(delivery, Settlement(State.SENT, message_id=1))
        posting.outbox.release(delivery.id)


async def test_a_turn_is_counted_with_the_post_and_only_then(posting: Posting, discord: FakeDiscord) -> None:
    schedule = await set_up(posting)
    await posting.plan(discord.contacts)
    (delivery,) = await posting.outbox.claim(START, 9)
    assert await posting.outbox.settle(delivery, Settlement(State.SENT, message_id=1))
    assert not await posting.outbox.settle(delivery, Settlement(State.SENT, message_id=2))
    counted = await posting.schedules.get(schedule.id)
    assert counted is not None
    assert counted.turn == 1
    settled = await posting.outbox.get(delivery.id)
    assert settled is not None
    assert (settled.message_id, settled.settled_at) == (1, START)


async def test_old_ones_are_pruned_and_what_waits_never_is(
    posting: Posting, clock: Watch, discord: FakeDiscord
) -> None:
    await set_up(posting)
    await posting.tick(discord)
    await owe(posting, "waits", OTHER, due=START + timedelta(days=400))
    await owe(posting, "useless", useful_until=START + timedelta(days=1))
    assert await posting.prune(START + timedelta(days=89), keep_for=timedelta(days=90)) == 0
    assert (await states(posting))["useless"] is State.SKIPPED
    clock.turn(days=300)
    assert await posting.prune(clock(), keep_for=timedelta(days=90)) == 2
    assert await states(posting) == {"waits": State.PENDING}
