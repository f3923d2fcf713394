"""The made-up Discord of the sandbox: one server with three channels and two people, and the real bot in it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import discord
import simcord
from discord.ext import commands
from simcord.backend.serializers import guild_create_payload

from bot.clock import Clock

SERVER_ID = 3_000_000 << 22
"""Fixed, and shaped like Discord's own, so that the server's settings are found again after a restart."""

SHARDS = 1


@dataclass(frozen=True, slots=True)
class Person:
    """Someone that a visitor of the sandbox can be."""

    key: str
    name: str
    role: str
    note: str


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel, or the private conversation with the bot, and who can be there, in order."""

    key: str
    title: str
    topic: str
    people: tuple[Person, ...]
    greeting: str = ""
    """What the bot says there at the start of the sandbox; nothing in #general, where it greets by itself."""


AMINA = Person("amina", "Amina", "member", "asks and cites, as anyone in the server")
NOOR = Person("noor", "Noor", "manager", "also sets up the bot, with /r2p-admin")
EVERYONE = (AMINA, NOOR)

GENERAL = Channel("general", "general", "Type / to see what the bot can do", EVERYONE)
CHANNELS = (
    GENERAL,
    Channel(
        "digests",
        "digests",
        "A channel for digests",
        EVERYONE,
        "Nothing is posted here yet: this channel is kept for digests. `/r2p ask` works here too.",
    ),
    Channel(
        "alerts",
        "alerts",
        "A channel for alerts",
        EVERYONE,
        "Nothing is posted here yet: this channel is kept for alerts. `/r2p ask` works here too.",
    ),
    Channel(
        "direct",
        "R2P",
        "A direct message, outside any server",
        (AMINA,),
        "Hello! `/r2p ask` works here too, and nobody else reads along.",
    ),
)


class World:
    """The running made-up Discord; `env` is simcord's, `now()` is what its clock says."""

    def __init__(self, env: simcord.Env, clock: Clock) -> None:
        """Build the server; done before the clock is set, so that every start gives it the same ids."""
        self.env = env
        self._clock = clock
        self._seen = 0
        env.backend.bot_user.name = "R2P"
        users = {person: env.create_user(person.key, global_name=person.name) for person in EVERYONE}
        self.guild = env.create_guild("R2P study group", id=SERVER_ID)
        managers = self.guild.create_role("Managers", permissions=discord.Permissions(manage_guild=True))
        self.members: Mapping[Person, simcord.MemberActor] = {
            person: self.guild.add_member(user, roles=[managers] if person is NOOR else [])
            for person, user in users.items()
        }
        self.users = users
        self.channels = {
            channel: users[AMINA].dm_channel
            if channel.key == "direct"
            else self.guild.create_text_channel(channel.title, topic=channel.topic)
            for channel in CHANNELS
        }
        env.backend.edit_guild(SERVER_ID, {"system_channel_id": self.channels[GENERAL].id})

    def viewers(self, channel: Channel) -> list[simcord.MemberActor | simcord.UserHandle]:
        """Who can be shown `channel`, as simcord wants them: people in a direct message are no members."""
        if channel.key == "direct":
            return [self.users[person] for person in channel.people]
        return [self.members[person] for person in channel.people]

    def join(self) -> None:
        """Tell the bot that it was just added to the server, so that it greets; done once, after the start."""
        backend = self.env.backend
        server = dict(guild_create_payload(backend, backend.get_guild(SERVER_ID)))
        server.pop("unavailable")  # Discord says it of servers that come back, not of new ones
        backend.emit("GUILD_CREATE", server)

    async def greet(self) -> None:
        """Say a line wherever nothing else would stand, so that a visitor knows what the place is for."""
        for channel, handle in self.channels.items():
            if channel.greeting:
                await self.env.bot.get_partial_messageable(handle.id).send(channel.greeting)

    async def catch_up(self) -> bool:
        """Bring the clock up to the real time, letting what is due happen; tell whether anyone could see a change."""
        late = (self._clock() - self.env.now()).total_seconds()
        if late > 0:
            await self.env.advance_time(late)
        happened = self.env.backend.transcript[self._seen :]
        self._seen += len(happened)
        return any(
            kind == "GATEWAY" and name.startswith(("MESSAGE_", "CHANNEL_")) for kind, name, _ in happened
        )


@asynccontextmanager
async def open_world(bot: commands.AutoShardedBot, clock: Clock) -> AsyncIterator[World]:
    """Start the bot in a new made-up Discord whose clock shows the real time; leave it at the end."""
    env = simcord.Env(bot, shard_count=SHARDS, check_errors=False)
    world = World(env, clock)
    env.backend.advance_clock((clock() - env.now()).total_seconds())
    await env.start()
    try:
        with env.time_context():
            world.join()
            await env.settle()
            await world.greet()
            yield world
    finally:
        await env.shutdown()
