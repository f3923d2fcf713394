"""The words behind the signals: how they are found in a text, and that the curated files hold together."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.load import load_library
from knowledge.signals.countries import Countries
from knowledge.signals.leanings import ANY, Leaning, Leanings, terms_of
from knowledge.signals.passage import Passage, root
from knowledge.signals.patterns import LIVES, WORDS, Vocabulary, together
from knowledge.signals.relevance import BODIES, HARM, OTHERS, PEOPLE
from knowledge.signals.severity import Severity
from knowledge.signals.themes import THEMES, Themes, said


def seen(text: str, written: str, **groups: list[str]) -> str | None:
    """The words of a text that show a pattern."""
    vocabulary = Vocabulary(groups)
    pattern = vocabulary.pattern(written)
    passage = Passage.of(text)
    spans = together(pattern, vocabulary.find(passage))
    return said(passage, spans) if spans else None


@pytest.mark.parametrize(
    ("text", "written", "shown"),
    [
        ("Three raids on the town", "raid", "raids"),
        ("They raided it, raiding on", "raid", "raided"),
        ("A minority fled", "minor", None),
        ("Bars closed", "=bar", None),
        ("The bar closed", "=bar", "bar"),
        ("Genocidal talk", "genocid*", "Genocidal"),
        ("He got 13 years in prison", "# years", "13 years"),
        ("He got thirteen years", "# years", None),
        ("The early warning came", "early-warning", "early warning"),
        ("They set the fire", "set fire", "set the fire"),
        ("They set all of the houses on fire", "set fire", None),
        ("They set it. Fire came", "set fire", None),
        ("Shells hit a clinic", "clinic & shells", "Shells … clinic"),
        ("Shells " + "and so on " * 6 + "clinic", "clinic & shells", None),
        ("The clinic", "clinic & clinic", None),
        ("Clinic by clinic", "clinic & clinic", "Clinic … clinic"),
        ("N'Djamena's MÉTIS", "ndjamena & metis", "N'Djamena's … MÉTIS"),
    ],
)
def test_a_pattern_is_found(text: str, written: str, shown: str | None) -> None:
    assert seen(text, written) == shown


def test_a_pattern_speaks_of_groups() -> None:
    groups = {"attack": ["bomb", "set fire"], "place": ["clinic", "school"]}
    assert seen("Soldiers set fire to a school", "<attack> & <place>", **groups) == "set fire … school"
    assert seen("Soldiers built a school", "<attack> & <place>", **groups) is None


def test_what_is_written_wrongly_is_named() -> None:
    vocabulary = Vocabulary({"attack": ["bomb"]})
    with pytest.raises(ValueError, match="<atack>"):
        vocabulary.pattern("<atack> & school")
    with pytest.raises(ValueError, match="no words"):
        vocabulary.pattern("school & ")


@given(st.text())
def test_any_text_is_cut_into_words_that_it_has(text: str) -> None:
    passage = Passage.of(text)
    assert all(token.raw in text for token in passage.tokens)
    assert all(token.word and token.root for token in passage.tokens)
    sentences = [token.sentence for token in passage.tokens]
    assert sentences == sorted(sentences)


@given(st.text("aedgins", min_size=1, max_size=12))
def test_a_root_is_never_empty(word: str) -> None:
    assert root(word)


@pytest.mark.parametrize(
    ("words", "common"),
    [
        (["raid", "raids", "raided", "raiding"], "raid"),
        (["starve", "starved", "starving"], "starv"),
        (["carry", "carries", "carried"], "carry"),
        (["stop", "stops", "stopped", "stopping"], "stop"),
        (["die", "dies", "died"], "die"),
    ],
)
def test_a_words_forms_have_one_root(words: list[str], common: str) -> None:
    assert {root(word) for word in words} == {common}


@pytest.mark.parametrize(
    ("one", "other"),
    [("general", "generation"), ("minor", "minority"), ("officer", "office"), ("nation", "nationality")],
)
def test_other_words_have_other_roots(one: str, other: str) -> None:
    assert root(one) != root(other)


def test_whether_a_writer_uses_capitals() -> None:
    assert Passage.of("Shells hit Goma overnight").cased
    assert not Passage.of("shells hit goma overnight").cased
    assert Passage.of("Ministers Meet Their Rivals Again Today").titled
    assert not Passage.of("Ministers meet their rivals again today").titled


def test_the_themes_are_about_eighteen_and_name_paragraphs_that_exist() -> None:
    report = load_library().report(tomllib.loads(THEMES.read_text(encoding="utf-8"))["report"])
    numbers = {paragraph.number for paragraph in report.paragraphs}
    tables = tomllib.loads(THEMES.read_text(encoding="utf-8"))["theme"]
    assert 18 <= len(tables) <= 24
    assert (
        len({table["slug"] for table in tables}) == len({table["title"] for table in tables}) == len(tables)
    )
    for table in tables:
        signs = table["sign"]
        assert numbers.issuperset(table["paragraphs"])
        assert all(numbers.issuperset(sign.get("paragraphs", [])) for sign in signs)
        assert all(sign["words"] and 0 < sign["weight"] <= 3 for sign in signs)
        assert {sign.get("leans", "watch") for sign in signs} <= set(Severity)


def test_the_themes_patterns_speak_of_groups_that_exist() -> None:
    themes = Themes.load(Vocabulary.load())
    assert len(themes.themes) >= 18


def test_each_group_that_counts_is_there() -> None:
    written = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    groups = {name for part in written.values() for name in part}
    assert {*HARM, *PEOPLE, *BODIES, *OTHERS, "joke"} <= groups
    lives = Vocabulary.load().find(Passage.of("coach film boss chef shares storm ferry burglar dog router"))
    assert {f"<{life}>" for life in LIVES} <= lives.keys()


def test_a_text_is_made_of_stems_pairs_and_groups_but_not_of_places(signals_terms: frozenset[str]) -> None:
    assert {"hospit", "hospital+in", "<health>", "<attack>"} <= signals_terms
    assert not any("goma" in term for term in signals_terms)
    assert "in" not in signals_terms


@pytest.fixture
def signals_terms() -> frozenset[str]:
    vocabulary = Vocabulary.load()
    themes = Themes.load(vocabulary)
    passage = Passage.of("Shells hit hospital in Goma")
    found = vocabulary.find(passage)
    return terms_of(passage, found, themes.see(found), Countries.load().find(passage))


def test_leanings_sum_up() -> None:
    leanings = Leanings(
        {
            ANY: Leaning(relevant=-1.0, paragraphs={1: 0.5, 2: 0.5}),
            "shell": Leaning(relevant=2.0, urgent=1.0, paragraphs={1: 1.5}),
            "coach": Leaning(relevant=-3.0, watch=0.5),
        }
    )
    assert leanings.of({"shell", "unknown"}) == Leaning(1.0, 1.0, 0.0, {1: 1.0, 2: 0.25})
    assert leanings.of({"coach"}).relevant == -4.0
    assert Leanings({}).of({"shell"}) == Leaning()
