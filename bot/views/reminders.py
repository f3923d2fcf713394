"""The controls of a channel's reminders: for the server's managers, checked each time that one is pressed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import discord
from discord import app_commands, ui
from msgspec.structs import replace

from bot.errors import Interaction, UserError, handled
from bot.posting.model import Nothing
from bot.posting.reminder_kinds import REMINDER, Subscriber
from bot.posting.reminders import Reminders
from bot.posting.subscription import Lead, Subscription
from bot.posting.timetable import RuleError, parse_time
from bot.posting.zones import zone as zone_of
from bot.render.reminder_pages import CHOOSE, OPEN, PRESS, channel_label, channel_sheet
from bot.render.reminder_words import due_words, note
from bot.views.base import Pressable
from bot.views.channels import Postable, channel_of, check_rights, check_role
from bot.views.choices import MOST_CHOICES, channel_names
from bot.views.items import keep_pace, services

_GONE = "There are no such reminders any more. `/r2p-admin reminder list` shows those that there are."
_NOTHING = "Nothing comes with these choices as the calendar stands, so there is nothing to preview."


@dataclass(frozen=True, slots=True)
class Wish:
    """What a manager typed; None for what is to stay, or to be as it is at first."""

    role: discord.Role | None = None
    time: str | None = None
    timezone: str | None = None

    @property
    def zone(self) -> ZoneInfo | None:
        """The zone; UserError for none that there is."""
        try:
            return zone_of(self.timezone) if self.timezone else None
        except ValueError as error:
            raise UserError(str(error)) from error

    def over(self, wanted: Subscription) -> Subscription:
        """A subscription with what was typed; UserError for no time of day."""
        try:
            at = parse_time(self.time) if self.time else wanted.at
        except RuleError as error:
            raise UserError(str(error)) from error
        return replace(wanted, at=at, role_id=self.role.id if self.role else wanted.role_id)


def reminders(interaction: Interaction) -> Reminders:
    """The reminders of all channels and people."""
    return services(interaction).reminders


async def of_server(interaction: Interaction, written: str) -> Subscriber:
    """A channel's reminders by their id, in this server; UserError for anything else."""
    if not written.isdecimal() or len(written) > 18:  # noqa: PLR2004 - digits that a database takes
        raise UserError("Please choose the reminders from the list that appears as you type.")
    reader = await reminders(interaction).get(int(written))
    if reader.schedule.kind != REMINDER or reader.schedule.guild_id != interaction.guild_id:
        raise UserError(_GONE)
    return reader


