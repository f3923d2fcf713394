"""The other end of the load run, in a process of its own: Discord with its limit, and people who ask meanwhile."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from itertools import cycle
from multiprocessing import get_context
from multiprocessing.connection import Connection
from time import perf_counter

from tests.benchmarks.labelled import QUESTIONS, read
from tests.wire.discord_server import DiscordServer, serve
from tests.wire.people import Person, member

MOST_CHANNELS = 500
"""Of one server, on Discord as here."""

ASKS_PER_SECOND = 10


@dataclass(frozen=True, slots=True)
class Discordia:
    """Where the bot is to connect, and the channels that it finds there, by server."""

    api_url: str
    gateway_url: str
    channels: dict[int, list[int]]


@dataclass(frozen=True, slots=True)
class Seen:
    """What came in on Discord's side."""

    posts: Counter[int]
    """How many messages stand in each channel → in so many channels."""
    statuses: Counter[int]
    """How requests were answered, those of people aside."""
    most: int
    """The largest number of requests in any second."""
    asks: list[float]
    """Seconds from each question of a person to its answer, sorted."""


@contextmanager
def far_side(channels: int) -> Iterator[Connection]:
    """Run such a Discord; it sends a Discordia, then asks until it is told to stop, and sends what it has Seen."""
    spawn = get_context("spawn")
    here, there = spawn.Pipe()
    process = spawn.Process(target=_run, args=(there, channels), daemon=True)
    process.start()
    there.close()
    try:
        yield here
    finally:
        here.close()
        process.join(10)
        if process.is_alive():
            process.kill()


def _run(pipe: Connection, channels: int) -> None:
    with suppress(EOFError, KeyboardInterrupt):
        asyncio.run(_serve(pipe, channels))


async def _serve(pipe: Connection, channels: int) -> None:
    async with serve() as server:
        server.limit.strict = True
        place = Discordia(server.api_url, server.gateway_url, _settle(server, channels))
        person = member(server)
        pipe.send(place)
        async with _asking(server, person) as asks:
            await asyncio.to_thread(pipe.recv)
            server.requests.clear()
            server.limit.most = 0
            asks.clear()
            pipe.send(None)
            await asyncio.to_thread(pipe.recv)
        pipe.send(_seen(server, place, asks))
        await asyncio.to_thread(pipe.recv)  # until the other end is closed


def _settle(server: DiscordServer, channels: int) -> dict[int, list[int]]:
    """Make servers with so many channels altogether."""
    settled: dict[int, list[int]] = {}
    for first in range(0, channels, MOST_CHANNELS):
        guild = server.backend.create_guild(f"Server {first}").id
        names = range(first, min(first + MOST_CHANNELS, channels))
        settled[guild] = [server.backend.create_channel(guild, f"digests-{name}").id for name in names]
    return settled


@asynccontextmanager
async def _asking(server: DiscordServer, person: Person) -> AsyncIterator[list[float]]:
    """Let people ask at an even pace, and note how long each answer takes."""
    asks: list[float] = []
    answering: set[asyncio.Task[None]] = set()

    async def ask(question: str) -> None:
        begun = perf_counter()
        await person.slash("r2p ask", question=question)
        asks.append(perf_counter() - begun)

    async def go_on() -> None:
        await server.until(lambda: server.sessions and server.backend.commands, within=60)
        for one in cycle(read(QUESTIONS)):
            task = asyncio.create_task(ask(one.question))
            answering.add(task)
            task.add_done_callback(answering.discard)
            await asyncio.sleep(1 / ASKS_PER_SECOND)

    going_on = asyncio.create_task(go_on())
    try:
        yield asks
        await asyncio.gather(*answering)
    finally:
        going_on.cancel()


def _seen(server: DiscordServer, place: Discordia, asks: list[float]) -> Seen:
    listed = [server.backend.messages[channel] for some in place.channels.values() for channel in some]
    return Seen(
        posts=Counter(len(messages) for messages in listed),
        statuses=Counter(status for _, path, status in server.requests if "/callback" not in path),
        most=server.limit.most,
        asks=sorted(asks),
    )
