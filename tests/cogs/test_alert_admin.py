"""/r2p-admin alert and watch: what managers set holds, what cannot work is said, and nothing is let out of a table."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import discord
import pytest
import simcord
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot.alerts.model import AlertSettings
from bot.client import R2PBot
from bot.errors import UserError
from bot.services import Services
from tests.cogs.alerts import SHELLED, WORRIED, Desk, said
from tests.cogs.conftest import Watch
from tests.cogs.people import World, labels, read, reply


@pytest.fixture
async def desk(world: World, simcord_bot: R2PBot, services: Services) -> Desk:
    return await Desk.opened(world, simcord_bot, services)


async def run(world: World, name: str, **options: Any) -> str:
    """What a manager's command answers."""
    return said(await world.manager.slash(world.channel, f"r2p-admin {name}", **options))


def settings(world: World, services: Services) -> AlertSettings:
    return services.alerts.choices.settings(world.guild.id)


def take(world: World, channel: simcord.ChannelHandle, **rights: bool) -> None:
    """Take rights from the bot in a channel."""
    world.env.backend.set_overwrite(
        channel.id,
        Overwrite(
            target_id=world.env.backend.bot_user.id,
            type=OverwriteType.MEMBER,
            allow=0,
            deny=discord.Permissions(**rights).value,
        ),
    )


# -- settings


async def test_without_options_the_settings_are_shown(world: World) -> None:
    assert "**Alerts are off**" in await run(world, "alert settings")


async def test_a_channel_switches_alerts_on_and_clear_switches_them_off(
    world: World, services: Services
) -> None:
    channel = world.guild.create_text_channel("alerts")
    told = await run(world, "alert settings", channel=channel, flags_an_hour=3)
    assert f"**Alerts go into** <#{channel.id}>" in told
    assert "at most 3 times an hour" in told
    assert settings(world, services).channel_id == channel.id
    assert "**Alerts are off**" in await run(world, "alert settings", clear="channel")
    assert settings(world, services).flags_an_hour == 3


async def test_every_option_is_kept_and_told(world: World, services: Services) -> None:
    role = world.guild.create_role("Duty", mentionable=True)
    told = await run(
        world,
        "alert settings",
        channel=world.channel,
        raisers="role",
        raise_role=role,
        work_role=role,
        urgent_role=role,
        mention_minutes=10,
        remind_minutes=20,
        escalate_minutes=40,
        escalate_role=role,
        threads=True,
    )
    assert told.count(f"<@&{role.id}>") == 4
    for words in ("at most once in 10 minutes", "after 20 minutes", "after 40 to", "each with a thread"):
        assert words in told
    told = await run(world, "alert settings", escalate_person=world.ben)
    assert f"after 40 it goes to <@{world.ben.id}>" in told
    assert settings(world, services).escalate_role_id is None
    assert "it goes to nobody else" in await run(world, "alert settings", clear="escalation")


async def test_what_cannot_work_is_said_and_not_kept(world: World, services: Services) -> None:
    quiet = world.guild.create_role("Quiet")
    shut = world.guild.create_text_channel("shut")
    take(world, shut, send_messages=True)
    take(world, world.channel, mention_everyone=True)
    for options, words in (
        ({"channel": shut}, "“Send Messages”"),
        ({"channel": world.channel, "raisers": "role"}, "Choose the role too"),
        ({"channel": world.channel, "urgent_role": quiet}, "I can't ping"),
        ({"channel": world.channel, "escalate_role": quiet, "escalate_person": world.ben}, "one of the two"),
    ):
        assert words in await run(world, "alert settings", **options)
        assert settings(world, services) == AlertSettings()
    simcord.assert_error(world.env, UserError)


async def test_threads_need_their_right(world: World, services: Services) -> None:
    take(world, world.channel, create_public_threads=True)
    told = await run(world, "alert settings", channel=world.channel, threads=True)
    assert "For threads I need the permission “Create Public Threads”" in told
    assert settings(world, services) == AlertSettings()
    simcord.assert_error(world.env, UserError)


# -- export


