"""References in a library of several reports, and in reports that differ from the first one."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.model import (
    Document,
    Footnote,
    Library,
    Marker,
    NamedPoint,
    Paragraph,
    Report,
    Section,
    Source,
    Subsection,
)
from knowledge.reference import resolve, suggest


def report(
    symbol: str, *documents: Document, year: int = 2030, points: tuple[NamedPoint, ...] = ()
) -> Report:
    """A made-up report of three paragraphs and two footnotes that names these documents in paragraph 2."""
    return Report(
        symbol=symbol,
        title=f"Bridges of {year}",
        date=date(year, 9, 3),
        summary="On bridges.",
        submission_note="",
        sections=(Section("I", "Rivers"), Section("II", "Bridges", (Subsection("A", "Arches"),))),
        paragraphs=(
            Paragraph(1, "I", None, "Rivers run.", (Marker(1, 11),)),
            Paragraph(2, "II", None, "Bridges stand."),
            Paragraph(3, "II", "A", "Arches carry.", (Marker(2, 13),)),
        ),
        footnotes=(
            Footnote(1, "See A/1/1.", 1, (Source("A/1/1", "para. 9 (b)"),)),
            Footnote(2, "No source.", 3),
        ),
        documents=(Document("A/1/1", "report", footnotes=(1,), paragraphs=(1,)), *documents),
        named_points=points,
    )


def test_a_bare_number_that_two_reports_have_is_asked_back_the_newest_first(two_reports: Library) -> None:
    found = resolve(two_reports, "para. 2")
    assert found.status == "ambiguous"
    assert [reading.citation for reading in found.readings] == [
        "A/90/12-S/2035/34, para. 2",
        "A/79/875-S/2025/248, para. 2",
    ]
    assert (found.report, found.paragraphs) == ("A/90/12-S/2035/34", (2,))
    assert "2 things" in found.message


@pytest.mark.parametrize(
    ("typed", "citation"),
    [
        ("A/90/12, para. 2", "A/90/12-S/2035/34, para. 2"),
        ("para 2 of S/2035/34", "A/90/12-S/2035/34, para. 2"),
        ("A/79/875 para 2", "A/79/875-S/2025/248, para. 2"),
        ("A/79/875-S/2025/248, footnote 1", "A/79/875-S/2025/248, footnote 1"),
        ("S/2035/34, fn 2", "A/90/12-S/2035/34, footnote 2"),
        ("A/90/12, II.A", "A/90/12-S/2035/34, sect. II.A"),
        ("A/79/875, II.A", "A/79/875-S/2025/248, sect. II.A"),
        ("A/79/875, resolution 1973", "A/79/875-S/2025/248, para. 57"),
        ("A/90/12, resolution 1973", "A/90/12-S/2035/34, para. 1"),
        ("61", "A/79/875-S/2025/248, para. 61"),
        ("fn 107", "A/79/875-S/2025/248, footnote 107"),
        ("harbours", "A/90/12-S/2035/34, sect. II"),
        ("A/89/7", "A/90/12-S/2035/34, paras. 1 and 3, footnotes 1 and 2"),
        ("A/89/7, para. 4", "A/90/12-S/2035/34, footnote 2"),
        ("Genocide Convention", "A/79/875-S/2025/248, paras. 28 and 60"),
        ("A/90/12-S/2035/34", "A/90/12-S/2035/34"),
        ("Lighthouses: ten years of keeping the lamps lit", "A/90/12-S/2035/34"),
    ],
)
def test_a_symbol_in_front_or_the_only_report_that_has_it_decides(
    two_reports: Library, typed: str, citation: str
) -> None:
    found = resolve(two_reports, typed)
    assert (found.status, found.citation) == ("found", citation), found.message


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("A/90/12, para. 61", "A/90/12-S/2035/34 has paragraphs 1 to 3"),
        ("A/79/875, para. 81", "A/79/875-S/2025/248 has paragraphs 1 to 80"),
        ("para. 500", "A/90/12-S/2035/34 has paragraphs 1 to 3"),
        ("A/90/12, fn 3", "A/90/12-S/2035/34 has footnotes 1 to 2"),
        ("A/90/12, IV", "has the sections I, II"),
    ],
)
def test_ranges_come_from_the_report_that_was_meant(two_reports: Library, typed: str, words: str) -> None:
    found = resolve(two_reports, typed)
    assert found.status == "not_found"
    assert words in found.message


@pytest.mark.parametrize("typed", ["1973", "section II", "the report", "fn 1", "summary"])
def test_what_both_have_is_ambiguous(two_reports: Library, typed: str) -> None:
    found = resolve(two_reports, typed)
    assert found.status == "ambiguous"
    assert [reading.report for reading in found.readings] == ["A/90/12-S/2035/34", "A/79/875-S/2025/248"]


@pytest.mark.parametrize("typed", ["", "1", "para", "fn 1", "A/90", "lamps", "II", "1973"])
def test_suggestions_in_two_reports_carry_the_symbol_and_are_found(two_reports: Library, typed: str) -> None:
    offered = suggest(two_reports, typed, 300)
    assert {each.value[:7] for each in offered} >= {"A/90/12"}
    for each in offered:
        assert each.label.startswith(("A/90/12-S/2035/34 · ", "A/79/875-S/2025/248 · "))
        assert len(each.label) <= 100
        assert resolve(two_reports, each.value).status == "found", each


def test_a_resolution_number_that_two_bodies_have_is_asked_back() -> None:
    library = Library(
        (
            report(
                "A/85/1",
                Document("A/RES/44/14", "resolution", paragraphs=(2,)),
                Document("A/HRC/RES/44/14", "resolution", paragraphs=(2,)),
            ),
        )
    )
    found = resolve(library, "resolution 44/14")
    assert found.status == "ambiguous"
    assert [reading.documents for reading in found.readings] == [("A/RES/44/14",), ("A/HRC/RES/44/14",)]
    assert found.documents == ("A/RES/44/14",)
    assert resolve(library, "GA res 44/14").documents == ("A/RES/44/14",)
    assert resolve(library, "HRC res 44/14").documents == ("A/HRC/RES/44/14",)
    assert resolve(library, "resolution 44/14 of the Human Rights Council").documents == ("A/HRC/RES/44/14",)
    assert resolve(library, "44/14 (2020)").documents == ("A/HRC/RES/44/14",)
    assert resolve(library, "44/14 (1989)").documents == ("A/RES/44/14",)


def test_a_short_name_that_two_documents_share_is_asked_back() -> None:
    one = Document(
        "Bridge Convention of the North", "treaty", aliases=("Bridge Convention",), paragraphs=(2,)
    )
    other = Document(
        "Bridge Convention of the South", "treaty", aliases=("Bridge Convention",), paragraphs=(2,)
    )
    library = Library((report("A/85/1", one, other),))
    found = resolve(library, "bridge convention")
    assert [reading.documents[0] for reading in found.readings] == [one.name, other.name]
    assert (found.status, found.documents) == ("ambiguous", (one.name,))
    assert resolve(library, "Bridge Convention of the South").documents == (other.name,)
    assert resolve(library, "Bridge Convention of the Sowth").documents == (other.name,)
    assert resolve(library, "Bridge Convention of the Xouth").status == "ambiguous"


def test_paragraphs_that_two_other_documents_have_are_asked_back() -> None:
    documents = [Document(f"A/RES/{number}/1", "resolution", paragraphs=(2,)) for number in (70, 71)]
    points = (NamedPoint("A/RES/70/1", (9, 10), 2), NamedPoint("A/RES/71/1", (9,), 3))
    library = Library((report("A/85/1", *documents, points=points),))
    assert resolve(library, "para 9").status == "ambiguous"
    assert (
        resolve(library, "para 9 of A/RES/71/1").message
        == "Paragraph 9 of A/RES/71/1: A/85/1 speaks of it in paragraph 3."
    )
    assert resolve(library, "para 10").paragraphs == (2,)
    assert resolve(library, "para 11").status == "not_found"


def test_a_pinpoint_of_a_footnote_is_found_by_its_letter() -> None:
    library = Library((report("A/85/1"),))
    assert resolve(library, "A/1/1, para. 9 (b)").footnotes == (1,)
    assert resolve(library, "para 9(b) of A/1/1").footnotes == (1,)
    assert resolve(library, "A/1/1, para. 9").footnotes == (1,)
    assert resolve(library, "A/1/1, para. 9 (c)").status == "not_found"


def test_a_report_without_footnotes_or_documents_still_says_what_is_allowed() -> None:
    bare = Report(
        "A/85/2",
        "Ferries",
        date(2030, 1, 1),
        "",
        "",
        (Section("I", "Boats"),),
        (Paragraph(1, "I", None, "x"),),
        (),
    )
    library = Library((bare,))
    assert resolve(library, "1").status == "found"
    assert resolve(library, "fn 1").message == "The report A/85/2 has no footnotes. For example: para. 1, I."
    assert resolve(library, "I.A").message == "Section I of A/85/2 has no lettered parts. For example: I."
    assert [each.value for each in suggest(library, "")] == ["summary", "I"]


def test_a_report_that_another_report_cites_is_that_report() -> None:
    older = report("A/84/9", year=2029)
    newer = report("A/85/1", Document("A/84/9", "report", paragraphs=(2,)))
    library = Library((newer, older))
    assert (resolve(library, "A/84/9").report, resolve(library, "A/84/9").paragraphs) == ("A/84/9", ())
    assert resolve(library, "A/84/9, para. 3").citation == "A/84/9, para. 3"
    assert resolve(library, "A/85/1, A/84/9").status == "found"
