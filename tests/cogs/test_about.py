"""What the bot says of itself, and its one unasked message."""

from __future__ import annotations

import re
from typing import Any

import discord
import pytest
import simcord
from discord import app_commands
from simcord.backend.serializers import guild_create_payload

from bot.client import R2PBot
from tests.cogs.people import World, labels, read, reply


async def test_about_says_what_is_known_how_and_what_is_stored(world: World) -> None:
    shown = await world.amina.slash(world.channel, "r2p about")
    said = read(reply(shown))
    assert shown.ephemeral
    assert "A/79/875-S/2025/248, 22 April 2025: 80 paragraphs and 140 footnotes." in said
    for part in ("How answers are made", "What is stored", "MIT licence", "document of the United Nations"):
        assert part in said
    assert "Version: " in said


def is_named(command: app_commands.Command[Any, ..., Any] | app_commands.Group, said: str) -> bool:
    """Whether a text names a command: by itself, or in the paragraph about its group."""
    group = command.parent
    if group is None or group.parent is None:
        return f"`/{command.qualified_name}`" in said
    return any(
        f"`/{group.qualified_name}`" in line and re.search(rf"\b{command.name}\b", line)
        for line in said.splitlines()
    )


async def test_help_names_every_command(world: World, simcord_bot: R2PBot) -> None:
    shown = await world.amina.slash(world.channel, "r2p help")
    said = read(reply(shown))
    assert shown.ephemeral
    for root in (simcord_bot.roots.everyone, simcord_bot.roots.managers):
        for command in root.walk_commands():
            assert command.name == "help" or is_named(command, said), command.qualified_name
    assert "Ask the report" in said


@pytest.mark.parametrize("command", ["about", "help"])
async def test_the_button_below_opens_the_contents(world: World, command: str) -> None:
    shown = reply(await world.amina.slash(world.channel, f"r2p {command}"))
    assert labels(shown) == ["Browse the report"]
    opened = await world.amina.click(shown, label="Browse the report")
    assert "I. Introduction" in read(reply(opened))


async def joined(
    env: simcord.Env, bot: R2PBot, *, may_write: bool, quiet: bool = False
) -> simcord.ChannelHandle:
    """The channel for such news of a server that the bot has just joined; a quiet server has none."""
    guild = env.create_guild()
    known = bot.get_guild(guild.id)
    assert known is not None
    overwrite = discord.PermissionOverwrite(send_messages=may_write)
    channel = guild.create_text_channel("hall", overwrites={known.me: overwrite})
    if not quiet:
        env.backend.edit_guild(guild.id, {"system_channel_id": channel.id})
    server = dict(guild_create_payload(env.backend, env.backend.get_guild(guild.id)))
    server.pop("unavailable")  # Discord says it of servers that come back, not of new ones
    env.backend.emit("GUILD_CREATE", server)
    await env.settle()
    return channel


async def test_a_new_server_is_greeted_once_and_told_what_to_try(
    simcord_env: simcord.Env, simcord_bot: R2PBot
) -> None:
    channel = await joined(simcord_env, simcord_bot, may_write=True)
    (welcome,) = await messages(simcord_bot, channel)
    said = "\n".join(part.content for part in walk(welcome) if isinstance(part, discord.TextDisplay))
    for part in ("`/r2p ask`", "`/r2p cite`", "`/r2p browse`", "`/r2p help`", "`/r2p-admin settings`"):
        assert part in said


@pytest.mark.parametrize(("may_write", "quiet"), [(False, False), (True, True)])
async def test_a_server_without_a_place_for_it_is_not_greeted(
    simcord_env: simcord.Env,
    simcord_bot: R2PBot,
    may_write: bool,  # noqa: FBT001 - a table's column
    quiet: bool,  # noqa: FBT001 - likewise
) -> None:
    channel = await joined(simcord_env, simcord_bot, may_write=may_write, quiet=quiet)
    assert await messages(simcord_bot, channel) == []
    assert simcord_env.errors == []


def walk(message: discord.Message) -> list[discord.Component]:
    return [part for card in message.components for part in getattr(card, "children", [card])]


async def messages(bot: R2PBot, channel: simcord.ChannelHandle) -> list[discord.Message]:
    known = bot.get_channel(channel.id)
    assert isinstance(known, discord.TextChannel)
    return [message async for message in known.history()]
