"""Load the reports that the bot knows: each folder below ``knowledge/reports`` is one."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.manuscript import Manuscript, read_manuscript
from knowledge.model import Footnote, Library, NotCovered, Report
from knowledge.not_covered import read_not_covered
from knowledge.problems import KnowledgeError, Problem, line_of
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
    phrasings: dict[int, tuple[str, ...]] = field(default_factory=dict)
    not_covered: tuple[NotCovered, ...] = ()
    problems: list[Problem] = field(default_factory=list)


def report_folders(folder: Path | None = None) -> list[Path]:
    """Return the folders below ``folder`` (default: the packaged reports) that hold a ``report.md``."""
    return sorted(path.parent for path in (folder or REPORTS).glob("*/report.md"))


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
    _read_phrasings(folder / "phrasings.toml", reading)
    reading.not_covered = read_not_covered(folder / "not_covered.toml", reading.problems)
    return reading


def _read_phrasings(path: Path, reading: Reading) -> None:
    """Read ``39 = ["…", "…"]``; a report without the file has no phrasings."""
    if not path.exists():
        return
    text = path.read_text(encoding="utf-8")
    try:
        entries: Mapping[str, list[str]] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        reading.problems.append(Problem(path, 1, f"not valid TOML: {error}"))
        return
    known = {str(paragraph.number) for paragraph in reading.manuscript.paragraphs}
    for key, phrasings in entries.items():
        line = line_of(text, f"\n{key} =")
        if key not in known:
            reading.problems.append(Problem(path, line, f"unknown key {key!r}: there is no such paragraph"))
        elif not isinstance(phrasings, list) or not all(isinstance(words, str) for words in phrasings):
            reading.problems.append(Problem(path, line, f'paragraph {key} needs a list: {key} = ["…", "…"]'))
        else:
            reading.phrasings[int(key)] = tuple(phrasings)


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
        phrasings=reading.phrasings,
        not_covered=reading.not_covered,
    )
