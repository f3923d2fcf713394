"""Fit what each signal of confidence weighs, and judge the thresholds on questions that did not teach the weights.

A logistic regression (is the question answered?) over the named signals. Covered questions are longer
on average than refusals, by the way they were collected and not by nature. So that a question is not
refused for being short, the covered ones of each length teach the more, the more refusals have that length.
"""

# ruff: noqa: T201 - printing is what it does
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import exp, log, sqrt

from knowledge.answer import Answerer
from knowledge.answering.confidence import signals
from knowledge.model import Library
from tests.benchmarks.labelled import Labelled, without_some_phrasings
from tests.benchmarks.learning import Vector, area_under_roc, climb, dot, mean

FOLDS = 5
SPEAK_FOR = ("coverage", "met", "keywords", "phrasing", "margin", "field")
"""Signals that can only speak for the paragraph; all others can only speak against it."""
BY_HAND = ("phrasing",)
"""Signals that questions which are no phrasings cannot teach."""
FROM_PHRASINGS, FROM_TOPICS = 0.05, 0.3  # what a phrasing left out counts beside a labelled question
WRONG = 0.03  # the share of uncovered questions that may be answered
EVENED = 0.5  # the power of their ratio: 0 leaves the lengths as they are, 1 makes them alike
LONGEST = 10  # words: longer questions count as being so long


@dataclass(frozen=True, slots=True)
class Case:
    """A question's signals (none if nothing was found), its words, and whether the first paragraph answers it."""

    question: Labelled
    signals: dict[str, float]
    right: bool
    weight: float
    words: int = 1


def cases(library: Library, questions: Iterable[Labelled], weight: float) -> Iterator[Case]:
    """Measure the signals of each question."""
    answerer = Answerer(library)
    for question in questions:
        asked = answerer.read(question.question)
        order = answerer.index.rank(asked.senses, asked.wording)
        if order.paragraphs:
            right = order.paragraphs[0].unit.paragraph.number in question.right
            measured = signals(asked, order, answerer.index)
            yield Case(question, measured, right, weight, min(len(asked.senses), LONGEST))
        else:
            yield Case(question, {}, right=False, weight=weight)


def evened(data: Sequence[Case]) -> list[Case]:
    """Weigh the covered questions by how common their length is among the others."""
    covered = Counter(case.words for case in data if case.question.right)
    others = Counter(case.words for case in data if not case.question.right)
    even = {
        words: (max(0.001, others[words] / others.total()) / (count / covered.total())) ** EVENED
        for words, count in covered.items()
    }
    return [
        replace(case, weight=case.weight * even[case.words]) if case.question.right else case for case in data
    ]


def fit_cases(data: Sequence[Case], rounds: int = 400) -> tuple[float, dict[str, float]]:
    """Fit the base and the weight of each signal; covered questions whose first paragraph is wrong teach nothing."""
    data = [case for case in data if case.signals and (case.right or not case.question.right)]
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
    """The fitted chance that a case is answered; 0 where nothing was found."""
    base, weights = fitted
    if not case.signals:
        return 0.0
    return 1 / (
        1 + exp(-base - sum(weights[name] * value for name, value in case.signals.items() if name in weights))
    )


def judge(data: Sequence[Case]) -> list[tuple[float, Case]]:
    """The chance of each case by weights that it did not teach."""
    judged = []
    for fold in range(FOLDS):
        fitted = fit_cases([one for place, one in enumerate(data) if place % FOLDS != fold], 200)
        judged += [(chance(fitted, case), case) for case in data[fold::FOLDS]]
    return judged


def report(judged: Sequence[tuple[float, Case]]) -> None:
    """Print how well chances tell the kinds of questions apart, and what each threshold would do."""
    by_kind: dict[str, list[float]] = {}
    for value, case in judged:
        kind = case.question.kind
        kind = "development" if case.question.right and kind != "phrasing" else kind
        by_kind.setdefault(kind, []).append(value)
    uncovered = [*by_kind["outofscope"], *by_kind["offtopic"], *by_kind["nearmiss"]]
    print("\nconfidence, cross-validated: area under the ROC curve of development questions against")
    for kind in ("outofscope", "offtopic", "nearmiss"):
        print(f"    {kind}: {area_under_roc(by_kind['development'], by_kind[kind]):.3f}")
    print(f"    all three: {area_under_roc(by_kind['development'], uncovered):.3f}")
    allowed = sorted(uncovered, reverse=True)[int(WRONG * len(uncovered))]
    for threshold in (0.2, 0.3, 0.4, 0.5, 0.6, allowed + 1e-9):
        shares = ", ".join(
            f"{kind} {mean(value >= threshold for value in values):.2f}" for kind, values in by_kind.items()
        )
        print(f"answered from {threshold:.3f}: {shares}")
    spread = mean(-log(max(1e-9, value if case.right else 1 - value)) for value, case in judged)
    print(f"mean surprise (nats): {spread:.3f}")


def fit_confidence(library: Library, development: Sequence[Labelled], refusals: Sequence[Labelled]) -> None:
    """Print the weights of confidence.toml, and what they are worth on what did not teach them."""
    phrasings = [
        case
        for less, held_out in without_some_phrasings(library, FOLDS)
        for case in cases(less, held_out, FROM_PHRASINGS)
    ]
    phrasings = [
        replace(case, weight=FROM_TOPICS) if case.question.kind == "topic" else case for case in phrasings
    ]
    data = evened([*cases(library, [*development, *refusals], 1.0), *phrasings])
    report(judge(data))
    base, weights = fit_cases(data)
    print(f"base = {base:.2f}")
    for name, value in weights.items():
        print(f"{name} = {value:.2f}")
