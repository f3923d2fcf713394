"""Teach the signals: which words lean where, and what each signal of relevance and of severity weighs.

Run it from the repository's root: ``python tests/benchmarks/fit_signals.py``. It writes knowledge/signals/leanings.tsv
from alerts_own.jsonl, and prints what goes into relevance.toml and severity.toml beside it, with how well that does on
items left out. The development set and the held-out items teach nothing.
"""

# ruff: noqa: E402, T201 - run by its path it has to find the packages first, and printing is what it does
from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from knowledge.answer import Answerer
from knowledge.load import load_library
from knowledge.model import Report
from knowledge.signals import Signals, relevance, severity
from knowledge.signals.evidence import Evidence
from knowledge.signals.leanings import LEANINGS, Leanings
from knowledge.signals.paragraphs import nearest
from knowledge.signals.patterns import LIVES
from tests.benchmarks.labelled_alerts import OWN, SEVERITIES, Item, read
from tests.benchmarks.learning import Vector, area_under_roc, climb, dot, mean
from tests.benchmarks.teach import teach, write

FOLDS = 6
ROUNDS = 400
PULL = 0.002  # towards weights of 0
AGAINST = (*LIVES, "others", "joke")
"""Signals that can only speak against relevance; all others can only speak for it."""
LOWERS = ("leans_watch", "taught_watch", "past", "formal", "remedy", "asks")
"""Signals that can only speak for a lower severity; all others can only speak for a higher one."""
RAISED = 0.05  # the share of irrelevant items that may be raised

Measured = Mapping[str, float]
Fitted = tuple[float, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Case:
    """An item with its signals of relevance and of severity, and its nearest paragraphs, none of which it has taught."""

    item: Item
    relevance: Measured
    severity: Measured
    paragraphs: Sequence[int]


def look(signals: Signals, items: Iterable[Item]) -> list[tuple[Item, Evidence]]:
    """Find everything in each item."""
    return [(item, signals.look(item.text)) for item in items]


def cases(looked: Sequence[tuple[Item, Evidence]], report: Report) -> list[Case]:
    """Measure each item by what the others teach: those of its fold are left out, and those read before at the end."""
    measured: list[Case] = []
    for fold in range(FOLDS):
        taught = teach(
            [(item, shown.terms) for place, (item, shown) in enumerate(looked) if place % FOLDS != fold]
        )
        for item, shown in looked[fold::FOLDS]:
            told = replace(shown, leaning=taught.of(shown.terms))
            measured.append(
                Case(item, relevance.signals(told), severity.signals(told), nearest(told, report))
            )
    return [case for case in measured if not case.item.read_before]


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


def report_paragraphs(data: Sequence[Case]) -> None:
    """Print how often a left-out item's paragraph is among the first three."""
    right = mean(bool(one.item.paragraphs & set(one.paragraphs)) for one in data if one.item.relevant)
    print(f"# left out: a right paragraph in three {right:.3f}")


def main() -> None:
    """Write the leanings, and print both files' figures."""
    library = load_library()
    signals = Signals(library, Answerer(library), leanings=Leanings({}))
    looked = look(signals, read(OWN))
    write(teach([(item, shown.terms) for item, shown in looked]), LEANINGS)
    data = cases(looked, signals.report)
    report_paragraphs(data)
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
