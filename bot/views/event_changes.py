"""Changing a server's calendar: what managers are shown after a change, and the button that takes it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from discord import app_commands, ui

from bot.errors import Interaction, UserError, handled
from bot.event_input import Here, further
from bot.render.event_card import gone_card
from bot.render.event_controls import RESET, reset
from bot.render.event_words import title
from bot.render.frame import LONGEST_TITLE
from bot.views.base import Pressable
from bot.views.events import card_view, put, today_here, zone_here
from bot.views.items import keep_pace, services
from knowledge.calendar import Event

_NOT_CHANGED = "This server has not changed that event, or the change was taken back already."
_HIDDEN = (
    "It is no longer in this server’s calendar. To show it again: `/r2p-admin event hide` with `show:True`."
)


def server(interaction: Interaction) -> int:
    """The server whose calendar is changed."""
    if interaction.guild_id is None:
        raise app_commands.NoPrivateMessage
    return interaction.guild_id


def here(interaction: Interaction) -> Here:
    """What a manager's input is read against."""
    return Here(services(interaction).library.newest, zone_here(interaction), today_here(interaction))


async def keep(interaction: Interaction, changes: Mapping[str, Event | None]) -> str:
    """Keep changes to the server's calendar, and say what became of the reminders that hang on them."""
    using = services(interaction)
    guild_id, by = server(interaction), interaction.user.id
    return hanging(await using.calendars.apply(guild_id, changes, by, using.clock()))


async def show_again(interaction: Interaction, event: Event) -> str:
    """Show a hidden event again, and say what became of the reminders that hang on it."""
    using = services(interaction)
    guild_id, by = server(interaction), interaction.user.id
    return hanging(await using.calendars.show(guild_id, event.uid, by, using.clock()))


def refuse_twice(interaction: Interaction, event: Event) -> None:
    """``UserError`` if there is an event of the same name on the same days: somebody pressed twice."""
    calendar = services(interaction).calendars.of(interaction.guild_id)
    wanted = (event.title, event.first, event.last)
    if wanted in [(each.title, each.first, each.last) for each in calendar.between(event.first, event.last)]:
        raise UserError(
            "An event of that name on those days is in the calendar already, so nothing was added."
        )


def hanging(count: int) -> str:
    """What became of the reminders of an event that was changed."""
    if not count:
        return "No reminder is set for it."
    return f"{count} reminder{'s' * (count > 1)} of it {'were' if count > 1 else 'was'} planned anew."


async def show_change(interaction: Interaction, uid: str, *remarks: str) -> None:
    """Show a manager what an event looks like now."""
    calendars = services(interaction).calendars
    event = calendars.of(interaction.guild_id).get(uid)
    said = " ".join(filter(None, remarks))
    if event is None:  # a series has no day of its own
        known = calendars.known(server(interaction), uid)
        view = gone_card(f"### {title(known, LONGEST_TITLE) if known else uid}", said)
    else:
        view = card_view(interaction, event, remark=said)
    await interaction.response.send_message(view=view, ephemeral=True)


async def show_hidden(interaction: Interaction, event: Event, *remarks: str) -> None:
    """Show a manager that an event is hidden; one that the server added can then be deleted."""
    own = services(interaction).calendars.given(event.uid) is None
    view = gone_card(
        f"### Hidden: {title(event, LONGEST_TITLE)}",
        " ".join(filter(None, (_HIDDEN, *remarks))),
        undo=reset(event.uid, own=own),
    )
    await interaction.response.send_message(view=view, ephemeral=True)


class Reset(Pressable[ui.Button[Any]], template=RESET):
    """Takes a server's change to an event back, with the further days that it made."""

    def __init__(self, item: ui.Button[Any], uid: str) -> None:
        """Wrap a button of a message."""
        super().__init__(item)
        self.uid = uid

    @handled
    async def callback(self, interaction: Interaction) -> None:
        """Take it back once, for managers alone, and show what is there now."""
        keep_pace(interaction, interaction.client.presses)
        if interaction.guild_id is None or not interaction.permissions.manage_guild:
            raise app_commands.MissingPermissions(["manage_guild"])
        using = services(interaction)
        change = using.calendars.changes(interaction.guild_id).get(self.uid)
        if change is None or not (change.hidden or change.event):
            raise UserError(_NOT_CHANGED)
        before = using.calendars.known(interaction.guild_id, self.uid)
        made = [
            uid
            for uid in further(using.calendars.of(interaction.guild_id), self.uid)
            if not using.calendars.given(uid)
        ]
        count = 0
        for uid in [self.uid, *made]:
            count += await using.calendars.reset(interaction.guild_id, uid, using.clock())
        await put(interaction, lambda _: self._after(interaction, before, hanging(count)))

    def _after(self, interaction: Interaction, before: Event | None, remark: str) -> ui.LayoutView:
        event = services(interaction).calendars.of(interaction.guild_id).get(self.uid)
        if event is not None:
            return card_view(
                interaction, event, remark=f"**Taken back**: it is as all servers have it. {remark}"
            )
        name = title(before, LONGEST_TITLE) if before else self.uid
        own = services(interaction).calendars.given(self.uid) is None
        done = (
            "**Deleted**: it was this server’s own."
            if own
            else "**Taken back**: it is as all servers have it."
        )
        return gone_card(f"### {name}", f"{done} {remark}")


ITEMS = (Reset,)
"""All that a bot has to register for this button to work."""
