"""What the bot says about its own posts: which cannot be posted, which are uncertain, and what to press."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from bot.clock import epoch
from bot.posting.model import Block, Delivery, Place, Schedule, Target
from bot.render.controls import Button, rows
from bot.render.frame import card, spaced, text
from bot.render.text import clip, verbatim

UNKNOWN = r"r2p:unknown:(?P<choice>post|posted):(?P<delivery>[0-9]{1,19})"
RESUME = r"r2p:resume:guild:(?P<guild>[0-9]{1,19})"
"""What the ``custom_id`` of each kind of control looks like."""

_MOST_PLACES = 15
_LONGEST_REASON = 300
_TO_MEND = """Nothing is lost: what is owed there waits, and missed digests become one.
**To mend it**: give me the permission under Edit Channel › Permissions, then press Resume. If the channel is gone, choose another one for what was posted there, or remove it."""


def unknown_buttons(delivery_id: int) -> list[Button]:
    """The two answers to whether an uncertain post is there."""
    return [
        ui.Button(
            label="Post it",
            style=discord.ButtonStyle.primary,
            custom_id=f"r2p:unknown:post:{delivery_id}",
        ),
        ui.Button(label="It was posted", custom_id=f"r2p:unknown:posted:{delivery_id}"),
    ]


def resume_all_button(guild_id: int) -> Button:
    """The button that lets posts to a server's blocked channels go again, once what was missing is mended."""
    return ui.Button(
        label="Resume", style=discord.ButtonStyle.primary, custom_id=f"r2p:resume:guild:{guild_id}"
    )


def where(target: Target) -> str:
    """A place as people see it."""
    return f"<#{target.id}>" if target.place is Place.CHANNEL else "your direct messages"


def blocked(guild_id: int, blocks: Sequence[Block]) -> ui.LayoutView:
    """A notice: nothing can be posted to these places, why, and what to do."""
    listed = [
        f"- {where(block.target)}: {_reason(block.reason)} (since <t:{epoch(block.since)}:f>)"
        for block in blocks[:_MOST_PLACES]
    ]
    if len(blocks) > _MOST_PLACES:
        listed.append(f"- and {len(blocks) - _MOST_PLACES} more: `/r2p-admin status` lists them")
    told = "### I can't post where I should\n" + "\n".join(listed)
    return card(spaced([told, _TO_MEND]), rows([resume_all_button(guild_id)]))


def uncertain(delivery: Delivery) -> ui.LayoutView:
    """A notice: a post may be there or not, and the history that would tell cannot be read."""
    asked = (
        f"### Was this posted?\nMy {what(delivery)} for {where(delivery.target)}, due <t:{epoch(delivery.due)}:f>: the "
        "connection broke off while I posted it, and I can't look whether it is there, since I may not read the "
        "channel's history, or not far enough."
    )
    told = (
        f"If it is there, its last line says `ref. {delivery.mark}`. Please look, and press one. Until then I leave "
        "it: I neither drop it nor post it twice. With Read Message History I can look by myself."
    )
    return card(spaced([asked, told]), rows(unknown_buttons(delivery.id)))


def failed(delivery: Delivery) -> ui.LayoutView:
    """A notice: a post could not be made, or Discord will not take it."""
    told = (
        f"### One post failed\nMy {what(delivery)} for {where(delivery.target)}, due <t:{epoch(delivery.due)}:f>, "
        f"could not be posted: {_reason(delivery.error or 'the reason is not known')}\n"
        "The next ones are not touched by it. If it happens again, tell whoever runs me."
    )
    return card([text(told)])


def set_aside(schedule: Schedule) -> ui.LayoutView:
    """A notice: a schedule was paused because of a fault."""
    told = (
        f"### A {_word(schedule.kind)} is paused\nFor {where(schedule.target)}: "
        f"{_reason(schedule.paused_reason or '')}"
    )
    return card([text(told)])


def closed(since_epoch: int) -> str:
    """What a person is told, in private, whose direct messages could not be delivered."""
    return (
        f"I could not send you your reminders since <t:{since_epoch}:f>: you take no direct messages from me. Allow "
        "direct messages from this server's members in its Privacy Settings, then use `/r2p remind me` again. Until "
        "then I try no more."
    )


def what(delivery: Delivery) -> str:
    """What kind of post a delivery is, in a word."""
    return _word(delivery.kind)


def _word(kind: str) -> str:
    return {"personal": "reminder"}.get(kind, verbatim(kind))


def _reason(reason: str) -> str:
    return clip(verbatim(reason), _LONGEST_REASON)
