"""What a report is made of: the frozen pieces that every other module reads.

The words are those of the field: a *report* has *sections*, *paragraphs* and *footnotes*; a
footnote cites *documents*; a *marker* is the place in a paragraph's text that points at a footnote.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Marker:
    """A footnote's place: after ``offset`` characters of its paragraph's text."""

    footnote: int
    offset: int


@dataclass(frozen=True, slots=True)
class Subsection:
    """A lettered part of a section, such as "A. National prevention strategies"."""

    letter: str
    title: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report under a Roman numeral, such as "III. Fulfilling the objectives …"."""

    number: str
    title: str
    subsections: tuple[Subsection, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A numbered paragraph: one line of the report's words, without markers, and where those stand."""

    number: int
    section: str
    subsection: str | None
    text: str
    markers: tuple[Marker, ...] = ()

    @property
    def footnotes(self) -> tuple[int, ...]:
        """The numbers of the footnotes that this paragraph carries, in order."""
        return tuple(marker.footnote for marker in self.markers)


@dataclass(frozen=True, slots=True)
class Source:
    """What a footnote points at: a document's name and, where given, the place in it ("p. 18")."""

    document: str
    pinpoint: str | None = None


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote: its words, the paragraph that carries its marker, and its sources in order."""

    number: int
    text: str
    paragraph: int
    sources: tuple[Source, ...] = ()

    @property
    def documents(self) -> tuple[str, ...]:
        """The names of the documents that the footnote cites, each once."""
        return tuple(dict.fromkeys(source.document for source in self.sources))


@dataclass(frozen=True, slots=True)
class NamedPoint:
    """Paragraphs of another document that a paragraph of the report speaks of.

    "In paragraphs 138 and 139 of the 2005 World Summit Outcome" in paragraph 1 is
    ``NamedPoint("A/RES/60/1", (138, 139), 1)``.
    """

    document: str
    points: tuple[int, ...]
    paragraph: int


@dataclass(frozen=True, slots=True)
class Document:
    """A document that the report cites or names.

    ``name`` is its symbol in canonical form, or without one its name as the report prints it.
    ``kind`` is one of ``resolution``, ``report``, ``document``, ``case``, ``treaty``,
    ``publication`` and ``page``. ``aliases`` are other names that point at it (a half of a double
    symbol, a short title). ``footnotes`` cite it; ``paragraphs`` carry such a footnote or name it.
    """

    name: str
    kind: str
    title: str | None = None
    link: str | None = None
    aliases: tuple[str, ...] = ()
    footnotes: tuple[int, ...] = ()
    paragraphs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class NotCovered:
    """A topic that people ask about and the report leaves out: how they ask, and where to look instead."""

    topic: str
    look: str
    phrasings: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """One report, whole, with what its curators wrote beside it.

    ``phrasings`` maps a paragraph's number to the ways in which people ask for it, ``answering`` a
    phrasing to the sentence (from 1) that answers it, where one does; ``not_covered`` has the topics
    that the report leaves out; ``folder`` is where all this was read from.
    """

    symbol: str
    title: str
    date: date
    summary: str
    submission_note: str
    sections: tuple[Section, ...]
    paragraphs: tuple[Paragraph, ...]
    footnotes: tuple[Footnote, ...]
    documents: tuple[Document, ...] = ()
    named_points: tuple[NamedPoint, ...] = ()
    phrasings: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    answering: Mapping[str, int] = field(default_factory=dict)
    not_covered: tuple[NotCovered, ...] = ()
    folder: Path | None = None

    @cached_property
    def _paragraphs(self) -> dict[int, Paragraph]:
        return {paragraph.number: paragraph for paragraph in self.paragraphs}

    @cached_property
    def _footnotes(self) -> dict[int, Footnote]:
        return {footnote.number: footnote for footnote in self.footnotes}

    @cached_property
    def _documents(self) -> dict[str, Document]:
        return {document.name: document for document in self.documents}

    @cached_property
    def _documents_in(self) -> dict[int, tuple[str, ...]]:
        found: dict[int, list[str]] = {paragraph.number: [] for paragraph in self.paragraphs}
        for footnote in self.footnotes:
            found[footnote.paragraph] += footnote.documents
        for document in self.documents:
            for number in document.paragraphs:
                found[number].append(document.name)
        return {number: tuple(dict.fromkeys(names)) for number, names in found.items()}

    def paragraph(self, number: int) -> Paragraph:
        """Return a paragraph by its number; ``KeyError`` if the report has none of that number."""
        return self._paragraphs[number]

    def footnote(self, number: int) -> Footnote:
        """Return a footnote by its number; ``KeyError`` if the report has none of that number."""
        return self._footnotes[number]

    def document(self, name: str) -> Document:
        """Return a document by its canonical name; ``KeyError`` if the report names none such."""
        return self._documents[name]

    def documents_in(self, paragraph: int) -> tuple[str, ...]:
        """Names of the documents that a paragraph cites through its footnotes, then of those it only names."""
        return self._documents_in[paragraph]

    def section(self, number: str) -> Section:
        """Return a section by its Roman numeral; ``KeyError`` if there is none."""
        for section in self.sections:
            if section.number == number:
                return section
        raise KeyError(number)

    def paragraphs_in(self, section: str, subsection: str | None = None) -> tuple[Paragraph, ...]:
        """All paragraphs of a section, or of one of its lettered parts."""
        return tuple(
            paragraph
            for paragraph in self.paragraphs
            if paragraph.section == section and subsection in (None, paragraph.subsection)
        )

    def heading(self, paragraph: int) -> str:
        """The headings above a paragraph in one line: ``III. Fulfilling … › A. National …``."""
        here = self.paragraph(paragraph)
        section = self.section(here.section)
        parts = [f"{section.number}. {section.title}"]
        parts += [
            f"{sub.letter}. {sub.title}" for sub in section.subsections if sub.letter == here.subsection
        ]
        return " › ".join(parts)


@dataclass(frozen=True, slots=True, eq=False)
class Library:
    """All reports that the bot knows, the newest first. One is equal only to itself, so it can be a key."""

    reports: tuple[Report, ...]

    @property
    def newest(self) -> Report:
        """The report that a bare "para. 61" points at."""
        return self.reports[0]

    def report(self, symbol: str) -> Report:
        """Return a report by its symbol; ``KeyError`` if it is not loaded."""
        for report in self.reports:
            if report.symbol == symbol:
                return report
        raise KeyError(symbol)
