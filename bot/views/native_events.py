"""Adding an event to those that Discord itself shows in a server."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands, ui

from bot.clock import epoch
from bot.errors import Interaction, UserError, handled
from bot.event_hours import Hours, hours
from bot.render.event_controls import NATIVE
from bot.render.text import clip, plain, verbatim
from bot.turns import Turns
from bot.views.base import Pressable
from bot.views.events import event_here, zone_here
from bot.views.items import keep_pace, services
from knowledge.calendar import Event, when_in_words

_LONGEST_NAME = 100
_LONGEST_PLACE = 100
_LONGEST_DESCRIPTION = 1_000
"""Discord's limits.

Source: https://docs.discord.com/developers/resources/guild-scheduled-event
"""
_TOO_MANY = 30038
"""Discord's error code for a server that has a hundred events to come.

Source: https://docs.discord.com/developers/topics/opcodes-and-status-codes#json-json-error-codes
"""
_RIGHT = "create_events"


class AddNative(Pressable[ui.Button[Any]], template=NATIVE):
    """Adds a confirmed event to the server's own."""

    def __init__(self, item: ui.Button[Any], uid: str) -> None:
        """Wrap a button of a message."""
        super().__init__(item)
        self.uid = uid

    @handled
    async def callback(self, interaction: Interaction) -> None:
        """Add it once, and say where it is; or say why it can't be added."""
        keep_pace(interaction, interaction.client.presses)
        guild = _checked_server(interaction)
        event = event_here(interaction, self.uid)
        span = _checked_hours(interaction, event)
        await interaction.response.defer(ephemeral=True, thinking=True)  # two requests to Discord follow
        said = await add_once(interaction.client.turns, guild, event, span)
        await interaction.followup.send(said, ephemeral=True)


def _checked_server(interaction: Interaction) -> discord.Guild:
    """The server, if the person and the bot may add events to it."""
    if interaction.guild_id is None:
        raise app_commands.NoPrivateMessage
    guild: discord.Guild | None = interaction.client.get_guild(interaction.guild_id)
    if guild is None:
        raise UserError(
            "I am not in this server myself, so I can’t add events here. Its managers can add me."
        )
    mine, theirs = guild.me.guild_permissions, interaction.permissions
    if not (theirs.create_events or theirs.manage_events):
        raise app_commands.MissingPermissions([_RIGHT])
    if not (mine.create_events or mine.manage_events):
        raise app_commands.BotMissingPermissions([_RIGHT])
    return guild


def _checked_hours(interaction: Interaction, event: Event) -> Hours:
    """Its hours, if it has any that lie ahead."""
    if not event.certain:
        raise UserError(
            f"There is no day to enter yet: {when_in_words(event)}. Once it is confirmed, this button adds it."
        )
    span = hours(event, zone_here(interaction))
    if span.start <= services(interaction).clock():
        begun = f"<t:{epoch(span.start)}:R>"
        raise UserError(f"Discord takes only events that are still to begin. This one began {begun}.")
    return span


async def add_once(turns: Turns, guild: discord.Guild, event: Event, span: Hours) -> str:
    """Add an event unless it is there already, also where two press at the same moment; say what was done."""
    async with turns.of(("native event", guild.id)):
        return await _add(guild, event, span)


async def _add(guild: discord.Guild, event: Event, span: Hours) -> str:
    name = clip(plain(event.title), _LONGEST_NAME)
    for known in await guild.fetch_scheduled_events(with_counts=False):
        if known.name == name and known.start_time == span.start:
            return f"It is among this server’s events already: {known.url}"
    try:
        made = await guild.create_scheduled_event(
            name=name,
            start_time=span.start,
            end_time=span.end,
            entity_type=discord.EntityType.external,
            privacy_level=discord.PrivacyLevel.guild_only,
            location=clip(plain(event.place), _LONGEST_PLACE) or "Place not known",
            description=_description(event),
        )
    except discord.HTTPException as error:
        if error.code != _TOO_MANY:
            raise
        raise UserError(
            "This server has a hundred events to come, and Discord takes no more. Delete one first."
        ) from error
    return f"Added: {made.url}\n{span.chosen} You can change it there."


def _description(event: Event) -> str:
    lines = [f"{when_in_words(event)}."]
    if event.note:
        lines.append(verbatim(plain(event.note)))
    lines += [event.link] if event.link else []
    if event.report and event.paragraphs:
        lines.append(f"{event.report}, para. {', '.join(map(str, event.paragraphs))}")
    return clip("\n".join(lines), _LONGEST_DESCRIPTION)


ITEMS = (AddNative,)
"""All that a bot has to register for this button to work."""
