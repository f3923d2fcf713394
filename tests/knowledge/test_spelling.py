import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answering.spelling import Speller, sound

FIELD = {
    "responsibility": 90, "protect": 80, "rohingya": 9, "haiti": 5, "genocide": 60, "sovereignty": 6, "peace": 40,
    "people": 30, "speech": 12, "hate": 15, "war": 30, "crimes": 60, "refugee": 5, "court": 20, "commission": 8,
    "peacekeepers": 5, "humanitarian": 30, "to": 99, "the": 99, "male": 4, "warning": 20,
}  # fmt: skip
ENGLISH = ["the", "of", "and", "which", "mail", "arm", "jail", "house", "worry", "government", "witch"]


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller(FIELD, ENGLISH, ("mali", "unesco", "xinjiang"))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("rohinga", "rohingya"),
        ("resposibility", "responsibility"),
        ("hiati", "haiti"),
        ("genosyde", "genocide"),
        ("jenocide", "genocide"),
        ("sovrenty", "sovereignty"),
        ("refuji", "refugee"),
        ("comission", "commission"),
        ("wich", "which"),
        ("poeple", "people"),
        ("hatespeech", "hate speech"),
        ("warcrimes", "war crimes"),
        ("responsibilitytoprotect", "responsibility to protect"),
        ("peecekeepers", "peacekeepers"),
        ("humanaterian", "humanitarian"),
    ],
)
def test_slips_lost_blanks_and_words_spelt_by_ear_are_mended(speller: Speller, typed: str, read: str) -> None:
    mended, corrections = speller.mend([typed])
    assert mended == read.split()
    assert [correction.typed for correction in corrections] == [typed]


@pytest.mark.parametrize(
    "word",
    [
        "1973",
        "79/122",
        "a",
        "un",
        "mali",
        "unesco",
        "xinjiang",
        "house",
        "arming",
        "jailing",
        "houses",
        "r2p",
    ],
)
def test_numbers_short_words_right_words_and_names_stay(speller: Speller, word: str) -> None:
    assert speller.mend([word]) == ([word], ())


@pytest.mark.parametrize(
    "word", ["zelensky", "netanyahu", "srebrenica", "chatgpt", "qwertzuiop", "qwerty", "asdfgh"]
)
def test_a_word_like_no_other_stays(speller: Speller, word: str) -> None:
    assert speller.mend([word]) == ([word], ())


def test_two_slips_in_a_short_word_leave_its_beginning() -> None:
    assert Speller({"twenty": 5}, ENGLISH).mend(["qventy"]) == (["qventy"], ())
    assert Speller({"twenty": 5}, ENGLISH).mend(["twemti"])[0] == ["twenty"]


def test_small_words_typed_in_a_hurry_are_read_without_a_remark(speller: Speller) -> None:
    assert speller.mend(["wat", "teh", "genocide"]) == (["what", "the", "genocide"], ())


@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=40), max_size=6))
def test_every_word_is_read_as_something(typed: list[str]) -> None:
    mended, _ = Speller(FIELD, ENGLISH).mend(typed)
    assert len(mended) >= len(typed)


def _swap(word: str, at: int) -> str:
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _drop(word: str, at: int) -> str:
    return word[:at] + word[at + 1 :]


def _double(word: str, at: int) -> str:
    return word[:at] + word[at] + word[at:]


@pytest.mark.parametrize("slip", [_swap, _drop, _double])
def test_one_slip_in_a_long_word_is_always_mended(speller: Speller, slip: Callable[[str, int], str]) -> None:
    draw = random.Random(2)  # noqa: S311 - the same slips each time
    for word in (word for word in FIELD if len(word) > 6):
        typed = slip(word, draw.randrange(1, len(word) - 1))
        assert speller.mend([typed])[0] == [word], typed


@pytest.mark.parametrize(
    ("one", "other"),
    [("genocide", "jenosyde"), ("sovereignty", "soverinty"), ("citizen", "sitizen"), ("refugee", "refuji")],
)
def test_words_that_sound_alike(one: str, other: str) -> None:
    assert sound(one) == sound(other)
