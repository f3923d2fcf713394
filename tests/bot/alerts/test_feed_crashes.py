"""Whenever the process dies while it takes in a feed: each item is raised once, none is lost, none doubled."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.alerts.intake import FEED
from tests.bot.alerts.made_up_feeds import entry
from tests.bot.alerts.publisher import Publisher, Reader, publishing, reading
from tests.bot.posting.fakes import Crash, Watch

FIRST = entry(1, "concern: what was there before")
AFTER = [
    replace(FIRST, summary="More is known by now."),
    *(entry(n, f"urgent: matter number {n} of several") for n in range(2, 7)),
    entry(8, "a football match"),
    entry(9, "a film"),
]


@dataclass
class Dying:
    """Queries that die at the one of a number, before or after it was done; everything else goes through."""

    queries: Any
    at: int
    after: bool
    count: int = 0

    def __getattr__(self, name: str) -> Callable[..., Any]:
        query = getattr(self.queries, name)

        def run(*args: Any, **more: Any) -> Any:
            self.count += 1
            if self.count != self.at:
                return query(*args, **more)
            if not self.after:
                raise Crash
            running = query(*args, **more)
            return read_and_died(running) if hasattr(running, "__aiter__") else done_and_died(running)

        return run


async def done_and_died(running: Any) -> Any:
    await running
    raise Crash


async def read_and_died(running: Any) -> AsyncIterator[Any]:
    async for row in running:
        yield row
    raise Crash


async def prepared(path: Path, publisher: Publisher) -> None:
    """A feed that raised one alert, whose words changed since, and that has several new items."""
    publisher.put([])
    async with reading(path, Watch(), publisher) as reader:
        await reader.follow(publisher.at())
        publisher.put([FIRST])
        await reader.poll()
    publisher.put(AFTER)


async def stands_once(reader: Reader) -> None:
    """All that should be is there, and nothing twice."""
    first, *raised = await reader.raised()
    assert (first.text, first.revision) == ("More is known by now.", 2)
    assert len({alert.title for alert in raised}) == len(raised) == 3
    owed = [each.source_id for each in await reader.owed("alert") if each.key == "raise"]
    assert sorted(owed) == [alert.id for alert in (first, *raised)]
    assert len(await reader.owed(FEED)) == 1
    (feed,) = await reader.feeds.of(first.guild_id)
    assert (feed.counts.raised, feed.counts.summed, feed.counts.below) == (4, 2, 2)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
async def test_death_at_any_query_loses_and_doubles_nothing(tmp_path: Path, *, after: bool) -> None:
    async with publishing() as publisher:
        await prepared(tmp_path / "start.sqlite3", publisher)
        at, died = 0, True
        while died:
            at += 1
            path = tmp_path / f"{at}.sqlite3"
            shutil.copy(tmp_path / "start.sqlite3", path)
            clock = Watch()
            clock.turn(hours=1)
            died = await dies(path, clock, publisher, at, after=after)
            async with reading(path, clock, publisher) as reader:
                for _ in range(2):
                    await reader.poll(timedelta(hours=1))
                await stands_once(reader)
        assert at > 20, "it died at each of many queries"


async def dies(path: Path, clock: Watch, publisher: Publisher, at: int, *, after: bool) -> bool:
    """Poll with queries that die; tells whether they did."""
    seen: list[Dying] = []

    def dying(queries: Any) -> Dying:
        seen.append(Dying(queries, -1, after))
        return seen[0]

    async with reading(path, clock, publisher, seen=dying) as reader:
        seen[0].count, seen[0].at = 0, at
        try:
            await reader.poll(timedelta(0))
        except Crash:
            return True
    return False


async def test_a_round_that_is_broken_off_is_done_again(tmp_path: Path) -> None:
    async with publishing() as publisher:
        path = tmp_path / "r2p.sqlite3"
        await prepared(path, publisher)
        clock = Watch()
        clock.turn(hours=1)
        for turns in range(0, 60, 7):
            async with reading(path, clock, publisher) as reader:
                round_ = asyncio.create_task(reader.poll(timedelta(hours=1)))
                for _ in range(turns):
                    await asyncio.sleep(0)
                round_.cancel()
                await asyncio.wait([round_])
        async with reading(path, clock, publisher) as reader:
            await reader.poll(timedelta(hours=1))
            await stands_once(reader)


async def test_two_rounds_at_once_are_one_after_the_other(tmp_path: Path) -> None:
    async with publishing() as publisher:
        path = tmp_path / "r2p.sqlite3"
        await prepared(path, publisher)
        publisher.server.heads.clear()
        async with reading(path, Watch(), publisher) as reader:
            await asyncio.gather(*(reader.poll(timedelta(hours=1)) for _ in range(3)))
            await stands_once(reader)
        assert len(publisher.asked) <= 3
