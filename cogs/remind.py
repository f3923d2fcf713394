"""/r2p remind: reminders of one's own, by direct message."""

from __future__ import annotations

from typing import ClassVar

from discord import app_commands
from discord.ext import commands

from bot.client import R2PBot
from bot.errors import Interaction, UserError
from bot.pace import Pace
from bot.posting.subscription import Lead
from bot.posting.wishes import known_tag, parse_leads, wish
from bot.views.choices import zone_choices
from bot.views.events import today_here
from bot.views.items import alone, keep_pace
from bot.views.own_reminders import (
    ALL,
    event_choices,
    lead_choices,
    mine,
    own_choices,
    set_up,
    stop,
    stop_all,
    tag_choices,
)
from bot.views.remind import ITEMS

_ONE_OF_THEM = "Choose an event or a tag, one of the two: `/r2p remind me event:` or `/r2p remind me tag:`"


class Remind(commands.Cog):
    """People's own reminders."""

    group: ClassVar = app_commands.Group(name="remind", description="Reminders for you, by direct message")

    def __init__(self, bot: R2PBot) -> None:
        """Use the bot's services."""
        self.services = bot.services
        limits = bot.services.config.limits
        self.pace = Pace(limits.cooldown_uses, limits.cooldown_seconds)

    @group.command(name="me", description="Be reminded of an event, or of all events with a tag")
    @app_commands.describe(
        event="Choose from the list",
        tag="All events that have it, also those to come",
        leads="When, such as: 7 days, 1 day, start, open; left out: all",
        timezone="City or zone for the time of day; left out: yours of last time, or the server's",
    )
    @app_commands.autocomplete(
        event=event_choices, tag=tag_choices, leads=lead_choices, timezone=zone_choices
    )
    async def me(
        self,
        interaction: Interaction,
        event: str | None = None,
        tag: str | None = None,
        leads: str | None = None,
        timezone: str | None = None,
    ) -> None:
        """Set up a reminder for the person."""
        keep_pace(interaction, self.pace)
        if (event is None) == (tag is None):
            raise UserError(_ONE_OF_THEM)
        calendar = self.services.calendars.of(interaction.guild_id)
        today = today_here(interaction)
        view = await set_up(
            interaction,
            events=[wish(calendar, today, event)] if event is not None else (),
            tags=[known_tag(calendar, tag)] if tag is not None else (),
            leads=parse_leads(leads) if leads else tuple(Lead),
            timezone=timezone,
        )
        await interaction.response.send_message(view=view, ephemeral=not alone(interaction))

    @group.command(name="mine", description="All that you asked to be reminded of")
    async def mine(self, interaction: Interaction) -> None:
        """List the person's reminders."""
        await interaction.response.send_message(
            view=await mine(interaction), ephemeral=not alone(interaction)
        )

    @group.command(name="stop", description="Stop one of your reminders, or all, and have it erased")
    @app_commands.describe(reminder="Choose from the list")
    @app_commands.autocomplete(reminder=own_choices)
    async def stop(self, interaction: Interaction, reminder: str) -> None:
        """Stop one, or all."""
        view = await (stop_all(interaction) if reminder == ALL else stop(interaction, reminder))
        await interaction.response.send_message(view=view, ephemeral=not alone(interaction))


async def setup(bot: R2PBot) -> None:
    """Add the commands under /r2p, and every menu and button; called by discord.py."""
    await bot.add_family(Remind(bot), bot.roots.everyone)
    bot.add_dynamic_items(*ITEMS)
