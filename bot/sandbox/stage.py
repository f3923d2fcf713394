"""What the sandbox shows: one channel at a time of the made-up Discord, kept up to date and at the real time.

simcord shows one channel a session and serialises nothing, so this holds the one session and lets one thing
happen at a time.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import simcord

from bot.sandbox.world import GENERAL, Channel, World

_log = logging.getLogger(__name__)

TICK = 1.0
"""Seconds between two looks at the clock."""
REFRESH = 60
"""Ticks after which the page is drawn again although nothing happened, so that "5 minutes ago" stays true."""


@dataclass(frozen=True, slots=True)
class View:
    """What is shown now: simcord's server and the key to it, both new with each change."""

    channel: Channel
    timezone: str
    origin: str
    key: str


class Stage:
    """Shows one channel after another; `turn` is held while anything happens in the made-up Discord."""

    def __init__(self, world: World, stack: AsyncExitStack) -> None:
        """Prepare to show `world`; `stack` holds what is shown, and closes it at the end."""
        self.world = world
        self.turn = asyncio.Lock()
        self._stack = stack
        self._preview: simcord.Preview | None = None
        self._view: View | None = None

    @property
    def view(self) -> View:
        """What is shown now; RuntimeError before anything is."""
        if self._view is None:
            raise RuntimeError("nothing is shown yet")
        return self._view

    async def show(self, channel: Channel, timezone: str) -> View:
        """Show `channel` with times of day as in `timezone` (such as "Europe/Berlin"; unknown: UTC)."""
        async with self.turn:
            now = self._view
            if now is not None and (now.channel, now.timezone) == (channel, timezone):
                return now
            await self.world.catch_up()
            await self._stack.aclose()  # closes what was shown before
            self._preview = await self._open(channel, timezone)
            address = urlsplit(self._preview.url)
            origin = f"{address.scheme}://{address.netloc}"
            self._view = View(channel, timezone, origin, address.fragment)
            return self._view

    async def _open(self, channel: Channel, timezone: str) -> simcord.Preview:
        handle = self.world.channels[channel]
        viewers = self.world.viewers(channel)
        try:
            preview = self.world.env.preview(handle, viewers=viewers, layout="channel", timezone=timezone)
        except simcord.SetupError:
            preview = self.world.env.preview(handle, viewers=viewers, layout="channel")
        return await self._stack.enter_async_context(preview)

    async def settle(self, *, redraw: bool = False) -> None:
        """Bring the clock up to the real time, and the page if anything changed; `turn` must be held."""
        changed = await self.world.catch_up()
        if self._preview is not None:
            self._preview.capture_time = self.world.env.now()  # what "5 minutes ago" in a reply counts from
            if changed or redraw:
                await self._preview.refresh()

    async def keep_time(self) -> None:
        """Let time go by, for ever."""
        ticks = 0
        while True:
            await asyncio.sleep(TICK)
            ticks += 1
            try:
                async with self.turn:
                    await self.settle(redraw=ticks % REFRESH == 0)
            except Exception:  # noqa: BLE001 - one bad second must not stop the clock
                _log.exception("sandbox tick failed")


@asynccontextmanager
async def open_stage(world: World) -> AsyncIterator[Stage]:
    """Show #general, and let time go by until the block ends."""
    async with AsyncExitStack() as stack:
        stage = Stage(world, stack)
        await stage.show(GENERAL, "UTC")
        clock = asyncio.create_task(stage.keep_time(), name="sandbox clock")
        try:
            yield stage
        finally:
            clock.cancel()
            await asyncio.wait([clock])
