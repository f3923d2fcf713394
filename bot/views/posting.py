"""What managers press when a post is uncertain or cannot go: post it, it was posted, resume."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands, ui

from bot.errors import MOST_CHARACTERS, Interaction, UserError, handled
from bot.posting.model import Block, Delivery, Place, Target
from bot.render.posting import RESUME, UNKNOWN, where
from bot.render.text import verbatim
from bot.views.base import Pressable
from bot.views.items import keep_pace
from bot.views.rights import missing

_DECIDED = "Somebody decided this already, or it is settled. Thank you."
_GONE = "I am not in that server any more, or it is not to be reached at the moment."


async def require_manager(interaction: Interaction, guild_id: int | None) -> None:
    """See that the person manages the server, also where they press in a direct message; else MissingPermissions."""
    if interaction.guild_id is not None and interaction.guild_id == guild_id:
        if interaction.permissions.manage_guild:
            return
    elif guild_id is not None and interaction.guild_id is None:
        guild = interaction.client.get_guild(guild_id)
        if guild is None:
            raise UserError(_GONE)
        try:
            member = await guild.fetch_member(interaction.user.id)
        except discord.NotFound as error:
            raise app_commands.MissingPermissions(["manage_guild"]) from error
        if member.guild_permissions.manage_guild:
            return
    raise app_commands.MissingPermissions(["manage_guild"])


class Decide(Pressable[ui.Button[Any]], template=UNKNOWN):
    """An answer to whether an uncertain post is there."""

    def __init__(self, item: ui.Button[Any], choice: str, delivery: str) -> None:
        """Wrap a button of a message."""
        super().__init__(item)
        self.posted = choice == "posted"
        self.delivery_id = int(delivery)

    @handled
    async def callback(self, interaction: Interaction) -> None:
        """Take the answer of a manager, or of the person whom the post was for."""
        keep_pace(interaction, interaction.client.presses)
        posting = interaction.client.services.posting
        delivery = await posting.outbox.get(self.delivery_id)
        if delivery is None:
            raise UserError(_DECIDED)
        if not _is_for(delivery, interaction.user.id):
            await require_manager(interaction, delivery.guild_id)
        if not await posting.outbox.decide(self.delivery_id, posted=self.posted):
            raise UserError(_DECIDED)
        posting.wake()
        told = (
            "Thank you. It counts as posted."
            if self.posted
            else f"Thank you. I post it to {where(delivery.target)} now."
        )
        await interaction.response.send_message(told, ephemeral=True)


def _is_for(delivery: Delivery, user_id: int) -> bool:
    return delivery.target == Target(Place.USER, user_id)


class Resume(Pressable[ui.Button[Any]], template=RESUME):
    """Lets posts to a server's blocked channels go again where nothing is missing any more."""

    def __init__(self, item: ui.Button[Any], guild: str) -> None:
        """Wrap a button of a message."""
        super().__init__(item)
        self.guild_id = int(guild)

    @handled
    async def callback(self, interaction: Interaction) -> None:
        """Check each channel, let those go that are mended, and say what is still missing elsewhere."""
        keep_pace(interaction, interaction.client.presses)
        await require_manager(interaction, self.guild_id)
        # Each channel may have to be asked for.
        await interaction.response.defer(ephemeral=True, thinking=True)
        blocks = await interaction.client.services.posting.outbox.blocks_of(self.guild_id)
        told = [await _resume(interaction, block) for block in blocks]
        text = "\n".join(told) or "Nothing is blocked any more. What was owed is on its way."
        await interaction.followup.send(text[:MOST_CHARACTERS], ephemeral=True)


async def _resume(interaction: Interaction, block: Block) -> str:
    """Let one place go again, or say what it still takes."""
    obstacle = await obstacle_at(interaction, block)
    if obstacle:
        return f"- {where(block.target)}: {obstacle}"
    await interaction.client.services.posting.resume_target(block.target)
    return f"- {where(block.target)}: resumed. What is owed there is posted now."


async def obstacle_at(interaction: Interaction, block: Block) -> str | None:
    """What still keeps posts from a blocked channel, in words; None if nothing does."""
    guild = interaction.client.get_guild(block.guild_id) if block.guild_id is not None else None
    if guild is None:
        return verbatim(block.reason)
    try:
        channel = guild.get_channel_or_thread(block.target.id) or await guild.fetch_channel(block.target.id)
    except discord.NotFound:
        return "it is gone. Choose another channel for what was posted there, or remove it."
    except (discord.Forbidden, discord.InvalidData):
        return "I still lack View Channel there."
    lacking = missing(channel, guild.me)
    return f"I still lack {' and '.join(lacking)} there." if lacking else None


ITEMS = (Decide, Resume)
"""All that a bot has to register, once, for every such button ever sent to work."""
