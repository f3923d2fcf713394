"""How close a question comes to single phrasings: the cosine of their terms, the rare ones counting for more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from math import log, sqrt

from knowledge.answering.lexicon import KIN, NAME

Near = Sequence[tuple[float, int]]
"""Closeness, from 0 to 1, and place of each phrasing that shares a term with the question, nearest first."""


class Rarity:
    """What each term weighs among all phrasings: its squared rarity (a kin counts for ``kin`` of it)."""

    def __init__(self, counts: Mapping[str, int], phrasings: int, kin: float) -> None:
        """Take how many phrasings have each term, and how many there are."""
        total = phrasings + 1
        self.squares = {
            term: ((kin if term[0] == KIN else 1.0) * log(total / count)) ** 2
            for term, count in counts.items()
        }
        self._unknown = log(total) ** 2

    def length(self, terms: Collection[str]) -> float:
        """The length of a question's terms; a word that no phrasing has makes it longer, as a rare one would."""
        squares, unknown = self.squares, self._unknown
        return sqrt(sum(squares.get(term, 0.0 if term[0] in (NAME, KIN) else unknown) for term in terms))


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, ready to be compared: its terms with what they weigh, and their length."""

    weights: Sequence[tuple[str, float]]
    length: float

    @classmethod
    def of(cls, terms: Collection[str], rarity: Rarity) -> Asked:
        """Weigh a question's terms; those that no phrasing has count in the length alone."""
        weights = [(term, rarity.squares[term]) for term in terms if term in rarity.squares]
        return cls(weights, rarity.length(terms))


class Phrasings:
    """The phrasings of one paragraph, or of the topics that are not covered."""

    def __init__(self, phrasings: Sequence[AbstractSet[str]], rarity: Rarity) -> None:
        """Note which phrasings have a term, and how long each is."""
        having: dict[str, list[int]] = defaultdict(list)
        for place, terms in enumerate(phrasings):
            for term in terms:
                having[term].append(place)
        self._having = dict(having)
        square = rarity.squares.__getitem__
        self._lengths = [sqrt(sum(map(square, terms))) for terms in phrasings]

    def near(self, asked: Asked) -> Near:
        """Compare each phrasing that shares a term with the question."""
        shared = [0.0] * len(self._lengths)
        for term, weight in asked.weights:
            for place in self._having.get(term, ()):
                shared[place] += weight
        length, lengths = asked.length, self._lengths
        near = [(weight / (length * lengths[place]), place) for place, weight in enumerate(shared) if weight]
        near.sort(reverse=True)
        return near
