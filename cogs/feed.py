"""/r2p-admin feed: feeds that raise alerts by a server's own rules."""

from __future__ import annotations

from typing import ClassVar

from discord import app_commands
from discord.app_commands import Choice, Range
from discord.ext import commands

from bot.alerts.addresses import LONGEST_ADDRESS
from bot.alerts.model import Severity
from bot.alerts.poll import EVERY
from bot.alerts.rule_input import LONGEST_LIST, Wish
from bot.client import R2PBot
from bot.errors import Interaction
from bot.pace import Pace
from bot.posting.metronome import Job
from bot.render import feed as render
from bot.roots import ManagerGroup
from bot.views import feed as views
from bot.views.alert_admin import more_of
from bot.views.alert_raise import country_choices, theme_choices
from bot.views.items import keep_pace

JOB = "feeds"
"""The job of the metronome."""
_WHICH = "Which one"
_SEVERITIES = [Choice(name=str(each).title(), value=str(each)) for each in Severity]


async def _countries(interaction: Interaction, typed: str) -> list[Choice[str]]:
    return await more_of(interaction, typed, country_choices)


async def _themes(interaction: Interaction, typed: str) -> list[Choice[str]]:
    return await more_of(interaction, typed, theme_choices)


class Feeds(commands.Cog):
    """A server's feeds; that only managers come here is the group's business."""

    group: ClassVar = ManagerGroup(name="feed", description="Feeds that raise alerts")

    def __init__(self, bot: R2PBot) -> None:
        """Use the bot's services."""
        self.bot = bot
        self.feeds = bot.services.feeds
        limits = bot.services.config.limits
        self.pace = Pace(limits.cooldown_uses, limits.cooldown_seconds)

    @group.command(name="add", description="Follow a feed, or change what it raises; - takes a choice away")
    @app_commands.describe(
        address="Choose from the list, or https://…",
        severity="At least so grave (at first: concern)",
        score="At least so many percent; 0: whatever is relevant",
        countries="Any of these, with commas",
        themes="Any of these, with commas",
        words="Any of these words, with commas",
        without="None of these words",
    )
    @app_commands.choices(severity=_SEVERITIES)
    @app_commands.autocomplete(address=views.address_choices, countries=_countries, themes=_themes)
    async def add(  # noqa: PLR0913, PLR0917 - one argument an option
        self,
        interaction: Interaction,
        address: Range[str, 1, LONGEST_ADDRESS],
        severity: str | None = None,
        score: Range[int, 0, 100] | None = None,
        countries: Range[str, 1, LONGEST_LIST] | None = None,
        themes: Range[str, 1, LONGEST_LIST] | None = None,
        words: Range[str, 1, LONGEST_LIST] | None = None,
        without: Range[str, 1, LONGEST_LIST] | None = None,
    ) -> None:
        """Read the feed, keep it, and show it."""
        keep_pace(interaction, self.pace)
        wish = Wish(severity, score, countries, themes, words, without)
        await views.in_time(interaction, views.added(interaction, address, wish))

    @group.command(name="list", description="The feeds of this server, and how they stand")
    async def list_(self, interaction: Interaction) -> None:
        """List them."""
        found = await self.feeds.of(views.server(interaction))
        view = render.listing(found, self.feeds.themes)
        await interaction.response.send_message(view=view, ephemeral=True)

    @group.command(name="test", description="What a feed would have raised and why; nothing is posted")
    @app_commands.describe(address="A feed of this server, one from the list, or https://…")
    @app_commands.autocomplete(address=views.any_choices)
    async def test(self, interaction: Interaction, address: Range[str, 1, LONGEST_ADDRESS]) -> None:
        """Read the feed, and show what would have come of its last items."""
        keep_pace(interaction, self.pace)
        await views.in_time(interaction, views.tested(interaction, address))

    @group.command(name="pause", description="Follow it no more until you resume it")
    @app_commands.describe(feed=_WHICH)
    @app_commands.autocomplete(feed=views.feed_choices)
    async def pause(self, interaction: Interaction, feed: str) -> None:
        """Pause one."""
        found = await self.feeds.pause(await self.feeds.get(views.server(interaction), feed))
        view = views.sheet_of(interaction, found, "Feed paused")
        await interaction.response.send_message(view=view, ephemeral=True)

    @group.command(name="resume", description="Follow it again; what came meanwhile counts as new")
    @app_commands.describe(feed=_WHICH)
    @app_commands.autocomplete(feed=views.feed_choices)
    async def resume(self, interaction: Interaction, feed: str) -> None:
        """Resume one."""
        found = await self.feeds.resume(await self.feeds.get(views.server(interaction), feed))
        view = views.sheet_of(interaction, found, "Feed resumed", "It is read in a moment.")
        await interaction.response.send_message(view=view, ephemeral=True)

    @group.command(name="remove", description="Remove it for good, after one more press")
    @app_commands.describe(feed=_WHICH)
    @app_commands.autocomplete(feed=views.feed_choices)
    async def remove(self, interaction: Interaction, feed: str) -> None:
        """Ask whether it is to be removed."""
        found = await self.feeds.get(views.server(interaction), feed)
        await interaction.response.send_message(view=render.removal(found), ephemeral=True)

    async def poll(self) -> None:
        """Look at what is due; which servers the bot is in is known once it is ready."""
        if self.bot.is_ready():
            await self.feeds.poller.poll(self.bot.rounds.contacts)


async def setup(bot: R2PBot) -> None:
    """Add the commands under /r2p-admin, the controls of feeds, and the rounds; called by discord.py."""
    cog = Feeds(bot)
    await bot.add_family(cog, bot.roots.managers)
    bot.add_dynamic_items(*views.ITEMS)
    bot.metronome.add(Job(JOB, EVERY.total_seconds(), cog.poll))
