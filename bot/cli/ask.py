"""``r2p ask``: a question, answered with the report's own words."""

from __future__ import annotations

from typing import Any

import click

from bot.cli.common import Line, as_json, inputs, library, no_color, print_json, print_pages
from bot.cli.explain import explanation_page
from bot.cli.text import Page, heading, paragraph_page, plain
from knowledge.answer import Answer, Answerer, Match
from knowledge.answering.explain import explain as why_so
from knowledge.citation import Locator, short
from knowledge.model import Library

_NEAREST = 3
_SHOWN_OF_A_QUESTION = 300


@click.command()
@click.argument("question", nargs=-1, required=True, metavar="QUESTION|-")
@click.option(
    "--explain", is_flag=True, help="Add why: words, phrasings, and what each signal did to the confidence."
)
@as_json
@no_color
@click.pass_context
def ask(context: click.Context, question: tuple[str, ...], *, explain: bool, as_json: bool) -> None:
    """Answer QUESTION with a paragraph of the report, or each line of standard input for "-".

    A question that the report does not answer is told so, and is no error.
    """
    answerer = Answerer(library())
    lines = inputs(question)
    if as_json:
        for line in lines:
            print_json(_as_json(answerer, line, explained=explain))
        return
    page = Page.of(context)
    print_pages(line.problem or _page(page, answerer, line.text, explained=explain) for line in lines)


def _as_json(answerer: Answerer, line: Line, *, explained: bool) -> dict[str, Any]:
    text = "" if line.problem else line.text
    if explained:
        why = why_so(answerer, text)
        answer = {**why.answer.as_json(), "explanation": why.as_json()}
    else:
        answer = answerer.answer(text).as_json()
    return {**answer, "question": line.text, "message": line.problem} if line.problem else answer


def _page(page: Page, answerer: Answerer, question: str, *, explained: bool) -> str:
    if not explained:
        return answer_page(page, answerer.library, answerer.answer(question))
    why = why_so(answerer, question)
    return f"{answer_page(page, answerer.library, why.answer)}\n\n{explanation_page(page, why)}"


def answer_page(page: Page, reports: Library, answer: Answer) -> str:
    """Return an answer for people: the paragraph that answers, the nearest ones, or what else to do."""
    asked = plain(answer.question[:_SHOWN_OF_A_QUESTION])
    parts = [page.faint("Question: ") + page.bold(asked)]
    if answer.message:
        parts.append(page.wrap(answer.message))
    if answer.status == "answered":
        parts += _answered(page, reports, answer)
    elif answer.status == "unsure":
        parts += [_nearest(page, reports, match) for match in answer.matches[:_NEAREST]]
        parts.append(page.faint("r2p browse and a number shows a paragraph whole, such as: r2p browse 39"))
    else:
        parts.append(page.faint("What the report covers: r2p browse"))
    return "\n\n".join(parts)


def _answered(page: Page, reports: Library, answer: Answer) -> list[str]:
    best, *others = answer.matches
    report = reports.report(best.report)
    span = (best.start, best.end)
    parts = [paragraph_page(page, report, best.paragraph, span, best.footnotes), _cited(page, reports, best)]
    for match in answer.parts[1:]:
        parts += [_nearest(page, reports, match), _cited(page, reports, match)]
    if more := [match for match in others if match not in answer.parts]:
        named = ", ".join(_named(reports, match) for match in more[:_NEAREST])
        parts.append(page.faint(f"Other matches: {named}"))
    return parts


def _cited(page: Page, reports: Library, match: Match) -> str:
    report = reports.report(match.report)
    return (
        page.faint("Cite: ") + f"{short(report, Locator((match.paragraph,)))} (report of {report.date:%B %Y})"
    )


def _named(reports: Library, match: Match) -> str:
    report = reports.report(match.report)
    return (
        f"para. {match.paragraph}" if report is reports.newest else short(report, Locator((match.paragraph,)))
    )


def _nearest(page: Page, reports: Library, match: Match) -> str:
    where = heading(page, reports.report(match.report), match.paragraph)
    return f"{where}\n{page.wrap(match.sentence, '  ')}"
