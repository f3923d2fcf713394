"""The benchmark's own arithmetic, and the files it reads; the measuring itself runs only when it is asked for."""

from dataclasses import replace

import pytest

from knowledge.load import load_library
from tests.benchmarks.answers import interval, measure, right_within, sentence_right, separates
from tests.benchmarks.engines import ENGINES, ours
from tests.benchmarks.fit import Case, Choice, chance, first_is_right, fit_cases, fit_choice
from tests.benchmarks.labelled import QUESTIONS, REFUSALS, Labelled, read, without_some_phrasings
from tests.benchmarks.learning import area_under_roc, softmax


def test_the_labels_name_paragraphs_that_have_the_answer() -> None:
    report = load_library().newest
    for one in read(QUESTIONS):
        assert not one.right or any(one.answer in report.paragraph(number).text for number in one.paragraphs)


def test_the_refusals_are_many_and_none_stands_twice() -> None:
    refusals = read(REFUSALS)
    assert len(refusals) >= 60
    assert len({one.question.casefold() for one in refusals}) == len(refusals)
    assert not any(one.right for one in refusals)


def test_the_labelled_questions_are_not_in_the_knowledge_base() -> None:
    report = load_library().newest
    known = {one.casefold() for listed in report.phrasings.values() for one in listed}
    known |= {one.casefold() for topic in report.not_covered for one in topic.phrasings}
    longer = [
        one.question.casefold() for one in read(QUESTIONS) + read(REFUSALS) if len(one.question.split()) > 4
    ]
    assert known.isdisjoint(longer)


def test_every_phrasing_is_left_out_once_and_asked_then() -> None:
    library = load_library()
    folds = list(without_some_phrasings(library, folds=4))
    asked = [one.question for _, held_out in folds for one in held_out if one.right]
    assert sorted(asked) == sorted(one for listed in library.newest.phrasings.values() for one in listed)
    for less, held_out in folds:
        kept = {one for listed in less.newest.phrasings.values() for one in listed}
        assert kept.isdisjoint(one.question for one in held_out if one.right)


def test_an_engine_is_measured() -> None:
    questions = [one for one in read(QUESTIONS) if one.kind in {"keyword", "outofscope"}]
    run = measure(ours, questions)
    assert len(run.said) == len(run.times) == len(questions)
    assert right_within(run.covered(), 1) >= 0.9
    assert right_within(run.covered(), 3) >= right_within(run.covered(), 1)
    assert sentence_right(run.covered()) >= 0.6
    assert separates(run, "outofscope") >= 0.9
    assert next(iter(ENGINES)) == "ours"


def test_areas_shares_and_intervals() -> None:
    assert area_under_roc([0.9, 0.8], [0.1, 0.2]) == 1.0
    assert area_under_roc([0.5], [0.5]) == 0.5
    assert sum(softmax([1.0, 2.0, 3.0])) == pytest.approx(1.0)
    assert interval(0.5, 100) == "0.40–0.60"


def test_fitting_finds_the_sign_that_tells_the_right_candidate() -> None:
    rows = [[0.0] * 6 + [1.0], [1.0] * 6 + [0.0]]
    weights = fit_choice([Choice(rows, [True, False], 1.0)] * 3, rounds=60)
    assert weights[-1] > max(weights[:-1])
    assert first_is_right(weights, Choice(rows, [True, False], 1.0))


def test_fitting_finds_the_signal_that_tells_covered_from_uncovered() -> None:
    covered = Labelled("q", "fact", frozenset((1,)))
    yes = Case(covered, {"coverage": 1.0, "unknown": 0.0}, right=True, weight=1.0)
    no = replace(
        yes, question=Labelled("q", "offtopic"), signals={"coverage": 0.1, "unknown": 0.9}, right=False
    )
    fitted = fit_cases([yes, no] * 4, rounds=150)
    assert chance(fitted, yes) > 0.8
    assert chance(fitted, no) < 0.2
