"""What managers see of digests: one with its next runs, a preview and its controls, and the list of all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import discord
from discord import ui

from bot.clock import epoch
from bot.posting.digest import AHEAD, Details, SectionProvider
from bot.posting.digest_kind import Made, in_words
from bot.posting.model import Occurrence, Schedule
from bot.render.controls import LONGEST_OPTION, Button, Row, rows
from bot.render.digest import digest_parts
from bot.render.frame import card, line, spaced, text
from bot.render.text import clip, verbatim

SECTIONS = r"r2p:digest:sections:(?P<schedule>\d{1,19})"
SWITCH = r"r2p:digest:(?P<what>empty|fuller|quiet|resume|remove|keep):(?P<schedule>\d{1,19})"
NOW = r"r2p:digest:now:(?P<schedule>\d{1,19}):(?P<token>\d{1,20})"
OPEN = r"r2p:digest:open"
"""What the ``custom_id`` of each control looks like."""

_LONGEST_REASON = 180
_SHORT_REASON = 30
_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Sheet:
    """One digest, as a manager sees it."""

    title: str
    """In words: "Digest set up"."""
    schedule: Schedule
    runs: Sequence[Occurrence]
    made: Made
    offered: Mapping[str, SectionProvider]
    token: int
    """Makes "Post it now" under this message post once, however often it is pressed."""
    held: str | None = None
    """What keeps posts from its channel."""
    small_print: str = ""
    """The last line that the post will have."""
    remark: str = ""


def sheet(given: Sheet) -> ui.LayoutView:
    """Next runs, what it is set to, a preview, and the controls."""
    above: ui.Container[Any] = ui.Container(text(_told(given)))
    shown = digest_parts(given.made.head, given.made.parts)
    small = " · ".join(filter(None, ("Preview", given.small_print)))
    below = [line(visible=False), text(f"-# {small}")]
    return card([*shown.parts, *below], [*shown.controls, *_controls(given)], above=above)


def _told(given: Sheet) -> str:
    schedule, details = given.schedule, Details.of(given.schedule)
    zone = ZoneInfo(schedule.timezone)
    lines = [f"### {given.title}", f"Into <#{schedule.target.id}> {in_words(schedule)}."]
    if given.remark:
        lines.append(given.remark)
    if schedule.paused_reason is not None:
        lines.append(f"**Paused**: {clip(verbatim(schedule.paused_reason), _LONGEST_REASON)}")
    if given.held is not None:
        lines.append(f"**Held up**: {clip(verbatim(given.held), _LONGEST_REASON)}")
    if given.runs:
        lines.append(f"Next runs, in your time (and in {schedule.timezone}):")
        lines += [f"- <t:{epoch(run.due)}:F> ({run.due.astimezone(zone):%A %H:%M})" for run in given.runs]
    role = f"will ping <@&{details.role_id}> each time" if details.role_id else "pings nobody"
    reach = (
        f"{details.days} days"
        if details.days is not None
        else f"{AHEAD} days, or to the next digest if that is later"
    )
    empty = "posted too" if details.post_empty else "not posted"
    lines.append(f"-# It {role}. Coming events reach {reach}. Digests with nothing to say are {empty}.")
    return "\n".join(lines)


def _controls(given: Sheet) -> list[Row]:
    schedule, details = given.schedule, Details.of(given.schedule)
    options = [
        discord.SelectOption(
            label=clip(section.label, LONGEST_OPTION),
            value=name,
            description=clip(section.told, LONGEST_OPTION),
            default=name in details.sections,
        )
        for name, section in given.offered.items()
    ]
    menu: ui.Select[Any] = ui.Select(
        custom_id=f"r2p:digest:sections:{schedule.id}",
        placeholder="What the digest shows",
        options=options,
        max_values=len(options),
    )
    buttons = [_switch("Post empty digests too: no", "empty", schedule.id)]
    if details.post_empty:
        buttons = [_switch("Post empty digests too: yes", "fuller", schedule.id)]
    if details.role_id:
        buttons.append(_switch("Stop pinging the role", "quiet", schedule.id))
    if schedule.paused_reason is not None or given.held is not None:
        buttons.append(_switch("Resume", "resume", schedule.id))
    now: Button = ui.Button(label="Post it now", custom_id=f"r2p:digest:now:{schedule.id}:{given.token}")
    return [ui.ActionRow(menu), *rows([*buttons, now])]


def _switch(label: str, what: str, schedule: int, style: discord.ButtonStyle | None = None) -> Button:
    return ui.Button(
        label=label,
        style=style or discord.ButtonStyle.secondary,
        custom_id=f"r2p:digest:{what}:{schedule}",
    )


def removal(schedule: Schedule) -> ui.LayoutView:
    """The question whether a digest is to be removed."""
    return card(
        [
            text(
                f"### Remove this digest?\nInto <#{schedule.target.id}> {in_words(schedule)}. Posts in the channel stay."
            )
        ],
        rows(
            [
                _switch("Remove it", "remove", schedule.id, discord.ButtonStyle.danger),
                _switch("Keep it", "keep", schedule.id),
            ]
        ),
    )


def note(words: str) -> ui.LayoutView:
    """A short message."""
    return card([text(words)])


def listing(
    schedules: Sequence[Schedule], names: Mapping[int, str], held: Mapping[int, str]
) -> ui.LayoutView:
    """All digests of a server with their next run, and a menu to open one.

    ``names`` are those of channels, ``held`` says of some what keeps posts from them.
    """
    if not schedules:
        return card(
            [
                text(
                    "### No digests yet\nA digest is one message, as often as you like, with coming events and a "
                    "paragraph of the report.\nTry: `/r2p-admin digest setup channel:#general rhythm:weekly day:Monday`"
                )
            ]
        )
    lines = "\n".join(_line(schedule, held.get(schedule.target.id)) for schedule in schedules)
    options = [
        discord.SelectOption(label=label(schedule, names), value=str(schedule.id)) for schedule in schedules
    ]
    menu: ui.Select[Any] = ui.Select(custom_id=OPEN, placeholder="Open a digest", options=options)
    count = "1 digest" if len(schedules) == 1 else f"{len(schedules)} digests"
    return card(spaced([f"### {count} in this server", lines]), [ui.ActionRow(menu)])


def _line(schedule: Schedule, held: str | None) -> str:
    if schedule.paused_reason is not None:
        state = f"paused: {clip(verbatim(schedule.paused_reason), _SHORT_REASON)}"
    elif held is not None:
        state = f"held up: {clip(verbatim(held), _SHORT_REASON)}"
    else:
        state = f"next <t:{epoch(schedule.upcoming.due)}:R>" if schedule.upcoming else "nothing to come"
    return f"- <#{schedule.target.id}> {in_words(schedule)} · {state}"


def label(schedule: Schedule, names: Mapping[int, str]) -> str:
    """A digest in one line without markup: "#digests, every Monday at 09:00 (Europe/Zurich)"."""
    name = names.get(schedule.target.id)
    channel = f"#{clip(name, _LONGEST_NAME)}" if name else "a channel that is gone"
    paused = "paused, " if schedule.paused_reason is not None else ""
    return clip(f"{channel}, {paused}{in_words(schedule)}", LONGEST_OPTION)
