"""``r2p events``: the calendar, for people, for programs, and for calendars."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import zip_longest
from textwrap import wrap

import click

from bot.cli.common import ConfigFailure, Failure, config_file, no_color, print_json, today_option
from bot.cli.configured import configured
from bot.cli.text import Page
from bot.clock import system_clock
from bot.config import ConfigError
from bot.config_events import operator_calendar
from knowledge.calendar import (
    Calendar,
    Event,
    Period,
    PeriodError,
    certainty_in_words,
    event_as_json,
    load_calendar,
    parse_period,
    span_in_words,
    when_in_words,
)
from knowledge.citation import Locator, styles
from knowledge.problems import KnowledgeError

_DATE_COLUMN = 22  # characters: "date to be confirmed" and a gap
_YEARLY_LEFT_OUT = (
    "What comes every year is left out of so long a period; name a year, such as: r2p events 2027"
)


@click.command()
@click.argument("period", nargs=-1, metavar="[PERIOD]")
@click.option("--tag", help="Only events with this tag, such as debate or un-day.")
@click.option("--json", "form", flag_value="json", help="Print one JSON object a line.")
@click.option("--ics", "form", flag_value="ics", help="Print an iCalendar file, for calendar programs.")
@today_option
@config_file
@no_color
@click.pass_context
def events(
    context: click.Context,
    period: tuple[str, ...],
    tag: str | None,
    form: str | None,
    today: datetime | None,
) -> None:
    """Show what is in the calendar: in the next 12 months, or in PERIOD.

    A period is "next 30 days", "this week", "June 2027", "2027", "past", "all", "2026-12-01..2027-01-31" and the like.
    """
    day = (today or system_clock()).date()
    try:
        asked = parse_period(" ".join(period), day)
    except PeriodError as error:
        raise click.UsageError(str(error)) from error
    calendar = _calendar(context)
    found = _found(calendar, asked, _known_tag(calendar, tag))
    if form == "ics":
        _print_file(found)
    elif form == "json":
        for event in found:
            print_json({**event_as_json(event), "when": when_in_words(event, day)})
    else:
        _print_list(Page.of(context), found, asked, tag, day)


def _calendar(context: click.Context) -> Calendar:
    """Return the packaged calendar with the operator's changes."""
    try:
        return operator_calendar(configured(context), load_calendar())
    except KnowledgeError as error:
        raise Failure(f"The calendar can't be loaded:\n{error}") from error
    except ConfigError as error:
        raise ConfigFailure(str(error)) from error


def _known_tag(calendar: Calendar, tag: str | None) -> str | None:
    known = calendar.tags()
    if tag is not None and tag not in known:
        raise click.UsageError(
            f"No event has that tag. Tags: {', '.join(known)}. Example: r2p events --tag debate"
        )
    return tag


def _found(calendar: Calendar, asked: Period, tag: str | None) -> list[Event]:
    found = calendar.between(*asked, yearly=not asked.long)
    return [event for event in found if tag is None or tag in event.tags]


def _print_file(found: Sequence[Event]) -> None:
    from bot.ics import calendar_file  # noqa: PLC0415 - brings icalendar, which a list can do without

    click.echo(calendar_file(found, system_clock()), nl=False)


def _print_list(page: Page, found: Sequence[Event], asked: Period, tag: str | None, today: date) -> None:
    for event in found:
        click.echo("\n".join(_rows(page, event, today)))
    if not found:
        of_tag = f" with the tag {tag}" if tag else ""
        nothing = f"Nothing{of_tag} is in the calendar for {span_in_words(*asked)}."
        click.echo(page.wrap(nothing))
    notes = [_YEARLY_LEFT_OUT] if asked.long else []
    if reports := sorted({event.report for event in found if event.report and event.paragraphs}):
        notes.append(f"Paragraphs are those of {', '.join(reports)}: r2p browse and the number")
    if notes:
        click.echo("\n" + "\n".join(page.faint(page.wrap(note)) for note in notes))


def _rows(page: Page, event: Event, today: date) -> Iterator[str]:
    """Yield an event's lines: when it is on the left; its title, and below it what else is known, on the right."""
    when = wrap(when_in_words(event, today), _DATE_COLUMN - 2)
    room = page.width - _DATE_COLUMN
    title = [page.bold(line) for line in wrap(event.title, room, break_on_hyphens=False)]
    more = [page.faint(line) for line in wrap(" · ".join(_details(event)), room, break_on_hyphens=False)]
    for left, right in zip_longest(when, title + more, fillvalue=""):
        yield f"{left:<{_DATE_COLUMN}}{right}".rstrip()


def _details(event: Event) -> Iterator[str]:
    if event.certain:
        yield certainty_in_words(event)
    if event.paragraphs:
        yield styles.located("un", Locator(event.paragraphs))
    if event.symbol:
        yield event.symbol
    elif event.link:
        yield event.link
    if event.place:
        yield event.place
