"""Labelled news items and messages: those that teach the signals, and those that only judge them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
DEV = HERE / "alerts_dev.jsonl"
OWN = HERE / "alerts_own.jsonl"
HELD_OUT = HERE / "alerts_held_out.jsonl"

SEVERITIES = ("watch", "concern", "urgent")


@dataclass(frozen=True, slots=True)
class Item:
    """An item with its labels: any of the paragraphs is right; none, and no severity, for one that is not relevant."""

    id: str
    title: str
    summary: str
    source: str
    relevant: bool
    countries: frozenset[str]
    paragraphs: frozenset[int]
    severity: str | None


def read(path: Path) -> list[Item]:
    """Read one item a line."""
    lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [
        Item(
            line["id"],
            line["title"],
            line["summary"],
            line["source"],
            line["relevant"],
            frozenset(line["countries"]),
            frozenset(line["paragraphs"]),
            line["severity"],
        )
        for line in lines
    ]
