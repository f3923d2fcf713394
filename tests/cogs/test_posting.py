"""When something cannot be posted: who is told, what they press, and that it goes once it is mended."""

from __future__ import annotations

from datetime import datetime, timedelta

import discord
import pytest
import simcord
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot.client import R2PBot
from bot.posting.model import Delivery, Nothing, Occurrence, Outcome, Place, Post, State, Target, Verdict
from bot.posting.notices import GATHER
from bot.render.frame import card, text
from bot.services import Services
from tests.bot.posting.fakes import Hourly, key_of
from tests.cogs.conftest import Watch
from tests.cogs.people import World, labels, read, reply


class Spoken(Hourly):
    """Says which hour it is."""

    async def compose(self, delivery: Delivery, now: datetime) -> Post | Nothing:
        del now
        return Post(card([text(f"It is {delivery.key}")]))


@pytest.fixture
def office(world: World) -> simcord.ChannelHandle:
    """The channel in which the server wants to be told such things."""
    office = world.guild.create_text_channel("office")
    world.env.backend.edit_guild(world.guild.id, {"system_channel_id": office.id})
    return office


@pytest.fixture
def digests(world: World, services: Services) -> simcord.ChannelHandle:
    services.posting.register(Spoken())
    return world.guild.create_text_channel("digests")


async def set_up(world: World, services: Services, target: Target, watch: Watch, *, by: int = 0) -> None:
    """A post each hour, the first one now."""
    await services.posting.schedules.add(
        kind="hourly",
        guild_id=world.guild.id if target.place is Place.CHANNEL else None,
        target=target,
        details={},
        timezone="UTC",
        created_by=by or world.manager.id,
        upcoming=Occurrence(key_of(watch.now), watch.now),
        now=watch.now,
    )


def at(channel: simcord.ChannelHandle) -> Target:
    return Target(Place.CHANNEL, channel.id)


def forbid(world: World, channel: simcord.ChannelHandle, *rights: str) -> None:
    """Take these rights from the bot in a channel, and give all others back."""
    denied = discord.Permissions(**dict.fromkeys(rights, True)).value
    overwrite = Overwrite(world.env.backend.bot_user.id, OverwriteType.MEMBER, deny=denied)
    world.env.backend.edit_channel(channel.id, {}, overwrites=[overwrite])


async def tick(bot: R2PBot, watch: Watch, by: timedelta = timedelta(0)) -> None:
    watch.now += by
    await bot.tick()


def last(channel: simcord.ChannelHandle) -> discord.Message:
    message = channel.last_message
    assert message is not None
    return message


async def blocked(
    world: World, services: Services, simcord_bot: R2PBot, watch: Watch, digests: simcord.ChannelHandle
) -> None:
    """The right to write is lost, and whoever can be told was told."""
    await set_up(world, services, at(digests), watch)
    forbid(world, digests, "send_messages")
    await world.env.settle()
    await tick(simcord_bot, watch)
    await tick(simcord_bot, watch, GATHER)


async def test_a_lost_right_is_told_and_resumed_with_a_press_once_it_is_back(
    world: World,
    services: Services,
    simcord_bot: R2PBot,
    watch: Watch,
    office: simcord.ChannelHandle,
    digests: simcord.ChannelHandle,
) -> None:
    await blocked(world, services, simcord_bot, watch, digests)
    notice = last(office)
    assert f"<#{digests.id}>: I lack the permission “Send Messages”." in read(notice)
    assert labels(notice) == ["Resume"]
    refused = await world.manager.click(notice, label="Resume")
    assert f"<#{digests.id}>: I still lack Send Messages" in read(reply(refused))
    assert digests.history() == []
    forbid(world, digests)
    await world.env.settle()
    watch.turn(3 * 60 * 60)
    done = await world.manager.click(notice, label="Resume")
    assert "resumed" in read(reply(done))
    await tick(simcord_bot, watch)
    assert [read(message).splitlines()[0] for message in digests.history()] == ["It is 2026-11-22T15"]
    again = await world.manager.click(notice, label="Resume")
    assert "Nothing is blocked any more" in read(reply(again))


async def test_only_managers_may_resume(
    world: World,
    services: Services,
    simcord_bot: R2PBot,
    watch: Watch,
    office: simcord.ChannelHandle,
    digests: simcord.ChannelHandle,
) -> None:
    await blocked(world, services, simcord_bot, watch, digests)
    refused = await world.amina.click(last(office), label="Resume")
    assert refused.ephemeral
    assert "Manage Server" in read(reply(refused))
    assert len(await services.posting.outbox.blocks_of(world.guild.id)) == 1


async def test_where_the_server_has_no_place_for_it_the_one_who_set_it_up_is_told_and_can_press_there(
    world: World, services: Services, simcord_bot: R2PBot, watch: Watch, digests: simcord.ChannelHandle
) -> None:
    await blocked(world, services, simcord_bot, watch, digests)
    private = world.manager.user.dm_channel
    notice = last(private)
    assert f"<#{digests.id}>" in read(notice)
    forbid(world, digests)
    await world.env.settle()
    done = await world.manager.user.click(notice, label="Resume")
    assert "resumed" in read(reply(done))
    await tick(simcord_bot, watch)
    assert len(digests.history()) == 1


