"""/r2p-admin settings: what a server's managers may choose."""

from __future__ import annotations

from dataclasses import replace

from discord import app_commands
from discord.ext import commands

from bot.client import R2PBot
from bot.errors import Interaction, UserError
from bot.posting.zones import suggest, zone
from bot.render.pages import settings_page


class Settings(commands.Cog):
    """A server's settings; that only managers come here is the root's business."""

    def __init__(self, bot: R2PBot) -> None:
        """Use the bot's services."""
        self.services = bot.services

    @app_commands.command(
        name="settings", description="Show or change what holds for this server; without options: show"
    )
    @app_commands.describe(
        private_by_default="Answers are shown only to the person who asked, who can share them (at first: False)",
        keep_unanswered="Keep unanswered questions for those who run the bot, no names; False erases them (at first: False)",
        timezone="For new digests and reminders: a city, or a zone such as Europe/Zurich (at first: UTC)",
    )
    async def settings(
        self,
        interaction: Interaction,
        private_by_default: bool | None = None,  # noqa: FBT001 - discord.py makes the option from it
        keep_unanswered: bool | None = None,  # noqa: FBT001 - likewise
        timezone: str | None = None,
    ) -> None:
        """Show the settings, changed if options were given."""
        guild_id = interaction.guild_id
        if guild_id is None:
            raise app_commands.NoPrivateMessage
        before = settings = self.services.settings.get(guild_id)
        if private_by_default is not None:
            settings = replace(settings, private_by_default=private_by_default)
        if keep_unanswered is not None:
            settings = replace(settings, keep_unanswered=keep_unanswered)
        if timezone is not None:
            try:
                settings = replace(settings, timezone=zone(timezone).key)
            except ValueError as error:
                raise UserError(str(error)) from error
        if settings != before:
            await self.services.settings.set(guild_id, settings)
        view = settings_page(settings, before)
        await interaction.response.send_message(view=view, ephemeral=True)

    @settings.autocomplete("timezone")
    async def zones(self, _: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Time zones by name, city, country or offset."""
        found = suggest(typed, self.services.clock())
        return [app_commands.Choice(name=label, value=name) for label, name in found]


async def setup(bot: R2PBot) -> None:
    """Add the command under /r2p-admin; called by discord.py."""
    await bot.add_family(Settings(bot), bot.roots.managers)
