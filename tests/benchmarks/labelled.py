"""Labelled questions: the development set, refusals, a held-out set that only judges, and phrasings left out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge.answering.held_out import without_some_phrasings as held_out_folds
from knowledge.model import Library

HERE = Path(__file__).parent
QUESTIONS = HERE / "questions_dev.jsonl"
HELD_OUT = HERE / "questions_held_out.jsonl"
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
    for left, held_out in held_out_folds(library, folds, seed):
        yield (
            left,
            [
                Labelled(one.phrasing, "topic")
                if one.paragraph is None
                else Labelled(one.phrasing, "phrasing", frozenset((one.paragraph,)))
                for one in held_out
            ],
        )
