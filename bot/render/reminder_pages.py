"""What a server's managers see of channel reminders: one with its menus and what comes next, and the list of all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import discord
from discord import ui

from bot.posting.reminder_kinds import Subscriber
from bot.posting.wishes import LEADS, wish_label, wishes
from bot.render.controls import LONGEST_OPTION, MOST_OPTIONS, Button, Row, rows
from bot.render.frame import card, spaced, text
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
    titles,
)
from bot.render.text import clip

CHOOSE = r"r2p:rem:(?P<what>tags|events|leads):(?P<schedule>\d{1,18}):(?P<page>\d{1,2})"
PRESS = (
    r"r2p:rem:(?P<what>page|preview|pause|resume|quiet|remove|keep):(?P<schedule>\d{1,18}):(?P<page>\d{1,2})"
)
OPEN = r"r2p:rem:open"
"""What the ``custom_id`` of each control looks like."""

_LONGEST_LINE = 80
_LONGEST_NAME = 30


def channel_sheet(reader: Subscriber, now: datetime, title: str, page: int = 0) -> ui.LayoutView:
    """A channel's reminders: what is chosen, what comes next, and the menus."""
    schedule, wanted = reader.schedule, reader.wanted
    role = f"will ping <@&{wanted.role_id}> each time" if wanted.role_id else "pings nobody"
    head = [f"### {title}", f"Into <#{schedule.target.id}> at {clock_words(reader)}; it {role}."]
    chosen = [
        f"**Events**: {listed(titles(reader))}",
        f"**Tags**: {listed(wanted.tags)}",
        f"**When**: {listed(LEADS[lead].lower() for lead in wanted.leads)}",
    ]
    texts = ["\n".join([*head, *paused(reader)]), "\n".join(chosen), ahead(reader, now)]
    return card(spaced(texts), _controls(reader, now, page))


def channel_list(readers: Sequence[Subscriber], names: Mapping[int, str], now: datetime) -> ui.LayoutView:
    """All channel reminders of a server, and a menu to open one; ``names`` are those of channels."""
    if not readers:
        return card(
            [
                text(
                    "### No reminders yet\nChannel reminders tell of the events that you choose, some time before and when "
                    "they begin.\nTry: `/r2p-admin reminder setup channel:#general`"
                )
            ]
        )
    count = "1 set of reminders" if len(readers) == 1 else f"{len(readers)} sets of reminders"
    lines = [
        f"- <#{each.schedule.target.id}> {short(each, _LONGEST_LINE)} · {state(each, now)}"
        for each in readers
    ]
    options = [
        discord.SelectOption(label=channel_label(each, names), value=str(each.schedule.id))
        for each in readers
    ]
    return card(spaced([f"### {count} in this server", "\n".join(lines)]), [menu(OPEN, "Open one", options)])


def removal(reader: Subscriber) -> ui.LayoutView:
    """The question whether a channel's reminders are to be removed."""
    number = reader.schedule.id
    said = f"### Remove these reminders?\nInto <#{reader.schedule.target.id}>: {short(reader)}. Posts in the channel stay."
    remove = _press("Remove them", "remove", number, 0, discord.ButtonStyle.danger)
    return card([text(said)], rows([remove, _press("Keep them", "keep", number, 0)]))


def channel_label(reader: Subscriber, names: Mapping[int, str]) -> str:
    """A channel's reminders in one line without markup."""
    name = names.get(reader.schedule.target.id)
    where = f"#{clip(name, _LONGEST_NAME)}" if name else "a channel that is gone"
    paused = "paused, " if reader.schedule.paused_reason is not None else ""
    return clip(f"{where}, {paused}{plainly(reader)}", LONGEST_OPTION)


def _controls(reader: Subscriber, now: datetime, page: int) -> list[Row]:
    number, wanted, calendar = reader.schedule.id, reader.wanted, reader.calendar
    offered = wishes(calendar, reader.today(now))
    last = max(0, len(offered) - 1) // MOST_OPTIONS
    page = min(page, last)
    events = [
        discord.SelectOption(
            label=wish_label(calendar, event), value=event.uid, default=event.uid in wanted.events
        )
        for event in offered[page * MOST_OPTIONS : (page + 1) * MOST_OPTIONS]
    ]
    tags = [
        discord.SelectOption(label=tag, value=tag, default=tag in wanted.tags)
        for tag in sorted(calendar.tags(), key=lambda tag: tag not in wanted.tags)[:MOST_OPTIONS]
    ]
    of_pages = f", page {page + 1} of {last + 1}" if last else ""
    menus = (
        ("tags", "All events with a tag", tags),
        ("events", f"Single events{of_pages}", events),
    )
    chosen = [
        menu(f"r2p:rem:{what}:{number}:{page}", placeholder, options, several=True)
        for what, placeholder, options in menus
        if options
    ]
    leads = lead_menu(f"r2p:rem:leads:{number}:{page}", wanted.leads)
    return [*chosen, leads, *rows(_buttons(reader, page, last))]


def _buttons(reader: Subscriber, page: int, last: int) -> list[Button]:
    number = reader.schedule.id
    buttons = []
    if page > 0:
        buttons.append(_press("◂ Events", "page", number, page - 1))
    if page < last:
        buttons.append(_press("More events ▸", "page", number, page + 1))
    buttons.append(_press("Preview", "preview", number, page))
    if reader.schedule.paused_reason is not None:
        buttons.append(_press("Resume", "resume", number, page))
    else:
        buttons.append(_press("Pause", "pause", number, page))
    if reader.wanted.role_id is not None:
        buttons.append(_press("Stop pinging the role", "quiet", number, page))
    return buttons


def _press(
    label: str, what: str, schedule: int, page: int, style: discord.ButtonStyle | None = None
) -> Button:
    return ui.Button(
        label=label,
        style=style or discord.ButtonStyle.secondary,
        custom_id=f"r2p:rem:{what}:{schedule}:{page}",
    )
