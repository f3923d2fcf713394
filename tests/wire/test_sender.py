"""The way to Discord over real sockets: what the real client makes of breaks, limits and long histories."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from bot.client import R2PBot
from bot.posting import sender as way
from bot.posting.model import Outcome, Place, Post, Target, Verdict
from bot.posting.sender import DiscordSender
from bot.render.frame import card, text
from tests.wire.discord_server import DiscordServer
from tests.wire.obstacles import Hold, Reply
from tests.wire.people import forbid, member

POST = ("POST", "/channels/*/messages")
MARK = "0123456789abcdef"
LONG = timedelta(days=1)


@asynccontextmanager
async def told(bot: R2PBot, event: str) -> AsyncIterator[None]:
    """What happens in the block is known to the bot at its end."""
    hearing = asyncio.create_task(bot.wait_for(event, timeout=10))
    await asyncio.sleep(0)
    yield
    await hearing


@pytest.fixture
async def target(server: DiscordServer, bot: R2PBot) -> Target:
    await asyncio.wait_for(bot.wait_until_ready(), timeout=10)
    async with told(bot, "guild_channel_create"):
        person = member(server)
    return Target(Place.CHANNEL, person.channel_id)


@pytest.fixture
def sender(bot: R2PBot) -> DiscordSender:
    return DiscordSender(bot)


def post() -> Post:
    return Post(card([text("Hello")]), small_print="Next: Monday")


def standing(server: DiscordServer, target: Target) -> list[int]:
    return list(server.backend.messages[target.id])


@pytest.mark.parametrize("arrived", [False, True])
async def test_a_broken_connection_is_unclear_and_the_history_tells(
    server: DiscordServer, sender: DiscordSender, target: Target, *, arrived: bool
) -> None:
    since = server.backend.clock.now() - LONG
    hold = Hold(*POST, after=arrived)
    server.in_the_way.append(hold)
    sending = asyncio.create_task(sender.post(target, post(), MARK))
    await hold.arrived.wait()
    hold.drop()
    outcome = await sending
    assert outcome.verdict is Verdict.UNCLEAR
    found = await sender.find(target, MARK, since)
    assert (found.verdict, found.absent) == (Verdict.SENT, not arrived)
    again = await sender.post(target, post(), MARK)
    assert again.verdict is Verdict.SENT
    assert standing(server, target) == [again.message_id], "the nonce keeps it from standing there twice"


async def test_an_outage_that_discord_py_gives_up_on_is_unclear(
    server: DiscordServer, sender: DiscordSender, target: Target
) -> None:
    server.in_the_way.append(Reply(*POST, 503, {"message": "No", "code": 0}))
    outcome = await sender.post(target, post(), MARK)
    assert outcome.verdict is Verdict.UNCLEAR
    assert outcome.detail.startswith("503")


async def test_a_gate_before_discord_that_asks_to_wait_is_obeyed(
    server: DiscordServer, sender: DiscordSender, target: Target
) -> None:
    server.in_the_way.append(Reply(*POST, 429, {"message": "banned"}, {"Retry-After": "0.25"}))
    assert await sender.post(target, post(), MARK) == Outcome(Verdict.BUSY, retry_after=1.0)
    assert (await sender.post(target, post(), MARK)).verdict is Verdict.SENT


async def test_a_lost_right_to_read_the_history_is_not_taken_for_an_empty_one(
    server: DiscordServer, bot: R2PBot, sender: DiscordSender, target: Target
) -> None:
    since = server.backend.clock.now() - LONG
    assert (await sender.find(target, MARK, since)).absent
    sent = await sender.post(target, post(), MARK)
    assert (await sender.find(target, MARK, since)).message_id == sent.message_id
    async with told(bot, "guild_channel_update"):
        forbid(server, target.id, "read_message_history")
    found = await sender.find(target, MARK, since)
    assert (found.verdict, found.absent) == (Verdict.REFUSED, False)


async def test_a_long_history_is_gone_through_page_by_page_up_to_a_limit(
    server: DiscordServer, sender: DiscordSender, target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(way, "PAGE", 3)
    monkeypatch.setattr(way, "MOST_PAGES", 4)
    since = server.backend.clock.now() - LONG
    author = server.backend.make_user("amina").id
    for number in range(7):
        server.backend.create_message(target.id, author, f"Word {number}")
    sent = await sender.post(target, post(), MARK)
    assert (await sender.find(target, MARK, since)).message_id == sent.message_id
    assert (await sender.find(target, "f" * 16, since)).absent
    for number in range(4):
        server.backend.create_message(target.id, author, f"Word {number}")
    assert (await sender.find(target, MARK, since)).message_id == sent.message_id
    uncertain = await sender.find(target, "f" * 16, since)
    assert (uncertain.verdict, uncertain.absent) == (Verdict.REFUSED, False)
