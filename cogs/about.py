"""/r2p about and /r2p help, and the welcome when the bot joins a server."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import R2PBot
from bot.errors import Interaction
from bot.render.pages import about, help_page, welcome


class About(commands.Cog):
    """What the bot says of itself."""

    def __init__(self, bot: R2PBot) -> None:
        """Use the bot's services."""
        self.services = bot.services

    @app_commands.command(
        name="about", description="What the report is, how answers are made, what is stored, licence, version"
    )
    async def about(self, interaction: Interaction) -> None:
        """Say what the bot is."""
        view = about(self.services.library, _version())
        await interaction.response.send_message(view=view, ephemeral=True)

    @app_commands.command(name="help", description="What you can do here, with examples to try")
    async def help(self, interaction: Interaction) -> None:
        """Say what one can do."""
        await interaction.response.send_message(view=help_page(self.services.library), ephemeral=True)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Greet a server in the channel that it keeps for such messages, if the bot may write there."""
        channel = guild.system_channel
        if channel is not None and channel.permissions_for(guild.me).send_messages:
            await channel.send(view=welcome(self.services.library))


def _version() -> str:
    try:
        return version("r2p-bot")
    except PackageNotFoundError:  # run from a checkout that is not installed
        return "none, run from a checkout"


async def setup(bot: R2PBot) -> None:
    """Add the commands under /r2p; called by discord.py."""
    await bot.add_family(About(bot), bot.roots.everyone)
