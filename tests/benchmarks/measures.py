"""Ask an engine labelled questions in a process of its own, and what its answers are worth."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from math import isnan, nan
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import ParamSpec, TypeVar

from knowledge.load import load_library
from tests.benchmarks.engines import ENGINES, Found
from tests.benchmarks.labelled import Labelled
from tests.benchmarks.learning import area_under_roc, mean

ROUNDS = 3
RESAMPLES = 500
P = ParamSpec("P")
T = TypeVar("T")

Said = Sequence[tuple[Labelled, Found]]


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds to load and of each answer (sorted), and MiB that the process grew by."""

    load: float
    times: Sequence[float]
    memory: float

    def percentile(self, share: float) -> float:
        """Milliseconds within which such a share of the answers came."""
        return self.times[min(int(len(self.times) * share), len(self.times) - 1)] * 1000


def alone(work: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    """Do work in a new process, so that its memory is its own and nothing is warm."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *arguments, **named).result()


def resident() -> float:
    """MiB that this process holds now; nan where the system does not tell."""
    told = Path("/proc/self/statm")
    return int(told.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20 if told.exists() else nan


def measure(name: str, questions: Sequence[Labelled]) -> tuple[Said, Cost]:
    """Load the report, build an engine and ask all; a time is the median of some rounds after a warm one."""
    before, start = resident(), perf_counter()
    ask = ENGINES[name].build(load_library())
    load = perf_counter() - start
    said = [(one, ask(one.question)) for one in questions]
    times = timed(ask, questions)
    return said, Cost(load, times, resident() - before)


def timed(ask: Callable[[str], Found], questions: Iterable[Labelled]) -> list[float]:
    """Seconds that each question takes, sorted."""
    rounds = []
    listed = list(questions)
    for _ in range(ROUNDS):
        times = []
        for one in listed:
            start = perf_counter()
            ask(one.question)
            times.append(perf_counter() - start)
        rounds.append(times)
    return sorted(sorted(times)[ROUNDS // 2] for times in zip(*rounds, strict=True))


def same_coverage(mine: Said, other: Said) -> float:
    """The confidence from which another engine would answer as many covered questions as ours does."""
    count = sum(found.answered for one, found in mine if one.right)
    sure = sorted((found.confidence for one, found in other if one.right), reverse=True)
    return sure[count - 1] if count else sure[0] + 1


def judged(said: Said, threshold: float) -> Said:
    """The same, answered from a threshold on."""
    return [(one, replace(found, answered=found.confidence >= threshold)) for one, found in said]


# Each measure takes what was said to a set of questions, and leaves aside those that it is not about.


def right_within(said: Said, places: int = 1) -> float:
    """How often a right paragraph is among the first."""
    return mean(
        any(number in one.right for number in found.paragraphs[:places]) for one, found in said if one.right
    )


def right_in_three(said: Said) -> float:
    """How often a right paragraph is among the first three."""
    return right_within(said, 3)


def reciprocal_rank(said: Said) -> float:
    """The mean of one by the place of the first right paragraph."""
    return mean(
        next((1 / place for place, number in enumerate(found.paragraphs, 1) if number in one.right), 0.0)
        for one, found in said
        if one.right
    )


def sentence_right(said: Said) -> float:
    """How often the quoted sentence has the answer, where a best paragraph came first; nan if nothing is quoted."""
    quoted = [
        one.answer in found.quote
        for one, found in said
        if found.quote and one.answer and found.paragraphs[0] in one.paragraphs
    ]
    return mean(quoted) if quoted else nan


def separates(said: Said) -> float:
    """How often a covered question gets more confidence than one that the report does not answer."""
    covered = [found.confidence for one, found in said if one.right]
    return area_under_roc(covered, [found.confidence for one, found in said if not one.right])


def coverage(said: Said) -> float:
    """The share of covered questions that get an answer."""
    return mean(found.answered for one, found in said if one.right)


def wrong_answers(said: Said) -> float:
    """The share of answers to covered questions that give no right paragraph first."""
    return 1 - right_within([(one, found) for one, found in said if found.answered])


def false_answers(said: Said) -> float:
    """The share of questions that the report does not answer and that get an answer all the same."""
    return mean(found.answered for one, found in said if not one.right)


def interval(worth: Callable[[Said], float], said: Said) -> tuple[float, float]:
    """The 95 % bootstrap interval of a measure: what it is worth on questions drawn again with replacement.

    Covered questions and others are drawn apart; the same draw each time.
    """
    return _middle(worth(sample) for sample in _resamples(said))


def lead_interval(worth: Callable[[Said], float], mine: Said, other: Said) -> tuple[float, float]:
    """The 95 % bootstrap interval of how far one engine is ahead of another on the same questions."""
    return _middle(
        worth(here) - worth(there) for here, there in zip(_resamples(mine), _resamples(other), strict=True)
    )


def _resamples(said: Said) -> Iterator[Said]:
    draw = random.Random(1)  # noqa: S311 - statistics, and the same each time
    parts = [[pair for pair in said if bool(pair[0].right) is covered] for covered in (True, False)]
    for _ in range(RESAMPLES):
        yield [pair for part in parts if part for pair in draw.choices(part, k=len(part))]


def _middle(worths: Iterable[float]) -> tuple[float, float]:
    listed = sorted(worths)
    if any(map(isnan, listed)):
        return nan, nan
    return listed[int(len(listed) * 0.025)], listed[int(len(listed) * 0.975)]
