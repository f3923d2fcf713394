"""What news items that people have labelled teach: which words lean which way, and which paragraphs are near.

A curator who finds an item misread adds it, rightly labelled, to ``examples.jsonl``: that corrects the reading of
others like it.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from heapq import nlargest
from math import log, sqrt
from pathlib import Path

from knowledge.answering.words import STOPWORDS
from knowledge.signals.passage import Passage

EXAMPLES = Path(__file__).with_name("examples.jsonl")

_DOUBT = 0.5  # what is added to each count: a word seen once tells little
_MOST = 2.0  # the leaning of one word, at most
_NEIGHBOURS = 8  # examples that vote


@dataclass(frozen=True, slots=True)
class Example:
    """An item with its labels: any of the paragraphs is right; none, and no severity, for one that is not relevant."""

    title: str
    summary: str
    relevant: bool
    paragraphs: frozenset[int]
    severity: str | None

    @property
    def text(self) -> str:
        """Title and summary as one text."""
        return f"{self.title}\n{self.summary}".strip()


def read_examples(path: Path = EXAMPLES) -> list[Example]:
    """Read one example a line; other keys than an example's are passed over."""
    lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [
        Example(
            line["title"],
            line["summary"],
            line["relevant"],
            frozenset(line["paragraphs"]),
            line["severity"],
        )
        for line in lines
    ]


class Examples:
    """Labelled items, ready to be compared with."""

    def __init__(self, examples: Sequence[Example]) -> None:
        terms = [terms_of(Passage.of(one.text)) for one in examples]
        self._leanings = _leanings(examples, terms)
        self._rarity = _rarity(terms)
        relevant = [(one, words) for one, words in zip(examples, terms, strict=True) if one.relevant]
        self._relevant = [one for one, _ in relevant]
        self._sizes = [self._size(words) for _, words in relevant]
        self._having: dict[str, list[int]] = defaultdict(list)
        for place, (_, words) in enumerate(relevant):
            for word in words:
                self._having[word].append(place)

    def leaning(self, terms: AbstractSet[str]) -> float:
        """How far words lean to relevant items (above 0) or to others: naive Bayes, evened by length."""
        return sum(self._leanings.get(term, 0.0) for term in terms) / sqrt(len(terms) or 1)

    def paragraphs(self, terms: AbstractSet[str]) -> dict[int, float]:
        """The paragraphs of the nearest relevant examples, by how near these are; the first counts 1."""
        votes: dict[int, float] = defaultdict(float)
        for near, place in self._nearest(terms):
            for number in self._relevant[place].paragraphs:
                votes[number] += near
        most = max(votes.values(), default=1.0)
        return {number: vote / most for number, vote in votes.items()}

    def severities(self, terms: AbstractSet[str]) -> dict[str, float]:
        """The share of each severity among the nearest relevant examples."""
        votes: dict[str, float] = defaultdict(float)
        for near, place in self._nearest(terms):
            votes[self._relevant[place].severity or ""] += near
        total = sum(votes.values()) or 1.0
        return {severity: vote / total for severity, vote in votes.items()}

    def _nearest(self, terms: AbstractSet[str]) -> list[tuple[float, int]]:
        """The nearest relevant examples by the cosine of their words, rare ones counting more."""
        shared: dict[int, float] = defaultdict(float)
        for term in terms:
            for place in self._having.get(term, ()):
                shared[place] += self._rarity[term] ** 2
        size = self._size(terms)
        near = ((weight / (size * self._sizes[place]), place) for place, weight in shared.items())
        return nlargest(_NEIGHBOURS, near)

    def _size(self, terms: AbstractSet[str]) -> float:
        return sqrt(sum(self._rarity.get(term, 0.0) ** 2 for term in terms)) or 1.0


def terms_of(passage: Passage) -> frozenset[str]:
    """The stems of a text's words, without those that say nothing."""
    return frozenset(token.stem for token in passage.tokens if token.word not in STOPWORDS)


def _leanings(examples: Sequence[Example], terms: Iterable[AbstractSet[str]]) -> Mapping[str, float]:
    counts: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    items = Counter(one.relevant for one in examples)
    for one, words in zip(examples, terms, strict=True):
        counts[one.relevant].update(words)

    def share(term: str, side: bool) -> float:  # noqa: FBT001 - of two sides
        return (counts[side][term] + _DOUBT) / (items[side] + 2 * _DOUBT)

    known = counts[True].keys() | counts[False].keys()
    odds = {term: log(share(term, side=True) / share(term, side=False)) for term in known}
    return {term: max(-_MOST, min(_MOST, value)) for term, value in odds.items()}


def _rarity(terms: Sequence[AbstractSet[str]]) -> Mapping[str, float]:
    counts = Counter(term for words in terms for term in words)
    return {term: log((len(terms) + 1) / (count + _DOUBT)) for term, count in counts.items()}
