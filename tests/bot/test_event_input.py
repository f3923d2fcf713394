"""What managers type about an event: taken as they mean it, or refused with a sentence that helps."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from bot.errors import UserError
from bot.event_input import Here, Typed, added, confirm, edited, outside, uid_of
from knowledge.calendar import Calendar, Certainty, Event, when_in_words
from knowledge.model import Library
from tests.bot.made_up import words

TODAY = date(2026, 11, 22)
JUNE_25 = date(2027, 6, 25)


@pytest.fixture
def here(library: Library) -> Here:
    return Here(library.newest, ZoneInfo("Europe/Zurich"), TODAY)


def simulation(here: Here, **given: str | int) -> Event:
    typed = {"title": "Model UN simulation", "when": "2027-06-25", **given}
    return added("own-1", Typed(**typed), here)  # type: ignore[arg-type] # a table of examples


def test_the_least_that_makes_an_event(here: Here) -> None:
    event = simulation(here)
    assert (event.title, event.certainty, event.first, event.last) == (
        "Model UN simulation",
        Certainty.CONFIRMED,
        JUNE_25,
        JUNE_25,
    )
    assert (event.place, event.link, event.tags, event.paragraphs, event.note) == ("", None, (), (), "")
    assert event.checked_on == TODAY


def test_all_that_an_event_may_have(here: Here) -> None:
    event = simulation(
        here,
        when="June–July 2027",
        place=" Geneva,\nPalais ",
        link="https://example.org/r2p?x=1#top",
        paragraph=61,
        tags="Model UN, debate,debate",
        note="Bring  a pen",
    )
    assert (event.certainty, event.first, event.last) == (
        Certainty.WINDOW,
        date(2027, 6, 1),
        date(2027, 7, 31),
    )
    assert (event.place, event.note) == ("Geneva, Palais", "Bring a pen")
    assert event.link == "https://example.org/r2p?x=1#top"
    assert (event.report, event.paragraphs) == (here.report.symbol, (61,))
    assert event.tags == ("model-un", "debate")


def test_a_time_of_day_is_the_servers(here: Here) -> None:
    assert simulation(here, when="2027-06-25 15:00").starts == datetime(2027, 6, 25, 13, tzinfo=UTC)
    late = added(
        "own-1",
        Typed(title="Late", when="2027-06-25 20:00"),
        replace(here, zone=ZoneInfo("America/New_York")),
    )
    assert late.starts == datetime(2027, 6, 26, tzinfo=UTC)
    assert late.first == late.last == date(2027, 6, 26)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"when": "soon"}, "“2027-06-25”"),
        ({"when": "2026-11-21"}, "That is past: 21 November 2026"),
        ({"when": "2024"}, "from a year ago to ten years ahead, not 1 January – 31 December 2024"),
        ({"when": "2099-01-01"}, "ten years ahead"),
        ({"when": "2027..2029"}, "at most a year"),
        ({"when": "2026-06-01..2027-12-31"}, "at most a year"),
        ({"title": " \u200b "}, "An event needs a title."),
        ({"link": "http://example.org"}, "with https"),
        ({"link": "example.org"}, "with https"),
        ({"link": "https://localhost/x"}, "with https"),
        ({"link": "javascript:alert(1)"}, "with https"),
        ({"link": "https://user:pw@example.org"}, "with https"),
        ({"link": "https://[example.org"}, "with https"),
        ({"link": "https://example.org/a b"}, "browser’s address bar"),
        ({"link": "https://example.org/>@everyone"}, "browser’s address bar"),
        ({"link": "https://exämple.org/"}, "browser’s address bar"),
        ({"paragraph": 81}, "paragraphs 1 to 80"),
        ({"tags": "a, b, c, d, e, f"}, "up to 5 tags"),
        ({"tags": "Völkerrecht"}, "letters, digits and hyphens"),
        ({"tags": ","}, "Example: debate"),
        ({"tags": "x" * 31}, "letters, digits"),
    ],
)
def test_what_can_not_be_is_explained(here: Here, given: dict[str, str | int], said: str) -> None:
    with pytest.raises(UserError, match=said):
        simulation(here, **given)


def test_a_day_that_a_zone_skips_is_explained(here: Here) -> None:
    apia = replace(here, zone=ZoneInfo("Pacific/Apia"), today=date(2011, 12, 1))
    with pytest.raises(UserError, match="There is no 30 December 2011 in Pacific/Apia"):
        added("own-1", Typed(title="Never", when="2011-12-30 09:00"), apia)


@given(words, words, words, words)
def test_whatever_is_typed_becomes_an_event_or_is_refused_in_words(
    library: Library, title: str, place: str, tags: str, link: str
) -> None:
    place_here = Here(library.newest, ZoneInfo("UTC"), TODAY)
    typed = Typed(title=title, when="2027-06-25", place=place[:100], tags=tags, link=link, note=place)
    try:
        event = added("own-1", typed, place_here)
    except UserError as error:
        assert str(error).endswith((".", "/", "model-un"))  # noqa: PT017 - either is right
    else:
        assert "\n" not in event.title + event.place + event.note


def test_an_edit_changes_what_was_typed_and_leaves_the_rest(here: Here) -> None:
    before = simulation(
        here, place="Geneva", link="https://example.org/", tags="debate", paragraph=61, note="x"
    )
    moved = edited(before, Typed(when="2027-07-01"), here)
    assert (moved.first, moved.title, moved.place) == (date(2027, 7, 1), before.title, "Geneva")
    emptied = edited(before, Typed(place="-", link="-", tags="-", paragraph=0, note=" - "), here)
    assert (emptied.place, emptied.link, emptied.tags, emptied.paragraphs, emptied.report, emptied.note) == (
        "",
        None,
        (),
        (),
        None,
        "",
    )
    assert edited(before, Typed(), here) == before
    with pytest.raises(UserError, match="needs a title"):
        edited(before, Typed(title=" "), here)


def test_a_yearly_event_moved_for_once_is_still_the_yearly_one(calendar: Calendar, here: Here) -> None:
    day = calendar.get("refugee-day-2027")
    assert day is not None
    assert edited(day, Typed(when="2027-06-21"), here).yearly
    assert not edited(day, Typed(when="June 2027"), here).yearly
    assert not edited(day, Typed(when="2028-01-02"), here).yearly
    assert edited(day, Typed(place="Geneva"), here).first == day.first


def debate(calendar: Calendar) -> Event:
    event = calendar.get("debate-2027")
    assert event is not None
    return event


def test_a_confirmation_gives_the_days_and_when_it_was_checked(calendar: Calendar, here: Here) -> None:
    changes = confirm(calendar, debate(calendar), "25–26 June 2027", "https://example.org/journal", here)
    (event,) = changes.values()
    assert event is not None
    assert (event.uid, event.title) == ("debate-2027", debate(calendar).title)
    assert when_in_words(event) == "25–26 June 2027"
    assert (event.link, event.symbol, event.checked_on) == (
        "https://example.org/journal",
        "A/RES/75/277",
        TODAY,
    )
    assert not outside(debate(calendar), event)


def test_days_apart_make_several_events_and_fewer_days_later_leave_out_the_rest(
    calendar: Calendar, here: Here
) -> None:
    changes = confirm(calendar, debate(calendar), "25 June, 1 and 25 July 2027", None, here)
    assert {uid: event and (event.first, event.title[-9:]) for uid, event in changes.items()} == {
        "debate-2027": (JUNE_25, " (1 of 3)"),
        "debate-2027-2": (date(2027, 7, 1), " (2 of 3)"),
        "debate-2027-3": (date(2027, 7, 25), " (3 of 3)"),
    }
    then = calendar.changed(changes)
    again = confirm(then, debate(then), "25 June and 2 July 2027", None, here)
    assert {uid: event and event.title[-9:] for uid, event in again.items()} == {
        "debate-2027": " (1 of 2)",
        "debate-2027-2": " (2 of 2)",
        "debate-2027-3": None,
    }
    single = confirm(then, debate(then), "2027-06-25", None, here)
    assert single["debate-2027"] is not None
    assert single["debate-2027"].title == debate(calendar).title


def test_a_confirmation_with_its_hour(calendar: Calendar, here: Here) -> None:
    (event,) = confirm(calendar, debate(calendar), "2027-06-25 10:00", None, here).values()
    assert event is not None
    assert event.certain
    assert event.starts == datetime(2027, 6, 25, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ("June 2027", "Name the days"),
        ("31 June 2027", "June 2027 has the days 1 to 30"),
        ("25 June 2027 and 1 July 2029", "at most a year"),
        ("2020-06-25", "a year ago"),
    ],
)
def test_days_that_can_not_be_are_explained(calendar: Calendar, here: Here, days: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        confirm(calendar, debate(calendar), days, None, here)


def test_what_comes_every_year_is_not_confirmed(calendar: Calendar, here: Here) -> None:
    day = calendar.get("refugee-day-2027")
    assert day is not None
    with pytest.raises(UserError, match="nothing to confirm"):
        confirm(calendar, day, "2027-06-20", None, here)


def test_days_outside_of_the_window_are_remarked_on(calendar: Calendar, here: Here) -> None:
    (event,) = confirm(calendar, debate(calendar), "2027-09-09", None, here).values()
    assert event is not None
    assert outside(debate(calendar), event).startswith("It was expected for June–July 2027;")
    assert not outside(event, debate(calendar))


def test_uids_differ_by_server_title_and_moment() -> None:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    given = [(1, "a", now), (2, "a", now), (1, "b", now), (1, "a", now + timedelta(microseconds=1))]
    assert len({uid_of(*each) for each in given}) == 4
    assert uid_of(1, "a", now) == uid_of(1, "a", now)
