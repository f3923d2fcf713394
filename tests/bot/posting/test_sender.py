"""The way to Discord: each answer and each error becomes the verdict that the outbox builds on."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import discord
import pytest
import simcord
from simcord.backend.models import Overwrite
from simcord.components import walk_components
from simcord.enums import OverwriteType

from bot.client import R2PBot
from bot.posting.metronome import HandCranked
from bot.posting.model import Outcome, Place, Post, Target, Verdict
from bot.posting.pace import Pace
from bot.posting.sender import DiscordSender
from bot.posting.verdicts import UNTIL_TOLD
from bot.render.frame import card, text
from bot.services import Services

MARK = "0123456789abcdef"
ANOTHER = "fedcba9876543210"
LONG = timedelta(days=1)

pytestmark = pytest.mark.simcord(check_errors=False)


class Bare(R2PBot):
    """The bot without commands."""

    def families(self) -> list[str]:
        return []


@pytest.fixture
def simcord_bot(services: Services) -> Bare:
    return Bare(services, metronome=HandCranked())


@pytest.fixture
def sender(simcord_env: simcord.Env) -> DiscordSender:
    return DiscordSender(simcord_env.bot)


@pytest.fixture
def guild(simcord_env: simcord.Env) -> simcord.GuildHandle:
    return simcord_env.create_guild()


@pytest.fixture
def channel(guild: simcord.GuildHandle) -> simcord.ChannelHandle:
    return guild.create_text_channel("digests")


def post(words: str = "Hello", **more: Any) -> Post:
    return Post(card([text(words)]), **more)


def to(channel: simcord.ChannelHandle) -> Target:
    return Target(Place.CHANNEL, channel.id)


def standing(env: simcord.Env, channel_id: int) -> list[list[str]]:
    """The texts of each message that stands in a channel."""
    return [
        [part["content"] for part in walk_components(message.components) if part["type"] == 10]
        for message in env.backend.messages[channel_id].values()
    ]


def forbid(env: simcord.Env, channel: simcord.ChannelHandle, *rights: str) -> None:
    """Take these rights from the bot in a channel."""
    denied = discord.Permissions(**dict.fromkeys(rights, True)).value
    overwrite = Overwrite(env.backend.bot_user.id, OverwriteType.MEMBER, deny=denied)
    env.backend.edit_channel(channel.id, {}, overwrites=[overwrite])


async def test_a_post_stands_with_its_mark_in_the_last_line_of_the_card(
    simcord_env: simcord.Env, sender: DiscordSender, channel: simcord.ChannelHandle
) -> None:
    sent = await sender.post(to(channel), post(small_print="Next: Monday"), MARK)
    assert sent.verdict is Verdict.SENT
    (message,) = simcord_env.backend.messages[channel.id].values()
    assert sent.message_id == message.id
    assert standing(simcord_env, channel.id) == [["Hello", f"-# Next: Monday · ref. {MARK}"]]


async def test_only_the_role_that_a_post_names_may_be_pinged_and_stands_above_it(
    simcord_env: simcord.Env,
    sender: DiscordSender,
    guild: simcord.GuildHandle,
    channel: simcord.ChannelHandle,
) -> None:
    role = guild.create_role("Readers", mentionable=True)
    other = guild.create_role("Others", mentionable=True)
    pinged = post(f"<@&{other.id}> @everyone", role_id=role.id, text_before=f"<@&{role.id}>")
    await sender.post(to(channel), pinged, MARK)
    (message,) = simcord_env.backend.messages[channel.id].values()
    assert standing(simcord_env, channel.id)[0][0] == f"<@&{role.id}>"
    allowed = message.allowed_mentions
    assert (allowed.everyone, allowed.users, allowed.roles) == (False, frozenset(), frozenset({role.id}))


async def test_a_person_is_written_to_and_asked_for_once(
    simcord_env: simcord.Env, sender: DiscordSender
) -> None:
    amina = simcord_env.create_user("amina")
    person = Target(Place.USER, amina.id)
    assert (await sender.post(person, post(), MARK)).verdict is Verdict.SENT
    assert (await sender.post(person, post(), ANOTHER)).verdict is Verdict.SENT
    assert (await sender.find(person, MARK, simcord_env.now() - LONG)).verdict is Verdict.SENT
    assert len(standing(simcord_env, amina.dm_channel.id)) == 2


ERRORS = [
    (403, 50001, Outcome(Verdict.NO_ACCESS, detail="the permission “View Channel”")),
    (403, 50013, Outcome(Verdict.NO_ACCESS, detail="the permission “Send Messages”")),
    (400, 50083, Outcome(Verdict.NO_ACCESS, detail="an open thread: it is locked or archived")),
    (403, 50007, Outcome(Verdict.CLOSED, detail="403 (code 50007) No")),
    (403, 50278, Outcome(Verdict.CLOSED, detail="403 (code 50278) No")),
    (404, 10003, Outcome(Verdict.GONE, detail="404 (code 10003) No")),
    (404, 10013, Outcome(Verdict.GONE, detail="404 (code 10013) No")),
    (404, 0, Outcome(Verdict.UNCLEAR, detail="404 (code 0) No")),
    (400, 50035, Outcome(Verdict.REFUSED, detail="400 (code 50035) No")),
    (400, 200000, Outcome(Verdict.REFUSED, detail="400 (code 200000) No")),
    (403, 0, Outcome(Verdict.BUSY, retry_after=UNTIL_TOLD)),
    (401, 0, Outcome(Verdict.BUSY, retry_after=UNTIL_TOLD)),
    (429, 20028, Outcome(Verdict.BUSY, retry_after=UNTIL_TOLD)),
    (500, 0, Outcome(Verdict.UNCLEAR, detail="500 (code 0) No")),
    (503, 0, Outcome(Verdict.UNCLEAR, detail="503 (code 0) No")),
    (520, 0, Outcome(Verdict.UNCLEAR, detail="520 (code 0) No")),
]


@pytest.mark.parametrize(("status", "code", "expected"), ERRORS, ids=[f"{one[0]}-{one[1]}" for one in ERRORS])
async def test_each_error_of_a_post_has_its_verdict(
    simcord_env: simcord.Env,
    sender: DiscordSender,
    channel: simcord.ChannelHandle,
    status: int,
    code: int,
    expected: Outcome,
) -> None:
    simcord_env.inject_error("POST", "/channels/*/messages", status=status, code=code, message="No")
    assert await sender.post(to(channel), post(), MARK) == expected
    assert standing(simcord_env, channel.id) == []


LOOKS = [
    (403, 50001, Verdict.REFUSED),
    (403, 50013, Verdict.REFUSED),
    (404, 10003, Verdict.GONE),
    (429, 0, Verdict.BUSY),
    (500, 0, Verdict.UNCLEAR),
    (400, 0, Verdict.UNCLEAR),
]


@pytest.mark.parametrize(("status", "code", "expected"), LOOKS)
async def test_each_error_of_a_look_into_the_history_has_its_verdict(
    simcord_env: simcord.Env,
    sender: DiscordSender,
    channel: simcord.ChannelHandle,
    status: int,
    code: int,
    expected: Verdict,
) -> None:
    simcord_env.inject_error("GET", "/channels/*/messages", status=status, code=code)
    found = await sender.find(to(channel), MARK, simcord_env.now() - LONG)
    assert (found.verdict, found.absent) == (expected, False)


@pytest.mark.parametrize(
    "error", [ConnectionResetError(), TimeoutError(), RuntimeError("a fault of discord.py")]
)
async def test_a_broken_connection_leaves_it_unclear(
    simcord_env: simcord.Env,
    sender: DiscordSender,
    channel: simcord.ChannelHandle,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
) -> None:
    async def breaks(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(simcord_env.bot.http, "request", breaks)
    outcome = await sender.post(to(channel), post(), MARK)
    assert outcome == Outcome(Verdict.UNCLEAR, detail=type(error).__name__)
    assert (await sender.find(to(channel), MARK, simcord_env.now())).verdict is Verdict.UNCLEAR
    assert (await sender.post(Target(Place.USER, 5), post(), MARK)).verdict is Verdict.BUSY, (
        "nothing was sent"
    )


async def test_a_wait_that_discord_py_would_not_sit_out_is_handed_on(
    simcord_env: simcord.Env,
    sender: DiscordSender,
    channel: simcord.ChannelHandle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def limited(*_: object, **__: object) -> None:
        raise discord.RateLimited(17.5)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(simcord_env.bot.http, "request", limited)
        assert await sender.post(to(channel), post(), MARK) == Outcome(Verdict.BUSY, retry_after=17.5)


async def test_a_post_that_no_message_can_hold_is_refused(
    sender: DiscordSender, channel: simcord.ChannelHandle
) -> None:
    full = Post(card([text("word") for _ in range(39)]))
    outcome = await sender.post(to(channel), full, MARK)
    assert outcome.verdict is Verdict.REFUSED
    assert "does not fit" in outcome.detail


async def test_what_was_posted_is_found_by_its_mark_and_nothing_else_is(
    simcord_env: simcord.Env,
    sender: DiscordSender,
    guild: simcord.GuildHandle,
    channel: simcord.ChannelHandle,
) -> None:
    sent = await sender.post(to(channel), post(), MARK)
    amina = guild.add_member(simcord_env.create_user("amina"))
    await amina.send(channel, f"-# ref. {ANOTHER}")
    since = simcord_env.now() - LONG
    found = await sender.find(to(channel), MARK, since)
    assert (found.verdict, found.message_id, found.absent) == (Verdict.SENT, sent.message_id, False)
    assert (await sender.find(to(channel), ANOTHER, since)).absent
    await simcord_env.advance_time(60)
    assert (await sender.find(to(channel), MARK, simcord_env.now())).absent, "older than what was asked for"


async def test_an_empty_history_is_believed_only_where_it_may_be_read(
    simcord_env: simcord.Env, sender: DiscordSender, channel: simcord.ChannelHandle
) -> None:
    since = simcord_env.now() - LONG
    assert (await sender.find(to(channel), MARK, since)).absent
    forbid(simcord_env, channel, "read_message_history")
    await simcord_env.settle()
    found = await sender.find(to(channel), MARK, since)
    assert (found.verdict, found.absent) == (Verdict.REFUSED, False)


async def test_an_old_message_proves_that_the_history_of_an_unknown_channel_can_be_read(
    simcord_env: simcord.Env,
    sender: DiscordSender,
    channel: simcord.ChannelHandle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(simcord_env.bot, "get_channel", lambda _: None)
    assert (await sender.find(to(channel), MARK, simcord_env.now())).verdict is Verdict.REFUSED
    await sender.post(to(channel), post(), ANOTHER)
    await simcord_env.advance_time(60)
    assert (await sender.find(to(channel), MARK, simcord_env.now())).absent


@pytest.mark.parametrize(
    ("rights", "told"),
    [
        (["send_messages"], "the permission “Send Messages”"),
        (
            ["view_channel"],
            "the permissions “View Channel” and “Send Messages”",
        ),  # the one takes the other along
        (["send_messages", "embed_links"], "the permission “Send Messages”"),
    ],
)
async def test_the_right_that_is_missing_is_named(
    simcord_env: simcord.Env,
    sender: DiscordSender,
    channel: simcord.ChannelHandle,
    rights: list[str],
    told: str,
) -> None:
    forbid(simcord_env, channel, *rights)
    await simcord_env.settle()
    assert await sender.post(to(channel), post(), MARK) == Outcome(Verdict.NO_ACCESS, detail=told)


async def test_a_channel_without_the_history_right_still_takes_posts(
    simcord_env: simcord.Env, sender: DiscordSender, channel: simcord.ChannelHandle
) -> None:
    forbid(simcord_env, channel, "read_message_history")
    await simcord_env.settle()
    assert (await sender.post(to(channel), post(), MARK)).verdict is Verdict.SENT


async def test_a_deleted_channel_is_gone(
    simcord_env: simcord.Env, sender: DiscordSender, channel: simcord.ChannelHandle
) -> None:
    simcord_env.backend.delete_channel(channel.id)
    await simcord_env.settle()
    assert (await sender.post(to(channel), post(), MARK)).verdict is Verdict.GONE
    assert (await sender.find(to(channel), MARK, simcord_env.now())).verdict is Verdict.GONE


async def test_a_server_s_managers_are_told_where_it_wants_it_then_its_owner(
    simcord_env: simcord.Env,
    sender: DiscordSender,
    guild: simcord.GuildHandle,
    channel: simcord.ChannelHandle,
) -> None:
    server = simcord_env.bot.get_guild(guild.id)
    assert server is not None
    assert server.owner_id is not None
    owner = Target(Place.USER, server.owner_id)
    assert sender.contacts(guild.id) == [owner]
    simcord_env.backend.edit_guild(guild.id, {"system_channel_id": channel.id})
    await simcord_env.settle()
    assert sender.contacts(guild.id) == [to(channel), owner]
    forbid(simcord_env, channel, "send_messages")
    await simcord_env.settle()
    assert sender.contacts(guild.id) == [owner]
    assert sender.contacts(5) == ()


async def test_every_request_waits_for_its_turn(
    simcord_env: simcord.Env, channel: simcord.ChannelHandle
) -> None:
    class Counting(Pace):
        turns = 0

        def turn(self) -> Any:
            self.turns += 1
            return super().turn()

    pace = Counting()
    sender = DiscordSender(simcord_env.bot, pace)
    amina = simcord_env.create_user("amina")
    doings: list[tuple[Callable[[], Awaitable[object]], int]] = [
        (lambda: sender.post(to(channel), post(), MARK), 1),
        (lambda: sender.find(to(channel), MARK, simcord_env.now() - LONG), 1),
        (lambda: sender.post(Target(Place.USER, amina.id), post(), MARK), 2),
        (lambda: sender.post(Target(Place.USER, amina.id), post(), ANOTHER), 1),
    ]
    for doing, turns in doings:
        before = pace.turns
        await doing()
        assert pace.turns - before == turns


async def test_cancelled_it_ends(
    simcord_env: simcord.Env,
    sender: DiscordSender,
    channel: simcord.ChannelHandle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun = asyncio.Event()

    async def endless(*_: object, **__: object) -> None:
        begun.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(simcord_env.bot.http, "request", endless)
    sending = asyncio.create_task(sender.post(to(channel), post(), MARK))
    await begun.wait()
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending
