"""Killed at every step and at any moment, the bot posts every digest once, and in order."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.wire.crashes import AT_ONCE, LONG_AFTER, Crashes, Death
from tests.wire.discord_server import serve

STEPS = 12
"""Most that it takes to make one post: each of the commits that lead to it, before and after."""
MOMENTS = 4
HOLDS = ("arrived", "taken", "late", "broken")
KNOWN = [*(Death(step=step) for step in range(1, STEPS + 1)), *(Death(hold=hold) for hold in HOLDS)]
"""Every step, and every way of not knowing what became of a request."""
KILLS = len(KNOWN) + MOMENTS
LANES = 2
"""Chains of processes at a time, each with a database and a Discord of its own."""
PARTS = 10
"""Of the long run, each of as many kills as the short one."""

PROGRESS = {
    "not planned",
    "pending, not posted",
    "sending, not posted",
    "sending, posted",
    "sent, posted",
}


async def survive(folder: Path, seed: str, deaths: Sequence[Death]) -> Counter[str]:
    """Go through these deaths one after the other; answers with what they left behind."""
    draw = random.Random(seed)  # noqa: S311 - to be repeated, not to be secret
    async with serve() as server:
        crashes = Crashes(server, folder, draw)
        for death in deaths:
            gap = draw.choice((AT_ONCE, LONG_AFTER, LONG_AFTER * draw.randint(1, 12)))
            print(f"{folder.name}: {death} after {gap}")  # noqa: T201 - shown where it fails
            await crashes.round(death, gap)
        await crashes.finish()
        assert crashes.check() == 3 * len(deaths) + 1
        return crashes.found


async def survive_all(folder: Path, seed: int, deaths: list[Death]) -> Counter[str]:
    """Likewise in several lanes; a run that failed is repeated with its seed: scripts/test --seed N."""
    print(f"--seed {seed}")  # noqa: T201 - shown where it fails
    random.Random(seed).shuffle(deaths)  # noqa: S311 - likewise
    async with asyncio.TaskGroup() as group:
        lanes = [
            group.create_task(survive(folder / f"lane-{n}", f"{seed}-{n}", deaths[n::LANES]))
            for n in range(LANES)
        ]
    found = sum((lane.result() for lane in lanes), Counter[str]())
    print(f"{len(deaths)} kills; what they left behind: {dict(found)}")  # noqa: T201 - likewise
    return found


def any_death(draw: random.Random) -> Death:
    """At a random step or moment, perhaps while something is uncertain."""
    hold = draw.choice(("", "", "", *HOLDS))
    return Death(draw.choice((0, draw.randint(1, STEPS * 3))), hold, draw.choice((0, draw.random() / 2)))


async def test_killed_at_every_step_it_posts_everything_once(tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311 - likewise
    moments = [Death(seconds=draw.random() / 2) for _ in range(MOMENTS)]
    found = await survive_all(tmp_path, seed, [*KNOWN, *moments])
    assert set(found) >= PROGRESS


@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
async def test_killed_at_any_moment_it_posts_everything_once(tmp_path: Path, seed: int, part: int) -> None:
    draw = random.Random(f"{seed} {part}")  # noqa: S311 - likewise
    await survive_all(tmp_path, seed, [any_death(draw) for _ in range(KILLS)])
