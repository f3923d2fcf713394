"""Read paragraphs into what the index compares: sets of terms, field by field.

A paragraph is searched in four fields: its text, its headings, its phrasings and its footnotes. Each
field is a bag of passages, and a passage a set of terms (see lexicon.py), so that word order is nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from knowledge.lexicon import Lexicon
from knowledge.model import Library, Paragraph, Report
from knowledge.sentences import Sentence, sentences
from knowledge.words import normalise, words

FIELDS = ("text", "headings", "phrasings", "footnotes")


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph as the index knows it.

    ``sentence_terms`` and ``phrasing_terms`` stand beside the sentences and phrasings; ``having``
    tells which phrasings have a term, ``counts`` for each field how many passages have it, and
    ``terms`` are those of all fields together.
    """

    report: Report
    paragraph: Paragraph
    sentences: tuple[Sentence, ...]
    sentence_terms: Sequence[AbstractSet[str]]
    phrasing_terms: Sequence[AbstractSet[str]]
    having: Mapping[str, Sequence[int]]
    counts: Mapping[str, Mapping[str, int]]
    terms: AbstractSet[str]


class Reader:
    """Reads paragraphs into units, and keeps count of the words that it met (for spelling)."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Take the lexicon that turns words into terms."""
        self._lexicon = lexicon
        self.vocabulary: Counter[str] = Counter()

    def units(self, library: Library) -> tuple[Unit, ...]:
        """Return all paragraphs of all reports."""
        return tuple(
            self._unit(report, paragraph) for report in library.reports for paragraph in report.paragraphs
        )

    def _unit(self, report: Report, paragraph: Paragraph) -> Unit:
        cut = sentences(paragraph.text)
        passages = {
            "text": self._read(sentence.text for sentence in cut),
            "headings": self._read([report.heading(paragraph.number)]),
            "phrasings": self._read(report.phrasings.get(paragraph.number, ())),
            "footnotes": self._read(_footnotes(report, paragraph)),
        }
        having: dict[str, list[int]] = defaultdict(list)
        for place, terms in enumerate(passages["phrasings"]):
            for term in terms:
                having[term].append(place)
        counts = {name: _count(sets) for name, sets in passages.items()}
        return Unit(
            report,
            paragraph,
            cut,
            sentence_terms=passages["text"],
            phrasing_terms=passages["phrasings"],
            having=dict(having),
            counts=counts,
            terms=frozenset().union(*counts.values()),
        )

    def _read(self, texts: Iterable[str]) -> list[set[str]]:
        passages = [words(normalise(text)) for text in texts]
        for passage in passages:
            self.vocabulary.update(passage)
        return [self._lexicon.terms(passage) for passage in passages]


def _footnotes(report: Report, paragraph: Paragraph) -> list[str]:
    """The paragraph's footnotes, and the titles of the documents that it names or cites through them."""
    notes = [report.footnote(number).text for number in paragraph.footnotes]
    return notes + [report.document(name).title or name for name in report.documents_in(paragraph.number)]


def _count(passages: Iterable[AbstractSet[str]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for terms in passages:
        counts.update(terms)
    return counts
