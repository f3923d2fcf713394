"""Lists to choose from: the report's contents, the paragraphs of a section, and those that cite a document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import discord

from bot.places import Kind, Place, tagged
from bot.render.controls import MOST_OPTIONS, Button, Row, go, menu, option, page_buttons, rows, share
from bot.render.frame import LONGEST_TITLE, MOST_TEXT, Part, Shown, foot, issued, line, source, text
from bot.render.report import snippet, within
from bot.render.text import clip, length, verbatim
from knowledge.model import Document, Report

_LONGEST_SUMMARY = 900
_LONGEST_LINE = 85
"""Characters of a heading where the message has no room for all of them whole."""
_LONGEST_SNIPPET = 66
"""Characters of a paragraph's first words: a line of a list."""
_LONGEST_DESCRIPTION = 100
_LONGEST_LIST = 300

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Heading:
    """A section or sub-section that has paragraphs: "III" or "III.A"."""

    name: str
    title: str
    nested: bool
    span: str


def contents(report: Report, place: Place, room: int) -> Shown:
    """The report at a glance, and a menu of its sections, in ``room`` characters."""
    head = (
        f"### {clip(verbatim(report.title), LONGEST_TITLE)}\n-# {verbatim(report.symbol)} · {issued(report)}"
    )
    above = [head]
    if report.summary:
        above.append(clip(verbatim(report.summary), _LONGEST_SUMMARY))
    parts: list[Part] = [*map(text, above)]
    shown, page, count = _page(list(_headings(report)), place)
    controls: list[Row] = []
    if shown:
        lines = _whole(
            lambda most: (_heading_line(each, most) for each in shown), room - sum(map(length, above))
        )
        parts += [line(), text(lines)]
        options = [
            option(each.title, Place(report.symbol, Kind.SECTION, name=each.name), each.span)
            for each in shown
        ]
        controls.append(menu("section", "Open a section", options, turn=True))
    return Shown(parts, [*controls, *rows(page_buttons(place, page, count))])


def section(report: Report, place: Place, room: int, *, private: bool) -> Shown:
    """A section's paragraphs by their first words, and a menu of them, in ``room`` characters."""
    heading = next((each for each in _headings(report) if each.name == place.name), None)
    if heading is None:
        raise KeyError(place.name)
    around = report.section(place.name.split(".")[0]) if heading.nested else None
    above = f"in {around.number}. {clip(verbatim(around.title), LONGEST_TITLE)} · " if around else ""
    title = f"### {clip(verbatim(heading.title), LONGEST_TITLE)}\n-# {above}{heading.span}"
    numbers = [paragraph.number for paragraph in report.paragraphs_in(*place.name.split("."))]
    back = [go("Contents", Place(report.symbol, Kind.CONTENTS), turn=True)]
    return _chooser(report, place, title, numbers, room=room, buttons=back + ([share()] if private else []))


def document(report: Report, place: Place, room: int, *, private: bool) -> Shown:
    """A document that the report cites or names: what it is, where it is, and who cites it, in ``room`` characters."""
    cited = tagged(report, place.name)
    lines = [f"### {clip(verbatim(cited.name), LONGEST_TITLE)}"]
    if cited.title:
        lines.append(clip(verbatim(cited.title), LONGEST_TITLE))
    if cited.link:
        lines.append(f"<{cited.link}>")
    lines.append(_cited_where(report, cited))
    return _chooser(
        report, place, "\n".join(lines), cited.paragraphs, room=room, buttons=[share()] if private else []
    )


def _cited_where(report: Report, cited: Document) -> str:
    """Which footnotes cite a document and which paragraphs name it, in words."""
    carriers = {report.footnote(number).paragraph for number in cited.footnotes}
    named = [number for number in cited.paragraphs if number not in carriers]
    notes = [f"{number} (paragraph {report.footnote(number).paragraph})" for number in cited.footnotes]
    sentences = []
    if notes:
        sentences.append(f"Cited in footnote{'s' * (len(notes) > 1)} {clip(_listed(notes), _LONGEST_LIST)}.")
    if named:
        listed = clip(_listed([str(number) for number in named]), _LONGEST_LIST)
        sentences.append(f"Named in paragraph{'s' * (len(named) > 1)} {listed}.")
    return " ".join(sentences)


