"""Rows of the alerts, read and written as the words of ``bot.alerts.model``, within the caller's transaction."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any, NamedTuple

from bot.alerts.model import Act, Alert, AlertState, Flag, LogEntry, Reading, Severity
from bot.clock import epoch
from bot.storage.schedules import moment


class Source(NamedTuple):
    """One flag: who, what, when."""

    link: str | None
    """In its canonical form."""
    wording: str
    by: int | None
    feed_id: int | None
    at: datetime


class AlertRows:
    """The tables of alerts, over one connection that is in a transaction."""

    def __init__(self, connection: Any, sql: Any) -> None:
        """Use an open transaction and the loaded queries."""
        self._connection = connection
        self._sql = sql

    async def add(
        self,
        flag: Flag,
        *,
        mention: bool,
        now: datetime,
        channel_id: int | None,
        dismissed: str | None = None,
    ) -> Alert:
        """Keep a new alert under the server's next number; ``dismissed`` says why it is closed from the start."""
        alert_id = await self._sql.add_alert(
            self._connection,
            guild_id=flag.guild_id,
            number=await self._sql.next_alert_number(self._connection, guild_id=flag.guild_id),
            state=str(AlertState.DISMISSED if dismissed else AlertState.OPEN),
            severity=str(flag.severity),
            title=flag.title,
            text=flag.text,
            place=flag.place,
            link=flag.link,
            reading=_kept(flag.reading),
            labels=_labels(flag.reading),
            mention=int(mention),
            raised_by=flag.by,
            feed_id=flag.feed_id,
            raised_at=epoch(now),
            closed_at=epoch(now) if dismissed else None,
            reason=dismissed,
            channel_id=channel_id,
        )
        return await self.get(alert_id)

    async def get(self, alert_id: int) -> Alert:
        """One alert; LookupError if there is none."""
        row = await self._sql.alert(self._connection, id=alert_id)
        if row is None:
            raise LookupError(f"there is no alert {alert_id}")
        return alert_of(row)

    async def by_number(self, guild_id: int, number: int) -> Alert | None:
        """One alert by what people call it, if there is such a one."""
        row = await self._sql.alert_by_number(self._connection, guild_id=guild_id, number=number)
        return None if row is None else alert_of(row)

    async def change(self, alert: Alert) -> Alert:
        """Write down how it stands now; answers with it and its new revision."""
        await self._sql.change_alert(
            self._connection,
            id=alert.id,
            state=str(alert.state),
            severity=str(alert.severity),
            title=alert.title,
            text=alert.text,
            reading=_kept(alert.reading),
            labels=_labels(alert.reading),
            acknowledged_by=alert.acknowledged_by,
            acknowledged_at=_seconds(alert.acknowledged_at),
            assigned_to=alert.assigned_to,
            closed_by=alert.closed_by,
            closed_at=_seconds(alert.closed_at),
            reason=alert.reason,
            flags=alert.flags,
            channel_id=alert.channel_id,
        )
        return await self.get(alert.id)

    async def found(self, query: str, **filters: Any) -> list[Alert]:
        """The alerts that a query of ``alerts.sql`` finds."""
        return [alert_of(row) for row in await _all(getattr(self._sql, query)(self._connection, **filters))]

    async def log(self, alert_id: int, at: datetime, by: int | None, act: Act, detail: str = "") -> None:
        """Write down what was done."""
        await self._sql.log_alert(
            self._connection, alert_id=alert_id, at=epoch(at), by=by, act=str(act), detail=detail
        )

    async def history(self, alert_id: int) -> list[LogEntry]:
        """All that was done, oldest first."""
        rows = await _all(self._sql.alert_history(self._connection, alert_id=alert_id))
        return [LogEntry(moment(at), by, Act(act), detail) for at, by, act, detail in rows]

    async def histories(self, guild_id: int) -> dict[int, list[LogEntry]]:
        """All that was done with a server's alerts, by the alert's id, oldest first."""
        found: dict[int, list[LogEntry]] = {}
        for alert_id, at, by, act, detail in await _all(
            self._sql.alert_histories(self._connection, guild_id=guild_id)
        ):
            found.setdefault(alert_id, []).append(LogEntry(moment(at), by, Act(act), detail))
        return found

    async def add_source(self, alert_id: int, guild_id: int, source: Source) -> None:
        """Keep who flagged what."""
        await self._sql.add_alert_source(
            self._connection,
            alert_id=alert_id,
            guild_id=guild_id,
            link=source.link,
            wording=source.wording,
            by=source.by,
            feed_id=source.feed_id,
            at=epoch(source.at),
        )

    async def sources(self, alert_id: int) -> list[Source]:
        """Who flagged it, in order."""
        rows = await _all(self._sql.alert_sources_of(self._connection, alert_id=alert_id))
        return [Source(link, words, by, feed_id, moment(at)) for link, words, by, feed_id, at in rows]

    async def of_link(self, guild_id: int, link: str) -> int | None:
        """The newest alert of a link, in its canonical form."""
        found: int | None = await self._sql.alert_of_link(self._connection, guild_id=guild_id, link=link)
        return found

    async def wordings(self, guild_id: int, since: datetime) -> list[tuple[int, str]]:
        """What was flagged since a moment, newest first: the alert's id and the wording."""
        return await _all(self._sql.wordings_since(self._connection, guild_id=guild_id, since=epoch(since)))

    async def flags(self, guild_id: int, by: int, since: datetime) -> tuple[int, datetime | None]:
        """How often a person flagged something since a moment, and when first."""
        count, first = await self._sql.flags_since(
            self._connection, guild_id=guild_id, by=by, since=epoch(since)
        )
        return count, None if first is None else moment(first)


