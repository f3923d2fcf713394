"""What a typed reference points at, as a message; several readings, or near misses, as a menu to choose from."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from bot.errors import UserError
from bot.places import Kind, Place, tag
from bot.render.controls import LONGEST_OPTION, browse, menu, option, rows
from bot.render.frame import card, spaced, text
from bot.render.place import show
from bot.render.text import told
from knowledge.citation import Locator
from knowledge.model import Library
from knowledge.reference import Lookup, Reading, resolve

LONGEST_MESSAGE = 800
_LISTED = 10
_TOO_MANY = (
    "These are too many paragraphs or footnotes for one message. Name fewer, for example: paras. 10–40."
)


def found(library: Library, lookup: Lookup, style: str, *, private: bool) -> ui.LayoutView:
    """The message for a reference that was found: its citation, then what stands there.

    What else the reference can mean is a menu below. Raises ``UserError`` for more numbers than a
    message can carry.
    """
    try:
        place = place_of(library, lookup).cited(style)
        view = show(library.report(place.report), place, private=private, remark=lookup.message)
    except ValueError as error:
        raise UserError(_TOO_MANY) from error
    others = _options(library, lookup.readings[1:], style)
    return view.add_item(menu("other", "It can also mean", others, turn=True)) if others else view


def choice(library: Library, lookup: Lookup, style: str) -> ui.LayoutView:
    """The message for a reference with several readings: what it can mean, as a menu."""
    said = f"### Which one do you mean?\n{told(lookup.message, LONGEST_MESSAGE)}"
    listed = "\n".join(f"- {told(reading.label, LONGEST_OPTION)}" for reading in lookup.readings[:_LISTED])
    options = _options(library, lookup.readings, style)
    return card(spaced([said, listed]), [menu("reading", "Choose one", options, turn=True)])


def _options(library: Library, readings: Sequence[Reading], style: str) -> list[discord.SelectOption]:
    return [
        option(reading.label, place_of(library, reading).cited(style), reading.citation)
        for reading in readings
    ]


def instead(library: Library, lookup: Lookup, style: str) -> ui.LayoutView:
    """The message for a reference that points at nothing, with a menu of what was perhaps meant."""
    options = [
        option(reference, place_of(library, resolve(library, reference)).cited(style))
        for reference in lookup.instead
    ]
    said = f"### Not in the report\n{told(lookup.message, LONGEST_MESSAGE)}"
    return card([text(said)], [menu("instead", "Did you mean one of these?", options, turn=True)])


def nowhere(library: Library, lookup: Lookup) -> ui.LayoutView:
    """The message for a reference that points at nothing: why, with an example, and the way to the contents."""
    title = "Not in the report" if lookup.status == "not_found" else "Not a reference I can read"
    said = f"### {title}\n{told(lookup.message, LONGEST_MESSAGE)}"
    return card([text(said)], rows([browse(library)]))


def place_of(library: Library, meant: Lookup | Reading) -> Place:
    """The place that a reading points at."""
    report = library.report(meant.report or library.newest.symbol)
    locator = meant.locator or Locator()
    cited = {document.name: document for document in report.documents}
    if meant.kind == "document" and len(meant.documents) == 1 and meant.documents[0] in cited:
        return Place(report.symbol, Kind.DOCUMENT, name=tag(cited[meant.documents[0]]))
    if locator.section:
        return Place(report.symbol, Kind.SECTION, name=locator.section)
    if locator == Locator():
        return Place(report.symbol, Kind.CONTENTS)
    return Place(report.symbol, paragraphs=locator.paragraphs, footnotes=locator.footnotes)
