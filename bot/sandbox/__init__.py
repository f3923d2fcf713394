"""The sandbox: the whole bot in a browser, with no account and no token, against a made-up Discord."""

from __future__ import annotations

import asyncio
import errno
import signal
import socket
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from bot import logs
from bot.alerts.feed_desk import Sources
from bot.alerts.fetch import Fetcher
from bot.app import open_services
from bot.client import R2PBot
from bot.clock import Clock, system_clock
from bot.config import Config, Curators, Database, Discord
from bot.exits import Exit
from bot.posting.metronome import HandCranked
from bot.sandbox.clock import SandboxClock
from bot.sandbox.feed import example, following
from bot.sandbox.page import HOST, listen, origin, serve
from bot.sandbox.stage import Stage, open_stage
from bot.sandbox.world import SHARDS, open_world
from bot.storage.database import StorageError
from bot.storage.meta import MetaStore
from knowledge.feeds import load_feeds

DEFAULT_PORT = 8765
DATABASE = "r2p.sqlite3"
"""The file's name in the sandbox's data folder."""
_REACHED = "sandbox clock"
"""The key under which a data folder keeps the time that its sandbox had reached."""


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A running sandbox: its page's address, and what happens behind it."""

    url: str
    stage: Stage


@asynccontextmanager
async def open_sandbox(
    listening: socket.socket,
    folder: Path,
    *,
    config: Config | None = None,
    clock: Clock = system_clock,
    speed: int = 1,
) -> AsyncIterator[Sandbox]:
    """Run the bot against a made-up Discord, and serve its page on `listening`; all ends with the block.

    Settings are kept in `folder`; the sandbox's clock begins at `clock`, or where the folder's last sandbox ended if that
    is later, and runs `speed` times as fast. Raises StorageError or KnowledgeError as `open_services` does.
    """
    moving = SandboxClock(clock, speed)
    async with AsyncExitStack() as stack:
        services = await stack.enter_async_context(
            open_services(_for_sandbox(config or Config(), folder), clock=moving, sources=_sources(listening))
        )
        await stack.enter_async_context(_going_on(moving, services.meta))
        # This Discord is new each time, whatever the database remembers.
        bot = R2PBot(services, sync=True, metronome=HandCranked())
        world = await stack.enter_async_context(open_world(bot, moving))
        stage = await stack.enter_async_context(open_stage(world))
        url = await stack.enter_async_context(serve(stage, listening))
        await stack.enter_async_context(following(bot))
        yield Sandbox(url, stage)


@asynccontextmanager
async def _going_on(clock: SandboxClock, meta: MetaStore) -> AsyncIterator[None]:
    """Let the clock go on where it ended: what was posted must not lie in the future, nor what comes next far off."""
    if (reached := await meta.get(_REACHED)) is not None:
        clock.go_on_from(datetime.fromisoformat(reached))
    try:
        yield
    finally:
        await meta.set(_REACHED, clock().isoformat())


def _sources(listening: socket.socket) -> Sources:
    """Where feeds come from: the public internet, and this sandbox itself, at exactly its host and port."""
    fetcher = Fetcher([(HOST, listening.getsockname()[1])])
    return Sources(fetcher, (example(origin(listening)), *load_feeds()))


def _for_sandbox(config: Config, folder: Path) -> Config:
    return msgspec.structs.replace(
        config,
        discord=Discord(shard_count=SHARDS),
        database=Database(path=folder / DATABASE),
        curators=Curators(explain_button=True),
    )


def run(
    port: int = DEFAULT_PORT, data: Path | None = None, config: Config | None = None, *, speed: int = 1
) -> Exit:
    """Run the sandbox until SIGTERM or Ctrl-C; answers with the exit status.

    Without `data` all is forgotten at the end; with it settings stay in that folder. The clock runs `speed` times as
    fast as the real one.
    """
    logs.configure("warning", sys.stderr)
    try:
        listening = listen(port)
    except (OSError, OverflowError) as error:
        return _refuse_port(port, error)
    with listening, _folder(data) as folder:
        try:
            asyncio.run(_until_stopped(listening, folder, config, speed))
        except StorageError as error:
            sys.stderr.write(f"r2p: {error}\n")
            return Exit.OTHER
    return Exit.OK


async def _until_stopped(listening: socket.socket, folder: Path, config: Config | None, speed: int) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):  # Windows: Ctrl-C arrives as KeyboardInterrupt there
            loop.add_signal_handler(number, stopped.set)
    async with open_sandbox(listening, folder, config=config, speed=speed) as sandbox:
        sys.stdout.write(f"The sandbox runs at {sandbox.url}\nOpen it in a browser. Ctrl-C ends it.\n")
        sys.stdout.flush()
        await stopped.wait()
    sys.stdout.write("\nThe sandbox is closed.\n")


@contextmanager
def _folder(data: Path | None) -> Iterator[Path]:
    """The folder for the data: the one asked for, made if it is not there, or one that ends with the block."""
    if data is None:
        with tempfile.TemporaryDirectory(prefix="r2p-sandbox-") as passing:
            yield Path(passing)
    else:
        data.mkdir(parents=True, exist_ok=True)
        yield data


def _refuse_port(port: int, error: OSError | OverflowError) -> Exit:
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        reason = f"Port {port} is taken, perhaps by another sandbox."
    else:
        reason = f"Port {port} cannot be used: {error}."
    with listen(0) as free:
        sys.stderr.write(f"r2p: {reason} Try another: --port {free.getsockname()[1]}\n")
    return Exit.OTHER
