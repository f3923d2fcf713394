"""``r2p signals``: what a news item or a message signals, and why."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

import click

from bot.cli.common import Line, as_json, inputs, library, no_color, print_json, print_pages
from bot.cli.text import Page, heading, plain
from knowledge.answer import Answerer
from knowledge.signals import Signal, Signals

_SHOWN_OF_A_TEXT = 300


class _Item(NamedTuple):
    """A title with its summary, or a text as the title alone."""

    title: str
    summary: str = ""


@click.command()
@click.argument("text", nargs=-1, required=True, metavar="TEXT|-")
@as_json
@no_color
@click.pass_context
def signals(context: click.Context, text: tuple[str, ...], *, as_json: bool) -> None:
    """Say what TEXT signals, or each line of standard input for "-".

    A line may be a JSON object with "title" and "summary". The severity is a suggestion, and no finding that a crime
    was committed: that is for courts.
    """
    reports = library()
    reader = Signals(reports, Answerer(reports))
    lines = inputs(text)
    if as_json:
        for line in lines:
            print_json(_read(reader, line).as_json())
        return
    page = Page.of(context)
    print_pages(_page(page, reader, _read(reader, line)) for line in lines)


def _read(reader: Signals, line: Line) -> Signal:
    if line.problem:
        return Signal(line.text, relevant=False, score=0.0, because=(line.problem,))
    return reader.read(*_item(line.text))


def _item(line: str) -> _Item:
    """Read a line: a JSON object with a title or a summary, or else plain text."""
    if not line.lstrip().startswith("{"):
        return _Item(line)
    try:
        given: Any = json.loads(line)
    except (ValueError, RecursionError):
        return _Item(line)
    parts = [given.get(key) or "" for key in _Item._fields] if isinstance(given, dict) else []
    if not any(parts) or not all(isinstance(part, str) for part in parts):
        return _Item(line)
    return _Item(*(_encodable(part) for part in parts))


def _encodable(text: str) -> str:
    """The text with a question mark for each half of a broken pair, which no pipe carries."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _page(page: Page, reader: Signals, signal: Signal) -> str:
    shown = " ".join(plain(signal.text[:_SHOWN_OF_A_TEXT]).split())
    verdict = "relevant" if signal.relevant else "not relevant"
    facts = [f"{verdict} (score {signal.score:.2f})"]
    if signal.severity:
        facts.append(f"suggested severity: {signal.severity}")
    if signal.countries:
        facts.append(", ".join(signal.countries))
    parts = [page.bold(page.wrap(shown)), page.wrap("; ".join(facts))]
    parts.append("\n".join(page.wrap(f"- {reason}", "", "  ") for reason in signal.because))
    parts += [heading(page, reader.report, number) for number in signal.paragraphs]
    return "\n\n".join(part for part in parts if part)
