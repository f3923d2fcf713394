"""The bot's way onto Discord and back after an interruption, over real sockets."""

import msgspec
import pytest
from simcord.backend.models import Interaction

from bot.client import R2PBot
from bot.config import Config, Discord
from tests.wire.conftest import Connect
from tests.wire.discord_server import API, TOKEN, DiscordServer, Reply

REGISTER = ("PUT", "/applications/*/commands")


async def test_it_logs_in_and_asks_for_no_more_than_it_needs(server: DiscordServer, bot: R2PBot) -> None:
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
        key = f"commands:{bot.application_id}"
        await bot.services.meta.set(key, "the definition of an earlier version")
    async with connect():
        assert server.sent(*REGISTER) == [200, 200, 200]
    assert set(server.backend.commands[None]) >= {("r2p", 1), ("r2p-admin", 1)}
