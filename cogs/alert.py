"""/r2p alert and the message entry "Flag for R2P": raise something, look at what was raised, follow it."""

from __future__ import annotations

from typing import ClassVar

import discord
from discord import app_commands
from discord.app_commands import Choice, Range
from discord.ext import commands

from bot.alerts.model import Severity, Wanted
from bot.client import R2PBot
from bot.errors import Interaction, handled
from bot.pace import Pace
from bot.render.alert_pages import Filters
from bot.views import alert as work
from bot.views import alert_raise as flags
from bot.views.alert_forms import RAISE, raise_form, sent_in
from bot.views.alert_rights import check_raises, check_sees, numbered
from bot.views.items import keep_pace

_SEVERITIES = [Choice(name=str(each).title(), value=str(each)) for each in Severity]
_STATES = [
    Choice(name="Not closed", value="unclosed"),
    Choice(name="Open", value="open"),
    Choice(name="Acknowledged", value="acknowledged"),
    Choice(name="Resolved", value="resolved"),
    Choice(name="Dismissed", value="dismissed"),
    Choice(name="All", value="all"),
]
_SILENT = discord.AllowedMentions.none()


class Alerts(commands.Cog):
    """A server's alerts, for its members."""

    group: ClassVar = app_commands.Group(name="alert", description="Flag risks, and follow what was flagged")

    def __init__(self, bot: R2PBot) -> None:
        """Use the bot's services."""
        self.services = bot.services
        limits = bot.services.config.limits
        self.pace = Pace(limits.cooldown_uses, limits.cooldown_seconds)

    @group.command(name="raise", description="Flag something: an article, a message, a report")
    async def raise_(self, interaction: Interaction) -> None:
        """Open the form."""
        keep_pace(interaction, self.pace)
        check_raises(interaction)
        await interaction.response.send_modal(raise_form())

    @group.command(name="list", description="The alerts of this server, newest first")
    @app_commands.describe(
        state="Left out: those that are not closed",
        severity="Of this severity",
        country="That name this country",
        theme="On this theme of the report",
    )
    @app_commands.choices(state=_STATES, severity=_SEVERITIES)
    @app_commands.autocomplete(country=flags.country_choices, theme=flags.theme_choices)
    async def list_(
        self,
        interaction: Interaction,
        state: str = "unclosed",
        severity: str = "",
        country: str | None = None,
        theme: str | None = None,
    ) -> None:
        """List them."""
        keep_pace(interaction, self.pace)
        about = flags.read_country(country), flags.read_theme(interaction, theme)
        filters = Filters("" if state == "all" else state, severity, *about)
        view = await flags.listed(interaction, 0, filters)
        await interaction.response.send_message(view=view, ephemeral=True)

    @group.command(name="show", description="One alert, with its buttons")
    @app_commands.describe(number="Its number")
    @app_commands.autocomplete(number=flags.number_choices)
    async def show(self, interaction: Interaction, number: Range[int, 1, 10**9]) -> None:
        """Show one."""
        keep_pace(interaction, self.pace)
        check_sees(interaction)
        view = await work.shown(interaction, await numbered(interaction, number))
        await interaction.response.send_message(view=view, ephemeral=True, allowed_mentions=_SILENT)

    @group.command(
        name="follow", description="New alerts by direct message; without options: what you follow"
    )
    @app_commands.describe(
        severity="At least so grave",
        country="That name this country",
        theme="On this theme of the report",
        stop="What you follow and want to end",
    )
    @app_commands.choices(severity=_SEVERITIES)
    @app_commands.autocomplete(
        country=flags.country_choices, theme=flags.theme_choices, stop=flags.follow_choices
    )
    async def follow(
        self,
        interaction: Interaction,
        severity: str | None = None,
        country: str | None = None,
        theme: str | None = None,
        stop: str | None = None,
    ) -> None:
        """Follow, or stop following."""
        keep_pace(interaction, self.pace)
        about = flags.read_country(country), flags.read_theme(interaction, theme)
        wanted = None
        if severity or any(about):
            codes, slugs = [(each,) if each else () for each in about]
            wanted = Wanted(Severity(severity or Severity.WATCH), codes, slugs)
        view = await flags.followed(interaction, wanted, stop)
        await interaction.response.send_message(view=view, ephemeral=True)

    async def flag_message(self, interaction: Interaction, message: discord.Message) -> None:
        """Open the form with a message and its link."""
        keep_pace(interaction, self.pace)
        check_raises(interaction)
        await interaction.response.send_modal(raise_form(message.content, message.jump_url))

    @commands.Cog.listener()
    @handled
    async def on_interaction(self, interaction: Interaction) -> None:
        """Take what was sent with a form, also with one that was opened before a restart."""
        sent = sent_in(interaction)
        if sent is not None:
            keep_pace(interaction, self.pace)
            await (flags.flagged if sent.custom_id == RAISE else work.written)(interaction, sent)


async def setup(bot: R2PBot) -> None:
    """Add the commands under /r2p, the message entry, and every button and menu; called by discord.py."""
    cog = Alerts(bot)
    await bot.add_family(cog, bot.roots.everyone)
    bot.tree.add_command(
        app_commands.ContextMenu(
            name="Flag for R2P",
            callback=cog.flag_message,
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=False, private_channel=False
            ),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
        )
    )
    bot.add_dynamic_items(*work.ITEMS, *flags.ITEMS)
