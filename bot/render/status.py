"""How the bot's own posts stand in a server: what comes, what came, what waits and why, and which rights it has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from discord import ui

from bot.clock import epoch
from bot.posting.desk import Standing
from bot.posting.digest import DIGEST
from bot.posting.model import Block, Delivery, Schedule, State
from bot.posting.reminder_kinds import REMINDER
from bot.posting.rights import permissions
from bot.posting.rule import Rule
from bot.render.controls import LONGEST_LABEL, Button, rows
from bot.render.frame import Part, card, line, text
from bot.render.posting import resume_all_button, unknown_buttons, what, where
from bot.render.text import clip, verbatim

_NEXT, _RECENT, _PAUSED, _BLOCKED, _UNSURE, _FAILED, _WAITING, _RIGHTS = 5, 5, 5, 5, 3, 3, 3, 8
"""How many of each are listed; the rest is counted."""
_LONGEST_REASON = 120
AGAIN = r"r2p:again:(?P<schedule>[0-9]{1,19})"
"""What the ``custom_id`` of the button looks like that resumes what somebody paused."""
RESUMABLE = {DIGEST: "digest", REMINDER: "reminders"}
"""The kinds of schedule that it can resume, in a word."""
_EMPTY = """### Nothing is set up yet
I post here only what you set up.
- A digest, with what comes and a paragraph of the report: `/r2p-admin digest setup channel:#general rhythm:Every week`
- Reminders of events: `/r2p-admin reminder setup channel:#general`"""


@dataclass(frozen=True, slots=True)
class Overview:
    """A server's standing, with what Discord knows of its channels."""

    guild_id: int
    standing: Standing
    names: Mapping[int, str]
    """Of channels, by id."""
    rights: Mapping[int, Sequence[str] | None]
    """Channel that is posted to → the rights that are missing there; None if the channel can't be seen."""


def status(given: Overview) -> ui.LayoutView:
    """The page; within Discord's limits whatever there is."""
    standing = given.standing
    if not any((standing.schedules, standing.recent, standing.waiting, standing.blocks)):
        return card([text(_EMPTY)])
    groups: list[list[Part]] = [
        [text("### How my posts stand")],
        *_unsure([each for each in standing.waiting if each.state is State.UNKNOWN]),
        _blocked(standing.blocks, given.guild_id),
        _paused([each for each in standing.schedules if each.paused_reason is not None], given.names),
        _listed(
            "Failed", [_trouble(each) for each in standing.waiting if each.state is State.FAILED], _FAILED
        ),
        _listed("On their way", [_trouble(each) for each in standing.waiting if _on_its_way(each)], _WAITING),
        _listed("Next", _coming(standing.schedules), _NEXT),
        _listed("Last posts", [_settled(each, given.guild_id) for each in standing.recent], _RECENT),
        _listed("My rights", _rights(given.rights), _RIGHTS),
    ]
    parts: list[Part] = []
    for group in filter(None, groups):
        parts += [line(visible=len(parts) == 1), *group] if parts else group
    return card(parts)


def _listed(title: str, lines: Sequence[str], most: int) -> list[Part]:
    """A heading with the first lines, and how many more there are; nothing without lines."""
    if not lines:
        return []
    more = [f"- and {len(lines) - most} more"] if len(lines) > most else []
    return [text("\n".join([f"**{title}**", *lines[:most], *more]))]


def _unsure(deliveries: Sequence[Delivery]) -> list[list[Part]]:
    """Each with its two buttons; the rest is counted, and comes up once these are decided."""
    found: list[list[Part]] = []
    for each in deliveries[:_UNSURE]:
        told = (
            f"**Not sure whether this was posted**\n- {what(each)} into {where(each.target)}, due <t:{epoch(each.due)}:f>. "
            f"Its last line would say `ref. {each.mark}`."
        )
        found.append([text(told), ui.ActionRow(*unknown_buttons(each.id))])
    if len(deliveries) > _UNSURE:
        found.append(
            [text(f"-# {len(deliveries) - _UNSURE} more of these come up once you decided on the first.")]
        )
    return found


def _blocked(blocks: Sequence[Block], guild_id: int) -> list[Part]:
    lines = [
        f"- {where(block.target)}: {_reason(block.reason)} Since <t:{epoch(block.since)}:f>"
        for block in blocks
    ]
    shown = _listed("Held up until it is mended", lines, _BLOCKED)
    return [*shown, ui.ActionRow(resume_all_button(guild_id))] if shown else []


def _paused(schedules: Sequence[Schedule], names: Mapping[int, str]) -> list[Part]:
    lines = [f"- {_named(each)}: {_reason(each.paused_reason or '')}" for each in schedules]
    shown = _listed("Paused", lines, _PAUSED)
    buttons: list[Button] = [
        ui.Button(
            label=clip(f"Resume {_word(each)} in #{names.get(each.target.id, '?')}", LONGEST_LABEL),
            custom_id=f"r2p:again:{each.id}",
        )
        for each in schedules[:_PAUSED]
        if each.kind in RESUMABLE
    ]
    return [*shown, *rows(buttons)]


def _coming(schedules: Sequence[Schedule]) -> list[str]:
    due = [each for each in schedules if each.paused_reason is None and each.upcoming is not None]
    due.sort(key=lambda each: (each.upcoming and each.upcoming.due, each.id))
    return [f"- <t:{epoch(each.upcoming.due)}:R>: {_named(each)}" for each in due if each.upcoming]


def _settled(delivery: Delivery, guild_id: int) -> str:
    when = f"<t:{epoch(delivery.settled_at or delivery.due)}:R>"
    if delivery.state is not State.SENT:
        return f"- {when}: {what(delivery)} for {where(delivery.target)} skipped: {_reason(delivery.error or '')}"
    link = f"https://discord.com/channels/{guild_id}/{delivery.target.id}/{delivery.message_id}"
    opened = f" · [open]({link})" if delivery.message_id else ""
    return f"- {when}: {what(delivery)} in {where(delivery.target)}{opened}"


def _trouble(delivery: Delivery) -> str:
    error = f": {_reason(delivery.error)}" if delivery.error else ""
    return f"- {what(delivery)} for {where(delivery.target)}, due <t:{epoch(delivery.due)}:f>{error}"


def _on_its_way(delivery: Delivery) -> bool:
    return delivery.state in {State.PENDING, State.SENDING}


def _rights(rights: Mapping[int, Sequence[str] | None]) -> list[str]:
    """A line for each channel, those where something is missing first."""
    told = {
        channel: "can't be seen: it is deleted or archived, or I lack View Channel"
        if lacking is None
        else f"I lack {permissions(lacking)}"
        for channel, lacking in rights.items()
        if lacking is None or lacking
    }
    fine = [channel for channel in rights if channel not in told]
    lines = [f"- <#{channel}>: {words}" for channel, words in told.items()]
    return [*lines, *(f"- <#{channel}>: all that I need" for channel in fine)]


def _named(schedule: Schedule) -> str:
    rhythm = f", {Rule.from_json(schedule.details['rule']).words()}" if schedule.kind == DIGEST else ""
    return f"{_word(schedule)} into {where(schedule.target)}{rhythm}"


def _word(schedule: Schedule) -> str:
    return RESUMABLE.get(schedule.kind, verbatim(schedule.kind))


def _reason(reason: str) -> str:
    return clip(verbatim(reason), _LONGEST_REASON)
