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
from math import exp, log, sqrt
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from knowledge.answer import Answerer
from knowledge.confidence import signals
from knowledge.load import load_library
from knowledge.model import Library
from knowledge.search import Weights
from knowledge.units import FIELDS
from tests.benchmarks.labelled import QUESTIONS, REFUSALS, Labelled, read, without_some_phrasings
from tests.benchmarks.learning import Vector, area_under_roc, climb, dot, mean, softmax

FOLDS = 5
SIGNS = (*FIELDS, "nearest", "nearest_three", "wording")
SPEAK_FOR = ("coverage", "nearest_three", "phrasing", "margin", "field")
"""Signals that can only speak for the paragraph; all others can only speak against it."""
BY_HAND = ("phrasing",)
"""Signals that questions which are no phrasings cannot teach."""
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


# Confidence: a logistic regression (is the question answered?) over the named signals.


@dataclass(frozen=True, slots=True)
class Case:
    """A question's signals, and whether the report answers it."""

    question: Labelled
    signals: dict[str, float]
    right: bool
    weight: float


def cases(library: Library, questions: Iterable[Labelled], weight: float) -> list[Case]:
    """Measure the signals of each question that finds anything."""
    answerer = Answerer(library)
    found = []
    for question in questions:
        asked = answerer.read(question.question)
        order = answerer.index.rank(asked.senses, asked.wording)
        if order.paragraphs:
            right = order.paragraphs[0].unit.paragraph.number in question.right
            found.append(Case(question, signals(asked, order, answerer.index), right, weight))
    return found


def fit_cases(data: Sequence[Case], rounds: int = 400) -> tuple[float, dict[str, float]]:
    """Fit the base and the weight of each signal; covered questions whose first paragraph is wrong teach nothing."""
    data = [case for case in data if case.right or not case.question.right]
    names = [name for name in data[0].signals if name not in BY_HAND]
    means = {name: sum(case.signals[name] for case in data) / len(data) for name in names}
    spread = {
        name: sqrt(sum((case.signals[name] - means[name]) ** 2 for case in data) / len(data)) or 1.0
        for name in names
    }
    rows = [[1.0, *((case.signals[name] - means[name]) / spread[name] for name in names)] for case in data]
    total = sum(case.weight for case in data)

    def slope(weights: Vector) -> list[float]:
        slopes = [0.0, *(0.01 * value for value in weights[1:])]
        for case, row in zip(data, rows, strict=True):
            push = (1 / (1 + exp(-dot(weights, row))) - case.right) * case.weight / total
            for place, value in enumerate(row):
                slopes[place] += push * value
        return slopes

    bounds = [(-1e9, 1e9), *((0.0, 1e9) if name in SPEAK_FOR else (-1e9, 0.0) for name in names)]
    base, *scaled = climb([0.0] * (len(names) + 1), slope, rounds, bounds)
    fitted = {name: value / spread[name] for name, value in zip(names, scaled, strict=True)}
    return base - sum(fitted[name] * means[name] for name in names), fitted


def chance(fitted: tuple[float, dict[str, float]], case: Case) -> float:
    base, weights = fitted
    return 1 / (
        1 + exp(-base - sum(weights[name] * value for name, value in case.signals.items() if name in weights))
    )


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


def fit_confidence(library: Library, development: Sequence[Labelled], refusals: Sequence[Labelled]) -> None:
    """Print the weights and thresholds of confidence.toml, and what they are worth on what did not teach them."""
    phrasings = [
        case
        for less, held_out in without_some_phrasings(library, FOLDS)
        for case in cases(less, held_out, LEARNT_FROM_PHRASINGS)
    ]
    phrasings = [replace(case, weight=0.3) if case.question.kind == "topic" else case for case in phrasings]
    asked = cases(library, development, 1.0) + cases(library, refusals, 1.0)
    judged: list[tuple[float, Case]] = []
    for fold in range(FOLDS):
        fitted = fit_cases([one for place, one in enumerate(asked) if place % FOLDS != fold] + phrasings, 200)
        judged += [(chance(fitted, case), case) for case in asked[fold::FOLDS]]
    covered = [value for value, case in judged if case.question.right]
    print("\nconfidence, cross-validated")
    for kind in ("outofscope", "offtopic", "nearmiss"):
        uncovered = [value for value, case in judged if case.question.kind == kind]
        print(f"area under the ROC curve, covered against {kind}: {area_under_roc(covered, uncovered):.3f}")
        for threshold in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
            reached = mean(value >= threshold for value in covered)
            wrong = mean(value >= threshold for value in uncovered)
            print(f"    from {threshold}: {reached:.2f} of the covered, {wrong:.2f} of the others")
    spread = mean(-log(max(1e-9, value if case.right else 1 - value)) for value, case in judged)
    print(f"mean surprise (nats): {spread:.3f}")
    base, weights = fit_cases(asked + phrasings)
    print(f"base = {base:.2f}")
    for name, value in weights.items():
        print(f"{name} = {value:.2f}")


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
