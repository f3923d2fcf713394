"""Read paragraphs into what the index compares: sets of terms, field by field.

A paragraph is searched in four fields: its text, its headings, its phrasings and its footnotes. Each
field is a bag of passages, and a passage a set of terms (see lexicon.py), so that word order is nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import chain

from knowledge.answering.lexicon import Lexicon
from knowledge.answering.words import words
from knowledge.model import Library, Paragraph, Report
from knowledge.sentences import Sentence, holds, sentences

FIELDS = ("text", "headings", "phrasings", "footnotes")


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph as the index knows it.

    ``sentence_terms`` and ``sentence_holds`` (which kinds of answers it has) stand beside
    ``sentences``, ``wordings`` (see :func:`wording`) beside ``phrasings``; ``counts`` tells for each
    field how many passages have a term, and ``terms`` are those of all fields together.
    """

    report: Report
    paragraph: Paragraph
    sentences: tuple[Sentence, ...]
    sentence_terms: Sequence[AbstractSet[str]]
    sentence_holds: Sequence[AbstractSet[str]]
    phrasings: Sequence[AbstractSet[str]]
    wordings: Sequence[str]
    counts: Mapping[str, Mapping[str, int]]
    terms: AbstractSet[str]


class Reader:
    """Reads paragraphs into units, and keeps the words that it met (for spelling)."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Take the lexicon that turns words into terms."""
        self._lexicon = lexicon
        self._met: list[Sequence[str]] = []

    def units(self, library: Library) -> tuple[Unit, ...]:
        """Return all paragraphs of all reports."""
        return tuple(
            self._unit(report, paragraph) for report in library.reports for paragraph in report.paragraphs
        )

    def _unit(self, report: Report, paragraph: Paragraph) -> Unit:
        cut = sentences(paragraph.text)
        phrasings = self._split(report.phrasings.get(paragraph.number, ()))
        passages = {
            "text": self.read(sentence.text for sentence in cut),
            "headings": self.read([report.heading(paragraph.number)]),
            "phrasings": list(map(self._lexicon.terms, phrasings)),
            "footnotes": self.read(_footnotes(report, paragraph)),
        }
        counts = {name: Counter(chain.from_iterable(sets)) for name, sets in passages.items()}
        return Unit(
            report,
            paragraph,
            cut,
            sentence_terms=passages["text"],
            sentence_holds=[holds(sentence.text) for sentence in cut],
            phrasings=passages["phrasings"],
            wordings=list(map(wording, phrasings)),
            counts=counts,
            terms=frozenset().union(*counts.values()),
        )

    def read(self, texts: Iterable[str]) -> list[set[str]]:
        """Return the terms of each passage."""
        return list(map(self._lexicon.terms, self._split(texts)))

    def _split(self, texts: Iterable[str]) -> list[list[str]]:
        passages = list(map(words, texts))
        self._met += passages
        return passages

    def vocabulary(self) -> Counter[str]:
        """Count all words met so far."""
        return Counter(chain.from_iterable(self._met))


def wording(passage: Iterable[str]) -> str:
    """A passage's words in alphabetic order, to be compared letter by letter."""
    return " ".join(sorted(passage))


def _footnotes(report: Report, paragraph: Paragraph) -> list[str]:
    """The paragraph's footnotes, and the titles of the documents that it names or cites through them."""
    notes = [report.footnote(number).text for number in paragraph.footnotes]
    return notes + [report.document(name).title or name for name in report.documents_in(paragraph.number)]
