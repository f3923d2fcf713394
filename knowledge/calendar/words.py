"""When an event takes place, in words: what is not known is said to be not known."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date

from knowledge.calendar.event import Certainty, Event


def when_in_words(event: Event, today: date | None = None) -> str:
    """Say when: "9 December 2027", "19–30 January 2026", "June–July 2027, date to be confirmed".

    With ``today``, what passed without its days having become known here is said to have done so.
    """
    if event.certain:
        days = span_in_words(event.first, event.last)
        return f"{days}, {event.starts.astimezone(UTC):%H:%M} UTC" if event.starts else days
    over = today is not None and event.last < today
    if event.certainty is Certainty.YEAR:
        years = (event.first.year, event.last.year)
        span = "–".join(map(str, dict.fromkeys(years)))
        return f"{span}, {'days never confirmed here' if over else 'days to be confirmed'}"
    span = _months(event.first, event.last) or f"between {_ends(event.first, event.last, ' and ')}"
    return f"{span}, {'date never confirmed here' if over else 'date to be confirmed'}"


def certainty_in_words(event: Event) -> str:
    """Say in a word or two how certain the days are: "confirmed", "date to be confirmed"."""
    return {
        Certainty.CONFIRMED: "each year" if event.yearly else "confirmed",
        Certainty.WINDOW: "date to be confirmed",
        Certainty.YEAR: "days to be confirmed",
    }[event.certainty]


def day_in_words(day: date) -> str:
    """Write a day as the report does: "22 April 2025"."""
    return f"{day.day} {day:%B} {day.year}"


def span_in_words(first: date, last: date) -> str:
    """Write a day or a span of days, saying month and year once where they are the same."""
    if first == last:
        return day_in_words(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day_in_words(last)}"
    return _ends(first, last, " – ")


def _ends(first: date, last: date, joint: str) -> str:
    begin = f"{first.day} {first:%B}" if first.year == last.year else day_in_words(first)
    return f"{begin}{joint}{day_in_words(last)}"


def _months(first: date, last: date) -> str | None:
    """Name whole months: "June 2027", "June–July 2027", "December 2027 – January 2028"; None for other spans."""
    if first.day != 1 or last.day != monthrange(last.year, last.month)[1]:
        return None
    if first.year != last.year:
        return f"{first:%B} {first.year} – {last:%B} {last.year}"
    return f"{first:%B}{'' if first.month == last.month else f'–{last:%B}'} {last.year}"
