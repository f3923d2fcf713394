"""A place told in a button, read back after a restart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.places import LONGEST_KEY, Kind, Place, tag, tagged
from knowledge.load import load_library
from tests.bot.made_up import places, reports

NUMBERS = st.lists(st.integers(1, 80), min_size=1, unique=True).map(lambda numbers: tuple(sorted(numbers)))
NOTES = st.lists(st.integers(1, 140), unique=True).map(lambda numbers: tuple(sorted(numbers)))
REPORT = "A/79/875-S/2025/248"


@given(NUMBERS, NOTES, st.integers(0, 50), st.sampled_from(["", "un", "csl-json"]), st.booleans())
def test_any_passage_of_a_report_this_long_goes_into_a_button_and_comes_back(
    paragraphs: tuple[int, ...],
    footnotes: tuple[int, ...],
    page: int,
    style: str,
    bare: bool,  # noqa: FBT001 - Hypothesis gives it
) -> None:
    place = Place(REPORT, paragraphs=paragraphs, footnotes=footnotes, page=page, style=style, bare=bare)
    assert len(place.key()) <= LONGEST_KEY
    assert Place.of(place.key()) == place


@given(st.data())
def test_any_place_comes_back(data: st.DataObject) -> None:
    place = data.draw(places(data.draw(reports())))
    assert Place.of(place.key()) == place


def test_what_is_in_focus_comes_back() -> None:
    place = Place(REPORT, paragraphs=(39,), focus=(120, 350))
    assert place.key() == "p~39~~120-350~0~~A/79/875-S/2025/248"
    assert Place.of(place.key()) == place


def test_a_list_too_long_for_a_button_is_refused() -> None:
    with pytest.raises(ValueError, match="too many"):
        Place(REPORT, paragraphs=tuple(range(1, 2_000, 7))).key()


@pytest.mark.parametrize(
    "key",
    ["", "p", "x~1~~~0~~A/1", "p~~~~0~~", "p~39~~~0~~", "p~39~~~-1~~A/1", "p~39\n~~~0~~A/1", "p~~~~0~~A/1"],
)
def test_what_is_no_place_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="not a place"):
        Place.of(key)


@pytest.mark.parametrize("what", ["*", "*1", "*x*AA", "1,x", "**", "1-2", "*1*A*A", "."])
def test_a_list_that_is_none_is_refused(what: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Place.of(f"p~{what}~~~0~~A/1")


def test_every_document_has_a_tag_of_its_own() -> None:
    report = load_library().newest
    assert len({tag(document) for document in report.documents}) == len(report.documents)
    for document in report.documents:
        assert tagged(report, tag(document)) is document
        assert len(Place(report.symbol, Kind.DOCUMENT, tag(document)).key()) <= LONGEST_KEY
    with pytest.raises(KeyError):
        tagged(report, "no such tag")
