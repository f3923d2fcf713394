"""What servers and people chose about alerts: read from memory, written through to the database."""

from __future__ import annotations

import json
from dataclasses import asdict, fields, replace
from functools import partial
from typing import Any

from bot.alerts.model import AlertError, AlertSettings, Raisers, Severity, Wanted, WatchRule
from bot.posting.model import Place, Target
from bot.storage.database import Database

MOST_RULES = 25
"""Watch rules of a server, and follows of a person in it."""

_DEFAULTS = AlertSettings()
_BOUNDS = {
    "flags_an_hour": (1, 50),
    "mention_minutes": (5, 1_440),
    "remind_minutes": (5, 1_440),
    "escalate_minutes": (5, 2_880),
}


class AlertChoices:
    """Every server's alert settings and watch rules, all held in memory."""

    def __init__(
        self, database: Database, settings: dict[int, AlertSettings], rules: dict[int, WatchRule]
    ) -> None:
        """Use ``AlertChoices.load``, which reads what is stored."""
        self._database = database
        self._settings = settings
        self._rules = rules

    @classmethod
    async def load(cls, database: Database) -> AlertChoices:
        """Read everything into memory."""
        sql = database.sql
        async with database.transaction() as connection:
            settings = {guild: settings_of(kept) async for guild, kept in sql.all_alert_settings(connection)}
            rules = {row[0]: _rule_of(*row) async for row in sql.all_watch_rules(connection)}
        return cls(database, settings, rules)

    def settings(self, guild_id: int) -> AlertSettings:
        """A server's choices; the defaults, with alerts off, where none were made."""
        return self._settings.get(guild_id, _DEFAULTS)

    async def set(self, guild_id: int, settings: AlertSettings) -> None:
        """Keep a server's choices; AlertError for a number out of its bounds.

        With another channel, what could not be posted to the one before is posted there.
        """
        for name, (least, most) in _BOUNDS.items():
            if not least <= getattr(settings, name) <= most:
                words = name.replace("_", " ")
                raise AlertError(f"{words} must be from {least} to {most:,}. Example: {least}")
        committed = partial(self._settings.__setitem__, guild_id, settings)
        async with self._database.transaction(committed=committed) as connection:
            await self._database.sql.set_alert_settings(
                connection, guild_id=guild_id, settings=json.dumps(asdict(settings))
            )
            await self._move(connection, guild_id, self.settings(guild_id).channel_id, settings.channel_id)

    async def _move(self, connection: Any, guild_id: int, old: int | None, new: int | None) -> None:
        if old is None or new is None or old == new:
            return
        sql, before, after = self._database.sql, Target(Place.CHANNEL, old), Target(Place.CHANNEL, new)
        await sql.move_unposted_alerts(connection, guild_id=guild_id, channel_id=new, old=str(before))
        await sql.move_unposted_debts(
            connection, guild_id=guild_id, channel_id=new, old=str(before), new=str(after)
        )

    def rules(self, guild_id: int) -> list[WatchRule]:
        """All rules of a server, of its channels and of people who follow it."""
        return [rule for rule in self._rules.values() if rule.guild_id == guild_id]

    def of_channels(self, guild_id: int) -> list[WatchRule]:
        """The watch rules of a server's channels."""
        return [rule for rule in self.rules(guild_id) if rule.channel_id is not None]

    def of_user(self, user_id: int, guild_id: int | None = None) -> list[WatchRule]:
        """What a person follows, in one server or in all."""
        return [
            rule
            for rule in self._rules.values()
            if rule.user_id == user_id and guild_id in {None, rule.guild_id}
        ]

    async def watch(self, guild_id: int, channel_id: int, wanted: Wanted, by: int) -> WatchRule:
        """Let a channel see alerts; AlertError if there are too many rules, or this one stands already."""
        if len(self.of_channels(guild_id)) >= MOST_RULES:
            raise AlertError(
                f"A server can have {MOST_RULES} watch rules. Remove one first: /r2p-admin watch remove"
            )
        return await self._add(WatchRule(0, guild_id, channel_id, None, wanted, by))

    async def follow(self, guild_id: int, user_id: int, wanted: Wanted) -> WatchRule:
        """Let a person see alerts by direct message; AlertError as for ``watch``."""
        if len(self.of_user(user_id, guild_id)) >= MOST_RULES:
            raise AlertError(f"You can follow {MOST_RULES} things in a server. Stop following one first.")
        return await self._add(WatchRule(0, guild_id, None, user_id, wanted, user_id))

    async def remove(self, rule_id: int) -> WatchRule | None:
        """Drop a rule; None if there was none."""
        rule = self._rules.get(rule_id)
        if rule is not None:
            committed = partial(self._rules.pop, rule_id, None)
            async with self._database.transaction(committed=committed) as connection:
                await self._database.sql.remove_watch_rule(connection, id=rule_id)
        return rule

    def forget(self, guild_id: int) -> None:
        """Drop a server's choices from memory, after they were deleted from the database."""
        self._settings.pop(guild_id, None)
        self._rules = {number: rule for number, rule in self._rules.items() if rule.guild_id != guild_id}

    def forget_user(self, user_id: int) -> None:
        """Drop a person from memory, and what they follow, after they were erased from the database."""
        self._rules = {
            number: replace(rule, created_by=0) if rule.created_by == user_id else rule
            for number, rule in self._rules.items()
            if rule.user_id != user_id
        }
        self._settings = {
            guild: replace(settings, escalate_user_id=None)
            if settings.escalate_user_id == user_id
            else settings
            for guild, settings in self._settings.items()
        }

    async def _add(self, rule: WatchRule) -> WatchRule:
        if any(replace(each, id=0, created_by=rule.created_by) == rule for each in self._rules.values()):
            raise AlertError("This very rule is there already.")
        added: list[WatchRule] = []

        def committed() -> None:
            self._rules[added[0].id] = added[0]

        async with self._database.transaction(committed=committed) as connection:
            number = await self._database.sql.add_watch_rule(
                connection,
                guild_id=rule.guild_id,
                channel_id=rule.channel_id,
                user_id=rule.user_id,
                wanted=json.dumps(asdict(rule.wanted)),
                created_by=rule.created_by,
            )
            added.append(replace(rule, id=number))
        return added[0]


def settings_of(kept: str) -> AlertSettings:
    """Read stored settings; what a later version added, or took away, is as by default."""
    known = {field.name for field in fields(AlertSettings)}
    read: dict[str, Any] = {name: value for name, value in json.loads(kept).items() if name in known}
    read["raisers"] = Raisers(read.get("raisers", Raisers.EVERYONE))
    return AlertSettings(**read)


def _rule_of(  # noqa: PLR0913, PLR0917 - one row
    rule_id: int, guild_id: int, channel_id: int | None, user_id: int | None, wanted: str, created_by: int
) -> WatchRule:
    read = json.loads(wanted)
    asked = Wanted(
        Severity(read["least"]), tuple(read["countries"]), tuple(read["themes"]), tuple(read["words"])
    )
    return WatchRule(rule_id, guild_id, channel_id, user_id, asked, created_by)