async def choices(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """The reminders of this server that hold what was typed; for its managers alone."""
    if interaction.guild_id is None or not interaction.permissions.manage_guild:
        return []
    names = channel_names(interaction)
    labelled = [
        (channel_label(each, names), str(each.schedule.id))
        for each in await reminders(interaction).of_guild(interaction.guild_id)
    ]
    wanted = typed.strip().casefold()
    found = [
        app_commands.Choice(name=name, value=value) for name, value in labelled if wanted in name.casefold()
    ]
    return found[:MOST_CHOICES]


async def set_up(interaction: Interaction, channel: Postable, wish: Wish) -> ui.LayoutView:
    """Set reminders up in a channel where the bot has its rights; UserError says what is wrong."""
    check_rights(channel)
    check_role(channel, wish.role)
    using = services(interaction)
    guild_id = channel.guild.id
    zone = wish.zone or zone_of(using.settings.get(guild_id).timezone)
    reader = await using.reminders.for_channel(
        guild_id, channel.id, wish.over(Subscription()), zone, by=interaction.user.id, now=using.clock()
    )
    return sheet(interaction, reader, "Reminders set up")


async def edited(
    interaction: Interaction, reader: Subscriber, channel: Postable | None, wish: Wish
) -> ui.LayoutView:
    """Change what was given; UserError says what is wrong."""
    place = channel or (await channel_of(interaction, reader.schedule.target.id) if wish.role else None)
    if place is not None:
        check_rights(place)
        check_role(place, wish.role)
    if channel is None and wish == Wish():
        return sheet(interaction, reader, "Reminders")
    kept = await reminders(interaction).change(
        reader.schedule.id,
        wish.over,
        services(interaction).clock(),
        zone=wish.zone,
        channel_id=channel.id if channel else None,
    )
    return sheet(interaction, kept, "Reminders changed")


def sheet(interaction: Interaction, reader: Subscriber, title: str, page: int = 0) -> ui.LayoutView:
    """A channel's reminders with what comes next and their menus."""
    return channel_sheet(reader, services(interaction).clock(), title, page)


def preview(interaction: Interaction, reader: Subscriber) -> ui.LayoutView:
    """The post that comes next, as it will look; UserError if nothing comes."""
    coming = reader.coming(services(interaction).clock(), 1)
    view = reader.message(coming[0].key, coming[0].due) if coming else Nothing(_NOTHING)
    if isinstance(view, Nothing):
        raise UserError(view.reason)
    words: ui.TextDisplay[Any] = ui.TextDisplay(f"-# Preview · {due_words(reader, coming[0])}")
    view.add_item(words)
    made: ui.LayoutView = view
    return made


async def resumed(interaction: Interaction, reader: Subscriber) -> Subscriber:
    """Resume where the bot has its rights; UserError where it has not."""
    check_rights(await channel_of(interaction, reader.schedule.target.id))
    return await reminders(interaction).resume(reader.schedule.id, services(interaction).clock())


async def removed(interaction: Interaction, reader: Subscriber) -> ui.LayoutView:
    """Remove a channel's reminders, and say so."""
    await reminders(interaction).remove(reader.schedule.id)
    return note(f"Removed: the reminders into <#{reader.schedule.target.id}>.")


def for_managers(interaction: Interaction) -> None:
    """Count the press; ``MissingPermissions`` for anyone who is no manager of this server, or no longer one."""
    keep_pace(interaction, interaction.client.presses)
    if interaction.guild_id is None or not interaction.permissions.manage_guild:
        raise app_commands.MissingPermissions(["manage_guild"])


class Choose(Pressable[ui.Select[Any]], template=CHOOSE):
    """A menu of tags, events or leads."""

    def __init__(self, item: ui.Select[Any], what: str, schedule: str, page: str) -> None:
        """Wrap a menu of a message."""
        super().__init__(item)
        self.what = what
        self.schedule = schedule
        self.page = int(page)

    @handled
    async def callback(self, interaction: Interaction) -> None:
        """Keep the choice, and show what comes next with it."""
        for_managers(interaction)
        reader = await of_server(interaction, self.schedule)
        now = services(interaction).clock()
        on_page = {option.value for option in self.item.options}
        kept = await reminders(interaction).change(
            reader.schedule.id, lambda wanted: self._chosen(wanted, on_page), now
        )
        view = sheet(interaction, kept, "Reminders changed", self.page)
        await interaction.response.edit_message(view=view)

    def _chosen(self, wanted: Subscription, on_page: set[str]) -> Subscription:
        """The subscription with this choice; of events, those on other pages stay."""
        values = self.item.values
        match self.what:
            case "tags":
                return replace(wanted, tags=tuple(sorted(values)))
            case "leads":
                return replace(wanted, leads=tuple(lead for lead in Lead if lead in values))
            case _:
                others = (uid for uid in wanted.events if uid not in on_page)
                return replace(wanted, events=(*others, *values))


class Press(Pressable[ui.Button[Any]], template=PRESS):
    """A button below a channel's reminders."""

    def __init__(self, item: ui.Button[Any], what: str, schedule: str, page: str) -> None:
        """Wrap a button of a message."""
        super().__init__(item)
        self.what = what
        self.schedule = schedule
        self.page = int(page)

    @handled
    async def callback(self, interaction: Interaction) -> None:
        """Do what it says, and show how things stand then."""
        for_managers(interaction)
        reader = await of_server(interaction, self.schedule)
        if self.what == "preview":
            await interaction.response.send_message(
                view=preview(interaction, reader),
                ephemeral=True,
                allowed_mentions=discord.AllowedMentions.none(),
            )
        else:
            await interaction.response.edit_message(view=await self._done(interaction, reader))

    async def _done(self, interaction: Interaction, reader: Subscriber) -> ui.LayoutView:
        every, number, now = reminders(interaction), reader.schedule.id, services(interaction).clock()
        match self.what:
            case "remove":
                return await removed(interaction, reader)
            case "pause":
                reader, title = await every.pause(number, now), "Reminders paused"
            case "resume":
                reader, title = await resumed(interaction, reader), "Reminders resumed"
            case "quiet":
                reader = await every.change(number, lambda wanted: replace(wanted, role_id=None), now)
                title = "Reminders changed"
            case _:
                title = "Reminders"
        return sheet(interaction, reader, title, self.page)


class Open(Pressable[ui.Select[Any]], template=OPEN):
    """The menu of a server's reminders."""

    def __init__(self, item: ui.Select[Any]) -> None:
        """Wrap a menu of a message."""
        super().__init__(item)

    @handled
    async def callback(self, interaction: Interaction) -> None:
        """Show those that were chosen in a message of their own."""
        for_managers(interaction)
        reader = await of_server(interaction, self.item.values[0])
        await interaction.response.send_message(view=sheet(interaction, reader, "Reminders"), ephemeral=True)


ITEMS = (Choose, Press, Open)
"""All that a bot has to register for the controls of channel reminders to work."""
