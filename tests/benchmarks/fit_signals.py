"""Fit what each signal of relevance and of severity weighs, and judge both on items that did not teach the weights.

Run it from the repository's root: ``python tests/benchmarks/fit_signals.py``; what it prints goes into
knowledge/signals/relevance.toml and severity.toml. They learn from knowledge/signals/examples.jsonl alone.
"""

# ruff: noqa: E402, T201 - run by its path it has to find the packages first, and printing is what it does
from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import exp
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from knowledge.answer import Answerer
from knowledge.load import load_library
from knowledge.signals import Signals, relevance, severity
from knowledge.signals.examples import Example, Examples, read_examples
from knowledge.signals.relevance import LIVES
from tests.benchmarks.labelled_alerts import SEVERITIES
from tests.benchmarks.learning import Vector, area_under_roc, climb, dot, mean

FOLDS = 6
ROUNDS = 400
PULL = 0.004  # towards weights of 0
AGAINST = (*LIVES, "others", "joke", "placeless")
"""Signals that can only speak against relevance; all others can only speak for it."""
LOWERS = ("leans_watch", "like_watch", "past", "formal", "remedy", "asks")
"""Signals that can only speak for a lower severity; all others can only speak for a higher one."""
RAISED = 0.05  # the share of irrelevant items that may be raised

Measured = Mapping[str, float]
Fitted = tuple[float, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Case:
    """An example with its signals of relevance and of severity, which it has not taught."""

    item: Example
    relevance: Measured
    severity: Measured


def cases(examples: Sequence[Example]) -> list[Case]:
    """Measure the signals of each example by the others: those of its fold are left out."""
    library = load_library()
    answerer = Answerer(library)
    measured: dict[int, Case] = {}
    for fold in range(FOLDS):
        taught = Examples([one for place, one in enumerate(examples) if place % FOLDS != fold])
        signals = Signals(library, answerer, examples=taught)
        for place in range(fold, len(examples), FOLDS):
            shown = signals.look(examples[place].text)
            measured[place] = Case(examples[place], relevance.signals(shown), severity.signals(shown))
    return [measured[place] for place in range(len(examples))]


def fit(rows: Sequence[Measured], wanted: Sequence[float], lowers: Sequence[str]) -> Fitted:
    """Fit a base and a weight for each signal to the chance of what is wanted (0 or 1)."""
    names = list(rows[0])
    most = {name: max(abs(row[name]) for row in rows) or 1.0 for name in names}
    table = [[1.0, *(row[name] / most[name] for name in names)] for row in rows]
    share = mean(wanted)
    counts = [0.5 / share if one else 0.5 / (1 - share) for one in wanted]

    def slope(weights: Vector) -> list[float]:
        slopes = [0.0, *(PULL * value for value in weights[1:])]
        for row, one, count in zip(table, wanted, counts, strict=True):
            push = (1 / (1 + exp(-dot(weights, row))) - one) * count / len(table)
            for place, value in enumerate(row):
                slopes[place] += push * value
        return slopes

    bounds = [(-1e9, 1e9), *((-1e9, 0.0) if name in lowers else (0.0, 1e9) for name in names)]
    base, *weights = climb([0.0] * (len(names) + 1), slope, ROUNDS, bounds)
    return base, {name: weight / most[name] for name, weight in zip(names, weights, strict=True)}


def fit_relevance(data: Sequence[Case]) -> Fitted:
    """Fit the chance that an item is relevant."""
    return fit([one.relevance for one in data], [float(one.item.relevant) for one in data], AGAINST)


def fit_severity(data: Sequence[Case]) -> Fitted:
    """Fit one sum for two questions at once (more than watch? more than concern?), with a base for the second."""
    rows, wanted = [], []
    for one in data:
        if one.item.severity:
            grade = SEVERITIES.index(one.item.severity)
            for step in (1, 2):
                rows.append({**one.severity, "step": float(step == 2)})
                wanted.append(float(grade >= step))
    return fit(rows, wanted, (*LOWERS, "step"))


def total(fitted: Fitted, row: Measured) -> float:
    """The sum that a fit makes of signals."""
    base, weights = fitted
    return base + sum(weights.get(name, 0.0) * value for name, value in row.items())


def left_out(data: Sequence[Case], learn: Callable[[Sequence[Case]], Fitted]) -> list[tuple[Fitted, Case]]:
    """Each case with weights that it did not teach."""
    judged = []
    for fold in range(FOLDS):
        fitted = learn([one for place, one in enumerate(data) if place % FOLDS != fold])
        judged += [(fitted, one) for one in data[fold::FOLDS]]
    return judged


def report_relevance(data: Sequence[Case]) -> None:
    """Print how well left-out items are told apart, and what each threshold would do."""
    judged = [
        (1 / (1 + exp(-total(fitted, one.relevance))), one.item.relevant)
        for fitted, one in left_out(data, fit_relevance)
    ]
    yes = [score for score, relevant in judged if relevant]
    no = [score for score, relevant in judged if not relevant]
    print(f"# left out: AUROC {area_under_roc(yes, no):.3f}")
    for threshold in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7):
        raised = mean(score >= threshold for score in yes)
        wrongly = mean(score >= threshold for score in no)
        print(f"#   from {threshold}: {raised:.3f} of the relevant, {wrongly:.3f} of the others")


def report_severity(data: Sequence[Case]) -> None:
    """Print how often a left-out item's severity is right."""
    grave = [one for one in data if one.item.severity]
    off = []
    for fitted, one in left_out(grave, fit_severity):
        sum_ = total(fitted, one.severity)
        grade = (sum_ >= 0) + (sum_ + fitted[1]["step"] >= 0)
        off.append(abs(grade - SEVERITIES.index(one.item.severity or "")))
    print(
        f"# left out: exact {mean(one == 0 for one in off):.3f}, within one {mean(one <= 1 for one in off):.3f}"
    )


def print_weights(weights: Mapping[str, float]) -> None:
    """Print a table of weights as TOML."""
    print("[weights]")
    for name, weight in weights.items():
        print(f"{name} = {weight:.2f}")


def main() -> None:
    """Print both files' figures."""
    data = cases(read_examples())
    report_relevance(data)
    base, weights = fit_relevance(data)
    print(f"base = {base:.2f}")
    print_weights(weights)
    report_severity(data)
    base, weights = fit_severity(data)
    print(f"concern = {-base:.2f}\nurgent = {-base - weights.pop('step'):.2f}")
    print_weights(weights)


if __name__ == "__main__":
    main()
