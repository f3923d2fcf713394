"""The form of "Ask the report". It is told by its ``custom_id`` alone, so one opened before a restart still works."""

from __future__ import annotations

from typing import Any

import discord
from discord import ui

from bot.errors import Interaction
from bot.render.text import length

FEWEST = 3
MOST = 300
"""Characters of a question."""

_FORM = "r2p:ask"
_FIELD = "question"


def ask_form(words: str) -> ui.Modal:
    """A form for a question, filled with the beginning of some words."""
    words = words[:MOST]
    while length(words) > MOST:
        words = words[:-1]
    field: ui.TextInput[ui.Modal] = ui.TextInput(
        custom_id=_FIELD,
        style=discord.TextStyle.paragraph,
        default=words if len(words.strip()) >= FEWEST else None,
        placeholder="How many States have R2P focal points?",
        min_length=FEWEST,
        max_length=MOST,
    )
    form = ui.Modal(title="Ask the report", custom_id=_FORM, timeout=None)
    form.add_item(
        ui.Label(
            text="Your question, in English",
            description="Only you see the answer. You can share it then.",
            component=field,
        )
    )
    form.stop()  # so that discord.py does not keep it: what is sent comes to on_interaction
    return form


def asked_in(interaction: Interaction) -> str | None:
    """The question that was sent with our form; None if this is not our form."""
    if interaction.type is not discord.InteractionType.modal_submit:
        return None
    data: dict[str, Any] = dict(interaction.data or {})
    if data.get("custom_id") != _FORM:
        return None
    fields = [component.get("component", {}) for component in data.get("components", [])]
    return next((str(field.get("value", "")) for field in fields if field.get("custom_id") == _FIELD), "")
