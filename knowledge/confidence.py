"""How sure the bot is that the best paragraph answers: a chance made of named signals.

Each signal can be read and argued with; their weights stand in ``confidence.toml`` with their meaning.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import exp
from pathlib import Path
from typing import Literal

from knowledge.search import Index, Ranked

CONFIDENCE = Path(__file__).with_name("confidence.toml")


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


def signals(
    order: Sequence[Ranked], senses: Mapping[str, Collection[str]], index: Index, outside: Collection[str]
) -> dict[str, float]:
    """Measure an order of paragraphs for a question; ``order`` has one paragraph at least."""
    best = order[0]
    having = best.unit.terms
    weighed = {word: index.rarity.get(word, index.rarest) for word in senses}
    total = sum(weighed.values()) or 1.0
    covered = sum(weight for word, weight in weighed.items() if not having.isdisjoint(senses[word]))
    unknown = sum(
        weight for word, weight in weighed.items() if not any(term in index.rarity for term in senses[word])
    )
    second = order[1].score if len(order) > 1 else 0.0
    return {
        "coverage": covered / total,
        "nearest": best.nearest,
        "nearest_three": best.nearest_three,
        "margin": (best.score - second) / best.score,
        "unknown": unknown / total,
        "outside": float(any(word in outside and having.isdisjoint(terms) for word, terms in senses.items())),
        "number": float(any(word[0].isdigit() and word not in having for word in senses)),
    }
