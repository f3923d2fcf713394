"""Read ``report.md``: Markdown that a person can hold beside the printed report.

Title, a list of facts, ``## Summary``, sections (``## III. …``, ``### A. …``), numbered paragraphs with
``[^107]`` as markers, and ``[^107]: …`` below, each paragraph and each footnote on one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from knowledge.model import Marker, Paragraph, Section, Subsection
from knowledge.problems import Problem

_FACTS = {"Symbol", "Date", "Author", "General Assembly", "Security Council", "Original"}
_REQUIRED = ("Symbol", "Date")
_FACT = re.compile(r"- (?P<key>[^:]+): (?P<value>.+)")
_SECTION = re.compile(r"## (?P<number>[IVXLC]+)\. (?P<title>.+)")
_SUBSECTION = re.compile(r"### (?P<letter>[A-Z])\. (?P<title>.+)")
_PARAGRAPH = re.compile(r"(?P<number>\d+)\. (?P<text>.+)")
_FOOTNOTE = re.compile(r"\[\^(?P<number>\d+)\]: (?P<text>.+)")
_SUBMISSION_NOTE = re.compile(r"\[\^\*\]: (?P<text>.+)")
_MARKER = re.compile(r"\[\^(?P<number>\d+)\]")


@dataclass
class Manuscript:
    """What stands in ``report.md``, with the line of each piece and every problem met on the way."""

    path: Path
    title: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    submission_note: str = ""
    summary: str = ""
    sections: list[Section] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    footnotes: dict[int, str] = field(default_factory=dict)
    lines: dict[tuple[str, int], int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def complain(self, line: int, message: str) -> None:
        """Note a problem with its line."""
        self.problems.append(Problem(self.path, line, message))

    @property
    def date(self) -> date:
        """The report's date; ``ValueError`` if it is not written like "22 April 2025"."""
        return datetime.strptime(self.facts.get("Date", ""), "%d %B %Y").date()  # noqa: DTZ007 - a day only


def read_manuscript(path: Path) -> Manuscript:
    """Read the report's text; what is wrong is listed in ``problems``, nothing is raised for it."""
    manuscript = Manuscript(path)
    in_summary = False
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        if line.startswith("#"):
            in_summary = line == "## Summary"
            _read_heading(manuscript, number, line)
        elif in_summary:
            manuscript.summary = f"{manuscript.summary} {line}".strip()
        else:
            _read_line(manuscript, number, line)
    _check_order(manuscript)
    _check_markers(manuscript)
    return manuscript


def _read_heading(manuscript: Manuscript, line: int, text: str) -> None:
    if section := _SECTION.fullmatch(text):
        manuscript.sections.append(Section(section["number"], section["title"]))
    elif subsection := _SUBSECTION.fullmatch(text):
        if not manuscript.sections:
            manuscript.complain(line, "a sub-section stands before the first section")
            return
        last = manuscript.sections[-1]
        parts = (*last.subsections, Subsection(subsection["letter"], subsection["title"]))
        manuscript.sections[-1] = Section(last.number, last.title, parts)
    elif text.startswith("# ") and not manuscript.title:
        manuscript.title = text[2:].removesuffix("[^*]").strip()
    elif text not in {"## Summary", "## Footnotes"}:
        manuscript.complain(line, f"unknown heading {text!r}; sections look like '## III. Title'")


def _read_line(manuscript: Manuscript, line: int, text: str) -> None:
    if fact := _FACT.fullmatch(text):
        if fact["key"] not in _FACTS:
            manuscript.complain(line, f"unknown key {fact['key']!r}; known are {', '.join(sorted(_FACTS))}")
        manuscript.facts[fact["key"]] = fact["value"].strip()
    elif footnote := _FOOTNOTE.fullmatch(text):
        number = int(footnote["number"])
        if number in manuscript.footnotes:
            manuscript.complain(line, f"footnote {number} stands twice")
        manuscript.footnotes[number] = footnote["text"].strip()
        manuscript.lines["footnote", number] = line
    elif paragraph := _PARAGRAPH.fullmatch(text):
        _read_paragraph(manuscript, line, int(paragraph["number"]), paragraph["text"])
    elif note := _SUBMISSION_NOTE.fullmatch(text):
        manuscript.submission_note = note["text"]
    else:
        manuscript.complain(line, f"neither a paragraph ('39. …') nor a footnote ('[^62]: …'): {text[:40]!r}")


def _read_paragraph(manuscript: Manuscript, line: int, number: int, marked: str) -> None:
    if not manuscript.sections:
        manuscript.complain(line, f"paragraph {number} stands before the first section")
        return
    section = manuscript.sections[-1]
    subsection = section.subsections[-1].letter if section.subsections else None
    text, markers = split_markers(marked)
    manuscript.paragraphs.append(Paragraph(number, section.number, subsection, text, markers))
    manuscript.lines["paragraph", number] = line


def split_markers(marked: str) -> tuple[str, tuple[Marker, ...]]:
    """Take ``[^n]`` out of a text; return the bare text and each marker's place in it."""
    parts: list[str] = []
    markers: list[Marker] = []
    place = length = 0
    for match in _MARKER.finditer(marked):
        parts.append(marked[place : match.start()])
        length += len(parts[-1])
        markers.append(Marker(int(match["number"]), length))
        place = match.end()
    parts.append(marked[place:])
    return "".join(parts).strip(), tuple(markers)


def _check_order(manuscript: Manuscript) -> None:
    for key in _REQUIRED:
        if key not in manuscript.facts:
            manuscript.complain(
                1, f"the report's {key.lower()} is missing; write '- {key}: …' below the title"
            )
    if "Date" in manuscript.facts:
        try:
            _ = manuscript.date
        except ValueError:
            manuscript.complain(1, f"the date {manuscript.facts['Date']!r} is not like '22 April 2025'")
    for what, found in (
        ("paragraph", [paragraph.number for paragraph in manuscript.paragraphs]),
        ("footnote", list(manuscript.footnotes)),
    ):
        for expected, number in enumerate(found, start=1):
            if number != expected:
                line = manuscript.lines[what, number]
                manuscript.complain(line, f"{what} {number} stands where {what} {expected} should")
                break


def _markers(manuscript: Manuscript) -> Iterator[tuple[int, int]]:
    for paragraph in manuscript.paragraphs:
        for footnote in paragraph.footnotes:
            yield paragraph.number, footnote


def _check_markers(manuscript: Manuscript) -> None:
    seen: dict[int, int] = {}
    expected = 1
    for paragraph, footnote in _markers(manuscript):
        line = manuscript.lines["paragraph", paragraph]
        if footnote in seen:
            manuscript.complain(
                line, f"the marker of footnote {footnote} stands in para. {seen[footnote]} too"
            )
        elif footnote not in manuscript.footnotes:
            manuscript.complain(line, f"the marker [^{footnote}] has no footnote")
        elif footnote != expected:
            manuscript.complain(line, f"the marker [^{footnote}] stands where [^{expected}] should")
        seen.setdefault(footnote, paragraph)
        expected = footnote + 1
    for footnote in manuscript.footnotes:
        if footnote not in seen:
            line = manuscript.lines["footnote", footnote]
            manuscript.complain(line, f"no paragraph carries the marker of footnote {footnote}")
