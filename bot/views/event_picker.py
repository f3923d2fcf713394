"""The events that are offered while a manager types, and the one that was meant."""

from __future__ import annotations

from collections.abc import Iterable

from discord.app_commands import Choice

from bot.errors import Interaction, UserError
from bot.event_choice import MOST_OFFERS, choosable, find, hideable, label, offers, one_of
from bot.views.events import today_here
from bot.views.items import services
from knowledge.calendar import Calendar, Event

_HIDDEN = "(hidden) "
_NONE_HIDDEN = "Nothing is hidden in this server’s calendar."


async def changeable(interaction: Interaction, typed: str) -> list[Choice[str]]:
    """Events to change."""
    return _choices(interaction, offers(choosable(_calendar(interaction), today_here(interaction)), typed))


async def confirmable(interaction: Interaction, typed: str) -> list[Choice[str]]:
    """Events to confirm, those without days first."""
    every = choosable(_calendar(interaction), today_here(interaction))
    once = sorted((event for event in every if not event.yearly), key=lambda event: event.certain)
    return _choices(interaction, offers(once, typed))


async def hideable_or_hidden(interaction: Interaction, typed: str) -> list[Choice[str]]:
    """Events to hide, and below them those that are hidden; with ``show`` only those."""
    visible = [] if interaction.namespace.show else hideable(_calendar(interaction), today_here(interaction))
    below = _choices(interaction, offers(_hidden(interaction), typed), _HIDDEN)
    above = _choices(interaction, offers(visible, typed))
    return [*above[: MOST_OFFERS - len(below)], *below]


def chosen(interaction: Interaction, typed: str) -> Event:
    """The event that was chosen or that typed words mean; ``UserError`` if that is none or several."""
    return find(_calendar(interaction), typed, today_here(interaction))


def chosen_to_hide(interaction: Interaction, typed: str) -> Event:
    """The event, or the yearly one with all of its years; ``UserError`` if that is none or several."""
    calendar = _calendar(interaction)
    known = calendar.series.get(typed) or calendar.get(typed)
    return known or one_of(hideable(calendar, today_here(interaction)), typed)


def chosen_to_show(interaction: Interaction, typed: str) -> Event:
    """The hidden event; ``UserError`` if that is none or several."""
    hidden = _hidden(interaction)
    if not hidden:
        raise UserError(_NONE_HIDDEN)
    return next((event for event in hidden if event.uid == typed), None) or one_of(hidden, typed)


def _calendar(interaction: Interaction) -> Calendar:
    return services(interaction).calendars.of(interaction.guild_id)


def _hidden(interaction: Interaction) -> list[Event]:
    calendars, guild_id = services(interaction).calendars, interaction.guild_id
    if guild_id is None:
        return []
    hidden = [uid for uid, change in calendars.changes(guild_id).items() if change.hidden]
    return [event for uid in hidden if (event := calendars.known(guild_id, uid))]


def _choices(interaction: Interaction, events: Iterable[Event], before: str = "") -> list[Choice[str]]:
    series = services(interaction).calendars.base.series
    return [
        Choice(name=label(event, before, every_year=event.yearly and event.uid in series), value=event.uid)
        for event in events
    ]
