"""The channel option of commands that set up posts: text and announcement channels, and threads."""

from __future__ import annotations

from typing import TypeAlias

import discord
from discord import AppCommandOptionType, ChannelType, app_commands

from bot.errors import Interaction, UserError
from bot.posting.rights import permissions
from bot.views.rights import missing

Postable: TypeAlias = discord.TextChannel | discord.Thread
"""Where the bot can post unasked. A forum has no place of its own for a message: only its threads have."""

_NOT_HERE = (
    "I can post into text channels, announcement channels and threads. For a forum, choose a thread in it. "
    "If it is one of these, I can't see it: give me View Channel there."
)


class PostableChannel(app_commands.Transformer):
    """Reads the option, whole, also where the channel is in no cache."""

    @property
    def type(self) -> AppCommandOptionType:
        """A channel."""
        return AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[ChannelType]:
        """What Discord offers to choose from."""
        return [
            ChannelType.text,
            ChannelType.news,
            ChannelType.public_thread,
            ChannelType.private_thread,
            ChannelType.news_thread,
        ]

    async def transform(
        self, _: Interaction, value: app_commands.AppCommandChannel | app_commands.AppCommandThread, /
    ) -> Postable:
        """Find the channel; ``UserError`` if the bot can't see it, or can't post into one of its kind."""
        try:
            found = value.resolve() or await value.fetch()
        except discord.HTTPException as error:
            raise UserError(_NOT_HERE) from error
        if not isinstance(found, discord.TextChannel | discord.Thread):
            raise UserError(_NOT_HERE)
        return found


async def channel_of(interaction: Interaction, channel_id: int) -> Postable:
    """The channel of a schedule in this server; ``UserError`` if it is gone or can't be seen."""
    guild = interaction.guild
    if guild is None:
        raise app_commands.NoPrivateMessage
    try:
        found = guild.get_channel_or_thread(channel_id) or await guild.fetch_channel(channel_id)
    except discord.NotFound as error:
        raise UserError(
            "Its channel is gone. Choose another one with `edit`, or take it away with `remove`."
        ) from error
    except discord.Forbidden as error:
        raise UserError(f"I can't see <#{channel_id}>. Give me View Channel there.") from error
    if not isinstance(found, discord.TextChannel | discord.Thread):
        raise UserError(_NOT_HERE)
    return found


def check_rights(channel: Postable) -> None:
    """See that the bot has all rights that a post needs; ``UserError`` says which to give, and where."""
    if lacking := missing(channel, channel.guild.me):
        what = "it" if len(lacking) == 1 else "them"
        raise UserError(
            f"I can't post into {channel.mention} yet: I lack {permissions(lacking)} there. Give {what} to me or to my "
            "role, under Edit Channel › Permissions, then try again."
        )


def check_role(channel: Postable, role: discord.Role | None) -> None:
    """See that the bot can ping a role there; ``UserError`` says why not."""
    if role is None:
        return
    if role.is_default():
        raise UserError("I never ping everyone. Choose a role that people take because they want to be told.")
    if not role.mentionable and not channel.permissions_for(channel.guild.me).mention_everyone:
        raise UserError(
            f"I can't ping {role.mention}. Allow everyone to mention it in the role's settings, or give me the "
            "permission “Mention @everyone, @here and All Roles” in that channel."
        )
