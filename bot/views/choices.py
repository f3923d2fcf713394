"""What is offered while a manager types: days, times, zones; all from memory."""

from __future__ import annotations

from discord.app_commands import Choice

from bot.errors import Interaction
from bot.posting.rule import PLACES, WEEKDAYS, Rhythm, RuleError, parse_time
from bot.posting.zones import suggest
from bot.render.text import clip
from bot.views.items import services

MOST_CHOICES = 25
LONGEST_CHOICE = 100
"""Discord's limits for autocomplete.

Source: https://docs.discord.com/developers/interactions/application-commands
"""

RHYTHMS = [
    Choice(name="Every day", value="daily"),
    Choice(name="Monday to Friday", value="weekdays"),
    Choice(name="Every week", value="weekly"),
    Choice(name="Every second week", value="fortnightly"),
    Choice(name="Every month", value="monthly"),
]

_WEEKDAYS = [name.title() for name in WEEKDAYS]
_IN_A_MONTH = ["1", "15", "last", *(f"{place} {day}" for day in _WEEKDAYS for place in PLACES)]
_HOURS = [f"{hour % 24:02}:{minute}" for hour in range(6, 30) for minute in ("00", "30")]


def channel_names(interaction: Interaction) -> dict[int, str]:
    """The names of the server's channels and threads, by id."""
    guild = interaction.guild
    return {each.id: each.name for each in (*guild.channels, *guild.threads)} if guild else {}


async def day_choices(interaction: Interaction, typed: str) -> list[Choice[str]]:
    """The days that the rhythm takes; none for one that takes none."""
    rhythm = interaction.namespace.rhythm
    if rhythm in {Rhythm.DAILY, Rhythm.WEEKDAYS}:
        return []
    return fitting(_IN_A_MONTH if rhythm == Rhythm.MONTHLY else _WEEKDAYS, typed)


async def time_choices(_: Interaction, typed: str) -> list[Choice[str]]:
    """What was typed as a time of day, and half hours that begin like it."""
    try:
        meant = [f"{parse_time(typed):%H:%M}"]
    except RuleError:
        meant = []
    wanted = typed.strip()
    hours = [hour for hour in _HOURS if hour.startswith((wanted, f"0{wanted}"))]
    return fitting(dict.fromkeys([*meant, *hours]), "")


async def zone_choices(interaction: Interaction, typed: str) -> list[Choice[str]]:
    """Time zones by name, city, country or offset; at first the server's own."""
    using = services(interaction)
    own = using.settings.get(interaction.guild_id).timezone
    found = suggest(typed or own, using.clock(), MOST_CHOICES)
    return [Choice(name=clip(label, LONGEST_CHOICE), value=name) for label, name in found]


def fitting(names: list[str] | dict[str, None], typed: str) -> list[Choice[str]]:
    """The names that have what was typed in them, those that begin with it first."""
    wanted = typed.strip().lower()
    found = [name for name in names if wanted in name.lower()]
    found.sort(key=lambda name: not name.lower().startswith(wanted))
    return [Choice(name=name, value=name) for name in found][:MOST_CHOICES]
