"""What a news item signals: whatever the text, an honest reading of its words and no verdict."""

from pathlib import Path

import pycountry
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answer import Answerer
from knowledge.load import load_library
from knowledge.model import Library
from knowledge.signals import Severity, Signal, Signals
from knowledge.signals.reading import LONGEST

KEYS = ["text", "relevant", "score", "countries", "themes", "paragraphs", "severity", "because"]
CODES = {country.alpha_3 for country in pycountry.countries}
NEWS = [
    *(
        "Sudan",
        "Geneva",
        "Chad",
        "militia",
        "killed",
        "hospital",
        "siege",
        "starvation",
        "60",
        "dozens",
        "people",
    ),
    *(
        "court",
        "genocide",
        "veto",
        "lol",
        "coach",
        "derby",
        "Rohingya",
        "boat",
        "turned",
        "back",
        "years",
        "after",
    ),
    *(
        '"',
        "&",
        "<",
        ">",
        "…",
        "?",
        "1,637",
        "0",
        "-5",
        "no",
        "nobody",
        "denied",
        "anniversary",
        "the",
        "in",
        "💩",
    ),
]

text = st.text(max_size=400) | st.lists(st.sampled_from(NEWS), max_size=60).map(" ".join)


def is_sound(signals: Signals, signal: Signal) -> bool:
    """Whether a signal keeps its promises: a chance, ISO codes, paragraphs and themes that exist."""
    paragraphs = {paragraph.number for paragraph in signals.report.paragraphs}
    return (
        0 <= signal.score <= 1
        and set(signal.countries) <= CODES
        and len(set(signal.countries)) == len(signal.countries)
        and paragraphs >= set(signal.paragraphs)
        and len(signal.paragraphs) <= 3
        and signals.themes.themes.keys() >= set(signal.themes)
        and bool(signal.because)
        and (signal.severity is not None or not signal.relevant)
        and list(signal.as_json()) == KEYS
    )


@given(text, text)
def test_any_text_gets_a_sound_signal(signals: Signals, title: str, summary: str) -> None:
    signal = signals.read(title, summary)
    assert is_sound(signals, signal)
    assert signals.read(title, summary) == signal
    assert len(signal.because) <= 10
    assert all(len(reason) <= 250 for reason in signal.because)


def test_an_item_is_read_in_all_its_parts(signals: Signals) -> None:
    signal = signals.read(
        "Shells hit clinic in El Fasher",
        "At least 19 patients were killed in the Sudanese city, a doctors' union said.",
    )
    assert signal.as_json() | {"score": 0, "because": []} == {
        "text": "Shells hit clinic in El Fasher\n"
        "At least 19 patients were killed in the Sudanese city, a doctors' union said.",
        "relevant": True,
        "score": 0,
        "countries": ["SDN"],
        "themes": list(signal.themes),
        "paragraphs": list(signal.paragraphs),
        "severity": "urgent",
        "because": [],
    }
    assert signal.score > 0.9
    assert "health-care" in signal.themes
    assert 24 in signal.paragraphs
    reasons = "\n".join(signal.because)
    assert "SDN: “El Fasher”" in reasons
    assert "Attacks on health care: “" in reasons
    assert "19 near “killed”" in reasons


def test_a_title_and_its_summary_are_one_text(signals: Signals) -> None:
    assert signals.read("Fighting in Goma", "Thousands fled.").text == "Fighting in Goma\nThousands fled."
    assert signals.read("Fighting in Goma", " ").text == "Fighting in Goma"
    assert signals.read("", "fighting in goma").text == "fighting in goma"


@pytest.mark.parametrize(
    ("unread", "why"),
    [
        ("", "no words"),
        (" \n\t ", "no words"),
        ("1234 … !!!", "no words"),
        ("<@123456789012345678> https://example.org/x", "no words"),
        ("x" * (LONGEST + 1), f"more than {LONGEST} characters"),
        ("Des hommes armés ont tué des civils dans le village, dit la mission", "French"),
        ("في السودان قتل عشرات المدنيين", "Arabic"),
        ("У Харкові загинули люди", "Cyrillic"),
        ("平民が殺された", "Japanese"),
    ],
)
def test_what_cannot_be_read_says_why(signals: Signals, unread: str, why: str) -> None:
    signal = signals.read(unread)
    assert not signal.relevant
    assert signal.score == 0
    assert signal.text == unread
    assert (signal.countries, signal.themes, signal.paragraphs, signal.severity) == ((), (), (), None)
    assert len(signal.because) == 1
    assert why in signal.because[0]


