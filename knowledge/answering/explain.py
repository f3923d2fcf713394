"""Why an answer is as it is: which words and phrasings counted, and how sure each signal makes the bot.

Every number comes from the parts that answered; nothing is worked out a second way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from knowledge.answer import Answer, Answerer
from knowledge.answering.confidence import Status
from knowledge.answering.question import Question
from knowledge.answering.search import Order, Ranked
from knowledge.answering.spelling import Correction
from knowledge.answering.units import Unit
from knowledge.answering.words import stem

NEAREST = 5
"""Phrasings that an explanation tells: as many as have a say in which sentence is quoted."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A word of the question, and what it did for the best paragraph.

    ``terms`` are those of its senses that the paragraph has, none if it lacks the word; ``gain`` is
    their part in the score, ``rarity`` how much the word tells (none of the paragraphs has a word of
    the greatest rarity).
    """

    word: str
    terms: tuple[str, ...]
    rarity: float
    gain: float


@dataclass(frozen=True, slots=True)
class NearPhrasing:
    """A phrasing of the best paragraph with its closeness (0 to 1) and the sentence (from 1) that it asks for."""

    text: str
    closeness: float
    sentence: int | None


@dataclass(frozen=True, slots=True)
class Part:
    """A signal's value, its weight, and what it adds to the sum that makes the confidence."""

    name: str
    value: float
    weight: float
    part: float


@dataclass(frozen=True, slots=True)
class Found:
    """The paragraph that came first: what its score is made of, and which words and phrasings counted.

    ``score`` maps each sign (``words`` and the kinds of closeness) to its part; their sum is the score.
    """

    report: str
    paragraph: int
    score: Mapping[str, float]
    words: tuple[Counted, ...]
    phrasings: tuple[NearPhrasing, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What was made of a question. ``found`` and ``signals`` are there only where paragraphs were ranked.

    ``topic`` is the nearest topic that the report leaves out, with its closeness; ``answered_from`` and
    ``unsure_from`` are the thresholds of the confidence, ``base`` its sum before any signal.
    """

    answer: Answer
    corrections: tuple[Correction, ...]
    answered_from: float
    unsure_from: float
    base: float
    signals: tuple[Part, ...] = ()
    found: Found | None = None
    topic: tuple[str, float] | None = None

    @property
    def status(self) -> Status:
        """The answer's status."""
        return self.answer.status

    @property
    def total(self) -> float:
        """The sum of base and signals; the confidence is 1 / (1 + exp(-total))."""
        return self.base + sum(signal.part for signal in self.signals)

    def as_json(self) -> dict[str, Any]:
        """The explanation as ``r2p ask --explain --json`` prints it."""
        return {
            "reason": self.answer.reason,
            "corrections": [{"typed": one.typed, "read": list(one.read)} for one in self.corrections],
            "best": self.found and _found_as_json(self.found),
            "base": self.base,
            "signals": [
                {"name": one.name, "value": _round(one.value), "weight": one.weight, "part": _round(one.part)}
                for one in self.signals
            ],
            "sum": _round(self.total) if self.signals else None,
            "thresholds": {"answered": self.answered_from, "unsure": self.unsure_from},
            "topic": self.topic and {"name": self.topic[0], "closeness": _round(self.topic[1])},
        }


def explain(answerer: Answerer, question: str) -> Explanation:
    """Answer a question and say why the answer is so; never raises, whatever was typed."""
    answer = answerer.answer(question)
    sure = answerer.confidence
    if answer.reason not in {"words", "nothing"}:
        return Explanation(answer, answer.corrections, sure.answered, sure.unsure, sure.base)
    read = answerer.read(question)
    order = answerer.index.rank(read.senses, read.wording)
    parts = sure.parts(answer.signals)
    signals = [Part(name, value, sure.weights[name], parts[name]) for name, value in answer.signals.items()]
    return Explanation(
        answer,
        read.corrections,
        sure.answered,
        sure.unsure,
        sure.base,
        tuple(sorted(signals, key=lambda one: -abs(one.part))),
        _found(answerer, read, _first(answer, order)) if order.paragraphs else None,
        _topic(order),
    )


def _first(answer: Answer, order: Order) -> Ranked:
    """What the order has of the paragraph that the answer gave first."""
    given = [(match.report, match.paragraph) for match in answer.matches[:1]]
    there = (
        one for one in order.paragraphs if [(one.unit.report.symbol, one.unit.paragraph.number)] == given
    )
    return next(there, order.paragraphs[0])


def _found(answerer: Answerer, question: Question, best: Ranked) -> Found:
    weights = answerer.index.weights.closeness
    closeness = {
        name: weights[name] * getattr(best, name) for name in ("nearest", "nearest_three", "wording")
    }
    return Found(
        best.unit.report.symbol,
        best.unit.paragraph.number,
        {"words": best.words, **closeness},
        tuple(sorted(_counted(answerer, question, best.unit), key=lambda one: (-one.gain, -one.rarity))),
        tuple(_near(best)),
    )


def _counted(answerer: Answerer, question: Question, unit: Unit) -> Iterator[Counted]:
    """Each word with its part in the score; a term that two words share counts once, for the first."""
    told: set[str] = set()
    spelt = {stem(word): word for word in question.wording.split()}
    for word, senses in question.senses.items():
        there: AbstractSet[str] = senses & unit.terms
        gain = sum(answerer.index.gain(term, unit) for term in there - told)
        told |= there
        yield Counted(spelt.get(word, word), tuple(sorted(there)), question.rarity[word], gain)


def _near(best: Ranked) -> Iterator[NearPhrasing]:
    report = best.unit.report
    phrasings = report.phrasings.get(best.unit.paragraph.number, ())
    for closeness, place in best.near[:NEAREST]:
        yield NearPhrasing(phrasings[place], closeness, report.answering.get(phrasings[place]))


def _topic(order: Order) -> tuple[str, float] | None:
    return (order.topic.topic, order.topic_closeness) if order.topic else None


def _found_as_json(found: Found) -> dict[str, Any]:
    return {
        "report": found.report,
        "paragraph": found.paragraph,
        "score": {name: _round(part) for name, part in found.score.items()},
        "words": [
            {
                "word": one.word,
                "terms": list(one.terms),
                "rarity": _round(one.rarity),
                "gain": _round(one.gain),
            }
            for one in found.words
        ],
        "phrasings": [
            {"text": one.text, "closeness": _round(one.closeness), "sentence": one.sentence}
            for one in found.phrasings
        ],
    }


def _round(value: float) -> float:
    return round(value, 4) + 0.0  # no minus before a zero
