"""The part of a calendar that somebody asked for, remembered: a series makes its events anew whenever one looks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.posting.subscription import Choice, names
from knowledge.calendar import Calendar, Event

_MOST_LOOKS = 16
"""Looks that are remembered; those of a day are a few, and the days go on."""


class Part:
    """One choice of events from one calendar; all who chose alike can share it."""

    def __init__(self, calendar: Calendar, choice: Choice) -> None:
        """Narrow the calendar to hardly more than the choice."""
        self.calendar = calendar
        self._choice = choice
        self._narrow = _narrowed(calendar, choice)
        self._seen: dict[tuple[date, date], tuple[Event, ...]] = {}

    def between(self, first: date, last: date) -> Sequence[Event]:
        """The chosen events that take place, or may, between two days."""
        if (first, last) not in self._seen:
            if len(self._seen) >= _MOST_LOOKS:
                self._seen.clear()
            found = self._narrow.between(first, last)
            self._seen[first, last] = tuple(event for event in found if self._choice.covers(event))
        return self._seen[first, last]


def _narrowed(calendar: Calendar, choice: Choice) -> Calendar:
    wanted = {name for uid in choice.events for name in names(uid)}
    events = {uid: event for uid, event in calendar.events.items() if choice.covers(event)}
    series = {
        uid: base
        for uid, base in calendar.series.items()
        if uid in wanted or not set(choice.tags).isdisjoint(base.tags)
    }
    # What stands in for a series' event of one year goes on doing so, also where it was not asked for.
    return Calendar(events, series, calendar.hidden | (calendar.events.keys() - events.keys()))
