"""One clear sentence or two for each thing that can be wrong with a reference, with an example that works."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.citation.locator import ranges
from knowledge.model import Document, Report
from knowledge.reference.text import LONGEST
from knowledge.reference.vocabulary import Unit

_SHOWN = 40
_FIGURES = 6
_UNSPEAKABLE = re.compile(r"[^\w\s/().,:'&+-]|_")


def quoted(text: str) -> str:
    """Return a short piece of what was typed in quotation marks, without any sign that pings or formats."""
    plain = " ".join(_UNSPEAKABLE.sub(" ", text).split())
    shown = plain if len(plain) <= _SHOWN else plain[: _SHOWN - 1].rstrip() + "…"
    return f"“{shown}”" if plain else "that"


def examples(report: Report) -> str:
    """Return one reference of each kind that this report knows."""
    last = report.paragraphs[-1].number if report.paragraphs else 1
    shown = [f"para. {last}"]
    shown += [f"fn {footnote.number}" for footnote in report.footnotes[-1:]]
    lettered = [section for section in report.sections if section.subsections] or list(report.sections)
    for section in lettered[-1:]:
        shown.append(
            f"{section.number}.{section.subsections[0].letter}" if section.subsections else section.number
        )
    with_symbols = [document for document in report.documents if document.kind == "resolution"]
    shown += [document.name for document in with_symbols[:1]]
    return f"For example: {', '.join(shown)}."


def empty(report: Report) -> str:
    """Say what can be typed."""
    return f"Type a paragraph, a footnote, a section or a document. {examples(report)}"


def too_long(report: Report) -> str:
    """Say how long a reference may be."""
    return f"That is too long for a reference: {LONGEST} characters at most. {examples(report)}"


def unreadable(report: Report, text: str) -> str:
    """Say which part of the reference makes no sense."""
    return f"I can't read {quoted(text)} as a reference. {examples(report)}"


def unclear_together(report: Report) -> str:
    """Say that two numbers stand side by side with nothing between them."""
    return (
        "Two references stand together with nothing to say how they belong: put a comma, “and” or a hyphen between"
        f" them. {examples(report)}"
    )


def no_number(word: str, example: str) -> str:
    """Say that a word such as "para." needs a number."""
    return f"A number is missing after {quoted(word)}. For example: {example}."


def reversed_range(first: int, last: int) -> str:
    """Say that a range runs backwards."""
    return f"The range {_figure(first)}–{_figure(last)} runs backwards: write the smaller number first, as in 10–12."


def open_range(first: str) -> str:
    """Say that a range has no end."""
    return f"The range {quoted(first + '-')} has no end: write both numbers, as in 10–12, or the first one alone."


def reversed_sections(report: Report) -> str:
    """Say that a range of sections runs backwards, or from a letter of one section to another's."""
    return f"That range of sections has no end after its beginning: write the first one first. {examples(report)}"


def fraction(report: Report) -> str:
    """Say that numbers are whole."""
    return f"Paragraphs and footnotes have whole numbers, without a decimal point. {examples(report)}"


def lettered(report: Report) -> str:
    """Say that this report's paragraphs have no parts with letters."""
    return f"Paragraphs and footnotes of {report.symbol} have numbers only, no lettered parts. {examples(report)}"


def by_paragraph(report: Report) -> str:
    """Say that the report is not cited by its pages or the like."""
    return (
        f"The report {report.symbol} is cited by paragraph, footnote or section, never by page or article."
        f" {examples(report)}"
    )


def out_of_range(report: Report, unit: Unit, numbers: Sequence[int], instead: Sequence[str] = ()) -> str:
    """Say which numbers the report's paragraphs or footnotes have, and what was perhaps meant."""
    noun, short = ("footnote", "fn") if unit is Unit.FOOTNOTE else ("paragraph", "para.")
    known = [part.number for part in (report.footnotes if unit is Unit.FOOTNOTE else report.paragraphs)]
    if not known:
        return f"The report {report.symbol} has no {noun}s. {examples(report)}"
    meant = f"Did you mean {' or '.join(instead)}?" if instead else f"For example: {short} {known[-1]}."
    return (
        f"The report {report.symbol} has {noun}s {known[0]} to {known[-1]}: there is no {noun} {_figure(numbers[0])}."
        f" {meant}"
    )