@pytest.mark.parametrize(
    "item",
    [
        "City council vetoes budget for new buses",
        "Valencia coach under siege after fourth defeat",
        "High winds call off drone show over the harbour",
        "Striker's hat-trick sinks champions in massacre of a final",
        "lol my cat committed genocide on the curtains again",
        "Storm floods homes and closes schools on the coast",
        "Supermarket declares war on prices",
        "Animal shelter takes in refugee dogs after flood",
        "Shares crash in Wall Street massacre",
    ],
)
def test_the_same_words_in_another_life_are_not_relevant(signals: Signals, item: str) -> None:
    assert not signals.read(item).relevant


@pytest.mark.parametrize(
    ("item", "paragraph"),
    [
        ("Navy pushes boat with Rohingya families back to sea", 34),
        ("Gunmen go from house to house and shoot members of rival tribe", 13),
        ("Russia vetoes Security Council draft on ceasefire", 58),
        ("Truth commission hears families of the disappeared", 43),
        ("Foreign ministry appoints focal point for the responsibility to protect", 41),
        ("Hackers shut down hospital network in war-hit city", 26),
        ("Delegates begin work on treaty on crimes against humanity", 61),
        ("Taliban close last school for girls in Kabul", 32),
        ("Police raid Pride march and arrest organisers", 31),
        ("Soldiers block food convoys to besieged town", 23),
        ("ECOWAS mediators fly in after disputed vote", 46),
        ("Loggers drive isolated tribe from forest reserve", 33),
    ],
)
def test_a_paragraph_that_speaks_of_it_is_named(signals: Signals, item: str, paragraph: int) -> None:
    signal = signals.read(item)
    assert signal.relevant
    assert paragraph in signal.paragraphs


@pytest.mark.parametrize(
    ("item", "severity"),
    [
        ("Dozens of villagers killed as militia storms market in Darfur", Severity.URGENT),
        ("Famine kills children in besieged city as army blocks aid trucks", Severity.URGENT),
        ("Police arrest newspaper editors and shut two radio stations", Severity.CONCERN),
        ("Survivors mark 30 years since the genocide of 800,000 people", Severity.WATCH),
        ("International court opens trial of former militia commander", Severity.WATCH),
        ("General Assembly debates veto in the Security Council", Severity.WATCH),
    ],
)
def test_a_severity_is_suggested_with_its_words(signals: Signals, item: str, severity: Severity) -> None:
    signal = signals.read(item)
    assert signal.severity is severity
    assert signal.because[0].startswith(f"Suggests {severity}")


def test_what_is_denied_does_not_make_it_graver(signals: Signals) -> None:
    said = signals.look("Gunmen raided the village and 40 people were killed")
    denied = signals.look("Gunmen raided the village and nobody was killed, but 40 people fled")
    assert (said.killing, said.dead) == (True, 40)
    assert (denied.killing, denied.dead) == (False, 0)


@pytest.mark.parametrize(
    ("words", "dead"),
    [
        ("At least 1,600 people were killed", 1600),
        ("Dozens of people died", 30),
        ("Eleven bodies were found", 11),
        ("He was killed in 1994", 0),
        ("Soldiers killed him 12 days after the vote", 0),
        ("The village has 400 people", 0),
    ],
)
def test_numbers_near_killing_count_people(signals: Signals, words: str, dead: int) -> None:
    assert signals.look(words).dead == dead


def test_nothing_that_is_said_is_a_verdict(signals: Signals) -> None:
    """The bot's own words, outside of quotation marks, never say that a crime was committed."""
    for item in (
        "Army commits genocide in Darfur, says minister",
        "War crimes in Bucha: 400 civilians executed",
    ):
        for reason in signals.read(item).because:
            own = "".join(part.split("”")[-1] for part in reason.split("“"))
            assert not any(
                word in own.casefold()
                for word in ("genocide", "war crime", "crimes against humanity", "committed")
            )


def test_a_newer_report_does_not_take_the_place_of_the_one_that_the_themes_are_of(
    two_reports: Library,
) -> None:
    signals = Signals(two_reports, Answerer(two_reports))
    assert signals.report is not two_reports.newest
    assert 24 in signals.read("Soldiers shell a hospital in Sudan and kill 20 patients").paragraphs


def test_without_that_report_only_paragraphs_that_exist_are_named(made_up: Path) -> None:
    library = load_library(made_up)
    signals = Signals(library, Answerer(library))
    assert signals.report is library.newest
    assert is_sound(signals, signals.read("Soldiers shell a hospital in Sudan and kill 20 patients"))
