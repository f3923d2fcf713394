"""How fast requests may follow each other, so that Discord never has to refuse one for coming too fast."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

MOST = 49
"""Requests in any second; Discord takes 50 from a bot.

Source: https://docs.discord.com/developers/topics/rate-limits#global-rate-limit
"""
_WITHIN = 1.0
_SPREAD = _WITHIN / 50
_CATCH_UP = 0.1


class Pace:
    """Lets requests go one after the other, in the order in which they came.

    A request counts from its start until a second after its answer. So however long it is on its way, and whenever
    Discord counts it, no second of Discord's holds more than ``most`` of them.
    """

    def __init__(
        self,
        most: int = MOST,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        """Allow ``most`` requests a second; ``clock`` and ``sleep`` count in seconds."""
        self._clock = clock
        self._sleep = sleep
        self._free: deque[float] = deque([float("-inf")] * most)
        """When each place that nobody holds may be taken, the earliest first."""
        self._freed = asyncio.Event()
        self._gate = asyncio.Lock()
        self._next = float("-inf")
        self._held_until = float("-inf")

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for a turn, and make the request within the block."""
        async with self._gate:
            while not self._free:
                self._freed.clear()
                await self._freed.wait()
            await self._wait_until(max(self._free[0], self._next, self._held_until))
            self._free.popleft()
            self._next = max(self._next, self._clock() - _CATCH_UP) + _SPREAD
        try:
            yield
        finally:
            self._free.append(self._clock() + _WITHIN)
            self._freed.set()

    def hold(self, seconds: float) -> None:
        """Let nothing go for so long: Discord asked for it."""
        self._held_until = max(self._held_until, self._clock() + seconds)

    async def _wait_until(self, moment: float) -> None:
        while (wait := max(moment, self._held_until) - self._clock()) > 0:
            await self._sleep(wait)
