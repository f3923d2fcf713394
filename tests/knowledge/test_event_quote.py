"""The sentence that is quoted beside an event: the report's own, and about that event."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from knowledge.calendar import Calendar
from knowledge.event_quote import quote
from knowledge.model import Library

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("uid", "paragraph", "words"),
    [
        ("debate-2027", 78, "annual debate on the responsibility to protect in the General Assembly"),
        ("conference-2028", 61, "Conference of Plenipotentiaries"),
        ("veto-initiative-2027", 58, "within 10 days of a veto"),
        ("resolution-2417-2027", 23, "resolution 2417 (2018)"),
        ("world-summit-outcome-2027", 1, "2005 World Summit Outcome"),
        ("sexual-violence-in-conflict-day-2027", 22, "conflict-related sexual violence"),
    ],
)
def test_the_sentence_speaks_of_the_event(
    calendar: Calendar, library: Library, uid: str, paragraph: int, words: str
) -> None:
    event = calendar.get(uid)
    assert event is not None
    found = quote(library.newest, event)
    assert found is not None
    assert found.paragraph == paragraph
    assert words in found.sentence.text


def test_every_quote_is_verbatim_in_one_of_the_events_paragraphs(
    calendar: Calendar, library: Library
) -> None:
    report = library.newest
    for event in calendar.between(TODAY, TODAY.replace(year=2029)):
        found = quote(report, event)
        assert (found is None) == (not event.paragraphs)
        if found:
            assert found.paragraph in event.paragraphs
            text = report.paragraph(found.paragraph).text
            assert text[found.sentence.start : found.sentence.end] == found.sentence.text


def test_an_event_that_points_at_nothing_has_no_quote(calendar: Calendar, library: Library) -> None:
    event = calendar.get("debate-2027")
    assert event is not None
    assert quote(library.newest, replace(event, paragraphs=())) is None
    assert quote(library.newest, replace(event, paragraphs=(999,))) is None
