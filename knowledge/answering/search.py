"""Put the paragraphs in order for a question: all of them by their words, then the best by their phrasings."""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from heapq import nlargest
from itertools import chain
from math import log
from pathlib import Path

from rapidfuzz.fuzz import ratio

from knowledge.answering.closeness import Asked, Near, Phrasings, Rarity
from knowledge.answering.lexicon import KIN, Lexicon
from knowledge.answering.topics import Leaning, TopicFit, Topics
from knowledge.answering.units import FIELDS, Reader, Unit
from knowledge.model import Library, NotCovered

_COMPARED = 4  # phrasings of a paragraph: with a shortlist of twelve, some fifty in all
_ROUNDING = 1e-6  # far more than what adding floating-point numbers in another order changes
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
    """A paragraph's place in the order for a question, and the signs that put it there.

    ``words`` is what its words score; ``near`` are its phrasings by closeness, ``nearest`` the closeness
    of the first and ``nearest_three`` the mean of three; ``wording`` is how alike one of the nearest is
    letter by letter. All but the scores go from 0 to 1.
    """

    unit: Unit
    score: float
    words: float
    nearest: float
    nearest_three: float
    wording: float
    near: Near


@dataclass(frozen=True, slots=True)
class Order:
    """The paragraphs likeliest to answer, the best first, and how near the topics come that the reports leave out.

    ``topic_ahead`` is by how much they are closer than the best paragraph (less than 0 where it is closer,
    weighed as the paragraphs are), ``topic_share`` what share of the nearest phrasings of all is theirs,
    ``topic_met`` what share of the question's words the nearest of theirs has.
    """

    paragraphs: list[Ranked]
    topic: NotCovered | None = None
    topic_closeness: float = 0.0
    topic_ahead: float = 0.0
    topic_share: float = 0.0
    topic_met: float = 0.0


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
        self._topics = Topics(library, reader)
        self.vocabulary = reader.vocabulary()
        self.rarest = _rarity(0, len(self.units))
        self.rarity = {
            term: _rarity(count, len(self.units))
            for term, count in Counter(chain.from_iterable(unit.terms for unit in self.units)).items()
        }
        self._gains = self._weigh()
        self._most = {term: max(gains.values()) for term, gains in self._gains.items()}
        self._among = self._among_phrasings(self._topics.terms)
        self._phrasings = [Phrasings(unit.phrasings, self._among) for unit in self.units]
        self._topics.weigh(self._among)

    def _weigh(self) -> dict[str, dict[int, float]]:
        """For each term, the paragraphs that have it and what a match adds there (BM25, all fields summed)."""
        weights = self.weights
        means = {field: _mean(sum(unit.counts[field].values()) for unit in self.units) for field in FIELDS}
        gains: dict[str, dict[int, float]] = defaultdict(dict)
        for place, unit in enumerate(self.units):
            sums: dict[str, float] = {}
            for field in FIELDS:
                k1, b = weights.saturation[field], weights.length[field]
                counts = unit.counts[field]
                damping = k1 * (1 - b + b * sum(counts.values()) / (means[field] or 1.0))
                full = weights.fields[field] * (k1 + 1)
                for term, count in counts.items() if full else ():
                    sums[term] = sums.get(term, 0.0) + full * count / (count + damping)
            for term, gain in sums.items():
                gains[term][place] = gain * self._worth(term)
        return dict(gains)

    def _among_phrasings(self, apart: Sequence[AbstractSet[str]]) -> Rarity:
        """How rare each term is among all phrasings, those of topics not covered too."""
        counts: Counter[str] = Counter(chain.from_iterable(apart))
        for unit in self.units:
            counts.update(unit.counts["phrasings"])
        total = len(apart) + sum(len(unit.phrasings) for unit in self.units)
        return Rarity(counts, total, self.weights.kin)

    def _worth(self, term: str) -> float:
        return self.rarity[term] * (self.weights.kin if term[0] == KIN else 1.0)

    def gain(self, term: str, unit: Unit) -> float:
        """What a question's term adds to a paragraph's score by its words; 0 where the paragraph lacks it."""
        gains = self._gains.get(term, {})
        return gains.get(self.units.index(unit), 0.0)

    def rank(self, senses: Mapping[str, AbstractSet[str]], said: str = "") -> Order:
        """Put the likeliest paragraphs in order, as many as the shortlist has.

        ``senses`` are the question's words with what each stands for, ``said`` is its wording.
        """
        terms = frozenset().union(*senses.values())
        asked = Asked.of(terms, self._among)
        order = [self._compare(place, score, asked, said) for place, score in self.by_words(terms)]
        order.sort(key=lambda ranked: -ranked.score)
        return self._with_topics(order, self._topics.fit(asked, senses, said))

    def _with_topics(self, order: list[Ranked], fit: TopicFit) -> Order:
        if not order:
            return Order(order, fit.topic, fit.leaning.nearest)
        weights, best = self.weights.closeness, order[0]
        ours = Leaning(best.nearest, best.nearest_three, best.wording).weighed(weights)
        ahead = fit.leaning.weighed(weights) - ours
        share = fit.share(ranked.near for ranked in order)
        return Order(order, fit.topic, fit.leaning.nearest, ahead, share, fit.met)

    def by_words(self, terms: Iterable[str]) -> list[tuple[int, float]]:
        """Return the places of the paragraphs whose words score highest, with their scores, the best first.

        Terms are added the weightiest first. Once all that remain could not lift a new paragraph into the
        shortlist, they are looked up for those paragraphs alone that they could still lift there. That
        leaves the order as it is (Turtle and Flood, "Query evaluation", 1995) and the commonest words unread.
        """
        found = sorted(((self._most[term], term) for term in terms if term in self._most), reverse=True)
        rest = sum(most for most, _ in found)
        scores: dict[int, float] = {}
        for most, term in found:
            gains = self._gains[term]
            if (needed := self._needed(scores) - rest - _ROUNDING) > 0:
                scores = {
                    place: score + gains.get(place, 0.0) for place, score in scores.items() if score >= needed
                }
            else:
                for place, gain in gains.items():
                    scores[place] = scores.get(place, 0.0) + gain
            rest -= most
        least = self._needed(scores)
        likeliest = [(place, score) for place, score in scores.items() if score >= least]
        return sorted(likeliest, key=_best_first)[: self.weights.shortlist]

    def _needed(self, scores: Mapping[int, float]) -> float:
        """The score of the last on the shortlist so far; nothing while there is room."""
        best = nlargest(self.weights.shortlist, scores.values())
        return best[-1] if len(best) == self.weights.shortlist else 0.0

    def _compare(self, place: int, words: float, asked: Asked, said: str) -> Ranked:
        weights, unit = self.weights.closeness, self.units[place]
        near = self._phrasings[place].near(asked)
        nearest = near[0][0] if near else 0.0
        three = sum(closeness for closeness, _ in near[:3]) / 3
        alike = (
            max((ratio(said, unit.wordings[phrasing]) for _, phrasing in near[:_COMPARED]), default=0.0) / 100
        )
        closeness = Leaning(nearest, three, alike).weighed(weights)
        return Ranked(unit, words + closeness, words, nearest, three, alike, near)


def _best_first(scored: tuple[int, float]) -> tuple[float, int]:
    """Order by score; of equals, the paragraph that comes first in the report."""
    place, score = scored
    return -score, place


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / (len(listed) or 1)


def _rarity(count: int, paragraphs: int) -> float:
    """BM25's inverse document frequency of a term that so many of the paragraphs have."""
    return log(1 + (paragraphs - count + 0.5) / (count + 0.5))
