"""When rules fall due: in every zone, over every change of clocks, against slow and obvious twins."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import cycle, islice, pairwise, product, takewhile
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.posting.model import Occurrence
from bot.posting.rule import PLACES, WEEKDAYS
from bot.posting.timetable import (
    Rhythm,
    Rule,
    due_of,
    first_date,
    instant,
    missed,
    next_due,
    parse_rule,
)
from tests.bot.posting.slow_time import DAY, Walls, changes, dates, made_up, names, shown

ZONES = sorted(
    available_timezones() - {"localtime"}
)  # which the machine's owner chose, and is one of the others
FIRST, LAST = date(2024, 1, 1), date(2040, 12, 31)
LONGEST_WINDOW = 45  # days: some month, some fortnight and some change of clocks in it


@st.composite
def days_for(draw: st.DrawFn, rhythm: Rhythm) -> str | None:
    match rhythm:
        case Rhythm.DAILY | Rhythm.WEEKDAYS:
            return None
        case Rhythm.WEEKLY | Rhythm.FORTNIGHTLY:
            return draw(st.sampled_from(WEEKDAYS))
        case Rhythm.MONTHLY:
            number = st.integers(1, 31).map(str)
            place = st.tuples(st.sampled_from(PLACES), st.sampled_from(WEEKDAYS)).map(" ".join)
            return draw(number | st.just("last") | place)


QUARTERS = (
    st.integers(0, 95) | st.integers(0, 14) | st.integers(90, 95)
)  # where clocks are changed, more often
TIMES = QUARTERS.map(lambda quarter: time(quarter // 4, quarter % 4 * 15))


@st.composite
def rules(draw: st.DrawFn, first: date = FIRST, last: date = LAST) -> Rule:
    rhythm = draw(st.sampled_from(list(Rhythm)))
    return Rule(rhythm, draw(TIMES), draw(days_for(rhythm)), draw(st.dates(first, last)))


@st.composite
def windows(draw: st.DrawFn) -> tuple[ZoneInfo, date]:
    """A zone, and a date from which to look: mostly one with a change of clocks soon after."""
    zone = ZoneInfo(draw(st.sampled_from(ZONES)))
    year = draw(st.integers(FIRST.year, LAST.year))
    found = list(changes(zone, year, year)) if draw(st.integers(0, 3)) else []
    if not found:
        return zone, draw(st.dates(date(year, 1, 1), date(year, 12, 31)))
    return zone, shown(draw(st.sampled_from(found)).moment, zone).date() - draw(st.integers(1, 30)) * DAY


def run(rule: Rule, zone: ZoneInfo, after: datetime) -> Iterator[Occurrence]:
    """All occurrences after an instant, one after the other."""
    while True:
        due = next_due(rule, zone, after)
        yield due
        after = due.due


def told(rule: Rule, zone: str | ZoneInfo, count: int) -> list[tuple[str, str]]:
    """The first occurrences of a rule: what they count for, and what the clocks show."""
    place = ZoneInfo(zone) if isinstance(zone, str) else zone
    after = datetime.combine(rule.start, time.min, UTC) - 2 * DAY
    return [
        (each.key, each.due.astimezone(place).isoformat()[:16])
        for each in islice(run(rule, place, after), count)
    ]


def rule_for(rhythm: str, day: str | None, at: str, start: str) -> Rule:
    return parse_rule(rhythm, day, at, date.fromisoformat(start))


@given(windows(), rules(), st.integers(0, 20))
def test_each_date_of_a_rule_falls_due_once_as_a_walk_through_all_moments_finds(
    window: tuple[ZoneInfo, date], rule: Rule, back: int
) -> None:
    zone, first = window
    last = first + LONGEST_WINDOW * DAY
    rule = Rule(rule.rhythm, rule.at, rule.day, first - back * DAY)
    walls = Walls(zone, first, last)
    begin = datetime.combine(first, time.min, UTC)
    owed = [(day.isoformat(), walls.instant(day, rule.at)) for day in dates(first, last) if names(rule, day)]
    found = run(rule, zone, begin - 2 * DAY)
    mine = [
        each for each in islice(found, len(owed) + 3) if first.isoformat() <= each.key <= last.isoformat()
    ]
    assert mine == [(key, due) for key, due in owed if due is not None]
    assert all(instant(date.fromisoformat(key), rule.at, zone) == due for key, due in owed)


def test_around_every_change_of_clocks_times_are_what_the_change_makes_of_them() -> None:
    met = [
        (place, change) for place in map(ZoneInfo, ZONES) for change in changes(place, FIRST.year, LAST.year)
    ]
    assert len(met) > 5_000
    for place, change in met:
        before, after = shown(change.moment - timedelta(seconds=1), place), shown(change.moment, place)
        edges = {before, after, before + timedelta(minutes=20), after - timedelta(minutes=20)}
        times = {time.min, *(edge.replace(second=0).time() for edge in edges)}
        for day in {before.date() - DAY, before.date(), after.date(), after.date() + DAY}:
            for at in times:
                assert instant(day, at, place) == change.instant(datetime.combine(day, at)), (place, day, at)


def period(rule: Rule, key: str) -> int:
    """Which of the rule's periods a date belongs to, counted through."""
    day = date.fromisoformat(key)
    match rule.rhythm:
        case Rhythm.DAILY:
            return day.toordinal()
        case Rhythm.WEEKDAYS:
            year, week, weekday = day.isocalendar()
            return (date.fromisocalendar(year, week, 1).toordinal() - 1) // 7 * 5 + weekday
        case Rhythm.WEEKLY:
            return (day.toordinal() - 1) // 7
        case Rhythm.FORTNIGHTLY:
            return (day.toordinal() - rule.start.toordinal()) // 14
        case Rhythm.MONTHLY:
            return day.year * 12 + day.month


