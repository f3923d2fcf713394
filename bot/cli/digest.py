"""``r2p digest when``: the occurrences of a rule in a time zone, for people and for programs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import NamedTuple
from zoneinfo import ZoneInfo

import click

from bot.cli.common import as_json, no_color, print_json
from bot.cli.text import Page
from bot.clock import system_clock
from bot.posting.model import Occurrence
from bot.posting.timetable import Rule, RuleError, due_of, first_date, next_due, parse_rule
from bot.posting.zones import zone

_MOST = 10_000
_FIRST_YEAR, _LAST_YEAR = 1900, 2999
_JUST_BEFORE = timedelta(microseconds=1)
_MARKS = {"gap": "* {at} does not exist on {day}", "twice": "* {at} comes twice on {day}, the first is used"}


class _Line(NamedTuple):
    """One occurrence as it is printed."""

    due: Occurrence
    local: datetime
    clock_change: str | None
    """``gap``: the time was moved to the end of a gap; ``twice``: it comes twice, and this is the first."""


@click.group()
def digest() -> None:
    """Look into the timetable of digests."""


@digest.command()
@click.option("--rhythm", help="daily, weekdays, weekly, fortnightly or monthly.")
@click.option("--day", help="Monday; or for monthly 1 to 31, last, first Monday … last Friday.")
@click.option("--time", "at", default="09:00", show_default=True, help="Local time: 09:00, 0900 or 9am.")
@click.option(
    "--timezone", default="UTC", show_default=True, help="An IANA name such as Europe/Zurich, or a city."
)
@click.option(
    "--from", "begins", metavar="DATE", help="Local date, or date and time, from which to count; else now."
)
@click.option("--count", default="10", show_default=True, help=f"How many occurrences, 1 to {_MOST}.")
@as_json
@no_color
@click.pass_context
def when(  # noqa: PLR0913, PLR0917 - click hands over each option
    context: click.Context,
    rhythm: str | None,
    day: str | None,
    at: str,
    timezone: str,
    begins: str | None,
    count: str,
    as_json: bool,  # noqa: FBT001 - click calls it so
) -> None:
    """Show when a digest falls due, in UTC and in local time.

    A local time that does not exist, because clocks go forward, moves to the first instant after the gap; one that
    comes twice is used once, the first; a date that the zone skips is skipped.

    Example: r2p digest when --rhythm weekly --day monday --time 09:00 --timezone Europe/Zurich
    """
    many = _count(count)
    try:
        place = zone(timezone)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--timezone") from error
    try:
        rule = parse_rule(rhythm or "", day, at, date.min)
    except RuleError as error:
        raise click.UsageError(str(error)) from error
    start, after = _beginning(begins, rule, place)
    rule = replace(rule, start=start)
    lines = islice(_occurrences(rule, place, after), many)
    if as_json:
        for line in lines:
            print_json(_as_json(line, place))
    else:
        _print(Page.of(context), rule, place, lines)


def _count(typed: str) -> int:
    if re.fullmatch(r"\d{1,5}", typed, re.ASCII) and 1 <= int(typed) <= _MOST:
        return int(typed)
    raise click.BadParameter(f"Give a whole number from 1 to {_MOST}. Example: 20", param_hint="--count")


def _beginning(typed: str | None, rule: Rule, place: ZoneInfo) -> tuple[date, datetime]:
    """Return the date from which a rule counts, and the instant after which occurrences are shown."""
    if typed is None:
        after = system_clock() - _JUST_BEFORE
        return first_date(rule.at, place, after), after
    try:
        moment = datetime.fromisoformat(typed.strip())
    except ValueError:
        moment = None
    if moment is None or not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise click.BadParameter(
            f"Give a date, or a date and a time, of the years {_FIRST_YEAR} to {_LAST_YEAR}. "
            "Example: 2026-10-01, or 2026-10-01T09:00",
            param_hint="--from",
        )
    if len(typed.strip()) <= len(
        "2026-10-01"
    ):  # a date alone: all that counts for it, wherever a gap moved it
        return moment.date(), datetime.combine(moment, time.min, UTC) - timedelta(days=2)
    if moment.tzinfo is None:
        moment = due_of(replace(rule, at=moment.time()), place, moment.date().isoformat())
    after = moment.astimezone(UTC) - _JUST_BEFORE
    return first_date(rule.at, place, after), after


def _occurrences(rule: Rule, place: ZoneInfo, after: datetime) -> Iterator[_Line]:
    while True:
        due = next_due(rule, place, after)
        after = due.due
        local = due.due.astimezone(place)
        wanted = datetime.combine(date.fromisoformat(due.key), rule.at)
        moved = local.replace(tzinfo=None, fold=0) != wanted
        twice = local.utcoffset() != local.replace(fold=1).utcoffset()
        yield _Line(due, local, "gap" if moved else "twice" if twice else None)


def _as_json(line: _Line, place: ZoneInfo) -> dict[str, str | None]:
    return {
        "key": line.due.key,
        "utc": f"{line.due.due:%Y-%m-%dT%H:%M:%SZ}",
        "local": line.local.isoformat(),
        "timezone": place.key,
        "clock_change": line.clock_change,
    }


def _print(page: Page, rule: Rule, place: ZoneInfo, lines: Iterator[_Line]) -> None:
    click.echo(page.bold(f"{rule.words()}, {place.key}"))
    click.echo(page.faint(f"{'counts for':<12}{'local time':<31}{'UTC':<18}").rstrip())
    for line in lines:
        local = f"{line.local:%a} {line.local:%Y-%m-%d %H:%M} UTC{line.local.isoformat()[19:]}"
        mark = _MARKS.get(line.clock_change or "", "").format(at=f"{rule.at:%H:%M}", day=line.due.key)
        click.echo(f"{line.due.key:<12}{local:<31}{line.due.due:%Y-%m-%d %H:%M}  {mark}".rstrip())
