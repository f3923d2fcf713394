"""Commands used over real sockets: in servers, in direct messages, and where the bot was brought along."""

from __future__ import annotations

import asyncio
import json

import pytest
from simcord.backend.models import Interaction
from simcord.enums import InteractionType

from bot.client import R2PBot
from tests.wire.discord_server import DiscordServer
from tests.wire.people import Person, correspondent, member, visitor

CITATION = "A/79/875-S/2025/248, para."
QUESTION = "What is the responsibility to protect?"


def shown(person: Person, record: Interaction) -> str:
    """All that a reply holds, as text."""
    message = person.reply(record)
    return json.dumps([message.content, message.embeds, message.components], ensure_ascii=False)


@pytest.mark.usefixtures("bot")
async def test_a_question_is_answered_with_the_first_reply(server: DiscordServer) -> None:
    person = member(server)
    record = await person.slash("r2p ask", question=QUESTION)
    assert CITATION in shown(person, record)
    assert not record.ephemeral
    assert server.sent("POST", "/interactions/*/callback") == [200]  # one reply, no deferral before it


@pytest.mark.usefixtures("bot")
async def test_suggestions_come_while_one_types(server: DiscordServer) -> None:
    choices = await member(server).type("r2p ask", "question", "veto")
    assert 0 < len(choices) <= 25
    assert all(0 < len(choice["name"]) <= 100 for choice in choices)


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("user_install", [False, True])
async def test_it_answers_in_a_direct_message(server: DiscordServer, *, user_install: bool) -> None:
    person = correspondent(server, user_install=user_install)
    record = await person.slash("r2p ask", question=QUESTION)
    assert CITATION in shown(person, record)


async def test_somebody_can_bring_it_to_a_server_that_does_not_know_it(
    server: DiscordServer, bot: R2PBot
) -> None:
    person = visitor(server)
    record = await person.slash("r2p ask", question=QUESTION)
    assert CITATION in shown(person, record)
    assert len(await person.type("r2p cite", "reference", "6")) > 0
    assert bot.get_guild(person.guild_id or 0) is None
    assert set(server.sent("POST", "/interactions/*/callback")) == {200}


@pytest.mark.usefixtures("bot")
async def test_a_late_reply_is_logged_and_the_bot_goes_on(
    server: DiscordServer, caplog: pytest.LogCaptureFixture
) -> None:
    person = member(server)
    person.start("r2p ask", InteractionType.APPLICATION_COMMAND, {"question": QUESTION})
    server.backend.advance_clock(4)  # Discord takes no first reply after three seconds
    await server.until(lambda: server.sent("POST", "/interactions/*/callback"))
    assert server.sent("POST", "/interactions/*/callback") == [404]
    record = await person.slash("r2p ask", question=QUESTION)
    assert CITATION in shown(person, record)
    assert [r.getMessage().split(" interaction=")[0] for r in caplog.records if r.name == "bot.errors"] == [
        "interaction over reason='too late'"
    ]


async def test_a_server_that_adds_the_bot_is_greeted(server: DiscordServer, bot: R2PBot) -> None:
    stranger = visitor(server)
    assert stranger.guild_id is not None
    server.backend.get_guild(stranger.guild_id).system_channel_id = stranger.channel_id
    await asyncio.wait_for(bot.wait_until_ready(), timeout=10)
    server.add_bot(stranger.guild_id)
    await server.until(lambda: server.sent("POST", f"/channels/{stranger.channel_id}/messages"))
    (greeting,) = server.backend.messages[stranger.channel_id].values()
    assert "/r2p ask" in json.dumps([greeting.content, greeting.embeds, greeting.components])
