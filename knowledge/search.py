"""Put the paragraphs in order for a question: all of them by their words, then the best by their phrasings."""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import log
from pathlib import Path

from knowledge.closeness import Asked, Near, Phrasings, Rarity
from knowledge.lexicon import KIN, Lexicon
from knowledge.model import Library, NotCovered
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
    """A paragraph's place in the order for a question: what its words score, and how near its phrasings come."""

    unit: Unit
    score: float
    words: float
    near: Near = ()

    @property
    def nearest(self) -> float:
        """The closeness of the nearest phrasing, from 0 to 1."""
        return self.near[0][0] if self.near else 0.0

    @property
    def nearest_three(self) -> float:
        """The mean closeness of the three nearest phrasings, from 0 to 1."""
        return sum(closeness for closeness, _ in self.near[:3]) / 3


@dataclass(frozen=True, slots=True)
class Order:
    """All paragraphs that share a term with a question, the best first, and the nearest topic not covered."""

    paragraphs: list[Ranked]
    topic: NotCovered | None = None
    topic_closeness: float = 0.0


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
        topics = [
            (topic, reader.read(topic.phrasings))
            for report in library.reports
            for topic in report.not_covered
        ]
        self.vocabulary = reader.vocabulary
        self.rarest = _rarity(0, len(self.units))
        self.rarity = {
            term: _rarity(count, len(self.units))
            for term, count in Counter(term for unit in self.units for term in unit.terms).items()
        }
        self._gains = self._weigh()
        groups = [unit.phrasings for unit in self.units] + [phrasings for _, phrasings in topics]
        self._among_phrasings = Rarity((terms for group in groups for terms in group), weights.kin)
        self._phrasings = [Phrasings(unit.phrasings, self._among_phrasings) for unit in self.units]
        self._topics = [(topic, Phrasings(phrasings, self._among_phrasings)) for topic, phrasings in topics]

    def _weigh(self) -> dict[str, list[tuple[int, float]]]:
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
                    there = sums[term]
                    there[place] = there.get(place, 0.0) + full * count / (count + damping)
        return {
            term: [(place, self._worth(term) * gain) for place, gain in places.items()]
            for term, places in sums.items()
        }

    def _worth(self, term: str) -> float:
        return self.rarity[term] * (self.weights.kin if term[0] == KIN else 1.0)

    def rank(self, terms: Collection[str]) -> Order:
        """Put the paragraphs that share a term with the question in order."""
        scores: dict[int, float] = defaultdict(float)
        for term in terms:
            for place, gain in self._gains.get(term, ()):
                scores[place] += gain
        order = sorted(scores, key=lambda place: (-scores[place], place))
        cut = self.weights.shortlist
        asked = Asked.of(terms, self._among_phrasings)
        first = [self._compare(place, scores[place], asked) for place in order[:cut]]
        first.sort(key=lambda ranked: -ranked.score)
        rest = [Ranked(self.units[place], scores[place], scores[place]) for place in order[cut:]]
        return Order(first + rest, *self._nearest_topic(asked))

    def _compare(self, place: int, score: float, asked: Asked) -> Ranked:
        weights = self.weights.closeness
        near = self._phrasings[place].near(asked)
        alone = Ranked(self.units[place], score, score, near)
        total = score + weights["nearest"] * alone.nearest + weights["nearest_three"] * alone.nearest_three
        return Ranked(alone.unit, total, score, near)

    def _nearest_topic(self, asked: Asked) -> tuple[NotCovered | None, float]:
        near = [(phrasings.near(asked), topic) for topic, phrasings in self._topics]
        closest = [(found[0][0], topic) for found, topic in near if found]
        if not closest:
            return None, 0.0
        closeness, topic = max(closest, key=lambda pair: pair[0])
        return topic, closeness


def _rarity(count: int, paragraphs: int) -> float:
    """BM25's inverse document frequency of a term that so many of the paragraphs have."""
    return log(1 + (paragraphs - count + 0.5) / (count + 0.5))
