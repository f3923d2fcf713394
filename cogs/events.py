"""/r2p events: what is coming, how certain its days are, and where the report speaks of it."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.client import R2PBot
from bot.errors import Interaction, UserError
from bot.event_list import Listing, listing
from bot.pace import Pace
from bot.render.text import quoted
from bot.views import events as views
from bot.views import native_events
from bot.views.items import keep_pace
from knowledge.calendar import PeriodError, parse_period, suggest_periods

_MOST_CHOICES = 25
_LONGEST_ECHO = 50


class Events(commands.Cog):
    """The calendar; the buttons do the rest."""

    def __init__(self, bot: R2PBot) -> None:
        """Use the bot's services."""
        self.services = bot.services
        limits = bot.services.config.limits
        self.pace = Pace(limits.cooldown_uses, limits.cooldown_seconds)

    @app_commands.command(
        name="events", description="What is coming: debates, conferences, UN days, anniversaries"
    )
    @app_commands.describe(
        period="Such as: next 30 days, June 2027, 2028, past. Left out: what is coming",
        tag="Only events with this tag, such as: debate, un-day",
    )
    async def events(
        self,
        interaction: Interaction,
        period: app_commands.Range[str, 1, 50] | None = None,
        tag: app_commands.Range[str, 1, 50] | None = None,
    ) -> None:
        """List the events of a period."""
        keep_pace(interaction, self.pace)
        shown = self._listing(interaction, period or "", tag or "")
        private = self.services.settings.get(interaction.guild_id).private_by_default
        view = views.list_view(interaction, shown, private=private)
        await interaction.response.send_message(view=view, ephemeral=private)

    def _listing(self, interaction: Interaction, period: str, tag: str) -> Listing:
        wanted = "-".join(tag.casefold().split())
        known = self.services.calendars.of(interaction.guild_id).tags()
        if wanted and wanted not in known:
            raise UserError(
                f"No event has the tag “{quoted(tag, _LONGEST_ECHO)}”. There are: {', '.join(known[:_MOST_CHOICES])}."
            )
        try:
            return listing(period, wanted, views.today_here(interaction))
        except PeriodError as error:
            raise UserError(str(error)) from error

    @events.autocomplete("period")
    async def suggest_period(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """What was typed, if it is a period, and periods that fit it."""
        today = views.today_here(interaction)
        try:
            own = [typed.strip()] if typed.strip() and parse_period(typed, today) else []
        except PeriodError:
            own = []
        offered = dict.fromkeys([*own, *suggest_periods(typed, today)])
        return [app_commands.Choice(name=period, value=period) for period in offered][:_MOST_CHOICES]

    @events.autocomplete("tag")
    async def suggest_tag(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """The tags of the calendar that hold what was typed."""
        wanted = typed.strip().casefold()
        found = [tag for tag in self.services.calendars.of(interaction.guild_id).tags() if wanted in tag]
        return [app_commands.Choice(name=tag, value=tag) for tag in found][:_MOST_CHOICES]


async def setup(bot: R2PBot) -> None:
    """Add the command under /r2p, and the buttons and menus of events; called by discord.py."""
    await bot.add_family(Events(bot), bot.roots.everyone)
    bot.add_dynamic_items(*views.ITEMS, *native_events.ITEMS)