def check_every_period(rule: Rule, zone: ZoneInfo, dues: list[Occurrence]) -> None:
    """No period without its occurrence, none with two, none in the wrong order, none where clocks jump over it."""
    numbers = [period(rule, each.key) for each in dues]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    for one, other in pairwise(dues):
        assert one.key < other.key
        assert one.due < other.due
    for key, due in dues:
        wanted = datetime.combine(date.fromisoformat(key), rule.at)
        there = shown(due, zone)
        assert there == wanted or shown(due - timedelta(seconds=1), zone) < wanted < there


@given(st.sampled_from(ZONES), rules(last=date(2039, 12, 31)))
def test_each_day_week_fortnight_or_month_has_exactly_one(zone: str, rule: Rule) -> None:
    place = ZoneInfo(zone)
    start = datetime.combine(rule.start, time.min, UTC)
    check_every_period(rule, place, list(islice(run(rule, place, start - 2 * DAY), 60)))


@pytest.mark.long
def test_each_has_exactly_one_through_all_the_years() -> None:
    begin, end = datetime.combine(FIRST, time.min, UTC) - 2 * DAY, datetime.combine(LAST, time.max, UTC)
    days = {Rhythm.WEEKLY: "sunday", Rhythm.FORTNIGHTLY: "sunday", Rhythm.MONTHLY: "last sunday"}
    times = cycle((time(0, 0), time(2, 30), time(23, 45)))  # in turn, since a walk through all takes long
    for (zone, rhythm), at in zip(product(ZONES, Rhythm), times, strict=False):
        rule = Rule(rhythm, at, days.get(rhythm), FIRST)
        dues = takewhile(lambda due: due.due <= end, run(rule, ZoneInfo(zone), begin))
        check_every_period(rule, ZoneInfo(zone), list(dues))


@given(
    st.sampled_from(
        [*ZONES, *["Pacific/Apia", "Pacific/Kwajalein", "Pacific/Kiritimati", "Pacific/Fakaofo"] * 20]
    ),
    rules(date(1992, 1, 1), date(2012, 1, 1)),
    st.integers(0, 400),
    st.floats(0, 400),
)
@example("Pacific/Apia", Rule(Rhythm.DAILY, time(9), None, date(2011, 12, 1)), 0, 60.0)
@example("Pacific/Kwajalein", Rule(Rhythm.DAILY, time(9), None, date(1993, 8, 1)), 0, 60.0)
def test_what_was_missed_is_what_a_walk_would_have_met(
    zone: str, rule: Rule, begin: int, length: float
) -> None:
    place = ZoneInfo(zone)
    after = datetime.combine(rule.start, time(11, 3), UTC) + (begin - 30) * DAY
    now = after + length * DAY
    met = list(takewhile(lambda due: due.due <= now, run(rule, place, after)))
    assert missed(rule, place, after, now) == (met[-1] if met else None, len(met))


