"""Time that passes only when everybody waits for it, so that hours of waiting take none."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Coroutine
from typing import Any

_TURNS = 12
"""Turns of the event loop in which whoever can go on has gone on."""


class VirtualTime:
    """A clock in seconds, and the sleep that goes with it."""

    def __init__(self) -> None:
        self.now = 0.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._count = 0

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self._count += 1
        waking: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.now + seconds, self._count, waking))
        await waking

    async def run(self, *doings: Coroutine[Any, Any, Any]) -> None:
        """Let all this happen, to the end."""
        tasks = [asyncio.create_task(doing) for doing in doings]
        while not all(task.done() for task in tasks):
            for _ in range(_TURNS):
                await asyncio.sleep(0)
            if self._sleepers:
                self.now, _, waking = heapq.heappop(self._sleepers)
                if not waking.done():
                    waking.set_result(None)
        for task in tasks:
            task.result()
