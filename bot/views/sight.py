"""Who sees a channel now: asked of Discord, since the bot keeps no list of members."""

from __future__ import annotations

import discord


async def sees(bot: discord.Client, guild_id: int, channel_id: int, user_id: int) -> bool:
    """Whether a person is in a server and can see a channel there; ``discord.HTTPException`` if Discord does not say."""
    guild = bot.get_guild(guild_id)
    channel = guild.get_channel_or_thread(channel_id) if guild is not None else None
    if guild is None or channel is None:
        return False
    try:
        member = await guild.fetch_member(user_id)
    except discord.NotFound:
        return False
    return channel.permissions_for(member).view_channel
