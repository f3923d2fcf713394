"""All that is stored about one person: given to them, and erased."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeAlias

from bot.storage.database import Database
from bot.storage.schedules import moment

Rows: TypeAlias = dict[str, Any]

OWN = ("own_reminders", "own_follows", "own_messages", "own_alert_messages", "own_closed_messages")
"""The queries that find what is a person's own: it is deleted with them."""
SHARED = (
    "alerts_raised",
    "alerts_worked_on",
    "alerts_flagged",
    "alerts_done",
    "alerts_naming",
    "alerts_muted",
    "alerts_brought",
    "schedules_made",
    "events_changed",
    "watch_rules_made",
    "feeds_added",
)
"""Those that find what belongs to a server: it is kept without them."""
_ERASING = (
    "erase_own_schedules",
    "erase_own_follows",
    "erase_own_deliveries",
    "erase_own_alert_posts",
    "erase_own_block",
    "erase_from_alerts",
    "erase_from_sources",
    "erase_from_log",
    "erase_from_mutes",
    "erase_from_alert_settings",
    "erase_from_schedules",
    "erase_from_events",
    "erase_from_watch_rules",
    "erase_from_feeds",
)

_JSON = {"details", "wanted", "event"}
_TIMES = {"at", "until"}
_LONGEST_NUMBER = 2**53
"""From here on programs in JavaScript read numbers wrong, so that ids are given as text."""


class PrivacyStore:
    """Finds and erases what is stored about a person, wherever it is."""

    def __init__(self, database: Database) -> None:
        """Use an open database."""
        self._database = database

    async def about(self, user_id: int) -> dict[str, list[Rows]]:
        """All that is stored about a person, by query: what is their own, and what is a server's."""
        async with self._database.transaction() as connection:
            return await self._about(connection, user_id)

    async def erase(self, user_id: int, *, committed: Callable[[], object]) -> dict[str, list[Rows]]:
        """Erase a person everywhere, in one transaction; answers with what there was.

        ``committed`` is called exactly if that is stored.
        """
        async with self._database.transaction(committed=committed) as connection:
            found = await self._about(connection, user_id)
            for query in _ERASING:
                await getattr(self._database.sql, query)(connection, user_id=user_id)
        return found

    async def _about(self, connection: Any, user_id: int) -> dict[str, list[Rows]]:
        return {query: await self._rows(connection, query, user_id) for query in (*OWN, *SHARED)}

    async def _rows(self, connection: Any, query: str, user_id: int) -> list[Rows]:
        finding = getattr(self._database.sql, f"{query}_cursor")
        async with finding(connection, user_id=user_id) as cursor:
            names = [column[0] for column in cursor.description]
            return [
                {name: _readable(name, value) for name, value in zip(names, row, strict=True)}
                async for row in cursor
            ]


def _readable(name: str, value: Any) -> Any:
    """A value as it is given away: times in ISO 8601, JSON as it is meant, ids that every program reads right."""
    if value is None:
        return None
    if name in _JSON:
        return json.loads(value)
    if name in _TIMES or name.endswith("_at"):
        return moment(value).isoformat()
    return str(value) if isinstance(value, int) and value >= _LONGEST_NUMBER else value
