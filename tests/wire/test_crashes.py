"""Killed at every step and at any moment, the bot posts every digest once, and in order."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.wire.crashes import AT_ONCE, LONG_AFTER, Crashes, Death
from tests.wire.discord_server import serve

STEPS = 16
EVERYDAY = 20
LONG = 200
EVERY_PROGRESS = {
    "not planned",
    "pending, not posted",
    "sending, not posted",
    "sending, posted",
    "sent, posted",
}


def deaths(draw: random.Random) -> Iterator[tuple[Death, timedelta]]:
    """Every step and every way of not knowing, then random ones; each with the time until the next start."""
    known = [Death(step=step) for step in range(1, STEPS + 1)]
    known += [Death(hold=hold) for hold in ("arrived", "taken", "late", "broken")]
    draw.shuffle(known)
    yield from ((death, draw.choice((AT_ONCE, LONG_AFTER))) for death in known)
    while True:
        hold = draw.choice(("", "", "arrived", "taken", "late", "broken"))
        random_death = Death(draw.choice((0, draw.randint(1, STEPS))), hold, draw.choice((0, draw.random() / 2)))
        yield random_death, draw.choice((AT_ONCE, LONG_AFTER, LONG_AFTER * draw.randint(1, 20)))
