"""A span of time as people type it: "next 30 days", "June 2027", "this week", "past"."""

from __future__ import annotations

import re
from calendar import month_abbr, month_name, monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

BEGINNING = date(2005, 1, 1)
"""Where "past" and "all" begin: the year of the World Summit Outcome."""
LONGEST_TYPED = 50
"""Characters of a period that are read."""

_YEARS_AHEAD = 5
_MOST_DAYS = 3660
_LONG = 731
_EARLIEST, _LATEST = 1945, 2100
_UNITS = {"day": 1, "week": 7, "fortnight": 14}
_COUNT = re.compile(
    r"(?:the )?(?:next |coming |in )?(?P<count>\d{1,5}) ?(?P<unit>day|week|fortnight|month|year)s?"
)
_DAY = r"\d{4}(?:-\d{1,2}){0,2}"
_RANGE = re.compile(rf"(?P<first>{_DAY}) ?(?:\.{{2,3}}|–|—|-|/|\bto\b) ?(?P<last>{_DAY})")
_SPAN = re.compile(r"(?P<first>[a-z0-9,. ]+?) ?(?:\.{2,3}|–|—|-|/|\bto\b) ?(?P<last>(?=.*[a-z])[a-z0-9,. ]+)")
_MONTHS = {
    name.lower(): number for names in (month_name, month_abbr) for number, name in enumerate(names) if name
}
_MONTHS |= {"sept": 9}


class PeriodError(ValueError):
    """A period was not understood; the text says what is, for people."""


class Period(NamedTuple):
    """All days from ``first`` to ``last``."""

    first: date
    last: date

    @property
    def long(self) -> bool:
        """Whether it is so long (over two years) that what comes each year would drown the rest."""
        return (self.last - self.first).days > _LONG


def parse_period(text: str, today: date) -> Period:
    """Read a period; nothing typed means the next 12 months.

    Raises ``PeriodError``, which says what is understood.
    """
    typed = " ".join(text.lower().split()).rstrip(".")
    if not typed:
        return _months_on(today, 12)
    if len(typed) <= LONGEST_TYPED:
        try:
            for read in (_named, _counted, _ranged, _dated, _spanned):
                period = read(typed, today)
                if period is not None:
                    return _checked(period)
        except (ValueError, OverflowError) as error:
            if isinstance(error, PeriodError):
                raise
    raise PeriodError(
        "That is not a period I understand. Try: next 30 days, this week, June, June 2027, 2027, next year, past, "
        "all, or 2026-12-01..2027-01-31."
    )


def _checked(period: Period) -> Period:
    if period.last < period.first:
        raise PeriodError("That period ends before it begins. Example: 2026-12-01..2027-01-31")
    if period.first.year < _EARLIEST or period.last.year > _LATEST:
        raise PeriodError(f"Only the years {_EARLIEST} to {_LATEST} are read. Example: 2027")
    return period


def suggest_periods(typed: str, today: date, limit: int = 25) -> list[str]:
    """Offer periods that begin with, or hold, what was typed; each is understood by ``parse_period``."""
    wanted = " ".join(typed.lower().split())
    offers = list(_offers(today))
    begin = [offer for offer in offers if offer.lower().startswith(wanted)]
    hold = [offer for offer in offers if wanted in offer.lower() and offer not in begin]
    return (begin + hold)[:limit]


def _offers(today: date) -> Iterator[str]:
    yield from (
        "next 30 days",
        "next 12 months",
        "this week",
        "this month",
        "this year",
        "next year",
        "past",
        "all",
    )
    for ahead in range(12):
        month = _month(today.year, today.month + ahead)
        yield f"{month.first:%B} {month.first.year}"
    for ahead in range(1, _YEARS_AHEAD):
        yield str(today.year + ahead)
    yield from ("next 7 days", "next 90 days", "next week", "next month", "today", "tomorrow", "last year")


def _named(typed: str, today: date) -> Period | None:
    monday = today - timedelta(today.weekday())
    named: dict[str, Callable[[], Period]] = {
        "today": lambda: Period(today, today),
        "tomorrow": lambda: Period(today + timedelta(1), today + timedelta(1)),
        "this week": lambda: Period(monday, monday + timedelta(6)),
        "next week": lambda: Period(monday + timedelta(7), monday + timedelta(13)),
        "this month": lambda: _month(today.year, today.month),
        "next month": lambda: _month(today.year, today.month + 1),
        "this year": lambda: _year(today.year),
        "next year": lambda: _year(today.year + 1),
        "last year": lambda: _year(today.year - 1),
        "upcoming": lambda: _months_on(today, 12),
        "past": lambda: Period(BEGINNING, today - timedelta(1)),
        "all": lambda: Period(BEGINNING, date(today.year + _YEARS_AHEAD, 12, 31)),
    }
    return named[typed]() if typed in named else None


def _counted(typed: str, today: date) -> Period | None:
    words = re.sub(r"^((?:the )?(?:next|coming) )(?=(?:fortnight)$)", r"\g<1>1 ", typed)
    match = _COUNT.fullmatch(words)
    if match is None:
        return None
    count, unit = int(match["count"]), match["unit"]
    if unit in _UNITS:
        days = count * _UNITS[unit]
    else:
        months = count * (12 if unit == "year" else 1)
        days = months * 30
    if not 0 < days <= _MOST_DAYS:
        raise PeriodError("A period has 1 day to 10 years. Example: next 30 days")
    return Period(today, today + timedelta(days)) if unit in _UNITS else _months_on(today, months)


def _ranged(typed: str, _today: date) -> Period | None:
    match = _RANGE.fullmatch(typed)
    return Period(_digits(match["first"]).first, _digits(match["last"]).last) if match else None


def _dated(typed: str, today: date) -> Period | None:
    """Read a year, a month with or without its year, or a day."""
    if re.fullmatch(_DAY, typed):
        return _digits(typed)
    match = re.fullmatch(r"(?:(?P<day>\d{1,2}) )?(?P<month>[a-z]{3,9})\.?(?:,? (?P<year>\d{4}))?", typed)
    if match is None or match["month"] not in _MONTHS:
        return None
    number = _MONTHS[match["month"]]
    year = int(match["year"]) if match["year"] else today.year + (number < today.month)
    if match["day"]:
        day = date(year, number, int(match["day"]))
        return Period(day, day)
    return _month(year, number)


def _spanned(typed: str, today: date) -> Period | None:
    """Read "June–July 2027", "December to January 2028" or "25–26 June 2027", as this calendar itself writes them."""
    match = _SPAN.fullmatch(typed)
    last = _dated(match["last"], today) if match else None
    if match is None or last is None:
        return None
    left, year = match["first"].strip(), last.first.year
    if left.isdecimal():
        left = f"{left} {last.first:%B}".lower()
    if not re.search(r"\d{4}$", left):
        first = _dated(f"{left} {year}", today)
        if first is not None and first.first > last.last:
            first = _dated(f"{left} {year - 1}", today)
    else:
        first = _dated(left, today)
    return Period(first.first, last.last) if first else None


def _digits(typed: str) -> Period:
    year, *rest = map(int, typed.split("-"))
    if not rest:
        return _year(year)
    if len(rest) == 1:
        return Period(date(year, rest[0], 1), _month(year, rest[0]).last)
    day = date(year, *rest)
    return Period(day, day)


def _year(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31))


def _month(year: int, month: int) -> Period:
    """Return a month; the 13th is January of the next year."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return Period(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def _months_on(today: date, months: int) -> Period:
    month = _month(today.year, today.month + months)
    return Period(today, month.first.replace(day=min(today.day, month.last.day)))
