"""Digests as the outbox sees them: what a schedule owes by now, and the post that a delivery stands for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.clock import epoch
from bot.posting.desk import BY_HAND
from bot.posting.digest import AHEAD, DIGEST, ORDER, Details, Edition, Part, Sections
from bot.posting.model import Delivery, Nothing, Occurrence, Owed, Plan, Post, Schedule
from bot.posting.timetable import Rule, due_of, missed, next_due
from bot.render.digest import Head, digest
from bot.storage.digests import DigestStore
from bot.storage.schedules import ScheduleStore

LATE = timedelta(minutes=15)
"""A digest that comes later than this says so."""
EMPTY = "There was nothing new to post."
"""Why a digest is skipped that has nothing to say."""

_MISSED = "Missed; the next digest that was posted stands for it."
_MOST_MISSED = 366
"""Missed occurrences that are recorded one by one: a year of daily ones."""
_REMOVED = "The digest was removed."


@dataclass(frozen=True, slots=True)
class Made:
    """A digest before it becomes a message."""

    head: Head
    parts: tuple[Part, ...]


class DigestKind:
    """Plans and composes digests."""

    name = DIGEST

    def __init__(self, schedules: ScheduleStore, store: DigestStore, sections: Sections) -> None:
        """Use the schedules, what was posted before, and every section that there is."""
        self._schedules = schedules
        self._store = store
        self.sections = sections

    def plan(self, schedule: Schedule, now: datetime) -> Plan:
        """What is owed by now: of several occurrences that passed only the last, the others are logged as missed."""
        upcoming = schedule.upcoming
        if upcoming is None or upcoming.due > now:
            return Plan((), upcoming)
        rule, zone = Rule.from_json(Details.of(schedule).rule), ZoneInfo(schedule.timezone)
        following = next_due(rule, zone, upcoming.due)
        if following.due > now:
            following = next_after(rule, zone, upcoming.due, upcoming.key)
            return Plan([Owed(upcoming.key, upcoming.due, merge="")], following)
        return self._plan_after_a_gap(upcoming, rule, zone, now)

    def _plan_after_a_gap(self, first: Occurrence, rule: Rule, zone: ZoneInfo, now: datetime) -> Plan:
        last, count = missed(rule, zone, first.due, now)
        # After an edit the rule may name a date again whose digest is owed already: one date is one digest.
        standing = max(first, last or first, key=lambda each: each.key)
        owed: list[Owed] = []
        for _ in range(min(count, _MOST_MISSED)):
            if first.key != standing.key:
                owed.append(Owed(first.key, first.due, skip=_MISSED))
            first = next_due(rule, zone, first.due)
        following = next_after(rule, zone, now, standing.key)
        return Plan([*owed, Owed(standing.key, standing.due, merge="")], following)

    def due(self, schedule: Schedule, key: str) -> datetime | None:
        """When the digest of a local date is due by today's rules of its zone; None for one that was sent by hand."""
        if key.startswith(BY_HAND):
            return None
        return due_of(Rule.from_json(Details.of(schedule).rule), ZoneInfo(schedule.timezone), key)

    async def compose(self, delivery: Delivery, now: datetime) -> Post | Nothing:
        """Make the post of a delivery; the same one gives the same post but for how late it is."""
        schedule = await self._schedules.get(delivery.source_id)
        if schedule is None:
            return Nothing(_REMOVED)
        details = Details.of(schedule)
        late = now - delivery.due > LATE
        made = await self.made(schedule, now if late else delivery.due)
        if not made.parts and not details.post_empty:
            return Nothing(EMPTY)
        by_hand = delivery.key.startswith(BY_HAND)
        head = made.head._replace(
            due=delivery.due if late else None,
            missed=0 if by_hand else await self._store.missed_before(delivery, EMPTY),
        )
        return Post(
            digest(head, made.parts),
            small_print=next_in_words(schedule, now),
            role_id=details.role_id,
            text_before=f"<@&{details.role_id}>" if details.role_id else "",
        )

    async def made(self, schedule: Schedule, moment: datetime) -> Made:
        """What a digest of this schedule holds if it is read at a moment."""
        details, zone = Details.of(schedule), ZoneInfo(schedule.timezone)
        rule = Rule.from_json(details.rule)
        day = moment.astimezone(zone).date()
        edition = Edition(
            guild_id=schedule.guild_id,
            turn=schedule.turn,
            day=day,
            until=_until(day, details, next_due(rule, zone, moment)),
            sections=details.sections,
            since=await self._store.last_sent(schedule, moment) or schedule.created_at,
            moment=moment,
            zone=zone,
        )
        chosen = [self.sections[name] for name in ORDER if name in details.sections and name in self.sections]
        parts = [part for section in chosen if (part := await section.part(edition))]
        return Made(Head(day, in_words(schedule)), tuple(parts))


def next_after(rule: Rule, zone: ZoneInfo, moment: datetime, key: str | None) -> Occurrence:
    """The next run after a moment, on a later local date than that of a key: one date is one digest."""
    found = next_due(rule, zone, moment)
    while key is not None and found.key <= key:
        found = next_due(rule, zone, found.due)
    return found


def _until(day: date, details: Details, following: Occurrence) -> date:
    """The last day of the coming events: as chosen, else 30 days on, or the day of the next digest if that is later."""
    if details.days is not None:
        return day + timedelta(details.days)
    return max(day + timedelta(AHEAD), date.fromisoformat(following.key))


def in_words(schedule: Schedule) -> str:
    """When a digest comes: "every Monday at 09:00 (Europe/Zurich)"."""
    return f"{Rule.from_json(Details.of(schedule).rule).words()} ({schedule.timezone})"


def next_in_words(schedule: Schedule, now: datetime) -> str:
    """When the next digest comes, for the small print; nothing if that is not known."""
    upcoming = schedule.upcoming
    known = upcoming is not None and upcoming.due > now and schedule.paused_reason is None
    return f"Next digest: <t:{epoch(upcoming.due)}:f>" if known and upcoming else ""
