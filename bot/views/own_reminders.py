"""A person's own reminders: what commands and buttons do with them, and what is offered while one types."""

from __future__ import annotations

from collections.abc import Sequence

from discord import ui
from discord.app_commands import Choice

from bot.errors import Interaction, UserError
from bot.posting.reminder_kinds import PERSONAL, Subscriber
from bot.posting.reminders import Reminders
from bot.posting.subscription import Lead, Subscription
from bot.posting.wishes import LEAD_CHOICES
from bot.posting.wishes import offered as offers
from bot.posting.zones import zone
from bot.render.own_reminders import own_label, own_list, own_sheet
from bot.render.reminder_words import note, plainly
from bot.render.text import clip, verbatim
from bot.views.choices import MOST_CHOICES, fitting
from bot.views.events import today_here
from bot.views.items import services

ALL = "all"
"""What stands for all of one's reminders, where one is to be chosen."""

_GONE = "You have no such reminder any more. `/r2p remind mine` shows those that you have."
_OPEN = "If nothing arrives, allow direct messages from a server where I am."
_CLOSED = (
    "**My last messages did not reach you**: your direct messages are closed to me. Allow them in the privacy settings "
    "of a server where I am; I try again from now on."
)
_LONGEST_TITLE = 200


async def event_choices(interaction: Interaction, typed: str) -> list[Choice[str]]:
    """The events that hold all words that were typed."""
    calendar = services(interaction).calendars.of(interaction.guild_id)
    found = offers(calendar, today_here(interaction), typed)
    return [Choice(name=label, value=uid) for label, uid in found]


async def tag_choices(interaction: Interaction, typed: str) -> list[Choice[str]]:
    """The tags of the calendar that hold what was typed."""
    return fitting(list(services(interaction).calendars.of(interaction.guild_id).tags()), typed)


async def lead_choices(_: Interaction, typed: str) -> list[Choice[str]]:
    """Some sets of lead times."""
    wanted = typed.strip().casefold()
    return [
        Choice(name=label, value=value) for value, label in LEAD_CHOICES.items() if wanted in label.casefold()
    ]


async def own_choices(interaction: Interaction, typed: str) -> list[Choice[str]]:
    """The person's reminders that hold what was typed, and all of them."""
    every = await reminders(interaction).of_user(interaction.user.id)
    wanted = typed.strip().casefold()
    found = [Choice(name=own_label(each), value=str(each.schedule.id)) for each in every]
    fitting_ones = [choice for choice in found if wanted in choice.name.casefold()][: MOST_CHOICES - 1]
    return [*fitting_ones, Choice(name="All my reminders", value=ALL)] if every else []


def reminders(interaction: Interaction) -> Reminders:
    """The reminders of all channels and people."""
    return services(interaction).reminders


async def set_up(
    interaction: Interaction,
    *,
    events: Sequence[str] = (),
    tags: Sequence[str] = (),
    leads: Sequence[Lead] = tuple(Lead),
    timezone: str | None = None,
) -> ui.LayoutView:
    """Set up a reminder for the person, or change the one that they have of the same; UserError for no such zone."""
    wanted = Subscription(
        events=tuple(events), tags=tuple(tags), leads=tuple(leads), calendar_of=interaction.guild_id
    )
    try:
        where = zone(timezone or await _usual_zone(interaction))
    except ValueError as error:
        raise UserError(str(error)) from error
    now, every = services(interaction).clock(), reminders(interaction)
    remark = _CLOSED if await every.unreachable(interaction.user.id) else _OPEN
    reader, new = await every.for_person(interaction.user.id, wanted, where, now)
    return sheet(interaction, reader, "I will remind you" if new else "Your reminder is changed", remark)


async def mine(interaction: Interaction) -> ui.LayoutView:
    """All that the person asked for."""
    every = await reminders(interaction).of_user(interaction.user.id)
    return own_list(every, services(interaction).clock())


async def stop(interaction: Interaction, written: str) -> ui.LayoutView:
    """Stop one of the person's reminders by its id; UserError if it is none of theirs."""
    reader = await own(interaction, written)
    await reminders(interaction).remove(reader.schedule.id)
    said = (
        f"### Stopped\nI will not remind you of {clip(verbatim(plainly(reader)), _LONGEST_TITLE)} any more."
    )
    return note(f"{said} Nothing of it is kept.")


async def stop_all(interaction: Interaction) -> ui.LayoutView:
    """Stop all reminders of the person."""
    every = await reminders(interaction).of_user(interaction.user.id)
    for reader in every:
        await reminders(interaction).remove(reader.schedule.id)
    return note("### Stopped\nI will not remind you of anything any more. Nothing of it is kept.")


async def own(interaction: Interaction, written: str) -> Subscriber:
    """One of the person's reminders by its id; UserError if it is none of theirs."""
    if not written.isdecimal() or len(written) > 18:  # noqa: PLR2004 - digits that a database takes
        raise UserError("Please choose the reminder from the list that appears as you type.")
    reader = await reminders(interaction).get(int(written))
    if reader.schedule.kind != PERSONAL or reader.schedule.target.id != interaction.user.id:
        raise UserError(_GONE)
    return reader


async def _usual_zone(interaction: Interaction) -> str:
    """The zone that the person used last, else the server's."""
    every = await reminders(interaction).of_user(interaction.user.id)
    return (
        every[-1].schedule.timezone
        if every
        else services(interaction).settings.get(interaction.guild_id).timezone
    )


def sheet(interaction: Interaction, reader: Subscriber, title: str, remark: str = "") -> ui.LayoutView:
    """One of the person's reminders with what comes next."""
    return own_sheet(reader, services(interaction).clock(), title, remark)
