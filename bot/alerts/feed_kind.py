"""What the outbox posts about feeds: one line about what was not raised, and a notice that one is paused."""

from __future__ import annotations

from datetime import datetime

from bot.alerts.intake import FEED
from bot.posting.model import Delivery, Nothing, Post
from bot.render import feed as render
from bot.storage.database import Database
from bot.storage.feeds import FeedRows

_GONE = "the feed was removed"
_MENDED = "mended meanwhile"


class FeedKind:
    """Composes both from what stands in the database."""

    name = FEED

    def __init__(self, database: Database) -> None:
        """Use an open database."""
        self._database = database

    async def compose(self, delivery: Delivery, now: datetime) -> Post | Nothing:
        """Make the line about what one look found and did not raise."""
        del now
        async with self._database.transaction() as connection:
            kept = await FeedRows(connection, self._database.sql).rest(delivery.source_id)
        if kept is None:
            return Nothing(_GONE)
        title, rest = kept
        return Post(render.summed_up(title, rest))

    async def notice(self, delivery: Delivery) -> Post | Nothing:
        """Make the notice about a paused feed; one that is followed again needs none."""
        async with self._database.transaction() as connection:
            feed = await FeedRows(connection, self._database.sql).get(delivery.source_id)
        if feed is None or feed.paused_reason is None:
            return Nothing(_MENDED)
        return Post(render.paused(feed))
