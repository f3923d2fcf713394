from pathlib import Path

import pytest

from knowledge.answer import Answerer
from knowledge.check import check
from knowledge.load import load_library
from knowledge.model import Library
from knowledge.suggestions import FILE, suggestions


def test_every_suggestion_finds_its_paragraph_first_and_is_answered(
    library: Library, answerer: Answerer
) -> None:
    for paragraph, questions in suggestions(library.newest).items():
        for question in questions:
            answer = answerer.answer(question)
            assert (answer.matches[0].paragraph, answer.status) == (paragraph, "answered"), question


def test_every_paragraph_has_suggestions(library: Library) -> None:
    offered = suggestions(library.newest)
    assert offered.keys() == {paragraph.number for paragraph in library.newest.paragraphs}
    assert all(len(questions) >= 2 for questions in offered.values())


@pytest.mark.parametrize(
    "typed", ["", "genocide", "R2P", "hate speech", "what is", "who", "wh", "veto", "zzzqq"]
)
def test_what_is_offered_is_well_worded(library: Library, answerer: Answerer, typed: str) -> None:
    curated = {one for questions in suggestions(library.newest).values() for one in questions}
    offered = answerer.suggest(typed)
    assert offered
    assert curated.issuperset(offered)


def test_small_words_alone_are_completed(answerer: Answerer) -> None:
    assert all(one.startswith("What is ") for one in answerer.suggest("what is"))
    assert all(one.startswith("How many ") for one in answerer.suggest("How ma", limit=5))


def test_an_abbreviation_is_completed_by_what_it_stands_for(answerer: Answerer) -> None:
    assert sum("responsibility to protect" in one for one in answerer.suggest("R2P")) > 10


def test_a_report_without_the_file_offers_nothing(made_up: Path) -> None:
    library = load_library(made_up)
    assert suggestions(library.newest) == {}
    assert Answerer(library).suggest("lamps") == []


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("1 = [", 1, "not valid TOML"),
        ('9 = ["Who lights the lamps?"]', 1, "no such paragraph"),
        ("1 = 3", 1, "needs a list"),
        ('1 = ["Who lights the lamps"]', 1, "ends with a question mark"),
        ('1 = ["who lights the lamps?"]', 1, "begins with a capital"),
        ('1 = ["Lamps, who lights them?"]', 1, "asking word"),
        ('1 = ["Who lights the lamps?"]\n2 = ["Who lights  the lamps?"]', 2, "stands twice"),
        (f'1 = ["Who {"x" * 100}?"]', 1, "at most 100"),
        ('1 = ["?"]', 1, "begins with a capital"),
    ],
)
def test_what_is_wrong_with_a_suggestion_is_told(made_up: Path, text: str, line: int, words: str) -> None:
    path = made_up / "A-90-12" / FILE
    path.write_text(text, encoding="utf-8")
    (problem,) = check(made_up)
    assert (problem.file, problem.line) == (path, line)
    assert words in problem.message


def test_suggestions_are_read_only_when_one_is_wanted(made_up: Path) -> None:
    path = made_up / "A-90-12" / FILE
    answerer = Answerer(load_library(made_up))
    path.write_text('1 = ["Who lights the lamps?"]', encoding="utf-8")
    assert answerer.suggest("lamps") == ["Who lights the lamps?"]