def _listed(items: Sequence[str]) -> str:
    """Name each item once, in a sentence: "28", "28 and 60", "28, 60 and 61"."""
    return " and ".join(filter(None, (", ".join(items[:-1]), *items[-1:])))


def _chooser(  # noqa: PLR0913 - a page's parts, told in one call
    report: Report, place: Place, title: str, numbers: Sequence[int], *, room: int, buttons: list[Button]
) -> Shown:
    """A title, a page of paragraphs by their first words, the menu that opens one, and buttons."""
    shown, page, count = _page(numbers, place)
    parts: list[Part] = [text(title)]
    controls: list[Row] = []
    if shown:
        titled = "." not in place.name and place.kind is Kind.SECTION
        left = room - length(title) - length(source(report, place))
        lines = _whole(lambda most: _lines(report, shown, most, titled=titled), left)
        parts += [line(), text(lines)]
        options = [paragraph_option(report, number) for number in shown]
        controls.append(menu("paragraph", "Read a paragraph", options, turn=True))
    parts += [line(), foot(report, place)]
    return Shown(parts, [*controls, *rows([*page_buttons(place, page, count), *buttons])])


def paragraph_option(
    report: Report, number: int, focus: tuple[int, int] | None = None
) -> discord.SelectOption:
    """A paragraph as an entry of a menu: its number and where it stands, and its first words or those in focus."""
    words = report.paragraph(number).text[slice(*focus) if focus else slice(None)]
    place = Place(report.symbol, paragraphs=(number,), focus=focus)
    label = f"Paragraph {number}, section {within(report, number)}"
    return option(label, place, snippet(words, _LONGEST_DESCRIPTION))


def _whole(lines: Callable[[int], Iterable[str]], room: int) -> str:
    """Lines with their headings whole where that has room, else with headings of ``_LONGEST_LINE`` characters."""
    whole = "\n".join(lines(MOST_TEXT))
    return whole if length(whole) <= room else "\n".join(lines(_LONGEST_LINE))


def _lines(report: Report, numbers: Sequence[int], most: int, *, titled: bool) -> Iterator[str]:
    """Paragraphs by their first words; ``titled``: below the sub-sections' headings of at most ``most`` characters."""
    under: str | None = None
    for number in numbers:
        paragraph = report.paragraph(number)
        if titled and paragraph.subsection not in (None, under):
            under = paragraph.subsection
            title = next(
                sub.title for sub in report.section(paragraph.section).subsections if sub.letter == under
            )
            yield f"**{under}. {clip(verbatim(title), most)}**"
        yield f"**{number}** {verbatim(snippet(paragraph.text, _LONGEST_SNIPPET))}"


def _headings(report: Report) -> Iterator[_Heading]:
    for each in report.sections:
        titles = [("", f"{each.number}. {each.title}")]
        titles += [(f".{sub.letter}", f"{sub.letter}. {sub.title}") for sub in each.subsections]
        for suffix, title in titles:
            name = each.number + suffix
            numbers = [paragraph.number for paragraph in report.paragraphs_in(*name.split("."))]
            if numbers:
                yield _Heading(name, title, bool(suffix), _span(numbers))


def _span(numbers: Sequence[int]) -> str:
    return f"paragraph {numbers[0]}" if len(numbers) == 1 else f"paragraphs {numbers[0]}–{numbers[-1]}"


def _heading_line(heading: _Heading, most: int) -> str:
    title = clip(verbatim(heading.title), most)
    return f"  - {title} · {heading.span}" if heading.nested else f"- **{title}** · {heading.span}"


def _page(items: Sequence[T], place: Place) -> tuple[Sequence[T], int, int]:
    """The items of a place's page, which page that is, and how many there are."""
    count = max(1, -(-len(items) // MOST_OPTIONS))
    page = min(place.page, count - 1)
    return items[page * MOST_OPTIONS : (page + 1) * MOST_OPTIONS], page, count
