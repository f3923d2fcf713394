"""The Discord client: which rights it asks for, which commands it carries, when it registers them."""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import json
import logging
import pkgutil
import sys
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import discord
import yarl
from discord import app_commands
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.ballots import Ballots
from bot.clock import epoch
from bot.config import Discord
from bot.errors import handle
from bot.housekeeping import prune
from bot.pace import Pace
from bot.posting.metronome import Job, Metronome
from bot.posting.model import Place, Target
from bot.posting.rounds import Rounds
from bot.posting.sender import DiscordSender
from bot.posting.ticker import Ticker
from bot.render.posting import closed
from bot.roots import Roots
from bot.services import Services
from bot.storage.database import StorageError
from bot.turns import Turns
from bot.views.posting import ITEMS
from bot.views.sight import sees

_log = logging.getLogger(__name__)

POST, PRUNE = "post", "prune"
"""The jobs of the metronome."""
POST_EVERY = timedelta(seconds=1)
PRUNE_EVERY = timedelta(days=1)

_PRESSES = 5
"""Buttons and menus that a person may press in the time in which they may use one command: leafing is quick."""


class R2PTree(app_commands.CommandTree["R2PBot"]):
    """The command tree, with every command's errors brought to the one handler."""

    async def on_error(
        self, interaction: discord.Interaction[R2PBot], error: app_commands.AppCommandError, /
    ) -> None:
        """Called by discord.py with what a command raised."""
        await handle(interaction, error)


