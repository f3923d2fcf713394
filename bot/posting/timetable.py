"""When a rule falls due, in any time zone and over any change of its clocks. Pure.

A rule names local dates and one local time. What that means where clocks change:

- a time that a date does not have, because clocks were put forward over it, moves to the first instant after the
  gap: 02:30 in a gap from 02:00 to 03:00 is 03:00. Where the gap ends at or after midnight, that instant may
  already belong to the next date; the occurrence still counts for its own;
- a time that a date has twice, because clocks were put back, is used once: the first;
- a date that a zone skips whole (30 December 2011 in Samoa) has no occurrence, and nothing takes its place;
- a monthly rule for day 31 falls on the last day of a shorter month.

So each day, week, fortnight or month that a rule names has exactly one occurrence, but for skipped dates. Occurrences
are named by their local date, never by the instant: when a zone's rules change, the instant moves, the name stays, and
nothing is owed twice. Both names and instants strictly increase.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from bot.posting.model import Occurrence
from bot.posting.rule import LAST_DAY, WEEKDAYS, Rhythm, Rule, RuleError, parse_rule, parse_time

__all__ = [
    "Rhythm",
    "Rule",
    "RuleError",
    "due_of",
    "first_date",
    "instant",
    "missed",
    "next_due",
    "parse_rule",
    "parse_time",
]

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_A_DATE_SKIPPED = timedelta(hours=20)
"""A zone whose offset grew by so much skipped a date: it crossed the date line, 24 hours or more, and no change of
summer time makes up for more than three of them."""
_WORKING_DAYS = 5


def next_due(rule: Rule, zone: ZoneInfo, after: datetime) -> Occurrence:
    """Return the first occurrence strictly after an instant; its key is the local date, its time is in UTC.

    ``OverflowError`` beyond the year 9999.
    """
    coming = _occurrences(rule, zone, count(_first(rule, zone, after)))
    return next(occurrence for occurrence in coming if occurrence.due > after)


def due_of(rule: Rule, zone: ZoneInfo, key: str) -> datetime:
    """Return when the occurrence of a key is due by what is known of the zone now, in UTC.

    Where the zone has come to skip that date meanwhile, the first instant after it. ValueError if the key is no date.
    """
    day = date.fromisoformat(key)
    return instant(day, rule.at, zone) or _gap(datetime.combine(day, rule.at), zone)


def missed(rule: Rule, zone: ZoneInfo, after: datetime, now: datetime) -> tuple[Occurrence | None, int]:
    """Return the last occurrence after one instant and not after another, and how many there are.

    Takes no longer for years than for days.
    """
    first = next_due(rule, zone, after)
    if first.due > now:
        return None, 0
    lowest = _number(rule, date.fromisoformat(first.key))
    highest = _number(rule, _local_date(now, zone) + _DAY)  # clocks may have gone back over midnight
    falling = _occurrences(rule, zone, range(highest, lowest - 1, -1))
    last = next(occurrence for occurrence in falling if occurrence.due <= now)
    numbers = range(lowest, _number(rule, date.fromisoformat(last.key)) + 1)
    if _offset(now, zone) - _offset(after, zone) < _A_DATE_SKIPPED:
        return last, len(numbers)
    return last, sum(1 for _ in _occurrences(rule, zone, numbers))


def first_date(at: time, zone: ZoneInfo, now: datetime) -> date:
    """Return the local date from which a rule that is set up now counts: today, or tomorrow if the time has passed.

    As ``Rule.start`` it makes a fortnightly rule count from its first real run.
    """
    today = _local_date(now, zone)
    due = instant(today, at, zone)
    return today if due is not None and due > now else today + _DAY


def instant(day: date, at: time, zone: ZoneInfo) -> datetime | None:
    """Return the instant, in UTC, of a local time on a local date: the first of two, the end of a gap, or None.

    None means that the zone skips the date.
    """
    wall = datetime.combine(day, at.replace(tzinfo=None, fold=0))
    found = wall.replace(tzinfo=zone).astimezone(UTC)
    if _wall(found, zone) == wall:
        return found
    opened = _gap(wall, zone)
    gap_ends = _wall(opened, zone)
    gap_begins = gap_ends - (_offset(opened, zone) - _offset(opened - _SECOND, zone))
    skipped = gap_begins <= datetime.combine(day, time.min) and gap_ends.date() > day
    return None if skipped else opened


def _gap(wall: datetime, zone: ZoneInfo) -> datetime:
    """Return the first instant after the gap that a local time falls into.

    Read with the offset before the gap the time is too late an instant, with the one after it too early: the change
    lies between.
    """
    early = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    late = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    offset = _offset(late, zone)
    while late - early > _SECOND:
        middle = early + (late - early) // 2 // _SECOND * _SECOND
        if _offset(middle, zone) == offset:
            late = middle
        else:
            early = middle
    return late


def _wall(moment: datetime, zone: ZoneInfo) -> datetime:
    """What the clocks of a zone show at an instant."""
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)


def _local_date(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _occurrences(rule: Rule, zone: ZoneInfo, numbers: Iterable[int]) -> Iterator[Occurrence]:
    """What falls due on the dates of these numbers, without those that the zone skips."""
    for number in numbers:
        day = _date(rule, number)
        due = instant(day, rule.at, zone)
        if due is not None:
            yield Occurrence(day.isoformat(), due)


def _first(rule: Rule, zone: ZoneInfo, after: datetime) -> int:
    """The number of a date that is not after the next occurrence.

    Today's is early enough: what a gap carries from yesterday into today is due at the first instant of today.
    """
    start = _number(rule, rule.start - _DAY) + 1
    return max(start, _number(rule, _local_date(after, zone)))


def _number(rule: Rule, day: date) -> int:
    """The number of the last of a rule's dates that is not after a day; the dates of every rule are counted through.

    Dates before ``rule.start`` have numbers too.
    """
    match rule.rhythm:
        case Rhythm.WEEKDAYS:
            week, weekday = divmod(day.toordinal() - 1, 7)  # 1 January of the year 1 was a Monday
            return week * _WORKING_DAYS + min(weekday, _WORKING_DAYS - 1)
        case Rhythm.MONTHLY:
            month = day.year * 12 + day.month - 1
            return month if _date(rule, month) <= day else month - 1
        case _:
            first, step = _steps(rule)
            return (day - first).days // step


def _date(rule: Rule, number: int) -> date:
    """The date of a number: the other way round."""
    match rule.rhythm:
        case Rhythm.WEEKDAYS:
            week, weekday = divmod(number, _WORKING_DAYS)
            return date.fromordinal(week * 7 + weekday + 1)
        case Rhythm.MONTHLY:
            return _in_month(number // 12, number % 12 + 1, rule.day or LAST_DAY)
        case _:
            first, step = _steps(rule)
            return first + number * step * _DAY


def _steps(rule: Rule) -> tuple[date, int]:
    """The first date of a rule that recurs after a number of days, and that number."""
    if rule.rhythm is Rhythm.DAILY:
        return rule.start, 1
    wait = (WEEKDAYS.index(rule.day or WEEKDAYS[0]) - rule.start.weekday()) % 7
    return rule.start + wait * _DAY, 7 if rule.rhythm is Rhythm.WEEKLY else 14


def _in_month(year: int, month: int, wanted: str) -> date:
    """The date in a month that a monthly rule means."""
    weekday_of_first, length = monthrange(year, month)
    place, _, weekday = wanted.partition(" ")
    if not weekday:
        return date(year, month, length if place == LAST_DAY else min(int(place), length))
    if place == LAST_DAY:
        last = date(year, month, length)
        return last - (last.weekday() - WEEKDAYS.index(weekday)) % 7 * _DAY
    before = ("first", "second", "third", "fourth").index(place)
    return date(year, month, 1 + (WEEKDAYS.index(weekday) - weekday_of_first) % 7 + 7 * before)
