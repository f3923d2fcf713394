"""What one can be reminded of, and how it is found by what somebody types."""

from __future__ import annotations

from datetime import date

import pytest

from bot.errors import UserError
from bot.posting.subscription import Lead
from bot.posting.wishes import (
    LEAD_CHOICES,
    known_tag,
    offered,
    parse_leads,
    wish,
    wish_of,
    wishes,
)
from knowledge.calendar import Calendar, load_calendar
from tests.bot.posting.events import confirmed, window, yearly

TODAY = date(2026, 11, 22)
BOOK = Calendar().changed(
    {
        event.uid: event
        for event in (
            window("briefing-2027", date(2027, 2, 1), date(2027, 3, 31)),
            confirmed("vote", date(2027, 1, 5), title="A vote"),
            confirmed("past-vote", date(2026, 1, 5), title="A past vote"),
            yearly("genocide-day", date(2015, 12, 9)),
        )
    }
)


@pytest.mark.parametrize(
    ("typed", "leads"),
    [
        ("7 days", (Lead.WEEK,)),
        ("7", (Lead.WEEK,)),
        ("30d 7d 1d 0d", (Lead.MONTH, Lead.WEEK, Lead.DAY, Lead.START)),
        ("a month, a week and a day before, and at the start", (Lead.MONTH, Lead.WEEK, Lead.DAY, Lead.START)),
        ("Start, 1 Day", (Lead.DAY, Lead.START)),
        ("1 week; open", (Lead.WEEK, Lead.OPEN)),
        ("0 days", (Lead.START,)),
    ],
)
def test_leads_as_people_type_them(typed: str, leads: tuple[Lead, ...]) -> None:
    assert parse_leads(typed) == leads


@pytest.mark.parametrize("typed", ["", "soon", "14 days", "7 days and never", "2 weeks", "@everyone"])
def test_what_is_no_lead_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(UserError, match="Example: 7 days, 1 day, open"):
        parse_leads(typed)


@pytest.mark.parametrize("typed", LEAD_CHOICES)
def test_all_leads_that_are_offered_can_be_read(typed: str) -> None:
    assert parse_leads(typed)


def test_what_comes_each_year_is_meant_for_every_year_and_what_is_over_is_not_offered() -> None:
    assert [event.uid for event in wishes(BOOK, TODAY)] == ["vote", "briefing-2027", "genocide-day"]
    assert offered(BOOK, TODAY, "") == [
        ("A vote · 5 January 2027", "vote"),
        ("A debate · February–March 2027, date to be confirmed", "briefing-2027"),
        ("A day · every 9 December", "genocide-day"),
    ]


@pytest.mark.parametrize(
    ("typed", "uid"),
    [
        ("genocide-day", "genocide-day"),
        ("genocide-day-2026", "genocide-day"),
        ("genocide-day-2020", "genocide-day"),
        ("vote", "vote"),
        ("a debate february", "briefing-2027"),
    ],
)
def test_a_wish_is_found_by_its_uid_or_by_words_that_fit_it_alone(typed: str, uid: str) -> None:
    assert wish(BOOK, TODAY, typed) == uid


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("past-vote", "This event is over"),
        ("olympic games", "I know no event “olympic games”"),
        ("a", "could be several events"),
    ],
)
def test_no_wish_is_guessed(typed: str, told: str) -> None:
    with pytest.raises(UserError, match=told):
        wish(BOOK, TODAY, typed)


def test_tags() -> None:
    assert known_tag(BOOK, " Debate ") == "debate"
    with pytest.raises(UserError, match="The calendar has: debate, un-day"):
        known_tag(BOOK, "football")


def test_the_debate_can_be_wanted_for_one_year_or_for_all() -> None:
    calendar = load_calendar()
    labels = dict(offered(calendar, TODAY, "debate on the responsibility"))
    assert {"debate", "debate-2027"} <= set(labels.values())
    assert all(len(label) <= 100 for label in labels)
    event = calendar.get("debate-2027")
    assert event is not None
    assert wish_of(calendar, event) == "debate-2027"
