"""The buttons and menus of events: what each says, and the ``custom_id`` that tells after any restart what it does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import discord
from discord import ui

from bot.event_list import KEY, Listing
from bot.places import Place
from bot.render.controls import LONGEST_OPTION, MOST_OPTIONS, Button, Row, go
from bot.render.text import clip, plain
from knowledge.calendar import Event, when_in_words
from knowledge.event_quote import quote
from knowledge.model import Library

_UID = r"(?P<uid>[a-z0-9-]{1,60})"
LIST = rf"r2p:events:list:(?P<key>{KEY})"
OPEN = rf"r2p:events:open:(?P<key>{KEY})"
LIST_FILE = rf"r2p:events:file:(?P<key>{KEY})"
EVENT_FILE = rf"r2p:event:file:{_UID}"
NATIVE = rf"r2p:event:native:{_UID}"
RESET = rf"r2p:event:reset:{_UID}"
"""What the ``custom_id`` of each kind of control looks like."""


def list_button(label: str, shown: Listing) -> Button:
    """Shows a list, or a page of it."""
    return ui.Button(label=label, custom_id=f"r2p:events:list:{shown.key()}")


def open_menu(events: Sequence[Event], shown: Listing) -> Row:
    """A menu of the events of a page."""
    options = [
        discord.SelectOption(
            label=clip(plain(event.title), LONGEST_OPTION) or event.uid,
            value=event.uid,
            description=clip(when_in_words(event), LONGEST_OPTION),
        )
        for event in events[:MOST_OPTIONS]
    ]
    return ui.ActionRow(
        ui.Select(custom_id=f"r2p:events:open:{shown.key()}", placeholder="Open an event", options=options)
    )


def list_file(shown: Listing) -> Button:
    """Gives the calendar file of all that a list shows, on all of its pages."""
    return ui.Button(label="Calendar file", custom_id=f"r2p:events:file:{shown.on_page(0).key()}")


def event_file(uid: str) -> Button:
    """Gives the calendar file of one event."""
    return ui.Button(label="Calendar file", custom_id=f"r2p:event:file:{uid}")


def native(uid: str) -> Button:
    """Adds an event to those that Discord itself shows in a server."""
    return ui.Button(label="Add to this server’s events", custom_id=f"r2p:event:native:{uid}")


def reset(uid: str, *, own: bool) -> Button:
    """Takes a server's change back, which deletes an event that it added."""
    if own:
        return ui.Button(label="Delete", style=discord.ButtonStyle.danger, custom_id=f"r2p:event:reset:{uid}")
    return ui.Button(label="Take the server’s change back", custom_id=f"r2p:event:reset:{uid}")


def paragraph_buttons(library: Library, event: Event) -> list[Button]:
    """Buttons for the paragraphs that speak of an event."""
    report = event.report or library.newest.symbol
    return _buttons(Place(report, paragraphs=(number,)) for number in event.paragraphs)


def main_paragraphs(library: Library, events: Iterable[Event]) -> list[Button]:
    """Buttons for the one paragraph of each event that speaks of it most, each once."""
    places: list[Place] = []
    for event in events:
        symbol = event.report or library.newest.symbol
        report = next((report for report in library.reports if report.symbol == symbol), None)
        if report and (found := quote(report, event)):
            places.append(Place(symbol, paragraphs=(found.paragraph,)))
    return _buttons(places)


def _buttons(places: Iterable[Place]) -> list[Button]:
    return [go(f"Paragraph {place.paragraphs[0]}", place, turn=False) for place in dict.fromkeys(places)]
