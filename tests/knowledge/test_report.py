"""The report in the knowledge base is the printed one: counted, in order, each marker at its word."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest

from knowledge.export import export
from knowledge.model import Library


def test_holds_every_paragraph_footnote_and_marker(library: Library) -> None:
    report = library.newest
    assert [paragraph.number for paragraph in report.paragraphs] == list(range(1, 81))
    assert [footnote.number for footnote in report.footnotes] == list(range(1, 141))
    markers = [number for paragraph in report.paragraphs for number in paragraph.footnotes]
    assert markers == list(range(1, 141))


def test_says_what_it_is(library: Library) -> None:
    report = library.newest
    assert report.symbol == "A/79/875-S/2025/248"
    assert (
        report.title
        == "Responsibility to protect: 20 years of commitment to principled and collective action"
    )
    assert report.date.isoformat() == "2025-04-22"
    assert report.summary.startswith("The year 2025 marks two decades")
    assert report.submission_note.startswith("The present report was submitted")


def test_sections_are_those_of_the_contents(library: Library) -> None:
    sections = {section.number: section for section in library.newest.sections}
    assert list(sections) == ["I", "II", "III", "IV", "V"]
    letters = {
        number: "".join(part.letter for part in section.subsections) for number, section in sections.items()
    }
    assert letters == {"I": "", "II": "ABCDE", "III": "ABCD", "IV": "", "V": ""}
    first = {
        (paragraph.section, paragraph.subsection): paragraph.number
        for paragraph in reversed(library.newest.paragraphs)
    }
    assert first == {
        ("I", None): 1,
        ("II", None): 11,
        ("II", "A"): 13,
        ("II", "B"): 17,
        ("II", "C"): 23,
        ("II", "D"): 25,
        ("II", "E"): 27,
        ("III", None): 36,
        ("III", "A"): 37,
        ("III", "B"): 46,
        ("III", "C"): 54,
        ("III", "D"): 62,
        ("IV", None): 68,
        ("V", None): 75,
    }


@pytest.mark.parametrize(
    ("footnote", "paragraph", "before", "after"),
    [
        (1, 1, "World Summit Outcome,", " world leaders"),
        (6, 5, "various resolutions", " in which they"),
        (7, 6, 'for Peace",', " the Secretary-General"),
        (45, 33, 'initial contact",', " are in urgent need"),
        (62, 39, "in 118 countries,", " are domestic"),
        (63, 39, "the responsibility to protect.", ""),
        (73, 44, "Australia,", " Canada,"),
        (107, 61, "in 2028 and 2029.", ""),
        (109, 62, "and the Responsibility to Protect", " provides early warning"),
        (113, 63, "conflict and fragility.", ""),
        (119, 64, "youth and peace and security", " can be seen"),
        (123, 65, "agenda for protection.", ""),
        (140, 78, "on the responsibility to protect", " and to continue"),
    ],
)
def test_marker_stands_at_its_word(
    library: Library, footnote: int, paragraph: int, before: str, after: str
) -> None:
    assert library.newest.footnote(footnote).paragraph == paragraph
    text = library.newest.paragraph(paragraph).text
    (offset,) = (
        marker.offset for marker in library.newest.paragraph(paragraph).markers if marker.footnote == footnote
    )
    assert text[:offset].endswith(before)
    assert text[offset:].startswith(after) if after else text[offset:] == ""


def test_paragraphs_cut_by_page_breaks_are_whole(library: Library) -> None:
    for number, words in {
        10: "civil society organizations",
        16: "are becoming an increasingly significant",
        26: "violations of international humanitarian law",
        35: "in line with the objectives",
        39: "preventing conflicts. Supporting national",
        44: "formalize a territory",
        55: "to the General Assembly, the Security Council",
        59: "commissions of inquiry",
        63: "early warning capabilities",
        69: "in the General Assembly have been",
        75: "a useful guide for meeting",
    }.items():
        assert words in library.newest.paragraph(number).text


def test_text_is_one_clean_line(library: Library) -> None:
    report = library.newest
    texts = [paragraph.text for paragraph in report.paragraphs] + [
        footnote.text for footnote in report.footnotes
    ]
    for text in texts:
        assert text == " ".join(text.split())
        assert not set(text) & set("<>^[]\\$")
        assert "25-06353" not in text


def test_markers_keep_their_order_within_the_text(library: Library) -> None:
    for paragraph in library.newest.paragraphs:
        for first, second in pairwise(paragraph.markers):
            assert 0 < first.offset < second.offset <= len(paragraph.text)


@pytest.mark.parametrize(
    ("footnote", "documents"),
    [
        (5, ("A/ES-10/794", "A/78/901-S/2024/434")),
        (9, ("A/RES/79/1",)),
        (12, ("S/2024/385",)),
        (14, ("A/78/901-S/2024/434",)),
        (16, ("https://unstats.un.org/sdgs/report/2024/Goal-16/",)),
        (33, ("ICC-01/19",)),
        (44, ("A/HRC/EMRIP/2009/6", "Indigenous and Tribal Peoples Convention, 1989 (No. 169)")),
        (48, ("A/RES/47/135",)),
        (54, ()),
        (70, ("E/CN.4/Sub.2/1997/20/Rev.1",)),
        (83, ("S/RES/2337 (2017)",)),
        (98, ("A/RES/377(V)",)),
        (
            106,
            (
                "The Gambia v. Myanmar (2019)",
                "Sudan v. United Arab Emirates (2025)",
                "South Africa v. Israel (2023)",
                "Ukraine v. Russian Federation (2022)",
            ),
        ),
    ],
)
def test_footnote_knows_its_documents(library: Library, footnote: int, documents: tuple[str, ...]) -> None:
    assert library.newest.footnote(footnote).documents == documents


def test_ibid_keeps_its_pinpoint(library: Library) -> None:
    (source,) = library.newest.footnote(9).sources
    assert source.pinpoint == "para. 35 (g), action 14"
    (source,) = library.newest.footnote(123).sources
    assert source.document.startswith("United Nations agenda for protection")
    assert source.pinpoint == "p. 18"


def test_documents_know_who_cites_and_names_them(library: Library) -> None:
    report = library.newest
    expected: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {
        "A/63/677": ((3, 53, 58, 125), (3, 36, 37, 70)),
        "A/78/901-S/2024/434": ((5, 14, 17, 32, 61, 63, 139), (4, 15, 18, 25, 38, 39, 71)),
        "S/RES/1973 (2011)": ((), (57,)),
        "Convention on the Prevention and Punishment of the Crime of Genocide": ((), (28, 60)),
        "Charter of the United Nations": ((128,), (1, 5, 7, 56, 70, 75)),
    }
    for name, (footnotes, paragraphs) in expected.items():
        document = report.document(name)
        assert (document.footnotes, document.paragraphs) == (footnotes, paragraphs)


def test_titles_links_and_other_names_of_documents(library: Library) -> None:
    pact = library.newest.document("A/RES/79/1")
    assert pact.title == "Pact for the Future"
    assert pact.link == "https://docs.un.org/en/A/RES/79/1"
    assert {"A/78/901", "S/2024/434"} <= set(library.newest.document("A/78/901-S/2024/434").aliases)
    framework = library.newest.document("Framework of Analysis for Atrocity Crimes")
    assert framework.link is not None
    assert framework.link.startswith("https://www.un.org/")


def test_mended_links_have_no_gaps(library: Library) -> None:
    for number, end in {
        29: "opt/20241106-Gaza-Update-Report-OPT.pdf",
        47: "publications-and-resources/Genocide_Framework%20of%20Analysis-English.pdf",
        66: "RL_AWG-toolkit_FINAL_EN.pdf",
        111: "Briefing_Security_Council_Special_Adviser_Prevention_Genocide_Sudan_21_May_2024.pdf",
        113: "joint-undp-dppa-programme-building-national-capacities-conflict",
    }.items():
        assert any(name.endswith(end) for name in library.newest.footnote(number).documents)


def test_export_is_json_and_agrees_with_the_report(library: Library) -> None:
    (exported,) = json.loads(json.dumps(export(library)))["reports"]
    report = library.newest
    assert exported["date"] == "2025-04-22"
    for number, paragraph in enumerate(exported["paragraphs"], start=1):
        assert paragraph["text"] == report.paragraph(number).text
        assert [marker["footnote"] for marker in paragraph["markers"]] == paragraph["footnotes"]
    assert exported["footnotes"][106] == {
        "number": 107,
        "text": "General Assembly resolution 79/122.",
        "documents": ["A/RES/79/122"],
        "paragraph": 61,
    }
