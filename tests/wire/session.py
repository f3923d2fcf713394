"""A session of the gateway: what a connected bot is owed, also over broken connections."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import discord
from aiohttp import web
from simcord import intents
from simcord.backend import Backend, serializers
from simcord.backend.models import Guild


@dataclass
class Session:
    """What began with an IDENTIFY and lives on over broken connections."""

    id: str
    bot_id: int
    shard: tuple[int, int]
    intents: discord.Intents
    identify: dict[str, Any]
    events: list[dict[str, Any]] = field(default_factory=list)
    resumed: int = 0
    request: web.Request | None = None
    wake: asyncio.Event = field(default_factory=asyncio.Event)

    def put(self, event: str, payload: Mapping[str, Any]) -> None:
        """Owe an event to the client, if it asked for such events and its shard is concerned."""
        gate = intents.required_intent(event, payload)
        if gate is not None and not getattr(self.intents, gate):
            return
        guild_id = payload.get("guild_id") or (payload["id"] if event.startswith("GUILD_") else 0)
        if (int(guild_id) >> 22) % self.shard[1] == self.shard[0]:
            copy = json.loads(json.dumps(payload))
            if event == "GUILD_CREATE":
                intents.prune_guild_create(copy, self.intents, self.bot_id)
            self.events.append({"op": 0, "t": event, "s": len(self.events) + 1, "d": copy})
            self.wake.set()

    def drop(self) -> None:
        """Break the connection without a word, as a failing network does."""
        self._transport.abort()

    def fall_silent(self) -> None:
        """Keep the connection but hear and answer nothing any more, as a dead network does."""
        self._transport.pause_reading()

    @property
    def _transport(self) -> asyncio.Transport:
        assert self.request is not None
        transport = self.request.transport
        assert isinstance(transport, asyncio.Transport)
        return transport

    async def pump(self, socket: web.WebSocketResponse, sequence: int) -> None:
        """Send what is owed after ``sequence``, in order, as it comes."""
        while True:
            for event in self.events[sequence:]:
                await socket.send_json(event)
                sequence = event["s"]
            self.wake.clear()
            await self.wake.wait()


def begin(
    name: str, asked: dict[str, Any], backend: Backend, guilds: Sequence[Guild], resume_at: str
) -> Session:
    """Answer an IDENTIFY: a session with READY and the servers that the bot is in."""
    shard = asked.get("shard", [0, 1])
    session = Session(
        id=name,
        bot_id=backend.bot_user.id,
        shard=(shard[0], shard[1]),
        intents=discord.Intents._from_value(asked["intents"]),  # noqa: SLF001 - as simcord reads them
        identify=asked,
    )
    ready = {
        "v": 10,
        "user": dict(serializers.user_payload(backend.bot_user)),
        "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
        "session_id": name,
        "resume_gateway_url": resume_at,
        "shard": shard,
        "application": {"id": str(backend.application_id), "flags": 0},
    }
    session.events.append({"op": 0, "t": "READY", "s": 1, "d": ready})
    for guild in guilds:
        session.put("GUILD_CREATE", serializers.guild_create_payload(backend, guild))
    return session
