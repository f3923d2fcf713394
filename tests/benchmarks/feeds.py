"""The feed run: 500 feeds of 50 items each, fetched from a publisher on this computer, while people ask.

    python -m tests.benchmarks.feeds [--feeds 500]

The bot's own parts in a process of their own, without Discord; the publisher, in another, serves each feed under a host
of its own (127.1.0.1, 127.1.0.2 …), as the politeness of the rounds asks for.
"""

# ruff: noqa: T201 - printing is what it does
from __future__ import annotations

import argparse
import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from aiohttp import web

from bot.alerts.feed_desk import Sources
from bot.alerts.fetch import Fetcher
from bot.alerts.model import AlertSettings
from bot.alerts.rule_input import Wish
from bot.app import open_services
from bot.config import Config, Database
from bot.posting.model import Place, Target
from bot.services import Services
from tests.benchmarks.fanout import MovedClock, held
from tests.benchmarks.measures import alone, resident
from tests.bot.alerts.made_up_feeds import Entry, entry, rss

FEEDS, ITEMS, NEW = 500, 50, 5
"""How many feeds, items in each, and new ones in each by the second look, of which one is to be raised."""
A_SERVER = 20
"""Feeds of one server."""
ASK_EVERY = 0.02
QUESTION = "What is the responsibility to protect?"
_CHANNEL = 55
_GRAVE = "Doctors say that wards were hit at night and that aid convoys have been turned back. " * 4
_LIGHT = "The band had rehearsed for weeks, the cake was eaten by noon, and it did not rain. " * 4


@dataclass(frozen=True, slots=True)
class Phase:
    """One look at all feeds; times in seconds."""

    seconds: float
    asks: Sequence[float]
    """How long people waited for an answer meanwhile, sorted."""

    def percentile(self, share: float) -> float:
        """Milliseconds within which such a share of the answers came."""
        return self.asks[min(int(len(self.asks) * share), len(self.asks) - 1)] * 1000


@dataclass(frozen=True, slots=True)
class Run:
    """What one run came to; memory in MiB."""

    feeds: int
    alerts: int
    below: int
    requests: int
    idle: Phase
    added: Phase
    changed: Phase
    unchanged: Phase
    memory: tuple[float, float, float]
    """Before, at the most, and after."""


def host(number: int) -> str:
    """The address of a feed's own host."""
    return f"127.1.{number // 250}.{number % 250 + 1}"


def items(number: int, looks: int) -> list[Entry]:
    """What a feed holds: the newest first, among the new ones one about the report's subject."""
    count = ITEMS + NEW * looks
    return [_item(number * 10_000 + place) for place in range(count, count - ITEMS, -1)]


def _item(number: int) -> Entry:
    if number % 10_000 > ITEMS and number % NEW == 0:
        return entry(number, f"Army shells hospital {number}, dozens of civilians killed", summary=_GRAVE)
    return entry(number, f"Town council opens park {number} with a brass band", summary=_LIGHT)


def publish(pipe: Connection) -> None:
    """Serve the feeds in this process; the pipe says how many looks there were, and is told of the requests."""
    asyncio.run(_publish(pipe))


async def _publish(pipe: Connection) -> None:
    looks, requests = 0, 0

    async def feed(request: web.Request) -> web.Response:
        nonlocal requests
        requests += 1
        tag = f'"{request.path}-{looks}"'
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304, headers={"ETag": tag})
        body = rss(items(int(request.match_info["number"]), looks))
        return web.Response(body=body, content_type="application/rss+xml", headers={"ETag": tag})

    site = web.Application()
    site.router.add_get("/{number}", feed)
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    listening = web.TCPSite(runner, "0.0.0.0", 0)  # noqa: S104 - to be found under many hosts of this computer
    await listening.start()
    pipe.send(runner.addresses[0][1])
    while (told := await asyncio.to_thread(pipe.recv)) is not None:
        looks = told
        pipe.send(requests)
    await runner.cleanup()


@contextmanager
def published() -> Iterator[Connection]:
    """A publisher in a process of its own, until the block ends."""
    context = get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=publish, args=(there,), daemon=True)
    process.start()
    try:
        yield here
    finally:
        here.send(None)
        process.join(10)


