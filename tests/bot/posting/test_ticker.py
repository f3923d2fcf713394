"""What beats the time: each job again and again, one at a time, whatever a job does; and a clean end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.posting.desk import Posting
from bot.posting.metronome import HandCranked, Job
from bot.posting.model import Place, State, Target
from bot.posting.rounds import Rounds
from bot.posting.ticker import Ticker
from tests.bot.posting.conftest import set_up
from tests.bot.posting.fakes import CHANNEL, GUILD, FakeDiscord

SOON = 0.005
NEVER = 10_000.0


@pytest.fixture
async def ticker() -> AsyncIterator[Ticker]:
    ticker = Ticker()
    ticker.start()
    yield ticker
    await ticker.stop()


class Work:
    """Counts how often it is done, and can take long or fail."""

    def __init__(self, times: int) -> None:
        self.left = times
        self.done = asyncio.Event()
        self.under_way = 0
        self.most_under_way = 0

    async def __call__(self) -> None:
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        for _ in range(20):
            await asyncio.sleep(0)
        self.under_way -= 1
        self.left -= 1
        if self.left <= 0:
            self.done.set()


async def test_a_job_is_done_again_and_again_and_never_twice_at_a_time(ticker: Ticker) -> None:
    work = Work(5)
    ticker.add(Job("work", SOON, work))
    await work.done.wait()
    assert work.most_under_way == 1


async def test_a_job_that_fails_is_logged_and_done_again(
    ticker: Ticker, caplog: pytest.LogCaptureFixture
) -> None:
    again = asyncio.Event()

    async def fail() -> None:
        if "job failed job=fail" in caplog.messages:
            again.set()
        raise KeyError("sesame")

    ticker.add(Job("fail", SOON, fail))
    await again.wait()
    assert "KeyError" in caplog.text


async def test_a_job_of_the_same_name_takes_the_place_of_the_other(ticker: Ticker) -> None:
    first, second = Work(1), Work(1)
    ticker.add(Job("work", NEVER, first, at_once=False))
    ticker.add(Job("work", NEVER, second))
    await second.done.wait()
    ticker.hasten("work")
    assert not first.done.is_set()


async def test_a_job_can_be_hastened(ticker: Ticker) -> None:
    work = Work(1)
    ticker.add(Job("work", NEVER, work, at_once=False))
    ticker.hasten("nothing of that name")
    ticker.hasten("work")
    await work.done.wait()


async def test_after_the_end_nothing_is_begun_and_what_was_under_way_is_broken_off(
    caplog: pytest.LogCaptureFixture,
) -> None:
    ticker, begun, broken = Ticker(), asyncio.Event(), asyncio.Event()

    async def endless() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            broken.set()

    ticker.add(Job("endless", NEVER, endless))
    ticker.start()
    await begun.wait()
    await ticker.stop()
    await broken.wait()
    await ticker.stop()
    ticker.hasten("endless")
    assert "job failed" not in caplog.text


async def test_rounds_plan_at_each_beat_while_one_delivering_goes_on(
    posting: Posting, discord: FakeDiscord
) -> None:
    rounds = Rounds(posting, discord)
    await set_up(posting)
    await rounds.beat()
    await set_up(posting, Target(Place.CHANNEL, 6))
    await rounds.beat()
    await rounds.stop()
    standing = await posting.status(GUILD)
    assert {delivery.state for delivery in standing.recent} == {State.SENT}
    assert not standing.waiting or standing.waiting[0].state is State.PENDING
    await rounds.beat()
    await rounds.tick()
    assert len(discord.messages) == 2


async def test_rounds_that_were_never_begun_can_be_ended(posting: Posting, discord: FakeDiscord) -> None:
    await Rounds(posting, discord).stop()


async def test_a_delivering_that_fails_is_logged_and_begun_anew_at_the_next_beat(
    posting: Posting,
    discord: FakeDiscord,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    rounds = Rounds(posting, discord)
    await set_up(posting)
    failed = asyncio.Event()

    async def fail(*_: object) -> None:
        failed.set()
        raise OSError("the disk is full")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(posting.outbox, "claim", fail)
        await rounds.beat()
        await failed.wait()
        await rounds.stop()
    assert "delivering failed" in caplog.messages
    await rounds.tick()
    assert len(discord.texts(CHANNEL)) == 1


async def test_the_hand_cranked_one_does_a_job_when_it_is_told_to() -> None:
    crank, work = HandCranked(), Work(2)
    crank.add(Job("work", SOON, work))
    crank.start()
    crank.hasten("work")
    await crank.turn("work")
    assert (work.left, crank.running) == (1, True)
    await crank.stop()
    assert not crank.running
    with pytest.raises(KeyError):
        await crank.turn("play")
