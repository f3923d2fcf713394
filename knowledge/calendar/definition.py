"""One table of ``events.toml``, or of ``[[events]]`` in ``config.toml``: read, and turned into events.

The head of ``events.toml`` explains the keys.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any, NamedTuple

from knowledge import symbols
from knowledge.calendar.book import Calendar, confirmed
from knowledge.calendar.event import EARLIEST, LATEST, LONGEST_UID, Certainty, Event, EventError

_LONGEST_UID = LONGEST_UID - 10  # a series' events have the year and a number behind it
_WHEN = ("day", "days", "window", "year", "yearly", "yearly_window", "starts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What a table says, each value of the right kind; ``None`` is what it leaves out."""

    uid: str
    hide: bool = False
    title: str | None = None
    day: date | None = None
    days: tuple[date, ...] | None = None
    window: tuple[date, ...] | None = None
    year: int | None = None
    yearly: date | tuple[date, ...] | None = None
    yearly_window: tuple[date, ...] | None = None
    starts: datetime | None = None
    confirmed: tuple[date, ...] | None = None
    not_held: tuple[int, ...] | None = None
    place: str | None = None
    tags: tuple[str, ...] | None = None
    report: str | None = None
    paragraphs: tuple[int, ...] | None = None
    symbol: str | None = None
    link: str | None = None
    note: str | None = None
    checked_on: date | None = None
    sequence: int | None = None


class _Kind(NamedTuple):
    fits: Callable[[Any], bool]
    words: str
    example: str


def _is_day(value: object) -> bool:
    return type(value) is date and EARLIEST <= value.year <= LATEST


def _is_year(value: object) -> bool:
    return type(value) is int and EARLIEST <= value <= LATEST


def _is_list(value: object, fits: Callable[[Any], bool]) -> bool:
    return isinstance(value, list) and all(fits(one) for one in value)


def _is_span(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and _is_list(value, _is_day)  # noqa: PLR2004 - its two ends


_TEXT = _Kind(lambda value: isinstance(value, str) and bool(value.strip()), "text in quotation marks", '"…"')
_DAY = _Kind(_is_day, "a date without quotation marks", "2027-06-25")
_SPAN = _Kind(_is_span, "the first and the last day", "[2027-06-01, 2027-07-31]")
_KINDS = {
    "uid": _Kind(
        lambda value: isinstance(value, str) and 0 < len(value) <= _LONGEST_UID,
        f"small letters, digits and hyphens, at most {_LONGEST_UID}",
        '"debate-2027"',
    ),
    "hide": _Kind(lambda value: isinstance(value, bool), "true or false, without quotation marks", "true"),
    "title": _TEXT,
    "day": _DAY,
    "days": _SPAN._replace(example="[2027-01-18, 2027-01-29]"),
    "window": _SPAN,
    "year": _Kind(_is_year, f"a year from {EARLIEST} to {LATEST}", "2028"),
    "yearly": _Kind(
        lambda value: _is_day(value) or _is_span(value),
        "a day (or its first and last), in its first year",
        "2005-09-16",
    ),
    "yearly_window": _SPAN._replace(words="the first and the last day, in its first year"),
    "starts": _Kind(
        lambda value: isinstance(value, datetime) and value.tzinfo is not None and _is_year(value.year),
        "a moment with its time zone",
        "2027-06-25T14:00:00Z",
    ),
    "confirmed": _Kind(lambda value: _is_list(value, _is_day), "a list of days", "[2027-06-25, 2027-07-01]"),
    "not_held": _Kind(lambda value: _is_list(value, _is_year), "a list of years", "[2020]"),
    "place": _TEXT,
    "tags": _Kind(lambda value: _is_list(value, _TEXT.fits), "a list of words", '["debate"]'),
    "report": _TEXT._replace(example='"A/79/875-S/2025/248"'),
    "paragraphs": _Kind(
        lambda value: _is_list(value, lambda one: type(one) is int and one > 0),
        "a list of numbers",
        "[69, 78]",
    ),
    "symbol": _Kind(
        lambda value: isinstance(value, str) and symbols.canonical(value) == value,
        "a document's symbol, written as in documents.toml",
        '"A/RES/79/122"',
    ),
    "link": _TEXT._replace(words="an https:// address", example='"https://www.un.org/"'),
    "note": _TEXT,
    "checked_on": _DAY,
    "sequence": _Kind(lambda value: type(value) is int and value >= 0, "a whole number from 0", "1"),
}


def read_definition(table: Mapping[str, Any]) -> tuple[Definition | None, list[str]]:
    """Read one table; with it, everything that is wrong in it, in words. ``None`` if anything is."""
    wrong = [_unknown(key) for key in table if key not in _KINDS]
    wrong += [
        f"{key} must be {kind.words}. Example: {key} = {kind.example}"
        for key, kind in _KINDS.items()
        if key in table and not kind.fits(table[key])
    ]
    if "uid" not in table:
        wrong.append('each event needs its uid. Example: uid = "debate-2027"')
    when = [key for key in _WHEN if key in table and not (key == "starts" and {"day", "days"} & table.keys())]
    if len(when) > 1:
        wrong.append(f"{' and '.join(when)} can't stand together: say in one way when it is")
    if wrong:
        return None, wrong
    given: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in table.items()
    }
    return Definition(**given), []


