"""Rows of the feeds, read and written as the words of ``bot.alerts.feed_model``, within the caller's transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from yarl import URL

from bot.alerts.feed_model import Counts, Feed, FeedRules
from bot.alerts.model import Severity
from bot.clock import epoch

KEEP_FOR = timedelta(days=180)
"""An item that has not been in its feed for so long is forgotten."""
MOST_KEPT = 5_000
"""Items of one feed that are remembered."""
_NOTED_AGAIN = timedelta(days=1)


class Known(NamedTuple):
    """An item that was seen before."""

    name: str
    """The key that it goes by in the database."""
    alert_id: int | None
    wording: str


class Seen(NamedTuple):
    """An item that is seen for the first time."""

    keys: Sequence[str]
    wording: str
    alert_id: int | None = None


class Rest(NamedTuple):
    """Some of what is posted in one line."""

    title: str
    link: str | None
    severity: Severity


class FeedRows:
    """The tables of feeds, over one connection that is in a transaction."""

    def __init__(self, connection: Any, sql: Any) -> None:
        """Use an open transaction and the loaded queries."""
        self._connection = connection
        self._sql = sql

    async def add(self, feed: Feed) -> Feed | None:
        """Keep a new feed, whatever its id says; None if the server follows that address already."""
        number = await self._sql.add_feed(
            self._connection,
            guild_id=feed.guild_id,
            address=feed.address,
            host=URL(feed.address).raw_host,
            title=feed.title,
            rules=rules_as_json(feed.rules),
            created_by=feed.created_by,
            created_at=epoch(feed.created_at),
            etag=feed.etag,
            last_modified=feed.last_modified,
            next_poll=epoch(feed.next_poll),
        )
        return None if number is None else await self.get(number)

    async def get(self, feed_id: int) -> Feed | None:
        """One feed, if it is there."""
        row = await self._sql.feed(self._connection, id=feed_id)
        return None if row is None else feed_of(row)

    async def of_guild(self, guild_id: int) -> list[Feed]:
        """A server's feeds, the oldest first."""
        return [feed_of(row) async for row in self._sql.feeds_of_guild(self._connection, guild_id=guild_id)]

    async def due(self, now: datetime, soon: datetime, most: int) -> list[Feed]:
        """What is due, one address a host of up to ``most``, with the feeds of the same addresses that are due ``soon``."""
        rows = self._sql.feeds_due(self._connection, now=epoch(now), soon=epoch(soon), most=most)
        return [feed_of(row) async for row in rows]

    async def succeeded(  # noqa: PLR0913 - one row, told in one call
        self,
        feed: Feed,
        *,
        title: str | None,
        etag: str | None,
        last_modified: str | None,
        now: datetime,
        next_poll: datetime,
        more: Counts,
    ) -> None:
        """A feed was read; ``more`` is counted on top, a ``title`` of None leaves it."""
        await self._sql.feed_succeeded(
            self._connection,
            id=feed.id,
            title=title,
            etag=etag,
            last_modified=last_modified,
            now=epoch(now),
            next_poll=epoch(next_poll),
            **asdict(more),
        )

    async def failed(self, feed: Feed, trouble: str, next_poll: datetime, paused_reason: str | None) -> bool:
        """A feed could not be read; False if it is gone or paused already."""
        done: int = await self._sql.feed_failed(
            self._connection,
            id=feed.id,
            trouble=trouble,
            next_poll=epoch(next_poll),
            paused_reason=paused_reason,
        )
        return bool(done)

    async def put_off(self, feed_id: int, next_poll: datetime) -> None:
        """Look at a feed later."""
        await self._sql.put_off_feed(self._connection, id=feed_id, next_poll=epoch(next_poll))

    async def pause(self, feed_id: int, reason: str) -> bool:
        """Follow a feed no more; False if it is paused already, or gone."""
        return bool(await self._sql.pause_feed(self._connection, id=feed_id, reason=reason))

    async def resume(self, feed_id: int, next_poll: datetime) -> bool:
        """Follow a feed again; False if it is not paused."""
        return bool(await self._sql.resume_feed(self._connection, id=feed_id, next_poll=epoch(next_poll)))

    async def remove(self, feed_id: int) -> bool:
        """Drop a feed and all that was kept of it; False if there is none."""
        return bool(await self._sql.remove_feed(self._connection, id=feed_id))

    async def set_rules(self, feed_id: int, rules: FeedRules) -> None:
        """Change what raises an alert."""
        await self._sql.set_feed_rules(self._connection, id=feed_id, rules=rules_as_json(rules))

    async def known(self, feed_id: int, keys: Iterable[str]) -> dict[str, Known]:
        """The items that go by some of these keys, by key."""
        listed = json.dumps(list(keys))
        rows = self._sql.feed_items_known(self._connection, feed_id=feed_id, keys=listed)
        return {key: Known(*item) async for key, *item in rows}

    async def remember(self, feed_id: int, items: Sequence[Seen], now: datetime) -> None:
        """Keep that items were seen, by which keys, and which alert came of each; the last key is its name."""
        rows = [
            {"feed_id": feed_id, "name": each.keys[-1], "alert_id": each.alert_id, "wording": each.wording}
            for each in items
        ]
        if rows:
            await self._sql.add_feed_items(self._connection, [row | {"now": epoch(now)} for row in rows])
            await self.know_by(feed_id, {each.keys[-1]: each.keys for each in items})

    async def know_by(self, feed_id: int, keys: Mapping[str, Iterable[str]]) -> None:
        """Know items, by name, by further keys too."""
        rows = [
            {"feed_id": feed_id, "name": name, "key": key} for name, listed in keys.items() for key in listed
        ]
        if rows:
            await self._sql.add_feed_keys(self._connection, rows)

    async def reword(self, feed_id: int, wordings: Mapping[str, str]) -> None:
        """Keep what items, by name, say now."""
        rows = [{"feed_id": feed_id, "name": name, "wording": said} for name, said in wordings.items()]
        if rows:
            await self._sql.reword_feed_items(self._connection, rows)

    async def still_there(self, feed_id: int, names: Iterable[str], now: datetime) -> None:
        """Items are in their feed now."""
        await self._sql.feed_items_seen(
            self._connection,
            feed_id=feed_id,
            names=json.dumps(list(names)),
            now=epoch(now),
            before=epoch(now - _NOTED_AGAIN),
        )

    async def prune(self, feed_id: int, now: datetime) -> None:
        """Forget what is long gone, and all but the newest of too much."""
        before = epoch(now - KEEP_FOR)
        await self._sql.prune_feed_items(self._connection, feed_id=feed_id, before=before, most=MOST_KEPT)
        await self._sql.prune_feed_rests(self._connection, feed_id=feed_id, before=before)

    async def add_rest(self, feed_id: int, items: Sequence[Rest], now: datetime) -> int:
        """Keep what is posted in one line; answers with its id."""
        kept = json.dumps([[item.title, item.link, str(item.severity)] for item in items])
        number: int = await self._sql.add_feed_rest(
            self._connection, feed_id=feed_id, at=epoch(now), items=kept
        )
        return number

    async def rest(self, rest_id: int) -> tuple[str, list[Rest]] | None:
        """The feed's title, and what is posted in one line; None if the feed is gone."""
        row = await self._sql.feed_rest(self._connection, id=rest_id)
        if row is None:
            return None
        items, title = row
        return title, [Rest(name, link, Severity(severity)) for name, link, severity in json.loads(items)]


def feed_of(row: tuple[Any, ...]) -> Feed:
    """Read a row of the table ``feeds``."""
    number, guild_id, address, _host, title, rules, created_by, created_at, etag, last_modified = row[:10]
    next_poll, failures, trouble, succeeded_at, paused_reason = row[10:15]
    return Feed(
        id=number,
        guild_id=guild_id,
        address=address,
        title=title,
        rules=rules_of(json.loads(rules)),
        created_by=created_by,
        created_at=_moment(created_at),
        etag=etag,
        last_modified=last_modified,
        next_poll=_moment(next_poll),
        failures=failures,
        trouble=trouble,
        succeeded_at=None if succeeded_at is None else _moment(succeeded_at),
        paused_reason=paused_reason,
        counts=Counts(*row[15:]),
    )


def rules_as_json(rules: FeedRules) -> str:
    """Rules as they are kept."""
    return json.dumps(asdict(rules))


def rules_of(told: Mapping[str, Any]) -> FeedRules:
    """Read what ``rules_as_json`` wrote."""
    lists = {name: tuple(told[name]) for name in ("countries", "themes", "words", "without")}
    return FeedRules(Severity(told["least"]), told["score"], **lists)


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
