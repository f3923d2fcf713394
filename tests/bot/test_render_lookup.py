"""What a reference points at is what its message cites and shows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.places import Kind, Place
from bot.render.frame import locator
from bot.render.lookup import found, place_of
from knowledge.citation import Locator, short
from knowledge.load import load_library
from knowledge.model import Library, Paragraph, Report, Section
from knowledge.reference import Lookup, resolve

LIBRARY = load_library()
REPORT = LIBRARY.newest
REFERENCES = [
    *(f"para {paragraph.number}" for paragraph in REPORT.paragraphs),
    *(f"fn {footnote.number}" for footnote in REPORT.footnotes),
    *(document.name for document in REPORT.documents),
    *(section.number for section in REPORT.sections),
    *(f"{section.number}.{sub.letter}" for section in REPORT.sections for sub in section.subsections),
    "paras 10-12, 23 and 24",
    "para 61, fn 107",
    REPORT.symbol,
]


def test_the_message_cites_the_place_as_the_lookup_does() -> None:
    for reference in REFERENCES:
        lookup = resolve(LIBRARY, reference)
        assert lookup.status == "found", reference
        assert short(REPORT, locator(REPORT, place_of(LIBRARY, lookup))) == lookup.citation


@given(st.sampled_from(REFERENCES))
def test_a_place_that_went_through_a_button_is_still_the_same(reference: str) -> None:
    place = place_of(LIBRARY, resolve(LIBRARY, reference)).cited("un")
    assert Place.of(place.key()) == place


def test_more_numbers_than_a_message_can_carry_are_refused_with_an_example() -> None:
    section = Section("I", "Lamps")
    paragraphs = tuple(Paragraph(number, "I", None, "Text.") for number in range(1, 2_001))
    report = Report("A/1", "Lamps", REPORT.date, "", "", (section,), paragraphs, ())
    library = Library((report,))
    every_seventh = Locator(paragraphs=tuple(range(1, 2_001, 7)))
    lookup = Lookup("x", "paragraph", "found", report="A/1", locator=every_seventh)
    with pytest.raises(UserError, match="for example"):
        found(library, lookup, "un", private=False)


@pytest.mark.parametrize(
    ("reference", "kind"),
    [
        ("para 61", Kind.PASSAGE),
        ("fn 107", Kind.PASSAGE),
        ("III.C", Kind.SECTION),
        ("79/122", Kind.DOCUMENT),
        (REPORT.symbol, Kind.CONTENTS),
        ("summary", Kind.CONTENTS),
    ],
)
def test_each_kind_of_reference_has_its_kind_of_message(reference: str, kind: Kind) -> None:
    assert place_of(LIBRARY, resolve(LIBRARY, reference)).kind is kind
