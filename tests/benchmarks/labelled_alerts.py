"""Labelled news items and messages that judge the signals; those that teach them are in knowledge/signals."""

from __future__ import annotations

from pathlib import Path

from knowledge.signals.examples import EXAMPLES, Example, read_examples

HERE = Path(__file__).parent
DEV = HERE / "alerts_dev.jsonl"
HELD_OUT = HERE / "alerts_held_out.jsonl"

SEVERITIES = ("watch", "concern", "urgent")

__all__ = ["DEV", "EXAMPLES", "HELD_OUT", "SEVERITIES", "Example", "read_examples"]
