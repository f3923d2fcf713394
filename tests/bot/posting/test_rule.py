"""Rules: made from what people type, refused in words, kept as JSON, told in words."""

from __future__ import annotations

import json
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.posting.rule import Rhythm, Rule, RuleError, parse_rule, parse_time

START = date(2026, 10, 1)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("09:00", time(9)),
        ("9:00", time(9)),
        ("0900", time(9)),
        ("9am", time(9)),
        ("9 AM", time(9)),
        ("9.30", time(9, 30)),
        ("9:30pm", time(21, 30)),
        (" 23:59 ", time(23, 59)),
        ("00:00", time(0)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("12:05 am", time(0, 5)),
    ],
)
def test_times_of_day(typed: str, meant: time) -> None:
    assert parse_time(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "9",
        "24:00",
        "9:60",
        "13pm",
        "0am",
        "9:5",
        "12345",
        "noon",
        "-1:00",
        "09:00:00",
        "٠٩:٠٠",
        "9am pm",
        "1" * 400,
    ],
)
def test_what_is_no_time_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(RuleError, match=r"from 00:00 to 23:59\. Example: 09:00, or 9am$"):
        parse_time(typed)


@pytest.mark.parametrize(
    ("rhythm", "day", "kept", "words"),
    [
        ("daily", None, None, "every day at 09:00"),
        ("Daily ", "", None, "every day at 09:00"),
        ("weekdays", None, None, "Monday to Friday at 09:00"),
        ("weekly", "monday", "monday", "every Monday at 09:00"),
        ("weekly", "Mon", "monday", "every Monday at 09:00"),
        ("weekly", "TUES.", "tuesday", "every Tuesday at 09:00"),
        ("weekly", "weds", "wednesday", "every Wednesday at 09:00"),
        ("weekly", "thurs", "thursday", "every Thursday at 09:00"),
        ("weekly", "Sundays", "sunday", "every Sunday at 09:00"),
        ("fortnightly", "fr", "friday", "every second Friday at 09:00"),
        ("monthly", "1", "1", "on day 1 of every month at 09:00"),
        ("monthly", "28th", "28", "on day 28 of every month at 09:00"),
        ("monthly", "day 31", "31", "on day 31 of every month (or its last day) at 09:00"),
        ("monthly", "the 2nd", "2", "on day 2 of every month at 09:00"),
        ("monthly", "Last", "last", "on the last day of every month at 09:00"),
        ("monthly", "last day", "last", "on the last day of every month at 09:00"),
        ("monthly", "first Monday", "first monday", "on the first Monday of every month at 09:00"),
        ("monthly", "the 1st mon", "first monday", "on the first Monday of every month at 09:00"),
        ("monthly", "4th  sun", "fourth sunday", "on the fourth Sunday of every month at 09:00"),
        ("monthly", "last friday", "last friday", "on the last Friday of every month at 09:00"),
    ],
)
def test_what_people_type_becomes_a_rule(rhythm: str, day: str | None, kept: str | None, words: str) -> None:
    rule = parse_rule(rhythm, day, "9am", START)
    assert rule == Rule(Rhythm(rhythm.strip().lower()), time(9), kept, START)
    assert rule.words() == words
    assert Rule.from_json(json.loads(json.dumps(rule.as_json()))) == rule


@pytest.mark.parametrize(
    ("rhythm", "day", "told"),
    [
        ("", None, "There is no such rhythm."),
        (
            "biweekly",
            "monday",
            "Choose one of daily, weekdays, weekly, fortnightly, monthly. Example: weekly",
        ),
        ("daily", "monday", "takes no day. Leave the day out"),
        ("weekdays", "1", "takes no day. Leave the day out"),
        ("weekly", None, "needs a day of the week, Monday to Sunday. Example: Monday, or Mon"),
        ("weekly", "m", "needs a day of the week"),
        ("weekly", "first monday", "needs a day of the week"),
        ("fortnightly", "15", "needs a day of the week"),
        ("monthly", None, "1 to 31, last, or a weekday such as first Monday"),
        ("monthly", "monday", "needs a day of the month"),
        ("monthly", "0", "needs a day of the month"),
        ("monthly", "32", "needs a day of the month"),
        ("monthly", "-1", "needs a day of the month"),
        ("monthly", "٣", "needs a day of the month"),
        ("monthly", "fifth monday", "(first, second, third, fourth or last). Example: first Monday"),
        ("monthly", "first moonday", "needs a day of the month"),
    ],
)
def test_what_makes_no_rule_is_refused_in_words(rhythm: str, day: str | None, told: str) -> None:
    with pytest.raises(RuleError) as refused:
        parse_rule(rhythm, day, "09:00", START)
    assert told in str(refused.value)
    assert "Example: " in str(refused.value)


@given(st.sampled_from(list(Rhythm)), st.text(max_size=40), st.text(max_size=12), st.dates())
def test_whatever_is_typed_makes_a_rule_that_can_be_kept_or_is_refused_without_being_repeated(
    rhythm: Rhythm, day: str, at: str, start: date
) -> None:
    refused, rule = "", None
    try:
        rule = parse_rule(rhythm, day, at, start)
    except RuleError as error:
        refused = str(error)
    assert (rule is None) == ("Example: " in refused)
    assert len(refused) < 300
    assert rule is None or Rule.from_json(rule.as_json()) == rule


def test_a_time_may_be_given_as_one_and_is_cut_to_the_minute() -> None:
    assert parse_rule("daily", None, time(9, 30, 15, 7, fold=1), START).at == time(9, 30)
    assert parse_rule("daily", None, time(9, 30, 15, 7, fold=1), START).at.fold == 0
