"""One look at a feed: fetched, and read in a thread of its own, so that nobody waits for it."""

from __future__ import annotations

import asyncio
from typing import NamedTuple

from bot.alerts.feed_model import Document
from bot.alerts.feeds import read_feed
from bot.alerts.fetch import Fetched, Fetcher

_AT_ONCE = 2
"""Documents that are read at a time: each may have some megabytes in memory."""


class Looked(NamedTuple):
    """What a look found."""

    fetched: Fetched
    document: Document | None
    """None: unchanged since the last time."""


class Looker:
    """Looks at feeds."""

    def __init__(self, fetcher: Fetcher) -> None:
        """Fetch with a safe fetcher."""
        self._fetcher = fetcher
        self._turns = asyncio.Semaphore(_AT_ONCE)

    async def look(
        self, address: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> Looked:
        """Look at an address; FetchError if it cannot be fetched, FeedError if it is no feed."""
        fetched = await self._fetcher.fetch(address, etag=etag, last_modified=last_modified)
        if fetched.body is None:
            return Looked(fetched, None)
        async with self._turns:
            document = await asyncio.to_thread(read_feed, fetched.body, fetched.content_type, fetched.address)
        return Looked(fetched, document)
