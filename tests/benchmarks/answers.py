"""How well and how fast questions are answered, beside other ways to search the same words, in one run.

Run it from the repository's root: ``python tests/benchmarks/answers.py``; docs/answers.md explains what it
prints. Every figure is measured, none is remembered. Nothing is asserted here; the floors stand in
tests/knowledge/test_answer_quality.py.
"""

# ruff: noqa: E402, T201 - run by its path it has to find the packages first, and printing is what it does
from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import isnan
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from knowledge.answering.confidence import Confidence
from tests.benchmarks import measures
from tests.benchmarks.engines import ENGINES
from tests.benchmarks.labelled import HELD_OUT, QUESTIONS, REFUSALS, Labelled, read
from tests.benchmarks.measures import Cost, Said, alone
from tests.benchmarks.readme import write_figures
from tests.benchmarks.scale import print_scale

SHELL_RUNS = 5
FIRST, WIDTH = 29, 11
MEASURES: Mapping[str, Callable[[Said], float]] = {
    "right first": measures.right_within,
    "right in three": measures.right_in_three,
    "mean reciprocal rank": measures.reciprocal_rank,
    "sentence right": measures.sentence_right,
    "AUROC of confidence": measures.separates,
    "answered, of the covered": measures.coverage,
    "  of these, wrong": measures.wrong_answers,
    "answered, of the others": measures.false_answers,
}
WITHOUT_INTERVAL = ("mean reciprocal rank", "  of these, wrong")


@dataclass(frozen=True, slots=True)
class Run:
    """What each engine said to each set of questions, and what that cost it."""

    sets: Mapping[str, Mapping[str, Said]]
    costs: Mapping[str, Cost]


def run(sets: Mapping[str, Sequence[Labelled]], names: Iterable[str]) -> Run:
    """Ask engines all questions, each engine in a process of its own.

    Ours answers by its own thresholds; the others get the one from which they answer as many covered
    questions of the first set as ours.
    """
    questions = [one for questions in sets.values() for one in questions]
    said, costs = {}, {}
    for name in names:
        said[name], costs[name] = alone(measures.measure, name, questions)
    first = len(next(iter(sets.values())))
    mine = said["ours"]
    for name in said.keys() - {"ours"}:
        said[name] = measures.judged(said[name], measures.same_coverage(mine[:first], said[name][:first]))
    cut: dict[str, dict[str, Said]] = {}
    start = 0
    for title, listed in sets.items():
        cut[title] = {name: told[start : start + len(listed)] for name, told in said.items()}
        start += len(listed)
    return Run(cut, costs)


def row(label: str, values: Iterable[float], form: str = ".3f") -> None:
    """Print a line of figures, a dash for one that means nothing."""
    cells = (f"{value:{form}}" if not isnan(value) else "–" for value in values)
    print(label.ljust(FIRST), *(cell.rjust(WIDTH) for cell in cells))


def intervals(label: str, bounds: Iterable[tuple[float, float]], form: str) -> None:
    """Print a line of intervals, nothing for one that was not to be had."""
    cells = ("" if isnan(low) or low == high else f"{low:{form}}–{high:{form}}" for low, high in bounds)
    print(label.ljust(FIRST), *(cell.rjust(WIDTH) for cell in cells))


def print_set(title: str, said: Mapping[str, Said]) -> None:
    """Print what the answers to one set are worth: each main figure over its 95 % interval."""
    mine = said["ours"]
    covered = sum(bool(one.right) for one, _ in mine)
    print(f"\n{title}: {covered} questions that the report answers, {len(mine) - covered} that it does not")
    print("".ljust(FIRST), *(name.rjust(WIDTH) for name in said))
    for label, worth in MEASURES.items():
        row(label, map(worth, said.values()))
        if label not in WITHOUT_INTERVAL:
            intervals("  95 % interval", (measures.interval(worth, told) for told in said.values()), ".2f")
        if label == "right first":
            leads = (measures.lead_interval(worth, mine, told) for told in said.values())
            intervals("  ours is ahead by", leads, "+.2f")
        if label == "mean reciprocal rank":
            print_kinds(said, covered=True, worth=measures.right_within, what="first")
        if label == "AUROC of confidence":
            print_kinds(said, covered=False, worth=measures.separates, what="AUROC")
        if label == "answered, of the others":
            print_kinds(said, covered=False, worth=measures.false_answers, what="answered")


