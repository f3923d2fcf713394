"""``r2p knowledge phrasings``: which phrasings lead elsewhere once they are left out of the index."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from bot.cli.common import as_json, library, no_color, print_json, print_pages
from bot.cli.text import Page
from knowledge.answering.held_out import Fold, Lost, fullest, try_without
from knowledge.model import Library


@click.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@as_json
@no_color
@click.pass_context
def phrasings(context: click.Context, folder: Path | None, *, as_json: bool) -> None:
    """List phrasings that, left out of the index, find another paragraph first; takes some 15 seconds.

    Of the newest report in FOLDER (default: the packaged ones). With --json, one object a phrasing.
    """
    reports = library(folder)
    folds = list(_with_progress(reports))
    lost = [one for fold in folds for one in fold.lost]
    lost.sort(key=lambda one: one.paragraph)
    if as_json:
        for one in lost:
            print_json(one.as_json())
    else:
        print_pages(_pages(Page.of(context), reports, sum(fold.asked for fold in folds), lost))


def _with_progress(reports: Library) -> Iterator[Fold]:
    """Yield the folds; a terminal is shown how far it is, on standard error."""
    count = fullest(reports)
    with click.progressbar(
        try_without(reports, count),
        length=count,
        label="Asking each phrasing without it",
        file=sys.stderr,
        hidden=not sys.stderr.isatty(),
    ) as folds:
        yield from folds


def _pages(page: Page, reports: Library, asked: int, lost: Sequence[Lost]) -> Iterator[str]:
    """Yield the phrasings of each paragraph, the paragraph that loses most first, and the share that finds its own."""
    of_paragraph: dict[int, list[Lost]] = defaultdict(list)
    for one in lost:
        of_paragraph[one.paragraph].append(one)
    standing = reports.newest.phrasings
    for number, some in sorted(of_paragraph.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        title = f"Paragraph {number}: {len(some)} of {len(standing[number])} find another paragraph"
        yield "\n".join([page.bold(title), *(_line(page, one) for one in some)])
    if not asked:
        yield page.wrap(
            f"{reports.newest.symbol} has no phrasings. They stand in phrasings.toml in its folder."
        )
        return
    found = asked - len(lost)
    yield page.wrap(
        f"Left out of the index, {found} of {asked} phrasings still find their paragraph first ({found / asked:.0%})."
    )


def _line(page: Page, one: Lost) -> str:
    said = page.wrap(f"“{one.phrasing}”", "  ", "   ")
    if one.winner is None:
        return f"{said}\n{page.faint('    → nothing')}"
    closest = f", by “{one.closest[0]}” ({one.closest[1]:.2f})" if one.closest else ", by its own words"
    return f"{said}\n{page.faint(page.wrap(f'→ paragraph {one.winner[1]}{closest}', '    ', '      '))}"
