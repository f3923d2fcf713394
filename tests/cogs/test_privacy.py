"""/r2p privacy: what is stored about oneself in a file, and to be forgotten; and a server that takes the bot out."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import discord
import pytest
import simcord

from bot.alerts.model import Severity, Wanted
from bot.client import PRUNE, R2PBot
from bot.departures import KEPT
from bot.posting.metronome import HandCranked
from bot.render.privacy import forget_question
from bot.services import Services
from bot.storage.settings import GuildSettings
from tests.cogs.alerts import Desk
from tests.cogs.conftest import Watch
from tests.cogs.passing import posts, until
from tests.cogs.people import World, bring_back, labels, parts, read, reply, take_out

EXPORT, FORGET = "r2p privacy export", "r2p privacy forget"
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
async def desk(world: World, simcord_bot: R2PBot, services: Services) -> Desk:
    return await Desk.opened(world, simcord_bot, services)


async def busy(desk: Desk) -> None:
    """Amina does all that a person can do by herself, and something for the server."""
    world, services = desk.world, desk.services
    await world.amina.slash(world.channel, "r2p remind me", tag="debate")
    everything = Wanted(Severity.WATCH)
    await services.alerts.choices.follow(world.guild.id, world.ben.id, everything)
    await services.alerts.choices.follow(world.guild.id, world.amina.id, everything)
    await services.calendars.set(world.guild.id, "refugee-day", None, world.amina.id, services.clock())
    await desk.flag(world.amina)
    await desk.posts()


async def file_of(result: simcord.InteractionResult) -> dict[str, Any]:
    (attached,) = reply(result).attachments
    told: dict[str, Any] = json.loads(await attached.read())
    return told


def rows_of(told: dict[str, Any]) -> dict[str, int]:
    """How much a file holds, by place."""
    return {place: len(rows) for place, rows in (told["yours"] | told["in_servers"]).items() if rows}


async def test_a_person_gets_all_that_is_stored_about_them_and_only_they_see_it(desk: Desk) -> None:
    await busy(desk)
    result = await desk.world.amina.slash(desk.world.channel, EXPORT)
    assert result.ephemeral
    told = await file_of(result)
    assert told["user"] == str(desk.world.amina.id)
    assert rows_of(told) == {
        "reminders": 1,
        "follows": 1,
        "messages": 1,
        "alert_messages": 1,
        "alerts_raised": 1,
        "alerts_flagged": 1,
        "alerts_done": 1,
        "events_changed": 1,
    }
    assert "El Fasher" in told["in_servers"]["alerts_raised"][0]["title"]
    assert str(desk.world.ben.id) not in json.dumps(told)


async def test_it_is_the_same_in_direct_messages(desk: Desk) -> None:
    await busy(desk)
    here = await file_of(await desk.world.amina.slash(desk.world.channel, EXPORT))
    alone = await desk.world.amina.user.slash(EXPORT)
    assert not alone.ephemeral, "there is nobody to hide it from"
    assert await file_of(alone) == here


async def test_who_is_unknown_gets_an_empty_file_and_has_nothing_to_forget(world: World) -> None:
    result = await world.ben.slash(world.channel, EXPORT)
    assert read(reply(result)).startswith("Nothing is stored about you.")
    assert rows_of(await file_of(result)) == {}
    asked = reply(await world.ben.slash(world.channel, FORGET))
    assert read(asked).startswith("### Nothing is stored about you")
    assert labels(asked) == []


async def test_who_asks_to_be_forgotten_is_told_first_and_then_erased_everywhere(desk: Desk) -> None:
    await busy(desk)
    world, services = desk.world, desk.services
    result = await world.amina.slash(world.channel, FORGET)
    assert result.ephemeral
    asked = read(reply(result))
    assert "- 1 reminder of yours\n- 1 follow of alerts\n- 1 record of a message to you" in asked
    assert "- 1 alert that you raised" in asked
    assert "- 1 event that you changed in a server's calendar" in asked
    assert (await services.privacy.about(world.amina.id)).anything, "nothing happens before the press"
    told = read(reply(await world.amina.click(reply(result), label="Forget me")))
    assert told.startswith("### You are forgotten")
    assert "- 1 reminder of yours" in told
    assert not (await services.privacy.about(world.amina.id)).anything
    assert services.alerts.choices.of_user(world.amina.id) == []
    assert len(services.alerts.choices.of_user(world.ben.id)) == 1
    assert services.calendars.changes(world.guild.id)["refugee-day"].by == 0
    assert "Raised by somebody" in read(await desk.post()), "the message that stands says so too"
    card = await world.manager.slash(world.channel, "r2p alert show", number=1)
    assert str(world.amina.id) not in read(reply(card))


async def test_the_button_is_nobody_else_s(desk: Desk) -> None:
    await busy(desk)
    world = desk.world
    channel = desk.bot.get_channel(world.channel.id)
    assert isinstance(channel, discord.TextChannel)
    asked = await channel.send(view=forget_question(world.amina.id, {"own_reminders": 1}))
    other = await world.ben.click(asked, label="Forget me")
    assert "somebody else's" in read(reply(other))
    assert (await desk.services.privacy.about(world.amina.id)).anything


async def test_two_presses_are_one(desk: Desk) -> None:
    await busy(desk)
    world = desk.world
    asked = reply(await world.amina.slash(world.channel, FORGET))
    (button,) = (part["custom_id"] for part in parts(asked) if part["type"] == 2)
    await desk.services.privacy.forget(world.amina.id)  # what the first press did, before it could answer
    again = await world.amina.click(asked, custom_id=button)
    assert again.ephemeral
    assert read(reply(again)).startswith("### Nothing is stored about you")


async def test_work_on_an_alert_goes_on_though_who_acknowledged_it_is_forgotten(desk: Desk) -> None:
    await desk.flag(desk.world.amina)
    await desk.press(desk.carla, await desk.post(), "Acknowledge")
    await desk.services.privacy.forget(desk.carla.id)
    assert "**Acknowledged** by somebody" in read(await desk.post())
    found = await desk.services.alerts.by_number(desk.world.guild.id, 1)
    assert found is not None
    assert found.acknowledged_at is not None
    await desk.write(desk.dora, await desk.post(), "Resolve", "confirmed")
    assert f"**Resolved** by <@{desk.dora.id}>" in read(await desk.post())


# -- a server that takes the bot out


@pytest.fixture
async def digest(world: World) -> simcord.ChannelHandle:
    """Where a digest stands every Monday at 09:00 UTC, from tomorrow on."""
    await world.manager.slash(
        world.channel,
        "r2p-admin digest setup",
        channel=world.channel,
        rhythm="weekly",
        day="Monday",
        time="09:00",
    )
    return world.channel


async def leave(world: World) -> None:
    take_out(world.env, world.guild.id)
    await world.env.settle()


async def come_back(world: World) -> None:
    bring_back(world.env, world.guild.id)
    await world.env.settle()


@pytest.mark.simcord(check_errors=False)
async def test_a_server_that_comes_back_goes_on_with_what_is_next_and_makes_up_for_nothing(
    world: World, simcord_bot: R2PBot, watch: Watch, digest: simcord.ChannelHandle
) -> None:
    await until(simcord_bot, watch, MONDAY + timedelta(hours=1))
    assert len(posts(digest)) == 1
    await leave(world)
    await until(simcord_bot, watch, MONDAY + timedelta(days=22))
    assert len(posts(digest)) == 1, "nothing is posted for a server that took the bot out"
    await come_back(world)
    await until(simcord_bot, watch, MONDAY + timedelta(days=27))
    assert len(posts(digest)) == 1
    await until(simcord_bot, watch, MONDAY + timedelta(days=28, hours=1))
    assert len(posts(digest)) == 2
    assert "late" not in posts(digest)[1].casefold()


@pytest.mark.simcord(check_errors=False)
async def test_after_thirty_days_a_server_begins_anew(
    world: World, services: Services, simcord_bot: R2PBot, watch: Watch, digest: simcord.ChannelHandle
) -> None:
    await services.settings.set(world.guild.id, GuildSettings(private_by_default=True))
    crank = simcord_bot.metronome
    assert isinstance(crank, HandCranked)
    await leave(world)
    for days, kept in ((KEPT - timedelta(seconds=1), True), (timedelta(seconds=1), False)):
        watch.now += days
        await crank.turn(PRUNE)
        assert services.settings.get(world.guild.id).private_by_default is kept
    await come_back(world)
    assert await services.digests.of(world.guild.id) == []
    await until(simcord_bot, watch, watch.now + timedelta(days=8))
    assert posts(digest) == []


@pytest.mark.simcord(check_errors=False)
async def test_a_server_that_is_unavailable_for_long_keeps_all_and_misses_nothing(
    world: World, services: Services, simcord_bot: R2PBot, watch: Watch, digest: simcord.ChannelHandle
) -> None:
    world.env.backend.emit("GUILD_DELETE", {"id": str(world.guild.id), "unavailable": True})
    await world.env.settle()
    await simcord_bot.on_ready()
    watch.now += KEPT * 2
    crank = simcord_bot.metronome
    assert isinstance(crank, HandCranked)
    await crank.turn(PRUNE)
    assert len(await services.digests.of(world.guild.id)) == 1
    await simcord_bot.tick()
    assert len(posts(digest)) == 1, "what was missed is one late post, as after any downtime"


@pytest.mark.simcord(check_errors=False)
async def test_a_person_s_own_reminder_comes_though_the_server_is_away(
    world: World, services: Services, simcord_bot: R2PBot, watch: Watch
) -> None:
    await world.amina.slash(world.channel, "r2p remind me", tag="debate", leads="open")
    follow = await services.alerts.choices.follow(world.guild.id, world.amina.id, Wanted(Severity.WATCH))
    assert follow.user_id == world.amina.id
    await leave(world)
    await until(simcord_bot, watch, datetime(2027, 12, 1, tzinfo=UTC))
    assert posts(world.amina.user.dm_channel) != []


@pytest.mark.simcord(check_errors=False)
async def test_an_alert_that_was_never_posted_is_posted_on_return_and_reminds_of_nothing_else(
    desk: Desk, watch: Watch
) -> None:
    await desk.flag(desk.world.amina)
    await leave(desk.world)
    assert await desk.posts() == []
    watch.now += timedelta(days=3)
    assert await desk.posts() == []
    await come_back(desk.world)
    assert "Alert 1" in read(await desk.post())
