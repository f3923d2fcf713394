"""The made-up Discord of the sandbox: one server with three channels and two people, and the real bot in it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

import discord
import simcord
from simcord.backend.serializers import guild_create_payload

from bot.client import R2PBot
from bot.sandbox.clock import SandboxClock

SERVER_ID = 3_000_000 << 22
"""Fixed, and shaped like Discord's own, so that the server's settings are found again after a restart."""

SHARDS = 1

MANAGERS = discord.Permissions(
    manage_guild=True, create_events=True, manage_events=True, manage_messages=True
)
"""What Noor may do beyond the others: set the bot up, enter events into the server, work on alerts."""

MOST_STEPS = 200
"""Due times that are gone through at one look at the clock; the rest follows at the next one, so the page stays quick."""


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
        "This channel is kept for digests. As Noor: `/r2p-admin digest setup channel:#digests rhythm:Every day`, then let "
        "the clock run. `/r2p ask` works here too.",
    ),
    Channel(
        "alerts",
        "alerts",
        "A channel for alerts",
        EVERYONE,
        "This channel is kept for alerts. As Noor: `/r2p-admin alert settings channel:#alerts`; then anyone can "
        "`/r2p alert raise`. A feed raises them too: as Noor, choose the example feed in `/r2p-admin feed add`, then let "
        "the clock run for an hour or two. `/r2p ask` works here too.",
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
    """The running made-up Discord; `env` is simcord's, `clock` says what time it is there."""

    def __init__(self, env: simcord.Env, bot: R2PBot, clock: SandboxClock) -> None:
        """Build the server; done before the clock is set, so that every start gives it the same ids."""
        self.env = env
        self.clock = clock
        self._bot = bot
        self._seen = 0
        env.backend.bot_user.name = "R2P"
        users = {person: env.create_user(person.key, global_name=person.name) for person in EVERYONE}
        self.guild = env.create_guild("R2P study group", id=SERVER_ID)
        managers = self.guild.create_role("Managers", permissions=MANAGERS)
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
        """Bring the clock up to where it should be, letting each thing that is due happen at its own time.

        Tells whether anyone could see a change.
        """
        wanted = self.clock.wanted()
        for _ in range(MOST_STEPS):
            due = await self._bot.services.posting.next_instant()
            if due is None or due > wanted:
                await self._go_on(wanted)
                break
            await self._go_on(due)
            await self._bot.tick()
        happened = self.env.backend.transcript[self._seen :]
        self._seen += len(happened)
        return any(
            kind == "GATEWAY" and name.startswith(("MESSAGE_", "CHANNEL_")) for kind, name, _ in happened
        )

    async def _go_on(self, instant: datetime) -> None:
        self.clock.reach(instant)
        ahead = (self.clock() - self.env.now()).total_seconds()
        if ahead > 0:
            await self.env.advance_time(ahead)


@asynccontextmanager
async def open_world(bot: R2PBot, clock: SandboxClock) -> AsyncIterator[World]:
    """Start the bot in a new made-up Discord that shows the clock's time; leave it at the end."""
    env = simcord.Env(bot, shard_count=SHARDS, check_errors=False)
    world = World(env, bot, clock)
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
