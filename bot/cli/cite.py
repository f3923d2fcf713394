"""``r2p cite``: what people type to point at something, turned into a citation."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import click

from bot.cli.common import as_json, inputs, library, no_color, print_json, print_pages
from bot.cli.text import Page, notes, passage
from knowledge.citation import STYLES, Locator, styles
from knowledge.citation import cite as cite_place
from knowledge.model import Document, Library, Report
from knowledge.reference import Lookup, resolve

_DATA_STYLES = {"bibtex", "ris", "csl-json"}
"""Styles for programs: in them the citation stands alone, so that it can go into a file."""

_MOST_PARAGRAPHS = 3


@click.command()
@click.argument("reference", nargs=-1, required=True, metavar="REFERENCE|-")
@click.option(
    "--style", type=click.Choice(list(STYLES)), default="un", show_default=True, help="Write the citation so."
)
@as_json
@no_color
@click.pass_context
def cite(context: click.Context, reference: tuple[str, ...], style: str, *, as_json: bool) -> None:
    """Cite what REFERENCE points at, or each line of standard input for "-".

    A reference is "39", "paras 10-12", "fn 107", "III.A", "A/RES/79/122", "SC res 1973" and the like.
    """
    reports = library()
    page = Page.of(context)
    lines = inputs(reference)
    if as_json:
        for line in lines:
            found = resolve(reports, "" if line.problem else line.text)
            changed = {"reference": line.text, "message": line.problem} if line.problem else {}
            print_json({**found.as_json(), "citation": _cited(reports, found, style), **changed})
    else:
        print_pages(
            line.problem or lookup_page(page, reports, resolve(reports, line.text), style) for line in lines
        )


def _cited(reports: Library, found: Lookup, style: str) -> str:
    if found.report is None or found.locator is None or style == "un":
        return found.citation
    return cite_place(reports.report(found.report), found.locator, style)


def lookup_page(page: Page, reports: Library, found: Lookup, style: str) -> str:
    """Return a lookup for people: the citation in a style, and what it points at; or what is allowed."""
    cited = _cited(reports, found, style)
    if cited and style in _DATA_STYLES:
        return cited
    parts = [page.bold(cited)] if cited else []
    if found.message:
        parts.append(page.wrap(found.message))
    if found.status == "ambiguous":
        parts.append(
            "\n".join(
                page.wrap(f"{reading.label}: {reading.citation}", "  ", "    ") for reading in found.readings
            )
        )
    elif found.report is not None:
        parts += _shown(page, reports.report(found.report), found)
    return "\n\n".join(parts)


def _shown(page: Page, report: Report, found: Lookup) -> Iterator[str]:
    """Yield what the citation points at: the words of paragraphs and footnotes; of a document, where it stands."""
    cited = found.locator or Locator()
    if found.kind == "document":
        yield from (_document(page, each) for each in report.documents if each.name in found.documents)
    elif found.kind == "section":
        lines = list(_headings(page, report, found.paragraphs))
        yield "\n".join(lines) if lines else page.wrap(report.summary, "  ")
    else:
        yield from (passage(page, report.paragraph(number)) for number in cited.paragraphs[:_MOST_PARAGRAPHS])
        if cited.footnotes:
            yield notes(page, report, cited.footnotes)
            carriers = tuple(report.footnote(number).paragraph for number in cited.footnotes)
            yield page.faint(f"In {_numbers(Locator(carriers))}")
        if len(cited.paragraphs) > _MOST_PARAGRAPHS:
            yield page.faint("Each paragraph whole: r2p browse and its number")


def _headings(page: Page, report: Report, numbers: tuple[int, ...]) -> Iterator[str]:
    """Yield the sections that hold the paragraphs, each part indented below its section."""
    before = ""
    for heading, below in groupby(numbers, key=report.heading):
        section, _, part = heading.partition(" › ")
        if part and section != before:
            yield page.wrap(section, "  ", "    ")
        margin = "    " if part else "  "
        yield page.wrap(f"{part or section}: {_numbers(Locator(tuple(below)))}", margin, margin + "  ")
        before = section


def _document(page: Page, document: Document) -> str:
    title = f": {document.title}" if document.title else ""
    lines = [page.wrap(document.name + title, "  ", "    ")]
    if document.link:
        lines.append(f"  {page.link(document.link)}")
    places = _numbers(Locator(document.paragraphs, document.footnotes))
    return "\n".join([*lines, page.wrap(f"In the report: {places}", "  ", "    ")])


def _numbers(locator: Locator) -> str:
    return styles.located("un", locator)
