"""Sharing: whether a place allows it, and the public copy of a private message."""

from __future__ import annotations

from typing import Any

import discord
from discord import ui

from bot.errors import Interaction
from bot.render.controls import SHARE


def obstacle(interaction: Interaction) -> str | None:
    """Why a private answer can't be made public here, in words; None if it can."""
    if interaction.context.dm_channel:
        return "Nobody else reads this conversation. To share the answer, copy the citation that Cite gives."
    if interaction.guild_id is None:
        return None
    if not _may_write(interaction, interaction.permissions):
        return "You may not write in this channel, so I can't post here for you. Try it in one where you may."
    if interaction.is_user_integration() and not interaction.is_guild_integration():
        if not interaction.permissions.use_external_apps:
            return "This server shows what your own apps post to you alone. Its managers can add me to the server."
    elif not _may_write(interaction, interaction.app_permissions):
        return "I may not write in this channel. Try it in another one, or ask a manager to allow me here."
    return None


def _may_write(interaction: Interaction, permissions: discord.Permissions) -> bool:
    in_thread = isinstance(interaction.channel, discord.Thread)
    return permissions.send_messages_in_threads if in_thread else permissions.send_messages


def without_share(message: discord.Message) -> ui.LayoutView:
    """A message's view without its Share button."""
    view = ui.LayoutView.from_message(message, timeout=None)
    for row in view.children:
        if not isinstance(row, ui.ActionRow):
            continue
        for item in row.children:
            if getattr(item, "custom_id", None) == SHARE:
                row.remove_item(item)
        if not row.children:
            view.remove_item(row)
    view.stop()  # so that discord.py does not keep it
    return view


def public_copy(message: discord.Message, *, by: discord.User | discord.Member) -> ui.LayoutView:
    """A message's view for all to see, with a line that says who shared it."""
    view = without_share(message)
    credit: ui.TextDisplay[Any] = ui.TextDisplay(f"-# Shared by {by.mention}")
    view.add_item(credit)
    return view
