"""``r2p browse``: the report's contents, a section, or paragraphs whole."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import click

from bot.cli.common import Line, as_json, inputs, library, no_color, print_json, print_pages
from bot.cli.text import Page, paragraph_page
from knowledge.citation import Locator, short
from knowledge.export import export
from knowledge.model import Library, Report, Section
from knowledge.reference import resolve


@click.command()
@click.argument("place", nargs=-1, metavar="[SECTION|PARAGRAPH|-]")
@as_json
@no_color
@click.pass_context
def browse(context: click.Context, place: tuple[str, ...], *, as_json: bool) -> None:
    """Show the contents; or a section such as III.A; or paragraphs whole, such as 39 or 10-12.

    With "-" each line of standard input names a place.
    """
    reports = library()
    page = Page.of(context)
    lines = inputs(place)
    if as_json:
        found = (
            (_as_json(reports, line) for line in lines) if place else map(_contents_as_json, reports.reports)
        )
        for each in found:
            print_json(each)
    elif place:
        print_pages(line.problem or _page(page, reports, line.text) for line in lines)
    else:
        print_pages(_contents(page, report) for report in reports.reports)


def _contents(page: Page, report: Report) -> str:
    issued = f"{report.symbol}, {report.date.day} {report.date:%B %Y}"
    lines = [page.wrap(report.title), page.faint(issued), "", page.wrap(report.summary), ""]
    for section in report.sections:
        lines.append(
            page.bold(page.wrap(f"{section.number}. {section.title} {_span(report, section)}", "", "    "))
        )
        for part in section.subsections:
            span = _span(report, section, part.letter)
            lines.append(page.wrap(f"{part.letter}. {part.title} {span}", "    ", "       "))
    return "\n".join([*lines, "", page.faint("A section or a paragraph: r2p browse III.A, r2p browse 39")])


def _span(report: Report, section: Section, letter: str | None = None) -> str:
    numbers = tuple(paragraph.number for paragraph in report.paragraphs_in(section.number, letter))
    return f"({short(report, Locator(numbers)).removeprefix(report.symbol + ', ')})"


def _contents_as_json(report: Report) -> dict[str, Any]:
    return {
        "report": report.symbol,
        "title": report.title,
        "date": report.date.isoformat(),
        "summary": report.summary,
        "sections": [
            {
                "number": section.number,
                "title": section.title,
                "subsections": [{"letter": part.letter, "title": part.title} for part in section.subsections],
                "paragraphs": [paragraph.number for paragraph in report.paragraphs_in(section.number)],
            }
            for section in report.sections
        ],
    }


def _page(page: Page, reports: Library, text: str) -> str:
    """Return paragraphs that were named by their numbers whole; of anything else, a list of its paragraphs."""
    found = resolve(reports, text)
    parts = [page.wrap(found.message)] if found.message else []
    if found.report is not None and found.paragraphs:
        report = reports.report(found.report)
        if found.kind == "paragraph" or len(found.paragraphs) == 1:
            parts += [paragraph_page(page, report, number) for number in found.paragraphs]
            parts.append(page.faint(_ways_on(report, found.paragraphs)))
        else:
            parts += _list(page, report, found.paragraphs)
    return "\n\n".join(parts)


def _list(page: Page, report: Report, numbers: tuple[int, ...]) -> Iterator[str]:
    """Yield the beginnings of paragraphs below their headings."""
    for heading, below in groupby(numbers, key=report.heading):
        beginnings = [
            textwrap.shorten(f"{number}. {report.paragraph(number).text}", page.width - 2, placeholder=" …")
            for number in below
        ]
        yield "\n".join([page.bold(page.wrap(heading)), *(f"  {beginning}" for beginning in beginnings)])


def _ways_on(report: Report, numbers: tuple[int, ...]) -> str:
    known = [paragraph.number for paragraph in report.paragraphs]
    before = [f"before: r2p browse {number}" for number in known if number == min(numbers) - 1]
    after = [f"after: r2p browse {number}" for number in known if number == max(numbers) + 1]
    return " · ".join([*before, *after]).capitalize()


def _as_json(reports: Library, line: Line) -> dict[str, Any]:
    """Return one input's place, with its paragraphs as ``r2p knowledge export`` gives them."""
    found = resolve(reports, "" if line.problem else line.text)
    wanted = set(found.paragraphs)
    exported = [
        {**paragraph, "heading": reports.report(report["symbol"]).heading(paragraph["number"])}
        for report in export(reports)["reports"]
        if report["symbol"] == found.report
        for paragraph in report["paragraphs"]
        if paragraph["number"] in wanted
    ]
    return {
        "reference": line.text,
        "status": found.status,
        "message": line.problem or found.message,
        "report": found.report,
        "citation": found.citation,
        "paragraphs": exported,
    }
