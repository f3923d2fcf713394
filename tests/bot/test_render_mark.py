"""The mark in the last line: it can be read back from any message that carries it, and the message stays in its limits."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import discord
from discord import ui
from hypothesis import given
from hypothesis import strategies as st

from bot.render.frame import card, text
from bot.render.mark import MOST_IN_ALL, mark_in, marked
from bot.render.text import length

MARKS = st.text("0123456789abcdef", min_size=8, max_size=25)


def message(view: ui.LayoutView) -> Any:
    """The message as it comes back from Discord, as far as it is looked at."""
    factory = discord.components._component_factory  # noqa: SLF001 - what Message itself reads components with
    parts: list[Any] = view.to_components()  # type: ignore[no-untyped-call]
    return SimpleNamespace(components=[factory(part) for part in parts])


def texts(view: ui.LayoutView) -> list[str]:
    return [item.content for item in view.walk_children() if isinstance(item, ui.TextDisplay)]


@given(mark=MARKS, words=st.text(min_size=1, max_size=3_900), small_print=st.text(max_size=600))
def test_the_mark_is_read_back_and_the_message_fits(mark: str, words: str, small_print: str) -> None:
    small_print = " ".join(small_print.split())
    view = marked(card([text(words)]), small_print, mark)
    assert mark_in(message(view)) == mark
    assert sum(map(length, texts(view))) <= MOST_IN_ALL


@given(mark=MARKS)
def test_words_that_look_like_a_mark_do_not_stand_for_it(mark: str) -> None:
    view = card([text("-# ref. 00000000")])
    assert mark_in(message(marked(view, "", mark))) == mark
    assert mark_in(message(card([text(f"see ref. {mark}")]))) is None


def test_a_view_without_a_card_is_marked_at_its_end() -> None:
    view = ui.LayoutView()
    first: ui.TextDisplay[Any] = ui.TextDisplay("Hello")
    view.add_item(first)
    view.stop()
    assert texts(marked(view, "Small", "0123456789abcdef")) == ["Hello", "-# Small · ref. 0123456789abcdef"]
