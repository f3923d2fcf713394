"""A second report is a second folder: it is asked, cited, looked up and exported with no code of its own."""

from __future__ import annotations

from knowledge.answer import Answerer
from knowledge.citation import Locator, cite
from knowledge.export import export
from knowledge.model import Library
from knowledge.reference import resolve

LIGHTHOUSES = "A/90/12-S/2035/34"
R2P = "A/79/875-S/2025/248"


def test_the_newest_report_stands_first(two_reports: Library) -> None:
    assert [report.symbol for report in two_reports.reports] == [LIGHTHOUSES, R2P]


def test_a_question_finds_its_report(two_reports: Library) -> None:
    answerer = Answerer(two_reports)
    for question, place in {
        "How long is the pier?": (LIGHTHOUSES, 3),
        "Who lights the lamps?": (LIGHTHOUSES, 1),
        "How many countries have named an R2P focal point?": (R2P, 41),
    }.items():
        best = answerer.answer(question).matches[0]
        assert (best.report, best.paragraph) == place


def test_citations_carry_the_symbol_of_their_report(two_reports: Library) -> None:
    for symbol in (LIGHTHOUSES, R2P):
        report = two_reports.report(symbol)
        citation = cite(report, Locator(paragraphs=(3,)))
        assert citation == f"{symbol}, para. 3"
        found = resolve(two_reports, citation)
        assert (found.status, found.report, found.paragraphs) == ("found", symbol, (3,))


def test_half_a_symbol_chooses_the_report(two_reports: Library) -> None:
    found = resolve(two_reports, "A/90/12, para. 2")
    assert (found.report, found.paragraphs) == (LIGHTHOUSES, (2,))


def test_ibid_and_named_documents_work_there_too(two_reports: Library) -> None:
    report = two_reports.report(LIGHTHOUSES)
    (source,) = report.footnote(2).sources
    assert (source.document, source.pinpoint) == ("A/89/7", "para. 4")
    assert report.document("S/RES/1973 (2011)").paragraphs == (1,)


def test_both_are_exported(two_reports: Library) -> None:
    exported = export(two_reports)["reports"]
    assert [len(report["paragraphs"]) for report in exported] == [3, 80]
