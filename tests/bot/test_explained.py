"""An explanation, in a terminal and on Discord: the same numbers, aligned, and within what Discord takes."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from bot.cli import main
from bot.explained import aligned
from bot.render.explain import explanation
from knowledge.answer import Answerer
from knowledge.answering.explain import Counted, NearPhrasing, explain
from knowledge.load import load_library
from tests.bot.made_up import words
from tests.bot.test_render_limits import assert_fits, components

ANSWERER = Answerer(load_library())
QUESTION = "how many states have focal pionts?"


def shown(question: str) -> str:
    tree: list[dict[str, Any]] = explanation(explain(ANSWERER, question)).to_components()  # type: ignore[no-untyped-call] # discord.py left it so
    return "\n".join(part["content"] for part in components(tree) if part["type"] == 10)


def printed(*arguments: str) -> str:
    done = CliRunner(env={"COLUMNS": "80"}).invoke(main, ["ask", "--explain", *arguments])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_columns_stand_below_each_other() -> None:
    assert aligned([("a", "1.50", "x"), ("bcd", "10.25"), ("", "", "z")], right=(1,)) == (
        "a     1.50  x",
        "bcd  10.25",
        "            z",
    )
    assert aligned([]) == ()


@pytest.mark.parametrize("show", [shown, printed])
def test_words_phrasings_signals_and_thresholds_are_told(show: Any) -> None:
    told = explain(ANSWERER, QUESTION)
    text = re.sub(r"\s+", " ", show(QUESTION))
    assert "Corrected: “pionts” as “points”" in text
    assert told.found
    for word in told.found.words:
        assert f"{word.word} {word.gain:.2f} {word.rarity:.2f}" in text
    assert f"{told.found.phrasings[0].closeness:.2f} “{told.found.phrasings[0].text}”" in text
    for one in told.signals:
        assert f"{one.name} {one.value:.2f} {one.weight:+.2f} {one.part + 0.0:+.2f}" in text
    assert f"sum {told.total:+.2f}" in text
    zones = f"answered from {told.answered_from:.2f}, unsure from {told.unsure_from:.2f}"
    assert f"Confidence {told.answer.confidence:.2f}: {told.status} ({zones})" in text


@pytest.mark.parametrize("show", [shown, printed])
def test_the_nearest_topic_not_covered_is_told(show: Any) -> None:
    topic = ANSWERER.library.newest.not_covered[0]
    assert f"Nearest topic not covered: “{topic.topic}”" in show(topic.phrasings[0])


@pytest.mark.parametrize("show", [shown, printed])
def test_where_nothing_was_ranked_that_is_told(show: Any) -> None:
    assert "names its place, so no paragraphs were compared" in show("para 61")


def test_the_answer_comes_first_on_the_command_line() -> None:
    text = printed(QUESTION)
    assert text.index(f"Question: {QUESTION}") < text.index("para. 41") < text.index("Why this answer")
    assert max(len(line) for line in text.splitlines() if "http" not in line) <= 80


def test_json_gets_an_object_more() -> None:
    done = CliRunner().invoke(main, ["ask", "--explain", "--json", "-"], input=f"{QUESTION}\n\npara 61\n")
    asked, blank, place = map(json.loads, done.stdout.splitlines())
    plain = CliRunner().invoke(main, ["ask", "--json", QUESTION])
    told = asked.pop("explanation")
    assert asked == json.loads(plain.stdout)
    assert told == explain(ANSWERER, QUESTION).as_json()
    assert told["thresholds"] == {
        "answered": ANSWERER.confidence.answered,
        "unsure": ANSWERER.confidence.unsure,
    }
    assert blank["explanation"]["reason"] == "blank"
    assert place["explanation"]["best"] is None


@given(words)
def test_any_explanation_fits_into_a_message(question: str) -> None:
    assert_fits(explanation(explain(ANSWERER, question)))


@given(
    st.lists(st.text("ab`*_@é😀", min_size=1, max_size=300), max_size=150),
    st.lists(st.text("ab`*_@é😀 ", max_size=400), max_size=5),
)
def test_any_words_and_phrasings_fit_into_a_message(counted: list[str], near: list[str]) -> None:
    told = explain(ANSWERER, QUESTION)
    assert told.found
    found = replace(
        told.found,
        words=tuple(Counted(word, (word,) * 5, 1.0, 1.0) for word in counted),
        phrasings=tuple(NearPhrasing(text, 0.5, 1) for text in near),
    )
    view = explanation(replace(told, found=found))
    assert_fits(view)
    tree: list[dict[str, Any]] = view.to_components()  # type: ignore[no-untyped-call] # discord.py left it so
    assert any("**Confidence**" in part.get("content", "") for part in components(tree))
