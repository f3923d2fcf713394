"""The calendar: what is asked for is there, what is not known is never named, and changes lie over it cleanly."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.calendar import (
    Calendar,
    Certainty,
    Event,
    EventError,
    confirmed,
    event_as_json,
    event_from_json,
    in_year,
    when_in_words,
)
from tests.knowledge.made_up_events import FIRST, LAST, calendars, day, events

WINDOW = Event(
    uid="debate",
    title="A debate",
    certainty=Certainty.WINDOW,
    first=date(2025, 6, 1),
    last=date(2025, 7, 31),
    tags=("debate",),
)
SUMMIT = Event(
    uid="summit",
    title="Anniversary of the summit",
    certainty=Certainty.CONFIRMED,
    first=date(2005, 9, 16),
    last=date(2005, 9, 16),
    tags=("anniversary",),
    yearly=True,
)
SPAN = (date(2026, 1, 1), date(2027, 12, 31))


# --- events --------------------------------------------------------------------------------------------


@given(events())
def test_an_event_survives_json(event: Event) -> None:
    assert event_from_json(json.loads(json.dumps(event_as_json(event)))) == event


def test_json_of_another_version_is_read_as_far_as_it_goes() -> None:
    data = event_as_json(day(2027))
    old = {key: data[key] for key in ("uid", "title", "certainty", "first", "last")}
    assert event_from_json({**old, "colour": "blue"}) == day(2027)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"uid": "Debate 2027"}, "an uid is small letters, digits and hyphens"),
        ({"uid": "x" * 61}, "at most 60"),
        ({"title": " "}, "needs a title"),
        ({"title": "x" * 201}, "the title has 201 characters; at most 200"),
        ({"link": "http://example.org"}, "a link begins with https://"),
        ({"link": "https://example.org/a b"}, "has no spaces"),
        ({"tags": ("Debate!",)}, "a tag is small letters"),
        ({"tags": tuple("abcdefghi")}, "at most 8 tags"),
        ({"paragraphs": (0,)}, "counted from 1"),
        ({"sequence": -1}, "counted from 0"),
        ({"last": date(2026, 12, 31)}, "can't end on 2026-12-31 before it begins on 2027-01-01"),
        ({"certainty": Certainty.YEAR}, "from 1 January to 31 December"),
        ({"first": date(1899, 1, 1)}, "only the years 1900 to 2200"),
        ({"certainty": Certainty.WINDOW, "yearly": True}, "on the same day each year is confirmed"),
        (
            {"certainty": Certainty.WINDOW, "starts": datetime(2027, 1, 1, 9, tzinfo=UTC)},
            "only be given where the day is confirmed",
        ),
        ({"starts": datetime(2027, 1, 1, 9)}, "needs its time zone"),  # noqa: DTZ001 - that is the fault
        ({"starts": datetime(2027, 1, 2, 9, tzinfo=UTC)}, "when its first day (in UTC) is 2027-01-01"),
    ],
)
def test_an_event_that_can_not_be_is_refused_in_words(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(EventError) as raised:
        replace(day(2027), **changes)
    assert words in str(raised.value)


def test_a_yearly_event_leaves_room_for_the_year_in_its_uid() -> None:
    with pytest.raises(EventError, match="at most 55"):
        replace(SUMMIT, uid="x" * 56)
    longest = in_year(replace(SUMMIT, uid="x" * 55), 2027)
    assert longest
    assert len(longest.uid) == 60


# --- asking --------------------------------------------------------------------------------------------


def slowly(calendar: Calendar, first: date, last: date) -> set[str]:
    """The uids of all that may fall into a span, found by looking at every year there is."""
    made = [in_year(base, year) for base in calendar.series.values() for year in range(1900, 2201)]
    instead = [event for event in made if event and event.uid not in {**calendar.events}]
    every = [*calendar.events.values(), *(event for event in instead if event.uid not in calendar.hidden)]
    return {event.uid for event in every if not (event.last < first or event.first > last)}


@given(calendars(), st.dates(FIRST, LAST), st.integers(0, 900))
def test_a_span_holds_all_that_may_fall_into_it_in_order(calendar: Calendar, first: date, days: int) -> None:
    last = first + timedelta(days)
    found = calendar.between(first, last)
    assert [event.uid for event in found] == list(dict.fromkeys(event.uid for event in found))
    assert {event.uid for event in found} == slowly(calendar, first, last)
    assert all(calendar.get(event.uid) == event for event in found)
    dated = [event for event in found if event.certainty is not Certainty.YEAR]
    assert all(before.first <= after.first for before, after in pairwise(dated))
    assert calendar.between(first, last, yearly=False) == [event for event in found if not event.yearly]


@given(calendars(), st.dates(FIRST, LAST))
def test_nothing_uncertain_is_said_to_be_on_a_day(calendar: Calendar, when: date) -> None:
    on = calendar.on(when)
    assert all(event.certain and event.first <= when <= event.last for event in on)
    assert on == [event for event in calendar.upcoming(when, 0) if event.certain]


def test_a_series_is_an_event_each_year() -> None:
    calendar = Calendar(series={"debate": WINDOW, "summit": SUMMIT})
    assert [event.uid for event in calendar.between(*SPAN)] == [
        "debate-2026",
        "summit-2026",
        "debate-2027",
        "summit-2027",
    ]
    assert calendar.get("debate") is None
    assert calendar.get("debate-2024") is None
    assert calendar.get("summit-2026") == in_year(SUMMIT, 2026)
    assert [event.title for event in calendar.between(date(2005, 1, 1), date(2006, 12, 31))] == [
        "Anniversary of the summit",
        "Anniversary of the summit (1 year)",
    ]
    assert [event.uid for event in calendar.upcoming(date(2026, 7, 1), 365, "debate")] == [
        "debate-2026",
        "debate-2027",
    ]
    assert calendar.tags() == ("anniversary", "debate")


def test_the_29th_of_february_comes_every_four_years() -> None:
    leap = replace(SUMMIT, first=date(2024, 2, 29), last=date(2024, 2, 29))
    found = Calendar(series={"summit": leap}).between(date(2024, 1, 1), date(2033, 1, 1))
    assert [event.first.year for event in found] == [2024, 2028, 2032]


def test_an_event_over_new_year_is_found_in_both_years() -> None:
    turn = replace(SUMMIT, first=date(2005, 12, 30), last=date(2006, 1, 2))
    calendar = Calendar(series={"summit": turn})
    assert [event.uid for event in calendar.on(date(2027, 1, 1))] == ["summit-2026"]
    assert [event.uid for event in calendar.on(date(2026, 12, 31))] == ["summit-2026"]


# --- changes -------------------------------------------------------------------------------------------


@given(calendars(), st.lists(events(yearly=False), max_size=3), st.data())
def test_changes_lie_over_the_calendar(calendar: Calendar, added: list[Event], data: st.DataObject) -> None:
    uids = sorted({event.uid for event in calendar.between(FIRST, LAST)})
    hidden = set(data.draw(st.lists(st.sampled_from(uids), max_size=3))) if uids else set()
    fresh = {event.uid: event for event in added if event.uid not in calendar.series}
    changed = calendar.changed({**dict.fromkeys(hidden), **fresh})
    assert all(changed.get(uid) == event for uid, event in fresh.items())
    assert all(changed.get(uid) is None for uid in hidden - fresh.keys())
    seen = {event.uid for event in changed.between(FIRST, LAST)}
    assert seen == (set(uids) - hidden) | fresh.keys()
    assert changed.changed({}) == changed


def test_one_year_of_a_series_is_confirmed_and_the_others_stay_open() -> None:
    calendar = Calendar(series={"debate": WINDOW})
    event = calendar.get("debate-2026")
    assert event
    changed = calendar.changed(
        {one.uid: one for one in confirmed(event, [date(2026, 6, 24), date(2026, 7, 1)])}
    )
    assert [(each.uid, each.certain, each.first) for each in changed.between(*SPAN)] == [
        ("debate-2026", True, date(2026, 6, 24)),
        ("debate-2026-2", True, date(2026, 7, 1)),
        ("debate-2027", False, date(2027, 6, 1)),
    ]
    assert calendar.get("debate-2026") == event, "the calendar it lies over stays as it was"


def test_a_series_hidden_is_hidden_in_all_years_but_those_given_beside() -> None:
    calendar = Calendar(
        {"debate-2025": replace(WINDOW, uid="debate-2025")}, {"debate": WINDOW, "summit": SUMMIT}
    )
    gone = calendar.changed({"debate": None})
    assert {event.uid for event in gone.between(*SPAN)} == {"summit-2026", "summit-2027"}
    assert gone.get("debate-2025") is None
    kept = calendar.changed({"debate": None, "debate-2027": in_year(WINDOW, 2027)})
    assert {event.uid for event in kept.between(*SPAN)} == {"debate-2027", "summit-2026", "summit-2027"}


def test_a_new_yearly_event_comes_every_year_unless_its_uid_names_its_year() -> None:
    added = Calendar().changed({"summit": SUMMIT})
    assert added.get("summit-2027")
    once = replace(SUMMIT, uid="summit-2005")
    assert [
        event.uid for event in Calendar().changed({"summit-2005": once}).between(date(2000, 1, 1), SPAN[1])
    ] == ["summit-2005"]


def test_a_hidden_year_can_be_shown_again() -> None:
    calendar = Calendar(series={"debate": WINDOW}).changed({"debate-2026": None})
    assert calendar.get("debate-2026") is None
    event = in_year(WINDOW, 2026)
    assert calendar.changed({"debate-2026": event}).get("debate-2026") == event


@given(events(yearly=False), st.lists(st.dates(FIRST, LAST), min_size=1, max_size=6))
def test_confirmed_days_are_all_there_and_no_other(event: Event, days: list[date]) -> None:
    parts = confirmed(event, days, date(2026, 11, 22))
    covered = {part.first + timedelta(n) for part in parts for n in range((part.last - part.first).days + 1)}
    assert covered == set(days)
    assert len({part.uid for part in parts}) == len(parts)
    assert parts[0].uid == event.uid
    assert all(part.certain and part.sequence == event.sequence + 1 for part in parts)


# --- words ---------------------------------------------------------------------------------------------


@given(events())
def test_what_is_open_is_said_to_be_open(event: Event) -> None:
    assert ("to be confirmed" in when_in_words(event)) is not event.certain
    assert ("never confirmed" in when_in_words(event, date(2100, 1, 1))) is not event.certain


@pytest.mark.parametrize(
    ("certainty", "first", "last", "words"),
    [
        ("confirmed", "2026-12-09", "2026-12-09", "9 December 2026"),
        ("confirmed", "2026-01-19", "2026-01-30", "19–30 January 2026"),
        ("confirmed", "2027-02-28", "2027-03-02", "28 February – 2 March 2027"),
        ("confirmed", "2026-12-30", "2027-01-02", "30 December 2026 – 2 January 2027"),
        ("window", "2027-06-01", "2027-07-31", "June–July 2027, date to be confirmed"),
        ("window", "2027-06-01", "2027-06-30", "June 2027, date to be confirmed"),
        ("window", "2027-12-01", "2028-01-31", "December 2027 – January 2028, date to be confirmed"),
        ("window", "2027-06-10", "2027-07-03", "between 10 June and 3 July 2027, date to be confirmed"),
        (
            "window",
            "2027-12-10",
            "2028-01-31",
            "between 10 December 2027 and 31 January 2028, date to be confirmed",
        ),
        ("year", "2028-01-01", "2028-12-31", "2028, days to be confirmed"),
        ("year", "2028-01-01", "2029-12-31", "2028–2029, days to be confirmed"),
    ],
)
def test_when_in_words(certainty: str, first: str, last: str, words: str) -> None:
    event = replace(
        day(2027),
        certainty=Certainty(certainty),
        first=date.fromisoformat(first),
        last=date.fromisoformat(last),
    )
    assert when_in_words(event) == words


def test_a_passed_window_and_an_hour_in_words() -> None:
    event = replace(WINDOW, uid="debate-2025")
    assert when_in_words(event, date(2025, 7, 31)) == "June–July 2025, date to be confirmed"
    assert when_in_words(event, date(2025, 8, 1)) == "June–July 2025, date never confirmed here"
    assert when_in_words(day(2027, 6, 25, hour=14)) == "25 June 2027, 14:00 UTC"
