"""Why an answer is as it is, as a message for a curator: words, phrasings and signals in narrow columns."""

from __future__ import annotations

from collections.abc import Iterator

from discord import ui

from bot.explained import Table, left_out, no_ranking, phrasings, read_as, tables
from bot.render.frame import MOST_TEXT, card, question_line, text
from bot.render.text import clip, code_block, length, quoted, told
from knowledge.answering.explain import Explanation

LONGEST_QUESTION = 300
_LONGEST_LINE = 200
_LONGEST_TABLE = 1_000


def explanation(given: Explanation) -> ui.LayoutView:
    """The message that explains an answer; what finds no room is left out, the confidence never is."""
    above = question_line(quoted(given.answer.question, LONGEST_QUESTION))
    *others, last = list(_blocks(given))
    room = MOST_TEXT - length(above.content) - length(last)
    kept = []
    for block in others:
        if length(block) <= room:
            kept.append(block)
            room -= length(block)
    return card(map(text, [*kept, last]), above=above)


def _blocks(given: Explanation) -> Iterator[str]:
    """Yield blocks of text, the one that may not be left out last."""
    corrected = told(read_as(given), _LONGEST_LINE)
    yield "### Why this answer" + (f"\n{corrected}" if corrected else "")
    shown = list(map(_table, tables(given))) or [no_ranking(given)]
    yield from shown[:-1]
    if given.found and given.found.phrasings:
        lines = (f"- {told(line, _LONGEST_LINE)}" for line in phrasings(given.found))
        yield "\n".join([f"**Phrasings of paragraph {given.found.paragraph} that come nearest**", *lines])
    if topic := left_out(given):
        yield told(topic, _LONGEST_LINE)
    yield shown[-1]


def _table(table: Table) -> str:
    """A table in a box whose letters are all as wide; a long one loses its last lines but one."""
    lines = list(table.lines)
    while length("\n".join(lines)) > _LONGEST_TABLE:
        del lines[-2]
    lines = [clip(line, _LONGEST_LINE) for line in lines]
    sum_up = f"\n{table.sum_up}" if table.sum_up else ""
    return f"**{table.title}**\n{code_block(chr(10).join(lines))}{sum_up}"
