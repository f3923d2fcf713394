"""The buttons and menus of a person's own reminders, below an event, a post or their list; for that person alone."""

from __future__ import annotations

from typing import Any

from discord import ui
from msgspec.structs import replace

from bot.errors import Interaction, UserError, handled
from bot.posting.reminder_kinds import Subscriber
from bot.posting.subscription import Lead
from bot.posting.wishes import wish_of
from bot.render.own_reminders import NEW, OWN_LEADS, OWN_OPEN, STOP_ALL, offered
from bot.render.reminder import REMIND, STOP
from bot.views.base import Pressable
from bot.views.events import today_here
from bot.views.items import alone, keep_pace, services
from bot.views.own_reminders import own, reminders, set_up, sheet, stop, stop_all
from knowledge.calendar import Event

_NO_EVENT = "This event is not in the calendar any more. `/r2p events` shows what is coming."
_OVER = "This event is over. `/r2p events` shows what is coming."


async def offer(interaction: Interaction, uid: str) -> None:
    """Answer "Remind me" on an event: with a menu of lead times, or with the reminder that the person has already."""
    event = _event(interaction, uid)
    before = await _of_event(interaction, event)
    view = offered(event) if before is None else sheet(interaction, before, "You asked for this already")
    await interaction.response.send_message(view=view, ephemeral=not alone(interaction))


def _event(interaction: Interaction, uid: str) -> Event:
    """An event that lies ahead; UserError for one that is over or gone."""
    using = services(interaction)
    event = using.calendars.of(interaction.guild_id).get(uid)
    if event is None:
        raise UserError(_NO_EVENT)
    if event.last < today_here(interaction) and not event.yearly:
        raise UserError(_OVER)
    return event


async def _of_event(interaction: Interaction, event: Event) -> Subscriber | None:
    """The reminder of an event that the person has already."""
    wish = wish_of(services(interaction).calendars.of(interaction.guild_id), event)
    every = await reminders(interaction).of_user(interaction.user.id)
    return next((each for each in every if wish in each.wanted.events), None)


async def _instead(interaction: Interaction, view: ui.LayoutView) -> None:
    """Show a view instead of what was pressed where nobody else sees it, else in a private message."""
    message = interaction.message
    if (message is not None and message.flags.ephemeral) or alone(interaction):
        await interaction.response.edit_message(view=view)
    else:
        await interaction.response.send_message(view=view, ephemeral=True)


class RemindMe(Pressable[ui.Button[Any]], template=REMIND):
    """The button below an event that leads to a reminder of one's own."""

    def __init__(self, item: ui.Button[Any], uid: str) -> None:
        """Wrap a button of a message."""
        super().__init__(item)
        self.uid = uid

    @handled
    async def callback(self, interaction: Interaction) -> None:
        """Ask when."""
        keep_pace(interaction, interaction.client.presses)
        await offer(interaction, self.uid)


class New(Pressable[ui.Select[Any]], template=NEW):
    """The menu of lead times that sets up a reminder."""

    def __init__(self, item: ui.Select[Any], uid: str) -> None:
        """Wrap a menu of a message."""
        super().__init__(item)
        self.uid = uid

    @handled
    async def callback(self, interaction: Interaction) -> None:
        """Set it up with what was chosen."""
        keep_pace(interaction, interaction.client.presses)
        event = _event(interaction, self.uid)
        wish = wish_of(services(interaction).calendars.of(interaction.guild_id), event)
        leads = [lead for lead in Lead if lead in self.item.values]
        await _instead(interaction, await set_up(interaction, events=[wish], leads=leads))


class OwnLeads(Pressable[ui.Select[Any]], template=OWN_LEADS):
    """The menu of lead times of a reminder that there is."""

    def __init__(self, item: ui.Select[Any], schedule: str) -> None:
        """Wrap a menu of a message."""
        super().__init__(item)
        self.schedule = schedule

    @handled
    async def callback(self, interaction: Interaction) -> None:
        """Keep the choice, and show what comes next with it."""
        keep_pace(interaction, interaction.client.presses)
        reader = await own(interaction, self.schedule)
        leads = tuple(lead for lead in Lead if lead in self.item.values)
        kept = await reminders(interaction).change(
            reader.schedule.id, lambda wanted: replace(wanted, leads=leads), services(interaction).clock()
        )
        await _instead(interaction, sheet(interaction, kept, "Your reminder is changed"))


class Stop(Pressable[ui.Button[Any]], template=STOP):
    """The button that stops one reminder, below it or below a post of it."""

    def __init__(self, item: ui.Button[Any], schedule: str) -> None:
        """Wrap a button of a message."""
        super().__init__(item)
        self.schedule = schedule

    @handled
    async def callback(self, interaction: Interaction) -> None:
        """Stop it; the post itself stays."""
        keep_pace(interaction, interaction.client.presses)
        view = await stop(interaction, self.schedule)
        if interaction.message is not None and interaction.message.flags.ephemeral:
            await interaction.response.edit_message(view=view)
        else:
            await interaction.response.send_message(view=view, ephemeral=not alone(interaction))


class StopAll(Pressable[ui.Button[Any]], template=STOP_ALL):
    """The button that stops all of one's reminders."""

    def __init__(self, item: ui.Button[Any]) -> None:
        """Wrap a button of a message."""
        super().__init__(item)

    @handled
    async def callback(self, interaction: Interaction) -> None:
        """Stop them."""
        keep_pace(interaction, interaction.client.presses)
        await _instead(interaction, await stop_all(interaction))


class OpenOwn(Pressable[ui.Select[Any]], template=OWN_OPEN):
    """The menu of one's reminders."""

    def __init__(self, item: ui.Select[Any]) -> None:
        """Wrap a menu of a message."""
        super().__init__(item)

    @handled
    async def callback(self, interaction: Interaction) -> None:
        """Show the one that was chosen."""
        keep_pace(interaction, interaction.client.presses)
        reader = await own(interaction, self.item.values[0])
        await _instead(interaction, sheet(interaction, reader, "Your reminder"))


ITEMS = (RemindMe, New, OwnLeads, Stop, StopAll, OpenOwn)
"""All that a bot has to register for the controls of people's reminders to work."""
