"""One event of the calendar: what happens, when, and how certain that is. Pure data, with its JSON form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

LONGEST_UID = 60
"""Characters; an uid goes into the ids of buttons and the keys of deliveries."""
LONGEST_TITLE = 200
LONGEST_PLACE = 100
LONGEST_NOTE = 500
LONGEST_LINK = 500
LONGEST_TAG = 30
MOST_TAGS = 8
EARLIEST, LATEST = 1900, 2200
"""The first and the last year that an event may be in."""
ANNIVERSARY = "anniversary"
"""The tag of a yearly event whose title counts the years."""

_UID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_TAG = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_LINK = re.compile(r"https://[^\s<>\"]+")


class Certainty(StrEnum):
    """How much is known of an event's days."""

    CONFIRMED = "confirmed"
    """It takes place from ``first`` to ``last``."""
    WINDOW = "window"
    """It takes place on days between ``first`` and ``last`` that are not known yet."""
    YEAR = "year"
    """It takes place in that year; ``first`` and ``last`` are its ends."""


class EventError(ValueError):
    """An event can't be as it was given; the text says what is wrong and what is allowed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something to come, or past, with its source. Raises ``EventError`` for what can't be."""

    uid: str
    """Stable for ever: small letters, digits and hyphens."""
    title: str
    certainty: Certainty
    first: date
    last: date
    starts: datetime | None = None
    """The moment it begins, in UTC, on ``first``; only for a confirmed event. None: all day."""
    place: str = ""
    tags: tuple[str, ...] = ()
    paragraphs: tuple[int, ...] = ()
    """Where ``report`` speaks of it."""
    report: str | None = None
    """The symbol of the report whose paragraphs are meant."""
    symbol: str | None = None
    """The document that it stands on, in canonical form."""
    link: str | None = None
    """An https address; of the symbol's document, if it has one and no other link was given."""
    note: str = ""
    checked_on: date | None = None
    """When somebody last compared it with its source."""
    sequence: int = 0
    """How often it was changed (RFC 5545, 3.8.7.4)."""
    yearly: bool = False
    """It comes on the same day each year (an anniversary, a UN day), so nothing is left to confirm."""

    def __post_init__(self) -> None:
        for fault in _faults(self):
            raise EventError(fault)

    @property
    def certain(self) -> bool:
        """Whether its days are known."""
        return self.certainty is Certainty.CONFIRMED

    def overlaps(self, first: date, last: date) -> bool:
        """Tell whether it may fall on a day from ``first`` to ``last``."""
        return self.first <= last and self.last >= first


def _faults(event: Event) -> Iterator[str]:
    """Say what can't be, in the order in which a person would mend it."""
    year = f"-{event.first.year}"
    longest = LONGEST_UID - (len(year) if event.yearly and not event.uid.endswith(year) else 0)
    if not _UID.fullmatch(event.uid) or len(event.uid) > longest:
        yield f"an uid is small letters, digits and hyphens, at most {longest}, such as debate-2027"
    for name, text, longest in (
        ("title", event.title, LONGEST_TITLE),
        ("place", event.place, LONGEST_PLACE),
        ("note", event.note, LONGEST_NOTE),
        ("link", event.link or "", LONGEST_LINK),
    ):
        if len(text) > longest:
            yield f"the {name} has {len(text)} characters; at most {longest} are allowed"
    if not event.title.strip():
        yield "an event needs a title"
    if event.link is not None and not _LINK.fullmatch(event.link):
        yield "a link begins with https:// and has no spaces"
    if len(event.tags) > MOST_TAGS:
        yield f"an event has at most {MOST_TAGS} tags"
    if not all(_TAG.fullmatch(tag) and len(tag) <= LONGEST_TAG for tag in event.tags):
        yield f"a tag is small letters, digits and hyphens, at most {LONGEST_TAG}, such as un-day"
    if any(number < 1 for number in event.paragraphs):
        yield "paragraphs are counted from 1"
    if event.sequence < 0:
        yield "a sequence is counted from 0"
    yield from _faults_of_days(event)


def _faults_of_days(event: Event) -> Iterator[str]:
    ends = (event.first.month, event.first.day, event.last.month, event.last.day)
    if event.first.year < EARLIEST or event.last.year > LATEST:
        yield f"only the years {EARLIEST} to {LATEST} are kept"
    if event.last < event.first:
        yield f"it can't end on {event.last} before it begins on {event.first}"
    if event.certainty is Certainty.YEAR and ends != (1, 1, 12, 31):
        yield "an event of which only the year is known reaches from 1 January to 31 December"
    if event.yearly and not event.certain:
        yield "what comes on the same day each year is confirmed"
    if event.starts is None:
        return
    if not event.certain:
        yield "an hour can only be given where the day is confirmed"
    if event.starts.utcoffset() is None:
        yield "the hour needs its time zone, such as 2027-06-25T14:00:00Z"
    elif event.starts.astimezone(UTC).date() != event.first:
        yield f"it can't start at {event.starts} when its first day (in UTC) is {event.first}"


def event_as_json(event: Event) -> dict[str, Any]:
    """Return all fields, dates as ISO 8601 text, so that ``event_from_json`` gives the same event back."""
    return {
        "uid": event.uid,
        "title": event.title,
        "certainty": str(event.certainty),
        "first": event.first.isoformat(),
        "last": event.last.isoformat(),
        "starts": event.starts.astimezone(UTC).isoformat() if event.starts else None,
        "place": event.place,
        "tags": list(event.tags),
        "paragraphs": list(event.paragraphs),
        "report": event.report,
        "symbol": event.symbol,
        "link": event.link,
        "note": event.note,
        "checked_on": event.checked_on.isoformat() if event.checked_on else None,
        "sequence": event.sequence,
        "yearly": event.yearly,
    }


def event_from_json(data: Mapping[str, Any]) -> Event:
    """Read what ``event_as_json`` wrote; fields that are missing have their defaults, unknown ones are ignored.

    Raises ``EventError``, or KeyError, TypeError or ValueError for what it never wrote.
    """
    known = {field.name for field in fields(Event)}
    given = {key: value for key, value in data.items() if key in known}
    given |= {"certainty": Certainty(data["certainty"])}
    given |= {key: date.fromisoformat(data[key]) for key in ("first", "last", "checked_on") if data.get(key)}
    given |= {key: tuple(data[key]) for key in ("tags", "paragraphs") if key in data}
    if data.get("starts"):
        given["starts"] = datetime.fromisoformat(data["starts"]).astimezone(UTC)
    return Event(**given)