def test_years_of_downtime_are_counted_without_walking_through_them() -> None:
    rule = rule_for("daily", None, "09:00", "1930-01-01")
    last, count = missed(
        rule, ZoneInfo("Europe/Zurich"), datetime(1930, 1, 1, tzinfo=UTC), datetime(2930, 1, 1, tzinfo=UTC)
    )
    assert count == (date(2930, 1, 1) - date(1930, 1, 1)).days
    assert last == ("2929-12-31", datetime(2929, 12, 31, 8, tzinfo=UTC))


@given(st.sampled_from(ZONES), rules(), st.datetimes(datetime(2024, 1, 1), datetime(2040, 1, 1)))  # noqa: DTZ001 - Hypothesis wants them so
def test_the_next_is_strictly_after_not_before_the_start_and_due_at_its_key(
    zone: str, rule: Rule, after: datetime
) -> None:
    place, moment = ZoneInfo(zone), after.replace(tzinfo=UTC)
    due = next_due(rule, place, moment)
    assert due.due > moment
    assert due.key >= rule.start.isoformat()
    assert due_of(rule, place, due.key) == due.due
    assert due.due.tzinfo is UTC
    assert next_due(rule, place, due.due - timedelta(microseconds=1)) == due
    assert next_due(rule, place, due.due).key > due.key


def test_a_time_that_comes_twice_is_used_once_and_first() -> None:
    rule = rule_for("daily", None, "01:30", "2026-10-24")
    zone = ZoneInfo("Europe/London")  # 02:00 becomes 01:00 on 25 October
    assert [due.due for due in islice(run(rule, zone, datetime(2026, 10, 24, tzinfo=UTC)), 3)] == [
        datetime(2026, 10, 24, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 26, 1, 30, tzinfo=UTC),
    ]


@pytest.mark.parametrize(
    ("zone", "at", "day", "shows"),
    [
        ("Europe/Zurich", "02:30", "2026-03-29", "2026-03-29T03:00"),
        ("Europe/Zurich", "02:00", "2026-03-29", "2026-03-29T03:00"),
        ("Europe/Zurich", "03:00", "2026-03-29", "2026-03-29T03:00"),
        ("Europe/Zurich", "01:59", "2026-03-29", "2026-03-29T01:59"),
        ("America/New_York", "02:30", "2026-03-08", "2026-03-08T03:00"),
        ("Australia/Lord_Howe", "02:15", "2026-10-04", "2026-10-04T02:30"),  # half an hour
        ("Africa/Cairo", "00:00", "2024-04-26", "2024-04-26T01:00"),  # a date without midnight
        ("Asia/Beirut", "00:30", "2026-03-29", "2026-03-29T01:00"),
        ("America/Santiago", "00:00", "2026-09-06", "2026-09-06T01:00"),
        ("America/Havana", "00:15", "2026-03-08", "2026-03-08T01:00"),
        ("Europe/Dublin", "01:30", "2026-03-29", "2026-03-29T02:00"),  # whose winter time is the exception
        ("Africa/Casablanca", "02:30", "2026-03-22", "2026-03-22T03:00"),  # the end of Ramadan
        ("America/Nuuk", "23:30", "2026-03-28", "2026-03-29T00:00"),  # the gap reaches to midnight
        ("America/Toronto", "23:45", "1919-03-30", "1919-03-31T00:30"),  # and beyond
        ("Asia/Kathmandu", "09:00", "2026-07-01", "2026-07-01T09:00"),
        ("Asia/Kathmandu", "00:05", "1986-01-01", "1986-01-01T00:15"),  # a quarter of an hour
    ],
)
def test_a_time_that_does_not_exist_moves_to_the_end_of_the_gap(
    zone: str, at: str, day: str, shows: str
) -> None:
    assert told(rule_for("daily", None, at, day), zone, 1) == [(day, shows)]


def test_around_a_gap_that_reaches_over_midnight_each_date_keeps_its_own() -> None:
    assert told(rule_for("daily", None, "23:45", "1919-03-29"), "America/Toronto", 4) == [
        ("1919-03-29", "1919-03-29T23:45"),
        ("1919-03-30", "1919-03-31T00:30"),
        ("1919-03-31", "1919-03-31T23:45"),
        ("1919-04-01", "1919-04-01T23:45"),
    ]
    assert told(rule_for("daily", None, "00:15", "1919-03-30"), "America/Toronto", 2) == [
        ("1919-03-30", "1919-03-30T00:15"),
        ("1919-03-31", "1919-03-31T00:30"),
    ]


