"""The sandbox's example feed: an alert arises before a newcomer's eyes, and nothing else of this computer is read."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.alerts.feed_model import Document
from bot.alerts.feeds import read_feed
from bot.alerts.rule_input import Wish
from bot.errors import UserError
from bot.sandbox import Sandbox, open_sandbox
from bot.sandbox.feed import FEED, Invented, example
from bot.sandbox.page import listen
from bot.sandbox.world import CHANNELS, GENERAL, NOOR, SERVER_ID
from bot.services import Services
from knowledge.answer import Answerer
from knowledge.model import Library
from knowledge.signals import Signals
from tests.bot.alerts.publisher import publishing
from tests.cogs.people import read

NOON = datetime(2026, 11, 22, 12, 10, tzinfo=UTC)


async def fetched(sandbox: Sandbox) -> Document:
    """What the feed holds now."""
    address = sandbox.url.rstrip("/") + FEED
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        return read_feed(await answer.read(), answer.content_type, address)


async def test_the_feed_holds_an_invented_item_an_hour_and_keeps_each(tmp_path: Path) -> None:
    with listen(0) as listening:
        async with open_sandbox(listening, tmp_path, clock=lambda: NOON) as sandbox:
            before = await fetched(sandbox)
            async with sandbox.stage.turn:
                sandbox.stage.world.clock.put_forward(timedelta(hours=2))
                await sandbox.stage.settle()
            after = await fetched(sandbox)
            async with aiohttp.ClientSession() as session, session.get(str(after.items[0].link)) as answer:
                assert after.items[0].title in await answer.text()
    assert len(before.items) == len(after.items) == 12
    assert after.items[2:] == before.items[:-2]
    assert before.items[0].published == NOON.replace(minute=0)
    assert all(item.title.startswith("Example ") for item in after.items)


async def test_a_newcomer_follows_the_feed_and_an_alert_arises(tmp_path: Path) -> None:
    with listen(0) as listening:
        async with open_sandbox(listening, tmp_path, clock=lambda: NOON) as sandbox:
            world, looked = sandbox.stage.world, asyncio.Event()
            noor, general, alerts = (
                world.members[NOOR],
                *(world.channels[each] for each in (GENERAL, CHANNELS[2])),
            )
            services(sandbox).posting.when_woken(looked.set)
            async with sandbox.stage.turn:
                await noor.slash(general, "r2p-admin alert settings", channel=alerts)
                (offered, *_) = await noor.autocomplete(general, "r2p-admin feed add", "address", "example")
                assert offered["value"] == example(sandbox.url.rstrip("/")).address
                await noor.slash(general, "r2p-admin feed add", address=offered["value"])
                world.clock.put_forward(timedelta(hours=2))
                await sandbox.stage.settle()
            looked.clear()
            async with asyncio.timeout(60):
                await looked.wait()
            async with sandbox.stage.turn:
                await sandbox.stage.settle()
            assert any("Alert 1" in read(message) for message in alerts.history())


def services(sandbox: Sandbox) -> Services:
    bot: Any = sandbox.stage.world.env.bot
    found: Services = bot.services
    return found


async def test_the_sandbox_reads_nothing_else_of_this_computer(tmp_path: Path) -> None:
    async with publishing() as publisher:
        publisher.put([])
        with listen(0) as listening:
            async with open_sandbox(listening, tmp_path, clock=lambda: NOON) as sandbox:
                with pytest.raises(UserError, match="private or local network"):
                    await services(sandbox).feeds.test(SERVER_ID, publisher.at(), Wish())
        assert publisher.asked == []


def test_two_items_in_three_are_about_the_reports_subject(library: Library, answerer: Answerer) -> None:
    signals = Signals(library, answerer)
    read = [signals.read(*Invented.of(hour)[1:]) for hour in range(12)]
    assert [each.relevant for each in read] == [True, True, False] * 4
    assert {each.countries for each in read} == {()}
    assert len({Invented.of(hour).title for hour in range(24)}) == 24
