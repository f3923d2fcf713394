"""An explanation tells the numbers that the answer was made of, and nothing else."""

from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answer import Answerer
from knowledge.answering.explain import explain

QUESTIONS = (
    "how many states have focal pionts?",
    "Who is the Special Adviser?",
    "sourdough bread at home",
    "veto restraint",
    "Darfur",
)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_parts_make_the_confidence(answerer: Answerer, question: str) -> None:
    told = explain(answerer, question)
    assert told.answer == answerer.answer(question)
    assert 1 / (1 + exp(-told.total)) == pytest.approx(told.answer.confidence)
    assert {one.name: one.value for one in told.signals} == dict(told.answer.signals)
    parts = [abs(one.part) for one in told.signals]
    assert parts == sorted(parts, reverse=True)
    assert told.status == answerer.confidence.status(told.answer.confidence)


@pytest.mark.parametrize("question", QUESTIONS)
def test_words_and_phrasings_make_the_score(answerer: Answerer, question: str) -> None:
    told = explain(answerer, question)
    best = told.answer.matches[0]
    assert told.found
    assert (told.found.report, told.found.paragraph) == (best.report, best.paragraph)
    assert sum(told.found.score.values()) == pytest.approx(best.score)
    assert sum(word.gain for word in told.found.words) == pytest.approx(told.found.score["words"])
    assert {word.word for word in told.found.words if word.terms} >= {
        word.word for word in told.found.words if word.gain
    }
    standing = answerer.library.report(best.report).phrasings[best.paragraph]
    nearest = told.found.phrasings
    assert all(one.text in standing for one in nearest)
    assert [one.closeness for one in nearest] == sorted((one.closeness for one in nearest), reverse=True)


def test_it_tells_words_as_they_were_read(answerer: Answerer) -> None:
    told = explain(answerer, "how many states have focal pionts?")
    assert [(one.typed, one.read) for one in told.corrections] == [("pionts", ("points",))]
    assert told.found
    assert {word.word for word in told.found.words} == {"many", "states", "focal", "points"}


def test_a_phrasing_of_its_own_is_the_nearest_with_its_sentence(answerer: Answerer) -> None:
    report = answerer.library.newest
    phrasing, sentence = next(iter(report.answering.items()))
    told = explain(answerer, phrasing)
    assert told.found
    nearest = told.found.phrasings[0].closeness  # others may have the same rare words, and come as near
    as_near = [(one.text, one.sentence) for one in told.found.phrasings if one.closeness >= nearest]
    assert (phrasing, sentence) in as_near
    assert told.found.phrasings[0].closeness == pytest.approx(1)


def test_a_topic_that_the_report_leaves_out_is_named(answerer: Answerer) -> None:
    topic = answerer.library.newest.not_covered[0]
    told = explain(answerer, topic.phrasings[0])
    assert told.topic
    assert told.topic[0] == topic.topic
    assert told.topic[1] == pytest.approx(1)


@pytest.mark.parametrize("question", ["", "para 61", "a" * 301, "quelle est la responsabilité de protéger ?"])
def test_what_was_not_ranked_has_no_signals(answerer: Answerer, question: str) -> None:
    told = explain(answerer, question)
    assert told.answer == answerer.answer(question)
    assert not told.signals
    assert told.found is None
    assert told.as_json()["best"] is None
    assert told.as_json()["sum"] is None


@given(st.text(max_size=320))
def test_no_text_makes_it_fail(answerer: Answerer, question: str) -> None:
    assert explain(answerer, question).as_json()["reason"]
