"""What people see of the reminders that they asked for: one with what comes next, and the list of all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import discord
from discord import ui

from bot.posting.reminder_kinds import Subscriber
from bot.render.controls import LONGEST_OPTION, Button, rows
from bot.render.event_words import title
from bot.render.frame import card, spaced, text
from bot.render.reminder import days
from bot.render.reminder_words import (
    ahead,
    clock_words,
    lead_menu,
    listed,
    menu,
    paused,
    plainly,
    short,
    state,
    tagged,
    titles,
)
from bot.render.text import clip
from knowledge.calendar import Event

OWN_LEADS = r"r2p:remind:leads:(?P<schedule>\d{1,18})"
OWN_OPEN = r"r2p:remind:open"
NEW = r"r2p:remind:new:(?P<uid>[a-z0-9-]{1,60})"
STOP_ALL = r"r2p:remind:all"
"""What the ``custom_id`` of each control looks like; ``bot.render.reminder`` has those below a post."""

_LONGEST_TITLE = 90
_LONGEST_LINE = 80


def own_sheet(reader: Subscriber, now: datetime, heading: str, remark: str = "") -> ui.LayoutView:
    """A person's reminder: of what, what comes next, its leads to change, and the button that stops it."""
    head = f"### {heading}\n**{listed([*titles(reader), *tagged(reader)])}**"
    below = [f"By direct message at {clock_words(reader)}.", remark, *paused(reader)]
    texts = ["\n".join(filter(None, [head, *below])), ahead(reader, now)]
    number = reader.schedule.id
    leads = lead_menu(f"r2p:remind:leads:{number}", reader.wanted.leads)
    stop: Button = ui.Button(
        label="Stop this reminder",
        style=discord.ButtonStyle.danger,
        custom_id=f"r2p:remind:stop:{number}",
    )
    return card(spaced(texts), [leads, *rows([stop])])


def offered(event: Event) -> ui.LayoutView:
    """The question how long before an event somebody wants to be reminded."""
    said = (
        f"### Remind you of this?\n**{title(event, _LONGEST_TITLE)}**\n{days(event)}\n"
        "Choose when, and I write to you by direct message."
    )
    return card([text(said)], [lead_menu(f"r2p:remind:new:{event.uid}", ())])


def own_list(readers: Sequence[Subscriber], now: datetime) -> ui.LayoutView:
    """All reminders of a person, a menu to open one, and the button that stops all."""
    if not readers:
        return card(
            [
                text(
                    "### You asked for no reminders\nTry: `/r2p remind me`, and choose an event or a tag. `/r2p events` shows "
                    "what is coming."
                )
            ]
        )
    count = "1 reminder" if len(readers) == 1 else f"{len(readers)} reminders"
    lines = [f"- {short(each, _LONGEST_LINE)} · {state(each, now)}" for each in readers]
    options = [discord.SelectOption(label=own_label(each), value=str(each.schedule.id)) for each in readers]
    everything: Button = ui.Button(
        label="Stop all", style=discord.ButtonStyle.danger, custom_id="r2p:remind:all"
    )
    chosen = menu(OWN_OPEN, "Change or stop one", options)
    return card(spaced([f"### You asked for {count}", "\n".join(lines)]), [chosen, *rows([everything])])


def own_label(reader: Subscriber) -> str:
    """A person's reminder in one line without markup."""
    return clip(plainly(reader), LONGEST_OPTION)
