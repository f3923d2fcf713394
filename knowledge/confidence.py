"""How sure the bot is that the best paragraph answers: a chance made of named signals.

Each signal can be read and argued with; their weights stand in ``confidence.toml`` with their meaning.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from math import exp
from pathlib import Path
from typing import Literal

from knowledge.search import Index, Order
from knowledge.sentences import asks_for
from knowledge.units import Unit

CONFIDENCE = Path(__file__).with_name("confidence.toml")
_ASKS_WHO = frozenset(("who", "whose", "whom", "name", "names"))

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
        return 1 / (1 + exp(-self.base - sum(self.weights[name] * value for name, value in signals.items())))

    def status(self, chance: float) -> Status:
        """What such a chance is good for."""
        if chance >= self.answered:
            return "answered"
        return "unsure" if chance >= self.unsure else "none"


@dataclass(frozen=True, slots=True)
class Question:
    """A question as read: its words, what each stands for, and which of them are names from outside.

    ``fields`` tells how much more each word belongs to the field than to English (a logarithm).
    """

    words: Collection[str]
    senses: Mapping[str, Collection[str]]
    outside: Collection[str]
    fields: Collection[float]


def signals(question: Question, order: Order, index: Index) -> dict[str, float]:
    """Measure how well the best paragraph fits a question; ``order`` has one paragraph at least."""
    best, *others = order.paragraphs
    senses, known = question.senses, best.unit.terms
    rarity = {word: index.rarity.get(word, index.rarest) for word in senses}
    total = sum(rarity.values()) or 1.0
    covered = sum(value for word, value in rarity.items() if not known.isdisjoint(senses[word]))
    unknown = sum(value for word, value in rarity.items() if index.rarity.keys().isdisjoint(senses[word]))
    second = others[0].score if others else 0.0
    return {
        "coverage": covered / total,
        "words": best.words / total,
        "nearest": best.nearest,
        "nearest_three": best.nearest_three,
        "margin": (best.score - second) / best.score,
        "field": sum(question.fields) / (len(question.fields) or 1),
        "unknown": unknown / total,
        "outside": float(any(word in senses and known.isdisjoint(senses[word]) for word in question.outside)),
        "number": float(any(word[0].isdigit() and word not in known for word in senses)),
        "asked_for": float(len(asks_for(question.words) - _holds(best.unit))),
        "who": float(not _ASKS_WHO.isdisjoint(question.words)),
        "topic": order.topic_closeness,
        "topic_share": order.topic_closeness / (order.topic_closeness + best.nearest + 0.1),
    }


def _holds(unit: Unit) -> AbstractSet[str]:
    """The kinds of answers that any sentence of a paragraph has."""
    return frozenset().union(*unit.sentence_holds)
