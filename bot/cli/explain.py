"""What ``r2p ask --explain`` adds to an answer: a curator's look behind it."""

from __future__ import annotations

from bot.cli.text import Page
from bot.explained import Table, left_out, no_ranking, phrasings, read_as, tables
from knowledge.answering.explain import Explanation


def explanation_page(page: Page, given: Explanation) -> str:
    """Return an explanation for people: corrections, words, phrasings, confidence, the nearest topic not covered."""
    parts = [page.bold("Why this answer"), read_as(given)]
    shown = list(tables(given))
    parts += [_table(page, table) for table in shown] or [page.wrap(no_ranking(given))]
    if given.found and given.found.phrasings:
        nearest = [page.wrap(line, "  ", " " * 8) for line in phrasings(given.found)]
        title = page.bold(f"Phrasings of paragraph {given.found.paragraph} that come nearest")
        parts.insert(-1 if given.signals else len(parts), "\n".join([title, *nearest]))
    parts.append(page.wrap(left_out(given)))
    return "\n\n".join(filter(None, parts))


def _table(page: Page, table: Table) -> str:
    head, *rows = table.lines
    lines = [page.bold(table.title), page.faint(f"  {head}"), *(f"  {row}" for row in rows)]
    return "\n".join([*lines, *([page.wrap(table.sum_up, "  ")] if table.sum_up else [])])
