"""The bot's way onto Discord, and back after an interruption, over real sockets."""

from __future__ import annotations

import asyncio

import msgspec
import pytest

from bot.client import R2PBot
from bot.config import Config, Discord
from tests.wire.conftest import Connect
from tests.wire.discord_server import TOKEN, DiscordServer
from tests.wire.obstacles import Reply

REGISTER = ("PUT", "/applications/*/commands")
SLOW_DOWN = Reply(
    *REGISTER,
    status=429,
    body={"message": "You are being rate limited.", "retry_after": 0.05, "global": False},
    headers={"Via": "1.1 google"},  # without it discord.py takes the answer for a ban
)


@pytest.mark.usefixtures("bot")
async def test_it_logs_in_and_asks_for_no_more_than_it_needs(server: DiscordServer) -> None:
    (session,) = server.sessions
    assert session.identify["token"] == TOKEN
    assert session.identify["intents"] == 1  # guilds
    assert server.sent("GET", "/users/@me") == [200]


async def test_commands_are_registered_once_and_then_only_when_they_changed(
    server: DiscordServer, connect: Connect
) -> None:
    async with connect():
        assert server.sent(*REGISTER) == [200]
    async with connect():
        assert server.sent(*REGISTER) == [200]
    async with connect(sync=True) as bot:
        assert server.sent(*REGISTER) == [200, 200]
        await bot.services.meta.set(f"commands:{bot.application_id}", "the definition of an earlier version")
    async with connect():
        assert server.sent(*REGISTER) == [200, 200, 200]
    assert set(server.backend.commands[None]) >= {("r2p", 1), ("r2p-admin", 1)}


async def test_told_to_slow_down_it_waits_and_tries_again(
    server: DiscordServer, connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    server.in_the_way.append(SLOW_DOWN)
    async with connect():
        assert server.sent(*REGISTER) == [429, 200]
    assert any("rate limited" in record.getMessage() for record in caplog.records)


async def test_an_interrupted_connection_is_taken_up_again_and_misses_nothing(
    server: DiscordServer, bot: R2PBot
) -> None:
    (session,) = server.sessions
    await bot.wait_until_ready()
    heard = asyncio.create_task(bot.wait_for("guild_available", timeout=10))
    session.drop()
    guild = server.backend.create_guild("Founded meanwhile")
    await server.until(lambda: session.resumed == 1)
    assert (await heard).id == guild.id
    assert len(server.sessions) == 1  # no second IDENTIFY


async def test_another_gateway_is_used_though_discord_names_its_own(
    server: DiscordServer, connect: Connect, config: Config
) -> None:
    server.advertised_gateway = "ws://127.0.0.1:9/nobody-there"
    without_count = Discord(api_url=server.api_url, gateway_url=server.gateway_url)
    async with connect(config=msgspec.structs.replace(config, discord=without_count)) as bot:
        assert bot.shard_count == 1
        assert len(server.sessions) == 1


async def test_a_dead_connection_does_not_hold_up_the_end(server: DiscordServer, connect: Connect) -> None:
    async with asyncio.timeout(5), connect() as bot:
        await bot.wait_until_ready()
        server.sessions[0].fall_silent()
