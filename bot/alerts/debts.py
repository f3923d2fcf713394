"""What an alert owes: its posts, a reminder, an escalation. Recorded in the transaction that makes it owe them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from bot.alerts.choices import AlertChoices
from bot.alerts.model import Alert, AlertState, Severity
from bot.alerts.watching import meeting
from bot.clock import epoch
from bot.posting.model import Owed, Place, Target
from bot.posting.outbox import Outbox
from bot.storage.database import Database

KIND = "alert"
"""The outbox's name for posts about alerts; ``source_id`` is the alert's id."""
RAISE, REMIND, ESCALATE, URGENT = "raise", "remind:1", "escalate:1", "urgent"
"""What an alert may owe: its post, one reminder, one escalation, word that it has become urgent."""


class Debts:
    """Writes down what alerts owe."""

    def __init__(self, database: Database, outbox: Outbox, choices: AlertChoices) -> None:
        """Use the outbox, within the caller's transactions."""
        self._database = database
        self._outbox = outbox
        self._choices = choices

    async def of_new(self, connection: Any, alert: Alert, now: datetime) -> None:
        """Owe the posts of a new alert, and the recalls of an urgent one."""
        await self._owe(connection, alert, self._audience(alert), RAISE, now, now)
        if alert.severity is Severity.URGENT:
            await self._owe_recalls(connection, alert, now)

    async def of_reopened(self, connection: Any, alert: Alert, now: datetime) -> None:
        """Owe what was not posted because the alert was closed, or muted from the start."""
        await self._database.sql.forget_skipped_debts(connection, alert_id=alert.id)
        await self._owe(connection, alert, self._audience(alert), RAISE, now, now)
        if alert.severity is Severity.URGENT and alert.state is AlertState.OPEN:
            await self._owe_recalls(connection, alert, now)

    def _audience(self, alert: Alert) -> list[Target]:
        """Where an alert is posted: its channel first, then whoever watches, each once."""
        rules = meeting(alert, self._choices.rules(alert.guild_id))
        watching = (
            Target(Place.USER, rule.user_id)
            if rule.user_id is not None
            else Target(Place.CHANNEL, rule.channel_id or 0)
            for rule in rules
        )
        return list(dict.fromkeys([*main_place(alert), *watching]))

    async def of_changed(self, connection: Any, alert: Alert, now: datetime) -> None:
        """See to a new severity: whoever watches for it is told, and an urgent one is recalled until acknowledged."""
        await self._database.sql.forget_skipped_debts(connection, alert_id=alert.id)
        await self._owe(connection, alert, self._audience(alert), RAISE, now, now)
        if alert.severity is Severity.URGENT and not alert.state.closed:
            if await self.may_mention(connection, alert.guild_id, now):
                await self._owe(connection, alert, main_place(alert), URGENT, now, now)
            await self._owe_recalls(connection, alert, now)

    async def _owe_recalls(self, connection: Any, alert: Alert, now: datetime) -> None:
        settings = self._choices.settings(alert.guild_id)
        remind = now + timedelta(minutes=settings.remind_minutes)
        await self._owe(connection, alert, main_place(alert), REMIND, remind, now)
        escalate = max(remind, now + timedelta(minutes=settings.escalate_minutes))
        if settings.escalate_user_id is not None:
            target = [Target(Place.USER, settings.escalate_user_id)]
            await self._owe(connection, alert, target, ESCALATE, escalate, now)
        elif settings.escalate_role_id is not None:
            await self._owe(connection, alert, main_place(alert), ESCALATE, escalate, now)

    async def _owe(  # noqa: PLR0913, PLR0917 - one debt, told in one call
        self, connection: Any, alert: Alert, targets: Iterable[Target], key: str, due: datetime, now: datetime
    ) -> None:
        for target in targets:
            await self._outbox.owe(
                connection,
                kind=KIND,
                source_id=alert.id,
                owed=Owed(key, due),
                target=target,
                guild_id=alert.guild_id,
                now=now,
            )

    async def may_mention(self, connection: Any, guild_id: int, now: datetime) -> bool:
        """Whether a role may be mentioned now; if so, the interval until the next time begins."""
        settings = self._choices.settings(guild_id)
        if settings.urgent_role_id is None:
            return False
        sql = self._database.sql
        last = await sql.mentioned_at(connection, guild_id=guild_id)
        seconds = epoch(now)
        if last is not None and seconds - last < settings.mention_minutes * 60:
            return False
        await sql.set_mentioned_at(connection, guild_id=guild_id, at=seconds)
        return True


def main_place(alert: Alert) -> list[Target]:
    """The channel in which an alert is worked on; none for what was muted."""
    return [] if alert.channel_id is None else [Target(Place.CHANNEL, alert.channel_id)]
