"""Which severity to suggest, and the words that led to it.

What the three mean stands in ``severity.toml``. A suggestion is no finding: it never says that a crime was committed.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import log
from pathlib import Path

from knowledge.signals.evidence import Evidence
from knowledge.signals.passage import Passage, Token
from knowledge.signals.patterns import Found, Span

SEVERITY = Path(__file__).with_name("severity.toml")
_DENIED = 3  # words before which a negation reaches
_NEAR = 9  # words between a number and the killing that it counts
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|\d+\+?")
_YEARS = range(1800, 2200)


class Severity(StrEnum):
    """How grave, from least to most."""

    WATCH = "watch"
    CONCERN = "concern"
    URGENT = "urgent"

    @property
    def rank(self) -> int:
        """0 for watch, 1 for concern, 2 for urgent."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Scale:
    """What ``severity.toml`` says: from which sum an item is of concern or urgent, and what each signal adds.

    ``numbers`` are number words, ``measures`` words before which a number counts no people,
    ``negations`` words that deny what follows.
    """

    concern: float
    urgent: float
    weights: Mapping[str, float]
    numbers: Mapping[str, int]
    measures: Sequence[str]
    negations: Sequence[str]

    @classmethod
    def load(cls, path: Path = SEVERITY) -> Scale:
        """Read bounds and weights from TOML."""
        return cls(**tomllib.loads(path.read_text(encoding="utf-8")))

    def sum(self, signals: Mapping[str, float]) -> float:
        """How grave signals are together."""
        return sum(self.weights[name] * value for name, value in signals.items())

    def of(self, signals: Mapping[str, float]) -> Severity:
        """The severity that signals suggest."""
        total = self.sum(signals)
        if total >= self.urgent:
            return Severity.URGENT
        return Severity.CONCERN if total >= self.concern else Severity.WATCH


def signals(shown: Evidence) -> dict[str, float]:
    """Measure what speaks for a higher severity, and for a lower one."""
    found, dead = shown.found, shown.dead
    leaning = {
        grade: [one.sign.weight for one in shown.seen if one.sign.leans == grade] for grade in Severity
    }
    past = float("<anniversary>" in found)
    return {
        "leans_urgent": min(6.0, sum(leaning[Severity.URGENT])),
        "leans_concern": min(6.0, sum(leaning[Severity.CONCERN])),
        "leans_watch": min(6.0, sum(leaning[Severity.WATCH])),
        "deaths": log(1 + dead) * (1 - past),
        "killing": float(shown.killing) * (1 - past),
        "past": past,
        "formal": _any(found, ("legal", "council", "assembly", "inquiry", "parliament")),
        "remedy": _any(found, ("mediate", "truth", "apology")),
        "armed": float("<armed>" in found),
        "protected": float(_near(found, ("kill", "shot", "explosive"), ("health", "aid", "camp", "school"))),
        "asks": float("?" in shown.passage.text and not dead),
        "taught_urgent": shown.leaning.urgent,
        "taught_watch": shown.leaning.watch,
    }


def _any(found: Found, groups: Iterable[str]) -> float:
    return float(any(f"<{group}>" in found for group in groups))


def affirmed(passage: Passage, spans: Iterable[Span], scale: Scale) -> list[Span]:
    """The spans that nothing just before them denies, as "nobody was killed" does."""
    return [
        span
        for span in spans
        if not any(
            token.word in scale.negations and token.sentence == passage.tokens[span.start].sentence
            for token in passage.tokens[max(0, span.start - _DENIED) : span.start]
        )
    ]


def deaths(passage: Passage, killing: Iterable[Span], scale: Scale) -> int:
    """The largest number that stands near a word for killing; 0 if none does."""
    near = {
        place
        for span in killing
        for place in range(span.start - _NEAR, span.end + _NEAR)
        if 0 <= place < len(passage.tokens)
    }
    return max((_count(passage.tokens, place, scale) for place in near), default=0)


def _count(tokens: Sequence[Token], place: int, scale: Scale) -> int:
    """The number that a word tells, 0 for a year, an age or a measure."""
    token = tokens[place]
    follows = tokens[place + 1].word if place + 1 < len(tokens) else ""
    if follows in scale.measures:
        return 0
    if token.word in scale.numbers:
        return scale.numbers[token.word]
    if not _NUMBER.fullmatch(token.raw):
        return 0
    number = int(token.raw.replace(",", "").rstrip("+"))
    return 0 if number in _YEARS and "," not in token.raw else min(number, 100_000)


def _near(found: Found, acts: Sequence[str], targets: Sequence[str]) -> bool:
    """Tell whether a word of some groups stands within a few words of one of others."""
    ends: list[Span] = [span for act in acts for span in found.get(f"<{act}>", ())]
    return any(
        abs(span.start - other.start) < _NEAR
        for target in targets
        for span in found.get(f"<{target}>", ())
        for other in ends
    )
