"""Raises alerts, once each: what is flagged again, or was muted, makes no second post."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.alerts.acts import acted
from bot.alerts.choices import AlertChoices
from bot.alerts.debts import Debts
from bot.alerts.model import (
    Act,
    Alert,
    AlertError,
    AlertState,
    Change,
    Flag,
    LogEntry,
    Raised,
    Severity,
    Tally,
)
from bot.alerts.raising import Marks, again, hushed, keep_pace, known
from bot.alerts.similar import similar
from bot.clock import epoch
from bot.posting.outbox import Outbox
from bot.storage.alerts import AlertRows, Source
from bot.storage.database import Database

_MOST_FOUND = 200


class AlertDesk:
    """All that happens to alerts, each in one transaction."""

    def __init__(self, database: Database, outbox: Outbox, choices: AlertChoices) -> None:
        """Use an open database; posts go through the outbox."""
        self.choices = choices
        self._database = database
        self._debts = Debts(database, outbox, choices)

    async def raise_(self, flag: Flag, now: datetime) -> Raised:
        """Make an alert of a flag, or add it to the one that is about the same thing.

        AlertError where alerts are off, or the person flagged too much in the last hour.
        """
        async with self._database.transaction() as connection:
            return await self.raise_in(connection, flag, now)

    async def raise_in(self, connection: Any, flag: Flag, now: datetime) -> Raised:
        """Likewise, within the caller's transaction."""
        settings = self.choices.settings(flag.guild_id)
        if settings.channel_id is None:
            raise AlertError(
                "Alerts are not set up in this server. A manager can do it: /r2p-admin alert settings"
            )
        marks = Marks.of(flag)
        rows = AlertRows(connection, self._database.sql)
        await keep_pace(rows, flag, settings, now)
        same = await known(rows, flag, marks, now)
        if same is not None:
            return await again(rows, same, flag, marks, now)
        muted = await rows.found("muted_alerts", guild_id=flag.guild_id, now=epoch(now))
        like = next((alert for alert in muted if similar(flag, alert)), None)
        if like is not None:
            return await hushed(rows, flag, marks, like, now)
        return await self._new(connection, rows, flag, marks, now)

    async def retell_in(self, connection: Any, alert_id: int, flag: Flag, now: datetime) -> bool:
        """Bring an alert up to what its feed says now, within the caller's transaction; its messages follow.

        False if it is left as it is: closed, raised by somebody else, or the words are the same. The severity stays
        what people made of it; the log tells if the new words suggest a graver one.
        """
        rows = AlertRows(connection, self._database.sql)
        alert = await rows.get(alert_id)
        told = (alert.title, alert.text) != (flag.title, flag.text)
        if alert.state.closed or flag.feed_id is None or alert.feed_id != flag.feed_id or not told:
            return False
        graver = flag.severity.rank > alert.severity.rank
        await rows.log(alert_id, now, None, Act.UPDATED, f"suggests {flag.severity}" if graver else "")
        await rows.change(replace(alert, title=flag.title, text=flag.text, reading=flag.reading))
        return True

    async def act(  # noqa: PLR0913 - who, what, and what belongs to it
        self,
        alert_id: int,
        by: int,
        act: Act,
        now: datetime,
        *,
        severity: Severity | None = None,
        user_id: int | None = None,
        words: str = "",
        days: int = 7,
    ) -> Change:
        """Do something with an alert, if it can still be done; LookupError if there is no such alert.

        Acknowledge, assign (``user_id``), set the severity, note (``words``), resolve, dismiss (``words`` says why),
        reopen, or mute what is similar for some ``days``.
        """
        async with self._database.transaction() as connection:
            rows = AlertRows(connection, self._database.sql)
            before = await rows.get(alert_id)
            change, detail = acted(
                before, by, act, now, severity=severity, user_id=user_id, words=words, days=days
            )
            if not change.done:
                return change
            unmuted = act is Act.REOPENED and before.channel_id is None
            channel_id = self.choices.settings(before.guild_id).channel_id if unmuted else before.channel_id
            await rows.log(alert_id, now, by, act, detail)
            after = await rows.change(replace(change.alert, channel_id=channel_id))
            await self._mutes(connection, after, by, act, now, days)
            if act is Act.REOPENED:
                await self._debts.of_reopened(connection, after, now)
            elif before.severity is not after.severity:
                await self._debts.of_changed(connection, after, now)
            return replace(change, alert=after)

    async def get(self, alert_id: int) -> Alert:
        """One alert; LookupError if there is none."""
        async with self._database.transaction() as connection:
            return await AlertRows(connection, self._database.sql).get(alert_id)

    async def by_number(self, guild_id: int, number: int) -> Alert | None:
        """One of a server's alerts, by what people call it."""
        async with self._database.transaction() as connection:
            return await AlertRows(connection, self._database.sql).by_number(guild_id, number)

    async def find(  # noqa: PLR0913 - the filters that people may set
        self,
        guild_id: int,
        *,
        state: str = "",
        severity: str = "",
        country: str = "",
        theme: str = "",
        most: int = 25,
        skipped: int = 0,
    ) -> list[Alert]:
        """A server's alerts, newest first; the state ``unclosed`` means open or acknowledged."""
        async with self._database.transaction() as connection:
            return await AlertRows(connection, self._database.sql).found(
                "alerts_found",
                guild_id=guild_id,
                state=state,
                severity=severity,
                country=country,
                theme=theme,
                most=most,
                skipped=skipped,
            )

    async def all_of(self, guild_id: int) -> list[Alert]:
        """All alerts of a server, oldest first, for its managers to take away."""
        async with self._database.transaction() as connection:
            return await AlertRows(connection, self._database.sql).found("alerts_of_guild", guild_id=guild_id)

    async def history(self, alert_id: int) -> list[LogEntry]:
        """All that was done with an alert, oldest first."""
        async with self._database.transaction() as connection:
            return await AlertRows(connection, self._database.sql).history(alert_id)

    async def histories(self, guild_id: int) -> dict[int, list[LogEntry]]:
        """All that was done with a server's alerts, by the alert's id."""
        async with self._database.transaction() as connection:
            return await AlertRows(connection, self._database.sql).histories(guild_id)

    async def feed_title(self, alert: Alert) -> str | None:
        """What the feed is called that raised an alert; None for people's, and for a feed that was removed."""
        if alert.feed_id is None:
            return None
        async with self._database.transaction() as connection:
            title: str | None = await self._database.sql.alert_feed_title(connection, feed_id=alert.feed_id)
        return title

    async def sources(self, alert_id: int) -> list[Source]:
        """Who flagged an alert, in order."""
        async with self._database.transaction() as connection:
            return await AlertRows(connection, self._database.sql).sources(alert_id)

    async def tally(self, guild_id: int, since: datetime, now: datetime) -> Tally:
        """What a digest tells: open, overdue, and closed since a moment."""
        late = now - timedelta(minutes=self.choices.settings(guild_id).remind_minutes)
        async with self._database.transaction() as connection:
            rows = AlertRows(connection, self._database.sql)
            standing = await rows.found(
                "alerts_found",
                guild_id=guild_id,
                state="unclosed",
                severity="",
                country="",
                theme="",
                most=_MOST_FOUND,
                skipped=0,
            )
            closed = await rows.found("alerts_closed_since", guild_id=guild_id, since=epoch(since))
        overdue = [
            alert
            for alert in standing
            if alert.severity is Severity.URGENT
            and alert.state is AlertState.OPEN
            and alert.raised_at <= late
        ]
        return Tally(standing, overdue, closed)

    async def _new(self, connection: Any, rows: AlertRows, flag: Flag, marks: Marks, now: datetime) -> Raised:
        mention = flag.severity is Severity.URGENT and await self._debts.may_mention(
            connection, flag.guild_id, now
        )
        channel_id = self.choices.settings(flag.guild_id).channel_id
        alert = await rows.add(flag, mention=mention, now=now, channel_id=channel_id)
        await rows.add_source(alert.id, flag.guild_id, marks.source(flag, now))
        await rows.log(alert.id, now, flag.by, Act.RAISED, str(flag.severity))
        await self._debts.of_new(connection, alert, now)
        return Raised(alert, new=True)

    async def _mutes(  # noqa: PLR0913, PLR0917 - who, what, and for how long
        self, connection: Any, alert: Alert, by: int, act: Act, now: datetime, days: int
    ) -> None:
        sql = self._database.sql
        if act is Act.MUTED:
            until = epoch(now + timedelta(days=days))
            await sql.mute_like(connection, guild_id=alert.guild_id, alert_id=alert.id, until=until, by=by)
        elif act is Act.REOPENED:
            await sql.unmute_like(connection, alert_id=alert.id)
