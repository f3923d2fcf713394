"""Questions asked in vain: put together where they ask the same, with a line that really answers them."""

import tomllib
from collections import Counter
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from knowledge.answer import Answerer
from knowledge.answering.gaps import Asked, gaps
from knowledge.load import load_library


def test_the_same_question_in_other_words_is_one_group_the_commonest_first(answerer: Answerer) -> None:
    darfur = [
        "How many people died in Darfur?",
        "how many poeple died in darfur",
        "how many people died in Darfur",
    ]
    adviser = ["who is the special adviser", "what's the name of the special advisor"]
    found = gaps(answerer, [Asked(one, "none") for one in ["veto by Russia", *adviser, *darfur]])
    assert [gap.times for gap in found] == [3, 2, 1]
    assert set(found[0].questions) == set(darfur)
    assert set(found[1].questions) == set(adviser)


def test_outcomes_and_paragraphs_voted_down_are_told(answerer: Answerer) -> None:
    (gap,) = gaps(
        answerer, [Asked("death toll", "none"), Asked("Death toll?", "down", 23), Asked("death toll", "none")]
    )
    assert gap.outcomes == {"none": 2, "down": 1}
    assert gap.disliked == (23,)
    assert gap.questions == ("death toll", "Death toll?")
    told = gap.as_json()
    assert told["times"] == 3
    assert told["voted_down"] == [23]
    assert told["nearest"]["paragraph"] == gap.answer.matches[0].paragraph


def test_the_line_makes_the_question_find_its_paragraph(made_up: Path) -> None:
    question = 'the "night shift" of the keepers\x7f'
    (gap,) = gaps(Answerer(load_library(made_up)), [Asked(question, "none")])
    assert gap.line
    assert (gap.line.table, gap.line.key, gap.line.new) == (1, "1", False)
    file = made_up / "A-90-12" / "phrasings.toml"
    text = file.read_text(encoding="utf-8").replace("[1]\n1 = [", f"[1]\n1 = [\n{gap.line.toml}\n")
    file.write_text(text, encoding="utf-8")
    again = Answerer(load_library(made_up)).answer(question)
    assert again.status == "answered"
    assert again.matches[0].paragraph == 1


def test_a_sentence_without_phrasings_gets_a_list_of_its_own(made_up: Path) -> None:
    file = made_up / "A-90-12" / "phrasings.toml"
    file.write_text('[1]\nwhole = ["who lights the lamps"]\n', encoding="utf-8")
    (gap,) = gaps(Answerer(load_library(made_up)), [Asked("keepers of lamps", "unsure")])
    assert gap.line
    assert gap.line.new
    assert tomllib.loads(f"[1]\n{gap.line.toml}") == {"1": {"1": ["keepers of lamps"]}}


def test_a_question_that_finds_nothing_has_no_line(answerer: Answerer) -> None:
    (gap,) = gaps(answerer, [Asked("zxqj wvkp", "none")])
    assert gap.line is None
    assert gap.as_json()["toml"] is None
    assert gap.as_json()["nearest"] is None


@given(st.lists(st.text(min_size=1, max_size=60), max_size=12))
def test_every_question_lands_in_one_group(answerer: Answerer, questions: list[str]) -> None:
    found = gaps(answerer, [Asked(question, "none") for question in questions])
    assert sum(gap.times for gap in found) == len(questions)
    told = Counter(question for gap in found for question in gap.questions)
    assert told == Counter(set(questions))
    assert [gap.times for gap in found] == sorted((gap.times for gap in found), reverse=True)