async def test_the_export_has_all_and_no_formulas(desk: Desk) -> None:
    await desk.flag(what='=HYPERLINK("https://evil.example") in Sudan, with words enough')
    await desk.flag(desk.world.ben, SHELLED)
    first, _ = await desk.posts()
    await desk.write(desk.carla, first, "Note", "+1+1")
    done = await desk.world.manager.slash(desk.world.channel, "r2p-admin alert export")
    assert done.ephemeral
    files = {each.filename: await each.read() for each in reply(done).attachments}
    rows = list(csv.DictReader(io.StringIO(files["alerts.csv"].decode("utf-8-sig"))))
    assert [row["number"] for row in rows] == ["1", "2"]
    assert rows[0]["title"].startswith("'=HYPERLINK")
    assert rows[1]["countries"] == "SDN"
    told = json.loads(files["alerts.json"])["alerts"]
    assert told[0]["title"].startswith("=HYPERLINK")
    assert [entry["act"] for entry in told[0]["log"]] == ["raised", "note"]
    assert told[0]["raised_by"] == str(desk.world.amina.id)


# -- watching


async def test_a_channel_sees_what_it_watches_for_with_a_link_and_no_work_buttons(desk: Desk) -> None:
    wall = desk.world.guild.create_text_channel("wall")
    told = await run(
        desk.world, "watch add", channel=wall, severity="concern", countries="Sudan, TCD", words="siege"
    )
    assert "concern or graver · 🇸🇩 Sudan or 🇹🇩 Chad · “siege”" in told
    await desk.flag(what=WORRIED)
    await desk.flag()
    await desk.posts()
    (copy,) = wall.history()
    assert "Alert 2" in read(copy)
    assert labels(copy) == ["Open the alert"]
    await desk.write(desk.carla, (await desk.posts())[-1], "Resolve", "done")
    await desk.posts()
    (copy,) = wall.history()
    assert "**Resolved**" in read(copy)


async def test_rules_are_listed_and_removed(desk: Desk) -> None:
    wall = desk.world.guild.create_text_channel("wall")
    await run(desk.world, "watch add", channel=wall, themes="Hate speech and incitement")
    assert "Hate speech and incitement" in await run(desk.world, "watch list")
    choices = await desk.world.manager.autocomplete(desk.world.channel, "r2p-admin watch remove", "rule", "")
    (choice,) = choices
    assert "#wall · watch · Hate speech and incitement" in str(choice)
    (rule,) = desk.services.alerts.choices.of_channels(desk.world.guild.id)
    assert "Nothing yet." in await run(desk.world, "watch remove", rule=str(rule.id))
    assert "no such rule" in await run(desk.world, "watch remove", rule=str(rule.id))
    simcord.assert_error(desk.world.env, UserError)


async def test_a_rule_that_cannot_be_is_refused_in_words(desk: Desk) -> None:
    wall = desk.world.guild.create_text_channel("wall")
    for options, words in (
        ({"channel": desk.channel}, "it gets them all"),
        ({"channel": wall, "countries": "Atlantis"}, "I know no country “Atlantis”"),
        ({"channel": wall, "themes": "football"}, "I know no such theme"),
        ({"channel": wall, "words": ",".join("abcdefghijk")}, "At most 10 at a time"),
    ):
        assert words in await run(desk.world, "watch add", **options)
    assert desk.services.alerts.choices.of_channels(desk.world.guild.id) == []
    simcord.assert_error(desk.world.env, UserError)


async def test_countries_are_offered_one_after_the_other(desk: Desk) -> None:
    offered = await desk.world.manager.autocomplete(
        desk.world.channel, "r2p-admin watch add", "countries", "SDN, chad"
    )
    assert any("TCD" in str(choice) for choice in offered)


# -- digests


async def test_a_digest_tells_what_is_open_overdue_and_closed(desk: Desk, watch: Watch) -> None:
    world = desk.world
    await world.manager.slash(
        world.channel, "r2p-admin digest setup", channel=world.channel, rhythm="daily", time="09:00"
    )
    (schedule,) = await desk.services.digests.of(world.guild.id)
    assert "alerts" in desk.services.digests.offered(world.guild.id)
    await desk.flag()
    await desk.flag(world.ben, WORRIED)
    _, second = await desk.posts()
    await desk.write(desk.carla, second, "Resolve", "done")
    watch.turn(21 * 3_600)
    await desk.bot.tick()
    assert "Alerts" not in read(world.channel.history()[-1])
    await desk.services.digests.choose(schedule, sections=("alerts",))
    watch.turn(24 * 3_600)
    await desk.bot.tick()
    told = read(world.channel.history()[-1])
    assert "1 not closed · 1 overdue" in told
    assert f"[1](https://discord.com/channels/{world.guild.id}/{desk.channel.id}/" in told
    assert "open, overdue" in told
    assert "resolved" not in told  # before the digest of the day before
