"""Learn from labelled items which words lean where.

Towards relevance and severities by logistic regression over all terms at once (AdaGrad: Duchi, Hazan and Singer, 2011),
towards paragraphs, of which each has few items, by smoothed counts.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from math import exp, log, sqrt
from pathlib import Path

from knowledge.signals.leanings import ANY, Leaning, Leanings
from tests.benchmarks.labelled_alerts import Item

ROUNDS, PACE, PULL = 8, 0.2, 0.06  # passes over the items, length of a step, towards weights of 0
WORTH = 0.3  # what one term of an item counts
DOUBT, LEAST_ODDS, MOST_ODDS = 8.0, -1.0, 3.0  # added to each paragraph's counts, and bounds of what they say
COMMON = 0.3  # what a paragraph's frequency counts
LEAST = 0.02  # leanings below this are left out of the file

Taught = Sequence[tuple[Item, AbstractSet[str]]]


def teach(items: Taught) -> Leanings:
    """Learn from items with their terms."""
    relevant = [(item, terms) for item, terms in items if item.relevant]
    odds = {
        "relevant": _odds(items, lambda item: item.relevant),
        "urgent": _odds(relevant, lambda item: item.severity == "urgent"),
        "watch": _odds(relevant, lambda item: item.severity == "watch"),
    }
    paragraphs = _paragraphs(relevant)
    known = set().union(*odds.values(), paragraphs)
    return Leanings(
        {
            term: Leaning(
                odds["relevant"].get(term, 0.0),
                odds["urgent"].get(term, 0.0),
                odds["watch"].get(term, 0.0),
                paragraphs.get(term, {}),
            )
            for term in sorted(known)
        }
    )


def _odds(items: Taught, leans: Callable[[Item], bool]) -> dict[str, float]:
    """For each term what it adds to the logarithm of the odds that an item leans so; both sides count alike."""
    if not items:
        return {}
    sides = Counter(leans(item) for item, _ in items)
    count = {side: 0.5 * len(items) / max(1, sides[side]) for side in (True, False)}
    rows = [(sorted(terms | {ANY}), leans(item)) for item, terms in items]
    weights: dict[str, float] = defaultdict(float)
    steps: dict[str, float] = defaultdict(lambda: 1e-6)
    shuffle = random.Random(1).shuffle  # noqa: S311 - the same order each time
    for _ in range(ROUNDS):
        shuffle(rows)
        for terms, side in rows:
            total = WORTH * sum(weights[term] for term in terms)
            push = (1 / (1 + exp(-max(-30.0, min(30.0, total)))) - side) * count[side]
            for term in terms:
                slope = WORTH * push + (0.0 if term == ANY else PULL * weights[term])
                steps[term] += slope * slope
                weights[term] -= PACE * slope / sqrt(steps[term])
    return {term: WORTH * weight for term, weight in weights.items()}


def _paragraphs(relevant: Taught) -> dict[str, dict[int, float]]:
    """For each term how much likelier it stands in items of each paragraph than in all, and how common these are."""
    having: dict[int, Counter[str]] = defaultdict(Counter)
    items: Counter[int] = Counter()
    total: Counter[str] = Counter()
    for item, terms in relevant:
        total.update(terms)
        items.update(item.paragraphs)
        for number in item.paragraphs:
            having[number].update(terms)
    weights: dict[str, dict[int, float]] = defaultdict(dict)
    for number, counts in having.items():
        weights[ANY][number] = COMMON * log(items[number] / len(relevant))
        for term, count in counts.items():
            share = total[term] / len(relevant)
            among = (count + DOUBT * share) / (items[number] + DOUBT)
            weights[term][number] = max(LEAST_ODDS, min(MOST_ODDS, log(among / share)))
    return dict(weights)


def write(leanings: Leanings, path: Path) -> None:
    """Write one term a line, without what leans too little to matter."""
    lines = [
        "\t".join((term, *cells)) for term, leaning in leanings.terms.items() if any(cells := _cells(leaning))
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _cells(leaning: Leaning) -> tuple[str, ...]:
    paragraphs = (
        f"{number}:{_cell(weight)}" for number, weight in sorted(leaning.paragraphs.items()) if _cell(weight)
    )
    return _cell(leaning.relevant), _cell(leaning.urgent), _cell(leaning.watch), " ".join(paragraphs)


def _cell(value: float) -> str:
    return f"{value:.2f}" if abs(value) >= LEAST else ""
