"""What a manager typed about an event, made into the event; what can't be is explained."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2s
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bot.errors import UserError
from bot.posting.timetable import instant
from bot.render.text import plain
from knowledge.calendar import (
    Calendar,
    Certainty,
    Event,
    EventError,
    confirmed,
    day_in_words,
    span_in_words,
    when_in_words,
)
from knowledge.model import Report
from knowledge.when import Span, WhenError, read, read_days

NOTHING = "-"
"""Typed for a place, a link, a note or tags, it takes away what stood there."""

_LONGEST_SPAN = timedelta(days=366)
_AHEAD = timedelta(days=3_660)
_MOST_TAGS = 5
_CERTAINTY = {"day": Certainty.CONFIRMED, "month": Certainty.WINDOW, "year": Certainty.YEAR}
_TAG = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_LONGEST_TAG = 30
_COUNTED = re.compile(r" \(\d+ of \d+\)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """The options of the command; None is what was left out."""

    title: str | None = None
    when: str | None = None
    place: str | None = None
    link: str | None = None
    paragraph: int | None = None
    """0 takes the paragraph away."""
    tags: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Here:
    """What input is read against: the report whose paragraphs are meant, the server's time zone, its date."""

    report: Report
    zone: ZoneInfo
    today: date


def uid_of(guild_id: int, title: str, now: datetime) -> str:
    """A uid that no other event has, in any server: it must stay the same for ever, whatever is edited."""
    return "own-" + blake2s(f"{guild_id}/{title}/{now.isoformat()}".encode(), digest_size=8).hexdigest()


def added(uid: str, typed: Typed, here: Here) -> Event:
    """The event that was typed; ``UserError`` says what can't be."""
    event = _made({"uid": uid, "checked_on": here.today, **_given(typed, here)})
    if event.last < here.today:
        raise UserError(f"That is past: {when_in_words(event)}. The calendar is for what is to come.")
    return event


def edited(event: Event, typed: Typed, here: Here) -> Event:
    """An event with what was typed in place of what was there; ``UserError`` says what can't be."""
    given = _given(typed, here)
    if "first" in given:
        # Moved for once, it is still the yearly one if it is on a known day of that year.
        same_year = given["first"].year == event.first.year and given["certainty"] is Certainty.CONFIRMED
        given |= {"yearly": event.yearly and same_year, "checked_on": here.today}
    return _made(given, event)


def confirm(
    calendar: Calendar, event: Event, days: str, link: str | None, here: Here
) -> dict[str, Event | None]:
    """An event with its days known, as changes by uid; ``UserError`` says what can't be.

    Days that do not follow one another make several events; those that an earlier confirmation made and
    this one does not are left out.
    """
    if event.yearly:
        raise UserError(
            "That comes on the same day each year, so there is nothing to confirm. To move it this time: "
            "`/r2p-admin event edit` with `when`."
        )
    spans = _checked_days(_read(read_days, days), here)
    others = further(calendar, event.uid)
    if len(spans) > 1 or others:
        event = replace(event, title=_COUNTED.sub("", event.title))
    if link is not None:
        event = _made(_given(Typed(link=link), here), event)
    if spans[0].at:
        found: tuple[Event, ...] = (_made({**_when(spans[0], here), "checked_on": here.today}, event),)
    else:
        every = [
            span.first + timedelta(n) for span in spans for n in range((span.last - span.first).days + 1)
        ]
        found = _confirmed(event, every, here.today)
    return {**dict.fromkeys(others), **{each.uid: each for each in found}}


def outside(before: Event, after: Event) -> str:
    """A remark if an event was confirmed for days outside of those it was expected on; else nothing."""
    if before.certain or (before.first <= after.first and after.last <= before.last):
        return ""
    return (
        f"It was expected for {when_in_words(before).split(',')[0]}; the days you gave lie outside of that."
    )


def _confirmed(event: Event, days: list[date], today: date) -> tuple[Event, ...]:
    try:
        return confirmed(event, days, today)
    except EventError as error:
        raise UserError(_sentence(error)) from error