def _unknown(key: str) -> str:
    near = difflib.get_close_matches(key, _KINDS, n=1)
    hint = f"Did you mean {near[0]}? " if near else ""
    return f"{key[:40]!r} is not a key of an event. {hint}Known are {', '.join(_KINDS)}"


def applied(calendar: Calendar, definition: Definition) -> Calendar:
    """Return the calendar with what a definition adds, changes or hides.

    A definition that names a known uid changes what it says and leaves the rest. Raises ``EventError``
    for what can't be.
    """
    uid = definition.uid
    known = calendar.series.get(uid) or calendar.get(uid)
    if definition.hide:
        if known is None:
            raise EventError("there is no such event to hide")
        return calendar.changed({uid: None})
    event = _event(definition, known)
    yearly = definition.yearly or definition.yearly_window
    if uid not in calendar.series and not yearly:
        if definition.confirmed is not None or definition.not_held is not None:
            raise EventError("confirmed and not_held belong to what comes each year: yearly_window")
        return calendar.changed({uid: event})
    if known is not None and uid not in calendar.series:
        raise EventError("it takes place once; give what comes each year a uid of its own")
    if not yearly and _when(definition):
        raise EventError(
            f"it comes each year: write its days under confirmed, or name one year, such as {uid}-2027"
        )
    years = {f"{uid}-{year}": None for year in definition.not_held or ()}
    return calendar.changed({**years, **_confirmed(event, definition)}, series=[event])


def _confirmed(base: Event, definition: Definition) -> dict[str, Event]:
    found: dict[str, Event] = {}
    for year, days in groupby(sorted(definition.confirmed or ()), key=lambda day: day.year):
        named = replace(base, uid=f"{base.uid}-{year}")
        found |= {event.uid: event for event in confirmed(named, list(days), definition.checked_on)}
    return found


def _event(definition: Definition, known: Event | None) -> Event:
    plain = {field.name for field in fields(Event)} - {"starts", "yearly", "certainty", "first", "last"}
    given = {name: value for name in plain if (value := getattr(definition, name)) is not None}
    if definition.symbol and not definition.link:
        given["link"] = symbols.link(definition.symbol)
    given |= _when(definition)
    if known is not None:
        return _sourced(replace(known, **{"sequence": known.sequence + 1, **given}))
    missing = [name for name in ("title", "certainty") if name not in given]
    if missing:
        what = {"title": "its title", "certainty": f"when it is: {', '.join(_WHEN)}"}
        raise EventError(
            f"no event has that uid yet, so a new one needs {' and '.join(what[name] for name in missing)}"
        )
    return _sourced(Event(**given))


def _sourced(event: Event) -> Event:
    if event.paragraphs and not event.report:
        raise EventError('say of which report its paragraphs are. Example: report = "A/79/875-S/2025/248"')
    return event


def _when(definition: Definition) -> dict[str, Any]:
    """Return the fields of an event that say when; none if the definition does not."""
    certainty, yearly = Certainty.CONFIRMED, definition.yearly is not None
    span = _span(definition.day or definition.days or definition.yearly)
    if definition.starts and not span:
        span = _span(definition.starts.astimezone(UTC).date())
    if window := definition.window or definition.yearly_window:
        certainty, span = Certainty.WINDOW, window
    elif definition.year:
        certainty, span = Certainty.YEAR, (date(definition.year, 1, 1), date(definition.year, 12, 31))
    if not span:
        return {}
    starts = definition.starts.astimezone(UTC) if definition.starts else None
    return {"certainty": certainty, "first": span[0], "last": span[1], "starts": starts, "yearly": yearly}


def _span(days: date | tuple[date, ...] | None) -> tuple[date, ...] | None:
    return (days, days) if isinstance(days, date) else days