def run(feeds: int) -> Run:
    """Do it once, in this process."""
    with published() as pipe, TemporaryDirectory() as folder:
        return asyncio.run(_run(pipe, Path(folder) / "r2p.sqlite3", feeds))


async def _run(pipe: Connection, path: Path, feeds: int) -> Run:
    port: int = await asyncio.to_thread(pipe.recv)
    clock, memory = MovedClock(), [0.0]
    sources = Sources(Fetcher((host(number), port) for number in range(feeds)), ())
    async with open_services(Config(database=Database(path=path)), clock=clock, sources=sources) as services:
        memory[0] = held()
        async with _asking(services, memory) as asks:
            await asyncio.sleep(2)
            idle = _phase(2, asks)
            begun = perf_counter()
            for number in range(feeds):
                await _follow(services, number, f"http://{host(number)}:{port}/{number}")
            added = _phase(perf_counter() - begun, asks)
            pipe.send(1)
            before = await asyncio.to_thread(pipe.recv)
            changed = await _look(services, clock, asks)
            unchanged = await _look(services, clock, asks)
        pipe.send(1)
        requests = await asyncio.to_thread(pipe.recv) - before
        memory.append(held())
        servers = range(1, feeds // A_SERVER + 2)
        alerts = [len(await services.alerts.all_of(guild)) for guild in servers]
        below = [feed.counts.below for guild in servers for feed in await services.feeds.of(guild)]
    most = (memory[0], max(memory), memory[-1])
    return Run(feeds, sum(alerts), sum(below), requests, idle, added, changed, unchanged, most)


async def _follow(services: Services, number: int, address: str) -> None:
    guild = number // A_SERVER + 1
    if not number % A_SERVER:
        await services.alerts.choices.set(guild, AlertSettings(channel_id=_CHANNEL))
    await services.feeds.add(guild, address, Wish(), by=1)


async def _look(services: Services, clock: MovedClock, asks: list[float]) -> Phase:
    """Let every feed fall due, and do rounds until none is."""
    clock.ahead += timedelta(minutes=20)
    begun = perf_counter()
    while await services.feeds.poller.poll(lambda _: [Target(Place.USER, 1)]):
        pass
    return _phase(perf_counter() - begun, asks)


def _phase(seconds: float, asks: list[float]) -> Phase:
    done = Phase(seconds, sorted(asks))
    asks.clear()
    return done


@asynccontextmanager
async def _asking(services: Services, memory: list[float]) -> AsyncIterator[list[float]]:
    """Ask again and again, and note how late each answer is; note the memory beside."""
    asks: list[float] = []

    async def ask() -> None:
        while True:
            wanted = perf_counter() + ASK_EVERY
            await asyncio.sleep(ASK_EVERY)
            services.answerer.answer(QUESTION)
            asks.append(perf_counter() - wanted)
            memory.append(resident())

    asking = asyncio.create_task(ask())
    try:
        yield asks
    finally:
        asking.cancel()


def print_run(done: Run) -> None:
    """Print the figures."""
    print(
        f"{done.feeds:,} feeds of {ITEMS} items; {done.alerts:,} alerts, {done.below:,} items below the line"
    )
    phases = {
        "nothing else": done.idle,
        "added": done.added,
        f"{NEW} new in each": done.changed,
        "unchanged": done.unchanged,
    }
    for name, phase in phases.items():
        print(
            f"{name:15} {phase.seconds:7.2f} s   {phase.seconds / done.feeds * 1000:6.1f} ms a feed   "
            f"answer meanwhile: {phase.percentile(0.5):6.1f} ms median, {phase.percentile(0.95):6.1f} ms p95, "
            f"{phase.percentile(0.99):6.1f} ms p99"
        )
    before, most, after = done.memory
    print(f"memory          {before:7.1f} MiB before, {most:.1f} at the most, {after:.1f} after")


def main() -> None:
    """Print the figures of one run."""
    parser = argparse.ArgumentParser(description="Many feeds, fetched and read while people ask.")
    parser.add_argument("--feeds", type=int, default=FEEDS, metavar="N")
    print_run(alone(run, parser.parse_args().feeds))


if __name__ == "__main__":
    main()