async def test_who_manages_no_more_may_not_press_in_an_old_direct_message(
    world: World, services: Services, simcord_bot: R2PBot, watch: Watch, digests: simcord.ChannelHandle
) -> None:
    await set_up(world, services, at(digests), watch, by=world.amina.id)
    forbid(world, digests, "send_messages")
    await world.env.settle()
    await tick(simcord_bot, watch)
    await tick(simcord_bot, watch, GATHER)
    refused = await world.amina.user.click(last(world.amina.user.dm_channel), label="Resume")
    assert "Manage Server" in read(reply(refused))


async def test_a_channel_that_is_gone_cannot_be_resumed(
    world: World,
    services: Services,
    simcord_bot: R2PBot,
    watch: Watch,
    office: simcord.ChannelHandle,
    digests: simcord.ChannelHandle,
) -> None:
    await set_up(world, services, at(digests), watch)
    world.env.backend.delete_channel(digests.id)
    await world.env.settle()
    await tick(simcord_bot, watch)
    await tick(simcord_bot, watch, GATHER)
    assert "The channel was deleted." in read(last(office))
    pressed = await world.manager.click(last(office), label="Resume")
    assert "it is gone" in read(reply(pressed))


async def uncertain(
    world: World,
    services: Services,
    simcord_bot: R2PBot,
    watch: Watch,
    digests: simcord.ChannelHandle,
    monkeypatch: pytest.MonkeyPatch,
) -> Delivery:
    """A post arrived without an answer, and the history cannot be read."""
    await set_up(world, services, at(digests), watch)
    sender = simcord_bot.rounds._sender  # noqa: SLF001 - what stands between the bot and Discord
    real = sender.post

    async def without_answer(target: Target, post: Post, mark: str) -> Outcome:
        await real(target, post, mark)
        return Outcome(Verdict.UNCLEAR)

    forbid(world, digests, "read_message_history")
    await world.env.settle()
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(sender, "post", without_answer)
        await tick(simcord_bot, watch)
    await tick(simcord_bot, watch, timedelta(minutes=1))
    delivery = await services.posting.outbox.get(1)
    assert delivery is not None
    assert delivery.state is State.UNKNOWN
    return delivery


@pytest.mark.parametrize(("label", "posts"), [("It was posted", 1), ("Post it", 2)])
async def test_a_manager_decides_about_an_uncertain_post_once(
    world: World,
    services: Services,
    simcord_bot: R2PBot,
    watch: Watch,
    office: simcord.ChannelHandle,
    digests: simcord.ChannelHandle,
    monkeypatch: pytest.MonkeyPatch,
    label: str,
    posts: int,
) -> None:
    delivery = await uncertain(world, services, simcord_bot, watch, digests, monkeypatch)
    notice = last(office)
    assert f"`ref. {delivery.mark}`" in read(notice)
    assert f"ref. {delivery.mark}" in read(last(digests))
    assert labels(notice) == ["Post it", "It was posted"]
    refused = await world.amina.click(notice, label=label)
    assert "Manage Server" in read(reply(refused))
    done = await world.manager.click(notice, label=label)
    assert "Thank you" in read(reply(done))
    twice = await world.manager.click(notice, label="Post it")
    assert "decided this already" in read(reply(twice))
    await tick(simcord_bot, watch)
    assert len(digests.history()) == posts  # simcord keeps no nonce: Discord would, for some minutes
    settled = await services.posting.outbox.get(delivery.id)
    assert settled is not None
    assert settled.state is State.SENT


async def test_a_button_about_a_post_that_is_forgotten_says_so(
    world: World,
    services: Services,
    simcord_bot: R2PBot,
    watch: Watch,
    office: simcord.ChannelHandle,
    digests: simcord.ChannelHandle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await uncertain(world, services, simcord_bot, watch, digests, monkeypatch)
    (delivery,) = (await services.posting.status(world.guild.id)).waiting
    await services.posting.schedules.remove(delivery.source_id, erase=True)
    pressed = await world.manager.click(last(office), label="Post it")
    assert "decided this already" in read(reply(pressed))


async def test_who_closed_their_direct_messages_is_told_at_the_next_use_and_once(
    world: World,
    services: Services,
    simcord_bot: R2PBot,
    watch: Watch,
    digests: simcord.ChannelHandle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    del digests
    person = Target(Place.USER, world.amina.id)
    await set_up(world, services, person, watch, by=world.amina.id)

    async def closed(*_: object) -> Outcome:
        return Outcome(Verdict.CLOSED)

    monkeypatch.setattr(simcord_bot.rounds._sender, "post", closed)  # noqa: SLF001 - as above
    await tick(simcord_bot, watch)
    assert await services.posting.untold(person) is not None
    used = await world.amina.slash(world.channel, "r2p about")
    (told,) = used.followups
    assert told.ephemeral
    assert "you take no direct messages from me" in read(told)
    assert (await world.amina.slash(world.channel, "r2p about")).followups == []
    assert (await world.ben.slash(world.channel, "r2p about")).followups == []
