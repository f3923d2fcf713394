"""Buttons and menus: what each says, and the ``custom_id`` that tells after any restart what it does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeAlias

import discord
from discord import ui

from bot.places import Kind, Place
from bot.render.text import clip
from knowledge.model import Library

Row: TypeAlias = ui.ActionRow[Any]
Button: TypeAlias = ui.Button[Any]

GO = r"r2p:go:(?P<mode>[nt]):(?P<key>.+)"
MENU = r"r2p:menu:(?P<mode>[nt]):(?P<name>[a-z]+)"
VOTE = r"r2p:vote:(?P<vote>up|down):(?P<paragraph>\d{1,5}):(?P<report>.+)"
SHARE = r"r2p:share"
EXPLAIN = r"r2p:explain"
"""What the ``custom_id`` of each kind of control looks like. Mode ``n`` opens a new message, ``t`` turns the page."""

LONGEST_LABEL = 80
LONGEST_OPTION = 100
MOST_OPTIONS = 25
MOST_BUTTONS = 5


def go(label: str, place: Place, *, turn: bool, primary: bool = False) -> Button:
    """A button that shows a place: in a new private message, or, with ``turn``, instead of what is shown now."""
    return ui.Button(
        label=clip(label, LONGEST_LABEL),
        style=discord.ButtonStyle.primary if primary else discord.ButtonStyle.secondary,
        custom_id=f"r2p:go:{'t' if turn else 'n'}:{place.key()}",
    )


def browse(library: Library) -> Button:
    """The button that opens the contents of the newest report."""
    return go("Browse the report", Place(library.newest.symbol, Kind.CONTENTS), turn=False)


def option(label: str, place: Place, description: str = "", *, chosen: bool = False) -> discord.SelectOption:
    """An entry of a menu that shows a place."""
    return discord.SelectOption(
        label=clip(label, LONGEST_OPTION),
        value=place.key(),
        description=clip(description, LONGEST_OPTION) or None,
        default=chosen,
    )


def menu(name: str, placeholder: str, options: Sequence[discord.SelectOption], *, turn: bool) -> Row:
    """A menu of places, each place once; a message may hold several, each of its own name."""
    places: dict[str, discord.SelectOption] = {}
    for each in options:
        places.setdefault(each.value, each)
    select: ui.Select[Any] = ui.Select(
        custom_id=f"r2p:menu:{'t' if turn else 'n'}:{name}",
        placeholder=placeholder,
        options=list(places.values())[:MOST_OPTIONS],
    )
    return ui.ActionRow(select)


def votes(report: str, paragraph: int) -> Row:
    """The two thumbs below an answer."""
    return ui.ActionRow(
        *(
            ui.Button[Any](label=label, emoji=thumb, custom_id=f"r2p:vote:{vote}:{paragraph}:{report}")
            for vote, label, thumb in (("up", "Helpful", "👍"), ("down", "Not helpful", "👎"))
        )
    )


def share() -> Button:
    """The button that posts a private answer for all to see."""
    return ui.Button(label="Share", custom_id="r2p:share")


def explain() -> Button:
    """The button that tells a manager why an answer is so."""
    return ui.Button(label="Explain", custom_id="r2p:explain")


def rows(buttons: Iterable[Button]) -> list[Row]:
    """Buttons in rows of five."""
    given = list(buttons)
    return [
        ui.ActionRow(*given[start : start + MOST_BUTTONS]) for start in range(0, len(given), MOST_BUTTONS)
    ]


def page_buttons(place: Place, page: int, count: int, *, turn: bool = True) -> Iterator[Button]:
    """Buttons for the pages before and after one, where there are any; pages count from 0."""
    if page > 0:
        yield go(f"◂ Page {page} of {count}", place.on_page(page - 1), turn=turn)
    if page + 1 < count:
        yield go(f"Page {page + 2} of {count} ▸", place.on_page(page + 1), turn=turn)
