"""An explanation in words and columns, the same in a terminal and on Discord."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from knowledge.answering.explain import Explanation, Found

_MOST_TERMS = 3


class Table(NamedTuple):
    """A title, lines whose columns stand below each other, and a line that sums them up (or nothing)."""

    title: str
    lines: tuple[str, ...]
    sum_up: str = ""


def aligned(rows: Sequence[Sequence[str]], right: Collection[int] = ()) -> tuple[str, ...]:
    """Rows of cells as lines with columns two blanks apart; those at the places in ``right`` end together."""
    widths = [max(map(len, column)) for column in zip_longest(*rows, fillvalue="")]
    return tuple(
        "  ".join(
            cell.rjust(width) if place in right else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=False))
        ).rstrip()
        for row in rows
    )


def read_as(given: Explanation) -> str:
    """Which words were corrected, in one line; nothing if none was."""
    pairs = ", ".join(f"“{one.typed}” as “{' '.join(one.read)}”" for one in given.corrections)
    return f"Corrected: {pairs}." if pairs else ""


def left_out(given: Explanation) -> str:
    """The nearest topic that the report leaves out, in one line; nothing if none is near."""
    if given.topic is None:
        return ""
    name, closeness = given.topic
    return f"Nearest topic not covered: “{name}”, closeness {closeness:.2f}."


def tables(given: Explanation) -> Iterator[Table]:
    """The words, the score and the confidence, as far as there are any."""
    if given.found:
        yield _words(given.found)
        yield _score(given.found)
    if given.signals:
        yield _confidence(given)


def phrasings(found: Found) -> Iterator[str]:
    """The nearest phrasings, each in one line with its closeness and the sentence that it asks for."""
    for one in found.phrasings:
        asks_for = f"sentence {one.sentence}" if one.sentence else "the whole paragraph"
        yield f"{one.closeness:.2f}  “{one.text}” ({asks_for})"


def no_ranking(given: Explanation) -> str:
    """Why there is nothing to explain about words and signals."""
    if given.answer.reason == "place":
        return "The question names its place, so no paragraphs were compared."
    return "The question was not searched: no words were compared."


def _words(found: Found) -> Table:
    rows = [("word", "part", "rarity", "met by")]
    for one in found.words:
        met = ", ".join(one.terms[:_MOST_TERMS]) if one.terms else "(not there)"
        rows.append((one.word, f"{one.gain:.2f}", f"{one.rarity:.2f}", met))
    return Table(f"Words that counted for paragraph {found.paragraph}", aligned(rows, (1, 2)))


def _score(found: Found) -> Table:
    parts = sorted(found.score.items(), key=lambda one: -one[1])
    rows = [("sign", "part"), *((name, f"{part:.2f}") for name, part in parts)]
    rows.append(("score", f"{sum(found.score.values()):.2f}"))
    return Table(f"Score of paragraph {found.paragraph}", aligned(rows, (1,)))


def _confidence(given: Explanation) -> Table:
    rows = [("signal", "value", "weight", "part"), ("base", "", "", f"{given.base:+.2f}")]
    rows += [
        (one.name, f"{one.value:.2f}", f"{one.weight:+.2f}", f"{one.part + 0.0:+.2f}")
        for one in given.signals
    ]
    rows.append(("sum", "", "", f"{given.total:+.2f}"))
    zones = f"answered from {given.answered_from:.2f}, unsure from {given.unsure_from:.2f}"
    sum_up = f"Confidence {given.answer.confidence:.2f}: {given.status} ({zones})."
    return Table("Confidence", aligned(rows, (1, 2, 3)), sum_up)