def further(calendar: Calendar, uid: str) -> list[str]:
    """The events that a confirmation for several days made beside the first."""
    found: list[str] = []
    while calendar.get(f"{uid}-{len(found) + 2}"):
        found.append(f"{uid}-{len(found) + 2}")
    return found


def _given(typed: Typed, here: Here) -> dict[str, Any]:
    """The fields of an event that were typed."""
    given: dict[str, Any] = {}
    if typed.title is not None:
        given["title"] = plain(typed.title)
    if typed.when is not None:
        given |= _when(_checked(_read(read, typed.when), here), here)
    for name, text in (("place", typed.place), ("note", typed.note)):
        if text is not None:
            given[name] = "" if text.strip() == NOTHING else plain(text)
    if typed.link is not None:
        given["link"] = _link(typed.link)
    if typed.paragraph is not None:
        given |= _paragraph(typed.paragraph, here.report)
    if typed.tags is not None:
        given["tags"] = _tags(typed.tags)
    return given


def _made(given: Mapping[str, Any], before: Event | None = None) -> Event:
    try:
        return replace(before, **given) if before else Event(**given)
    except EventError as error:
        raise UserError(_sentence(error)) from error


def _sentence(error: EventError) -> str:
    words = str(error)
    return f"{words[0].upper()}{words[1:]}."


def _read(reading: Any, typed: str) -> Any:
    try:
        return reading(typed)
    except WhenError as error:
        raise UserError(str(error)) from error


def _checked_days(spans: tuple[Span, ...], here: Here) -> tuple[Span, ...]:
    for span in (*spans, Span(spans[0].first, max(span.last for span in spans))):
        _checked(span, here)
    return spans


def _checked(span: Span, here: Here) -> Span:
    if span.last - span.first > _LONGEST_SPAN:
        raise UserError("An event takes at most a year. Add the other part as an event of its own.")
    if not here.today - _LONGEST_SPAN <= span.first <= here.today + _AHEAD:
        raise UserError(
            f"The calendar takes events from a year ago to ten years ahead, not {span_in_words(span.first, span.last)}."
        )
    return span


def _when(span: Span, here: Here) -> dict[str, Any]:
    starts = instant(span.first, span.at, here.zone) if span.at else None
    if span.at and starts is None:
        raise UserError(
            f"There is no {day_in_words(span.first)} in {here.zone.key}: its calendar skips that day."
        )
    day = starts.astimezone(UTC).date() if starts else None
    return {
        "certainty": _CERTAINTY[span.unit],
        "first": day or span.first,
        "last": day or span.last,
        "starts": starts,
        "yearly": False,
    }


def _link(typed: str) -> str | None:
    """An address that can be shown; ``UserError`` for others."""
    address = typed.strip()
    if address == NOTHING:
        return None
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        host = ""
    if not host or parts.scheme != "https" or "." not in host or parts.username is not None:
        raise UserError("A link has to be an address of the web, with https. Example: https://www.un.org/")
    if not address.isascii() or not address.isprintable() or re.search(r"[\s<>\"`\\|]", address):
        raise UserError("That link has signs that no address has. Copy it from your browser’s address bar.")
    return address


def _paragraph(number: int, report: Report) -> dict[str, Any]:
    if number == 0:
        return {"paragraphs": (), "report": None}
    numbers = [paragraph.number for paragraph in report.paragraphs]
    if number not in numbers:
        raise UserError(f"The report has the paragraphs {numbers[0]} to {numbers[-1]}.")
    return {"paragraphs": (number,), "report": report.symbol}


def _tags(typed: str) -> tuple[str, ...]:
    if typed.strip() == NOTHING:
        return ()
    tags = tuple(dict.fromkeys("-".join(tag.casefold().split()) for tag in typed.split(",") if tag.strip()))
    wrong = [tag for tag in tags if not _TAG.fullmatch(tag) or len(tag) > _LONGEST_TAG]
    if wrong or not 0 < len(tags) <= _MOST_TAGS:
        raise UserError(
            f"Write up to {_MOST_TAGS} tags of letters, digits and hyphens, with commas between them. "
            "Example: debate, model-un"
        )
    return tags
