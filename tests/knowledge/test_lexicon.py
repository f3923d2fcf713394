from pathlib import Path

import pytest

from knowledge.answering.lexicon import Lexicon
from knowledge.answering.words import words


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("UNSC", "the Security Council"),
        ("UNGA", "General Assembly"),
        ("HRC", "Human Rights Council"),
        ("IHL", "laws of war"),
        ("ICC", "International Criminal Court"),
        ("ICJ", "World Court"),
        ("P5", "permanent members"),
        ("AU", "African Union"),
        ("ECOWAS", "Economic Community of West African States"),
        ("OSCE", "Organization for Security and Cooperation in Europe"),
        ("OAS", "Organization of American States"),
        ("EU", "European Union"),
        ("NHRI", "national human rights institutions"),
        ("CAH treaty", "crimes against humanity convention"),
        ("ACT code", "Accountability, Coherence and Transparency Group"),
        ("RtoP", "responsibility to protect"),
        ("RwP", "responsibility while protecting"),
        ("WFP", "World Food Programme"),
        ("SG", "Secretary-General"),
        ("GAAMAC", "Global Action against Mass Atrocity Crimes"),
        ("APHR", "ASEAN Parliamentarians for Human Rights"),
        ("AICHR", "ASEAN Intergovernmental Commission on Human Rights"),
        ("ICGLR", "International Conference on the Great Lakes Region"),
        ("NAfP", "New Agenda for Peace"),
        ("Congolese", "Democratic Republic of the Congo"),
        ("Burma", "Myanmar"),
        ("Kyiv", "Ukraine"),
        ("Port-au-Prince", "Haiti"),
    ],
)
def test_an_abbreviation_or_name_stands_for_the_thing(lexicon: Lexicon, one: str, other: str) -> None:
    names = {term for term in lexicon.terms(words(one)) if term.startswith("@")}
    assert names & lexicon.terms(words(other))


def test_order_and_endings_do_not_matter(lexicon: Lexicon) -> None:
    assert "@security_council" in lexicon.terms(words("the Council for Security"))
    assert "~death" in lexicon.terms(words("killings"))


def test_senses_tell_which_word_stands_for_what(lexicon: Lexicon) -> None:
    senses = lexicon.senses(words("What did the General Assembly say in two resolutions?"))
    assert "@general_assembly" in senses["gener"] & senses["assembli"]
    assert senses["2"] == {"2"}
    assert "what" not in senses


def test_stop_words_alone_stand_for_nothing(lexicon: Lexicon) -> None:
    assert lexicon.terms(words("what is it that they are")) == set()


def test_no_entry_is_made_of_stop_words_alone(lexicon: Lexicon) -> None:
    assert "the" not in lexicon.terms(["the"])
    assert not any(term in ("", "@", "~") for term in lexicon.terms(sorted(lexicon.forms)))


def test_a_lexicon_may_be_small(tmp_path: Path) -> None:
    path = tmp_path / "lexicon.toml"
    path.write_text('[names.ships]\nlighthouse = ["light house", "beacon"]\n', encoding="utf-8")
    lexicon = Lexicon.load(path)
    assert "@lighthouse" in lexicon.terms(["beacons"])
    assert "@lighthouse" in lexicon.terms(["house", "of", "light"])
    assert lexicon.outside == frozenset()
