"""A place in a report as a message: paragraphs and footnotes whole, and citations to copy."""

from __future__ import annotations

from collections.abc import Iterator

from discord import ui

from bot.places import Kind, Place
from bot.render.contents import contents, document, section
from bot.render.controls import Button, Row, go, menu, option, page_buttons, rows, share
from bot.render.frame import (
    LONGEST_TITLE,
    MOST_TEXT,
    Part,
    Shown,
    card,
    foot,
    line,
    locator,
    paged,
    source,
    text,
)
from bot.render.report import heading, notes, passage, within
from bot.render.text import clip, code_block, length, told
from knowledge.citation import STYLES, cite
from knowledge.model import Report

_LONGEST_CITATION = 1_500
_LONGEST_REMARK = 500
_LANGUAGES = {"bibtex": "bibtex", "csl-json": "json"}
_MOST_CARRIERS = 3


def show(report: Report, place: Place, *, private: bool = False, remark: str = "") -> ui.LayoutView:
    """The message that shows a place, below its citation if the place has a style.

    A ``private`` message offers to be shared; a ``remark`` stands above all. ``KeyError`` if the
    report has no such place.
    """
    above = [told(remark, _LONGEST_REMARK)] if remark.strip() else []
    if place.style:
        above.append(_citation(report, place))
    if place.bare:
        return card(map(text, above), [_styles(place)])
    used = sum(map(length, above))
    shown = _shown(report, place, MOST_TEXT - used, private=private)
    parts = [part for content in above for part in (text(content), line())]
    return card([*parts, *shown.parts], [*shown.controls, *([_styles(place)] if place.style else [])])


def _shown(report: Report, place: Place, room: int, *, private: bool) -> Shown:
    match place.kind:
        case Kind.CONTENTS:
            return contents(report, place, room)
        case Kind.SECTION:
            return section(report, place, room, private=private)
        case Kind.DOCUMENT:
            return document(report, place, room, private=private)
        case Kind.PASSAGE:
            return _passage(report, place, room, private=private)


def _citation(report: Report, place: Place) -> str:
    """A citation in a box to copy from, under the name of its style."""
    style = place.style if place.style in STYLES else "un"
    words = clip(cite(report, locator(report, place), style), _LONGEST_CITATION)
    return f"**Citation, {STYLES[style]}**\n{code_block(words, _LANGUAGES.get(style, ''))}"


def _styles(place: Place) -> Row:
    options = [
        option(
            f"Style: {title}" if style == place.style else title,
            place.cited(style),
            chosen=style == place.style,
        )
        for style, title in STYLES.items()
    ]
    return menu("style", "Another citation style", options, turn=True)


def _passage(report: Report, place: Place, room: int, *, private: bool) -> Shown:
    room -= length(source(report, place))
    pages = paged(list(_blocks(report, place, room)), room)
    page = min(place.page, len(pages) - 1)
    buttons = [*page_buttons(place, page, len(pages)), *_ways_on(report, place)]
    if private:
        buttons.append(share())
    return Shown([*with_lines(pages[page]), line(), foot(report, place)], rows(buttons))


def _blocks(report: Report, place: Place, room: int) -> Iterator[str]:
    """The paragraphs, each with its footnotes below, then the footnotes asked for by themselves."""
    for number in place.paragraphs:
        title = f"### Paragraph {number}\n-# {clip(heading(report, number), LONGEST_TITLE)}\n\n"
        yield from paragraph_blocks(report, number, title, room, place.focus)
    for number in place.footnotes:
        title = f"### Footnote {number}\n-# carried by paragraph {report.footnote(number).paragraph}\n\n"
        first, *rest = notes(report, (number,), room - length(title))
        yield title + first
        yield from rest


def paragraph_blocks(  # noqa: PLR0913 - a page's parts, all optional but four
    report: Report,
    number: int,
    title: str,
    room: int,
    focus: tuple[int, int] | None = None,
    *,
    footnotes: tuple[int, ...] | None = None,
) -> Iterator[str]:
    """A paragraph under its title, then its footnotes under theirs, in blocks of at most ``room`` characters.

    ``footnotes`` gives them another order than the report's.
    """
    paragraph = report.paragraph(number)
    numbers = paragraph.footnotes if footnotes is None else footnotes
    first, *rest = passage(paragraph, room - length(title), focus)
    yield title + first
    yield from rest
    title = "**Footnotes**\n"
    lines = [note + "\n" for note in notes(report, numbers, room - length(title) - 1)]
    for page in paged(lines, room - length(title), most=len(lines)):
        if page:
            yield (title + "".join(page)).rstrip()


def with_lines(blocks: list[str]) -> list[Part]:
    """Blocks as parts, a line above each new paragraph or footnote but the first, room above its footnotes."""
    parts: list[Part] = []
    for block in blocks:
        if parts:
            parts.append(line(visible=block.startswith("### ")))
        parts.append(text(block))
    return parts


def beside(report: Report, number: int, *, turn: bool) -> Iterator[Button]:
    """Buttons for the paragraphs before and after one."""
    numbers = [paragraph.number for paragraph in report.paragraphs]
    here = numbers.index(number)
    if here > 0:
        before = numbers[here - 1]
        yield go(f"◂ Paragraph {before}", Place(report.symbol, paragraphs=(before,)), turn=turn)
    if here + 1 < len(numbers):
        after = numbers[here + 1]
        yield go(f"Paragraph {after} ▸", Place(report.symbol, paragraphs=(after,)), turn=turn)


def _ways_on(report: Report, place: Place) -> Iterator[Button]:
    """Ways on from one paragraph, or from footnotes to the paragraphs that carry them."""
    if len(place.paragraphs) == 1 and not place.footnotes:
        name = within(report, place.paragraphs[0])
        yield from beside(report, place.paragraphs[0], turn=True)
        yield go(f"Section {name}", Place(report.symbol, Kind.SECTION, name=name), turn=True)
    elif not place.paragraphs:
        carriers = sorted({report.footnote(number).paragraph for number in place.footnotes})
        for number in carriers[:_MOST_CARRIERS]:
            yield go(f"Paragraph {number}", Place(report.symbol, paragraphs=(number,)), turn=True)