def no_section(report: Report, name: str) -> str:
    """Say which sections there are, or which lettered parts a section has."""
    section = next((section for section in report.sections if name.startswith(f"{section.number}.")), None)
    if section is None:
        known = ", ".join(section.number for section in report.sections)
        return f"The report {report.symbol} has the sections {known}: there is no section {name}. {examples(report)}"
    if not section.subsections:
        return f"Section {section.number} of {report.symbol} has no lettered parts. For example: {section.number}."
    letters = ", ".join(sub.letter for sub in section.subsections)
    example = f"{section.number}.{section.subsections[0].letter}"
    return f"Section {section.number} of {report.symbol} has the parts {letters}: there is no {name}. For example: {example}."


def not_cited(report: Report, text: str, instead: Sequence[str] = ()) -> str:
    """Say that the report neither cites nor names a document."""
    meant = f" Did you mean {' or '.join(instead)}?" if instead else f" {examples(report)}"
    return f"The report {report.symbol} does not cite {quoted(text)}.{meant}"


def link_not_cited(report: Report) -> str:
    """Say that no footnote gives a web address."""
    return f"No footnote of {report.symbol} gives that web address. {examples(report)}"


def not_of_that_year(name: str, year: int) -> str:
    """Say that a document's year is another."""
    return f"{name} is not of {year}. Leave that year out. For example: {name}."


def no_point(report: Report, document: Document, known: Sequence[int]) -> str:
    """Say which paragraphs of another document the report speaks of."""
    only = f", only at {_counted('paragraph', known)}" if known else ", only at the whole of it"
    example = f"{document.name}, para. {known[0]}" if known else document.name
    return f"The report {report.symbol} does not point at that place in {title(document)}{only}. For example: {example}."


def other_footnotes(report: Report) -> str:
    """Say that only the report's own footnotes are known."""
    return f"Only the footnotes of {report.symbol} itself are known here. {examples(report)}"


def found_through(
    report: Report, document: Document, points: Sequence[int], paragraphs: Sequence[int]
) -> str:
    """Say that a paragraph of another document was looked up in the report's own paragraphs."""
    return (
        f"{_counted('Paragraph', points)} of {title(document)}: {report.symbol} speaks of"
        f" {'it' if len(points) == 1 else 'them'} in {_counted('paragraph', paragraphs)}."
    )


def whole_document(document: Document) -> str:
    """Say that a part of a document was left aside."""
    return f"Only {title(document)} as a whole is looked up, not a part of it."


def read_as(name: str) -> str:
    """Say how a misspelt or shortened name was understood."""
    return f"Read as {name}."


def other_paragraph(footnote: int, paragraph: int) -> str:
    """Say that a footnote stands in another paragraph than the one named with it."""
    return f"Footnote {footnote} stands in paragraph {paragraph}."


def also_footnote(number: int) -> str:
    """Say how to get the footnote of the same number."""
    return f"There is a footnote {number} too: fn {number}."


def several(count: int) -> str:
    """Say that a reference has several readings."""
    return f"That can mean {count} things: choose one. The likeliest is shown first."


def whole_report(report: Report) -> str:
    """Say what can be added to the report's own symbol."""
    return f"That is the report itself. Add what you want to cite from it. {examples(report)}"


def summary(report: Report) -> str:
    """Say that the summary has no paragraph numbers."""
    return f"The summary of {report.symbol} stands before paragraph 1 and has no paragraph numbers."


def title(document: Document) -> str:
    """Return a document's name with its title, if it has one."""
    return f"{document.name} ({document.title})" if document.title else document.name


def _counted(noun: str, numbers: Sequence[int]) -> str:
    return f"{noun}{'' if len(numbers) == 1 else 's'} {_listed(numbers)}"


def _listed(numbers: Sequence[int]) -> str:
    *before, last = ranges(numbers)
    return f"{', '.join(before)} and {last}" if before else last


def _figure(number: int) -> str:
    figures = str(number)
    return figures if len(figures) <= _FIGURES else f"{figures[:3]}…"
