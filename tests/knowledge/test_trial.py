"""Phrasings tried out change the answer as they would in the file, and wrong ones are told in words."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answer import Answerer
from knowledge.answering.trial import Addition, with_phrasings
from knowledge.load import load_library


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("41.1=who counts them", Addition(41, 1, "who counts them")),
        (" 41 . whole =  a = b ", Addition(41, None, "a = b")),
        ("3.2=two\n  lines", Addition(3, 2, "two lines")),
    ],
)
def test_a_phrasing_to_add_is_read(typed: str, expected: Addition) -> None:
    assert Addition.of(typed) == expected


@pytest.mark.parametrize("typed", ["", "41", "41=who", "41.one=who", "x.1=who", "41.1", "41.1=", "41.1= ?!"])
def test_what_cannot_be_read_is_told_with_an_example(typed: str) -> None:
    with pytest.raises(ValueError, match=r"Example: 41\.1="):
        Addition.of(typed)


@given(st.text(max_size=400))
def test_any_text_is_read_or_refused_in_words(typed: str) -> None:
    try:
        assert Addition.of(typed).phrasing
    except ValueError as error:
        assert "Example" in str(error)  # noqa: PT017 - most texts are wrong, a few are not


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("4.1=where", "no paragraph 4: the report has 1 to 3"),
        ("2.2=where", "Paragraph 2 has no sentence 2: write 1, or “whole”"),
        ("2.0=where", "has no sentence 0"),
        ("2.1=How long is  the PIER?", "Paragraph 3 has this phrasing already"),
    ],
)
def test_what_cannot_be_added_is_told_with_what_is_allowed(made_up: Path, typed: str, expected: str) -> None:
    with pytest.raises(ValueError, match=expected):
        with_phrasings(load_library(made_up), [Addition.of(typed)])


def test_the_same_phrasing_twice_is_refused(made_up: Path) -> None:
    twice = [Addition.of("2.1=where do boats sleep"), Addition.of("1.1=Where do boats sleep?")]
    with pytest.raises(ValueError, match="Paragraph 2 has this phrasing already"):
        with_phrasings(load_library(made_up), twice)


def test_an_addition_answers_as_if_it_stood_in_the_file(made_up: Path) -> None:
    library = load_library(made_up)
    tried = with_phrasings(library, [Addition.of("2.1=where do boats sleep")])
    file = made_up / "A-90-12" / "phrasings.toml"
    text = file.read_text(encoding="utf-8").replace(
        '"when are ports shut"', '"when are ports shut", "where do boats sleep"'
    )
    file.write_text(text, encoding="utf-8")
    question = "do the boats sleep well"
    assert Answerer(tried).answer(question) == Answerer(load_library(made_up)).answer(question)
    assert Answerer(tried).answer(question).matches[0].paragraph == 2
    assert Answerer(library).answer(question) != Answerer(tried).answer(question)
    assert library.newest.phrasings[2] == ("when are ports shut",)
