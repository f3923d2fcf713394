"""How near a question comes to the topics that the reports leave out, beside the paragraphs that they have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from heapq import nlargest
from itertools import chain, islice

from rapidfuzz.fuzz import ratio

from knowledge.answering.closeness import Asked, Near, Phrasings, Rarity
from knowledge.answering.units import Reader, wording
from knowledge.answering.words import words
from knowledge.model import Library, NotCovered

_COMPARED = 4  # phrasings whose letters are compared
_AMONG = 5  # nearest phrasings of all, among which those of topics are counted


@dataclass(frozen=True, slots=True)
class Leaning:
    """A question's closeness to the paragraph or the topics nearest to it: of the nearest phrasing, of three, in letters."""

    nearest: float = 0.0
    nearest_three: float = 0.0
    wording: float = 0.0

    def weighed(self, weights: Mapping[str, float]) -> float:
        """All three in one number, by the weights that put the paragraphs in order."""
        return (
            weights["nearest"] * self.nearest
            + weights["nearest_three"] * self.nearest_three
            + weights["wording"] * self.wording
        )


@dataclass(frozen=True, slots=True)
class TopicFit:
    """The nearest topic that the reports leave out, and how near: ``near`` are closenesses, the nearest first.

    ``met`` is the share of the question's words that the nearest phrasing has.
    """

    topic: NotCovered | None = None
    leaning: Leaning = Leaning()
    near: Sequence[float] = ()
    met: float = 0.0

    def share(self, paragraphs: Iterable[Near]) -> float:
        """The share of topics among the phrasings nearest of all, each weighed by its squared closeness."""
        theirs = chain.from_iterable((closeness for closeness, _ in near[:_AMONG]) for near in paragraphs)
        nearest = nlargest(
            _AMONG, chain(((one, False) for one in theirs), ((one, True) for one in self.near))
        )
        total = sum(closeness**2 for closeness, _ in nearest)
        return sum(closeness**2 for closeness, apart in nearest if apart) / (total or 1.0)


class Topics:
    """The phrasings of all topics, ready to be compared."""

    def __init__(self, library: Library, reader: Reader) -> None:
        """Read the topics of every report; :meth:`weigh` has to follow."""
        pairs = [
            (topic, phrasing)
            for report in library.reports
            for topic in report.not_covered
            for phrasing in topic.phrasings
        ]
        self._topics = [topic for topic, _ in pairs]
        self.terms = reader.read(phrasing for _, phrasing in pairs)
        self._texts = [phrasing for _, phrasing in pairs]
        self._wordings: dict[int, str] = {}

    def weigh(self, rarity: Rarity) -> None:
        """Learn how rare each term is among all phrasings."""
        self._phrasings = Phrasings(self.terms, rarity)

    def fit(self, asked: Asked, senses: Mapping[str, AbstractSet[str]], said: str) -> TopicFit:
        """Compare a question with the phrasings that share two words: one alone ("veto") says nothing of what is asked."""
        sharing = (pair for pair in self._phrasings.near(asked) if self._shared(pair[1], senses) > 1)
        near = list(islice(sharing, _AMONG))
        if not near:
            return TopicFit()
        alike = max(ratio(said, self._wording(place)) for _, place in near[:_COMPARED]) / 100
        three = sum(closeness for closeness, _ in near[:3]) / 3
        closenesses = [closeness for closeness, _ in near]
        met = self._shared(near[0][1], senses) / len(senses)
        return TopicFit(self._topics[near[0][1]], Leaning(near[0][0], three, alike), closenesses, met)

    def _shared(self, place: int, senses: Mapping[str, AbstractSet[str]]) -> int:
        terms = self.terms[place]
        return sum(not terms.isdisjoint(sense) for sense in senses.values())

    def _wording(self, place: int) -> str:
        if place not in self._wordings:
            self._wordings[place] = wording(words(self._texts[place]))
        return self._wordings[place]
