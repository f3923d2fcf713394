"""Leave phrasings out of the index and ask them, to see whether their paragraph is still found without them.

Phrasings are dealt into folds, so that a report takes as many indexes as the fullest paragraph has
phrasings, rather than one a phrasing.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from knowledge.answer import Answerer
from knowledge.model import Library


class HeldOut(NamedTuple):
    """A phrasing that was left out, and its paragraph; none for one of a topic that the report leaves out."""

    phrasing: str
    paragraph: int | None


@dataclass(frozen=True, slots=True)
class Lost:
    """A phrasing that, left out of the index, finds another paragraph first.

    ``winner`` is that paragraph with the report it stands in, none if nothing is found; ``closest`` is
    the phrasing there that comes nearest, with its closeness from 0 to 1; none if that has no say.
    """

    phrasing: str
    paragraph: int
    winner: tuple[str, int] | None
    closest: tuple[str, float] | None

    def as_json(self) -> dict[str, Any]:
        """The phrasing as ``r2p knowledge phrasings --json`` prints it."""
        report, winner = self.winner or (None, None)
        phrasing, closeness = self.closest or (None, None)
        return {
            "phrasing": self.phrasing,
            "paragraph": self.paragraph,
            "report": report,
            "winner": winner,
            "closest": phrasing,
            "closeness": closeness if closeness is None else round(closeness, 4),
        }


@dataclass(frozen=True, slots=True)
class Fold:
    """How many phrasings were left out at a time, and those that found another paragraph."""

    asked: int
    lost: tuple[Lost, ...]


def fullest(library: Library) -> int:
    """The folds that leave out at most one phrasing a paragraph at a time; at least two."""
    return max([2, *map(len, library.newest.phrasings.values())])


def try_without(library: Library, folds: int) -> Iterator[Fold]:
    """Ask every phrasing of the newest report without it in the index, one fold after the other."""
    for less, held_out in without_some_phrasings(library, folds):
        answerer = Answerer(less)
        asked = [(one.phrasing, one.paragraph) for one in held_out if one.paragraph is not None]
        found = (_lost(answerer, phrasing, paragraph) for phrasing, paragraph in asked)
        yield Fold(len(asked), tuple(one for one in found if one))


def _lost(answerer: Answerer, phrasing: str, paragraph: int) -> Lost | None:
    """What became of a phrasing; nothing to tell if it found its paragraph."""
    matches = answerer.answer(phrasing).matches
    winner = (matches[0].report, matches[0].paragraph) if matches else None
    if winner == (answerer.library.newest.symbol, paragraph):
        return None
    return Lost(phrasing, paragraph, winner, winner and _closest(answerer, phrasing, winner))


def _closest(answerer: Answerer, question: str, winner: tuple[str, int]) -> tuple[str, float] | None:
    read = answerer.read(question)
    for ranked in answerer.index.rank(read.senses, read.wording).paragraphs:
        report, number = ranked.unit.report, ranked.unit.paragraph.number
        if (report.symbol, number) == winner and ranked.near:
            closeness, place = ranked.near[0]
            return report.phrasings[number][place], closeness
    return None


def without_some_phrasings(
    library: Library, folds: int, seed: int = 1
) -> Iterator[tuple[Library, list[HeldOut]]]:
    """Leave a share of the newest report's phrasings out, fold by fold: the library without them, and them."""
    draw = random.Random(seed)  # noqa: S311 - a shuffle that is the same each time
    report, *others = library.reports
    paragraphs = {number: _dealt(phrasings, folds, draw) for number, phrasings in report.phrasings.items()}
    topics = [(topic, _dealt(topic.phrasings, folds, draw)) for topic in report.not_covered]
    for fold in range(folds):
        left = replace(
            report,
            phrasings={number: _all_but(hands, fold) for number, hands in paragraphs.items()},
            not_covered=tuple(replace(topic, phrasings=_all_but(hands, fold)) for topic, hands in topics),
        )
        held_out = [
            HeldOut(phrasing, number) for number, hands in paragraphs.items() for phrasing in hands[fold]
        ]
        held_out += [HeldOut(phrasing, None) for _, hands in topics for phrasing in hands[fold]]
        yield Library((left, *others)), held_out


def _dealt(phrasings: Sequence[str], hands: int, draw: random.Random) -> list[list[str]]:
    shuffled = list(phrasings)
    draw.shuffle(shuffled)
    return [shuffled[hand::hands] for hand in range(hands)]


def _all_but(hands: Sequence[Sequence[str]], left_out: int) -> tuple[str, ...]:
    return tuple(
        phrasing for hand, phrasings in enumerate(hands) if hand != left_out for phrasing in phrasings
    )
