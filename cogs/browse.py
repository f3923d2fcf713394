"""/r2p browse: the report from its contents down to a paragraph, shown to the reader alone."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.client import R2PBot
from bot.errors import Interaction
from bot.places import Kind, Place
from bot.render.place import show
from bot.views.items import alone


class Browse(commands.Cog):
    """Looking through the report; the buttons do the rest."""

    def __init__(self, bot: R2PBot) -> None:
        """Use the bot's services."""
        self.services = bot.services

    @app_commands.command(
        name="browse", description="Look through the report: contents, sections, paragraphs"
    )
    async def browse(self, interaction: Interaction) -> None:
        """Show the contents."""
        report = self.services.library.newest
        view = show(report, Place(report.symbol, Kind.CONTENTS))
        await interaction.response.send_message(view=view, ephemeral=not alone(interaction))


async def setup(bot: R2PBot) -> None:
    """Add the command under /r2p; called by discord.py."""
    await bot.add_family(Browse(bot), bot.roots.everyone)
