"""Read ``events.toml``: the calendar, and everything that is wrong or due in it."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from knowledge.calendar.book import Calendar
from knowledge.calendar.definition import applied, read_definition
from knowledge.calendar.event import Event, EventError
from knowledge.calendar.words import when_in_words
from knowledge.problems import KnowledgeError, Problem, line_of

EVENTS = Path(__file__).parent.parent / "events.toml"
_STALE_AFTER = timedelta(365)


@dataclass
class Reading:
    """The calendar of a file, without what is wrong in it: that is listed in ``problems``."""

    calendar: Calendar = field(default_factory=Calendar)
    lines: dict[str, int] = field(default_factory=dict)
    """Where in the file each uid is defined."""
    problems: list[Problem] = field(default_factory=list)

    def line(self, uid: str) -> int:
        """Return the line of an event, or of the series that it belongs to."""
        while uid and uid not in self.lines:
            uid = uid.rpartition("-")[0]
        return self.lines.get(uid, 1)


def load_calendar(path: Path | None = None) -> Calendar:
    """Load a calendar (default: the packaged one); ``KnowledgeError`` lists every problem."""
    reading = read_calendar(path)
    if reading.problems:
        raise KnowledgeError(reading.problems)
    return reading.calendar


def read_calendar(path: Path | None = None) -> Reading:
    """Read a file without raising for what is wrong in it."""
    path = path or EVENTS
    reading = Reading()
    try:
        text = path.read_text(encoding="utf-8")
        tables = tomllib.loads(text)
    except OSError as error:
        reading.problems.append(Problem(path, 1, f"can't be read: {error.strerror}"))
        return reading
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        reading.problems.append(Problem(path, 1, f"not valid TOML: {error}"))
        return reading
    for key in tables.keys() - {"event", "report"}:
        line = line_of(text, f"\n{key} =", f"\n[{key}", f"\n[[{key}")
        reading.problems.append(Problem(path, line, f"unknown key {key!r}: known are report and [[event]]"))
    events = tables.get("event", [])
    if not isinstance(events, list) or not all(isinstance(table, dict) for table in events):
        reading.problems.append(Problem(path, 1, "an event begins with [[event]]"))
        return reading
    for table in events:
        uid = str(table.get("uid", ""))
        line = line_of(text, f'\nuid = "{uid}"', "\n[[event]]")
        named = "report" in tables and "paragraphs" in table
        whole = {"report": tables["report"], **table} if named else table
        messages = [f"the uid {uid!r} stands twice"] if uid in reading.lines else _take(reading, whole)
        reading.problems += [Problem(path, line, f"event {uid!r}: {message}") for message in messages]
        reading.lines.setdefault(uid, line)
    return reading


def _take(reading: Reading, table: Mapping[str, Any]) -> list[str]:
    """Put one table's event into the calendar; return what keeps it out."""
    definition, wrong = read_definition(table)
    if definition is None:
        return wrong
    try:
        reading.calendar = applied(reading.calendar, definition)
    except EventError as error:
        return [str(error)]
    return []


def warnings(calendar: Calendar, today: date) -> Iterator[tuple[str, str]]:
    """Yield what a curator should look at, as uid and sentence: nothing of it is wrong.

    Windows and years that passed without a confirmed day, and what is still to come but was not compared
    with its source for a year. What comes on the same day each year does neither.
    """
    every = [*calendar.series.values(), *calendar.events.values()]
    begin = min((event.first for event in every), default=today)
    for event in calendar.between(begin, today, yearly=False):
        if event.last < today and not event.certain:
            yield event.uid, f"{when_in_words(event, today)}: write down its days, or that it was not held"
    for event in every:
        to_come = event.uid in calendar.series or event.last >= today
        checked = event.checked_on
        if to_come and not event.yearly and (checked is None or today - checked > _STALE_AFTER):
            when = (
                f"last compared with its source on {checked}" if checked else "never compared with its source"
            )
            yield event.uid, f"{when}: check it, and set checked_on"


def check_calendar(
    today: date, paragraphs: Mapping[str, Collection[int]], path: Path | None = None
) -> tuple[list[Problem], list[Problem]]:
    """List what is wrong in a calendar's file, and apart from it what a curator should look at.

    ``paragraphs`` has the numbers that each report has, by its symbol.
    """
    file = path or EVENTS
    reading = read_calendar(file)
    calendar = reading.calendar
    own = {
        uid: event for uid, event in {**calendar.series, **calendar.events}.items() if uid in reading.lines
    }
    problems = [
        *reading.problems,
        *(
            Problem(file, reading.lines[uid], f"event {uid!r}: {message}")
            for uid, event in own.items()
            for message in _source_faults(event, paragraphs)
        ),
    ]
    due = [
        Problem(file, reading.line(uid), f"event {uid!r}: {message}")
        for uid, message in warnings(calendar, today)
    ]
    return problems, due


def _source_faults(event: Event, paragraphs: Mapping[str, Collection[int]]) -> Iterator[str]:
    known = paragraphs.get(event.report or "")
    if event.report and known is None:
        yield f"there is no report {event.report!r} here"
    for number in event.paragraphs:
        if known is not None and number not in known:
            yield f"the report has no paragraph {number}"
    if not (event.paragraphs or event.symbol or event.link):
        yield "needs a source: paragraphs, symbol or link"
