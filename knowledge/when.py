"""When, as people type it: "2027-06-25", "25–26 June 2027", "June–July 2027", "2028".

Nothing is guessed: what can be read in two ways, lacks its year or does not exist is refused with a
sentence that says what to write instead.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, time
from typing import Literal, NamedTuple, TypeAlias

EXAMPLES = "“2027-06-25”, “25–26 June 2027”, “2027-06-25 15:00”, “June–July 2027” or “2027”"
"""Ways to write when an event is."""
LONGEST = 80
"""Characters that are read."""

# fmt: off
_MONTHS = ("january", "february", "march", "april", "may", "june",
           "july", "august", "september", "october", "november", "december")
# fmt: on
_SHORT = {name[:3]: number for number, name in enumerate(_MONTHS, 1)} | {"sept": 9}
_NUMBER = _SHORT | {name: number for number, name in enumerate(_MONTHS, 1)}
_MONTH = f"(?P<month>{'|'.join(sorted(_NUMBER, key=len, reverse=True))})"
_TIME = r"(?:(?: at |t| )(?P<hour>\d{1,2})[:.](?P<minute>\d{2}))?"

_PIECES = [
    re.compile(pattern)
    for pattern in (
        rf"(?P<year>\d{{4}})-(?P<number>\d{{1,2}})-(?P<day>\d{{1,2}}){_TIME}",
        r"(?P<year>\d{4})-(?P<number>\d{1,2})",
        r"(?P<year>\d{4})",
        rf"(?P<day>\d{{1,2}})(?: {_MONTH}(?: (?P<year>\d{{4}}))?)?{_TIME}",
        rf"{_MONTH} (?P<day>\d{{1,2}})(?: (?P<year>\d{{4}}))?{_TIME}",
        rf"{_MONTH}(?: (?P<year>\d{{4}}))?",
        r"(?P<day>\d{1,2}) (?P<year>\d{4})",
    )
]
_ISO = re.compile(
    r"(\d{4}-\d{1,2}(?!\d)(?:-\d{1,2}(?!\d))?)|\s*(?:-|–|—|\.{2,}|…)\s*|\s+(?:to|until|till)\s+"
)
_AND = re.compile(r",(?!\s*\d{4}\b(?!-))\s*|;\s*|\s+(?:and|or|&)\s+", re.IGNORECASE)
"""Between two dates; the comma of "June 25, 2027" is not."""
_EITHER_WAY = re.compile(r"\d{1,4}[/.]\d{1,2}[/.]\d{1,4}")
_NEEDLESS = re.compile(r"\b(?:from|of|the)\b|(?<=[a-z])\.(?!\.)|(?<=\b\d)\. |(?<=\b\d\d)\. ")
_ONE_DAY_ALONE = "Give a time of day with one day alone, such as “2027-06-25 15:00”."

Unit: TypeAlias = Literal["day", "month", "year"]


class WhenError(ValueError):
    """What was typed is no date; the text says why, and what to write instead."""


@dataclass(frozen=True, slots=True)
class Span:
    """From a first day to a last, as exactly as somebody wrote it."""

    first: date
    last: date
    unit: Unit = "day"
    """Days were named, or only months, or only a year."""
    at: time | None = None
    """When it begins, where one day and a time of day were named."""


class _Piece(NamedTuple):
    """One side of a range, with what it says."""

    year: int | None
    month: int | None
    day: int | None
    at: time | None


def read(text: str) -> Span:
    """Read a day, several in a row, months or years; ``WhenError`` if it is none of these."""
    typed = _normal(text)
    if _EITHER_WAY.search(typed):
        raise WhenError(
            "A date in figures can be read in two ways. Write it as “2027-06-25” or “25 June 2027”."
        )
    if _AND.search(typed):
        raise WhenError("Name one day, or a first and a last one with “..” between them.")
    sides = _ISO.sub(lambda match: match[1] or "..", typed).split("..")
    if len(sides) > 2:  # noqa: PLR2004 - a range has two ends
        raise WhenError(f"There are more than two dates in that. Write {EXAMPLES}.")
    pieces = [_piece(side) for side in sides]
    first, last = pieces if len(pieces) > 1 else pieces * 2
    first, last = _completed(first, last)
    if len(pieces) > 1 and (first.at or last.at):
        raise WhenError(_ONE_DAY_ALONE)
    span = Span(_day(first, end=False), _day(last, end=True), _unit(first, last), first.at)
    if span.last < span.first:
        raise WhenError("That ends before it begins. Write the earlier date first.")
    return span


def read_days(text: str) -> tuple[Span, ...]:
    """Read one day or several, which need not follow one another: "25 June, 1 and 25 July 2027"; ``WhenError`` for others.

    What a date leaves out, the one after it says.
    """
    found: list[Span] = []
    for part in reversed(_AND.split(" ".join(text.split())) if len(text) <= LONGEST else [text]):
        found.insert(0, _read_beside(part, found[0].first if found else None))
    if any(span.unit != "day" for span in found):
        raise WhenError(
            "Name the days, such as “2027-06-25”, “25–26 June 2027” or “25 June, 1 and 25 July 2027”."
        )
    if len(found) > 1 and any(span.at for span in found):
        raise WhenError(_ONE_DAY_ALONE)
    return tuple(sorted(found, key=lambda span: span.first))


def _read_beside(part: str, after: date | None) -> Span:
    """Read a date with the month and year of the one after it, as far as it has none of its own."""
    tries = [part] if after is None else [part, f"{part} {after.year}", f"{part} {after:%B %Y}"]
    errors: list[WhenError] = []
    for attempt in tries:
        try:
            return read(attempt)
        except WhenError as error:
            errors.append(error)
    # That something is left out was to be tried; what else is wrong with it helps more.
    raise next((error for error in errors if not str(error).startswith("Add")), errors[0])


def _normal(text: str) -> str:
    if len(text) > LONGEST:
        raise WhenError(f"That is too long for a date. Write {EXAMPLES}.")
    typed = re.sub(r"\b(\d{1,2})(?:st|nd|rd|th)\b", r"\1", text.casefold())
    typed = _AND.sub(" and ", typed).replace(",", " ")
    return " ".join(_NEEDLESS.sub(" ", typed).split())


def _piece(side: str) -> _Piece:
    for pattern in _PIECES:
        if match := pattern.fullmatch(side.strip()):
            given = match.groupdict()
            month = given.get("number") or _NUMBER.get(given.get("month") or "")
            year, day = given.get("year"), given.get("day")
            return _Piece(
                int(year) if year else None,
                int(month) if month else None,
                int(day) if day else None,
                _at(given),
            )
    raise WhenError(f"I can’t read that as a date. Write {EXAMPLES}.")


def _at(given: dict[str, str | None]) -> time | None:
    hour, minute = given.get("hour"), given.get("minute")
    if not hour or not minute:
        return None
    if int(hour) > 23 or int(minute) > 59:  # noqa: PLR2004 - what a clock shows
        raise WhenError("There is no such time of day. Write it as “15:00”, from 00:00 to 23:59.")
    return time(int(hour), int(minute))


def _completed(first: _Piece, last: _Piece) -> tuple[_Piece, _Piece]:
    """Fill what one side leaves to the other: "25–26 June 2027", "June 25–26, 2027", "June–July 2027"."""
    if first.month is None and first.day is not None:
        first = first._replace(month=last.month)
    if last.month is None and last.day is not None:
        last = last._replace(month=first.month)
    if first.day is not None and first.month is None:
        raise WhenError(f"Add the month. Write {EXAMPLES}.")
    year = last.year or first.year
    if year is None:
        raise WhenError(f"Add the year. Write {EXAMPLES}.")
    last = last._replace(year=year)
    if first.year is None:
        begins_before = (first.month or 0, first.day or 0) <= (last.month or 0, last.day or 31)
        first = first._replace(year=year if begins_before else year - 1)
    if (first.month is None) != (last.month is None) or (first.day is None) != (last.day is None):
        raise WhenError("Write both ends in the same way: two days, or two months.")
    return first, last


def _day(piece: _Piece, *, end: bool) -> date:
    """The first or last day of what a completed piece names."""
    year, month = piece.year or 0, piece.month or (12 if end else 1)
    if not MINYEAR <= year <= MAXYEAR or not 1 <= month <= 12:  # noqa: PLR2004 - a year's months
        raise WhenError(f"There is no such month. Write {EXAMPLES}.")
    days = monthrange(year, month)[1]
    day = piece.day if piece.day is not None else days if end else 1
    if not 1 <= day <= days:
        raise WhenError(f"{_MONTHS[month - 1].title()} {year} has the days 1 to {days}.")
    return date(year, month, day)


def _unit(first: _Piece, last: _Piece) -> Unit:
    if first.day is not None and last.day is not None:
        return "day"
    return "month" if first.month is not None else "year"