def print_kinds(
    said: Mapping[str, Said], *, covered: bool, worth: Callable[[Said], float], what: str
) -> None:
    """Print a measure for each kind of question that the report answers, or does not."""
    kinds = [one.kind for one, _ in said["ours"] if bool(one.right) is covered]
    for kind in dict.fromkeys(kinds):
        part = [
            worth([pair for pair in told if pair[0].kind == kind or (not covered and pair[0].right)])
            for told in said.values()
        ]
        row(f"  {kind} ({kinds.count(kind)}), {what}", part)


def print_costs(costs: Mapping[str, Cost]) -> None:
    """Print time and memory, and the times beside ours."""
    print("\ncost, over all of these questions")
    print("".ljust(FIRST), *(name.rjust(WIDTH) for name in costs))
    row("median, ms", (cost.percentile(0.5) for cost in costs.values()))
    row(
        "  it ÷ ours",
        (cost.percentile(0.5) / costs["ours"].percentile(0.5) for cost in costs.values()),
        ".1f",
    )
    row("99th percentile, ms", (cost.percentile(0.99) for cost in costs.values()))
    row(
        "  it ÷ ours",
        (cost.percentile(0.99) / costs["ours"].percentile(0.99) for cost in costs.values()),
        ".1f",
    )
    row("load and index, s", (cost.load for cost in costs.values()))
    row("memory, MiB", (cost.memory for cost in costs.values()), ".0f")
    print(f"ours from the shell (r2p ask): {in_shell():.2f} s")


def in_shell() -> float:
    """Seconds of ``r2p ask`` from the shell, warm, the median of some runs."""
    times = []
    for _ in range(SHELL_RUNS):
        start = perf_counter()
        command = [sys.executable, "-m", "bot", "ask", "--json", "How many countries have a focal point?"]
        subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
        times.append(perf_counter() - start)
    return sorted(times)[SHELL_RUNS // 2]


def print_engines() -> list[str]:
    """Print where and with what this runs, and what is left out; return the names of what is there."""
    print(
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores; every engine has the same paragraphs and phrasings"
    )
    for name, engine in ENGINES.items():
        absent = f"left out: install {' and '.join(engine.missing)} (pip install --group benchmarks)"
        print(f"  {name.ljust(WIDTH)} {engine.what}; {absent if engine.missing else engine.versions}")
    print(
        f"ours answers from a confidence of {Confidence.load().answered} on; each other engine from where it answers as"
    )
    print(
        "many of the development questions. Those and the refusals have taught our weights; the held-out set has not."
    )
    return [name for name, engine in ENGINES.items() if not engine.missing]


def print_missed(said: Said) -> None:
    """Print the questions whose first paragraph is wrong."""
    for one, found in said:
        if one.right and not measures.right_within([(one, found)]):
            print(
                f"missed ({one.kind}): {one.question} → {[*found.paragraphs[:3]]}, not {sorted(one.paragraphs)}"
            )


def main() -> None:
    """Print one table: what the answers are worth, set by set, and what they cost."""
    parser = argparse.ArgumentParser(description="How well and how fast questions are answered.")
    parser.add_argument("questions", nargs="?", type=Path, help="another file of labelled questions")
    parser.add_argument(
        "--scale", action="store_true", help="cost with up to 1000 times the paragraphs instead"
    )
    parser.add_argument("--readme", action="store_true", help="write the main figures into README.md, too")
    parser.add_argument("--missed", action="store_true", help="list the development questions that go wrong")
    told = parser.parse_args()
    names = print_engines()
    if told.scale:
        print_scale(read(QUESTIONS), [name for name in names if name in {"ours", "FTS5", "tantivy"}])
        return
    sets = {"development set and refusals": read(QUESTIONS) + read(REFUSALS), "held-out set": read(HELD_OUT)}
    if told.questions:
        sets[told.questions.name] = read(told.questions)
    done = run(sets, names)
    for title, said in done.sets.items():
        print_set(title, said)
    print_costs(done.costs)
    if told.missed:
        print_missed(done.sets["development set and refusals"]["ours"])
    if told.readme:
        write_figures(ROOT / "README.md", done.sets, done.costs)


if __name__ == "__main__":
    main()
