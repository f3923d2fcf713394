"""What reminders are about and when they come, in words; and the menus that channels' and people's share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import discord
from discord import ui

from bot.clock import epoch
from bot.posting.leads import Due, is_news, read_key
from bot.posting.reminder_kinds import Subscriber
from bot.posting.subscription import Lead
from bot.posting.wishes import LEADS
from bot.render.controls import Row
from bot.render.event_words import title
from bot.render.frame import card, text
from bot.render.text import clip, plain, verbatim

SHOWN = 3
"""Reminders that are shown ahead."""

_LONGEST_TITLE = 90
_LONGEST_LIST = 600
_LONGEST_REASON = 150
_WORDS = {
    **{str(lead): words.lower() for lead, words in LEADS.items()},
    "opens": "its window opens",
    "in": "days still to be confirmed",
}
_TOLD = {
    Lead.OPEN: "When the window opens, then monthly; within a bare year quarterly",
    Lead.START: "At its hour, else in the morning of its first day",
}


def titles(reader: Subscriber) -> list[str]:
    """The events that are asked for by name; of those that are gone the uid."""
    calendar = reader.calendar
    found = []
    for uid in reader.wanted.events:
        series = calendar.series.get(uid)
        event = series or calendar.get(uid)
        found.append((plain(event.title) if event else uid) + (" (every year)" if series else ""))
    return found


def tagged(reader: Subscriber) -> list[str]:
    """The tags that are asked for."""
    return [f"everything tagged “{tag}”" for tag in reader.wanted.tags]


def plainly(reader: Subscriber) -> str:
    """What is asked for, without markup."""
    return ", ".join([*titles(reader), *tagged(reader)]) or "nothing chosen yet"


def short(reader: Subscriber, most: int = _LONGEST_LIST) -> str:
    """What is asked for, in so many characters."""
    return clip(verbatim(plainly(reader)), most)


def listed(words: Iterable[str]) -> str:
    """Words in one line, harmless and bounded."""
    return clip(verbatim(", ".join(words)), _LONGEST_LIST) or "none"


def clock_words(reader: Subscriber) -> str:
    """The local time at which reminders come."""
    return f"{reader.wanted.at:%H:%M} ({reader.schedule.timezone})"


def due_words(reader: Subscriber, due: Due) -> str:
    """One reminder that is to come: when, and what it will say."""
    event = reader.calendar.get(due.uid)
    name = title(event, _LONGEST_TITLE) if event else due.uid
    what = "its days changed" if is_news(due.key) else _WORDS[read_key(due.key).what]
    return f"<t:{epoch(due.due)}:f> · {name}: {what}"


def paused(reader: Subscriber) -> list[str]:
    """A line that says why it is paused; none while it runs."""
    reason = reader.schedule.paused_reason
    return [] if reason is None else [f"**Paused**: {clip(verbatim(reason), _LONGEST_REASON)}"]


def state(reader: Subscriber, now: datetime) -> str:
    """How it stands, in a few words."""
    if reader.schedule.paused_reason is not None:
        return "paused"
    found = reader.coming(now, 1)
    return f"next <t:{epoch(found[0].due)}:R>" if found else "nothing to come"


def ahead(reader: Subscriber, now: datetime) -> str:
    """What comes next, in the reader's own time."""
    if not reader.wanted.events and not reader.wanted.tags:
        return "**Choose events or tags below.** Until then nothing is posted."
    found = reader.coming(now, SHOWN)
    if not found:
        return (
            "**Nothing comes with these choices**, as the calendar stands: the event is too near, or its days are not "
            "confirmed. You are told when its days are confirmed or change."
        )
    return "\n".join(["**What comes next**", *(f"- {due_words(reader, due)}" for due in found)])


def lead_menu(custom_id: str, chosen: Sequence[Lead]) -> Row:
    """The menu of leads."""
    options = [
        discord.SelectOption(
            label=words, value=str(lead), description=_TOLD.get(lead), default=lead in chosen
        )
        for lead, words in LEADS.items()
    ]
    select: ui.Select[Any] = ui.Select(
        custom_id=custom_id, placeholder="When to be reminded", options=options, max_values=len(options)
    )
    return ui.ActionRow(select)


def menu(
    custom_id: str, placeholder: str, options: Sequence[discord.SelectOption], *, several: bool = False
) -> Row:
    """A menu of one choice, or of ``several``, also none."""
    most = len(options) if several else 1
    select: ui.Select[Any] = ui.Select(
        custom_id=custom_id,
        placeholder=placeholder,
        options=list(options),
        min_values=0 if several else 1,
        max_values=most,
    )
    return ui.ActionRow(select)


def note(words: str) -> ui.LayoutView:
    """A short message."""
    return card([text(words)])
