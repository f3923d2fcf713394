"""The iCalendar file, read again by two other parsers."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise
from typing import Any

import icalendar
import vobject
from hypothesis import given
from hypothesis import strategies as st

from bot.ics import calendar_file
from knowledge.calendar import Calendar, Event, confirmed, when_in_words
from tests.knowledge.made_up_events import events

STAMP = datetime(2026, 11, 22, 15, 30, 10, 123456, tzinfo=UTC)
anything = st.text(max_size=300) | st.text(
    st.sampled_from('a,;:\\"\n\r\té😀\u2028\x85\x0b\x00 '), max_size=300
)


def read(file: bytes) -> list[Any]:
    """The entries; their values have as many types as the format."""
    return list(icalendar.Calendar.from_ical(file).walk("VEVENT"))


def lines(text: str) -> str:
    """A text as a file can hold it: plain line breaks, no control characters."""
    for ending in ("\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"):
        text = text.replace(ending, "\n")
    return "".join(letter for letter in text if letter == "\n" or not _steers(letter))


def _steers(letter: str) -> bool:
    return ord(letter) < 0x20 or 0x7F <= ord(letter) < 0xA0


@given(st.lists(events(texts=anything), max_size=4, unique_by=lambda event: event.uid))
def test_what_is_written_is_read_again(written: list[Event]) -> None:
    file = calendar_file(written, STAMP)
    entries = read(file)
    assert [str(entry["UID"]) for entry in entries] == [f"{event.uid}@r2p-bot" for event in written]
    for event, entry in zip(written, entries, strict=True):
        assert str(entry["SUMMARY"]).startswith(lines(event.title))
        assert ("to be confirmed" in entry["SUMMARY"].removeprefix(lines(event.title))) is not event.certain
        assert str(entry["STATUS"]) == ("CONFIRMED" if event.certain else "TENTATIVE")
        assert str(entry.get("LOCATION", "")) == lines(event.place)
        assert lines(event.note) in str(entry.get("DESCRIPTION", ""))
        assert str(entry.get("URL", "")) == (event.link or "")
        assert tuple(entry.categories) == event.tags
        assert int(entry["SEQUENCE"]) == event.sequence
        assert str(entry["TRANSP"]) == "TRANSPARENT"
        assert entry.decoded("DTSTAMP") == STAMP.replace(microsecond=0)
        _check_days(event, entry)


def _check_days(event: Event, entry: Any) -> None:
    begin, end = entry.decoded("DTSTART"), entry.decoded("DTEND") if "DTEND" in entry else None
    after = event.last + timedelta(1)
    if event.starts is None:
        assert (begin, end) == (event.first, after)
    else:
        assert begin == event.starts.replace(microsecond=0)
        assert (end is None) is (event.first == event.last)
        assert end is None or end == datetime(after.year, after.month, after.day, tzinfo=UTC)


@given(st.lists(events(texts=anything), max_size=3, unique_by=lambda event: event.uid))
def test_the_file_keeps_the_rules_for_lines(written: list[Event]) -> None:
    file = calendar_file(written, STAMP)
    assert file.endswith(b"END:VCALENDAR\r\n")
    for line in file.removesuffix(b"\r\n").split(b"\r\n"):
        assert len(line) <= 75
        assert not any(byte < 0x20 or byte == 0x7F for byte in line)
        line.decode("utf-8")  # no letter is cut in two


@given(st.lists(events(texts=anything), max_size=3, unique_by=lambda event: event.uid))
def test_another_parser_reads_the_same(written: list[Event]) -> None:
    file = calendar_file(written, STAMP)
    entries = getattr(vobject.readOne(file.decode("utf-8")), "vevent_list", [])
    assert len(entries) == len(written)
    for event, entry in zip(written, entries, strict=True):
        assert entry.uid.value == f"{event.uid}@r2p-bot"
        assert entry.summary.value.startswith(lines(event.title))
        begin = entry.dtstart.value
        assert begin == (event.starts.replace(microsecond=0) if event.starts else event.first)
        if event.starts is None:
            assert entry.dtend.value == event.last + timedelta(1)


def test_a_window_is_a_tentative_span_that_says_so(calendar: Calendar) -> None:
    debate = calendar.get("debate-2044")
    assert debate
    (entry,) = read(calendar_file([debate], STAMP))
    assert (
        entry["SUMMARY"] == "General Assembly debate on the responsibility to protect (date to be confirmed)"
    )
    assert (entry.decoded("DTSTART"), entry.decoded("DTEND")) == (date(2044, 6, 1), date(2044, 8, 1))
    assert entry["STATUS"] == "TENTATIVE"
    assert "A/79/875-S/2025/248, paras. 69 and 78" in entry["DESCRIPTION"]


def test_a_confirmation_moves_the_same_entry(calendar: Calendar) -> None:
    debate = calendar.get("debate-2044")
    assert debate
    (before,) = read(calendar_file([debate], STAMP))
    (after,) = read(calendar_file(confirmed(debate, [date(2044, 6, 24), date(2044, 6, 25)]), STAMP))
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["STATUS"] == "CONFIRMED"
    assert (after.decoded("DTSTART"), after.decoded("DTEND")) == (date(2044, 6, 24), date(2044, 6, 26))


def test_the_packaged_calendar_of_four_years_is_read_again(calendar: Calendar) -> None:
    found = calendar.between(date(2026, 1, 1), date(2029, 12, 31))
    entries = read(calendar_file(found, STAMP))
    assert len(entries) == len(found) > 200
    assert len({entry["UID"] for entry in entries}) == len(entries)
    for event, entry in zip(found, entries, strict=True):
        assert event.certain or when_in_words(event).rpartition(", ")[2] in entry["SUMMARY"]
    assert all(str(entry["UID"]).endswith("@r2p-bot") for entry in entries), "the name of no machine"


def test_the_same_events_give_the_same_file(calendar: Calendar) -> None:
    found = calendar.between(date(2027, 1, 1), date(2027, 12, 31))
    elsewhere = STAMP.astimezone(timezone(timedelta(hours=9)))
    files = [calendar_file(found, stamp) for stamp in (STAMP, STAMP, elsewhere)]
    assert all(one == other for one, other in pairwise(files))


def test_half_a_character_does_no_harm(calendar: Calendar) -> None:
    debate = calendar.get("debate-2044")
    assert debate
    (entry,) = read(calendar_file([replace(debate, title="A debate \ud83d")], STAMP))
    assert entry["SUMMARY"] == "A debate ? (date to be confirmed)"


def test_an_empty_calendar_is_a_file_too() -> None:
    assert read(calendar_file([], STAMP)) == []
    assert b"VERSION:2.0\r\n" in calendar_file([], STAMP)
