"""An answer as a message: the best paragraph whole, or the nearest ones, or a plain "the report does not say"."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from bot.places import Place
from bot.render.contents import paragraph_option
from bot.render.controls import Button, Row, browse, explain, menu, page_buttons, rows, share, votes
from bot.render.frame import (
    LONGEST_TITLE,
    MOST_TEXT,
    Part,
    card,
    foot,
    line,
    paged,
    question_line,
    source,
    spaced,
    text,
)
from bot.render.place import beside, paragraph_blocks, with_lines
from bot.render.report import heading
from bot.render.text import clip, length, quoted, told, verbatim
from knowledge.answer import Answer, Match
from knowledge.citation import Locator, short
from knowledge.model import Library

LONGEST_QUESTION = 300
SEARCHED = ("words", "nothing", "place")
"""The reasons of answers to real questions; the others say that none was read."""

_LONGEST_MESSAGE = 800
_LONGEST_SENTENCE = 450
_NEAREST = 4
_OTHERS = 9
_NOT_COVERED = "The report does not say"
_REFUSALS = {
    "language": "I read English only",
    "blank": "I could not read a question",
    "short": "I could not read a question",
    "long": "That is too long",
}
_WAYS_ON = (
    "**What you can do**\n"
    "- Ask again in other words, or about one thing at a time: “How many States have R2P focal points?”\n"
    "- Point at a place: `/r2p cite` with `para 61`, `fn 107` or `Genocide Convention`\n"
    "- Look through the report: the button below, or `/r2p browse`"
)


def answer(
    library: Library, given: Answer, *, private: bool = False, explained: bool = False
) -> ui.LayoutView:
    """The message that answers a question; a ``private`` one offers to be shared, an ``explained`` one says why."""
    above = question_line(quoted(given.question, LONGEST_QUESTION))
    room = MOST_TEXT - length(above.content)
    last = [share()] if private and given.status == "answered" else []
    last += [explain()] if explained and given.reason in SEARCHED else []
    match given.status:
        case "answered":
            return _answered(library, given, above, room, last)
        case "unsure":
            return _unsure(library, given, above, last)
        case _:
            return _none(library, given, above, last)


def _answered(
    library: Library, given: Answer, above: Part, room: int, last: Sequence[Button]
) -> ui.LayoutView:
    best = given.matches[0]
    report = library.report(best.report)
    named = given.reason == "place"  # then no sentence of it answers more than the others
    focus = None if named else (best.start, best.end)
    place = Place(best.report, paragraphs=(best.paragraph,), focus=focus)
    remark = given.message if named or given.corrections or given.parts else ""
    remark += "" if named else " In bold: the sentence closest to your question."
    title = (
        f"### Paragraph {best.paragraph}\n-# {clip(heading(report, best.paragraph), LONGEST_TITLE)}\n"
        f"-# {told(remark.strip(), LONGEST_TITLE)}\n\n"
    )
    second = [_part(library, match) for match in given.parts[1:]]
    room -= length(source(report, place)) + sum(map(length, second))
    blocks = paragraph_blocks(report, best.paragraph, title, room, place.focus, footnotes=best.footnotes)
    pages = paged(list(blocks), room)
    page = next((page for page, blocks in enumerate(pages) if "**" in blocks[0]), 0)
    buttons = [*beside(report, best.paragraph, turn=False)]
    buttons += page_buttons(place, page, len(pages), turn=False)
    buttons += last
    others = _menu(library, given.matches[1:], "Other paragraphs that may answer")
    controls = [*rows(buttons), *others, votes(best.report, best.paragraph)]
    below = [part for words in second for part in (line(), text(words))]
    return card([*with_lines(pages[page]), line(), foot(report, place), *below], controls, above=above)


def _part(library: Library, match: Match) -> str:
    """What answers another part of the question: the sentence, and where it stands."""
    citation = short(library.report(match.report), Locator((match.paragraph,)))
    return f"{_near(library, match)}\n**{clip(verbatim(citation), LONGEST_TITLE)}**"


def _unsure(library: Library, given: Answer, above: Part, last: Sequence[Button]) -> ui.LayoutView:
    said = told(given.message, _LONGEST_MESSAGE)
    nearest = given.matches[:_NEAREST]
    parts = spaced([f"### Not sure\n{said}", *(_near(library, match) for match in nearest)])
    options = _menu(library, given.matches, "Read one of these paragraphs")
    return card(parts, [*options, *rows([browse(library), *last])], above=above)


def _none(library: Library, given: Answer, above: Part, last: Sequence[Button]) -> ui.LayoutView:
    said = told(given.message, _LONGEST_MESSAGE)
    parts = spaced([f"### {_REFUSALS.get(given.reason, _NOT_COVERED)}\n{said}", _WAYS_ON])
    near = _menu(library, given.matches, "The nearest paragraphs, in case one helps")
    return card(parts, [*near, *rows([browse(library), *last])], above=above)


def _near(library: Library, match: Match) -> str:
    report = library.report(match.report)
    where = clip(heading(report, match.paragraph), LONGEST_TITLE)
    return f"**Paragraph {match.paragraph}**\n-# {where}\n{clip(verbatim(match.sentence), _LONGEST_SENTENCE)}"


def _menu(library: Library, matches: Sequence[Match], placeholder: str) -> list[Row]:
    """A menu of matches, each with the sentence that was found; none without matches."""
    options: list[discord.SelectOption] = []
    for match in matches[:_OTHERS]:
        report = library.report(match.report)
        options.append(paragraph_option(report, match.paragraph, (match.start, match.end)))
    return [menu("match", placeholder, options, turn=False)] if options else []
