"""A question with two parts shows both paragraphs, and a list that was asked for comes first, wherever it is read."""

from __future__ import annotations

from typing import Any

import pytest

from bot.cli.ask import answer_page
from bot.cli.text import Page
from bot.render.answer import answer
from knowledge.answer import Answerer
from knowledge.load import load_library
from tests.bot.test_render_limits import assert_fits, components

TWO = "How many focal points are there and when is the crimes against humanity conference?"


@pytest.fixture(scope="module")
def answerer() -> Answerer:
    return Answerer(load_library())


def on_discord(answerer: Answerer, question: str) -> str:
    view = answer(answerer.library, answerer.answer(question))
    assert_fits(view)
    tree: list[dict[str, Any]] = view.to_components()  # type: ignore[no-untyped-call] # discord.py left it so
    return "\n".join(part["content"] for part in components(tree) if part["type"] == 10)


def in_a_terminal(answerer: Answerer, question: str) -> str:
    return answer_page(Page(width=10_000, colour=False), answerer.library, answerer.answer(question))


@pytest.mark.parametrize("shown", [on_discord, in_a_terminal])
def test_both_paragraphs_are_shown_with_their_citations(answerer: Answerer, shown: Any) -> None:
    said = shown(answerer, TWO)
    assert "paragraphs 61 and 41 come closest, one for each" in said
    assert "in 2028 and 2029" in said
    assert "A total of 61 countries" in said
    assert said.index("A/79/875-S/2025/248, para. 61") < said.rindex("A/79/875-S/2025/248, para. 41")


@pytest.mark.parametrize("shown", [on_discord, in_a_terminal])
def test_the_footnote_with_the_list_is_read_first(answerer: Answerer, shown: Any) -> None:
    said = shown(answerer, "Which genocide cases are before the International Court of Justice?")
    assert said.index("[106] The Gambia v. Myanmar") < said.rindex("[105] See")


@pytest.mark.parametrize("shown", [on_discord, in_a_terminal])
def test_a_single_question_is_shown_as_ever(answerer: Answerer, shown: Any) -> None:
    said = shown(answerer, "How many focal points are there?")
    assert "one for each" not in said
    assert "2028" not in said
