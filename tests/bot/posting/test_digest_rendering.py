"""A digest is about a screen of text whatever it holds, and each word it quotes is the report's."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.posting.digest import Part, paragraph_of, rotation
from bot.render.digest import Head, digest, fitted, paragraph_part, question_line, shares
from bot.render.text import length
from knowledge.model import Library, Paragraph, Report
from tests.bot.made_up import reports, words
from tests.bot.test_render_limits import MADE_UP, assert_fits, components

HEAD = Head(date(2026, 11, 23), "every Monday at 09:00 (Europe/Zurich)")
LATE = Head(HEAD.day, HEAD.rhythm, datetime(2026, 11, 20, 8, tzinfo=UTC), missed=12)

lines = st.lists(st.text(st.sampled_from("ab *é😀"), min_size=1, max_size=160).filter(str.strip), min_size=1)
lists = st.builds(Part, title=st.just("Open alerts"), pieces=lines.map(tuple))


def shown(parts: list[Part], head: Head = HEAD) -> str:
    """All text of the message."""
    tree = digest(head, parts).to_components()  # type: ignore[no-untyped-call] # discord.py left it so
    return "\n".join(part["content"] for part in components(tree) if part["type"] == 10)


def quoted(part: Part, room: int) -> list[str]:
    """The words of a paragraph that a reader sees, as Discord shows them."""
    text = fitted(part, room).replace("\\", "").replace("\u200b", "")
    return text.removesuffix("…").split()


def bare(paragraph: Paragraph) -> str:
    return paragraph.text.replace("\\", "")


# -- the paragraph


def test_all_eighty_paragraphs_come_once_before_any_comes_again(library: Library) -> None:
    order = rotation(library.newest)
    first = [paragraph_of(order, turn) for turn in range(80)]
    assert sorted(filter(None, first)) == list(range(1, 81))
    assert [paragraph_of(order, turn) for turn in range(80, 160)] == first


def test_the_nearest_heading_of_each_paragraph_can_be_read(library: Library) -> None:
    report = library.newest
    for number in range(1, 81):
        nearest = report.heading(number).rpartition(" › ")[2]
        subtitle = paragraph_part(report, number).subtitle.replace("\\", "")
        assert nearest[:90] in subtitle


def test_the_paragraphs_go_from_theme_to_theme(library: Library) -> None:
    report = library.newest
    sections = [report.paragraph(number).section for number in rotation(report)]
    assert sections[:10] == ["I", "II", "III", "IV", "V"] * 2
    # Only the longest section may follow on itself, once all others are through.
    again = [place for place in range(1, 80) if sections[place] == sections[place - 1]]
    assert {sections[place] for place in again} == {"III"}
    assert again == list(range(80 - len(again), 80))
    # And within a section from one lettered part to the next.
    third = [number for number in rotation(report) if report.paragraph(number).section == "III"]
    assert {report.paragraph(number).subsection for number in third[:4]} == {None, "A", "B", "C"}


@MADE_UP
@given(reports())
def test_any_report_is_gone_through_whole(report: Report) -> None:
    numbers = [paragraph.number for paragraph in report.paragraphs]
    assert sorted(rotation(report)) == sorted(numbers)
    turns = [paragraph_of(rotation(report), turn) for turn in range(len(numbers), 2 * len(numbers))]
    assert sorted(filter(None, turns)) == sorted(numbers)


def test_every_quote_is_verbatim_and_ends_with_a_sentence(library: Library) -> None:
    report = library.newest
    for paragraph in report.paragraphs:
        part = paragraph_part(report, paragraph.number)
        for room in (1, 300, 600, 2_000):
            seen = " ".join(quoted(part, room))
            assert paragraph.text.startswith(seen)
            assert seen[-1] in '.!?”)’:"', seen
            assert fitted(part, room).endswith("…") == (seen != paragraph.text)
        assert "".join(quoted(part, 9_999)) == paragraph.text.replace(" ", "")


def test_alone_every_paragraph_of_the_report_is_shown_whole(library: Library) -> None:
    report = library.newest
    for paragraph in report.paragraphs:
        assert paragraph.text in shown([paragraph_part(report, paragraph.number)]).replace("\\", "")


@MADE_UP
@given(reports(), st.integers(0, 500), st.integers(0, 2_000))
def test_any_quote_is_the_beginning_of_its_paragraph(report: Report, turn: int, room: int) -> None:
    number = paragraph_of(rotation(report), turn)
    assert number is not None
    paragraph = report.paragraph(number)
    if paragraph.text.strip():
        seen = "".join(quoted(paragraph_part(report, number), room))
        assert "".join(bare(paragraph).split()).startswith(seen)
        assert seen or not bare(paragraph).strip()


# -- the whole message


@MADE_UP
@given(reports(), st.lists(lists, max_size=4), st.booleans())
def test_any_digest_fits(report: Report, parts: list[Part], late: bool) -> None:  # noqa: FBT001 - Hypothesis gives it
    number = rotation(report)[0]
    whole = [*parts, paragraph_part(report, number)]
    head = LATE if late else HEAD
    assert_fits(digest(head, whole))
    assert length(shown(whole, head)) <= 2_200


@given(st.lists(lists, max_size=4), st.integers(0, 79))
def test_with_the_real_report_it_is_about_a_screen(library: Library, parts: list[Part], turn: int) -> None:
    number = paragraph_of(rotation(library.newest), turn)
    assert number is not None
    whole = [*parts, paragraph_part(library.newest, number)]
    assert length(shown(whole)) <= 1_700
    assert_fits(digest(HEAD, whole))


@given(st.lists(st.integers(0, 500), max_size=6), st.integers(0, 1_000))
def test_room_is_shared_fairly(needs: list[int], room: int) -> None:
    given_ = shares(needs, room)
    assert all(0 <= share <= need for share, need in zip(given_, needs, strict=True))
    assert sum(given_) == min(sum(needs), room) or any(g < n for g, n in zip(given_, needs, strict=True))
    assert sum(given_) <= room
    # Who goes short has no less than anybody else who does not need less.
    short = [share for share, need in zip(given_, needs, strict=True) if share < need]
    assert not short or max(given_) - min(short) <= 1


def test_what_has_no_room_is_counted() -> None:
    part = Part(
        "Coming events",
        [f"- event {number}" for number in range(20)],
        more="-# and {left} more: `/r2p events`",
    )
    assert fitted(part, 80) == "- event 0\n- event 1\n- event 2\n- event 3\n-# and 16 more: `/r2p events`"
    assert fitted(part, 1_000).endswith("- event 19")


def test_a_late_digest_says_so() -> None:
    said = shown([], LATE)
    assert "Late: this was due <t:1795161600:f>. 12 digests before it were missed." in said
    assert "Nothing new this time." in said
    one = shown([], HEAD._replace(due=LATE.due, missed=1))
    assert "1 digest before it was missed" in one
    none = shown([], HEAD._replace(due=LATE.due))
    assert "missed" not in none
    assert "-# 2 digests before it were missed." in shown([], HEAD._replace(missed=2))
    assert "Late" not in shown([])


@given(words.filter(str.strip))
def test_questions_ping_nobody_and_stay_short(typed: str) -> None:
    said = question_line(typed, 3, "no answer")
    assert "@everyone" not in said
    assert "<@" not in said
    assert "\n" not in said
    assert length(said) <= 400


def test_there_is_no_paragraph_where_there_are_none() -> None:
    assert paragraph_of((), 3) is None
