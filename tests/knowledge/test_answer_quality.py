"""Floors under what tests/benchmarks/answers.py measures: safely below it, so that only a real loss fails."""

import pytest

from knowledge.answer import Answer, Answerer
from knowledge.load import load_library
from tests.benchmarks.labelled import QUESTIONS, REFUSALS, Labelled, read, without_some_phrasings
from tests.benchmarks.learning import area_under_roc, mean

Said = list[tuple[Labelled, Answer]]


@pytest.fixture(scope="module")
def covered(answerer: Answerer) -> Said:
    return [(one, answerer.answer(one.question)) for one in read(QUESTIONS) if one.right]


@pytest.fixture(scope="module")
def uncovered(answerer: Answerer) -> Said:
    refusals = [one for one in read(QUESTIONS) if not one.right] + read(REFUSALS)
    return [(one, answerer.answer(one.question)) for one in refusals]


def _right(said: Said, places: int = 1) -> float:
    return mean(
        any(match.paragraph in one.right for match in answer.matches[:places]) for one, answer in said
    )


def _only(said: Said, *kinds: str) -> Said:
    return [(one, answer) for one, answer in said if one.kind in kinds]


def test_the_right_paragraph_comes_first(covered: Said) -> None:
    assert _right(covered) >= 0.93
    assert _right(covered, places=3) >= 0.96


@pytest.mark.parametrize(
    ("kind", "floor"),
    [("fact", 0.95), ("paraphrase", 0.8), ("keyword", 0.9), ("typo", 0.9), ("abbrev", 0.9), ("source", 0.9)],
)
def test_every_kind_of_question_is_served(covered: Said, kind: str, floor: float) -> None:
    assert _right(_only(covered, kind)) >= floor


def test_the_sentence_that_answers_is_quoted(covered: Said) -> None:
    judged = [
        one.answer in answer.matches[0].sentence
        for one, answer in covered
        if answer.matches[0].paragraph in one.paragraphs
    ]
    assert mean(judged) >= 0.86


@pytest.mark.parametrize(("kind", "floor"), [("outofscope", 0.97), ("offtopic", 0.97), ("nearmiss", 0.97)])
def test_confidence_tells_covered_from_uncovered(
    covered: Said, uncovered: Said, kind: str, floor: float
) -> None:
    sure = [answer.confidence for _, answer in covered]
    assert area_under_roc(sure, [answer.confidence for _, answer in _only(uncovered, kind)]) >= floor


def test_covered_questions_are_answered_and_others_are_not(covered: Said, uncovered: Said) -> None:
    def answered(said: Said) -> float:
        return mean(answer.status == "answered" for _, answer in said)

    assert answered(covered) >= 0.9
    assert answered(_only(uncovered, "outofscope")) == 0
    assert answered(_only(uncovered, "offtopic")) <= 0.03
    assert answered(_only(uncovered, "nearmiss")) <= 0.05
    assert answered(uncovered) <= 0.03


def test_a_phrasing_left_out_of_the_index_still_finds_its_paragraph() -> None:
    less, held_out = next(without_some_phrasings(load_library(), folds=10))
    answerer = Answerer(less)
    said = [(one, answerer.answer(one.question)) for one in held_out if one.right]
    assert _right(said) >= 0.72
