"""Every name that a report, its sections and its documents go by, and what each stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.model import Document, Report
from knowledge.reference.vocabulary import BODIES
from knowledge.symbols import halves

_GENERIC = (
    "report", "this report", "present report", "SG report", "SG's report", "UN report", "R2P report",
    "Secretary-General's report", "report of the Secretary-General", "UNSG report",
)  # fmt: skip
_FURNITURE = (
    "United Nations, Secretary-General", "UN Secretary-General", "Secretary-General", "UN", "R2P",
    "International Court of Justice", "ICJ", "International Criminal Court", "ICC", "ILO",
    "International Labour Organization",
)  # fmt: skip
_IS_LINK = re.compile(r"(?:https?://|www\.)\S+")
_LINK_WITHIN = re.compile(r"(?<=.)https?://.*")
_IS_SYMBOL = re.compile(r"(?=\S*\d)[^\W\d_]+[/-]\S*(?: \(\d{4}\))?")
_BRACKETS_AT_END = re.compile(r"\s*\((?:\d{4}|[IVXL]+)\)$")
_YEAR_AT_END = re.compile(r"\s*\((\d{4})\)$")


@dataclass(frozen=True, slots=True)
class Own:
    """The report itself; ``explicit`` when its symbol or title was given, not just "the report"."""

    explicit: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A section by its Roman numeral, or a lettered part of it; without a section, the summary."""

    section: str | None
    letter: str | None = None

    @property
    def name(self) -> str:
        """The place as it is typed: ``III``, ``III.A`` or ``summary``."""
        return ".".join(part for part in (self.section, self.letter) if part) or "summary"


Target = Own | Place | Document


def spellings(report: Report) -> Iterator[tuple[str, Target]]:
    """Every name in full, without the year or session at its end, and both ways round for a double symbol."""
    own, generic = Own(explicit=True), Own(explicit=False)
    yield from ((name, own) for name in (*_spellings(report.symbol), report.title))
    yield from (
        (name, generic)
        for name in (*_GENERIC, f"{report.date.year} report", f"report of {report.date:%B %Y}")
    )
    for document in report.documents:
        for name in dict.fromkeys((document.name, *document.aliases, document.title or "")):
            if name and not _IS_LINK.fullmatch(name):
                yield from ((spelling, document) for spelling in _spellings(name))
    yield from (("summary", Place(None)), ("executive summary", Place(None)))
    for section in report.sections:
        yield section.title, Place(section.number)
        yield from ((sub.title, Place(section.number, sub.letter)) for sub in section.subsections)


def _spellings(name: str) -> Iterator[str]:
    yield name
    yield _BRACKETS_AT_END.sub("", name)
    if parts := halves(name):
        yield from parts
        yield "-".join(reversed(parts))


def addresses(report: Report) -> Iterator[tuple[str, Document]]:
    """Every web address at which a document stands; an archive's copy also by the page's own address."""
    for document in report.documents:
        for link in (document.name, document.link or ""):
            if _IS_LINK.fullmatch(link):
                yield link, document
                yield link.partition("#")[0], document
                yield from ((within, document) for within in _LINK_WITHIN.findall(link))


def resolution_numbers(report: Report) -> Iterator[tuple[tuple[str, ...], Document]]:
    """Each resolution by the pieces of its number, with and without its year or session."""
    for document in report.documents:
        for body in BODIES.values():
            if document.name.startswith(body.prefix):
                pieces = re.findall(r"\w+", document.name.removeprefix(body.prefix).lower())
                yield tuple(pieces), document
                if "(" in document.name:
                    yield (pieces[0],), document
                    yield (pieces[0], "a", *pieces[1:]), document


def furniture(report: Report) -> Iterator[str]:
    """Words that can stand beside any citation of the report: who wrote it, when, and who adopts or decides."""
    yield from _FURNITURE
    yield from BODIES
    date = report.date
    for month in dict.fromkeys((f"{date:%B}", f"{date:%B}"[:3], f"{date:%B}"[:4])):
        yield f"{date.day} {month} {date.year}"
        yield f"{month} {date.day} {date.year}"
    yield f"United Nations, Secretary-General {date.year}"


def is_symbol(name: str) -> bool:
    """Whether a name is built like a symbol or a case number: "A/63/677", "ICC-01/19"."""
    return _IS_SYMBOL.fullmatch(name) is not None


def years(document: Document) -> tuple[int, ...]:
    """Return the years that a document can be of, as far as its name tells: its own, or its session's."""
    if printed := _YEAR_AT_END.search(document.name):
        return (int(printed[1]),)
    for body in BODIES.values():
        number = document.name.removeprefix(body.prefix)
        if number != document.name and (session := number.partition("/")[0]).isdigit():
            return body.years(int(session))
    return ()
