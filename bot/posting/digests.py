"""What a server's managers do with its digests: set up, change, pause, resume, send now, remove."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from bot.errors import UserError
from bot.posting.desk import Posting
from bot.posting.digest import DIGEST, ORDER, Details, SectionProvider, Sections
from bot.posting.digest_kind import DigestKind, next_after
from bot.posting.model import Occurrence, Place, Schedule, Target
from bot.posting.timetable import Rhythm, Rule, RuleError, first_date, next_due, parse_rule, parse_time
from bot.posting.zones import zone as zone_of
from bot.render.text import verbatim
from bot.storage.database import Database
from bot.storage.digests import DigestStore
from bot.storage.schedules import not_overtaken
from bot.storage.settings import SettingsStore
from bot.turns import Turns

MOST = 25
"""Digests of one server: as many as a menu offers."""
LONGEST_REACH = 366
"""Days that the coming events may reach."""
PAUSED = "By a manager."
"""Why a digest is paused, after the word for it."""

_AT_FIRST = time(9)
_DAYS_AT_FIRST = {Rhythm.WEEKLY: "monday", Rhythm.FORTNIGHTLY: "monday", Rhythm.MONTHLY: "1"}
_RESUME = "Once that is mended, press Resume in `/r2p-admin digest preview`."
_EMPTY = (
    "It has nothing to say now, and empty digests are not posted. `/r2p-admin digest preview` has the buttons to change "
    "that, or what it shows."
)
_GONE = "There is no such digest any more. `/r2p-admin digest list` shows those that there are."


@dataclass(frozen=True, slots=True)
class Wish:
    """What a manager typed; None for what is to stay, or to be as it is at first."""

    channel_id: int | None = None
    rhythm: str | None = None
    day: str | None = None
    time: str | None = None
    timezone: str | None = None
    role_id: int | None = None
    days: int | None = None


class Digests:
    """The digests of all servers."""

    def __init__(
        self, posting: Posting, database: Database, settings: SettingsStore, sections: Sections
    ) -> None:
        """Make the kind known to the outbox; ``settings`` name each server's time zone."""
        self._posting = posting
        self._settings = settings
        self._turns = Turns()
        self._store = DigestStore(database)
        self.kind = DigestKind(posting.schedules, self._store, sections)
        posting.register(self.kind)

    async def of(self, guild_id: int) -> list[Schedule]:
        """A server's digests, in the order in which they were set up."""
        return await self._posting.schedules.of_guild(guild_id, DIGEST)

    async def get(self, guild_id: int | None, written: str) -> Schedule:
        """A server's digest by its id; UserError for anything else, also for a digest of another server."""
        number = int(written) if re.fullmatch(r"[0-9]{1,18}", written) else None
        found = None if number is None else await self._posting.schedules.get(number)
        if found is None or found.kind != DIGEST or found.guild_id != guild_id:
            raise UserError("Please choose the digest from the list." if number is None else _GONE)
        return found

    async def set_up(self, guild_id: int, wish: Wish, by: int, now: datetime) -> Schedule:
        """Set one up in a channel; UserError for what cannot be, or if the server has as many as it may."""
        zone = _zone(wish.timezone or self._settings.get(guild_id).timezone)
        rule = _rule(wish, zone, now, None)
        details = Details(rule=rule.as_json(), role_id=wish.role_id, days=wish.days)
        async with self._turns.of(guild_id):
            if len(await self.of(guild_id)) >= MOST:
                raise UserError(
                    f"A server can have {MOST} digests. Remove one first: `/r2p-admin digest remove`"
                )
            return await self._posting.schedules.add(
                kind=DIGEST,
                guild_id=guild_id,
                target=Target(Place.CHANNEL, wish.channel_id or 0),
                details=details.as_json(),
                timezone=zone.key,
                created_by=by,
                upcoming=next_due(rule, zone, now),
                now=now,
            )

    async def change(self, schedule: Schedule, wish: Wish, now: datetime) -> Schedule:
        """Change what was typed, and leave the rest; UserError for what cannot be."""
        async with self._turns.of(schedule.guild_id):
            changed = await not_overtaken(lambda: self._change(schedule, wish, now))
        self._posting.wake()
        return changed

    async def _change(self, schedule: Schedule, wish: Wish, now: datetime) -> Schedule:
        schedule = await self._again(schedule)
        details = Details.of(schedule)
        zone, before = _zone(wish.timezone or schedule.timezone), Rule.from_json(details.rule)
        rule = _rule(wish, zone, now, before)
        target = schedule.target if wish.channel_id is None else Target(Place.CHANNEL, wish.channel_id)
        upcoming = schedule.upcoming
        owed = upcoming is not None and upcoming.due <= now and schedule.paused_reason is None
        if not owed and (rule, zone.key) != (before, schedule.timezone):
            upcoming = next_after(rule, zone, now, await self._store.last_key(schedule))
        details = replace(
            details,
            rule=rule.as_json(),
            role_id=wish.role_id or details.role_id,
            days=details.days if wish.days is None else wish.days,
        )
        return await self._posting.schedules.change(
            schedule.id,
            target=target,
            details=details.as_json(),
            timezone=zone.key,
            upcoming=upcoming,
            seen=schedule,
        )

    async def choose(self, schedule: Schedule, **choices: object) -> Schedule:
        """Set fields of its details that leave its rhythm alone: ``sections``, ``post_empty``, ``role_id``."""
        async with self._turns.of(schedule.guild_id):
            return await not_overtaken(lambda: self._choose(schedule, choices))

    async def _choose(self, schedule: Schedule, choices: Mapping[str, object]) -> Schedule:
        schedule = await self._again(schedule)
        details = replace(Details.of(schedule), **choices)
        return await self._posting.schedules.change(
            schedule.id, details=details.as_json(), upcoming=schedule.upcoming, seen=schedule
        )

    async def _again(self, schedule: Schedule) -> Schedule:
        """As it is now, and not as it was when somebody began to change it."""
        return await self.get(schedule.guild_id, str(schedule.id))

    async def pause(self, schedule: Schedule, now: datetime) -> Schedule:
        """Post nothing until it is resumed."""
        await self._posting.schedules.pause(schedule.id, PAUSED, now)
        return await self._again(schedule)

    async def resume(self, schedule: Schedule, now: datetime) -> Schedule:
        """Go on with the next run after now; what passed while it was paused is not made up for.

        What keeps posts from its channel is taken for mended. ``UserError`` if nothing holds the digest up.
        """
        async with self._turns.of(schedule.guild_id):
            schedule = await self._again(schedule)
            paused = schedule.paused_reason is not None
            if paused:
                rule, zone = Rule.from_json(Details.of(schedule).rule), ZoneInfo(schedule.timezone)
                last = await self._store.last_key(schedule)
                await self._posting.schedules.resume(schedule.id, next_after(rule, zone, now, last))
        if not await self._posting.resume_target(schedule.target) and not paused:
            raise UserError("This digest is not paused.")
        return await self._again(schedule)

    async def held(self, guild_id: int) -> dict[int, str]:
        """The channels of a server that nothing can be posted to now, each with the reason."""
        return {block.target.id: block.reason for block in await self._posting.outbox.blocks_of(guild_id)}

    async def send_now(self, schedule: Schedule, token: int, now: datetime) -> bool:
        """Owe a post beside its rhythm, once for a token; False if that was done before.

        ``UserError`` if posts into its channel are held up, or it has nothing to say.
        """
        if block := await self._posting.outbox.block_of(schedule.target):
            raise UserError(
                f"Posts into <#{schedule.target.id}> are held up: {verbatim(block.reason)} {_RESUME}"
            )
        if not Details.of(schedule).post_empty and not (await self.kind.made(schedule, now)).parts:
            raise UserError(_EMPTY)
        return await self._posting.send_now(schedule.id, now, once=str(token)) is not None

    async def remove(self, schedule: Schedule) -> None:
        """Remove it with what it still owes."""
        await self._posting.schedules.remove(schedule.id)

    def runs(self, schedule: Schedule, count: int = 3) -> list[Occurrence]:
        """Its next runs; none while it is paused."""
        if schedule.upcoming is None or schedule.paused_reason is not None:
            return []
        rule, zone = Rule.from_json(Details.of(schedule).rule), ZoneInfo(schedule.timezone)
        found = [schedule.upcoming]
        while len(found) < count:
            found.append(next_due(rule, zone, found[-1].due))
        return found

    def offered(self, guild_id: int | None) -> dict[str, SectionProvider]:
        """The sections that a server can choose now, in their order."""
        sections = self.kind.sections
        return {
            name: sections[name] for name in ORDER if name in sections and sections[name].offered(guild_id)
        }


def _zone(name: str) -> ZoneInfo:
    try:
        return zone_of(name)
    except ValueError as error:
        raise UserError(str(error)) from error


def _rule(wish: Wish, zone: ZoneInfo, now: datetime, before: Rule | None) -> Rule:
    """The rule that a wish makes, of what was there before; it counts anew if anything of it changed."""
    rhythm = wish.rhythm or (before.rhythm if before else Rhythm.WEEKLY)
    kept = before.day if before and before.rhythm == rhythm else _DAYS_AT_FIRST.get(Rhythm(rhythm))
    try:
        at = parse_time(wish.time) if wish.time else before.at if before else _AT_FIRST
        rule = parse_rule(rhythm, wish.day or kept, at, first_date(at, zone, now))
    except RuleError as error:
        raise UserError(str(error)) from error
    same = before and (rule.rhythm, rule.day, rule.at) == (before.rhythm, before.day, before.at)
    return before if before and same else rule