def alert_of(row: tuple[Any, ...]) -> Alert:
    """Read a row of the table ``alerts``."""
    alert_id, guild_id, number, state, severity, title, text, place, link, reading, _, mention = row[:12]
    raised_by, feed_id, raised_at, acknowledged_by, acknowledged_at, assigned_to = row[12:18]
    closed_by, closed_at, reason, revision, flags, channel_id = row[18:]
    return Alert(
        id=alert_id,
        guild_id=guild_id,
        number=number,
        state=AlertState(state),
        severity=Severity(severity),
        title=title,
        text=text,
        place=place,
        link=link,
        reading=_reading(reading),
        raised_by=raised_by,
        feed_id=feed_id,
        raised_at=moment(raised_at),
        acknowledged_by=acknowledged_by,
        acknowledged_at=_maybe(acknowledged_at),
        assigned_to=assigned_to,
        closed_by=closed_by,
        closed_at=_maybe(closed_at),
        reason=reason,
        revision=revision,
        flags=flags,
        mention=bool(mention),
        channel_id=channel_id,
    )


def _kept(reading: Reading) -> str:
    return json.dumps(
        {
            "score": reading.score,
            "countries": reading.countries,
            "themes": reading.themes,
            "paragraphs": reading.paragraphs,
            "severity": str(reading.severity),
            "because": reading.because,
        }
    )


def _reading(kept: str) -> Reading:
    read = json.loads(kept)
    return Reading(
        score=read["score"],
        countries=tuple(read["countries"]),
        themes=tuple(read["themes"]),
        paragraphs=tuple(read["paragraphs"]),
        severity=Severity(read["severity"]),
        because=tuple(read["because"]),
    )


def _labels(reading: Reading) -> str:
    countries = [f"country:{country}" for country in reading.countries]
    themes = [f"theme:{theme}" for theme in reading.themes]
    return f" {' '.join([*countries, *themes])} "


async def _all(rows: AsyncIterator[Any]) -> list[Any]:
    return [row async for row in rows]


def _maybe(seconds: int | None) -> datetime | None:
    return None if seconds is None else moment(seconds)


def _seconds(when: datetime | None) -> int | None:
    return None if when is None else epoch(when)
