"""Dates as people type them: read as they mean them, or refused with a sentence that helps."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.when import Span, WhenError, read, read_days

JUNE_25 = date(2027, 6, 25)
JUNE_26 = date(2027, 6, 26)


@pytest.mark.parametrize(
    "typed",
    [
        "2027-06-25",
        "2027-6-25",
        "25 June 2027",
        "25. June 2027",
        "the 25th of June 2027",
        "25 jun 2027",
        "June 25, 2027",
        "Jun. 25th 2027",
        " 25  JUNE  2027 ",
    ],
)
def test_one_day(typed: str) -> None:
    assert read(typed) == Span(JUNE_25, JUNE_25)


@pytest.mark.parametrize(
    "typed", ["2027-06-25 15:00", "2027-06-25T15:00", "25 June 2027 at 15:00", "June 25, 2027 15.00"]
)
def test_one_day_with_its_time(typed: str) -> None:
    assert read(typed) == Span(JUNE_25, JUNE_25, at=time(15))


@pytest.mark.parametrize(
    "typed",
    [
        "2027-06-25..2027-06-26",
        "2027-06-25 to 2027-06-26",
        "2027-06-25-2027-06-26",
        "2027-06-25 – 2027-06-26",
        "25–26 June 2027",
        "25-26 June 2027",
        "25 - 26 June 2027",
        "June 25-26, 2027",
        "from 25 June to 26 June 2027",
        "25 June 2027 until 26 June 2027",
    ],
)
def test_days_in_a_row(typed: str) -> None:
    assert read(typed) == Span(JUNE_25, JUNE_26)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("June 2027", date(2027, 6, 1), date(2027, 6, 30)),
        ("2027-06", date(2027, 6, 1), date(2027, 6, 30)),
        ("2027-06..2027-07", date(2027, 6, 1), date(2027, 7, 31)),
        ("June 2027–July 2027", date(2027, 6, 1), date(2027, 7, 31)),
        ("June–July 2027", date(2027, 6, 1), date(2027, 7, 31)),
        ("june-july 2027", date(2027, 6, 1), date(2027, 7, 31)),
        ("Dec–Jan 2028", date(2027, 12, 1), date(2028, 1, 31)),
        ("Feb. 2028", date(2028, 2, 1), date(2028, 2, 29)),
    ],
)
def test_months(typed: str, first: date, last: date) -> None:
    assert read(typed) == Span(first, last, "month")


def test_years_and_the_turn_of_one() -> None:
    assert read("2028") == Span(date(2028, 1, 1), date(2028, 12, 31), "year")
    assert read("2028-2029") == Span(date(2028, 1, 1), date(2029, 12, 31), "year")
    assert read("28 December – 3 January 2028") == Span(date(2027, 12, 28), date(2028, 1, 3))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "I can’t read that as a date"),
        ("tomorrow", "“2027-06-25”"),
        ("25 June", "Add the year"),
        ("june", "Add the year"),
        ("25/06/2027", "two ways"),
        ("6.7.2027", "two ways"),
        ("31 June 2027", "June 2027 has the days 1 to 30"),
        ("0 June 2027", "June 2027 has the days 1 to 30"),
        ("2027-02-29", "February 2027 has the days 1 to 28"),
        ("2027-13", "no such month"),
        ("0000", "no such month"),
        ("2027-06-25 25:00", "no such time"),
        ("2027-06-26..2027-06-25", "ends before it begins"),
        ("25", "Add the month"),
        ("25 2027", "Add the month"),
        ("25 June and 1 July 2027", "Name one day, or a first and a last one"),
        ("25..26..27 June 2027", "more than two dates"),
        ("2027..June 2028", "both ends in the same way"),
        ("25 June 2027 to July 2027", "both ends in the same way"),
        ("25 June 2027 15:00..26 June 2027", "with one day alone"),
        ("9" * 81, "too long"),
    ],
)
def test_what_is_no_date_is_explained(typed: str, said: str) -> None:
    with pytest.raises(WhenError, match=said):
        read(typed)


@given(st.text(max_size=90) | st.text(st.sampled_from("0123456789-–. :june toand"), max_size=40))
def test_whatever_is_typed_is_read_or_refused_in_words(typed: str) -> None:
    for reading in (read, read_days):
        try:
            given = reading(typed)
        except WhenError as error:
            assert str(error).endswith(".")  # noqa: PT017 - either is right: nothing else may be raised
        else:
            assert all(span.first <= span.last for span in (given if isinstance(given, tuple) else (given,)))


@given(st.dates(date(1000, 1, 1)), st.integers(0, 400))
def test_what_is_written_plainly_is_read_back(first: date, days: int) -> None:
    last = min(first, date.max - timedelta(days)) + timedelta(days)
    assert read(first.isoformat()) == Span(first, first)
    if last >= first:
        assert read(f"{first.isoformat()}..{last.isoformat()}") == Span(first, last)
        assert read(f"{first.day} {first:%B %Y} – {last.day} {last:%B %Y}") == Span(first, last)


@pytest.mark.parametrize(
    "typed",
    [
        "25 June, 1 and 25 July 2027",
        "2027-07-25, 2027-06-25 and 2027-07-01",
        "June 25, 2027; July 1, 2027; July 25, 2027",
        "25 June & 1 July & 25 July 2027",
    ],
)
def test_days_that_do_not_follow_one_another(typed: str) -> None:
    days = [Span(day, day) for day in (JUNE_25, date(2027, 7, 1), date(2027, 7, 25))]
    assert read_days(typed) == tuple(days)


def test_several_runs_of_days_and_one_with_its_time() -> None:
    runs = read_days("25–26 June and 1 July 2027")
    assert runs == (Span(JUNE_25, JUNE_26), Span(date(2027, 7, 1), date(2027, 7, 1)))
    assert read_days("2027-06-25 15:00") == (Span(JUNE_25, JUNE_25, at=time(15)),)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("June 2027", "Name the days"),
        ("25 June 2027 and 2028", "Name the days"),
        ("25 June, 1 July", "Add the year"),
        ("31 June, 1 July 2027", "June 2027 has the days 1 to 30"),
        ("soon and 1 July 2027", "I can’t read that"),
        ("25 June 2027 15:00, 1 July 2027", "one day alone"),
        ("1 and " * 30, "too long"),
        ("", "I can’t read that"),
    ],
)
def test_days_that_are_none_are_explained(typed: str, said: str) -> None:
    with pytest.raises(WhenError, match=said):
        read_days(typed)
