"""What answering costs with many reports: made-up ones, of this report's sentences and phrasings dealt anew."""

# ruff: noqa: T201 - printing is what it does
from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from time import perf_counter

from knowledge.load import load_library
from knowledge.model import Library, Report
from knowledge.sentences import sentences
from tests.benchmarks.engines import ENGINES
from tests.benchmarks.labelled import Labelled
from tests.benchmarks.measures import Cost, alone, resident, timed

FACTORS = (1, 10, 100, 1000)
PHRASINGS = 3  # a paragraph
GOAL_MS, GOAL_PARAGRAPHS = 20, 8000


def made_up(report: Report, times: int, seed: int = 1) -> Iterator[Report]:
    """Yield so many reports of the same shape, each paragraph of sentences from anywhere, and asked for likewise."""
    draw = random.Random(seed)  # noqa: S311 - the same each time
    cut = {one.number: [sentence.text for sentence in sentences(one.text)] for one in report.paragraphs}
    pool = [(number, sentence) for number, texts in cut.items() for sentence in texts]
    for copy in range(1, times + 1):
        paragraphs, phrasings = [], {}
        for paragraph in report.paragraphs:
            dealt = draw.sample(pool, len(cut[paragraph.number]))
            text = " ".join(sentence for _, sentence in dealt)
            markers = (replace(one, offset=min(one.offset, len(text))) for one in paragraph.markers)
            paragraphs.append(replace(paragraph, text=text, markers=tuple(markers)))
            asked = list(chain.from_iterable(report.phrasings.get(number, ()) for number, _ in dealt))
            phrasings[paragraph.number] = tuple(draw.sample(asked, min(PHRASINGS, len(asked))))
        yield replace(
            report, symbol=f"A/{copy}/1", paragraphs=tuple(paragraphs), phrasings=phrasings, answering={}
        )


def cost(name: str, factor: int, questions: Sequence[Labelled]) -> Cost:
    """Build an engine over made-up reports and ask it; loading is indexing alone."""
    library = Library(tuple(made_up(load_library().newest, factor)))
    before, start = resident(), perf_counter()
    ask = ENGINES[name].build(library)
    build = perf_counter() - start
    for one in questions:
        ask(one.question)
    return Cost(build, timed(ask, questions), resident() - before)


def print_scale(
    questions: Sequence[Labelled], names: Sequence[str], factors: Sequence[int] = FACTORS
) -> None:
    """Print the cost of each engine at each size."""
    print(
        f"\nmade-up reports of recombined sentences, {PHRASINGS} phrasings a paragraph; {len(questions)} questions"
    )
    heads = ("paragraphs", "engine", "index, s", "median, ms", "99th, ms", "memory, MiB")
    print(*(head.rjust(12) for head in heads))
    for factor in factors:
        size = factor * len(load_library().newest.paragraphs)
        for name in names:
            one = alone(cost, name, factor, questions)
            figures = (one.load, one.percentile(0.5), one.percentile(0.99), one.memory)
            print(f"{size:12,}", name.rjust(12), *(f"{figure:12,.2f}" for figure in figures), flush=True)
            if name == "ours" and size == GOAL_PARAGRAPHS:
                met = "met" if figures[2] <= GOAL_MS else "missed"
                print(f"{'':12} goal {met}: 99th percentile at most {GOAL_MS} ms at {size:,} paragraphs")
