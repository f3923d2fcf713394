"""Choose the sentence of a paragraph that answers a question: the one to quote.

A sentence is judged by the question's words that it has, by the phrasings near to the question (each
speaks of some of the sentences more than of others), and by whether it holds what is asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from knowledge.search import Index, Ranked
from knowledge.sentences import Sentence, asks_for
from knowledge.units import Unit

Shares = tuple[tuple[float, ...], ...]


class Quoter:
    """Chooses sentences; remembers for each paragraph of which sentences its phrasings speak."""

    def __init__(self, index: Index) -> None:
        """Take the index for its words' rarity and its weights."""
        self._rarity = index.rarity
        self._weights = index.weights.sentence
        self._shares: dict[int, Shares] = {}

    def choose(
        self, ranked: Ranked, senses: Mapping[str, Collection[str]], asked: Collection[str]
    ) -> Sentence:
        """Return the sentence to quote for a question of these words and what they stand for."""
        unit = ranked.unit
        if len(unit.sentences) == 1:
            return unit.sentences[0]
        words = self._by_words(unit, senses)
        votes = self._by_phrasings(unit, ranked.near)
        wanted = asks_for(asked)
        scores = [
            word + self._weights["phrasings"] * vote + self._weights["asked_for"] * len(wanted & holds)
            for word, vote, holds in zip(words, votes, unit.sentence_holds, strict=True)
        ]
        return unit.sentences[scores.index(max(scores))]

    def _by_words(self, unit: Unit, senses: Mapping[str, Collection[str]]) -> list[float]:
        """For each sentence, the share of the question's words that it has, the rare ones counting for more."""
        rarity = self._rarity
        total = sum(rarity.get(word, 0.0) for word in senses) or 1.0
        return [
            sum(
                max((rarity.get(term, 0.0) for term in terms if term in sentence), default=0.0)
                for terms in senses.values()
            )
            / total
            for sentence in unit.sentence_terms
        ]

    def _by_phrasings(self, unit: Unit, near: Collection[tuple[float, int]]) -> list[float]:
        """For each sentence, its share of the phrasings, each weighed by its closeness to the question."""
        shares = self._shares.get(id(unit))
        if shares is None:
            shares = self._shares[id(unit)] = self._share(unit)
        total = sum(closeness for closeness, _ in near) or 1.0
        votes = [0.0] * len(unit.sentences)
        for closeness, phrasing in near:
            for place, share in enumerate(shares[phrasing]):
                votes[place] += closeness * share
        return [vote / total for vote in votes]

    def _share(self, unit: Unit) -> Shares:
        """For each phrasing, how much it speaks of each sentence (shares of one, by shared rare words, squared)."""
        shares: list[tuple[float, ...]] = []
        for phrasing in unit.phrasings:
            common = [
                (sum(self._rarity[term] for term in phrasing & sentence) / (60 + len(sentence))) ** 2
                for sentence in unit.sentence_terms
            ]
            total = sum(common) or 1.0
            shares.append(tuple(value / total for value in common))
        return tuple(shares)
