"""Load the reports that the bot knows: each folder below ``knowledge/reports`` is one."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from knowledge.building import uncollected
from knowledge.manuscript import Manuscript, read_manuscript
from knowledge.model import Footnote, Library, NotCovered, Report
from knowledge.not_covered import read_not_covered
from knowledge.phrasings import Phrasings, read_phrasings
from knowledge.problems import KnowledgeError, Problem
from knowledge.sources import Sources, read_sources

__all__ = [
    "REPORTS",
    "KnowledgeError",
    "Reading",
    "load_library",
    "load_report",
    "read_report",
    "report_folders",
]

REPORTS = Path(__file__).parent / "reports"


@dataclass
class Reading:
    """A report's folder as read: its parts, and every problem at once."""

    manuscript: Manuscript
    sources: Sources
    phrasings: Phrasings = field(default_factory=Phrasings)
    not_covered: tuple[NotCovered, ...] = ()
    problems: list[Problem] = field(default_factory=list)


def report_folders(folder: Path | None = None) -> list[Path]:
    """Return the folders below ``folder`` (default: the packaged reports) that hold a ``report.md``."""
    return sorted(path.parent for path in (folder or REPORTS).glob("*/report.md"))


@uncollected()
def load_library(folder: Path | None = None) -> Library:
    """Load all reports, the newest first; ``KnowledgeError`` lists every problem of all of them."""
    folders = report_folders(folder)
    if not folders:
        place = folder or REPORTS
        raise KnowledgeError([Problem(place, 1, "no folder with a report.md here")])
    readings = [read_report(path) for path in folders]
    problems = [problem for reading in readings for problem in reading.problems]
    if problems:
        raise KnowledgeError(problems)
    reports = sorted((_build(reading) for reading in readings), key=lambda report: report.date, reverse=True)
    return Library(tuple(reports))


def load_report(folder: Path) -> Report:
    """Load one report's folder; ``KnowledgeError`` lists every problem."""
    reading = read_report(folder)
    if reading.problems:
        raise KnowledgeError(reading.problems)
    return _build(reading)


def read_report(folder: Path) -> Reading:
    """Read a folder without raising for what is wrong in it: that is listed in ``problems``."""
    manuscript = read_manuscript(folder / "report.md")
    sources = read_sources(folder / "documents.toml", manuscript)
    reading = Reading(manuscript, sources, problems=[*manuscript.problems, *sources.problems])
    reading.phrasings = read_phrasings(folder / "phrasings.toml", manuscript, reading.problems)
    reading.not_covered = read_not_covered(folder / "not_covered.toml", reading.problems)
    return reading


def _build(reading: Reading) -> Report:
    manuscript, sources = reading.manuscript, reading.sources
    carried_by = {
        number: paragraph.number for paragraph in manuscript.paragraphs for number in paragraph.footnotes
    }
    footnotes = tuple(
        Footnote(number, text, carried_by[number], sources.of_footnote[number])
        for number, text in manuscript.footnotes.items()
    )
    return Report(
        symbol=manuscript.facts["Symbol"],
        title=manuscript.title,
        date=manuscript.date,
        summary=manuscript.summary,
        submission_note=manuscript.submission_note,
        sections=tuple(manuscript.sections),
        paragraphs=tuple(manuscript.paragraphs),
        footnotes=footnotes,
        documents=sources.documents,
        named_points=sources.named_points,
        phrasings=reading.phrasings.of_paragraph,
        answering=reading.phrasings.answering,
        not_covered=reading.not_covered,
        folder=manuscript.path.parent,
    )
