"""A Discord on the loopback, and the real bot connected to it, in this process or in one of its own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import TypeAlias

import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.app import open_services
from bot.client import R2PBot
from bot.config import Config, Database, Discord
from tests.wire.discord_server import TOKEN, DiscordServer, serve

Connect: TypeAlias = Callable[..., AbstractAsyncContextManager[R2PBot]]


@pytest.fixture
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[DiscordServer]:
    # The bot sets these, for the whole process; the next test finds them as they were.
    monkeypatch.setattr(Route, "BASE", Route.BASE)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", DiscordWebSocket.DEFAULT_GATEWAY)
    async with serve() as running:
        yield running


@pytest.fixture
def config(server: DiscordServer, tmp_path: Path) -> Config:
    return Config(
        discord=Discord(api_url=server.api_url, gateway_url=server.gateway_url, shard_count=1),
        database=Database(path=tmp_path / "r2p.sqlite3"),
    )


@pytest.fixture
def connect(server: DiscordServer, config: Config) -> Connect:
    """Start the bot in this process, with the test's database; each time is a restart."""

    @asynccontextmanager
    async def connected(*, sync: bool = False, config: Config = config) -> AsyncIterator[R2PBot]:
        sessions = len(server.sessions)
        async with open_services(config) as services, R2PBot(services, sync=sync) as bot:
            bot._connection.guild_ready_timeout = 0.01  # noqa: SLF001 - else it waits 2 seconds for more servers
            running = asyncio.create_task(bot.start(TOKEN))
            try:
                identified = asyncio.create_task(server.until(lambda: len(server.sessions) > sessions))
                await asyncio.wait((identified, running), return_when=asyncio.FIRST_COMPLETED)
                identified.cancel()
                if running.done():
                    running.result()  # raises what kept it from connecting
                yield bot
            finally:
                await bot.close()
                await running

    return connected


@pytest.fixture
async def bot(connect: Connect) -> AsyncIterator[R2PBot]:
    async with connect() as connected:
        yield connected
