"""One line for people about a paragraph, a footnote, a section or a document: its number, heading and first words."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.citation.locator import ranges
from knowledge.model import Document, Report
from knowledge.reference.spellings import Place, Target

LONGEST = 100
"""The characters of a line: what a choice in a Discord menu may have."""
_HEADING = 38


def of_paragraph(report: Report, number: int) -> str:
    """Return "61 · III.C Mobilization of … · Progress has been made …"."""
    paragraph = report.paragraph(number)
    heading = shortened(of_place(report, Place(paragraph.section, paragraph.subsection)), _HEADING)
    return shortened(f"{number} · {heading} · {paragraph.text}", LONGEST)


def of_footnote(report: Report, number: int) -> str:
    """Return "fn 107 · General Assembly resolution 79/122."."""
    return shortened(f"fn {number} · {report.footnote(number).text}", LONGEST)


def of_place(report: Report, place: Place) -> str:
    """Return "II.B Humanitarian impact of conflict"."""
    if place.section is None:
        return "Summary"
    return shortened(f"{place.name} {title_of(report, place)}", LONGEST)


def title_of(report: Report, place: Place) -> str:
    """Return the title of a section or of its lettered part."""
    if place.section is None:
        return "Summary"
    section = report.section(place.section)
    lettered = [sub.title for sub in section.subsections if sub.letter == place.letter]
    return lettered[0] if lettered else section.title


def of_document(document: Document, *, cited: bool = True) -> str:
    """Return "A/RES/79/1 · Pact for the Future", or "A/RES/79/122 · fn 107, para. 61" where no title is known.

    Without ``cited`` it is only the name then.
    """
    name = document.name.removeprefix("https://").removeprefix("http://")
    more = document.title or (_cited(document) if cited else "")
    return shortened(f"{name} · {more}" if more else name, LONGEST)


def _cited(document: Document) -> str:
    """Where a report cites a document: "fns 7 and 12, paras. 3 and 4–6"."""
    given = (("fn", "fns", document.footnotes), ("para.", "paras.", document.paragraphs))
    return ", ".join(
        f"{one if len(numbers) == 1 else many} {_listed(ranges(numbers))}"
        for one, many, numbers in given
        if numbers
    )


def _listed(items: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(items[:-1]), items[-1])))


def of_target(report: Report, target: Target) -> str:
    """Return the line of whatever a name stands for."""
    if isinstance(target, Document):
        return of_document(target, cited=False)
    return of_place(report, target) if isinstance(target, Place) else of_report(report)


def of_report(report: Report) -> str:
    """Return the report's symbol and title."""
    return shortened(f"{report.symbol} · {report.title}", LONGEST)


def shortened(text: str, length: int) -> str:
    """Return at most ``length`` characters of a text, cut between words where that leaves enough."""
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    whole = cut.rpartition(" ")[0]
    return (whole if len(whole) > length // 2 else cut).rstrip(" ,;:·") + "…"
