"""What happens when a button or menu of events is pressed; all that it takes stands in the ``custom_id``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import discord
from discord import ui

from bot.clock import epoch
from bot.errors import Interaction, UserError, handled
from bot.event_list import Listing, listed
from bot.ics import calendar_file
from bot.posting.zones import zone
from bot.render.event_card import Around, event_card
from bot.render.event_controls import EVENT_FILE, LIST, LIST_FILE, OPEN
from bot.render.events import event_list
from bot.render.text import person
from bot.views.base import Pressable
from bot.views.items import alone, keep_pace, services
from knowledge.calendar import Event

_GONE = "That event is not in the calendar any more. `/r2p events` shows what is."
_FILE = (
    "This file opens in any calendar program; taken again later, it moves what has changed. "
    "What is to be confirmed spans all days that it may fall on, and its title says so."
)


def zone_here(interaction: Interaction) -> ZoneInfo:
    """The server's time zone; UTC in a direct message."""
    return zone(services(interaction).settings.get(interaction.guild_id).timezone)


def today_here(interaction: Interaction) -> date:
    """Which day it is in the server's time zone."""
    return services(interaction).clock().astimezone(zone_here(interaction)).date()


def event_here(interaction: Interaction, uid: str) -> Event:
    """An event of the calendar that counts here; ``UserError`` if it is gone since the button was made."""
    event = services(interaction).calendars.of(interaction.guild_id).get(uid)
    if event is None:
        raise UserError(_GONE)
    return event


def list_view(interaction: Interaction, shown: Listing, *, private: bool) -> ui.LayoutView:
    """A page of a list, as it is for this server."""
    using = services(interaction)
    events = listed(using.calendars.of(interaction.guild_id), shown)
    return event_list(
        using.library,
        events,
        shown,
        today_here(interaction),
        changes=_changes(interaction),
        private=private and not alone(interaction),
    )


def card_view(
    interaction: Interaction,
    event: Event,
    *,
    private: bool = False,
    back: Listing | None = None,
    remark: str = "",
) -> ui.LayoutView:
    """An event's card, as it is for whoever presses."""
    using = services(interaction)
    rights = interaction.permissions
    change = using.calendars.changes(interaction.guild_id).get(event.uid)
    changed = change is not None and (change.hidden or change.event is not None)
    around = Around(
        today=today_here(interaction),
        private=private and not alone(interaction),
        back=back,
        origin=_origin(interaction, event.uid) if changed else "",
        may_add=_member_here(interaction) and (rights.create_events or rights.manage_events),
        may_reset=changed and rights.manage_guild,
        own=using.calendars.given(event.uid) is None,
    )
    return event_card(using.library, event, around, remark=remark)


def _member_here(interaction: Interaction) -> bool:
    """Whether the bot is in this server itself, rather than only brought along by a person."""
    return interaction.guild_id is not None and interaction.client.get_guild(interaction.guild_id) is not None


def _origin(interaction: Interaction, uid: str) -> str:
    calendars = services(interaction).calendars
    change = calendars.changes(interaction.guild_id)[uid]
    done = "Added" if calendars.given(uid) is None else "Changed"
    who = f", last edited by {person(change.by)}" if interaction.permissions.manage_guild else ""
    return f"{done} by this server{who} on <t:{epoch(change.at)}:D>."


def _changes(interaction: Interaction) -> str:
    """What the server added, changed and hid, in one line."""
    calendars = services(interaction).calendars
    counts = dict.fromkeys(("added", "changed", "hid"), 0)
    for uid, change in calendars.changes(interaction.guild_id).items():
        if change.hidden:
            counts["hid"] += 1
        elif change.event is not None:
            counts["added" if calendars.given(uid) is None else "changed"] += 1
    done = [f"{word} {count}" for word, count in counts.items() if count]
    return f"This server’s own changes: {', '.join(done)}." if done else ""


async def put(interaction: Interaction, make: Callable[[bool], ui.LayoutView]) -> None:
    """Show something instead of what the person sees, where nobody else sees it, or in a new private message.

    ``make`` is told whether the message is private.
    """
    hidden = interaction.message is not None and interaction.message.flags.ephemeral
    if hidden or alone(interaction):
        await interaction.response.edit_message(view=make(hidden))
    else:
        await interaction.response.send_message(view=make(True), ephemeral=True)  # noqa: FBT003 - told above


async def give_file(interaction: Interaction, events: Iterable[Event], name: str) -> None:
    """Hand a calendar file to the person."""
    content = calendar_file(events, services(interaction).clock())
    await interaction.response.send_message(
        _FILE, file=discord.File(BytesIO(content), f"{name}.ics"), ephemeral=not alone(interaction)
    )


def _listing(key: str) -> Listing:
    try:
        return Listing.of(key)
    except ValueError as error:  # a date that there is not
        raise UserError(_GONE) from error


class ShowList(Pressable[ui.Button[Any]], template=LIST):
    """Shows a page of a list."""

    def __init__(self, item: ui.Button[Any], key: str) -> None:
        """Wrap a button of a message."""
        super().__init__(item)
        self.key = key

    @handled
    async def callback(self, interaction: Interaction) -> None:
        """Turn the page."""
        keep_pace(interaction, interaction.client.presses)
        shown = _listing(self.key)
        await put(interaction, lambda private: list_view(interaction, shown, private=private))


class OpenEvent(Pressable[ui.Select[Any]], template=OPEN):
    """The menu that opens an event of a list."""

    def __init__(self, item: ui.Select[Any], key: str) -> None:
        """Wrap a menu of a message."""
        super().__init__(item)
        self.key = key

    @handled
    async def callback(self, interaction: Interaction) -> None:
        """Show the card of the event that was chosen."""
        keep_pace(interaction, interaction.client.presses)
        event = event_here(interaction, self.item.values[0])
        back = _listing(self.key)
        await put(interaction, lambda private: card_view(interaction, event, private=private, back=back))


class ListFile(Pressable[ui.Button[Any]], template=LIST_FILE):
    """Gives the calendar file of a whole list."""

    def __init__(self, item: ui.Button[Any], key: str) -> None:
        """Wrap a button of a message."""
        super().__init__(item)
        self.key = key

    @handled
    async def callback(self, interaction: Interaction) -> None:
        """Hand over the file."""
        keep_pace(interaction, interaction.client.presses)
        events = listed(services(interaction).calendars.of(interaction.guild_id), _listing(self.key))
        if not events:
            raise UserError(_GONE)
        await give_file(interaction, events, "r2p-events")


class EventFile(Pressable[ui.Button[Any]], template=EVENT_FILE):
    """Gives the calendar file of one event."""

    def __init__(self, item: ui.Button[Any], uid: str) -> None:
        """Wrap a button of a message."""
        super().__init__(item)
        self.uid = uid

    @handled
    async def callback(self, interaction: Interaction) -> None:
        """Hand over the file."""
        keep_pace(interaction, interaction.client.presses)
        await give_file(interaction, [event_here(interaction, self.uid)], self.uid)


ITEMS = (ShowList, OpenEvent, ListFile, EventFile)
"""All that a bot has to register for the controls of lists and cards to work."""
