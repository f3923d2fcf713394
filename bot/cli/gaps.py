"""``r2p knowledge gaps``: what people asked in vain, and the line that would answer it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from bot.cli.common import Failure, as_json, config_file, library, no_color, print_json, print_pages
from bot.cli.configured import configured
from bot.cli.text import Page, plain
from knowledge.answer import Answerer
from knowledge.answering.gaps import Asked, Gap, Line
from knowledge.answering.gaps import gaps as find_gaps

_OUTCOMES = {"none": "no answer", "unsure": "not sure", "down": "voted down"}
_WORDINGS = 5
_HOW_TO_KEEP = (
    "A server's managers switch it on with /r2p-admin settings keep_unanswered: True. From then on, questions "
    "of that server that find no sure answer or are voted down are kept, without names, and listed here."
)


@click.command()
@as_json
@no_color
@config_file
@click.pass_context
def gaps(context: click.Context, *, as_json: bool) -> None:
    """List what people asked without an answer or voted down, grouped, the commonest first.

    Each group comes with the paragraph that is nearest now, and a line for its phrasings.toml. Reads the
    bot's database, which may be in use. With --json, one object a group.
    """
    from bot.storage.database import StorageError  # noqa: PLC0415 - no other curator's command needs it
    from bot.storage.feedback import Gaps  # noqa: PLC0415 - likewise

    path = configured(context).database.path
    try:
        kept = Gaps.read(path)
    except StorageError as error:
        hint = f"{error} Another one is named by [database] path in config.toml, or in --config FILE."
        raise Failure(hint) from error
    asked = [Asked(one.question, one.status, one.paragraph) for one in kept.questions]
    if not asked and not as_json:
        click.echo(_none_kept(Page.of(context), kept.servers))
        return
    found = find_gaps(Answerer(library()), asked) if asked else []
    if as_json:
        for gap in found:
            print_json(gap.as_json())
    else:
        print_pages(_pages(Page.of(context), found))


def _none_kept(page: Page, servers: int) -> str:
    keeping = {0: "No server keeps questions.", 1: "One server keeps questions."}
    who = keeping.get(servers, f"{servers} servers keep questions.")
    return page.wrap(f"Nothing was asked in vain so far. {who} {_HOW_TO_KEEP}")


def _pages(page: Page, found: Sequence[Gap]) -> Iterator[str]:
    for gap in found:
        yield "\n".join(_lines(page, gap))
    total = sum(gap.times for gap in found)
    yield page.faint(
        page.wrap(
            f"{total} questions in {len(found)} groups. A question that the report really does not answer "
            "belongs into not_covered.toml instead. To see what a line would change: r2p knowledge try"
        )
    )


def _lines(page: Page, gap: Gap) -> Iterator[str]:
    first, *others = map(plain, gap.questions)
    outcomes = ", ".join(f"{count} {_OUTCOMES.get(name, name)}" for name, count in gap.outcomes.items())
    yield page.bold(page.wrap(f"{gap.times} × “{first}” ({outcomes})", "", "    "))
    for wording in others[:_WORDINGS]:
        yield page.wrap(f"also: “{wording}”", "    ", "          ")
    if len(others) > _WORDINGS:
        yield f"    and {len(others) - _WORDINGS} more wordings"
    if gap.disliked:
        yield f"    voted down at: {', '.join(f'para. {number}' for number in gap.disliked)}"
    if gap.answer.matches and gap.line:
        best = gap.answer.matches[0]
        now = (
            f"now: {gap.answer.status}, {gap.answer.confidence:.2f}; nearest is paragraph {best.paragraph}: "
        )
        yield page.wrap(now + best.sentence, "    ", "      ")
        yield f"    {_where(gap.line)}"
        yield gap.line.toml
    else:
        yield page.wrap(f"now: {gap.answer.message}", "    ", "      ")


def _where(line: Line) -> str:
    place = f"below [{line.table}]" if line.new else f"into list {line.key} below [{line.table}]"
    return f"paste {place} in phrasings.toml:"
