"""What a person sees of what the bot stores about them, and before and after they have it forgotten."""

from __future__ import annotations

from collections.abc import Mapping

import discord
from discord import ui

from bot.render.controls import Button, rows
from bot.render.frame import card, spaced, text
from bot.storage.privacy import OWN, SHARED

FORGET = r"r2p:privacy:forget:(?P<user>\d{1,20})"
"""What the ``custom_id`` of the button looks like."""

_WORDS = {
    "own_reminders": ("reminder of yours", "reminders of yours"),
    "own_follows": ("follow of alerts", "follows of alerts"),
    "own_messages": ("record of a message to you", "records of messages to you"),
    "own_alert_messages": (
        "direct message with an alert, which is kept up to date no more",
        "direct messages with alerts, which are kept up to date no more",
    ),
    "own_closed_messages": ("note that you could not be reached", "notes that you could not be reached"),
    "alerts_raised": ("alert that you raised", "alerts that you raised"),
    "alerts_worked_on": (
        "alert that you acknowledged or closed, or that is assigned to you",
        "alerts that you acknowledged or closed, or that are assigned to you",
    ),
    "alerts_flagged": ("flag of yours", "flags of yours"),
    "alerts_done": (
        "line in the logs of alerts, by you or about you",
        "lines in the logs of alerts, by you or about you",
    ),
    "alerts_naming": ("alert that mentions you", "alerts that mention you"),
    "alerts_muted": ("mute of yours", "mutes of yours"),
    "alerts_brought": (
        "server that brings urgent alerts before you, and then does so no more",
        "servers that bring urgent alerts before you, and then do so no more",
    ),
    "schedules_made": (
        "digest or reminder that you set up for a server",
        "digests or reminders that you set up for servers",
    ),
    "events_changed": (
        "event that you changed in a server's calendar",
        "events that you changed in servers' calendars",
    ),
    "watch_rules_made": ("watch rule that you set up", "watch rules that you set up"),
    "feeds_added": ("feed that you added", "feeds that you added"),
}
"""Where something is stored → what one, and what several of it are."""

_INTRODUCED = "### Shall I forget you?\nThis cannot be undone. `/r2p privacy export` gives you all of it in a file first."
_LATER = (
    "-# What you wrote in alerts and notes is the server's and stays: ask its managers if something has to go. If you "
    "use the bot again, it may store something again; `/r2p about` says what."
)


def export_words(counts: Mapping[str, int]) -> str:
    """What stands above the file."""
    if not counts:
        return "Nothing is stored about you. The file says so too."
    return "This is all that is stored about you, as JSON. Only you see it here. `/r2p privacy forget` erases it."


def forget_question(user_id: int, counts: Mapping[str, int]) -> ui.LayoutView:
    """What is deleted and what is kept without the person, and the button that does it."""
    if not counts:
        return nothing_stored()
    button: Button = ui.Button(
        label="Forget me", style=discord.ButtonStyle.danger, custom_id=f"r2p:privacy:forget:{user_id}"
    )
    return card(spaced([_INTRODUCED, *_told(counts, "Deleted", "Kept"), _LATER]), rows([button]))


def forgotten(counts: Mapping[str, int]) -> ui.LayoutView:
    """What was done."""
    return card(spaced(["### You are forgotten", *_told(counts, "Was deleted", "Was kept")]))


def nothing_stored() -> ui.LayoutView:
    """There is nothing to forget."""
    return card([text("### Nothing is stored about you\nThere is nothing to forget.")])


def _told(counts: Mapping[str, int], deleted: str, kept: str) -> list[str]:
    own = _listed(counts, OWN)
    shared = _listed(counts, SHARED)
    told = [f"**{deleted}**\n{own}"] if own else []
    if shared:
        told.append(f"**{kept} for the servers, without you**: “somebody” stands in your place\n{shared}")
    return told


def _listed(counts: Mapping[str, int], places: tuple[str, ...]) -> str:
    return "\n".join(
        f"- {counts[place]:,} {_WORDS[place][counts[place] != 1]}" for place in places if place in counts
    )
