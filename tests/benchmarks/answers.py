"""How well and how fast questions are answered, beside SQLite's full-text search and plain rapidfuzz, in one run.

Run it from the repository's root: ``python tests/benchmarks/answers.py [questions.jsonl]``. Every line of
the table is measured, none is remembered. Nothing is asserted here; the floors stand in
tests/knowledge/test_answer_quality.py.
"""

# ruff: noqa: E402, T201 - run by its path it has to find the packages first, and printing is what it does
from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import isnan, nan, sqrt
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.benchmarks.engines import ENGINES, Found
from tests.benchmarks.labelled import QUESTIONS, REFUSALS, Labelled, read
from tests.benchmarks.learning import area_under_roc, mean

SHELL_RUNS = 5
WIDTH = 26


@dataclass(frozen=True, slots=True)
class Run:
    """What one engine said to all questions, and what that cost in seconds."""

    load: float
    said: Sequence[tuple[Labelled, Found]]
    times: Sequence[float]

    def covered(self, kind: str | None = None) -> list[tuple[Labelled, Found]]:
        """The questions that the report answers, all or of one kind."""
        return [(one, found) for one, found in self.said if one.right and kind in (None, one.kind)]

    def refused(self, *kinds: str) -> list[Found]:
        """What was said to questions of these kinds, which the report does not answer."""
        return [found for one, found in self.said if one.kind in kinds]


def measure(build: Callable[[], Callable[[str], Found]], questions: Sequence[Labelled]) -> Run:
    """Build an engine, warm it with every third question, then ask all."""
    start = perf_counter()
    ask = build()
    load = perf_counter() - start
    for question in questions[::3]:
        ask(question.question)
    said, times = [], []
    for question in questions:
        start = perf_counter()
        found = ask(question.question)
        times.append(perf_counter() - start)
        said.append((question, found))
    return Run(load, said, sorted(times))


def right_within(said: Iterable[tuple[Labelled, Found]], places: int) -> float:
    return mean(any(number in one.right for number in found.paragraphs[:places]) for one, found in said)


def reciprocal_rank(said: Iterable[tuple[Labelled, Found]]) -> float:
    return mean(
        next((1 / place for place, number in enumerate(found.paragraphs, 1) if number in one.right), 0.0)
        for one, found in said
    )


def sentence_right(said: Iterable[tuple[Labelled, Found]]) -> float:
    """How often the quoted sentence has the answer, where a best paragraph came first; nan if nothing is quoted."""
    judged = [
        one.answer in found.quote
        for one, found in said
        if found.quote and one.answer and found.paragraphs[0] in one.paragraphs
    ]
    return mean(judged) if judged else nan


def separates(run: Run, *kinds: str) -> float:
    covered = [found.confidence for _, found in run.covered()]
    return area_under_roc(covered, [found.confidence for found in run.refused(*kinds)])


def interval(share: float, count: int) -> str:
    """Wilson's 95 % interval of a share."""
    z = 1.96
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    reach = z * sqrt(share * (1 - share) / count + z * z / (4 * count * count)) / (1 + z * z / count)
    return f"{middle - reach:.2f}–{middle + reach:.2f}"


def in_shell() -> float:
    """Seconds of ``r2p ask`` from the shell, warm, the median of some runs."""
    times = []
    for _ in range(SHELL_RUNS):
        start = perf_counter()
        command = [sys.executable, "-m", "bot", "ask", "--json", "How many countries have a focal point?"]
        subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
        times.append(perf_counter() - start)
    return sorted(times)[SHELL_RUNS // 2]


def row(label: str, values: Iterable[float], form: str = ".3f") -> None:
    print(
        label.ljust(WIDTH),
        *((f"{value:{form}}" if not isnan(value) else "–").rjust(WIDTH) for value in values),
    )


def table(runs: dict[str, Run]) -> None:
    """Print all engines side by side; the last line is each one's cost beside ours."""
    each = list(runs.values())
    mine = each[0]
    print("".ljust(WIDTH), *(name.rjust(WIDTH) for name in runs))
    row("right first", (right_within(run.covered(), 1) for run in each))
    row("right in three", (right_within(run.covered(), 3) for run in each))
    row("mean reciprocal rank", (reciprocal_rank(run.covered()) for run in each))
    for kind in dict.fromkeys(one.kind for one, _ in mine.covered()):
        count = len(mine.covered(kind))
        row(f"  {kind} ({count}), first", (right_within(run.covered(kind), 1) for run in each))
    row("sentence right", (sentence_right(run.covered()) for run in each))
    for kind in ("outofscope", "offtopic", "nearmiss"):
        if mine.refused(kind):
            row(f"AUROC, {kind} ({len(mine.refused(kind))})", (separates(run, kind) for run in each))
    row("median, ms", (run.times[len(run.times) // 2] * 1000 for run in each))
    row("99th percentile, ms", (run.times[int(len(run.times) * 0.99)] * 1000 for run in each))
    row("load and index, s", (run.load for run in each))
    row(
        "right first, ours ÷ it",
        (right_within(mine.covered(), 1) / right_within(run.covered(), 1) for run in each),
    )
    row(
        "median time, it ÷ ours",
        (run.times[len(run.times) // 2] / mine.times[len(mine.times) // 2] for run in each),
    )


def thresholds(run: Run) -> None:
    """Print what our thresholds do: who gets an answer."""
    covered = run.covered()
    share = right_within(covered, 1)
    print(
        f"\nours: right first {share:.3f}, 95 % interval {interval(share, len(covered))} of {len(covered)} questions"
    )
    print(f"answered: {mean(found.answered for _, found in covered):.2f} of the covered questions", end="")
    for kind in ("outofscope", "offtopic", "nearmiss"):
        if refused := run.refused(kind):
            print(f", {mean(found.answered for found in refused):.2f} of {kind} ({len(refused)})", end="")
    print(f"\nr2p ask from the shell: {in_shell():.2f} s")


def main() -> None:
    """Ask every engine every question."""
    questions = read(Path(sys.argv[1]) if sys.argv[1:] else QUESTIONS) + read(REFUSALS)
    runs = {name: measure(build, questions) for name, build in ENGINES.items()}
    table(runs)
    thresholds(next(iter(runs.values())))
    missed = [
        (one, found)
        for one, found in next(iter(runs.values())).covered()
        if not right_within([(one, found)], 1)
    ]
    for one, found in missed:
        print(
            f"missed ({one.kind}): {one.question} → {[*found.paragraphs[:3]]}, not {sorted(one.paragraphs)}"
        )


if __name__ == "__main__":
    main()
