"""A delivery's mark in the last line of its message: what tells, after a crash, that it was posted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import discord
from discord import ui

from bot.render.text import clip, length

MOST_IN_ALL = 4_000
"""Characters of text that Discord takes in one message with components.

Source: https://docs.discord.com/developers/components/reference
"""
_WRITTEN = re.compile(r"^-# (?:.* · )?ref\. ([0-9a-f]{8,25})$")


def marked(view: ui.LayoutView, small_print: str, mark: str) -> ui.LayoutView:
    """The view with a last line in its card that says the small print, if there is any, and the mark.

    The small print is cut to what room the message leaves.
    """
    line = f"-# ref. {mark}"
    if small_print:
        used = sum(length(item.content) for item in view.walk_children() if isinstance(item, ui.TextDisplay))
        room = MOST_IN_ALL - used - len(line) - len(" · ")
        line = f"-# {clip(small_print, max(room, 1))} · ref. {mark}"
    last: ui.TextDisplay[Any] = ui.TextDisplay(line)
    card = next((item for item in view.children if isinstance(item, ui.Container)), None)
    if card is None:
        view.add_item(last)
    else:
        card.add_item(last)
    return view


def mark_in(message: discord.Message) -> str | None:
    """The mark that a message of ours carries; None if it carries none."""
    marks = [found[1] for text in _texts(message.components) if (found := _WRITTEN.match(text))]
    return marks[-1] if marks else None


def _texts(components: Iterable[Any]) -> Iterator[str]:
    for component in components:
        if isinstance(component, discord.TextDisplay):
            yield component.content
        yield from _texts(getattr(component, "children", ()))
