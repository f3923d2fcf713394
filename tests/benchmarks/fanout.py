"""The load run: so many digests in different channels, all due in the same minute, while people ask.

    python -m tests.benchmarks.fanout [--schedules 10000]

The real bot over real sockets, in a process of its own; Discord, in another, takes 50 requests in any second.
"""

# ruff: noqa: T201 - printing is what it does
from __future__ import annotations

import argparse
import asyncio
import gc
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from bot.app import open_services
from bot.client import R2PBot
from bot.clock import system_clock
from bot.config import Config, Database, Discord, Limits
from bot.posting.metronome import HandCranked
from bot.posting.sender import DiscordSender
from bot.storage.database import reading
from tests.benchmarks.far_side import ASKS_PER_SECOND, Discordia, Seen, far_side
from tests.benchmarks.measures import alone, resident
from tests.wire.discord_server import TOKEN
from tests.wire.limits import PER_SECOND
from tests.wire.owing import owe_digest

SCHEDULES = 10_000
GOAL_PLANNING, GOAL_FAN_OUT, GOAL_ASK = 1.0, 1.1, 0.050  # seconds; times the least possible; seconds
AHEAD = timedelta(hours=1)
"""When they fall due, so that none does while they are set up."""


@dataclass(slots=True)
class MovedClock:
    """The machine's time, put forward by a test."""

    ahead: timedelta = timedelta(0)

    def __call__(self) -> datetime:
        return system_clock() + self.ahead


@dataclass(frozen=True, slots=True)
class Run:
    """What one run came to; times in seconds, memory in MiB."""

    schedules: int
    planning: float
    fan_out: float
    """From the first beat after they fell due until the last was settled, planning aside."""
    memory: tuple[float, float, float]
    """Before, at the most, and after."""
    states: Counter[str]
    """Of deliveries, in the database."""
    seen: Seen

    @property
    def least(self) -> float:
        """Seconds that Discord's limit leaves for so many posts at the least."""
        return self.schedules / PER_SECOND

    @property
    def slowest_asks(self) -> float:
        """The 99th percentile of the seconds in which people were answered."""
        asks = self.seen.asks
        return asks[min(int(len(asks) * 0.99), len(asks) - 1)]


def run(schedules: int) -> Run:
    """Do it once, in this process."""
    with far_side(schedules) as pipe, TemporaryDirectory() as folder:
        return asyncio.run(_run(pipe, Path(folder) / "r2p.sqlite3", schedules))


async def _run(pipe: Connection, database: Path, schedules: int) -> Run:
    place: Discordia = await asyncio.to_thread(pipe.recv)
    config = Config(
        discord=Discord(api_url=place.api_url, gateway_url=place.gateway_url, shard_count=1),
        database=Database(path=database),
        limits=Limits(cooldown_uses=1000, cooldown_seconds=1),
    )
    clock = MovedClock()
    async with (
        open_services(config, clock=clock) as services,
        R2PBot(services, metronome=HandCranked()) as bot,
    ):
        for guild, channels in place.channels.items():
            for channel in channels:
                await owe_digest(
                    services.posting.schedules, clock() + AHEAD, guild_id=guild, channel_id=channel
                )
        running = asyncio.create_task(bot.start(TOKEN))
        ready = asyncio.create_task(bot.wait_until_ready())
        await asyncio.wait((ready, running), return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            running.result()  # raises what kept it from connecting
        memory = [held()]
        pipe.send("begin")
        await asyncio.to_thread(pipe.recv)
        clock.ahead = AHEAD + timedelta(minutes=1)
        async with _noted(memory):
            begun = perf_counter()
            await services.posting.plan(DiscordSender(bot).contacts)
            planned = perf_counter()
            await bot.tick()
            done = perf_counter()
        pipe.send("end")
        seen: Seen = await asyncio.to_thread(pipe.recv)
        memory.append(held())
        await bot.close()
        await running
    with reading(database) as (connection, _):
        states = Counter(dict(connection.execute("SELECT state, count(*) FROM deliveries GROUP BY state")))
    return Run(schedules, planned - begun, done - planned, (memory[0], max(memory), memory[-1]), states, seen)


def held() -> float:
    """MiB that the process holds when it is tidy; tidying stops all else for a tenth of a second."""
    gc.collect()
    return resident()


@asynccontextmanager
async def _noted(memory: list[float]) -> AsyncIterator[None]:
    """Note again and again how much memory the process holds."""

    async def note() -> None:
        while True:
            await asyncio.sleep(0.2)
            memory.append(resident())

    noting = asyncio.create_task(note())
    try:
        yield
    finally:
        noting.cancel()


def print_run(done: Run) -> None:
    """Print the figures, each beside its goal."""
    seen, (before, most, after) = done.seen, done.memory
    times = done.fan_out / done.least
    print(f"{done.schedules:,} digests due in the same minute, each in a channel of its own; {states(done)}")
    print(
        f"planning             {done.planning:8.2f} s    {met(done.planning <= GOAL_PLANNING)}: {GOAL_PLANNING} s"
    )
    print(
        f"whole fan-out        {done.fan_out:8.2f} s    {met(times <= GOAL_FAN_OUT)}: {GOAL_FAN_OUT} times the least "
        f"possible {done.least:.1f} s, it is {times:.3f} times"
    )
    print(f"requests in a second {seen.most:8d}      at most, in any; Discord takes {PER_SECOND}")
    print(f"answers 429          {seen.statuses[429]:8d}      {met(not seen.statuses[429])}: none")
    print(f"memory               {before:8.1f} MiB  before, {most:.1f} at the most, {after:.1f} after")
    print(
        f"answers to people    {done.slowest_asks * 1000:8.1f} ms   {met(done.slowest_asks <= GOAL_ASK)}: "
        f"{GOAL_ASK * 1000:.0f} ms, 99th percentile of {len(seen.asks)} asked meanwhile, {ASKS_PER_SECOND} a second"
    )


def states(done: Run) -> str:
    """What became of them: "10,000 sent"."""
    return ", ".join(f"{count:,} {state}" for state, count in sorted(done.states.items()))


def met(truth: object) -> str:
    """Whether a goal was met; it follows."""
    return "goal met" if truth else "goal missed"


def main() -> None:
    """Print the figures of one run."""
    parser = argparse.ArgumentParser(description="Many digests due in the same minute, over real sockets.")
    parser.add_argument("--schedules", type=int, default=SCHEDULES, metavar="N")
    print_run(alone(run, parser.parse_args().schedules))


if __name__ == "__main__":
    main()
