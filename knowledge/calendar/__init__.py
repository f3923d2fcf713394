"""The calendar of the field: events with their days, how certain those are, and where they come from."""

from knowledge.calendar.book import Calendar, confirmed, in_year
from knowledge.calendar.event import (
    ANNIVERSARY,
    Certainty,
    Event,
    EventError,
    event_as_json,
    event_from_json,
)
from knowledge.calendar.load import load_calendar
from knowledge.calendar.period import Period, PeriodError, parse_period, suggest_periods
from knowledge.calendar.words import certainty_in_words, day_in_words, span_in_words, when_in_words

__all__ = [
    "ANNIVERSARY",
    "Calendar",
    "Certainty",
    "Event",
    "EventError",
    "Period",
    "PeriodError",
    "certainty_in_words",
    "confirmed",
    "day_in_words",
    "event_as_json",
    "event_from_json",
    "in_year",
    "load_calendar",
    "parse_period",
    "span_in_words",
    "suggest_periods",
    "when_in_words",
]
