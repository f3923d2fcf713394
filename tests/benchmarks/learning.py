"""The little arithmetic that fitting and judging need, in plain Python."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from math import exp, sqrt

Vector = Sequence[float]


def climb(
    start: Vector, slope: Callable[[Vector], Vector], rounds: int, bounds: Sequence[tuple[float, float]]
) -> list[float]:
    """Follow the slope down by Adam's rule (Kingma and Ba, 2015), each weight within its bounds."""
    weights, speed, roughness = list(start), [0.0] * len(start), [0.0] * len(start)
    for step in range(1, rounds + 1):
        for place, value in enumerate(slope(weights)):
            speed[place] = 0.9 * speed[place] + 0.1 * value
            roughness[place] = 0.999 * roughness[place] + 0.001 * value * value
            move = (
                0.05 * (speed[place] / (1 - 0.9**step)) / (sqrt(roughness[place] / (1 - 0.999**step)) + 1e-8)
            )
            lowest, highest = bounds[place]
            weights[place] = min(highest, max(lowest, weights[place] - move))
    return weights


def dot(left: Vector, right: Vector) -> float:
    return sum(a * b for a, b in zip(left, right, strict=True))


def softmax(scores: Vector) -> list[float]:
    highest = max(scores)
    raised = [exp(score - highest) for score in scores]
    total = sum(raised)
    return [value / total for value in raised]


def area_under_roc(covered: Sequence[float], uncovered: Sequence[float]) -> float:
    """How often a covered question gets more confidence than an uncovered one."""
    below = sorted(uncovered)
    wins = sum(bisect_left(below, yes) + bisect_right(below, yes) for yes in covered) / 2
    return wins / (len(covered) * len(uncovered) or 1)


def mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / (len(listed) or 1)
