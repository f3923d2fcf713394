"""/r2p privacy: what is stored about oneself, in a file, and to be forgotten."""

from __future__ import annotations

from io import BytesIO
from typing import ClassVar

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import R2PBot
from bot.errors import Interaction
from bot.pace import Pace
from bot.render.privacy import export_words, forget_question
from bot.views.items import alone, keep_pace
from bot.views.privacy import ITEMS


class Privacy(commands.Cog):
    """A person's own data."""

    group: ClassVar = app_commands.Group(name="privacy", description="What is stored about you")

    def __init__(self, bot: R2PBot) -> None:
        """Use the bot's services."""
        self.services = bot.services
        limits = bot.services.config.limits
        self.pace = Pace(limits.cooldown_uses, limits.cooldown_seconds)

    @group.command(name="export", description="All that is stored about you, in a file")
    async def export(self, interaction: Interaction) -> None:
        """Hand the person what is stored about them."""
        keep_pace(interaction, self.pace)
        stored = await self.services.privacy.about(interaction.user.id)
        content = stored.as_file(interaction.user.id, self.services.clock())
        await interaction.response.send_message(
            export_words(stored.counts()),
            file=discord.File(BytesIO(content), "r2p-about-me.json"),
            ephemeral=not alone(interaction),
        )

    @group.command(name="forget", description="See what would be erased about you, and have it done")
    async def forget(self, interaction: Interaction) -> None:
        """Say what would happen, and offer to do it."""
        keep_pace(interaction, self.pace)
        stored = await self.services.privacy.about(interaction.user.id)
        view = forget_question(interaction.user.id, stored.counts())
        await interaction.response.send_message(view=view, ephemeral=not alone(interaction))


async def setup(bot: R2PBot) -> None:
    """Add the commands under /r2p, and the button; called by discord.py."""
    await bot.add_family(Privacy(bot), bot.roots.everyone)
    bot.add_dynamic_items(*ITEMS)
