"""Lists to choose from: the report's contents, the paragraphs of a section, and those that cite a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import discord

from bot.places import Kind, Place, tagged
from bot.render.controls import MOST_OPTIONS, Button, Row, go, menu, option, page_buttons, rows, share
from bot.render.frame import LONGEST_TITLE, Part, Shown, foot, issued, line, text
from bot.render.report import snippet, within
from bot.render.text import clip, verbatim
from knowledge.model import Document, Report

_LONGEST_SUMMARY = 900
_LONGEST_LINE = 85
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


def contents(report: Report, place: Place) -> Shown:
    """The report at a glance, and a menu of its sections."""
    head = (
        f"### {clip(verbatim(report.title), LONGEST_TITLE)}\n-# {verbatim(report.symbol)} · {issued(report)}"
    )
    parts: list[Part] = [text(head)]
    if report.summary:
        parts.append(text(clip(verbatim(report.summary), _LONGEST_SUMMARY)))
    shown, page, count = _page(list(_headings(report)), place)
    controls: list[Row] = []
    if shown:
        parts += [line(), text("\n".join(map(_heading_line, shown)))]
        options = [
            option(each.title, Place(report.symbol, Kind.SECTION, name=each.name), each.span)
            for each in shown
        ]
        controls.append(menu("section", "Open a section", options, turn=True))
    return Shown(parts, [*controls, *rows(page_buttons(place, page, count))])


def section(report: Report, place: Place, *, private: bool) -> Shown:
    """A section's paragraphs by their first words, and a menu of them."""
    heading = next((each for each in _headings(report) if each.name == place.name), None)
    if heading is None:
        raise KeyError(place.name)
    around = report.section(place.name.split(".")[0]) if heading.nested else None
    above = f"in {around.number}. {clip(verbatim(around.title), LONGEST_TITLE)} · " if around else ""
    title = f"### {clip(verbatim(heading.title), LONGEST_TITLE)}\n-# {above}{heading.span}"
    numbers = [paragraph.number for paragraph in report.paragraphs_in(*place.name.split("."))]
    back = [go("Contents", Place(report.symbol, Kind.CONTENTS), turn=True)]
    return _chooser(report, place, [text(title)], numbers, back + ([share()] if private else []))


def document(report: Report, place: Place, *, private: bool) -> Shown:
    """A document that the report cites or names: what it is, where it is, and who cites it."""
    cited = tagged(report, place.name)
    lines = [f"### {clip(verbatim(cited.name), LONGEST_TITLE)}"]
    if cited.title:
        lines.append(clip(verbatim(cited.title), LONGEST_TITLE))
    if cited.link:
        lines.append(f"<{cited.link}>")
    lines.append(_cited_where(report, cited))
    return _chooser(report, place, [text("\n".join(lines))], cited.paragraphs, [share()] if private else [])


def _cited_where(report: Report, cited: Document) -> str:
    """Which footnotes cite a document and which paragraphs name it, in words."""
    carriers = {report.footnote(number).paragraph for number in cited.footnotes}
    named = [number for number in cited.paragraphs if number not in carriers]
    notes = [f"{number} (paragraph {report.footnote(number).paragraph})" for number in cited.footnotes]
    sentences = []
    if notes:
        sentences.append(
            f"Cited in footnote{'s' * (len(notes) > 1)} {clip(', '.join(notes), _LONGEST_LIST)}."
        )
    if named:
        listed = clip(", ".join(map(str, named)), _LONGEST_LIST)
        sentences.append(f"Named in paragraph{'s' * (len(named) > 1)} {listed}.")
    return " ".join(sentences)


def _chooser(
    report: Report, place: Place, parts: list[Part], numbers: Sequence[int], buttons: list[Button]
) -> Shown:
    """A page of paragraphs by their first words, the menu that opens one, and buttons."""
    shown, page, count = _page(numbers, place)
    controls: list[Row] = []
    if shown:
        parts += [
            line(),
            text(
                "\n".join(_lines(report, shown, titled="." not in place.name and place.kind is Kind.SECTION))
            ),
        ]
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


def _lines(report: Report, numbers: Sequence[int], *, titled: bool) -> Iterator[str]:
    """Paragraphs by their first words; ``titled``: below the headings of the sub-sections they stand in."""
    under: str | None = None
    for number in numbers:
        paragraph = report.paragraph(number)
        if titled and paragraph.subsection not in (None, under):
            under = paragraph.subsection
            title = next(
                sub.title for sub in report.section(paragraph.section).subsections if sub.letter == under
            )
            yield f"**{under}. {clip(verbatim(title), _LONGEST_LINE)}**"
        yield f"**{number}** {verbatim(snippet(paragraph.text, _LONGEST_LINE))}"


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


def _heading_line(heading: _Heading) -> str:
    title = clip(verbatim(heading.title), _LONGEST_LINE)
    return f"  - {title} · {heading.span}" if heading.nested else f"- **{title}** · {heading.span}"


def _page(items: Sequence[T], place: Place) -> tuple[Sequence[T], int, int]:
    """The items of a place's page, which page that is, and how many there are."""
    count = max(1, -(-len(items) // MOST_OPTIONS))
    page = min(place.page, count - 1)
    return items[page * MOST_OPTIONS : (page + 1) * MOST_OPTIONS], page, count
