"""The messages that show alerts, and which state of it each shows."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from bot.clock import epoch
from bot.posting.model import Target
from bot.storage.database import Database

_OVERLAP = timedelta(minutes=1)
"""What was settled so long ago is looked at once more: a delivery settles a moment after its clock was read."""


class AlertPost(NamedTuple):
    """A message that shows an alert."""

    alert_id: int
    target: Target
    message_id: int
    mark: str
    shown: int
    """The revision of the alert that it shows."""
    thread_id: int | None


class AlertPosts:
    """Reads and writes them, each call in a transaction of its own."""

    def __init__(self, database: Database) -> None:
        """Use an open database."""
        self._database = database
        self._sql = database.sql
        self._looked: datetime | None = None
        """When ``adopt`` last looked; None in a process that did not yet."""

    async def adopt(self, now: datetime) -> None:
        """Take over from the outbox what was posted of alerts since the last look."""
        async with self._database.transaction() as connection:
            await self._sql.adopt_alert_posts(connection, since=self._since())
        self._looked = now

    async def adoptable(self) -> bool:
        """Whether ``adopt`` would find something."""
        async with self._database.transaction() as connection:
            return bool(await self._sql.adoptable_alert_posts(connection, since=self._since()))

    def _since(self) -> int:
        return 0 if self._looked is None else epoch(self._looked - _OVERLAP)

    async def of(self, alert_id: int) -> list[AlertPost]:
        """The messages that show an alert."""
        return await self._all("alert_posts_of", alert_id=alert_id)

    async def main_of(self, guild_id: int) -> dict[int, AlertPost]:
        """The main message of each of a server's alerts, by the alert's id."""
        found = await self._all("main_alert_posts", guild_id=guild_id)
        return {post.alert_id: post for post in found}

    async def behind(self, most: int) -> list[AlertPost]:
        """Messages that show an earlier state than the present one, the newest alerts first."""
        return await self._all("alert_posts_behind", most=most)

    async def without_thread(self, most: int) -> list[AlertPost]:
        """Main messages at which a thread is to be opened."""
        return await self._all("alert_posts_without_thread", most=most)

    async def shows(self, post: AlertPost, revision: int) -> None:
        """Note which state a message shows now."""
        async with self._database.transaction() as connection:
            await self._sql.set_alert_post_shown(
                connection, alert_id=post.alert_id, target=str(post.target), shown=revision
            )

    async def has_thread(self, post: AlertPost, thread_id: int) -> None:
        """Note the thread of a message; 0: none can be opened there."""
        async with self._database.transaction() as connection:
            await self._sql.set_alert_thread(
                connection, alert_id=post.alert_id, target=str(post.target), thread_id=thread_id
            )

    async def lose(self, post: AlertPost) -> None:
        """Note that a message is gone, and is not missed."""
        async with self._database.transaction() as connection:
            await self._sql.lose_alert_post(connection, alert_id=post.alert_id, target=str(post.target))

    async def escalated_since(self, guild_id: int, target: Target, since: datetime) -> bool:
        """Whether an alert was brought before a role in a channel since a moment."""
        async with self._database.transaction() as connection:
            return bool(
                await self._sql.escalated_since(
                    connection, guild_id=guild_id, target=str(target), since=epoch(since)
                )
            )

    async def _all(self, query: str, **filters: Any) -> list[AlertPost]:
        async with self._database.transaction() as connection:
            rows = getattr(self._sql, query)(connection, **filters)
            return [_post(*row) async for row in rows]


def _post(alert_id: int, target: str, *rest: Any) -> AlertPost:
    return AlertPost(alert_id, Target.parse(target), *rest)
