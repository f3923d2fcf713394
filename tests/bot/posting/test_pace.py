"""Requests keep under Discord's limit, wherever they are held up and whenever Discord counts them."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.posting.pace import MOST, Pace
from tests.bot.posting.virtual_time import VirtualTime

DISCORD = 50
"""Requests that Discord takes in any second."""
DELAYS = st.sampled_from([0.0, 0.001, 0.01, 0.2, 0.9, 3.0])


def busiest(moments: list[float]) -> int:
    """The most of these moments within any second."""
    ordered = sorted(moments)
    return max(
        sum(start <= moment < start + 1 for moment in ordered[place:]) for place, start in enumerate(ordered)
    )


async def send(
    time: VirtualTime, pace: Pace, counted: list[float], there: float = 0.0, back: float = 0.0
) -> None:
    """A request that Discord counts on its way."""
    async with pace.turn():
        await time.sleep(there)
        counted.append(time.now)
        await time.sleep(back)


@given(
    delays=st.lists(st.tuples(DELAYS, DELAYS), min_size=1, max_size=200),
    pauses=st.lists(st.floats(0, 2), max_size=5),
)
async def test_no_second_of_discord_s_holds_too_many(
    delays: list[tuple[float, float]], pauses: list[float]
) -> None:
    time = VirtualTime()
    pace = Pace(clock=time.clock, sleep=time.sleep)
    counted: list[float] = []

    async def after(pause: float) -> None:
        await time.sleep(pause)
        await asyncio.gather(*[send(time, pace, counted) for _ in range(30)])

    sending = [send(time, pace, counted, there, back) for there, back in delays]
    await time.run(*sending, *map(after, pauses))
    assert len(counted) == len(delays) + 30 * len(pauses)
    assert busiest(counted) <= MOST < DISCORD


@pytest.mark.parametrize("latency", [0.0, 0.02, 0.06])
async def test_a_long_queue_goes_nearly_as_fast_as_discord_allows(latency: float) -> None:
    time = VirtualTime()
    pace = Pace(clock=time.clock, sleep=time.sleep)
    counted: list[float] = []
    await time.run(*[send(time, pace, counted, latency / 2, latency / 2) for _ in range(500)])
    assert counted[-1] <= 1.1 * len(counted) / DISCORD


async def test_a_few_requests_wait_for_nothing() -> None:
    time = VirtualTime()
    pace = Pace(clock=time.clock, sleep=time.sleep)
    counted: list[float] = []
    await time.run(*[send(time, pace, counted) for _ in range(5)])
    assert counted == [0.0] * 5


async def test_they_go_in_the_order_in_which_they_came() -> None:
    time = VirtualTime()
    pace = Pace(2, clock=time.clock, sleep=time.sleep)
    went: list[int] = []

    async def go(number: int) -> None:
        async with pace.turn():
            went.append(number)
            await time.sleep(0.3)

    await time.run(*map(go, range(9)))
    assert went == list(range(9))


async def test_where_discord_asks_for_silence_nothing_goes() -> None:
    time = VirtualTime()
    pace = Pace(clock=time.clock, sleep=time.sleep)
    counted: list[float] = []

    async def refused() -> None:
        async with pace.turn():
            pace.hold(30)
            pace.hold(5)

    await time.run(refused(), *[send(time, pace, counted) for _ in range(3)])
    assert min(counted) == 30


async def test_who_gives_up_waiting_holds_up_nobody() -> None:
    time = VirtualTime()
    pace = Pace(1, clock=time.clock, sleep=time.sleep)
    counted: list[float] = []

    async def give_up() -> None:
        waiting = asyncio.create_task(send(time, pace, counted))
        await time.sleep(0.5)
        waiting.cancel()
        with suppress(asyncio.CancelledError):
            await waiting

    async def fail() -> None:
        with suppress(KeyError):
            async with pace.turn():
                raise KeyError

    await time.run(fail(), give_up(), give_up(), send(time, pace, counted))
    assert counted == [1.0]
