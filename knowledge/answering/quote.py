"""Choose the sentence of a paragraph that answers a question: the one to quote.

A sentence is judged by the question's words that it has, by the phrasings near to the question (curators
wrote down which sentence answers each), and by whether it holds what is asked for.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from knowledge.answering.closeness import Near
from knowledge.answering.question import Question
from knowledge.answering.search import Index, Ranked
from knowledge.answering.units import Unit
from knowledge.sentences import Sentence, with_its_list

_NEAR = 5  # phrasings that have a say
_SHARPNESS = 3  # the power that makes the nearest of them count for more


class Quoter:
    """Chooses sentences."""

    def __init__(self, index: Index) -> None:
        """Take the index for its words' rarity and its weights."""
        self._rarity = index.rarity
        self._weights = index.weights.sentence

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

    @staticmethod
    def _by_phrasings(unit: Unit, near: Near) -> list[float]:
        """For each sentence, its share of the near phrasings, each weighed by its closeness to the question."""
        phrasings = unit.report.phrasings[unit.paragraph.number] if near else ()
        votes = [0.0] * len(unit.sentences)
        total = 0.0
        for closeness, place in near:
            weight = closeness**_SHARPNESS
            total += weight
            answering = unit.report.answering.get(phrasings[place])
            if answering is not None:
                votes[answering - 1] += weight
        return [vote / (total or 1.0) for vote in votes]
