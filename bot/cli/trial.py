"""``r2p knowledge try``: what an answer is, and what it would be with some more phrasings."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

import click

from bot.cli.common import as_json, library, no_color, print_json
from bot.cli.text import Page, plain
from knowledge.answer import Answer, Answerer
from knowledge.answering.trial import Addition, with_phrasings

_SHOWN = 3
_GAP = 4  # blanks between the two columns


def _read(context: click.Context, option: click.Parameter, given: tuple[str, ...]) -> tuple[Addition, ...]:
    try:
        return tuple(map(Addition.of, given))
    except ValueError as error:
        raise click.BadParameter(str(error), context, option) from error


@click.command("try")
@click.argument("question")
@click.option(
    "--add",
    "additions",
    metavar="PARAGRAPH.SENTENCE=PHRASING",
    callback=_read,
    multiple=True,
    help="Answer once more with this phrasing, such as 41.1=who counts focal points; may be given again.",
)
@as_json
@no_color
@click.pass_context
def try_command(
    context: click.Context, question: str, additions: tuple[Addition, ...], *, as_json: bool
) -> None:
    """Show the three nearest paragraphs for QUESTION: as it is, and as it would be with phrasings added.

    Nothing is written. Add what helps to the phrasings.toml of the newest report.
    """
    reports = library()
    try:
        more = with_phrasings(reports, additions)
    except ValueError as error:
        raise click.BadParameter(str(error), context, param_hint="'--add'") from error
    answers = [Answerer(reports).answer(question)]
    if additions:
        answers.append(Answerer(more).answer(question))
    if as_json:
        print_json(_as_json(question, additions, answers))
    else:
        click.echo(_page(Page.of(context), question, answers))


def _as_json(question: str, additions: tuple[Addition, ...], answers: list[Answer]) -> dict[str, Any]:
    shown = []
    for answer in answers:
        one = answer.as_json()
        shown.append({**one, "matches": one["matches"][:_SHOWN]})
    added = [
        {"paragraph": one.paragraph, "sentence": one.sentence, "phrasing": one.phrasing} for one in additions
    ]
    after = shown[1] if additions else None
    return {"question": question, "added": added, "before": shown[0], "after": after}


def _page(page: Page, question: str, answers: list[Answer]) -> str:
    asked = page.faint("Question: ") + page.bold(plain(question))
    if len(answers) == 1:
        return f"{asked}\n\n{_beside(page, [_blocks('Now', answers[0])])}\n\n{page.faint(_HOW)}"
    before, after = answers
    columns = [_blocks("Before", before), _blocks("After", after)]
    return f"{asked}\n\n{_beside(page, columns)}\n\n{page.wrap(_change(before, after))}"


_HOW = 'To try a phrasing: --add "PARAGRAPH.SENTENCE=phrasing"'


def _blocks(title: str, answer: Answer) -> list[str]:
    """What a column says, block by block."""
    blocks = [f"{title}: {answer.status}, confidence {answer.confidence:.2f}"]
    blocks += [
        f"{place}. Paragraph {match.paragraph} (score {match.score:.1f}): {match.sentence}"
        for place, match in enumerate(answer.matches[:_SHOWN], start=1)
    ]
    return blocks if answer.matches else [*blocks, answer.message]


def _beside(page: Page, columns: list[list[str]]) -> str:
    """Blocks of text in columns, each block level with its neighbours."""
    width = (page.width - _GAP * (len(columns) - 1)) // len(columns)
    narrow = Page(width, page.colour)
    lines: list[str] = []
    for blocks in zip_longest(*columns, fillvalue=""):
        wrapped = [narrow.wrap(block).split("\n") for block in blocks]
        rows = zip_longest(*wrapped, fillvalue="")
        lines += [(" " * _GAP).join(cell.ljust(width) for cell in row).rstrip() for row in rows]
        lines.append("")
    return "\n".join(lines).rstrip()


def _change(before: Answer, after: Answer) -> str:
    """What the phrasings changed, in a sentence."""
    first, then = ((one.matches[0] if one.matches else None) for one in (before, after))
    changes = []
    if then and (first is None or first.paragraph != then.paragraph):
        changes.append(f"paragraph {then.paragraph} comes first")
    elif first and then and first.sentence != then.sentence:
        changes.append("another sentence is quoted")
    if before.status != after.status:
        changes.append(f"the answer is “{after.status}” instead of “{before.status}”")
    if not changes:
        return f"The answer stays as it is; confidence {after.confidence - before.confidence:+.2f}."
    return f"What changes: {', '.join(changes)}; confidence {after.confidence - before.confidence:+.2f}."
