"""The rounds of the running bot: planning at each beat, delivering beside it, ending in good order."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.posting.desk import Posting
from bot.posting.model import Sender

_log = logging.getLogger(__name__)

PATIENCE = 10.0
"""Seconds that the end of the bot waits for what is being sent."""


class Rounds:
    """Plans at each beat, and keeps one delivering under way: a long one does not hold up the planning."""

    def __init__(
        self, posting: Posting, sender: Sender, mend: Callable[[], Awaitable[object]] | None = None
    ) -> None:
        """Use the desk, and the way to Discord; ``mend`` brings up to date what was posted before."""
        self._posting = posting
        self._sender = sender
        self.contacts = sender.contacts
        """Whom to tell in a server of what has to be mended there."""
        self._mend = mend
        self._delivering: asyncio.Task[None] | None = None
        self._mending: asyncio.Task[None] | None = None

    async def beat(self) -> None:
        """Plan what is due, and see that it is being delivered."""
        await self._posting.plan(self._sender.contacts)
        if self._delivering is None or self._delivering.done():
            self._delivering = asyncio.create_task(self._deliver(), name="deliver")
        if self._mend is not None and (self._mending is None or self._mending.done()):
            self._mending = asyncio.create_task(self._bring_up_to_date(), name="mend")

    async def tick(self) -> None:
        """Plan what is due, and deliver all that can be delivered now."""
        await self._posting.tick(self._sender)
        if self._mend is not None:
            await self._mend()

    async def stop(self) -> None:
        """Let what is being sent come to its end, for a while; the rest is looked for at the next start."""
        if (
            self._mending is not None and self._mending.cancel()
        ):  # what it was about is still known to be behind
            await asyncio.wait([self._mending])
        await self._posting.close(self._delivering, within=PATIENCE)

    async def _deliver(self) -> None:
        try:
            await self._posting.deliver(self._sender)
        except Exception:  # noqa: BLE001 - the next beat begins anew
            _log.exception("delivering failed")

    async def _bring_up_to_date(self) -> None:
        try:
            if self._mend is not None:
                await self._mend()
        except Exception:  # noqa: BLE001 - likewise
            _log.exception("bringing up to date failed")
