"""How sure the bot is that the best paragraph answers: a chance made of named signals.

Each signal can be read and argued with; their weights stand in ``confidence.toml`` with their meaning.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, log
from pathlib import Path
from typing import Literal

from knowledge.answering.question import Question
from knowledge.answering.search import Index, Order

CONFIDENCE = Path(__file__).with_name("confidence.toml")

_ALL = 1 - 1e-9  # of a question's words
_THE_SAME = 0.95  # closeness from which a question says what a phrasing says

Status = Literal["answered", "unsure", "none"]


@dataclass(frozen=True, slots=True)
class Confidence:
    """What ``confidence.toml`` says: two thresholds, and what each signal weighs."""

    answered: float
    unsure: float
    base: float
    weights: Mapping[str, float]

    @classmethod
    def load(cls, path: Path = CONFIDENCE) -> Confidence:
        """Read thresholds and weights from TOML."""
        return cls(**tomllib.loads(path.read_text(encoding="utf-8")))

    def chance(self, signals: Mapping[str, float]) -> float:
        """The chance, from 0 to 1, that the best paragraph answers."""
        return 1 / (1 + exp(-self.base - sum(self.parts(signals).values())))

    def parts(self, signals: Mapping[str, float]) -> dict[str, float]:
        """What each signal adds to the sum that makes the chance, or takes from it."""
        return {name: self.weights[name] * value for name, value in signals.items()}

    def status(self, chance: float) -> Status:
        """What such a chance is good for."""
        if chance >= self.answered:
            return "answered"
        return "unsure" if chance >= self.unsure else "none"


def signals(question: Question, order: Order, index: Index) -> dict[str, float]:
    """Measure how well the best paragraph fits a question; ``order`` has one paragraph at least."""
    best, *others = order.paragraphs
    senses, rarity, known = question.senses, question.rarity, best.unit.terms
    covered = sum(rarity[word] for word, terms in senses.items() if not known.isdisjoint(terms))
    unknown = sum(rarity[word] for word, terms in senses.items() if index.rarity.keys().isdisjoint(terms))
    second = others[0].score if others else 0.0
    coverage = covered / question.weight
    return {
        "coverage": coverage,
        "met": log(1 + len(senses) * coverage),
        "keywords": float(question.keywords and coverage > _ALL),
        "rareness": question.weight / (len(senses) or 1),
        "phrasing": float(best.nearest > _THE_SAME),
        "margin": (best.score - second) / best.score,
        "field": question.field,
        "unknown": unknown / question.weight,
        "outside": float(any(known.isdisjoint(senses[word]) for word in question.outside)),
        "number": float(any(word[0].isdigit() and word not in known for word in senses)),
        "asked_for": float(len(question.wanted - frozenset().union(*best.unit.sentence_holds))),
        "who": float(question.asks_who),
        "topic_ahead": order.topic_ahead,
        "topic_share": order.topic_share,
    }
