"""What becomes of a post when it cannot be told whether it stands, and when the bot is asked to end meanwhile."""

from __future__ import annotations

import asyncio
import json
import random
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from simcord.backend.models import Message

from tests.wire.crashes import AT_ONCE, LONG_AFTER, POST, WITHIN, Crashes
from tests.wire.discord_server import serve
from tests.wire.obstacles import Hold
from tests.wire.people import forbid, owner


@pytest.fixture
async def crashes(tmp_path: Path) -> AsyncIterator[Crashes]:
    async with serve() as server:
        yield Crashes(server, tmp_path / "bot", random.Random(1))  # noqa: S311 - nothing here is drawn


@pytest.fixture
def office(crashes: Crashes) -> int:
    """The channel in which the server's managers are told."""
    channel = crashes.server.backend.create_channel(crashes.guild.id, "office").id
    crashes.guild.system_channel_id = channel
    return channel


def texts(message: Message) -> str:
    return json.dumps(message.components, ensure_ascii=False)


async def killed_while_posting(crashes: Crashes, channel: int, *, after: bool) -> None:
    """Owe a post, and kill the bot while it is on its way to Discord, before or after it took effect there."""
    crashes.pass_time(AT_ONCE)
    await crashes.fall_due(channel)
    hold = Hold(*POST, after=after)
    crashes.server.in_the_way.append(hold)
    async with crashes.process():
        await asyncio.wait_for(hold.arrived.wait(), WITHIN)
    hold.drop()


async def go_on(crashes: Crashes, channel: int, **awaited: int) -> None:
    """Start the bot again much later, with one more post to make, and end it once so many are in these states."""
    crashes.pass_time(LONG_AFTER)
    await crashes.fall_due(channel)
    async with crashes.process() as program:
        await crashes.reach(program, lambda: awaited.items() <= crashes.counts().items())
        assert (await program.end(signal.SIGTERM))[0] == 0


@pytest.mark.parametrize(("stands", "answer"), [(True, "It was posted"), (False, "Post it")])
async def test_a_post_whose_history_cannot_be_read_waits_until_a_manager_decides(
    crashes: Crashes, office: int, *, stands: bool, answer: str
) -> None:
    channel, elsewhere, _ = crashes.owed
    await killed_while_posting(crashes, channel, after=stands)
    forbid(crashes.server, channel, "read_message_history")
    await go_on(crashes, elsewhere, sent=1, unknown=1, notices=1)
    await go_on(crashes, elsewhere, sent=2, unknown=1, notices=1)  # there is nothing to tell any more
    assert len(crashes.messages(channel)) == stands
    (notice,) = crashes.messages(office)
    assert all(word in texts(notice) for word in (f"<#{channel}>", "Post it", "It was posted"))
    async with crashes.process() as program:
        await crashes.server.until(lambda: crashes.server.sessions[3:], within=WITHIN)
        await owner(crashes.server, office).press(notice, answer)
        await crashes.reach(program, crashes.is_done)
        assert (await program.end(signal.SIGTERM))[0] == 0
    assert crashes.check() == 3 - stands  # a manager who says that it stands does not know its id


async def test_asked_to_end_it_finishes_what_is_on_its_way(crashes: Crashes) -> None:
    crashes.pass_time(AT_ONCE)
    for channel in crashes.owed:
        await crashes.fall_due(channel)
    hold = Hold(*POST, after=False)
    crashes.server.in_the_way.append(hold)
    async with crashes.process() as program:
        await asyncio.wait_for(hold.arrived.wait(), WITHIN)
        program.send(signal.SIGTERM)
        hold.let_go()
        status, said = await program.end()
        assert status == 0, said
    assert not crashes.counts()["sending"]
    assert crashes.counts()["sent"] == sum(map(len, map(crashes.messages, crashes.owed))) > 0


async def test_a_post_is_found_also_in_a_channel_where_much_was_written_since(crashes: Crashes) -> None:
    channel = min(crashes.owed)
    await killed_while_posting(crashes, channel, after=True)
    for number in range(250):
        crashes.server.backend.create_message(channel, crashes.guild.owner_id, f"Word {number}")
    crashes.pass_time(LONG_AFTER)
    async with crashes.process() as program:
        await crashes.reach(program, crashes.is_done)
    assert [one.author_id for one in crashes.messages(channel)].count(crashes.server.backend.bot_user.id) == 1


async def test_a_channel_that_is_gone_holds_nothing_else_up_and_is_told_once(
    crashes: Crashes, office: int
) -> None:
    gone, *others = crashes.owed
    crashes.pass_time(AT_ONCE)
    for channel in (gone, gone, others[0]):
        await crashes.fall_due(channel)
    crashes.server.backend.delete_channel(gone)
    await go_on(crashes, others[1], sent=2, pending=2, blocked=1)
    # What is blocked is told a little later, so that several blocks are told together; and then no more.
    await go_on(crashes, others[1], sent=3, pending=2, blocked=1, notices=1)
    await go_on(crashes, others[1], sent=4, pending=2, blocked=1, notices=1)
    (notice,) = crashes.messages(office)
    assert f"<#{gone}>" in texts(notice)
