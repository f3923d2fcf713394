"""What a digest's schedule owes: one post however much was missed, and nothing twice."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.posting.digest import Details
from bot.posting.digest_kind import DigestKind
from bot.posting.model import Occurrence, Place, Schedule, Target
from bot.posting.timetable import Rhythm, Rule, next_due, parse_rule

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
NOTHING: Any = None  # a plan reads no store
KIND = DigestKind(NOTHING, NOTHING, {})

rules = st.builds(
    parse_rule,
    st.just(Rhythm.DAILY) | st.just(Rhythm.WEEKDAYS),
    st.none(),
    st.times().map(lambda at: time(at.hour, at.minute)),
    st.just(date(2020, 1, 1)),
) | st.builds(
    parse_rule,
    st.just(Rhythm.WEEKLY) | st.just(Rhythm.FORTNIGHTLY),
    st.sampled_from(["monday", "friday", "sunday"]),
    st.just(time(2, 30)),
    st.just(date(2020, 1, 1)),
)
zones = st.sampled_from(["UTC", "Europe/Zurich", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia"])
moments = st.integers(0, 4 * 365 * 24 * 60).map(lambda minutes: NOW + timedelta(minutes=minutes))


def schedule(rule: Rule, zone: str, upcoming: Occurrence | None) -> Schedule:
    return Schedule(
        id=1,
        kind="digest",
        guild_id=7,
        target=Target(Place.CHANNEL, 5),
        details=Details(rule=rule.as_json()).as_json(),
        timezone=zone,
        created_by=3,
        created_at=NOW,
        upcoming=upcoming,
    )


def occurrences(rule: Rule, zone: str, first: Occurrence, until: datetime) -> list[Occurrence]:
    """The slow and obvious way."""
    found = []
    while first.due <= until:
        found.append(first)
        first = next_due(rule, ZoneInfo(zone), first.due)
    return found


@given(rules, zones, moments, st.timedeltas(timedelta(0), timedelta(days=90)))
def test_whatever_was_missed_one_post_is_owed(rule: Rule, zone: str, start: datetime, gap: timedelta) -> None:
    upcoming = next_due(rule, ZoneInfo(zone), start)
    now = upcoming.due + gap
    plan = KIND.plan(schedule(rule, zone, upcoming), now)
    passed = occurrences(rule, zone, upcoming, now)
    assert [(owed.key, owed.due) for owed in plan.owed] == passed
    *missed, last = plan.owed
    assert all(owed.skip and owed.merge is None for owed in missed)
    assert last.skip is None
    assert last.merge == ""
    assert last.useful_until is None
    assert plan.upcoming == next_due(rule, ZoneInfo(zone), now)


@given(rules, zones, moments)
def test_nothing_is_owed_before_its_time(rule: Rule, zone: str, start: datetime) -> None:
    upcoming = next_due(rule, ZoneInfo(zone), start)
    early = KIND.plan(schedule(rule, zone, upcoming), upcoming.due - timedelta(seconds=1))
    assert (list(early.owed), early.upcoming) == ([], upcoming)
    assert KIND.plan(schedule(rule, zone, None), start).owed == ()


def test_after_an_edit_a_date_that_has_its_digest_has_no_second() -> None:
    later = parse_rule("daily", None, "18:00", date(2020, 1, 1))
    owed = Occurrence("2026-11-23", NOW)  # as the rule was before its time was changed
    for now in (NOW + timedelta(hours=1), NOW + timedelta(hours=12)):
        plan = KIND.plan(schedule(later, "UTC", owed), now)
        assert [(each.key, each.skip) for each in plan.owed] == [("2026-11-23", None)]
        assert plan.upcoming == Occurrence("2026-11-24", datetime(2026, 11, 24, 18, tzinfo=UTC))


def test_years_of_downtime_are_planned_in_one_go() -> None:
    rule = parse_rule("daily", None, "09:00", date(2020, 1, 1))
    upcoming = next_due(rule, ZoneInfo("UTC"), NOW)
    plan = KIND.plan(schedule(rule, "UTC", upcoming), NOW + timedelta(days=3_000))
    assert len(plan.owed) == 367
    assert plan.owed[-1].due == datetime(2035, 2, 8, 9, tzinfo=UTC)
    assert plan.upcoming is not None
    assert plan.upcoming.key == "2035-02-09"


def test_a_key_is_dated_anew_by_the_zones_rules() -> None:
    rule = parse_rule("daily", None, "09:00", date(2020, 1, 1))
    kept = schedule(rule, "Europe/Zurich", None)
    assert KIND.due(kept, "2026-11-23") == datetime(2026, 11, 23, 8, tzinfo=UTC)
    assert KIND.due(kept, "now:123") is None
