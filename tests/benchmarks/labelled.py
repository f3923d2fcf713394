"""Labelled questions for the benchmark and the fit: the development set, refusals, and phrasings held out."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from knowledge.model import Library

HERE = Path(__file__).parent
QUESTIONS = HERE / "questions_dev.jsonl"
REFUSALS = HERE / "refusals.jsonl"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question with the paragraphs that answer it: the best ones, and others that will do; none for a refusal."""

    question: str
    kind: str
    paragraphs: frozenset[int] = frozenset()
    also: frozenset[int] = frozenset()
    answer: str = ""

    @property
    def right(self) -> frozenset[int]:
        """Every paragraph that may come first."""
        return self.paragraphs | self.also


def read(path: Path) -> list[Labelled]:
    """Read one question a line; lines without paragraphs are refusals."""
    lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [
        Labelled(
            line["q"], line["kind"], frozenset(line["paras"]), frozenset(line["also"]), line.get("answer", "")
        )
        for line in lines
    ]


def without_some_phrasings(
    library: Library, folds: int, seed: int = 1
) -> Iterator[tuple[Library, list[Labelled]]]:
    """Leave a share of all phrasings out, fold by fold: the library without them, and them as questions.

    Phrasings of topics that the report leaves out become refusals.
    """
    draw = random.Random(seed)  # noqa: S311 - a shuffle that is the same each time
    report = library.newest
    paragraphs = {number: _dealt(phrasings, folds, draw) for number, phrasings in report.phrasings.items()}
    topics = [(topic, _dealt(topic.phrasings, folds, draw)) for topic in report.not_covered]
    for fold in range(folds):
        left = replace(
            report,
            phrasings={number: _all_but(hands, fold) for number, hands in paragraphs.items()},
            not_covered=tuple(replace(topic, phrasings=_all_but(hands, fold)) for topic, hands in topics),
        )
        questions = [
            Labelled(phrasing, "phrasing", frozenset((number,)))
            for number, hands in paragraphs.items()
            for phrasing in hands[fold]
        ]
        refusals = [Labelled(phrasing, "topic") for _, hands in topics for phrasing in hands[fold]]
        yield Library((left,)), questions + refusals


def _dealt(phrasings: Sequence[str], hands: int, draw: random.Random) -> list[list[str]]:
    shuffled = list(phrasings)
    draw.shuffle(shuffled)
    return [shuffled[hand::hands] for hand in range(hands)]


def _all_but(hands: Sequence[Sequence[str]], left_out: int) -> tuple[str, ...]:
    return tuple(
        phrasing for hand, phrasings in enumerate(hands) if hand != left_out for phrasing in phrasings
    )
