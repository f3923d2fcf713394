"""Finding an event by what somebody types: offers while they type, and the one that they mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from rapidfuzz import fuzz, process, utils

from bot.errors import UserError
from bot.render.text import clip, quoted
from knowledge.calendar import Calendar, Event, when_in_words

MOST_OFFERS = 25
LONGEST_LABEL = 100
"""Discord's limits for autocomplete."""

_BEHIND = timedelta(days=60)
"""How long a past event can still be chosen: its days are often confirmed late."""
_AHEAD = timedelta(days=5 * 366)
_YEAR = timedelta(days=366)
_NEAR = 3
_LONGEST_ECHO = 80
_DIGITS_OF_A_YEAR = 4
_WORD = re.compile(r"[^\W_]+")


def choosable(calendar: Calendar, today: date) -> list[Event]:
    """The events that people choose from: what happens once first, then the next of what comes each year."""
    once = calendar.between(today - _BEHIND, today + _AHEAD, yearly=False)
    yearly = [event for event in calendar.between(today, today + _YEAR) if event.yearly]
    return once + yearly


def offers(events: Iterable[Event], typed: str) -> list[Event]:
    """Those whose title, days, tags or uid have words that begin as each word that was typed, as many as fit in a list."""
    words = _WORD.findall(typed.casefold())
    found = [
        event for event in events if all(any(_begins(said, word) for said in _said(event)) for word in words)
    ]
    begin = typed.strip().casefold()
    return sorted(found, key=lambda event: not event.title.casefold().startswith(begin))[:MOST_OFFERS]


def hideable(calendar: Calendar, today: date) -> list[Event]:
    """The events that can be hidden: what happens once, and what comes each year, with all of its years."""
    once = [event for event in choosable(calendar, today) if not event.yearly]
    return once + [event for event in calendar.series.values() if event.yearly]


def label(event: Event, before: str = "", *, every_year: bool = False) -> str:
    """An event in a list: its title, cut where need be, and its days."""
    when = " · every year" if every_year else f" · {when_in_words(event)}"
    return before + clip(event.title, LONGEST_LABEL - len(before) - len(when)) + when


def find(calendar: Calendar, typed: str, today: date) -> Event:
    """The event of an uid that was chosen, or that typed words mean; ``UserError`` if that is none or several."""
    if event := calendar.get(typed.strip()):
        return event
    return one_of(choosable(calendar, today), typed)


def one_of(events: Sequence[Event], typed: str) -> Event:
    """The one event that typed words mean; ``UserError`` names the nearest if that is none or several."""
    found = offers(events, typed) if typed.strip() else []
    same = [event for event in found if event.title.casefold() == typed.strip().casefold()]
    if len(same or found) == 1:
        return (same or found)[0]
    echo = quoted(typed, _LONGEST_ECHO)
    if found:
        raise UserError(
            f"“{echo}” could be several events: {_listed(found)}. Choose one from the list that appears as you type."
        )
    near = process.extract(
        typed,
        [event.title for event in events],
        scorer=fuzz.token_sort_ratio,
        processor=utils.default_process,
        limit=_NEAR,
    )
    hint = f" The nearest: {_listed(events[index] for *_, index in near)}." if near else ""
    raise UserError(f"I know no event “{echo}”. Choose one from the list that appears as you type.{hint}")


def _listed(events: Iterable[Event]) -> str:
    return "; ".join(
        f"{quoted(event.title, _LONGEST_ECHO)} ({when_in_words(event)})" for event in list(events)[:_NEAR]
    )


def _said(event: Event) -> list[str]:
    return _WORD.findall(" ".join((event.title, when_in_words(event), *event.tags, event.uid)).casefold())


def _begins(said: str, word: str) -> bool:
    """Whether a word begins as typed; a number of a day has to be whole: 9 is not 91."""
    return said == word or (
        said.startswith(word) and not (word.isdecimal() and len(word) < _DIGITS_OF_A_YEAR)
    )
