"""The paragraphs of the report that a news item brings to mind: by its themes, the report's search, and what is taught."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from knowledge.answering.search import Order
from knowledge.model import Report
from knowledge.signals.evidence import Evidence
from knowledge.signals.themes import Seen

SHOWN = 3
_FADING = (1.0, 0.62, 0.45, 0.3)  # what the first, second, … paragraph of a sign counts
_AGAIN = 0.5  # what a sign adds to a paragraph that a weightier one has named
_SIGNS, _SEARCH, _TAUGHT = 0.3, 0.5, 1.0  # what the first paragraph of each counts
_OF_SCORE = 0.25  # share of the search's first score from which a paragraph counts at all


def nearest(shown: Evidence, report: Report) -> tuple[int, ...]:
    """Return the likeliest paragraphs of a report, the best first."""
    scores: dict[int, float] = defaultdict(float)
    for votes, weight in (
        (by_signs(shown.seen), _SIGNS),
        (by_search(shown.order, report), _SEARCH),
        (shown.leaning.paragraphs, _TAUGHT),
    ):
        for number, vote in votes.items():
            scores[number] += weight * vote
    there = scores.keys() & {paragraph.number for paragraph in report.paragraphs}
    return tuple(sorted(there, key=lambda number: (-scores[number], number))[:SHOWN])


def by_signs(seen: Sequence[Seen]) -> dict[int, float]:
    """What the signs of themes say for each paragraph: the weightiest sign in full, the others by half and half again.

    The first counts 1.
    """
    votes: dict[int, list[float]] = defaultdict(list)
    for one in seen:
        for share, number in zip(_FADING, one.sign.paragraphs, strict=False):
            votes[number].append(one.sign.weight * share)
    sums = {
        number: sum(vote * _AGAIN**place for place, vote in enumerate(sorted(listed, reverse=True)))
        for number, listed in votes.items()
    }
    most = max(sums.values(), default=1.0)
    return {number: total / most for number, total in sums.items()}


def by_search(order: Order, report: Report) -> dict[int, float]:
    """What the search says for each paragraph: its share of the first one's score, from 0 to 1."""
    found = [
        (ranked.unit.paragraph.number, ranked.score)
        for ranked in order.paragraphs
        if ranked.unit.report is report
    ]
    best = max((score for _, score in found), default=0.0) or 1.0
    shares = {number: score / best for number, score in found}
    return {
        number: (share - _OF_SCORE) / (1 - _OF_SCORE) for number, share in shares.items() if share > _OF_SCORE
    }
