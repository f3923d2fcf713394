"""Fit the weights of ranking.toml and confidence.toml, and show by cross-validation what they are worth.

Run it from the repository's root and copy what it prints. Two sets teach: the development questions,
and phrasings left out of the index (they are many, and harder, as no two ask for the same thing alike).
A weight is only ever judged on questions that did not teach it. Plain Python, the same each time.
"""

# ruff: noqa: T201 - run by its path it has to find the packages first, and printing is what it does
from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from knowledge.answer import Answerer
from knowledge.answering.search import Weights
from knowledge.answering.units import FIELDS
from knowledge.load import load_library
from knowledge.model import Library
from tests.benchmarks.fit_confidence import fit_confidence
from tests.benchmarks.labelled import QUESTIONS, REFUSALS, Labelled, read, without_some_phrasings
from tests.benchmarks.learning import Vector, climb, dot, mean, softmax

FOLDS = 5
SIGNS = (*FIELDS, "nearest", "nearest_three", "wording")
CANDIDATES = 15  # paragraphs compared a question
LEARNT_FROM_PHRASINGS = 0.05  # what a phrasing left out counts beside a development question


# Ranking: a conditional logit (which of the candidates is right?) over the six signs.


@dataclass(frozen=True, slots=True)
class Choice:
    """A question's candidates by their signs, and which of them are right."""

    candidates: Sequence[Vector]
    right: Sequence[bool]
    weight: float


def choices(library: Library, questions: Iterable[Labelled], weight: float) -> list[Choice]:
    """Measure every sign of the likeliest paragraphs for each question."""
    packaged = Weights.load()
    whole = replace(packaged, shortlist=len(library.newest.paragraphs))
    answerer = Answerer(library, weights=whole)
    alone = {
        field: Answerer(
            library,
            weights=replace(whole, fields={name: float(name == field) for name in FIELDS}),
        )
        for field in FIELDS
    }
    found = []
    for question in questions:
        asked = answerer.read(question.question)
        by_field = {
            field: {
                ranked.unit.paragraph.number: ranked.words
                for ranked in one.index.rank(asked.senses).paragraphs
            }
            for field, one in alone.items()
        }
        first = answerer.index.rank(asked.senses, asked.wording).paragraphs[:CANDIDATES]
        right = [ranked.unit.paragraph.number in question.paragraphs for ranked in first]
        if any(right):
            signs = [
                [
                    *(by_field[field].get(ranked.unit.paragraph.number, 0.0) for field in FIELDS),
                    ranked.nearest,
                    ranked.nearest_three,
                    ranked.wording,
                ]
                for ranked in first
            ]
            found.append(Choice(signs, right, weight))
    return found


def fit_choice(data: Sequence[Choice], rounds: int = 150) -> list[float]:
    """Climb to the weights (none below zero) under which the right candidates are likeliest (Adam, a light ridge)."""
    scale = [
        sqrt(sum(row[sign] ** 2 for choice in data for row in choice.candidates))
        for sign in range(len(SIGNS))
    ]
    count = sum(len(choice.candidates) for choice in data)
    scale = [value / sqrt(count) or 1.0 for value in scale]
    scaled = [
        (
            choice,
            [[value / unit for value, unit in zip(row, scale, strict=True)] for row in choice.candidates],
        )
        for choice in data
    ]
    total = sum(choice.weight for choice in data)

    def slope(weights: Vector) -> list[float]:
        slopes = [0.002 * value for value in weights]
        for choice, rows in scaled:
            chances = softmax([dot(weights, row) for row in rows])
            right = sum(chance for chance, is_right in zip(chances, choice.right, strict=True) if is_right)
            for chance, is_right, row in zip(chances, choice.right, rows, strict=True):
                push = (chance - (chance / right if is_right else 0.0)) * choice.weight / total
                for sign, value in enumerate(row):
                    slopes[sign] += push * value
        return slopes

    best = climb([0.5] * len(SIGNS), slope, rounds, [(0.0, 1e9)] * len(SIGNS))
    return [value / unit for value, unit in zip(best, scale, strict=True)]


def first_is_right(weights: Vector, choice: Choice) -> bool:
    scores = [dot(weights, row) for row in choice.candidates]
    return choice.right[scores.index(max(scores))]


def fit_ranking(library: Library, development: Sequence[Labelled]) -> None:
    """Print the weights of ranking.toml, fitted on everything, and what they are worth on what did not teach them."""
    phrasings = [
        choice
        for less, held_out in without_some_phrasings(library, FOLDS)
        for choice in choices(less, [one for one in held_out if one.right], LEARNT_FROM_PHRASINGS)[::2]
    ]
    asked = choices(library, [one for one in development if one.right], 1.0)
    folds = []
    for fold in range(FOLDS):
        weights = fit_choice(
            [one for place, one in enumerate(asked) if place % FOLDS != fold] + phrasings, 80
        )
        folds += [first_is_right(weights, one) for one in asked[fold::FOLDS]]
    fitted = fit_choice(asked + phrasings)
    print(f"\nranking, cross-validated: development {mean(folds):.3f} right first among the candidates")
    print(f"         fitted: development {mean(first_is_right(fitted, one) for one in asked):.3f},", end=" ")
    print(f"phrasings left out {mean(first_is_right(fitted, one) for one in phrasings):.3f}")
    for sign, value in zip(SIGNS, fitted, strict=True):
        print(f"{sign} = {value:.2f}")


def main() -> None:
    """Fit both."""
    library = load_library()
    development, refusals = read(QUESTIONS), read(REFUSALS)
    what = sys.argv[1:] or ["ranking", "confidence"]
    if "ranking" in what:
        fit_ranking(library, development)
    if "confidence" in what:
        fit_confidence(library, development, refusals)


if __name__ == "__main__":
    main()
