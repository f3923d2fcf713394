"""What Discord knows of the channels that a server's posts go to, beside what the outbox knows."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.errors import Interaction
from bot.posting.desk import Standing
from bot.posting.model import Place
from bot.render.status import Overview
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
