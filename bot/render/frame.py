"""The frame of every message: text in a card, its source at the foot, controls below; within Discord's limits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, TypeAlias

import discord
from discord import ui

from bot.places import Kind, Place, tagged
from bot.render.controls import Row, go
from bot.render.report import within
from bot.render.text import clip, length, verbatim
from knowledge.citation import Locator, short
from knowledge.model import Report

Part: TypeAlias = ui.Item[Any]


class Shown(NamedTuple):
    """What a card holds, and the rows of controls below it."""

    parts: list[Part]
    controls: list[Row]


MOST_TEXT = 3_900
"""Characters of text in one message; Discord takes 4,000 in all."""
MOST_BLOCKS = 8
"""Blocks of text on one page; Discord takes 40 components in all."""
LONGEST_TITLE = 300

QUESTION_ID = 2005
"""The id of the part that repeats the question, to find it again when a thumb is pressed."""

_ACCENT = 0x009EDB  # the blue of the United Nations' emblem; it carries no meaning
_ASKED = "**Question:** "


def card(
    parts: Iterable[Part],
    controls: Sequence[Row] = (),
    *,
    above: Part | None = None,
    accent: int = _ACCENT,
) -> ui.LayoutView:
    """A message: an optional line above, a framed card of parts, and rows of controls below it.

    The controls need no memory: their ``custom_id`` says all, and the items registered for it answer.
    """
    view = ui.LayoutView(timeout=None)
    if above is not None:
        view.add_item(above)
    view.add_item(ui.Container(*parts, accent_colour=discord.Colour(accent)))
    for row in controls:
        view.add_item(row)
    view.stop()  # so that discord.py does not keep it
    return view


def text(content: str) -> ui.TextDisplay[Any]:
    """A part that is text."""
    return ui.TextDisplay(content)


def line(*, visible: bool = True) -> Part:
    """A line, or only some room, between two parts."""
    return ui.Separator(visible=visible)


def spaced(texts: Iterable[str]) -> list[Part]:
    """Texts as parts, a line between the first and the rest, some room between the others."""
    parts: list[Part] = []
    for place, content in enumerate(texts):
        parts += [line(visible=place == 1), text(content)] if place else [text(content)]
    return parts


def question_line(question: str) -> ui.TextDisplay[Any]:
    """The part that repeats a question, which is escaped already."""
    return ui.TextDisplay(_ASKED + question, id=QUESTION_ID)


def question_in(message: discord.Message) -> str | None:
    """The question that a message of ours repeats, still escaped; None if it repeats none."""
    found = ui.LayoutView.from_message(message).find_item(QUESTION_ID)
    return found.content.removeprefix(_ASKED) if isinstance(found, ui.TextDisplay) else None


def paged(blocks: Sequence[str], room: int, most: int = MOST_BLOCKS) -> list[list[str]]:
    """Blocks of at most ``room`` characters each, on as few pages of ``room`` characters and ``most`` blocks as they take."""
    pages: list[list[str]] = [[]]
    used = 0
    for block in blocks:
        size = length(block)
        if pages[-1] and (used + size > room or len(pages[-1]) == most):
            pages.append([])
            used = 0
        pages[-1].append(block)
        used += size
    return pages


def locator(report: Report, place: Place) -> Locator:
    """What a citation of a place points at."""
    match place.kind:
        case Kind.CONTENTS:
            return Locator()
        case Kind.SECTION:
            return Locator(section=place.name)
        case Kind.DOCUMENT:
            document = tagged(report, place.name)
            return Locator(paragraphs=document.paragraphs, footnotes=document.footnotes)
        case Kind.PASSAGE:
            return Locator(paragraphs=place.paragraphs, footnotes=place.footnotes)


def issued(report: Report) -> str:
    """The report's month, in words: "report of April 2025"."""
    return f"report of {report.date:%B %Y}"


def source(report: Report, place: Place) -> str:
    """The lines at the foot of a card: the citation in the UN's form unless one stands above, the section, the month."""
    when = issued(report)
    if place.kind is Kind.PASSAGE and len(place.paragraphs) == 1:
        when = f"section {within(report, place.paragraphs[0])} · {when}"
    when = when[0].upper() + when[1:]
    if place.style:
        return when
    citation = clip(verbatim(short(report, locator(report, place))), LONGEST_TITLE)
    return f"**{citation}**\n{when}"


def foot(report: Report, place: Place) -> Part:
    """The source, with the button that gives a citation to copy unless that stands above already."""
    if place.style:
        return text(source(report, place))
    cite = go("Cite", place.cited("un", bare=True), turn=False, primary=True)
    return ui.Section(text(source(report, place)), accessory=cite)
