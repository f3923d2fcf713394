"""``r2p knowledge``: what curators do with the reports: check and export them, and find the next phrasing."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from bot.cli.common import as_json, library, no_color, print_json, today_option
from bot.cli.gaps import gaps
from bot.cli.phrasings import phrasings
from bot.cli.trial import try_command
from bot.clock import system_clock
from knowledge.check import check, check_events
from knowledge.export import export
from knowledge.feeds import check_feeds

_folder = click.argument(
    "folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path)
)


@click.group(no_args_is_help=True)
def knowledge() -> None:
    """Check the curated reports, export them, and find out which phrasings they lack."""


@knowledge.command("check")
@_folder
@as_json
@today_option
@no_color
@click.pass_context
def check_command(
    context: click.Context, folder: Path | None, today: datetime | None, *, as_json: bool
) -> None:
    """List every problem of the reports in FOLDER (default: the packaged ones, the calendar and the feeds), with file and line.

    Ends with status 1 if there is one. With --json, one object a problem: file, line, message. What a curator
    should look at in the calendar comes as a warning on standard error.
    """
    problems = check(folder)
    if folder is None:
        wrong, due = check_events((today or system_clock()).date())
        problems += [*wrong, *check_feeds()]
        for warning in due:
            click.echo(f"warning: {warning}", err=True)
    for problem in problems:
        if as_json:
            print_json({"file": str(problem.file), "line": problem.line, "message": problem.message})
        else:
            click.echo(problem)
    if problems:
        context.exit(1)
    if not as_json:
        for report in library(folder).reports:
            counts = f"{len(report.paragraphs)} paragraphs, {len(report.footnotes)} footnotes"
            click.echo(f"{report.symbol}: {counts}, {len(report.documents)} documents. No problems.")


@knowledge.command("export")
@_folder
def export_command(folder: Path | None) -> None:
    """Print the reports in FOLDER (default: the packaged ones) as one JSON object."""
    print_json(export(library(folder)))


knowledge.add_command(gaps)
knowledge.add_command(try_command)
knowledge.add_command(phrasings)
