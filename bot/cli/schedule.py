"""``r2p schedule``: what the bot posts by itself, when, and what became of it, for whoever runs it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click

from bot.cli.common import Failure, as_json, config_file, no_color, print_json, print_pages
from bot.cli.configured import configured
from bot.cli.text import Page
from bot.clock import system_clock
from bot.posting.model import Block, Delivery, Schedule, State, Target
from bot.storage.database import StorageError
from bot.storage.ledger import Ledger

_LAST = 20
_MOST_HOURS = 24 * 366


@click.group()
def schedule() -> None:
    """Look into the schedules and the outbox of a bot, which may be running: nothing is changed."""


@schedule.command("list")
@as_json
@no_color
@config_file
@click.pass_context
def list_schedules(context: click.Context, *, as_json: bool) -> None:
    """List all schedules: when they fall due next, and what holds them up. With --json, one object each."""
    with _database(context) as path:
        ledger = Ledger.whole(path)
    if as_json:
        for each in ledger.schedules:
            print_json(_schedule_json(each, ledger.blocks))
        return
    page = Page.of(context)
    for each in ledger.schedules:
        click.echo(_schedule_line(page, each, ledger.blocks))
    paused = sum(each.paused_reason is not None for each in ledger.schedules)
    told = f"{len(ledger.schedules)} schedules, {paused} paused; {len(ledger.blocks)} places or people cannot be posted to."
    click.echo(page.faint(page.wrap(told)))


@schedule.command()
@click.option(
    "--hours",
    type=click.IntRange(0, _MOST_HOURS),
    default=24,
    show_default=True,
    metavar="N",
    help="Look so many hours ahead.",
)
@as_json
@no_color
@config_file
@click.pass_context
def due(context: click.Context, *, hours: int, as_json: bool) -> None:
    """Show what waits to be posted, and what falls due soon. With --json, one object each."""
    until = system_clock() + timedelta(hours=hours)
    with _database(context) as path:
        ledger = Ledger.due(path, until)
    if as_json:
        for delivery in ledger.deliveries:
            print_json(_delivery_json(delivery, ledger.blocks))
        for each in ledger.schedules:
            print_json(_schedule_json(each, ledger.blocks))
        return
    page = Page.of(context)
    for delivery in ledger.deliveries:
        click.echo(_delivery_line(page, delivery, ledger.blocks))
    for each in ledger.schedules:
        click.echo(_schedule_line(page, each, ledger.blocks))
    told = f"{len(ledger.deliveries)} wait; {len(ledger.schedules)} fall due by {_utc(until)}."
    click.echo(page.faint(page.wrap(told)))


@schedule.command()
@click.argument("number", type=click.IntRange(min=1))
@as_json
@no_color
@config_file
@click.pass_context
def show(context: click.Context, *, number: int, as_json: bool) -> None:
    """Show one schedule and its last posts. With --json, one object: the schedule with its `deliveries`."""
    with _database(context) as path:
        ledger = Ledger.of(path, number, _LAST)
    if not ledger.schedules:
        raise Failure(f"There is no schedule {number}. r2p schedule list shows those that there are.")
    (found,) = ledger.schedules
    if as_json:
        deliveries = [_delivery_json(each, ledger.blocks) for each in ledger.deliveries]
        print_json(_schedule_json(found, ledger.blocks) | {"deliveries": deliveries})
    else:
        print_pages(_pages(Page.of(context), found, ledger.deliveries, ledger.blocks))


@contextmanager
def _database(context: click.Context) -> Iterator[Path]:
    """The path of the configured database; ``Failure`` if it cannot be read."""
    try:
        yield configured(context).database.path
    except StorageError as error:
        hint = f"{error} Another one is named by [database] path in config.toml, or in --config FILE."
        raise Failure(hint) from error


def _pages(
    page: Page, found: Schedule, deliveries: tuple[Delivery, ...], blocks: dict[Target, Block]
) -> Iterator[str]:
    about = [
        _schedule_line(page, found, blocks),
        f"  set up {_utc(found.created_at)} by user {found.created_by}; zone {found.timezone}; {found.turn} posted",
        *(f"  {name}: {value}" for name, value in found.details.items()),
    ]
    yield "\n".join(about)
    yield "\n".join(_delivery_line(page, each, blocks) for each in deliveries) or "Nothing was owed yet."


def _schedule_line(page: Page, each: Schedule, blocks: dict[Target, Block]) -> str:
    when = _utc(each.upcoming.due) if each.upcoming else "nothing to come"
    server = f" of server {each.guild_id}" if each.guild_id is not None else ""
    line = f"{page.bold(str(each.id))}  {each.kind} to {each.target}{server}, next {when}"
    held = _held(each.paused_reason, blocks.get(each.target))
    return f"{line}\n{page.wrap(held, '    ')}" if held else line


def _delivery_line(page: Page, each: Delivery, blocks: dict[Target, Block]) -> str:
    line = (
        f"{page.bold(f'delivery {each.id}')}  {each.kind} {each.source_id} to {each.target}, {each.key}, "
        f"due {_utc(each.due)}: {each.state}"
    )
    told = []
    if each.state in {State.PENDING, State.SENDING} and each.attempts:
        told.append(f"tried {each.attempts} times, next {_utc(each.next_try)}")
    if each.message_id is not None:
        told.append(f"message {each.message_id}")
    if each.error:
        told.append(each.error)
    if each.settled_at is None and (held := _held(None, blocks.get(each.target))):
        told.append(held)
    return f"{line}\n{page.wrap('; '.join(told), '    ')}" if told else line


def _held(paused: str | None, block: Block | None) -> str:
    """What holds something up, in words; nothing if nothing does."""
    told = [f"paused: {paused}"] if paused is not None else []
    if block is not None:
        told.append(f"blocked since {_utc(block.since)}: {block.reason}")
    return "; ".join(told)


def _schedule_json(each: Schedule, blocks: dict[Target, Block]) -> dict[str, Any]:
    return {
        "schedule": each.id,
        "kind": each.kind,
        "server": each.guild_id,
        "target": str(each.target),
        "timezone": each.timezone,
        "next_key": each.upcoming.key if each.upcoming else None,
        "next_due": _utc(each.upcoming.due) if each.upcoming else None,
        "posted": each.turn,
        "paused": each.paused_reason,
        "blocked": blocks[each.target].reason if each.target in blocks else None,
        "details": dict(each.details),
    }


def _delivery_json(each: Delivery, blocks: dict[Target, Block]) -> dict[str, Any]:
    return {
        "delivery": each.id,
        "kind": each.kind,
        "source": each.source_id,
        "key": each.key,
        "server": each.guild_id,
        "target": str(each.target),
        "due": _utc(each.due),
        "state": str(each.state),
        "attempts": each.attempts,
        "next_try": _utc(each.next_try),
        "settled": _utc(each.settled_at) if each.settled_at else None,
        "mark": each.mark,
        "message": each.message_id,
        "error": each.error,
        "blocked": blocks[each.target].reason if each.target in blocks else None,
    }


def _utc(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
