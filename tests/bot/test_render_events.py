"""Whatever an event holds, its card and the list it stands in are within what Discord takes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.event_list import KEY, Listing, listed, listing
from bot.render.event_card import Around, event_card, gone_card
from bot.render.event_controls import reset
from bot.render.events import event_list
from bot.views import event_changes, events, native_events, remind
from knowledge.calendar import Calendar, Certainty, Event, PeriodError, load_calendar
from knowledge.event_quote import quote
from knowledge.load import load_library
from tests.bot.made_up import library, reports, words
from tests.bot.test_render_limits import MADE_UP, assert_fits, components

REAL, CALENDAR = load_library(), load_calendar()
TODAY = date(2026, 11, 22)
ITEMS = (*events.ITEMS, *event_changes.ITEMS, *native_events.ITEMS, *remind.ITEMS)
listings = st.builds(
    Listing,
    st.dates(date(1945, 1, 1), date(2026, 1, 1)),
    st.dates(date(2026, 1, 1), date(2100, 12, 31)),
    st.just("") | st.from_regex(r"[a-z][a-z0-9]{0,29}", fullmatch=True),
    st.integers(0, 999),
    st.booleans(),
)


@st.composite
def made_up_events(draw: st.DrawFn) -> Event:
    """Any event that the calendar takes."""
    certainty = draw(st.sampled_from(Certainty))
    first = draw(st.dates(date(2020, 1, 1), date(2030, 1, 1)))
    last = first + timedelta(draw(st.sampled_from([0, 0, 1, 40])))
    if certainty is Certainty.YEAR:
        first, last = date(first.year, 1, 1), date(first.year, 12, 31)
    given: dict[str, Any] = {
        "uid": draw(st.from_regex(r"[a-z0-9]{1,55}", fullmatch=True)),
        "title": draw((words | st.just("[" * 200)).map(lambda text: text[:200]).filter(str.strip)),
        "certainty": certainty,
        "first": first,
        "last": last,
        "place": draw(words)[:100],
        "note": draw(words)[:500],
        "tags": tuple(draw(st.lists(st.sampled_from(["a" * 30, "b" * 30, "debate"]), unique=True))),
        "paragraphs": tuple(draw(st.lists(st.integers(1, 80), max_size=12))),
        "symbol": draw(st.none() | st.just("A/RES/79/122") | st.just("S/RES/" + "*" * 400)),
        "link": draw(st.none() | st.just("https://example.org/" + "x" * 480)),
        "report": draw(st.none() | st.just(REAL.newest.symbol) | st.just("A/1")),
        "checked_on": draw(st.none() | st.just(TODAY)),
    }
    if certainty is Certainty.CONFIRMED and first == last and draw(st.booleans()):
        given["starts"] = datetime.combine(first, time(15), UTC)
    if certainty is Certainty.CONFIRMED:
        given["yearly"] = draw(st.booleans())
    return Event(**given)


arounds = st.builds(
    Around,
    today=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    private=st.booleans(),
    back=st.none() | listings,
    origin=st.just("")
    | st.just(f"Changed by this server, last edited by <@{2**64 - 1}> on <t:1796119200:D>."),
    may_add=st.booleans(),
    may_reset=st.booleans(),
    own=st.booleans(),
)


@MADE_UP
@given(made_up_events(), arounds, words)
def test_any_card(event: Event, around: Around, remark: str) -> None:
    assert_fits(event_card(REAL, event, around, remark=remark.strip()), ITEMS)


@MADE_UP
@given(st.data())
def test_any_card_beside_any_report(data: st.DataObject) -> None:
    report = data.draw(reports())
    event = replace(data.draw(made_up_events()), report=report.symbol)
    assert_fits(event_card(library(report), event, data.draw(arounds)), ITEMS)


@MADE_UP
@given(
    st.lists(made_up_events(), max_size=12, unique_by=lambda event: event.uid), listings, st.booleans(), words
)
def test_any_list(found: list[Event], shown: Listing, private: bool, changes: str) -> None:  # noqa: FBT001 - Hypothesis gives it
    said = changes.strip()[:200]
    assert_fits(event_list(REAL, found, shown, TODAY, changes=said, private=private), ITEMS)


def test_the_longest_of_all_events() -> None:
    longest = Event(
        uid="a" * 55,
        title="[" * 200,
        certainty=Certainty.WINDOW,
        first=date(2027, 6, 2),
        last=date(2028, 7, 30),
        place="*" * 100,
        note="_" * 500,
        tags=tuple(letter * 30 for letter in "abcdefgh"),
        paragraphs=tuple(range(1, 81)),
        report=REAL.newest.symbol,
        symbol="S/RES/" + "*" * 300,
        link="https://example.org/" + "x" * 480,
        checked_on=TODAY,
    )
    around = Around(today=TODAY, private=True, back=Listing(TODAY, TODAY), may_add=True, may_reset=True)
    assert_fits(event_card(REAL, longest, around, remark="x" * 2_000), ITEMS)
    every = [replace(longest, uid=f"{'a' * 53}{number}", paragraphs=(number,)) for number in range(10, 30)]
    shown = Listing(TODAY, date(2030, 1, 1), "a" * 30, page=1)
    assert_fits(event_list(REAL, every, shown, TODAY, changes="x" * 150, private=True), ITEMS)
    months = [
        replace(
            each, certainty=Certainty.CONFIRMED, first=date(2027, n, 1), last=date(2027, n, 2), yearly=True
        )
        for n, each in enumerate(every[:12], 1)
    ]
    shown = Listing(date(2020, 1, 1), date(2030, 1, 1))
    assert_fits(event_list(REAL, months, shown, TODAY, changes="x", private=True), ITEMS)


def test_every_event_of_the_calendar_and_every_page_of_it() -> None:
    every = CALENDAR.between(date(2005, 1, 1), date(2031, 12, 31))
    for event in every:
        view = event_card(REAL, event, Around(today=TODAY, private=True, may_add=True))
        assert_fits(view, ITEMS)
        found = quote(REAL.newest, event)
        assert (
            found is None
            or len(found.sentence.text) > 540
            or found.sentence.text in said(view).replace("\\", "")
        )
    shown = Listing(date(2005, 1, 1), date(2031, 12, 31))
    for page in range(len(every) // 8 + 2):
        assert_fits(event_list(REAL, every, shown.on_page(page), TODAY, private=True), ITEMS)


def said(view: Any) -> str:
    return "\n".join(part["content"] for part in components(view.to_components()) if part["type"] == 10)


def test_no_day_is_named_of_what_is_not_confirmed() -> None:
    for event in CALENDAR.between(TODAY, date(2031, 12, 31), yearly=False):
        if not event.certain:
            card = said(event_card(REAL, replace(event, checked_on=None), Around(today=TODAY)))
            assert "to be confirmed" in card
            assert not re.search(r"<t:\d+:[^R]>|\btoday\b", card)


@MADE_UP
@given(words.filter(str.strip), st.booleans())
def test_what_stands_in_place_of_an_event_that_is_gone(remark: str, own: bool) -> None:  # noqa: FBT001 - Hypothesis gives it
    assert_fits(gone_card("### Gone", remark[:300], undo=reset("a" * 60, own=own)), ITEMS)


@given(listings)
def test_a_list_is_told_in_a_key_and_read_back(shown: Listing) -> None:
    assert re.fullmatch(KEY, shown.key())
    assert len(shown.key()) <= 54
    assert Listing.of(shown.key()) == shown


@pytest.mark.parametrize("key", ["", "20261122-20271122:p:0", "20261399-20271122:p:0:", "x-y:p:0:debate"])
def test_what_is_no_list_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match=r"not a list|month"):
        Listing.of(key)


def test_what_is_coming_goes_on_for_what_happens_once(calendar: Calendar) -> None:
    found = listed(calendar, listing("", "", TODAY))
    assert [event.yearly for event in found] == sorted(event.yearly for event in found)
    once = [event.uid for event in found if not event.yearly]
    assert {"debate-2027", "conference-2028", "conference-2029"} < set(once)
    assert "debate-2028" not in once
    assert max(event.first for event in found if event.yearly) <= date(2027, 11, 22)
    chosen = listed(calendar, listing("next 12 months", "", TODAY))
    assert "conference-2028" not in [event.uid for event in chosen]
    assert [event.uid for event in listed(calendar, listing("", "debate", TODAY))][:1] == ["debate-2027"]
    with pytest.raises(PeriodError):
        listing("soon", "", TODAY)
