"""The forms of alerts. Each is told by its ``custom_id`` alone, so one opened before a restart still works."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import discord
from discord import ui

from bot.alerts.model import LONGEST_LINK, LONGEST_NOTE, LONGEST_TEXT, Alert
from bot.errors import Interaction
from bot.render.alert_controls import severity_options
from bot.render.text import length

RAISE = "r2p:alert:raise"
WORDS = re.compile(r"r2p:alert:form:(?P<what>note|resolve|dismiss):(?P<alert>\d{1,19})")
"""The ``custom_id`` of each form."""

LONGEST_PLACE = 100
_WHAT, _WHERE, _LINK, _SEVERITY, _WORDS = "what", "where", "link", "severity", "words"

_ASKED = {
    "note": (
        "Note on alert {number}",
        "Your note",
        "It stands in the alert's log.",
        "Called the hospital: …",
    ),
    "resolve": (
        "Resolve alert {number}",
        "What came of it?",
        "The reason is shown on the alert.",
        "Passed on to …",
    ),
    "dismiss": (
        "Dismiss alert {number}",
        "Why is there nothing to do?",
        "The reason is shown on the alert.",
        "An old report, corrected since",
    ),
}


class Sent(NamedTuple):
    """What came with a form."""

    custom_id: str
    fields: Mapping[str, str]
    """Name → what was typed or chosen; empty where nothing was."""


class Told(NamedTuple):
    """What somebody flags."""

    what: str
    where: str
    link: str
    severity: str


def raise_form(what: str = "", link: str = "") -> ui.Modal:
    """The form of a flag, filled with the beginning of some words."""
    while length(what) > LONGEST_TEXT:
        what = what[: LONGEST_TEXT if len(what) > LONGEST_TEXT else -1]
    parts = [
        _label(
            "What happened?",
            "The first sentence becomes the title.",
            _WHAT,
            discord.TextStyle.paragraph,
            LONGEST_TEXT,
            default=what,
            needed=3,
        ),
        _label("Where?", "A place or a country", _WHERE, discord.TextStyle.short, LONGEST_PLACE),
        _label(
            "Link", "To an article or a message", _LINK, discord.TextStyle.short, LONGEST_LINK, default=link
        ),
    ]
    menu: ui.Select[Any] = ui.Select(
        custom_id=_SEVERITY,
        placeholder="As the text suggests",
        options=severity_options(),
        required=False,
        min_values=0,
    )
    return _form(
        "Flag for R2P",
        RAISE,
        [*parts, ui.Label(text="How grave?", description="You can change it afterwards.", component=menu)],
    )


def words_form(what: str, alert: Alert) -> ui.Modal:
    """The form for a note, or for the reason to close an alert."""
    title, asked, told, example = _ASKED[what]
    field = _label(
        asked, told, _WORDS, discord.TextStyle.paragraph, LONGEST_NOTE, needed=1, placeholder=example
    )
    return _form(title.format(number=alert.number), f"r2p:alert:form:{what}:{alert.id}", [field])


def _label(  # noqa: PLR0913, PLR0917 - one field, told in one call
    text: str,
    description: str,
    name: str,
    style: discord.TextStyle,
    longest: int,
    default: str = "",
    needed: int = 0,
    placeholder: str | None = None,
) -> ui.Label[ui.Modal]:
    field: ui.TextInput[ui.Modal] = ui.TextInput(
        custom_id=name,
        style=style,
        default=default if len(default.strip()) >= max(needed, 1) else None,
        placeholder=placeholder,
        required=bool(needed),
        min_length=needed or None,
        max_length=longest,
    )
    return ui.Label(text=text, description=description, component=field)


def _form(title: str, custom_id: str, parts: list[ui.Label[ui.Modal]]) -> ui.Modal:
    form = ui.Modal(title=title, custom_id=custom_id, timeout=None)
    for part in parts:
        form.add_item(part)
    form.stop()  # so that discord.py does not keep it: what is sent comes to on_interaction
    return form


def sent_in(interaction: Interaction) -> Sent | None:
    """What was sent with a form of the alerts; None if this is none."""
    if interaction.type is not discord.InteractionType.modal_submit:
        return None
    data: dict[str, Any] = dict(interaction.data or {})
    custom_id = str(data.get("custom_id", ""))
    if custom_id != RAISE and not WORDS.fullmatch(custom_id):
        return None
    return Sent(custom_id, dict(_fields(data)))


def told_in(sent: Sent) -> Told:
    """What was flagged."""
    return Told(*(sent.fields.get(name, "") for name in (_WHAT, _WHERE, _LINK, _SEVERITY)))


def words_in(sent: Sent) -> str:
    """What was written."""
    return sent.fields.get(_WORDS, "")


def _fields(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for component in data.get("components", []):
        field = component.get("component", {})
        chosen = field.get("values") or [field.get("value") or ""]
        yield str(field.get("custom_id", "")), str(chosen[0])
