"""The status of a server's posts: what Discord knows of their channels, and the button that resumes what was paused."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands, ui

from bot.errors import Interaction, handled
from bot.posting.desk import Standing
from bot.posting.digest import DIGEST
from bot.posting.model import Place
from bot.render.status import AGAIN, Overview
from bot.views import digest, reminders
from bot.views.base import Pressable
from bot.views.choices import channel_names
from bot.views.items import services
from bot.views.rights import missing


async def overview(interaction: Interaction) -> Overview:
    """How the bot's own posts stand in the server, and its rights in each channel that they go to."""
    guild = interaction.guild
    if guild is None:
        raise app_commands.NoPrivateMessage
    standing = await services(interaction).posting.status(guild.id)
    rights = {channel: _rights(guild, channel) for channel in _channels(standing)}
    return Overview(guild.id, standing, channel_names(interaction), rights)


def _channels(standing: Standing) -> list[int]:
    """The channels that something is or will be posted to, each once."""
    targets = [each.target for each in standing.schedules] + [each.target for each in standing.waiting]
    return list(dict.fromkeys(target.id for target in targets if target.place is Place.CHANNEL))


def _rights(guild: discord.Guild, channel_id: int) -> list[str] | None:
    """What the bot lacks in a channel; None if it does not see it."""
    channel = guild.get_channel_or_thread(channel_id)
    return None if channel is None else missing(channel, guild.me)


class Again(Pressable[ui.Button[Any]], template=AGAIN):
    """A button that resumes a digest or reminders that were paused."""

    def __init__(self, item: ui.Button[Any], schedule: str) -> None:
        """Wrap a button of a message."""
        super().__init__(item)
        self.schedule = schedule

    @handled
    async def callback(self, interaction: Interaction) -> None:
        """Resume where the bot has its rights, and show in a message of its own what goes on."""
        digest.for_managers(interaction)
        found = await services(interaction).posting.schedules.get(int(self.schedule))
        if found is not None and found.kind == DIGEST:
            known = await digest.digests(interaction).get(interaction.guild_id, self.schedule)
            view = await digest.resumed(interaction, known)
        else:
            reader = await reminders.of_server(interaction, self.schedule)
            reader = await reminders.resumed(interaction, reader)
            view = reminders.sheet(interaction, reader, "Reminders resumed")
        await interaction.response.send_message(view=view, ephemeral=True)


ITEMS = (Again,)
"""All that a bot has to register for the page's own button to work."""
