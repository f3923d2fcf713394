"""What two people do at the same moment happens one after the other."""

import asyncio
import gc

from bot.turns import Turns


async def test_one_at_a_time_for_each_key_and_nothing_is_kept() -> None:
    turns, going, most = Turns(), {1: 0, 2: 0}, {1: 0, 2: 0}

    async def work(key: int) -> None:
        async with turns.of(key):
            going[key] += 1
            most[key] = max(most[key], going[key])
            await asyncio.sleep(0)
            going[key] -= 1

    await asyncio.gather(*(work(key) for key in (1, 2) * 10))
    assert most == {1: 1, 2: 1}
    gc.collect()
    assert not turns._locks  # noqa: SLF001 - that it does not grow can't be seen from outside
