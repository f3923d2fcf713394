"""Which rights the bot lacks in a channel where it is to post by itself."""

from __future__ import annotations

import discord

from bot.posting.rights import IN_THREADS, NEEDED, name


def missing(
    channel: discord.abc.GuildChannel | discord.Thread, me: discord.Member, /, needed: tuple[str, ...] = ()
) -> list[str]:
    """The rights that ``me`` lacks there, as Discord's settings call them; ``needed`` if not all matter."""
    has = channel.permissions_for(me)
    usual = IN_THREADS if isinstance(channel, discord.Thread) else NEEDED
    return [name(right) for right in needed or usual if not getattr(has, right)]
