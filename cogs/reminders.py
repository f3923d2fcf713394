"""/r2p-admin reminder: which events a server's channels are reminded of."""

from __future__ import annotations

from typing import ClassVar

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import R2PBot
from bot.errors import Interaction
from bot.render.reminder_pages import channel_list, removal
from bot.roots import ManagerGroup
from bot.views.channels import PostableChannel
from bot.views.choices import channel_names, time_choices, zone_choices
from bot.views.reminders import (
    ITEMS,
    Wish,
    choices,
    edited,
    of_server,
    preview,
    reminders,
    resumed,
    set_up,
    sheet,
)

_CHANNEL = "Where reminders are posted"
_ROLE = "Pinged by each reminder; left out: nobody"
_TIME = "Local time of day, such as 09:00"
_ZONE = "City or zone; left out: the server's"
_WHICH = "Choose from the list"


class ChannelReminders(commands.Cog):
    """Reminders in channels; the menus below the answers do the rest."""

    group: ClassVar = ManagerGroup(name="reminder", description="Remind channels of events")

    def __init__(self, bot: R2PBot) -> None:
        """Use the bot's services."""
        self.services = bot.services

    @group.command(name="setup", description="Remind a channel of events; then choose which and when")
    @app_commands.describe(channel=_CHANNEL, role=_ROLE, time=_TIME, timezone=_ZONE)
    @app_commands.autocomplete(time=time_choices, timezone=zone_choices)
    async def setup(
        self,
        interaction: Interaction,
        channel: app_commands.Transform[discord.TextChannel | discord.Thread, PostableChannel],
        role: discord.Role | None = None,
        time: str | None = None,
        timezone: str | None = None,
    ) -> None:
        """Set reminders up, with nothing chosen yet."""
        view = await set_up(interaction, channel, Wish(role, time, timezone))
        await interaction.response.send_message(view=view, ephemeral=True)

    @group.command(name="list", description="All reminders of this server, and what comes next")
    async def list(self, interaction: Interaction) -> None:
        """List them."""
        every = await reminders(interaction).of_guild(interaction.guild_id or 0)
        view = channel_list(every, channel_names(interaction), self.services.clock())
        await interaction.response.send_message(view=view, ephemeral=True)

    @group.command(name="edit", description="Change events, tags, lead times, channel, role or time")
    @app_commands.describe(reminder=_WHICH, channel=_CHANNEL, role=_ROLE, time=_TIME, timezone=_ZONE)
    @app_commands.autocomplete(reminder=choices, time=time_choices, timezone=zone_choices)
    async def edit(  # noqa: PLR0913, PLR0917 - discord.py makes the options from them
        self,
        interaction: Interaction,
        reminder: str,
        channel: app_commands.Transform[discord.TextChannel | discord.Thread, PostableChannel] | None = None,
        role: discord.Role | None = None,
        time: str | None = None,
        timezone: str | None = None,
    ) -> None:
        """Change what was given, and show the menus."""
        reader = await of_server(interaction, reminder)
        view = await edited(interaction, reader, channel, Wish(role, time, timezone))
        await interaction.response.send_message(view=view, ephemeral=True)

    @group.command(name="preview", description="See the next reminder as it will look")
    @app_commands.describe(reminder=_WHICH)
    @app_commands.autocomplete(reminder=choices)
    async def preview(self, interaction: Interaction, reminder: str) -> None:
        """Show the next post."""
        view = preview(interaction, await of_server(interaction, reminder))
        await interaction.response.send_message(view=view, ephemeral=True)

    @group.command(name="pause", description="Post none of these until you resume them")
    @app_commands.describe(reminder=_WHICH)
    @app_commands.autocomplete(reminder=choices)
    async def pause(self, interaction: Interaction, reminder: str) -> None:
        """Pause them."""
        reader = await of_server(interaction, reminder)
        paused = await reminders(interaction).pause(reader.schedule.id, self.services.clock())
        view = sheet(interaction, paused, "Reminders paused")
        await interaction.response.send_message(view=view, ephemeral=True)

    @group.command(name="resume", description="Go on with what comes next; nothing past is posted")
    @app_commands.describe(reminder=_WHICH)
    @app_commands.autocomplete(reminder=choices)
    async def resume(self, interaction: Interaction, reminder: str) -> None:
        """Resume them."""
        going = await resumed(interaction, await of_server(interaction, reminder))
        view = sheet(interaction, going, "Reminders resumed")
        await interaction.response.send_message(view=view, ephemeral=True)

    @group.command(name="remove", description="Remove reminders; what was posted stays")
    @app_commands.describe(reminder=_WHICH)
    @app_commands.autocomplete(reminder=choices)
    async def remove(self, interaction: Interaction, reminder: str) -> None:
        """Ask once more."""
        view = removal(await of_server(interaction, reminder))
        await interaction.response.send_message(view=view, ephemeral=True)


async def setup(bot: R2PBot) -> None:
    """Add the commands under /r2p-admin, and every menu and button; called by discord.py."""
    await bot.add_family(ChannelReminders(bot), bot.roots.managers)
    bot.add_dynamic_items(*ITEMS)
