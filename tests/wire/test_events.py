"""/r2p events over real sockets: in direct messages, and in servers that do not know the bot."""

from __future__ import annotations

import json
import re

import pytest
from simcord.backend.models import Interaction

from bot.client import R2PBot
from tests.wire.discord_server import DiscordServer
from tests.wire.people import Person, correspondent, visitor


def shown(person: Person, record: Interaction) -> str:
    """All that a reply holds, as text."""
    return json.dumps(person.reply(record).components, ensure_ascii=False)


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("user_install", [False, True])
async def test_the_calendar_opens_in_a_direct_message(server: DiscordServer, *, user_install: bool) -> None:
    person = correspondent(server, user_install=user_install)
    listed = await person.slash("r2p events", period="2028", tag="conference")
    assert "2028, days to be confirmed" in shown(person, listed)
    given = person.reply(await person.press(person.reply(listed), "Calendar file"))
    assert [attached["filename"] for attached in given.attachments] == ["r2p-events.ics"]


async def test_somebody_can_bring_it_to_a_server_that_does_not_know_it(
    server: DiscordServer, bot: R2PBot
) -> None:
    person = visitor(server)
    listed = await person.slash("r2p events", period="2027")
    assert "General Assembly debate" in shown(person, listed)
    assert await person.type("r2p events", "tag", "gen")
    label = re.search(r"Page 2 of \d+ ▸", shown(person, listed))
    assert label is not None
    turned = await person.press(person.reply(listed), label[0])
    assert "page 2 of" in shown(person, turned)
    assert bot.get_guild(person.guild_id or 0) is None
    assert set(server.sent("POST", "/interactions/*/callback")) == {200}
