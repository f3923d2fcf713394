"""The promise: whatever moment the process dies at, every occurrence is posted once, and none is lost.

Here the process is one event loop, and dies by an error that nothing can catch in time: before, within or after any
transaction, and before or after Discord took a message. From then on it can do nothing. tests/wire kills the real one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.posting.desk import Posting
from bot.posting.model import Found, Outcome, Place, Post, State, Target, Verdict
from bot.posting.outbox import Outbox
from bot.storage.database import Database, open_database
from bot.storage.schedules import ScheduleStore
from tests.bot.posting.conftest import set_up
from tests.bot.posting.fakes import GUILD, Crash, FakeDiscord, Hourly, Watch

CHANNELS = 2
STEPS = 46
"""More than a tick of these channels takes."""
AFTER_THE_NONCE = 400
"""Seconds after which a nonce protects no more."""


@dataclass
class Fate:
    """Counts steps; at the last one the process dies, and does nothing more."""

    left: int | None

    def step(self) -> None:
        if self.left is not None:
            self.left -= 1
            if self.left <= 0:
                self.left = 0
                raise Crash


class MortalDatabase(Database):
    """A database whose process may die around every transaction."""

    fate = Fate(None)

    @asynccontextmanager
    async def transaction(self, *, committed: Callable[[], object] | None = None) -> AsyncIterator[Any]:
        self.fate.step()
        async with super().transaction(committed=committed) as connection:
            yield connection
            self.fate.step()
        self.fate.step()


@dataclass
class MortalWay:
    """A way to Discord whose process may die before and after each request."""

    discord: FakeDiscord
    fate: Fate

    async def post(self, target: Target, post: Post, mark: str) -> Outcome:
        self.fate.step()
        outcome = await self.discord.post(target, post, mark)
        self.fate.step()
        return outcome

    async def find(self, target: Target, mark: str, since: datetime) -> Found:
        self.fate.step()
        found = await self.discord.find(target, mark, since)
        self.fate.step()
        return found

    def contacts(self, guild_id: int) -> tuple[Target, ...]:
        return tuple(self.discord.contacts(guild_id))


@dataclass
class Life:
    """A database file, a Discord and a clock that outlive the process."""

    path: Path
    clock: Watch
    discord: FakeDiscord

    async def run(self, *, steps: int | None) -> bool:
        """Start the process, tick until nothing is left to do, or die after so many steps; tell which."""
        fate = Fate(steps)
        async with open_database(self.path) as opened:
            database = MortalDatabase(opened._connection, opened.sql)  # noqa: SLF001 - the same file
            database.fate = fate
            posting = Posting(database, self.clock, ScheduleStore(database), Outbox(database, self.clock))
            posting.register(Hourly())
            try:
                for _ in range(50):
                    await posting.tick(MortalWay(self.discord, fate))
                    following = await posting.next_instant()
                    if following is None or following > self.clock() + timedelta(minutes=20):
                        return True
                    self.clock.now = max(following, self.clock())
                raise AssertionError("it does not come to an end")
            except Crash:
                return False
            finally:
                fate.left = 0 if fate.left is not None else None

    async def begin(self) -> None:
        async with open_database(self.path) as database:
            posting = Posting(database, self.clock, ScheduleStore(database), Outbox(database, self.clock))
            for number in range(CHANNELS):
                await set_up(posting, Target(Place.CHANNEL, number + 10))

    async def check(self) -> None:
        """Nothing twice, nothing lost, and every row tells the truth."""
        for number in range(CHANNELS):
            target = Target(Place.CHANNEL, number + 10)
            texts = self.discord.texts(target)
            assert max(Counter(texts).values()) == 1, "twice"
            assert texts == sorted(texts), "out of order"
            assert texts[-1] == f"{self.clock():%Y-%m-%dT%H}", "lost"
        async with open_database(self.path) as database:
            outbox, number = Outbox(database, self.clock), 0
            sent = set()
            while (delivery := await outbox.get(number := number + 1)) is not None:
                there = [each for each in self.discord.messages if each.mark == delivery.mark]
                assert len(there) == (delivery.state is State.SENT), delivery
                assert delivery.state in {State.SENT, State.SKIPPED}
                assert delivery.state is State.SENT or delivery.error == "merged into a later post"
                sent |= {delivery.source_id} if there else set()
            schedules = await ScheduleStore(database).of_guild(GUILD)
        assert sent == {schedule.id for schedule in schedules}
        assert sum(schedule.turn for schedule in schedules) == len(self.discord.messages)


async def live(deaths: list[tuple[int, int]], answers: list[Verdict]) -> tuple[Life, int]:
    """Die after each number of steps, be started again after so many seconds, and at last come to an end."""
    clock = Watch()
    with TemporaryDirectory() as folder:
        life = Life(Path(folder) / "r2p.sqlite3", clock, FakeDiscord(clock))
        await life.begin()
        died = 0
        for number, (steps, gap) in enumerate(deaths):
            if number < len(answers):
                life.discord.after.append(Outcome(answers[number]))
            died += not await life.run(steps=steps)
            clock.turn(gap)
        life.discord.after.clear()
        assert await life.run(steps=None)
        await life.check()
    return life, died


@pytest.mark.parametrize("gap", [5, AFTER_THE_NONCE, 2 * 60 * 60])
async def test_dead_at_every_step_and_started_again(gap: int) -> None:
    every = 1 if gap == AFTER_THE_NONCE else 6
    deaths = [(await live([(steps, gap)], []))[1] for steps in [*range(1, STEPS, every), STEPS]]
    assert deaths[0] == 1
    assert deaths[-1] == 0, "the last one was beyond the end, so all steps were tried"


@settings(max_examples=settings().max_examples // 4)  # each has several starts of the process
@given(
    deaths=st.lists(
        st.tuples(st.integers(1, STEPS), st.sampled_from([1, 5, 400, 4_000, 100_000])), min_size=1, max_size=6
    ),
    answers=st.lists(st.sampled_from([Verdict.SENT, Verdict.UNCLEAR]), max_size=4),
)
async def test_dead_again_and_again_at_any_moment(
    deaths: list[tuple[int, int]], answers: list[Verdict]
) -> None:
    await live(deaths, answers)


async def test_the_process_of_this_test_does_nothing_after_its_death() -> None:
    fate = Fate(2)
    fate.step()
    for _ in range(3):
        with pytest.raises(Crash):
            fate.step()