@pytest.mark.parametrize(
    ("zone", "skipped", "before", "after"),
    [
        ("Pacific/Apia", "2011-12-30", "2011-12-29", "2011-12-31"),
        ("Pacific/Fakaofo", "2011-12-30", "2011-12-29", "2011-12-31"),
        ("Pacific/Kwajalein", "1993-08-21", "1993-08-20", "1993-08-22"),
    ],
)
@pytest.mark.parametrize("at", ["00:00", "09:00", "23:59"])
def test_a_date_that_a_zone_skips_is_skipped(
    zone: str, skipped: str, before: str, after: str, at: str
) -> None:
    rule = rule_for("daily", None, at, before)
    assert told(rule, zone, 2) == [(before, f"{before}T{at}"), (after, f"{after}T{at}")]
    assert instant(date.fromisoformat(skipped), rule.at, ZoneInfo(zone)) is None
    assert shown(due_of(rule, ZoneInfo(zone), skipped), ZoneInfo(zone)) == datetime.fromisoformat(after)


def test_nothing_takes_the_place_of_a_skipped_day_of_a_week_or_month() -> None:
    fridays = told(rule_for("weekly", "friday", "09:00", "2011-12-20"), "Pacific/Apia", 2)
    assert [key for key, _ in fridays] == ["2011-12-23", "2012-01-06"]
    thirtieths = told(rule_for("monthly", "30", "09:00", "2011-11-01"), "Pacific/Apia", 2)
    assert [key for key, _ in thirtieths] == ["2011-11-30", "2012-01-30"]


def test_a_zone_that_repeats_a_date_uses_it_once() -> None:
    # Kwajalein went back over the date line in 1969: 30 September was shown for 47 hours.
    days = told(rule_for("daily", None, "12:00", "1969-09-29"), "Pacific/Kwajalein", 3)
    assert [key for key, _ in days] == ["1969-09-29", "1969-09-30", "1969-10-01"]


@pytest.mark.parametrize(
    ("day", "start", "keys"),
    [
        ("31", "2026-01-31", ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]),
        ("30", "2028-01-31", ["2028-02-29", "2028-03-30"]),  # a leap year
        ("29", "2027-02-01", ["2027-02-28", "2027-03-29"]),
        ("last", "2028-02-01", ["2028-02-29", "2028-03-31", "2028-04-30"]),
        ("1", "2026-12-02", ["2027-01-01", "2027-02-01"]),
        ("first monday", "2026-10-06", ["2026-11-02", "2026-12-07", "2027-01-04"]),
        ("1st mon", "2026-02-01", ["2026-02-02", "2026-03-02"]),
        ("last friday", "2026-10-01", ["2026-10-30", "2026-11-27", "2026-12-25"]),
        ("fourth sunday", "2026-02-01", ["2026-02-22", "2026-03-22"]),
        ("last sunday", "2026-02-01", ["2026-02-22", "2026-03-29"]),
    ],
)
def test_days_of_a_month(day: str, start: str, keys: list[str]) -> None:
    found = told(rule_for("monthly", day, "09:00", start), "Europe/Zurich", len(keys))
    assert found == [(key, f"{key}T09:00") for key in keys]


def test_a_fortnight_keeps_its_step_over_the_year_and_over_clock_changes() -> None:
    found = told(rule_for("fortnightly", "thursday", "09:00", "2026-10-16"), "Europe/Zurich", 14)
    keys = [date.fromisoformat(key) for key, _ in found]
    assert keys[0] == date(
        2026, 10, 22
    )  # the first Thursday; clocks go back on the 25th, and forward on 28 March
    assert {after - before for before, after in pairwise(keys)} == {14 * DAY}
    assert keys[-1] == date(2027, 4, 22)
    assert all(local.endswith("T09:00") for _, local in found)


@pytest.mark.parametrize(
    ("now", "begins"),
    [
        ("2026-10-05T06:59:59+00:00", "2026-10-05"),  # a second before 09:00 in Zurich
        ("2026-10-05T07:00:00+00:00", "2026-10-06"),
        ("2026-10-05T22:30:00+00:00", "2026-10-06"),  # past midnight there
    ],
)
def test_a_rule_that_is_set_up_counts_from_its_first_run(now: str, begins: str) -> None:
    found = first_date(time(9), ZoneInfo("Europe/Zurich"), datetime.fromisoformat(now))
    assert found == date.fromisoformat(begins)


