"""/r2p-admin status: one page says how the bot's posts stand, and what to press."""

from __future__ import annotations

from datetime import UTC, datetime

import discord
import pytest
import simcord
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot.client import R2PBot
from bot.services import Services
from tests.cogs.conftest import Watch
from tests.cogs.people import World, labels, read, reply

COMMAND = "r2p-admin status"
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


async def status(world: World) -> simcord.ResponseMessage:
    shown = await world.manager.slash(world.channel, COMMAND)
    assert shown.ephemeral
    return reply(shown)


async def set_up(world: World, channel: simcord.ChannelHandle | None = None) -> None:
    options = {"channel": channel or world.channel, "rhythm": "daily"}
    done = await world.manager.slash(world.channel, "r2p-admin digest setup", **options)
    assert "Digest set up" in read(reply(done))


def forbid(world: World, **denied: bool) -> None:
    """Take rights from the bot in the world's channel; none: give them back."""
    deny = discord.Permissions(**denied).value
    user = world.env.backend.bot_user.id
    rights = Overwrite(target_id=user, type=OverwriteType.MEMBER, allow=0, deny=deny)
    world.env.backend.set_overwrite(world.channel.id, rights)


async def test_where_nothing_is_set_up_it_tells_how_to_start(world: World) -> None:
    told = read(await status(world))
    assert "Nothing is set up yet" in told
    assert "/r2p-admin digest setup" in told


async def test_what_comes_and_what_came(world: World, simcord_bot: R2PBot, watch: Watch) -> None:
    await set_up(world)
    told = read(await status(world))
    assert f"<t:{int(MONDAY.timestamp())}:R>: digest into <#{world.channel.id}>" in told
    assert f"<#{world.channel.id}>: all that I need" in told
    assert "Last posts" not in told
    watch.now = MONDAY
    await simcord_bot.tick()
    post = world.channel.last_message
    assert post is not None
    told = read(await status(world))
    assert f"https://discord.com/channels/{world.guild.id}/{world.channel.id}/{post.id}" in told


async def test_a_skipped_post_says_why(
    world: World, services: Services, simcord_bot: R2PBot, watch: Watch
) -> None:
    await set_up(world)
    (schedule,) = await services.digests.of(world.guild.id)
    await services.digests.choose(schedule, sections=("day",))
    watch.now = MONDAY
    await simcord_bot.tick()
    assert "skipped: There was nothing new to post." in read(await status(world))


async def test_a_blocked_channel_is_resumed_by_one_press(
    world: World, simcord_bot: R2PBot, watch: Watch
) -> None:
    await set_up(world)
    forbid(world, send_messages=True)
    watch.now = MONDAY
    await simcord_bot.tick()
    shown = await status(world)
    assert "Held up until it is mended" in read(shown)
    assert "I lack the permission “Send Messages”" in read(shown)
    refused = await world.manager.click(shown, label="Resume")
    assert "I still lack" in read(reply(refused))
    forbid(world)
    resumed = await world.manager.click(shown, label="Resume")
    assert "resumed" in read(reply(resumed))
    await simcord_bot.tick()
    assert world.channel.last_message is not None
    assert "Held up" not in read(await status(world))


async def test_a_paused_digest_is_resumed_by_one_press(world: World, services: Services) -> None:
    await set_up(world)
    (schedule,) = await services.digests.of(world.guild.id)
    await services.digests.pause(schedule, services.clock())
    shown = await status(world)
    assert "By a manager." in read(shown)
    resumed = await world.manager.click(shown, label="Resume digest in #general")
    assert resumed.ephemeral
    assert "Digest resumed" in read(reply(resumed))
    assert "Paused" not in read(await status(world))
    again = await world.manager.click(shown, label="Resume digest in #general")
    assert "not paused" in read(reply(again))


async def test_paused_reminders_are_resumed_by_one_press(world: World) -> None:
    await world.manager.slash(world.channel, "r2p-admin reminder setup", channel=world.channel)
    (offered,) = await world.manager.autocomplete(world.channel, "r2p-admin reminder pause", "reminder", "")
    await world.manager.slash(world.channel, "r2p-admin reminder pause", reminder=offered["value"])
    shown = await status(world)
    assert "reminders into" in read(shown)
    resumed = await world.manager.click(shown, label="Resume reminders in #general")
    assert "Reminders resumed" in read(reply(resumed))
    assert "Paused" not in read(await status(world))


async def test_a_deleted_channel_shows(world: World) -> None:
    elsewhere = world.guild.create_text_channel("elsewhere")
    await set_up(world, elsewhere)
    world.env.backend.delete_channel(elsewhere.id)
    assert f"<#{elsewhere.id}>: can't be seen" in read(await status(world))


@pytest.mark.parametrize(("label", "posts"), [("Post it", 1), ("It was posted", 0)])
async def test_an_uncertain_post_is_decided_by_one_press(
    world: World, simcord_bot: R2PBot, watch: Watch, label: str, posts: int
) -> None:
    await set_up(world)
    watch.now = MONDAY
    world.env.inject_error("POST", f"/channels/{world.channel.id}/messages", status=503)
    await simcord_bot.tick()
    forbid(world, read_message_history=True)
    watch.turn(600)
    await simcord_bot.tick()
    shown = await status(world)
    assert "Not sure whether this was posted" in read(shown)
    assert {"Post it", "It was posted"} <= set(labels(shown))
    pressed = await world.manager.click(shown, label=label)
    assert "Thank you" in read(reply(pressed))
    await simcord_bot.tick()
    assert len([each for each in world.channel.history() if "### Digest, " in read(each)]) == posts
    assert "Not sure" not in read(await status(world))


async def test_members_do_not_see_the_command(world: World) -> None:
    with pytest.raises(simcord.SetupError, match="not visible"):
        await world.amina.slash(world.channel, COMMAND)
