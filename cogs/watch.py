"""/r2p-admin watch: which alerts other channels see."""

from __future__ import annotations

from typing import ClassVar

from discord import app_commands
from discord.app_commands import Choice, Transform
from discord.ext import commands

from bot.alerts.model import Severity
from bot.client import R2PBot
from bot.errors import Interaction
from bot.roots import ManagerGroup
from bot.views.alert_admin import more_of, rule_choices, unwatched, watches, watching
from bot.views.alert_raise import country_choices, theme_choices
from bot.views.channels import Postable, PostableChannel

_SEVERITIES = [Choice(name=str(each).title(), value=str(each)) for each in Severity]


async def _countries(interaction: Interaction, typed: str) -> list[Choice[str]]:
    return await more_of(interaction, typed, country_choices)


async def _themes(interaction: Interaction, typed: str) -> list[Choice[str]]:
    return await more_of(interaction, typed, theme_choices)


class Watch(commands.Cog):
    """What channels watch; that only managers come here is the group's business."""

    group: ClassVar = ManagerGroup(name="watch", description="Show alerts in other channels too")

    @group.command(name="add", description="Let a channel see new alerts; all that you choose must hold")
    @app_commands.describe(
        channel="Where they are posted too",
        severity="At least so grave",
        countries="Any of these, with commas",
        themes="Any of these, with commas",
        words="Any of these words, with commas",
    )
    @app_commands.choices(severity=_SEVERITIES)
    @app_commands.autocomplete(countries=_countries, themes=_themes)
    async def add(  # noqa: PLR0913, PLR0917 - one argument an option
        self,
        interaction: Interaction,
        channel: Transform[Postable, PostableChannel],
        severity: str | None = None,
        countries: str | None = None,
        themes: str | None = None,
        words: str | None = None,
    ) -> None:
        """Add a rule."""
        view = await watching(interaction, channel, severity, countries, themes, words)
        await interaction.response.send_message(view=view, ephemeral=True)

    @group.command(name="list", description="What the channels of this server watch")
    async def list_(self, interaction: Interaction) -> None:
        """List the rules."""
        await interaction.response.send_message(view=watches(interaction), ephemeral=True)

    @group.command(name="remove", description="Remove a rule; what was posted stays")
    @app_commands.describe(rule="Choose from the list")
    @app_commands.autocomplete(rule=rule_choices)
    async def remove(self, interaction: Interaction, rule: str) -> None:
        """Remove one."""
        await interaction.response.send_message(view=await unwatched(interaction, rule), ephemeral=True)


async def setup(bot: R2PBot) -> None:
    """Add the commands under /r2p-admin; called by discord.py."""
    await bot.add_family(Watch(bot), bot.roots.managers)