def test_a_rule_that_is_set_up_on_a_skipped_date_counts_from_the_one_after() -> None:
    now = datetime(2011, 12, 30, 9, 59, tzinfo=UTC)  # 23:59 on the 29th in Apia, a minute before the 31st
    assert first_date(time(9), ZoneInfo("Pacific/Apia"), now) == date(2011, 12, 30)
    assert (
        next_due(rule_for("daily", None, "09:00", "2011-12-30"), ZoneInfo("Pacific/Apia"), now).key
        == "2011-12-31"
    )


@given(
    st.sampled_from(["AAA-1", "AAA-1BBB,M3.5.0,M10.5.0/3", "AAA-3", "AAA5", "AAA-1BBB-4,M3.5.0,M10.5.0/3"]),
    st.sampled_from(["AAA-1", "AAA-2BBB,M3.2.0,M11.1.0", "AAA-3BBB,J80/0,J300/0", "AAA4BBB5,M4.1.0,M9.1.0"]),
    st.integers(1, 40),
    TIMES,
    st.sampled_from(["daily", "weekdays"]),
)
def test_when_a_zone_changes_its_rules_names_stay_and_nothing_is_doubled_or_lost(
    old: str, new: str, known_for: int, at: time, rhythm: str
) -> None:
    rule = parse_rule(rhythm, None, at, date(2026, 3, 10))
    posted: dict[str, datetime] = {}
    due = next_due(rule, made_up(old), datetime(2026, 3, 8, tzinfo=UTC))
    for turn in range(60):
        zone = made_up(old if turn < known_for else new)
        posted.setdefault(due.key, due_of(rule, zone, due.key))  # as the outbox does: a key is owed once
        due = next_due(rule, zone, due.due)
    keys = list(posted)
    owed = [day.isoformat() for day in dates(rule.start, date.fromisoformat(keys[-1])) if names(rule, day)]
    assert keys == owed
    assert list(posted.values()) == sorted(posted.values())


def test_a_zone_that_gives_up_summer_time_moves_the_instant_and_keeps_the_key() -> None:
    rule = rule_for("weekly", "monday", "09:00", "2026-06-01")
    after = datetime(2026, 6, 1, 12, tzinfo=UTC)
    summer = next_due(rule, made_up("CET-1CEST,M3.5.0,M10.5.0/3"), after)
    winter = next_due(rule, made_up("CET-1"), after)
    assert (summer.key, winter.key) == ("2026-06-08", "2026-06-08")
    assert winter.due - summer.due == timedelta(hours=1)


def test_clocks_that_go_back_over_midnight_show_a_new_date_for_a_moment() -> None:
    rule, zone = rule_for("daily", None, "00:00", "2006-10-28"), ZoneInfo("America/St_Johns")
    first = datetime(
        2006, 10, 29, 2, 30, tzinfo=UTC
    )  # midnight; a minute later it is 23:01 on the 28th again
    assert next_due(rule, zone, first - timedelta(minutes=1)) == ("2006-10-29", first)
    later = first + timedelta(minutes=10)
    assert shown(later, zone).date() == date(2006, 10, 28)
    assert missed(rule, zone, first - DAY, later) == (("2006-10-29", first), 1)
    assert next_due(rule, zone, later) == ("2006-10-30", datetime(2006, 10, 30, 3, 30, tzinfo=UTC))


def test_a_gap_of_more_than_a_day_doubles_nothing_where_two_dates_meet_at_its_end() -> None:
    # No zone did so yet.
    zone = made_up("AAA12BBB-13,J100/12,J300/12")  # from 12:00 on 10 April to 13:00 on the 11th
    for at in (time(11), time(12), time(12, 30), time(13), time(13, 30)):
        rule = Rule(Rhythm.DAILY, at, None, date(2026, 4, 8))
        dues = list(islice(run(rule, zone, datetime(2026, 4, 7, tzinfo=UTC)), 6))
        assert [one.due < other.due for one, other in pairwise(dues)] == [True] * 5
        assert [one.key < other.key for one, other in pairwise(dues)] == [True] * 5
