"""Slow and obvious twins of the timetable, and time zones that were made up."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.posting.timetable import Rhythm, Rule

DAY = timedelta(days=1)
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
PLACES = ["first", "second", "third", "fourth", "last"]


def shown(moment: datetime, zone: ZoneInfo) -> datetime:
    """What a clock on a wall shows."""
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)


class Walls:
    """What the clocks of a zone show, looked up every quarter of an hour from one date to another."""

    STEP = timedelta(minutes=15)

    def __init__(self, zone: ZoneInfo, first: date, last: date) -> None:
        moment = datetime.combine(first, time.min, UTC) - 2 * DAY
        self.moments = []
        while moment < datetime.combine(last, time.min, UTC) + 2 * DAY:
            self.moments.append((moment, shown(moment, zone)))
            moment += self.STEP
        self.first_of: dict[datetime, datetime] = {}
        for moment, wall in self.moments:
            self.first_of.setdefault(wall, moment)
        self.dates = {wall.date() for _, wall in self.moments}

    def instant(self, day: date, at: time) -> datetime | None:
        """The first moment at which clocks show this; else the one at which they jump over it."""
        wanted = datetime.combine(day, at)
        if day not in self.dates:
            return None
        if wanted in self.first_of:
            return self.first_of[wanted]
        for (_, before), (moment, after) in zip(self.moments, self.moments[1:], strict=False):
            if before < wanted < after:
                return moment
        raise AssertionError(f"clocks neither show {wanted} nor jump over it")


def names(rule: Rule, day: date) -> bool:
    """Whether a date is one of the rule's."""
    if day < rule.start:
        return False
    weekday = WEEKDAYS[day.weekday()]
    match rule.rhythm:
        case Rhythm.DAILY:
            return True
        case Rhythm.WEEKDAYS:
            return weekday not in {"saturday", "sunday"}
        case Rhythm.WEEKLY:
            return weekday == rule.day
        case Rhythm.FORTNIGHTLY:
            first = next(
                each for each in dates(rule.start, rule.start + 6 * DAY) if names_weekday(rule, each)
            )
            return weekday == rule.day and (day - first).days % 14 == 0
        case Rhythm.MONTHLY:
            return day == in_month(rule.day or "", day.year, day.month)


def names_weekday(rule: Rule, day: date) -> bool:
    return WEEKDAYS[day.weekday()] == rule.day


def in_month(wanted: str, year: int, month: int) -> date:
    """Which date of a month is meant."""
    first = date(year, month, 1)
    whole = [day for day in dates(first, first + 30 * DAY) if day.month == month]
    place, _, weekday = wanted.partition(" ")
    if weekday:
        return [day for day in whole if WEEKDAYS[day.weekday()] == weekday][
            -1 if place == "last" else PLACES.index(place)
        ]
    return whole[-1] if place == "last" else whole[: int(place)][-1]


def dates(first: date, last: date) -> Iterator[date]:
    """Every date from one to another."""
    while first <= last:
        yield first
        first += DAY


class Change(NamedTuple):
    """A moment at which the clocks of a zone are set."""

    moment: datetime
    before: timedelta
    after: timedelta

    def instant(self, wall: datetime) -> datetime:
        """The moment at which clocks show this, if this change is the only one around."""
        old = wall.replace(tzinfo=UTC) - self.before
        new = wall.replace(tzinfo=UTC) - self.after
        if old < self.moment:
            return old
        return max(new, self.moment)


def changes(zone: ZoneInfo, first: int, last: int) -> Iterator[Change]:
    """Each change of a zone's offset from one year to another, found by looking every week."""
    moment = datetime(first, 1, 1, tzinfo=UTC)
    end = datetime(last + 1, 1, 1, tzinfo=UTC)
    while moment < end:
        low, high = moment, moment + 7 * DAY
        before, after = offset(low, zone), offset(high, zone)
        if before != after:
            while high - low > timedelta(minutes=1):
                middle = low + (high - low) // 2 // timedelta(minutes=1) * timedelta(minutes=1)
                low, high = (middle, high) if offset(middle, zone) == before else (low, middle)
            yield Change(high, before, after)
        moment += 7 * DAY


def offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    found = moment.astimezone(zone).utcoffset()
    assert found is not None
    return found


def made_up(rules: str, key: str = "Made/Up") -> ZoneInfo:
    """A zone that follows rules such as ``CET-1CEST,M3.5.0,M10.5.0/3``, read from a file in memory.

    Source: RFC 9636: two empty blocks with one type each, and the rules in the footer.
    """
    block = struct.pack(">lbb", 0, 0, 0) + b"UTC\0"
    header = b"TZif2" + b"\0" * 15 + struct.pack(">6l", 0, 0, 0, 0, 1, 4)
    return ZoneInfo.from_file(io.BytesIO((header + block) * 2 + f"\n{rules}\n".encode()), key)
