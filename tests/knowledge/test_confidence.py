from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answer import Answerer
from knowledge.answering.confidence import Confidence, signals
from knowledge.model import Library
from tests.benchmarks.fit_confidence import SPEAK_FOR


@pytest.fixture(scope="module")
def confidence() -> Confidence:
    return Confidence.load()


def test_every_signal_has_a_weight_and_every_weight_a_signal(
    answerer: Answerer, confidence: Confidence
) -> None:
    question = answerer.read("veto restraint")
    measured = signals(question, answerer.index.rank(question.senses, question.wording), answerer.index)
    assert measured.keys() == confidence.weights.keys()


def test_no_weight_contradicts_its_meaning(confidence: Confidence) -> None:
    for name, weight in confidence.weights.items():
        assert weight >= 0 if name in SPEAK_FOR else weight <= 0, name


@given(st.dictionaries(st.sampled_from(sorted(Confidence.load().weights)), st.floats(-5, 5)))
def test_a_chance_lies_between_nought_and_one(measured: dict[str, float]) -> None:
    assert 0 <= Confidence.load().chance(measured) <= 1


def test_the_thresholds_part_three_zones(confidence: Confidence) -> None:
    assert 0 < confidence.unsure < confidence.answered < 1
    assert [confidence.status(chance) for chance in (0.0, confidence.unsure, confidence.answered, 1.0)] == [
        "none",
        "unsure",
        "answered",
        "answered",
    ]


def test_a_report_s_own_words_are_surer_than_half_of_them_with_others(answerer: Answerer) -> None:
    whole = answerer.answer("initiative on veto restraint in cases of mass atrocity").confidence
    half = answerer.answer("initiative on tractor restraint in cases of gardening").confidence
    assert whole > 0.8
    assert half < 0.5


def test_other_thresholds_may_be_tried(library: Library) -> None:
    never = replace(Confidence.load(), answered=1.1, unsure=1.1)
    answer = Answerer(library, confidence=never).answer("What are the three pillars?")
    assert answer.status == "none"
    assert answer.matches[0].paragraph == 3