class R2PBot(commands.AutoShardedBot):
    """The bot. It reads no messages: slash commands, menus and buttons are all that reaches it."""

    def __init__(self, services: Services, *, sync: bool = False, metronome: Metronome | None = None) -> None:
        """Build the bot without connecting; ``sync`` registers the commands even if they did not change.

        ``metronome`` beats the time for all that it does by itself: the real clock, unless another is given.
        """
        settings = services.config.discord
        super().__init__(
            commands.when_mentioned,
            tree_cls=R2PTree,
            help_command=None,
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            shard_count=settings.shard_count,
        )
        self.services = services
        self.roots = Roots()
        limits = services.config.limits
        self.presses = Pace(limits.cooldown_uses * _PRESSES, limits.cooldown_seconds)
        self.ballots = Ballots()
        self.turns = Turns()
        self.metronome: Metronome = metronome or Ticker()
        sender = DiscordSender(self)
        self.rounds = Rounds(services.posting, sender, functools.partial(services.alert_posts.step, sender))
        services.alert_kind.sight = functools.partial(sees, self)
        self._sync = sync
        self._compared = False
        """Whether it is known which servers took the bot out while it was not connected."""

    async def login(self, token: str) -> None:
        """Log in at the configured address; called by ``start``."""
        _point_at(self.services.config.discord)
        await super().login(token)

    async def setup_hook(self) -> None:
        """Carry the commands, register them if needed, and start the metronome; called after login."""
        self.tree.add_command(self.roots.everyone)
        self.tree.add_command(self.roots.managers)
        for name in self.families():
            await self.load_extension(name)
        await self._register()
        self.add_dynamic_items(*ITEMS)
        self.metronome.add(Job(POST, POST_EVERY.total_seconds(), self._post))
        self.metronome.add(Job(PRUNE, PRUNE_EVERY.total_seconds(), self._prune))
        self.services.posting.when_woken(functools.partial(self.metronome.hasten, POST))
        self.metronome.start()
        settings = self.services.config.discord
        if settings.shard_count is None and settings.gateway_url != Discord().gateway_url:
            # discord.py takes the gateway's address along with the number of shards, unless it has one.
            self.shard_count, *_ = await self.http.get_bot_gateway()

    def families(self) -> Iterable[str]:
        """The modules in ``cogs/``, found by name: the program knows none of them."""
        spec = importlib.util.find_spec("cogs")
        places = spec.submodule_search_locations if spec is not None else None
        return [f"cogs.{module.name}" for module in pkgutil.iter_modules(places or [])]

    async def add_family(self, cog: commands.Cog, root: app_commands.Group) -> None:
        """Add a cog whose slash commands belong under one of ``self.roots``; its listeners work as ever."""
        await self.add_cog(cog)
        for command in cog.get_app_commands():
            self.tree.remove_command(command.name)
            root.add_command(command)

    async def _register(self) -> None:
        """Give Discord the commands if their definition is not the one it was given last."""
        key = f"commands:{self.application_id}"
        definition = fingerprint(self.tree)
        if not self._sync and await self.services.meta.get(key) == definition:
            return
        synced = await self.tree.sync()
        await self.services.meta.set(key, definition)
        _log.info("commands registered count=%d", len(synced))

    async def tick(self) -> None:
        """Post all that is due now; for whoever moves the clock by hand."""
        await self.rounds.tick()

    async def _post(self) -> None:
        # Who may be written to, and where, is known once the servers are, and which of them took the bot out.
        if self.is_ready() and self._compared:
            await self.rounds.beat()

    async def _prune(self) -> None:
        await prune(self.services)
        # A server may have come back while the bot was not connected: nothing is deleted before that is known.
        if self._compared:
            await self.services.departures.prune(self.services.clock())

    async def on_ready(self) -> None:
        """Say that all is well, each time that the whole list of servers is known, and post what waited for it."""
        _log.info(
            "ready user=%s servers=%d shards=%s",
            self.user and self.user.id,
            len(self.guilds),
            self.shard_count,
        )
        departures, now = self.services.departures, self.services.clock()
        await departures.compare({guild.id for guild in self.guilds}, now)
        self._compared = True
        await departures.prune(now)
        self.services.posting.wake()

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Let rest what is stored of a server that took the bot out; one that is only unavailable does not come here."""
        await self.services.departures.leave(guild.id, self.services.clock())

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Go on in a server that is back."""
        await self.services.departures.come_back(guild.id, self.services.clock())

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Likewise: this comes in place of a join where a server was joined while it was unavailable."""
        await self.services.departures.come_back(guild.id, self.services.clock())

    async def on_interaction(self, interaction: discord.Interaction[R2PBot]) -> None:
        """Note that a server uses the commands: it may have them without having the bot as a member."""
        if interaction.guild_id is not None and interaction.is_guild_integration():
            await self.services.departures.touch(interaction.guild_id, self.services.clock())

    async def on_app_command_completion(self, interaction: discord.Interaction[R2PBot], _: object) -> None:
        """Tell people whose direct messages are closed, once, in private: there is no other way to reach them."""
        person = Target(Place.USER, interaction.user.id)
        block = await self.services.posting.untold(person)
        if block is not None and interaction.response.is_done():
            await interaction.followup.send(closed(epoch(block.since)), ephemeral=True)
            await self.services.posting.outbox.was_told(person)

    async def on_error(self, event_method: str, /, *_args: Any, **_kwargs: Any) -> None:
        """Log what a listener raised: the event's name, never its contents."""
        if self.is_closed() and isinstance(sys.exception(), StorageError):
            # The bot ends, and its database was closed before the listener was through.
            _log.info("listener broken off event=%s", event_method)
            return
        _log.exception("listener failed event=%s", event_method)

    async def close(self) -> None:
        """Stop what is done again and again, let what is being sent come to its end, then leave Discord."""
        await self.metronome.stop()
        await self.rounds.stop()
        await super().close()


def fingerprint(tree: app_commands.CommandTree[Any]) -> str:
    """A short text that changes exactly when the definition of some command does."""
    definitions = [command.to_dict(tree) for command in tree.get_commands()]
    definitions.sort(key=lambda definition: (definition["type"], definition["name"]))
    return hashlib.sha256(json.dumps(definitions, sort_keys=True).encode()).hexdigest()


def _point_at(settings: Discord) -> None:
    """Send discord.py to the configured addresses, which may be a proxy or a test server.

    It offers no other way: both are settings of its classes, so they hold for the whole process.
    """
    Route.BASE = settings.api_url.rstrip("/")
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(settings.gateway_url)
