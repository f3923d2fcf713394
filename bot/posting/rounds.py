"""The rounds of the running bot: planning at each beat, delivering beside it, ending in good order."""

from __future__ import annotations

import asyncio
import logging

from bot.posting.desk import Posting
from bot.posting.model import Sender

_log = logging.getLogger(__name__)

PATIENCE = 10.0
"""Seconds that the end of the bot waits for what is being sent."""


class Rounds:
    """Plans at each beat, and keeps one delivering under way: a long one does not hold up the planning."""

    def __init__(self, posting: Posting, sender: Sender) -> None:
        """Use the desk, and the way to Discord."""
        self._posting = posting
        self._sender = sender
        self._delivering: asyncio.Task[None] | None = None

    async def beat(self) -> None:
        """Plan what is due, and see that it is being delivered."""
        await self._posting.plan(self._sender.contacts)
        if self._delivering is None or self._delivering.done():
            self._delivering = asyncio.create_task(self._deliver(), name="deliver")

    async def tick(self) -> None:
        """Plan what is due, and deliver all that can be delivered now."""
        await self._posting.tick(self._sender)

    async def stop(self) -> None:
        """Let what is being sent come to its end, for a while; the rest is looked for at the next start."""
        await self._posting.close(self._delivering, within=PATIENCE)

    async def _deliver(self) -> None:
        try:
            await self._posting.deliver(self._sender)
        except Exception:  # noqa: BLE001 - the next beat begins anew
            _log.exception("delivering failed")
