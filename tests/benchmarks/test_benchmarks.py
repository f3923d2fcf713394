"""The benchmark's own arithmetic, and the files it reads; the measuring itself runs only when it is asked for."""

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.load import load_library
from tests.benchmarks import measures
from tests.benchmarks.answers import print_costs, print_set, run
from tests.benchmarks.engines import ENGINES, Found
from tests.benchmarks.fit import Choice, first_is_right, fit_choice
from tests.benchmarks.fit_confidence import Case, chance, fit_cases
from tests.benchmarks.labelled import HELD_OUT, QUESTIONS, REFUSALS, Labelled, read, without_some_phrasings
from tests.benchmarks.learning import area_under_roc, softmax
from tests.benchmarks.measures import alone
from tests.benchmarks.readme import BEGIN, END, write_figures
from tests.benchmarks.scale import made_up, print_scale


def test_the_labels_name_paragraphs_that_have_the_answer() -> None:
    report = load_library().newest
    for one in read(QUESTIONS) + read(HELD_OUT):
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
        one.question.casefold()
        for one in read(QUESTIONS) + read(HELD_OUT) + read(REFUSALS)
        if len(one.question.split()) > 4
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


def test_one_run_makes_the_whole_table(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    development = [one for one in read(QUESTIONS) if one.kind in {"keyword", "outofscope"}]
    done = run({"development": development, "held out": read(HELD_OUT)[-12:]}, ["ours", "FTS5"])
    said = done.sets["development"]["ours"]
    assert measures.right_in_three(said) >= measures.right_within(said) >= 0.9
    assert measures.sentence_right(said) >= 0.6
    assert measures.separates(said) >= 0.9
    assert measures.coverage(done.sets["development"]["FTS5"]) >= measures.coverage(said)
    for title, by_engine in done.sets.items():
        print_set(title, by_engine)
    print_costs(done.costs)
    printed = capsys.readouterr().out
    assert "keyword (15), first" in printed
    assert "99th percentile, ms" in printed
    readme = tmp_path / "README.md"
    readme.write_text(f"Above\n{BEGIN}\nold\n{END}\nBelow", encoding="utf-8")
    write_figures(readme, done.sets, done.costs)
    written = readme.read_text(encoding="utf-8")
    assert re.search(r"^Above\n.*\n\| \*\*this bot\*\* \| \d+ % \|.*\nBelow$", written, re.DOTALL)
    assert "old" not in written


def test_an_engine_whose_package_is_not_there_is_named_by_it() -> None:
    engine = replace(ENGINES["bm25s"], needs=("rapidfuzz", "no-such-package"))
    assert engine.missing == ["no-such-package"]
    assert "rapidfuzz 3" in ENGINES["token_set"].versions
    assert next(iter(ENGINES)) == "ours"


def test_made_up_reports_have_other_paragraphs_of_the_same_sentences(
    capsys: pytest.CaptureFixture[str],
) -> None:
    report = load_library().newest
    for made in made_up(report, 2):
        assert len(made.paragraphs) == len(report.paragraphs)
        assert made.paragraph(5).text != report.paragraph(5).text
        assert {word for one in made.paragraphs for word in one.text.split()} <= {
            word for one in report.paragraphs for word in one.text.split()
        }
        assert all(1 <= len(listed) <= 3 for listed in made.phrasings.values())
    print_scale(read(QUESTIONS)[:5], ["ours"], factors=(1, 2))
    assert "160" in capsys.readouterr().out


def test_work_alone_has_a_process_of_its_own() -> None:
    assert alone(os.getpid) != os.getpid()


def test_areas_shares_and_intervals() -> None:
    assert area_under_roc([0.9, 0.8], [0.1, 0.2]) == 1.0
    assert area_under_roc([0.5], [0.5]) == 0.5
    assert area_under_roc([0.1, 0.6], [0.5]) == 0.5
    assert sum(softmax([1.0, 2.0, 3.0])) == pytest.approx(1.0)
    one = Labelled("q", "fact", frozenset((1,)))
    said = [(one, Found([1], 1.0))] * 50 + [(one, Found([2, 1], 0.2))] * 50
    low, high = measures.interval(measures.right_within, said)
    assert 0.36 < low < 0.45
    assert 0.55 < high < 0.64
    assert measures.reciprocal_rank(said) == 0.75
    assert measures.lead_interval(measures.right_within, said, said) == (0.0, 0.0)


def test_others_answer_from_where_they_cover_as_much_as_ours() -> None:
    one, none = Labelled("q", "fact", frozenset((1,))), Labelled("r", "offtopic")
    mine = [(one, Found([1], 0.9, answered=True)), (one, Found([1], 0.1)), (none, Found([1], 0.1))]
    other = [(one, Found([1], 7.0)), (one, Found([2], 5.0)), (none, Found([1], 8.0))]
    said = measures.judged(other, measures.same_coverage(mine, other))
    assert measures.coverage(said) == measures.coverage(mine) == 0.5
    assert measures.false_answers(said) == 1.0
    assert measures.wrong_answers(said) == 0.0


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
