"""Put the paragraphs in order for a question: all of them by their words, then the best by their phrasings."""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt
from pathlib import Path

from knowledge.lexicon import KIN, NAME, Lexicon
from knowledge.model import Library
from knowledge.units import FIELDS, Reader, Unit

RANKING = Path(__file__).with_name("ranking.toml")


@dataclass(frozen=True, slots=True)
class Weights:
    """What ``ranking.toml`` says, by the names that stand there."""

    fields: Mapping[str, float]
    closeness: Mapping[str, float]
    saturation: Mapping[str, float]
    length: Mapping[str, float]
    sentence: Mapping[str, float]
    kin: float
    shortlist: int

    @classmethod
    def load(cls, path: Path = RANKING) -> Weights:
        """Read the weights from TOML."""
        return cls(**tomllib.loads(path.read_text(encoding="utf-8")))


@dataclass(frozen=True, slots=True)
class Ranked:
    """A paragraph's place in the order for a question.

    ``words`` is what its words score, ``nearest`` and ``nearest_three`` how close its phrasings come
    (0 to 1), and ``near`` has each phrasing that shares a term: its closeness and its place, nearest first.
    """

    unit: Unit
    score: float
    words: float
    nearest: float = 0.0
    nearest_three: float = 0.0
    near: Sequence[tuple[float, int]] = ()


class Index:
    """All paragraphs of all reports, ready to be put in order.

    ``rarity`` is what a match of a term is worth among paragraphs, ``rarest`` that of a term which no
    paragraph has; ``vocabulary`` counts the words of all fields.
    """

    def __init__(self, library: Library, lexicon: Lexicon, weights: Weights) -> None:
        """Read every field of every paragraph once; what a question needs is kept at hand."""
        reader = Reader(lexicon)
        self.weights = weights
        self.units = reader.units(library)
        self.vocabulary = reader.vocabulary
        self.rarest = _rarity(0, len(self.units))
        self.rarity = {
            term: _rarity(count, len(self.units))
            for term, count in Counter(term for unit in self.units for term in unit.terms).items()
        }
        self._gains = self._weigh_words()
        self._unknown, self._squares = self._weigh_phrasings()
        self._lengths = [_lengths(unit, self._squares) for unit in self.units]

    def _part(self, term: str) -> float:
        return self.weights.kin if term.startswith(KIN) else 1.0

    def _weigh_words(self) -> dict[str, list[tuple[int, float]]]:
        """For each term, the paragraphs that have it and what a match adds there (BM25, all fields summed)."""
        sums: dict[str, dict[int, float]] = defaultdict(dict)
        for field in FIELDS:
            weight, k1, b = (
                table[field] for table in (self.weights.fields, self.weights.saturation, self.weights.length)
            )
            if not weight:
                continue
            lengths = [sum(unit.counts[field].values()) for unit in self.units]
            mean = sum(lengths) / len(lengths) or 1.0
            for place, unit in enumerate(self.units):
                damping = k1 * (1 - b + b * lengths[place] / mean)
                full = weight * (k1 + 1)
                for term, count in unit.counts[field].items():
                    sums[term][place] = sums[term].get(place, 0.0) + full * count / (count + damping)
        return {
            term: [(place, self.rarity[term] * self._part(term) * gain) for place, gain in places.items()]
            for term, places in sums.items()
        }

    def _weigh_phrasings(self) -> tuple[float, dict[str, float]]:
        """The squared rarity among phrasings of an unknown word, and of each term."""
        having: Counter[str] = Counter()
        for unit in self.units:
            having.update(unit.counts["phrasings"])
        total = sum(len(unit.phrasing_terms) for unit in self.units)
        return log(1 + total) ** 2, {
            term: (self._part(term) * log(1 + total / count)) ** 2 for term, count in having.items()
        }

    def rank(self, terms: Collection[str]) -> list[Ranked]:
        """Return every paragraph that shares a term with the question, the best first."""
        scores: dict[int, float] = defaultdict(float)
        for term in terms:
            for place, gain in self._gains.get(term, ()):
                scores[place] += gain
        order = sorted(scores, key=lambda place: (-scores[place], place))
        cut = self.weights.shortlist
        first = [self._compare(place, scores[place], terms) for place in order[:cut]]
        first.sort(key=lambda ranked: -ranked.score)
        return first + [Ranked(self.units[place], scores[place], scores[place]) for place in order[cut:]]

    def _compare(self, place: int, score: float, terms: Collection[str]) -> Ranked:
        """Score a shortlisted paragraph's phrasings too: the cosine of rarity-weighted terms."""
        unit, lengths, squares = self.units[place], self._lengths[place], self._squares
        shared = [0.0] * len(lengths)
        for term in terms:
            for phrasing in unit.having.get(term, ()):
                shared[phrasing] += squares[term]
        unknown = self._unknown
        length = sqrt(sum(squares.get(term, 0.0 if term[0] in (NAME, KIN) else unknown) for term in terms))
        near = [
            (value / (length * lengths[phrasing]), phrasing) for phrasing, value in enumerate(shared) if value
        ]
        near.sort(reverse=True)
        nearest = near[0][0] if near else 0.0
        nearest_three = sum(value for value, _ in near[:3]) / 3
        weights = self.weights.closeness
        total = score + weights["nearest"] * nearest + weights["nearest_three"] * nearest_three
        return Ranked(unit, total, score, nearest, nearest_three, near)


def _rarity(count: int, paragraphs: int) -> float:
    """BM25's inverse document frequency of a term that so many of the paragraphs have."""
    return log(1 + (paragraphs - count + 0.5) / (count + 0.5))


def _lengths(unit: Unit, squares: Mapping[str, float]) -> list[float]:
    return [sqrt(sum(map(squares.__getitem__, terms))) for terms in unit.phrasing_terms]
