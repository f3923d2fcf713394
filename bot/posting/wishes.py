"""What one can be reminded of: events, and what comes again each year; found by what somebody types. Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from bot.errors import UserError
from bot.event_choice import LONGEST_LABEL, offers, one_of
from bot.posting.subscription import Lead, names
from bot.render.text import clip, plain
from knowledge.calendar import Calendar, Event, when_in_words

_AHEAD = timedelta(days=5 * 366)
_YEAR = timedelta(days=366)

LEADS = {
    Lead.MONTH: "30 days before",
    Lead.WEEK: "7 days before",
    Lead.DAY: "1 day before",
    Lead.START: "At the start",
    Lead.OPEN: "While the days are not confirmed",
}
"""Each lead in words."""

_BY_DAYS = {lead.days: lead for lead in LEADS if lead is not Lead.OPEN}
_UNITS = {"d": 1, "w": 7, "m": 30}
_COUNTED = re.compile(
    r"(\d{1,3})\s*(?:(d)(?:ays?)?|(w)(?:eeks?)?|(m)(?:onths?)?)?\b|\b(d)ay\b|\b(w)eek\b|\b(m)onth\b"
)
_NAMED = {"start": Lead.START, "open": Lead.OPEN, "window": Lead.OPEN}
_FILLING = {"a", "and", "at", "before", "the", "while"}
LEAD_CHOICES = {
    "30 days, 7 days, 1 day, start, open": "All: 30 days, 7 days, 1 day before, at the start, while the days are open",
    "7 days, 1 day, open": "7 days and 1 day before, while the days are open",
    "7 days": "7 days before",
    "1 day": "1 day before",
    "start": "At the start",
    "open": "While the days are not confirmed: when the window opens, then monthly",
}
"""What is offered while somebody types leads: value → label."""


def every_year(calendar: Calendar, event: Event) -> str | None:
    """The uid of the series that an event belongs to."""
    return next((uid for uid in names(event.uid) if uid in calendar.series), None)


def wishes(calendar: Calendar, today: date) -> list[Event]:
    """All that one can choose, under the uid to keep: what is held once first, then what comes on the same day each year.

    What comes on the same day each year is meant for every year; the debate can be meant for one year or for all.
    """
    found: dict[str, Event] = {}
    yearly = [event for event in calendar.between(today, today + _YEAR) if event.yearly]
    for event in (*calendar.between(today, today + _AHEAD, yearly=False), *yearly):
        series = every_year(calendar, event)
        if series is None:
            found[event.uid] = event
        elif series not in found:
            found[series] = replace(event, uid=series, title=calendar.series[series].title)
            if not event.yearly:
                found[event.uid] = event
    return sorted(found.values(), key=lambda event: (event.yearly, event.first, event.uid))


def wish_of(calendar: Calendar, event: Event) -> str:
    """The uid to keep for an event that somebody points at: of a yearly one that of its series."""
    return (every_year(calendar, event) if event.yearly else None) or event.uid


def wish_label(calendar: Calendar, event: Event) -> str:
    """A wish in a list, in at most 100 characters."""
    when = when_in_words(event)
    if event.uid in calendar.series:
        when = f"every {event.first.day} {event.first:%B}" if event.yearly else "every year"
    return f"{clip(plain(event.title), LONGEST_LABEL - len(when) - 3)} · {when}"


def offered(calendar: Calendar, today: date, typed: str) -> list[tuple[str, str]]:
    """Labels and uids of the wishes that hold all words that were typed."""
    return [(wish_label(calendar, event), event.uid) for event in offers(wishes(calendar, today), typed)]


def wish(calendar: Calendar, today: date, typed: str) -> str:
    """The uid of a wish that was chosen, or that typed words mean; ``UserError`` if that is none or several."""
    uid = typed.strip()
    if uid in calendar.series:
        return uid
    event = calendar.get(uid) or one_of(wishes(calendar, today), typed)
    found = event.uid if event.uid in calendar.series else wish_of(calendar, event)
    if event.last < today and found not in calendar.series:
        raise UserError("This event is over. Choose one that is still to come: `/r2p events` shows them.")
    return found


def known_tag(calendar: Calendar, typed: str) -> str:
    """A tag of the calendar in any case; ``UserError`` names those that there are."""
    found = typed.strip().casefold()
    if found not in calendar.tags():
        known = ", ".join(calendar.tags()) or "none yet"
        raise UserError(f"There is no such tag. The calendar has: {known}.")
    return found


def parse_leads(typed: str) -> tuple[Lead, ...]:
    """Read leads such as "30 days, a week and start"; ``UserError`` says what is allowed."""
    meant: set[Lead | None] = set()
    for found in _COUNTED.finditer(typed.casefold()):
        unit = next((letter for letter in found.groups()[1:] if letter), "d")
        meant.add(_BY_DAYS.get(int(found[1] or 1) * _UNITS[unit]))
    for word in re.findall(r"[^\W\d]+", _COUNTED.sub(" ", typed.casefold())):
        if word not in _FILLING:
            meant.add(_NAMED.get(word))
    if not meant or None in meant:
        raise UserError(
            "These are no lead times. Allowed are 30 days, 7 days, 1 day, start, and open (while the days of an event "
            "are not confirmed). Example: 7 days, 1 day, open"
        )
    return tuple(lead for lead in Lead if lead in meant)
