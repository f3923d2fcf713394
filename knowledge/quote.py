"""Choose the sentence of a paragraph that answers a question: the one to quote.

A sentence is judged by the question's words that it has, by the phrasings near to the question (each
speaks of some of the sentences more than of others), and by whether it holds what is asked for.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from knowledge.closeness import Near
from knowledge.question import Question
from knowledge.search import Index, Ranked
from knowledge.sentences import Sentence, with_its_list
from knowledge.units import Unit

_NEAR = 25  # phrasings that have a say
Shares = tuple[tuple[float, ...], ...]


class Quoter:
    """Chooses sentences; remembers for each paragraph of which sentences its phrasings speak."""

    def __init__(self, index: Index) -> None:
        """Take the index for its words' rarity and its weights."""
        self._rarity = index.rarity
        self._weights = index.weights.sentence
        self._shares: dict[int, Shares] = {}

    def choose(self, ranked: Ranked, question: Question) -> Sentence:
        """Return the sentence of a paragraph to quote for a question."""
        unit = ranked.unit
        if len(unit.sentences) == 1:
            return unit.sentences[0]
        votes = self._by_phrasings(unit, ranked.near[:_NEAR])
        by_phrasings, asked_for = self._weights["phrasings"], self._weights["asked_for"]
        scores = [
            self._by_words(terms, question) + by_phrasings * vote + asked_for * len(question.wanted & holds)
            for terms, vote, holds in zip(unit.sentence_terms, votes, unit.sentence_holds, strict=True)
        ]
        return with_its_list(unit.paragraph.text, unit.sentences, scores.index(max(scores)))

    def _by_words(self, sentence: AbstractSet[str], question: Question) -> float:
        """The share of the question's words that a sentence has, the rare ones counting for more."""
        found = 0.0
        for weighed in question.weighed:
            for worth, term in weighed:
                if term in sentence:
                    found += worth
                    break
        return found / question.weight

    def _by_phrasings(self, unit: Unit, near: Near) -> list[float]:
        """For each sentence, its share of the near phrasings, each weighed by its closeness to the question."""
        shares = self._shares.get(id(unit))
        if shares is None:
            shares = self._shares[id(unit)] = self._share(unit)
        votes = [0.0] * len(unit.sentences)
        total = 0.0
        for closeness, phrasing in near:
            total += closeness
            for place, share in enumerate(shares[phrasing]):
                votes[place] += closeness * share
        return [vote / (total or 1.0) for vote in votes]

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
