"""The loopback Discord keeps the rules on which the outbox rests, as the real client meets them."""

from __future__ import annotations

import asyncio

import aiohttp
import discord
import pytest

from bot.client import R2PBot
from tests.wire.discord_server import DiscordServer
from tests.wire.limits import NONCE_WINDOW
from tests.wire.obstacles import Hold
from tests.wire.people import forbid, member

MESSAGES = ("POST", "/channels/*/messages")


@pytest.fixture
async def channel(server: DiscordServer, bot: R2PBot) -> discord.TextChannel:
    await asyncio.wait_for(bot.wait_until_ready(), timeout=10)
    person = member(server)
    found = await bot.fetch_channel(person.channel_id)
    assert isinstance(found, discord.TextChannel)
    return found


def stand(server: DiscordServer, channel: discord.TextChannel) -> int:
    return len(server.backend.messages[channel.id])


async def test_the_same_nonce_makes_one_message_until_some_minutes_have_passed(
    server: DiscordServer, channel: discord.TextChannel
) -> None:
    first = await channel.send("one", nonce="mark")
    assert first.nonce == "mark"
    assert (await channel.send("one", nonce="mark")).id == first.id
    assert (await channel.send("two", nonce="another")).id != first.id
    assert stand(server, channel) == 2
    server.backend.advance_clock(NONCE_WINDOW.total_seconds())
    assert (await channel.send("one", nonce="mark")).id != first.id
    with pytest.raises(discord.HTTPException, match="nonce"):
        await channel.send("three", nonce="n" * 26)
    assert stand(server, channel) == 3


@pytest.mark.parametrize(("after", "messages"), [(False, 0), (True, 1)])
async def test_a_broken_connection_does_not_tell_whether_the_message_stands(
    server: DiscordServer, channel: discord.TextChannel, *, after: bool, messages: int
) -> None:
    hold = Hold(*MESSAGES, after=after)
    server.in_the_way.append(hold)
    sending = asyncio.create_task(channel.send("one"))
    await hold.arrived.wait()
    hold.drop()
    with pytest.raises((aiohttp.ClientError, OSError)):
        await sending
    assert stand(server, channel) == messages


async def test_a_request_can_arrive_after_its_sender_is_gone(
    server: DiscordServer, channel: discord.TextChannel
) -> None:
    hold = Hold(*MESSAGES, after=False)
    server.in_the_way.append(hold)
    sending = asyncio.create_task(channel.send("one"))
    await hold.arrived.wait()
    sending.cancel()
    await asyncio.wait([sending])
    hold.let_go()
    await server.until(lambda: server.sent(*MESSAGES))
    assert stand(server, channel) == 1


async def test_more_than_fifty_requests_in_a_second_are_refused_but_for_answers_to_people(
    server: DiscordServer, bot: R2PBot, channel: discord.TextChannel
) -> None:
    server.limit.strict = True
    await asyncio.gather(*(bot.http.get_channel(channel.id) for _ in range(60)))
    assert server.limit.refused == server.sent("GET", "/channels/*").count(429) > 0
    assert server.sent("GET", "/channels/*").count(200) >= 60
    before = server.limit.refused
    await member(server).slash("r2p cite", reference="61")
    assert server.limit.refused == before


async def test_history_without_the_right_to_it_is_empty_and_a_channel_that_is_gone_is_unknown(
    server: DiscordServer, channel: discord.TextChannel
) -> None:
    await channel.send("one")
    assert [message.content async for message in channel.history()] == ["one"]
    forbid(server, channel.id, "read_message_history")
    assert [message async for message in channel.history()] == []
    forbid(server, channel.id, "send_messages")
    with pytest.raises(discord.Forbidden) as forbidden:
        await channel.send("two")
    assert forbidden.value.code == 50013
    forbid(server, channel.id, "view_channel")
    with pytest.raises(discord.Forbidden) as hidden:
        await channel.send("two")
    assert hidden.value.code == 50001
    server.backend.delete_channel(channel.id)
    with pytest.raises(discord.NotFound) as gone:
        await channel.send("two")
    assert gone.value.code == 10003


async def test_the_history_after_a_message_goes_on_from_it_page_by_page(
    server: DiscordServer, channel: discord.TextChannel
) -> None:
    author = server.backend.get_guild(channel.guild.id).owner_id
    written = [server.backend.create_message(channel.id, author, str(n)).id for n in range(120)]
    after = discord.Object(written[9])
    assert [one.id async for one in channel.history(limit=20, after=after)] == written[10:30]
    assert [one.id async for one in channel.history(limit=None, after=after)] == written[10:]
