"""Somebody at Discord's client: types a command somewhere, and sees what comes back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import discord
from simcord.backend import serializers
from simcord.backend.models import Interaction, Message, Overwrite
from simcord.enums import InteractionType, OverwriteType
from simcord.interactions import base_payload, nest_options, walk_to_subcommand

from tests.wire.discord_server import DiscordServer

GUILD, BOT_DM = 0, 1
"""Where a command is used (Discord's interaction contexts)."""

FOREIGN = 900_000_000_000_000_001


@dataclass
class Person:
    """A person in one place; ``user_install`` says that they brought the bot along themselves."""

    server: DiscordServer
    user_id: int
    channel_id: int
    guild_id: int | None
    context: int
    user_install: bool = False
    locale: str = "en-US"

    async def slash(self, path: str, /, **options: Any) -> Interaction:
        """Use a command and wait for the first reply."""
        record = self.start(path, InteractionType.APPLICATION_COMMAND, options)
        await self.server.until(lambda: record.responded)
        return record

    async def type(self, path: str, option: str, typed: str) -> list[dict[str, Any]]:
        """Type into an option, and see what is suggested."""
        kind = InteractionType.APPLICATION_COMMAND_AUTOCOMPLETE
        record = self.start(path, kind, {option: typed}, focused=option)
        await self.server.until(lambda: record.responded)
        return record.autocomplete_choices or []

    def start(
        self, path: str, kind: InteractionType, options: dict[str, Any], *, focused: str = ""
    ) -> Interaction:
        """Use a command without waiting for anything."""
        root, *rest = path.split()
        command = self.server.backend.find_command(root, None)
        assert command is not None, f"/{root} is not registered"
        assert self.context in command["contexts"], f"/{root} is not offered here"
        assert int(self.user_install) in command["integration_types"], f"/{root} is not offered here"
        leaf, nesting = walk_to_subcommand(command, rest)
        types = {option["name"]: option["type"] for option in leaf["options"]}
        filled = [
            {"name": name, "type": types[name], "value": value, "focused": name == focused}
            for name, value in options.items()
        ]
        record, payload = base_payload(
            self.server.backend,
            type=kind,
            channel_id=self.channel_id,
            guild_id=self.guild_id,
            user_id=self.user_id,
            data={
                "id": command["id"],
                "name": root,
                "type": 1,
                "options": nest_options(command, nesting, filled),
            },
        )
        self.server.emit("INTERACTION_CREATE", payload | self._circumstances())
        return record

    async def press(self, message: Message, label: str) -> Interaction:
        """Press a button of a message and wait for the first reply."""
        button = next(one for one in _controls(message.components) if one.get("label") == label)
        record, payload = base_payload(
            self.server.backend,
            type=InteractionType.MESSAGE_COMPONENT,
            channel_id=message.channel_id,
            guild_id=self.guild_id,
            user_id=self.user_id,
            data={"custom_id": button["custom_id"], "component_type": button["type"]},
        )
        record.source_message_id = message.id
        shown = {"message": dict(serializers.message_payload(self.server.backend, message))}
        self.server.emit("INTERACTION_CREATE", payload | shown | self._circumstances())
        await self.server.until(lambda: record.responded)
        return record

    def reply(self, record: Interaction) -> Message:
        """The message that the bot answered with."""
        assert record.message_id is not None
        return self.server.backend.get_message(record.channel_id, record.message_id)

    def _circumstances(self) -> dict[str, Any]:
        owner = ("1", str(self.user_id)) if self.user_install else ("0", str(self.guild_id or 0))
        there = (
            {"guild": {"id": str(self.guild_id), "locale": "en-US", "features": []}} if self.guild_id else {}
        )
        return {
            "authorizing_integration_owners": dict([owner]),
            "context": self.context,
            "locale": self.locale,
            **there,
        }


def member(server: DiscordServer) -> Person:
    """Somebody in a server that added the bot."""
    guild = server.backend.create_guild("Home")
    return _in_guild(server, guild.id)


def owner(server: DiscordServer, channel_id: int) -> Person:
    """Who owns the server of a channel, in that channel."""
    guild_id = server.backend.get_channel(channel_id).guild_id
    assert guild_id is not None
    return Person(server, server.backend.get_guild(guild_id).owner_id, channel_id, guild_id, GUILD)


def visitor(server: DiscordServer) -> Person:
    """Somebody who brought the bot to a server that does not know it."""
    server.foreign_guilds.add(FOREIGN)
    guild = server.backend.create_guild("Elsewhere", id=FOREIGN)
    person = _in_guild(server, guild.id)
    person.user_install = True
    return person


def correspondent(server: DiscordServer, *, user_install: bool = False) -> Person:
    """Somebody who writes to the bot directly."""
    user = server.backend.make_user("somebody")
    channel = server.backend.get_dm_channel(user.id)
    return Person(server, user.id, channel.id, None, BOT_DM, user_install)


def _controls(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for one in components:
        yield one
        yield from _controls(one.get("components", []))


def _in_guild(server: DiscordServer, guild_id: int) -> Person:
    user = server.backend.make_user("somebody")
    server.backend.add_member(guild_id, user.id)
    channel = server.backend.create_channel(guild_id, "general", announce=guild_id != FOREIGN)
    return Person(server, user.id, channel.id, guild_id, GUILD)


def forbid(server: DiscordServer, channel_id: int, *rights: str) -> None:
    """Somebody takes these rights from the bot in a channel, and gives it all others back."""
    denied = discord.Permissions(**dict.fromkeys(rights, True)).value
    overwrite = Overwrite(server.backend.bot_user.id, OverwriteType.MEMBER, deny=denied)
    server.backend.edit_channel(channel_id, {}, overwrites=[overwrite])
