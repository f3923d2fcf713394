"""``r2p ask``: a question, answered with the report's own words."""

from __future__ import annotations

import click

from bot.cli.common import as_json, inputs, library, no_color, print_json, print_pages
from bot.cli.text import Page, heading, paragraph_page, plain
from knowledge.answer import Answer, Answerer, Match
from knowledge.citation import Locator, short
from knowledge.model import Library

_NEAREST = 3
_SHOWN_OF_A_QUESTION = 300


@click.command()
@click.argument("question", nargs=-1, required=True, metavar="QUESTION|-")
@as_json
@no_color
@click.pass_context
def ask(context: click.Context, question: tuple[str, ...], *, as_json: bool) -> None:
    """Answer QUESTION with a paragraph of the report, or each line of standard input for "-".

    A question that the report does not answer is told so, and is no error.
    """
    reports = library()
    answerer = Answerer(reports)
    lines = inputs(question)
    if as_json:
        for line in lines:
            answer = answerer.answer("" if line.problem else line.text).as_json()
            print_json({**answer, "question": line.text, "message": line.problem} if line.problem else answer)
        return
    page = Page.of(context)
    print_pages(line.problem or answer_page(page, reports, answerer.answer(line.text)) for line in lines)


def answer_page(page: Page, reports: Library, answer: Answer) -> str:
    """Return an answer for people: the paragraph that answers, the nearest ones, or what else to do."""
    asked = plain(answer.question[:_SHOWN_OF_A_QUESTION])
    parts = [page.faint("Question: ") + page.bold(asked)]
    if answer.message:
        parts.append(page.wrap(answer.message))
    if answer.status == "answered":
        parts += _answered(page, reports, answer.matches)
    elif answer.status == "unsure":
        parts += [_nearest(page, reports, match) for match in answer.matches[:_NEAREST]]
        parts.append(page.faint("r2p browse and a number shows a paragraph whole, such as: r2p browse 39"))
    else:
        parts.append(page.faint("What the report covers: r2p browse"))
    return "\n\n".join(parts)


def _answered(page: Page, reports: Library, matches: tuple[Match, ...]) -> list[str]:
    best, *others = matches
    report = reports.report(best.report)
    span = (best.start, best.end)
    cited = f"{short(report, Locator((best.paragraph,)))} (report of {report.date:%B %Y})"
    parts = [paragraph_page(page, report, best.paragraph, span), page.faint("Cite: ") + cited]
    if others:
        named = ", ".join(_named(reports, match) for match in others[:_NEAREST])
        parts.append(page.faint(f"Other matches: {named}"))
    return parts


def _named(reports: Library, match: Match) -> str:
    report = reports.report(match.report)
    return (
        f"para. {match.paragraph}" if report is reports.newest else short(report, Locator((match.paragraph,)))
    )


def _nearest(page: Page, reports: Library, match: Match) -> str:
    where = heading(page, reports.report(match.report), match.paragraph)
    return f"{where}\n{page.wrap(match.sentence, '  ')}"
