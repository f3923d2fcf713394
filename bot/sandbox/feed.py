"""The sandbox's own feed: an invented item each hour of the sandbox's clock, so that a feed can be seen at work."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from typing import NamedTuple

from aiohttp import web

from bot.client import R2PBot
from bot.clock import Clock, epoch
from knowledge.feeds import KnownFeed

_log = logging.getLogger(__name__)

FEED = "/example-feed.xml"
ITEM = "/example-feed/{hour:[0-9]+}"
LOOK = 1.0
"""Seconds between two looks at whether a feed is due by the sandbox's clock."""

_HOUR = timedelta(hours=1)
_NUMBERS = 10_000
_ITEMS = (
    (
        "Army shells the hospital of a besieged town, dozens of civilians killed",
        "Doctors say that wards were hit at night. Aid convoys have been turned back for three weeks.",
    ),
    (
        "Radio presenter calls a minority vermin and asks listeners to act",
        "The station has named families of the group on air every evening since the election was announced.",
    ),
    (
        "Museum of trains vetoes drones above its garden",
        "Visitors had complained about the noise. The museum will vote again in spring.",
    ),
    (
        "Militia burns villages and drives thousands from their homes",
        "People who reached the river say that men were separated from their families and taken away.",
    ),
    (
        "Government closes newspapers and arrests reporters before the vote",
        "Two opposition parties were banned in the same week, and a curfew was set for one district only.",
    ),
    (
        "Siege mentality: champions defend their goal for ninety minutes",
        "The coach praised an army of supporters and a keeper under bombardment.",
    ),
    (
        "Soldiers block food trucks while hunger spreads in the camps",
        "Aid workers say that children are dying of starvation an hour away from full warehouses.",
    ),
    (
        "Court issues warrants against two commanders for attacks on civilians",
        "The prosecutor names the burning of a market and the killing of villagers who fled.",
    ),
    (
        "Bakery recruits children of all ages for its cake contest",
        "The youngest team won last year with a castle of marzipan.",
    ),
    (
        "Witnesses report sexual violence against women at checkpoints",
        "A clinic says that it treats survivors each day, many of them girls, from one community.",
    ),
    (
        "School hit by explosive weapons during lessons, many children killed",
        "The building stood in the middle of the town. Both sides deny that they fired.",
    ),
    (
        "Weather office warns of a storm without mercy for sunshades",
        "Hail as large as marbles may fall on the coast at the weekend.",
    ),
)
"""Invented, without a country, and every third about something else: they come round and round, one an hour."""


def example(origin: str) -> KnownFeed:
    """The feed as the catalogue offers it, in the sandbox alone."""
    return KnownFeed(
        title="Example feed of the sandbox",
        address=f"{origin}{FEED}",
        publisher="this sandbox",
        about="invented items, one an hour",
        terms="all invented, use it as you like",
        source="The sandbox serves it itself",
    )


class Invented(NamedTuple):
    """One item."""

    hour: int
    """Since 1970: its number for ever, so that it is the same one after a restart."""
    title: str
    summary: str

    @classmethod
    def of(cls, hour: int) -> Invented:
        """The item of an hour."""
        title, summary = _ITEMS[hour % len(_ITEMS)]
        return cls(hour, f"Example {hour % _NUMBERS}: {title}", summary)

    @property
    def published(self) -> datetime:
        """When it appears."""
        return datetime.fromtimestamp(self.hour * _HOUR.total_seconds(), UTC)


class ExampleFeed:
    """Serves the feed, and a page for each item in it."""

    def __init__(self, clock: Clock, origin: str) -> None:
        """Go by the sandbox's clock; links lead to pages below ``origin``."""
        self._clock = clock
        self._origin = origin

    def add_to(self, site: web.Application) -> None:
        """Answer for the feed's addresses on a site."""
        site.router.add_get(FEED, self.feed)
        site.router.add_get(ITEM, self.item)

    async def feed(self, _: web.Request) -> web.Response:
        """The newest items."""
        items = "".join(map(self._written, self._newest()))
        body = (
            f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Example feed</title>'
            f"<link>{self._origin}/</link><description>Invented items.</description>{items}</channel></rss>"
        )
        return web.Response(text=body, content_type="application/rss+xml")

    async def item(self, request: web.Request) -> web.Response:
        """What stands behind an item's link."""
        item = Invented.of(int(request.match_info["hour"][:9]))
        text = f"{item.title}\n\n{item.summary}\n\nThis is an invented example of the sandbox.\n"
        return web.Response(text=text)

    def _newest(self) -> Iterator[Invented]:
        now = epoch(self._clock()) // int(_HOUR.total_seconds())
        return (Invented.of(hour) for hour in range(now, now - len(_ITEMS), -1))

    def _written(self, item: Invented) -> str:
        link = f"{self._origin}{ITEM.partition('{')[0]}{item.hour}"
        return (
            f'<item><guid isPermaLink="false">example-{item.hour}</guid><title>{escape(item.title)}</title>'
            f"<link>{link}</link><description>{escape(item.summary)}</description>"
            f"<pubDate>{format_datetime(item.published)}</pubDate></item>"
        )


@asynccontextmanager
async def following(bot: R2PBot) -> AsyncIterator[None]:
    """Look at the feeds again and again until the block ends, beside all that happens in the made-up Discord."""
    looking = asyncio.create_task(_look(bot), name="sandbox feeds")
    try:
        yield
    finally:
        looking.cancel()
        await asyncio.wait([looking])


async def _look(bot: R2PBot) -> None:
    while True:
        await asyncio.sleep(LOOK)
        try:
            await bot.services.feeds.poller.poll(bot.rounds.contacts)
        except Exception:  # noqa: BLE001 - one bad look must not end the others
            _log.exception("sandbox feeds failed")
