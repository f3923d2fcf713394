"""How the report's words stand in a terminal."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cli.text import Page, notes, paragraph_page, passage, plain
from knowledge.load import load_library
from knowledge.model import Document, Footnote, Marker, Paragraph, Report, Section, Source

REPORT = load_library().newest
ANSI = re.compile(r"\x1b\[[0-9;]*m")
PLAIN = Page(80, colour=False)
COLOURED = Page(80, colour=True)

PARAGRAPH = Paragraph(
    7,
    "I",
    None,
    "First one. Then the answer, as wanted. At last another.",
    (Marker(1, 10), Marker(2, 38), Marker(3, 38)),
)
ANSWER = (11, 38)
SMALL = Report(
    "A/1/1",
    "A report",
    date(2025, 1, 1),
    "",
    "",
    (Section("I", "Beginning"),),
    (PARAGRAPH,),
    (
        Footnote(1, "General Assembly resolution 60/1.", 7, (Source("A/RES/60/1"),)),
        Footnote(2, "See https://example.org/page.", 7, (Source("A page"),)),
        Footnote(3, "Ibid.", 7),
    ),
    (
        Document(
            "A/RES/60/1",
            "resolution",
            link="https://docs.un.org/en/A/RES/60/1",
            footnotes=(1,),
            paragraphs=(7,),
        ),
        Document("A page", "page", link="https://example.org/page", footnotes=(2,), paragraphs=(7,)),
    ),
)


def test_the_answering_sentence_stands_between_marks_and_each_marker_after_its_words() -> None:
    assert passage(PLAIN, PARAGRAPH, ANSWER) == (
        "  7. First one.[1] **Then the answer, as wanted.[2][3]** At last another."
    )


def test_with_colour_the_sentence_is_bold_on_each_of_its_lines() -> None:
    shown = passage(Page(20, colour=True), PARAGRAPH, ANSWER)
    assert ANSI.sub("", shown) == passage(Page(20, colour=False), PARAGRAPH, None)
    bold = re.findall(r"\x1b\[1m(.*?)\x1b\[22m", shown, re.DOTALL)
    assert " ".join(bold) == "Then the answer, as wanted.[2][3]"
    assert len(bold) > 1
    assert not any("\n" in part for part in bold)


def test_without_a_sentence_nothing_is_set_off() -> None:
    assert "**" not in passage(PLAIN, PARAGRAPH)
    assert "\x1b" not in passage(COLOURED, PARAGRAPH)


def test_a_footnote_has_its_documents_links_below_unless_it_prints_them() -> None:
    assert notes(PLAIN, SMALL, (1, 2, 3)).split("\n") == [
        "  [1] General Assembly resolution 60/1.",
        "      https://docs.un.org/en/A/RES/60/1",
        "  [2] See https://example.org/page.",
        "  [3] Ibid.",
    ]


def test_a_paragraph_has_its_citation_and_headings_above() -> None:
    assert paragraph_page(PLAIN, SMALL, 7).startswith(
        "A/1/1, para. 7 · I. Beginning\n\n  7. First one.[1] Then"
    )


@pytest.mark.parametrize("paragraph", REPORT.paragraphs, ids=lambda paragraph: str(paragraph.number))
def test_every_paragraph_is_shown_word_for_word_within_the_width(paragraph: Paragraph) -> None:
    middle = len(paragraph.text) // 2
    for page in (Page(40, colour=False), Page(72, colour=True)):
        shown = ANSI.sub("", passage(page, paragraph, (middle, len(paragraph.text))))
        words = re.sub(r"\[\d+\]", "", shown.replace("**", ""))
        assert " ".join(words.split()) == f"{paragraph.number}. {paragraph.text}"
        assert max(map(len, shown.split("\n"))) <= page.width or "http" in shown
        markers = [int(number) for number in re.findall(r"\[(\d+)\]", shown)]
        assert tuple(markers) == paragraph.footnotes


def test_every_footnote_is_shown_with_every_link() -> None:
    for footnote in REPORT.footnotes:
        shown = notes(PLAIN, REPORT, (footnote.number,))
        for name in footnote.documents:
            link = REPORT.document(name).link
            assert link is None or link in "".join(shown.split()) or link in shown


@given(st.text())
def test_what_somebody_typed_cannot_steer_the_terminal(text: str) -> None:
    shown = plain(text)
    assert shown.isprintable()
    assert plain(shown) == shown
