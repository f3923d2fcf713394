import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answering.words import normalise, stem, words


@given(st.text())
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(st.text())
def test_words_do_not_depend_on_capitals_or_on_normalising_before(text: str) -> None:
    assert words(normalise(text)) == words(text)
    assert all(word and not word.isspace() for word in words(text))


@given(st.text(st.characters(codec="ascii")))
def test_ascii_words_do_not_depend_on_capitals(text: str) -> None:
    assert words(text.upper()) == words(text.lower())


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("A/RES/79/122's 1,637 attacks", ["a", "res", "79/122", "1637", "attacks"]),
        ("“never again” – 72.1 million", ["never", "again", "72.1", "million"]),
        ("non‑refoulement, R2P & Türkiye’s", ["non", "refoulement", "r2p", "turkiye"]),
        ("don't 2007–2008", ["dont", "2007", "2008"]),
        ("\x00\t😀 what?\n", ["what"]),
    ],
)
def test_words(text: str, split: list[str]) -> None:
    assert words(text) == split


@pytest.mark.parametrize(
    "family",
    [
        "prevent prevents prevented preventing prevention preventive",
        "protect protects protected protecting protection protective",
        "responsible responsibility responsibilities",
        "conflict conflicts conflicted",
        "organization organizations organisation organise organized",
        "state states",
        "city cities",
        "agree agreed agreeing agrees",
        "hop hopped hopping",
    ],
)
def test_a_family_of_words_has_one_stem(family: str) -> None:
    assert len({stem(word) for word in family.split()}) == 1


# The examples of M. F. Porter's paper, step by step.
@pytest.mark.parametrize(
    ("word", "root"),
    [
        ("caresses", "caress"),
        ("ponies", "poni"),
        ("caress", "caress"),
        ("cats", "cat"),
        ("feed", "feed"),
        ("agreed", "agre"),
        ("plastered", "plaster"),
        ("bled", "bled"),
        ("motoring", "motor"),
        ("sing", "sing"),
        ("conflated", "conflat"),
        ("troubled", "troubl"),
        ("sized", "size"),
        ("falling", "fall"),
        ("hissing", "hiss"),
        ("failing", "fail"),
        ("filing", "file"),
        ("happy", "happi"),
        ("sky", "sky"),
        ("relational", "relat"),
        ("conditional", "condit"),
        ("rational", "ration"),
        ("digitizer", "digit"),
        ("vietnamization", "vietnam"),
        ("predication", "predic"),
        ("hopefulness", "hope"),
        ("formality", "formal"),
        ("sensitivity", "sensit"),
        ("triplicate", "triplic"),
        ("electrical", "electr"),
        ("goodness", "good"),
        ("revival", "reviv"),
        ("allowance", "allow"),
        ("inference", "infer"),
        ("adjustable", "adjust"),
        ("replacement", "replac"),
        ("adoption", "adopt"),
        ("communism", "commun"),
        ("effective", "effect"),
        ("probate", "probat"),
        ("rate", "rate"),
        ("controlling", "control"),
        ("roll", "roll"),
    ],
)
def test_stems_are_those_of_the_paper(word: str, root: str) -> None:
    assert stem(word) == root


@given(st.text(st.characters(categories=["Ll"]), min_size=1))
def test_a_stem_is_a_word_that_is_not_longer_by_more_than_a_letter(word: str) -> None:
    assert 0 < len(stem(word)) <= len(word) + 1
