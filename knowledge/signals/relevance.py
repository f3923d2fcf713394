"""How likely a news item is about what the report is about: a chance made of named signals.

Each signal can be read and argued with; their weights stand in ``relevance.toml`` with their meaning.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from pathlib import Path

from knowledge.answering.words import STOPWORDS
from knowledge.signals.evidence import Evidence
from knowledge.signals.patterns import LIVES, Found

RELEVANCE = Path(__file__).with_name("relevance.toml")

HARM = (
    "kill", "shot", "attack", "explosive", "detain", "displace", "expel", "stateless", "starve", "siege", "rape",
    "recruit", "incite",
)  # fmt: skip
PEOPLE = (
    "civilians",
    "children",
    "women",
    "identity",
    "indigenous",
    "health",
    "lgbt",
    "media",
    "civic",
    "aid",
)
BODIES = ("un", "council", "assembly", "courts", "inquiry", "regional", "rights_groups", "peacekeep")
OTHERS = (
    "crimes",
    "principle",
    "armed",
    "camp",
    "worship",
    "mediate",
    "warn",
    "truth",
    "apology",
    "anniversary",
    "arms",
    "parliament",
)


@dataclass(frozen=True, slots=True)
class Relevance:
    """What ``relevance.toml`` says: chances from which an item is relevant or hints at it, and what each signal weighs."""

    relevant: float
    hinted: float
    base: float
    weights: Mapping[str, float]

    @classmethod
    def load(cls, path: Path = RELEVANCE) -> Relevance:
        """Read thresholds and weights from TOML."""
        return cls(**tomllib.loads(path.read_text(encoding="utf-8")))

    def chance(self, signals: Mapping[str, float]) -> float:
        """The chance, from 0 to 1, that an item with such signals is relevant."""
        total = self.base + sum(self.weights[name] * value for name, value in signals.items())
        return 1 / (1 + exp(-max(-50.0, min(50.0, total))))


def signals(shown: Evidence) -> dict[str, float]:
    """Measure what speaks for and against relevance."""
    strongest: dict[str, float] = {}
    for one in shown.seen:
        strongest[one.sign.theme] = max(strongest.get(one.sign.theme, 0.0), one.sign.weight)
    found, order = shown.found, shown.order
    ours, others = _covered(shown, (*HARM, *PEOPLE, *BODIES, *OTHERS)), _covered(shown, LIVES)
    words = len(shown.passage.tokens) or 1
    measured = {
        "signs": log(1 + sum(strongest.values())),
        "strongest": max(strongest.values(), default=0.0),
        "patterns": log(1 + sum(one.times for one in shown.seen)),
        "harm": _kinds(found, HARM),
        "people": _kinds(found, PEOPLE),
        "bodies": _kinds(found, BODIES),
        "ours": len(ours - others) / words,
        "leaning": shown.leaning.relevant,
        "report": log(1 + order.paragraphs[0].words) if order.paragraphs else 0.0,
        "field": shown.field,
        "worry": float(shown.worry),
        "joke": float("<joke>" in found),
        "others": len(others - ours) / words,
    }
    return measured | {life: _spans(found, life) for life in LIVES}


def _kinds(found: Found, groups: Sequence[str]) -> float:
    """How many of some groups have words in a text (a logarithm)."""
    return log(1 + sum(f"<{group}>" in found for group in groups))


def _spans(found: Found, group: str) -> float:
    """How often words of a group stand in a text (a logarithm)."""
    return log(1 + len({span.start for span in found.get(f"<{group}>", ())}))


def _covered(shown: Evidence, groups: Iterable[str]) -> set[int]:
    """The places of words that belong to some groups."""
    return {
        place
        for group in groups
        for span in shown.found.get(f"<{group}>", ())
        for place in range(*span)
        if shown.passage.tokens[place].word not in STOPWORDS
    }
