"""A rule says how often and at what local time: made from what people type, kept as JSON, told in words. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Any, Self

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""In the order of ``date.weekday()``."""
PLACES = ("first", "second", "third", "fourth", "last")
"""Which of a month's Mondays; there is no fifth, since most months have none."""
LAST_DAY = "last"

_SHORTEST_WEEKDAY = 2  # letters
_LAST_OF_ANY_MONTH = 31
_NUMBERED = {"1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth"}
_NOON = 12


class Rhythm(StrEnum):
    """How often."""

    DAILY = "daily"
    WEEKDAYS = "weekdays"
    """Monday to Friday."""
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    """Every second week, counted from the first run."""
    MONTHLY = "monthly"


class RuleError(ValueError):
    """What was typed makes no rule; the text says why, what is allowed, and gives an example."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A recurrence in local time; which instants it means, ``bot.posting.timetable`` says.

    Make one with ``parse_rule``, which checks it.
    """

    rhythm: Rhythm
    at: time
    """Local, whole minutes."""
    day: str | None
    """Weekly and fortnightly: ``monday``. Monthly: ``1`` to ``31``, ``last``, or ``first monday``. Else None."""
    start: date
    """The local date from which it counts: nothing is due before it, and fortnights count from the first
    matching weekday on or after it."""

    def as_json(self) -> dict[str, Any]:
        """As the database keeps it."""
        return {
            "rhythm": str(self.rhythm),
            "at": f"{self.at:%H:%M}",
            "day": self.day,
            "start": self.start.isoformat(),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """Read what ``as_json`` wrote; RuleError, ValueError or KeyError for anything else."""
        rule = parse_rule(kept["rhythm"], kept["day"], kept["at"], date.fromisoformat(kept["start"]))
        return cls(rule.rhythm, rule.at, rule.day, rule.start)

    def words(self) -> str:
        """The rule in words: "every Monday at 09:00"."""
        return f"{self._days()} at {self.at:%H:%M}"

    def _days(self) -> str:
        day = (self.day or "").title()
        match self.rhythm:
            case Rhythm.DAILY:
                return "every day"
            case Rhythm.WEEKDAYS:
                return "Monday to Friday"
            case Rhythm.WEEKLY:
                return f"every {day}"
            case Rhythm.FORTNIGHTLY:
                return f"every second {day}"
            case Rhythm.MONTHLY:
                return _day_of_month_in_words(self.day or LAST_DAY)


def _day_of_month_in_words(day: str) -> str:
    if day == LAST_DAY:
        return "on the last day of every month"
    place, _, weekday = day.partition(" ")
    if weekday:
        return f"on the {place} {weekday.title()} of every month"
    return f"on day {day} of every month" + (" (or its last day)" if int(day) > 28 else "")  # noqa: PLR2004 - February's


def parse_rule(rhythm: str, day: str | None, at: str | time, start: date) -> Rule:
    """Make a rule of what somebody typed; ``RuleError`` says what is wrong with it.

    ``day`` may be short and in any case ("Mon", "1st monday", "31"); daily and weekdays take none. In a month that
    is too short for its day number, a monthly rule means the last day.
    """
    try:
        wanted = Rhythm(rhythm.strip().lower())
    except ValueError:
        allowed = ", ".join(Rhythm)
        raise RuleError(f"There is no such rhythm. Choose one of {allowed}. Example: weekly") from None
    moment = (
        parse_time(at) if isinstance(at, str) else at.replace(second=0, microsecond=0, tzinfo=None, fold=0)
    )
    return Rule(wanted, moment, _day_for(wanted, (day or "").strip().lower()), start)


def parse_time(typed: str) -> time:
    """Read a time of day such as 09:00, 9:00, 0900, 9am or 9:30 pm; ``RuleError`` for anything else."""
    found = re.fullmatch(
        r"(\d{1,2})[:.](\d\d)\s*([ap]m)?|(\d\d)(\d\d)|(\d{1,2})\s*([ap]m)", typed.strip().lower(), re.ASCII
    )
    if found:
        hour = int(found[1] or found[4] or found[6])
        minute = int(found[2] or found[5] or 0)
        half = found[3] or found[7]
        if half and 1 <= hour <= _NOON:
            hour, half = hour % _NOON + (_NOON if half == "pm" else 0), None
        if not half and hour < 24 and minute < 60:  # noqa: PLR2004 - a day's hours, an hour's minutes
            return time(hour, minute)
    raise RuleError(
        "That is no time of day. Give hours and minutes from 00:00 to 23:59. Example: 09:00, or 9am"
    )


def _day_for(rhythm: Rhythm, typed: str) -> str | None:
    match rhythm:
        case Rhythm.DAILY | Rhythm.WEEKDAYS:
            if typed:
                raise RuleError(
                    f"The rhythm {rhythm} takes no day. Leave the day out, or choose another rhythm. "
                    "Example: weekly, on Monday"
                )
            return None
        case Rhythm.WEEKLY | Rhythm.FORTNIGHTLY:
            if weekday := _weekday(typed):
                return weekday
            raise RuleError(
                f"The rhythm {rhythm} needs a day of the week, Monday to Sunday. Example: Monday, or Mon"
            )
        case Rhythm.MONTHLY:
            if day := _day_of_month(typed):
                return day
            raise RuleError(
                "The rhythm monthly needs a day of the month: 1 to 31, last, or a weekday such as first Monday "
                "(first, second, third, fourth or last). Example: first Monday"
            )


def _weekday(typed: str) -> str | None:
    """The weekday that two or more letters begin; "weds" too, and plurals."""
    typed = typed.removesuffix(".").replace("weds", "wed")
    if len(typed) < _SHORTEST_WEEKDAY:
        return None
    return next((name for name in WEEKDAYS if f"{name}s".startswith(typed)), None)


def _day_of_month(typed: str) -> str | None:
    words = [_NUMBERED.get(word, word) for word in typed.split() if word != "the"]
    if words in (["last"], ["last", "day"]):
        return LAST_DAY
    if len(words) == 2 and words[0] in PLACES and (weekday := _weekday(words[1])):  # noqa: PLR2004 - "first monday"
        return f"{words[0]} {weekday}"
    found = re.fullmatch(r"(?:the |day )?(\d{1,2})(?:st|nd|rd|th)?\.?", typed, re.ASCII)
    if found and 1 <= int(found[1]) <= _LAST_OF_ANY_MONTH:
        return str(int(found[1]))
    return None
