"""Events as an iCalendar file (RFC 5545), which every calendar program takes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

import icalendar
from icalendar.enums import STATUS, TRANSP

from knowledge.calendar import Certainty, Event, day_in_words
from knowledge.citation import Locator, styles

_NAME = "Responsibility to protect"
_PROGRAM = "-//R2P bot//Calendar//EN"  # PRODID names the program that made the file (3.7.3)
_HOLDER = "r2p-bot"
"""Makes uids the bot's own (3.8.4.7); the name of no machine, so that a move changes none."""
_OPEN = {Certainty.WINDOW: "date to be confirmed", Certainty.YEAR: "days to be confirmed"}
_BREAKS = dict.fromkeys(map(ord, "\r\v\f\x85\u2028\u2029"), "\n")


def calendar_file(events: Iterable[Event], stamp: datetime) -> bytes:
    """Return the file: UTF-8, lines folded at 75 bytes and ended by CR LF.

    ``stamp``, aware, is when it was made. An event keeps its uid for ever, so that taking the file again
    moves it. What has no days yet spans all days that it may fall on, is tentative, and says so in its title.
    """
    file = icalendar.Calendar.new(
        name=_NAME, prodid=_PROGRAM, calscale="GREGORIAN", method="PUBLISH", uid=f"calendar@{_HOLDER}"
    )
    for event in events:
        file.add_component(_entry(event, stamp.astimezone(UTC).replace(microsecond=0)))
    written: bytes = file.to_ical()
    return written


def _entry(event: Event, stamp: datetime) -> icalendar.Event:
    first, end = _span(event)
    open_days = "" if event.certain else f" ({_OPEN[event.certainty]})"
    entry = icalendar.Event.new(
        uid=f"{event.uid}@{_HOLDER}",
        stamp=stamp,
        sequence=event.sequence,
        summary=_plain(event.title) + open_days,
        start=first,
        end=end,
        status=STATUS.CONFIRMED if event.certain else STATUS.TENTATIVE,
        transparency=TRANSP.TRANSPARENT,  # nobody is busy because of it
        location=_plain(event.place) or None,
        description=_plain("\n".join(_told(event))) or None,
        url=event.link,
    )
    if event.tags:  # an empty list would be written as one empty category
        entry.categories = list(event.tags)
    return entry


def _span(event: Event) -> tuple[date, date | None]:
    """Return begin and end; the end is the day after the last one (3.6.1).

    An event of one day that begins at an hour has none: nobody said when it ends.
    """
    after = event.last + timedelta(1)
    if event.starts is None:
        return event.first, after
    whole = event.first != event.last
    return event.starts.astimezone(UTC), datetime.combine(after, time(), UTC) if whole else None


def _told(event: Event) -> Iterable[str]:
    if event.note:
        yield event.note
    if event.report and event.paragraphs:
        yield f"{event.report}, {styles.located('un', Locator(event.paragraphs))}"
    if event.symbol:
        yield event.symbol
    if event.link:
        yield event.link
    if event.checked_on and not event.yearly:
        yield f"Last compared with its source on {day_in_words(event.checked_on)}."


def _plain(text: str) -> str:
    """Return a text without the control characters that a file must not hold (3.1), and with plain line breaks."""
    text = text.replace("\r\n", "\n").translate(_BREAKS).encode("utf-8", "replace").decode("utf-8")
    return "".join(letter for letter in text if letter == "\n" or unicodedata.category(letter) != "Cc")
