"""The Discord client: which rights it asks for, which commands it carries, when it registers them."""

from __future__ import annotations

import asyncio
import hashlib
import importlib.util
import json
import logging
import pkgutil
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
from bot.config import Discord
from bot.errors import handle
from bot.pace import Pace
from bot.roots import Roots
from bot.services import Services
from bot.turns import Turns

_log = logging.getLogger(__name__)

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

    def __init__(self, services: Services, *, sync: bool = False) -> None:
        """Build the bot without connecting; ``sync`` registers the commands even if they did not change."""
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
        self._sync = sync
        self._pruning: asyncio.Task[None] | None = None

    async def login(self, token: str) -> None:
        """Log in at the configured address; called by ``start``."""
        _point_at(self.services.config.discord)
        await super().login(token)

    async def setup_hook(self) -> None:
        """Carry the commands, register them if needed, and start the daily pruning; called after login."""
        self.tree.add_command(self.roots.everyone)
        self.tree.add_command(self.roots.managers)
        for name in self.families():
            await self.load_extension(name)
        await self._register()
        self._pruning = asyncio.create_task(self._prune_daily(), name="prune")
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

    async def _prune_daily(self) -> None:
        while True:
            try:
                await self._prune()
            except Exception:  # noqa: BLE001 - a night without pruning must not end the bot
                _log.exception("pruning failed")
            await asyncio.sleep(PRUNE_EVERY.total_seconds())

    async def _prune(self) -> None:
        retention = self.services.config.retention
        erased = await self.services.feedback.prune(
            self.services.clock(),
            keep_for=timedelta(days=retention.unanswered_days),
            keep_most=retention.unanswered_questions,
        )
        _log.info("pruned questions=%d", erased)

    async def on_ready(self) -> None:
        """Say that all is well, each time that the whole list of servers is known."""
        _log.info(
            "ready user=%s servers=%d shards=%s",
            self.user and self.user.id,
            len(self.guilds),
            self.shard_count,
        )

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Forget a server that the bot was taken out of."""
        await self.services.settings.forget(guild.id)
        await self.services.calendars.forget(guild.id)
        _log.info("left guild=%d", guild.id)

    async def on_error(self, event_method: str, /, *_args: Any, **_kwargs: Any) -> None:
        """Log what a listener raised: the event's name, never its contents."""
        _log.exception("listener failed event=%s", event_method)

    async def close(self) -> None:
        """Stop the pruning, then leave Discord."""
        if self._pruning is not None:
            self._pruning.cancel()
            await asyncio.gather(self._pruning, return_exceptions=True)
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
