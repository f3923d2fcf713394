"""Other people's words, harmless and countable."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.text import clip, code_block, escape, length, plain, quoted, unescape, verbatim
from tests.bot.made_up import words


@given(words)
def test_escaping_loses_nothing(text: str) -> None:
    assert unescape(escape(plain(text))) == plain(text)


@given(words)
def test_what_is_plain_stays_so(text: str) -> None:
    assert plain(plain(text)) == plain(text)
    assert "\n" not in plain(text)


@given(words)
def test_nothing_that_was_typed_pings_links_or_formats(text: str) -> None:
    shown = escape(plain(text))
    for sign in "*_~`|<>#[]()@:":
        for place, letter in enumerate(shown):
            if letter == sign:
                before = shown[:place]
                assert (len(before) - len(before.rstrip("\\"))) % 2 == 1, shown
    assert "@everyone" not in shown
    assert "@here" not in shown


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("@everyone", "\\@\u200beveryone"),
        ("<@123> hi", "\\<\\@\u200b123\\> hi"),
        ("see https://example.org", "see https\\://example.org"),
        ("**bold**", "\\*\\*bold\\*\\*"),
        ("1. one", "1\\. one"),
        ("1.5 million", "1.5 million"),
        ("# no heading", "\\# no heading"),
    ],
)
def test_examples_of_what_people_type(typed: str, shown: str) -> None:
    assert escape(plain(typed)) == shown


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("two\nlines\t here ", "two lines here"),
        ("\u202egnirts\u202c", "gnirts"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("a\x00b\x1b[31m", "ab[31m"),
        ("family 👨‍👩‍👧", "family 👨‍👩‍👧"),
        ("\ud800lone", "lone"),
    ],
)
def test_signs_that_nobody_sees_are_taken_out(typed: str, read: str) -> None:
    assert plain(typed) == read


@given(st.text(max_size=200), st.integers(2, 120))
def test_a_clipped_text_fits_and_begins_like_the_whole(text: str, limit: int) -> None:
    short = clip(text, limit)
    assert length(short) <= limit
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))


def test_a_text_is_clipped_between_words() -> None:
    assert clip("The General Assembly has decided, in 2024", 36) == "The General Assembly has decided…"


@given(words, st.integers(1, 300))
def test_a_quotation_is_bounded(text: str, limit: int) -> None:
    assert length(unescape(quoted(text, limit))) <= limit


def test_emoji_count_twice() -> None:
    assert length("a😀é") == 4


def test_the_reports_words_are_left_as_they_are_where_that_is_possible() -> None:
    text = "In 2023, 7 in 10 (72 per cent): well-known - “yes”, para. 35 (g); www.un.org"
    assert verbatim(text) == text
    assert verbatim("a_b*c") == "a\\_b\\*c"
    assert verbatim("- not a list") == "\\- not a list"


@given(words | st.text(st.sampled_from("`a\n")))
def test_no_text_ends_a_box_early(text: str) -> None:
    assert code_block(text).count("```") == 2
