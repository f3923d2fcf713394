"""/r2p-admin status: how the bot's own posts stand in a server."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.client import R2PBot
from bot.errors import Interaction
from bot.render.status import status
from bot.views.status import ITEMS, overview


class Status(commands.Cog):
    """What comes, what came, what waits and why; that only managers come here is the root's business."""

    @app_commands.command(
        name="status", description="What I post here: next, last, held up and why, and my rights"
    )
    async def status(self, interaction: Interaction) -> None:
        """Show it, with what is to be pressed."""
        view = status(await overview(interaction))
        await interaction.response.send_message(view=view, ephemeral=True)


async def setup(bot: R2PBot) -> None:
    """Add the command under /r2p-admin, and its button; called by discord.py."""
    await bot.add_family(Status(), bot.roots.managers)
    bot.add_dynamic_items(*ITEMS)
