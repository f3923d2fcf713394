"""Periods as people type them: read as meant, or refused with what is understood."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knowledge.calendar import Period, PeriodError, parse_period, suggest_periods

TODAY = date(2026, 11, 22)  # a Sunday
days = st.dates(date(2006, 1, 1), date(2080, 12, 31))


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("", "2026-11-22", "2027-11-22"),
        ("upcoming", "2026-11-22", "2027-11-22"),
        ("today", "2026-11-22", "2026-11-22"),
        ("Tomorrow", "2026-11-23", "2026-11-23"),
        ("this week", "2026-11-16", "2026-11-22"),
        ("next week", "2026-11-23", "2026-11-29"),
        ("this month", "2026-11-01", "2026-11-30"),
        ("next month", "2026-12-01", "2026-12-31"),
        ("this year", "2026-01-01", "2026-12-31"),
        ("next year", "2027-01-01", "2027-12-31"),
        ("last year", "2025-01-01", "2025-12-31"),
        ("next 30 days", "2026-11-22", "2026-12-22"),
        ("30 days", "2026-11-22", "2026-12-22"),
        ("the next 1 day", "2026-11-22", "2026-11-23"),
        ("next fortnight", "2026-11-22", "2026-12-06"),
        ("2 weeks", "2026-11-22", "2026-12-06"),
        ("3 months", "2026-11-22", "2027-02-22"),
        ("next 2 years", "2026-11-22", "2028-11-22"),
        ("2027", "2027-01-01", "2027-12-31"),
        ("June", "2027-06-01", "2027-06-30"),
        ("november", "2026-11-01", "2026-11-30"),
        ("Dec", "2026-12-01", "2026-12-31"),
        ("sept. 2027", "2027-09-01", "2027-09-30"),
        ("June 2027", "2027-06-01", "2027-06-30"),
        ("june, 2027", "2027-06-01", "2027-06-30"),
        ("2027-02", "2027-02-01", "2027-02-28"),
        ("2027-06-25", "2027-06-25", "2027-06-25"),
        ("25 June 2027", "2027-06-25", "2027-06-25"),
        ("2026-12-01..2027-01-31", "2026-12-01", "2027-01-31"),
        ("2026-12-01 to 2027-01-31", "2026-12-01", "2027-01-31"),
        ("2026-12 – 2027-02", "2026-12-01", "2027-02-28"),
        ("2027-2029", "2027-01-01", "2029-12-31"),
        ("June–July 2027", "2027-06-01", "2027-07-31"),
        ("dec to january 2028", "2027-12-01", "2028-01-31"),
        ("December 2027 – January 2028", "2027-12-01", "2028-01-31"),
        ("25–26 June 2027", "2027-06-25", "2027-06-26"),
        ("25 June – 1 July 2027", "2027-06-25", "2027-07-01"),
        ("Nov-Feb", "2026-11-01", "2027-02-28"),
        ("past", "2005-01-01", "2026-11-21"),
        ("all", "2005-01-01", "2031-12-31"),
        ("  NEXT   30\n days. ", "2026-11-22", "2026-12-22"),
    ],
)
def test_a_period_is_read(typed: str, first: str, last: str) -> None:
    assert parse_period(typed, TODAY) == Period(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "typed",
    [
        "soon",
        "soon to June",
        "June to soon",
        "31–32 June 2027",
        "Febtember",
        "31 June 2027",
        "2027-13",
        "2027-02-30",
        "30",
        "1 2 3",
        "x" * 500,
    ],
)
def test_what_is_not_understood_is_told_with_what_is(typed: str) -> None:
    with pytest.raises(PeriodError, match="not a period I understand"):
        parse_period(typed, TODAY)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("2027-02-01..2027-01-01", "ends before it begins"),
        ("0 days", "1 day to 10 years"),
        ("99999 days", "1 day to 10 years"),
        ("1900", "Only the years 1945 to 2100"),
        ("2027..9999", "Only the years 1945 to 2100"),
    ],
)
def test_a_period_that_can_not_be_is_told(typed: str, words: str) -> None:
    with pytest.raises(PeriodError, match=words):
        parse_period(typed, TODAY)


@given(
    st.text(max_size=60)
    | st.from_regex(r"(next )?\d{1,6} ?(days?|months|years)|\d{4}(-\d\d){0,2}(\.\.\d{4})?"),
    days,
)
@example("next 9999 years", date(2080, 12, 31))
@example("0000-00-00", TODAY)
def test_no_text_does_more_than_complain(typed: str, today: date) -> None:
    try:
        period = parse_period(typed, today)
    except PeriodError:
        return
    assert period.first <= period.last


@given(days, st.sampled_from(["", "ju", "NEXT", "20", " week", "year"]))
def test_each_suggestion_is_understood_and_holds_what_was_typed(today: date, typed: str) -> None:
    offers = suggest_periods(typed, today)
    assert offers
    assert len(offers) == len(set(offers)) <= 25
    for offer in offers:
        assert typed.strip().lower() in offer.lower()
        parse_period(offer, today)


def test_nothing_fitting_suggests_nothing() -> None:
    assert suggest_periods("xyz", TODAY) == []


@given(days, st.sampled_from(["next {} months", "{} years"]), st.integers(1, 10))
def test_months_and_years_end_on_the_same_day_or_the_last_of_a_shorter_month(
    today: date, typed: str, count: int
) -> None:
    period = parse_period(typed.format(count), today)
    assert period.first == today
    assert period.last.day == today.day or (period.last + timedelta(1)).day == 1


def test_only_a_period_of_more_than_two_years_is_long() -> None:
    assert not parse_period("next 2 years", TODAY).long
    assert not parse_period("2027..2028", TODAY).long
    assert parse_period("3 years", TODAY).long
    assert parse_period("past", TODAY).long
