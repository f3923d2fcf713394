"""Labelled news items and messages that judge the signals; those that teach them are in knowledge/signals."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from knowledge.signals.examples import Example, read_examples

HERE = Path(__file__).parent
DEV = HERE / "alerts_dev.jsonl"
HELD_OUT = HERE / "alerts_held_out.jsonl"

SEVERITIES = ("watch", "concern", "urgent")


@dataclass(frozen=True, slots=True)
class Item(Example):
    """An example that judges: with the countries that it names."""

    countries: frozenset[str]


def read(path: Path) -> list[Item]:
    """Read one item a line."""
    lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [
        Item(
            one.title,
            one.summary,
            one.relevant,
            one.paragraphs,
            one.severity,
            frozenset(line["countries"]),
        )
        for one, line in zip(read_examples(path), lines, strict=True)
    ]
