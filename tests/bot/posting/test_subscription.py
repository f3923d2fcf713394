"""What a subscriber knows: changes of days are news once, and nothing else is."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.posting.leads import Due, coming, occurrence, plan
from bot.posting.learning import learn
from bot.posting.part import Part
from bot.posting.subscription import Lead, Subscription, Turn, names
from knowledge.calendar import Calendar, Event
from tests.bot.posting.events import confirmed, window, year, yearly

UTC_ZONE = ZoneInfo("UTC")
NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
DEBATE = "debate-2027"
WANTED = Subscription(events=("debate",))
OPEN = window(DEBATE, date(2027, 6, 1), date(2027, 7, 31))
JUNE = confirmed(DEBATE, date(2027, 6, 25))
JULY = confirmed(DEBATE, date(2027, 7, 1))


def book(*events: Event) -> Calendar:
    return Calendar().changed({event.uid: event for event in events})


def learned(wanted: Subscription, calendar: Calendar, now: datetime) -> Subscription:
    return learn(wanted, Part(calendar, wanted.choice), UTC_ZONE, now)


def next_of(wanted: Subscription, calendar: Calendar, after: datetime, count: int = 1) -> list[Due]:
    return coming(wanted, Part(calendar, wanted.choice), UTC_ZONE, after, count)


def told(*calendars: Calendar, wanted: Subscription = WANTED) -> list[Turn]:
    """The news that a subscriber gets who sees these calendars a day apart, each twice."""
    now = NOW
    for calendar in calendars:
        for _ in range(2):
            wanted = learned(wanted, calendar, now)
        now += timedelta(days=1)
    return [each.turn for each in wanted.news]


@pytest.mark.parametrize(
    ("calendars", "turns"),
    [
        ([book(OPEN)], []),
        ([book(JUNE)], []),
        ([book(), book(JUNE)], []),
        ([book(OPEN), book(JUNE)], [Turn.CONFIRMED]),
        ([book(year(DEBATE, 2027)), book(OPEN)], []),
        ([book(OPEN), book(JUNE), book(JULY)], [Turn.CONFIRMED, Turn.MOVED]),
        ([book(JUNE), book(JULY), book(JUNE)], [Turn.MOVED, Turn.MOVED]),
        ([book(JUNE), book(OPEN), book(JUNE)], [Turn.OPEN, Turn.CONFIRMED]),
        ([book(JUNE), book(), book(JUNE)], [Turn.GONE, Turn.CONFIRMED]),
        ([book(OPEN), book(), book(OPEN)], []),
        ([book(OPEN), book(confirmed(DEBATE, date(2027, 2, 1)))], []),
        ([book(JUNE), book(confirmed(DEBATE, date(2027, 6, 25), title="Another name"))], []),
        (
            [
                book(JUNE),
                book(confirmed(DEBATE, date(2027, 6, 25), starts=datetime(2027, 6, 25, 14, tzinfo=UTC))),
            ],
            [Turn.MOVED],
        ),
    ],
)
def test_what_is_told(calendars: list[Calendar], turns: list[Turn]) -> None:
    assert told(*calendars) == turns


@given(st.lists(st.sampled_from([book(), book(OPEN), book(JUNE), book(JULY)]), max_size=12))
def test_no_two_news_have_the_same_key_and_the_last_word_is_the_calendar_s(
    calendars: list[Calendar],
) -> None:
    wanted = WANTED
    for calendar in calendars:
        wanted = learned(wanted, calendar, NOW)
        event = calendar.get(DEBATE)
        fact = wanted.known.get(DEBATE)
        assert (fact is not None and not fact.gone) == (event is not None)
        assert fact is None or event is None or fact.days == (event.first, event.last, event.starts)
        assert Subscription.from_json(msgspec.json.decode(msgspec.json.encode(wanted.as_json()))) == wanted
    keys = [each.key for each in wanted.news]
    assert len(set(keys)) == len(keys)


def test_what_is_over_is_forgotten_with_its_news() -> None:
    wanted = learned(WANTED, book(OPEN), NOW)
    wanted = learned(wanted, book(JUNE), NOW)
    assert wanted.known
    assert wanted.news
    later = learned(wanted, book(JUNE), NOW + timedelta(days=365))
    assert later.news == ()
    assert learned(later, book(JUNE), NOW + timedelta(days=500)).known == {}


def test_who_does_not_want_an_event_any_more_hears_nothing_of_it() -> None:
    before = learned(WANTED, book(JUNE), NOW)
    without = msgspec.structs.replace(before, events=("conference",))
    assert learned(without, book(JULY), NOW).news == ()


def test_news_is_owed_at_once_and_replaces_the_countdown_that_falls_together_with_it() -> None:
    known = learned(Subscription(events=("debate",), at=time(9)), book(OPEN), NOW)
    confirmed_at = datetime(2027, 6, 18, 8, 59, tzinfo=UTC)
    wanted = learned(known, book(JUNE), confirmed_at)
    key = f"{DEBATE}/confirmed:2027-06-25:1"
    found = occurrence(next_of(wanted, book(JUNE), confirmed_at - timedelta(seconds=1)))
    assert found is not None
    assert found.key == key
    planned = plan(
        wanted, Part(book(JUNE), wanted.choice), UTC_ZONE, found.due, confirmed_at + timedelta(minutes=2)
    )
    assert [(owed.key, owed.skip, owed.merge) for owed in planned.owed] == [
        (key, None, f"{DEBATE}/"),
        (f"{DEBATE}:7d:2027-06-25", "told together with the change of its days", None),
    ]
    assert planned.upcoming is not None
    assert planned.upcoming.key == f"{DEBATE}:1d:2027-06-25"


def test_a_day_that_moves_is_counted_down_to_anew() -> None:
    wanted = Subscription(events=("debate",), leads=(Lead.WEEK,))
    (before,) = next_of(wanted, book(JUNE), NOW)
    (after,) = next_of(wanted, book(JULY), NOW)
    assert (before.key, after.key) == (f"{DEBATE}:7d:2027-06-25", f"{DEBATE}:7d:2027-07-01")


@pytest.mark.parametrize(
    ("uid", "answers"),
    [
        ("debate-2027-2", {"debate-2027-2", "debate-2027", "debate"}),
        ("debate-2027", {"debate-2027", "debate"}),
        ("debate", {"debate"}),
        ("session-2", {"session-2"}),
    ],
)
def test_what_an_event_answers_to(uid: str, answers: set[str]) -> None:
    assert names(uid) == answers


def test_one_year_of_a_series_can_be_wanted_alone() -> None:
    series = yearly("genocide-day", date(2015, 12, 9))
    calendar = book(series)
    one = Subscription(events=("genocide-day-2028",), leads=(Lead.START,))
    assert [each.key for each in next_of(one, calendar, NOW, 5)] == ["genocide-day-2028:0d:2028-12-09"]


def test_an_event_that_stands_in_for_one_of_a_series_hides_that_one_also_where_it_lost_the_tag() -> None:
    series = yearly("genocide-day", date(2015, 12, 9))
    changed = book(series).changed({"genocide-day-2027": confirmed("genocide-day-2027", date(2027, 12, 9))})
    by_tag = Subscription(tags=("un-day",), leads=(Lead.START,))
    (due,) = next_of(by_tag, changed, NOW)
    assert due.uid == "genocide-day-2028"
