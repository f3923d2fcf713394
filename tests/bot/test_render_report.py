"""The report's own words in a message: whole, in order, with their markers and links."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.render.report import notes, passage
from bot.render.text import length
from knowledge.load import load_library
from knowledge.model import Document, Footnote, Marker, Paragraph, Report
from tests.bot.made_up import reports

REPORT = load_library().newest


def words_of(text: str) -> str:
    """A text as it is read: without our marks, and with the report's."""
    return re.sub(r"\\(.)", r"\1", text.replace("\u200b", "").replace("**", ""))


def with_markers(paragraph: Paragraph) -> str:
    text = paragraph.text
    for marker in reversed(paragraph.markers):
        text = f"{text[: marker.offset]}[{marker.footnote}]{text[marker.offset :]}"
    return text


def linked(number: int) -> str:
    (line,) = notes(REPORT, (number,), 3_000)
    return line


@pytest.mark.parametrize("number", range(1, 81))
def test_every_paragraph_is_quoted_word_for_word_with_its_markers(number: int) -> None:
    paragraph = REPORT.paragraph(number)
    middle = len(paragraph.text) // 2
    (whole,) = passage(paragraph, 3_000, (middle, len(paragraph.text)))
    assert words_of(whole) == with_markers(paragraph)
    assert whole.count("**") == 2


@given(st.data())
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_pieces_of_any_paragraph_fit_and_make_the_whole(data: st.DataObject) -> None:
    paragraph = data.draw(reports()).paragraphs[0]
    focus = data.draw(st.tuples(*[st.integers(0, len(paragraph.text))] * 2))
    limit = data.draw(st.integers(60, 3_000))
    pieces = passage(paragraph, limit, (min(focus), max(focus)))
    assert all(length(piece) <= limit for piece in pieces)
    assert all(piece for piece in pieces)
    unmarked = "".join(re.sub(r"\\(.)|\*\*|\u200b", r"\1", piece) for piece in pieces)
    assert unmarked == with_markers(paragraph)


def test_the_sentence_in_focus_is_bold_with_its_marker_and_nothing_else_is() -> None:
    text = REPORT.paragraph(61).text
    start = text.index("The General Assembly")
    (whole,) = passage(REPORT.paragraph(61), 3_000, (start, len(text)))
    first, bold, after = whole.split("**")
    assert first.endswith("crimes against humanity. ")
    assert bold.startswith("The General Assembly has decided")
    assert bold.endswith("2028 and 2029.[107]")
    assert after == ""


def test_a_marker_before_a_bracket_does_not_become_a_link() -> None:
    paragraph = Paragraph(1, "I", None, "Article 4(a) and words", (Marker(7, 9),))
    assert passage(paragraph, 100) == ["Article 4[7]\\(a) and words"]


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (107, "[107] General Assembly resolution [79/122](https://docs.un.org/en/A/RES/79/122)."),
        (23, "[23] See [A/HRC/55/29](https://docs.un.org/en/A/HRC/55/29)."),
        (98, "[98] General Assembly resolution [377 (V)](https://docs.un.org/en/A/RES/377%28V%29)."),
        (97, "[97] See [A/66/551-S/2011/701](https://docs.un.org/en/A/66/551-S/2011/701)."),
        (104, "[104] See <https://www.ohchr.org/en/hr-bodies/hrc/co-is>."),
        (15, "[15] See <https://unstats.un.org/sdgs/report/2024/Goal-16/>."),
        (12, "[12] Ibid → [S/2024/385](https://docs.un.org/en/S/2024/385)"),
        (33, "[33] International Criminal Court, document ICC-01/19, para. 71."),
    ],
)
def test_footnotes_link_the_words_that_name_a_document(number: int, shown: str) -> None:
    assert linked(number) == shown


def test_half_a_symbol_links_to_the_whole_document() -> None:
    assert "[A/78/901](https://docs.un.org/en/A/78/901-S/2024/434)" in linked(5)


def test_ibid_without_a_link_says_what_it_stands_for() -> None:
    assert "United Nations agenda for protection" in linked(123)


@pytest.mark.parametrize("number", range(1, 141))
def test_every_document_with_a_link_is_linked_in_its_footnote(number: int) -> None:
    line = linked(number)
    targets = re.findall(r"<(https?://[^>]+)>|\]\((https?://[^)]+)\)", line)
    documents = [REPORT.document(name) for name in REPORT.footnote(number).documents]
    assert len(targets) >= sum(document.link is not None for document in documents)
    read = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", re.sub(r"<([^>]*)>", r"\1", line.split(" → ")[0]))
    assert without_scheme(words_of(read)) == without_scheme(f"[{number}] {REPORT.footnote(number).text}")


def without_scheme(text: str) -> str:
    return re.sub("https?://", "", text)


def test_an_overlong_footnote_comes_in_pieces() -> None:
    footnote = Footnote(1, "word " * 500, 1)
    report = made_with(footnote)
    pieces = notes(report, (1,), 400)
    assert all(length(piece) <= 400 for piece in pieces)
    assert "".join(piece.removeprefix("[1] ") for piece in pieces) == footnote.text


def made_with(footnote: Footnote) -> Report:
    return Report(
        symbol="A/1",
        title="Lamps",
        date=REPORT.date,
        summary="",
        submission_note="",
        sections=REPORT.sections[:1],
        paragraphs=(Paragraph(1, "I", None, "Text.", (Marker(1, 5),)),),
        footnotes=(footnote,),
        documents=(Document("A/2", "document"),),
    )
