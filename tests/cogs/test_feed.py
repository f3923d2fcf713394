"""/r2p-admin feed: managers follow feeds, and what meets their rules arrives as alerts, harmless whatever it holds."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import discord
import pytest
import simcord

from bot.alerts.feed_desk import Sources
from bot.alerts.model import AlertSettings
from bot.alerts.poll import MOST_FAILURES
from bot.client import R2PBot
from bot.errors import UserError
from bot.posting.metronome import HandCranked
from bot.render.text import length
from bot.services import Services
from cogs.feed import JOB
from knowledge.feeds import load_feeds
from tests.bot.alerts.made_up_feeds import entry
from tests.bot.alerts.publisher import Publisher, publishing
from tests.bot.alerts.web import fetcher
from tests.cogs.conftest import Watch
from tests.cogs.people import World, labels, parts, read, reply

COMMAND = "r2p-admin feed"
SHELLED = entry(
    1,
    "Army shells hospital in El Fasher, dozens of civilians killed",
    summary="The siege tightens and aid is blocked.",
)
BUDGET = entry(2, "Mayor vetoes the city budget")
NASTY = entry(
    3,
    "@everyone <@&1> Army shells hospital in Sudan, [click](https://evil.example) `x` **civilians killed**",
    summary="||spoiler|| <@1> # big\n> quote https://evil.example @here dozens of civilians killed in the siege",
    link="https://example.org/)](https://evil.example/",
)


@pytest.fixture
async def publisher() -> AsyncIterator[Publisher]:
    async with publishing() as opened:
        opened.put([])
        yield opened


@pytest.fixture
def sources(publisher: Publisher) -> Sources:
    return Sources(fetcher(publisher.server), load_feeds())


@pytest.fixture
async def channel(world: World, services: Services) -> simcord.ChannelHandle:
    """The channel of the alerts, set up."""
    made = world.guild.create_text_channel("alerts")
    await services.alerts.choices.set(world.guild.id, AlertSettings(channel_id=made.id))
    return made


async def run(world: World, name: str, **options: Any) -> simcord.InteractionResult:
    """One of the commands, as the manager."""
    done = await world.manager.slash(world.channel, f"{COMMAND} {name}", **options)
    assert done.ephemeral
    return done


def answer(done: simcord.InteractionResult) -> Any:
    """The message that answered, at once or after some thinking."""
    return done.response if done.response is not None and read(done.response) else done.followups[-1]


async def said(world: World, name: str, **options: Any) -> str:
    return read(answer(await run(world, name, **options)))


async def poll(bot: R2PBot, watch: Watch, after: float = 1_100) -> None:
    """Let time pass, look at the feeds, and post what is due."""
    watch.turn(after)
    assert isinstance(bot.metronome, HandCranked)
    await bot.metronome.turn(JOB)
    await bot.tick()


def posts(channel: simcord.ChannelHandle) -> list[str]:
    return [read(message) for message in channel.history()]


# -- following


async def test_a_feed_is_followed_and_what_is_new_in_it_becomes_an_alert(
    world: World, simcord_bot: R2PBot, watch: Watch, channel: simcord.ChannelHandle, publisher: Publisher
) -> None:
    publisher.put([entry(9, "Army shells school in Mali, children killed")], title="The *News*")
    told = await said(world, "add", address=publisher.at())
    assert "Feed added" in told
    assert r"The \*News\*" in told
    assert "counts as seen" in told
    await poll(simcord_bot, watch)
    assert posts(channel) == []
    publisher.put([SHELLED, BUDGET], title="The *News*")
    await poll(simcord_bot, watch)
    await poll(simcord_bot, watch)
    (post,) = posts(channel)
    assert "Army shells hospital in El Fasher" in post
    assert "Sudan" in post
    assert "(para. 12)" in post
    listed = await said(world, "list")
    assert "1 raised, 1 below the line" in listed
    assert "concern or graver" in listed


async def test_nothing_in_a_feed_can_ping_spoof_or_break_a_message(
    world: World, simcord_bot: R2PBot, watch: Watch, channel: simcord.ChannelHandle, publisher: Publisher
) -> None:
    publisher.put([], title=NASTY.title)
    await run(world, "add", address=publisher.at(), severity="watch", score=1)
    many = [
        replace(NASTY, guid=f"{n}", title=f"{NASTY.title} number {n}", link=f"{NASTY.link}{n}")
        for n in range(5)
    ]
    publisher.put(many, title=NASTY.title)
    trial = await said(world, "test", address=publisher.at())
    await poll(simcord_bot, watch)
    listed = await said(world, "list")
    shown = posts(channel)
    assert any("had 2 more items" in post for post in shown)
    for text in (trial, listed, *shown):
        bare = re.sub(r"<t:\d+:\w>|<#\d+>|<@\d{5,}>", "", text)
        assert "@everyone" not in bare
        assert "@here" not in bare
        assert not re.search(r"(?<!\\)<@", bare)
        # What is left once the links to the item's true host are taken out leads nowhere.
        rest = re.sub(r"(?<!\\)\]\(https://(?:example\.org|discord\.com)/[^)\s]*\)", "", bare)
        assert not re.search(r"(?<!\\)\]\(|(?<!\\):/?/?evil|https?://", rest)
    for message in channel.history():
        assert message.mentions == []
        assert not message.mention_everyone


async def test_a_change_in_the_feed_changes_the_alert_in_place(
    world: World, simcord_bot: R2PBot, watch: Watch, channel: simcord.ChannelHandle, publisher: Publisher
) -> None:
    await run(world, "add", address=publisher.at())
    publisher.put([SHELLED])
    await poll(simcord_bot, watch)
    publisher.put([replace(SHELLED, title="Army shells hospital in El Fasher, over 100 civilians killed")])
    await poll(simcord_bot, watch)
    await simcord_bot.tick()
    (post,) = posts(channel)
    assert "over 100 civilians killed" in post


# -- testing


async def test_a_test_says_what_would_be_raised_and_why_of_any_address(
    world: World, simcord_bot: R2PBot, channel: simcord.ChannelHandle, publisher: Publisher
) -> None:
    publisher.put([SHELLED, BUDGET])
    told = await said(world, "test", address=publisher.at())
    assert "Of the last 2 items, 1 would have raised an alert. Nothing was posted." in told
    assert "Would be raised" in told
    assert re.search(r"urgent · score \d+ % · 🇸🇩 Sudan", told)
    assert "Below the line" in told
    assert "not about the report's subject" in told
    assert await simcord_bot.services.feeds.of(world.guild.id) == []
    assert posts(channel) == []


async def test_a_test_of_many_long_items_fits_into_a_message(
    world: World, publisher: Publisher, channel: simcord.ChannelHandle
) -> None:
    del channel
    link = f"https://example.org/{'a' * 470}"
    publisher.put(
        [
            replace(SHELLED, guid=str(n), title=f"{SHELLED.title} {n} {'*_' * 60}", link=f"{link}{n}")
            for n in range(10)
        ]
    )
    shown = answer(await run(world, "test", address=publisher.at()))
    told = [part["content"] for part in parts(shown) if part["type"] == 10]
    assert sum(map(length, told)) <= 4_000
    assert "more are not shown" in read(shown)


# -- what is wrong


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://127.0.0.1:8089/feed", "private or local network"),
        ("http://169.254.169.254/latest", "private or local network"),
        ("feed.xml", "Give one such as https://example.org/feed.xml"),
        ("ftp://example.org/", "https:// or http://"),
    ],
)
async def test_an_address_that_will_not_do_is_told(
    world: World, channel: simcord.ChannelHandle, address: str, words: str
) -> None:
    del channel
    for name in ("add", "test"):
        assert words in await said(world, name, address=address)
        simcord.assert_error(world.env, UserError)


async def test_alerts_have_to_be_set_up_first(world: World, publisher: Publisher) -> None:
    assert "Set up alerts first" in await said(world, "add", address=publisher.at())
    simcord.assert_error(world.env, UserError)


# -- pausing, resuming, removing


async def test_a_feed_is_paused_resumed_and_removed_by_commands(
    world: World, simcord_bot: R2PBot, watch: Watch, channel: simcord.ChannelHandle, publisher: Publisher
) -> None:
    await run(world, "add", address=publisher.at())
    (feed,) = await simcord_bot.services.feeds.of(world.guild.id)
    assert "Paused by a manager" in await said(world, "pause", feed=str(feed.id))
    publisher.put([SHELLED])
    await poll(simcord_bot, watch)
    assert posts(channel) == []
    assert "paused" in await said(world, "list")
    assert "Feed resumed" in await said(world, "resume", feed=str(feed.id))
    await poll(simcord_bot, watch, 0)
    assert len(posts(channel)) == 1
    asked = answer(await run(world, "remove", feed=str(feed.id)))
    assert "Remove this feed?" in read(asked)
    kept = await world.manager.click(asked, label="Keep it")
    assert "Feed kept" in read(answer(kept))
    asked = answer(await run(world, "remove", feed=str(feed.id)))
    gone = await world.manager.click(asked, label="Remove it")
    assert "Removed" in read(answer(gone))
    assert "No feeds yet" in await said(world, "list")
    assert "no such feed" in await said(world, "pause", feed=str(feed.id))
    simcord.assert_error(world.env, UserError)


async def test_the_buttons_of_a_feed_work(
    world: World, services: Services, channel: simcord.ChannelHandle, publisher: Publisher
) -> None:
    del channel
    publisher.put([SHELLED])
    shown = answer(await run(world, "add", address=publisher.at()))
    assert labels(shown) == ["Pause", "Test", "Remove"]
    tried = await world.manager.click(shown, label="Test")
    assert "1 would have raised an alert" in read(answer(tried))
    paused = answer(await world.manager.click(shown, label="Pause"))
    assert "Feed paused" in read(paused)
    resumed = answer(await world.manager.click(paused, label="Resume"))
    assert "Feed resumed" in read(resumed)
    asked = answer(await world.manager.click(resumed, label="Remove"))
    await world.manager.click(asked, label="Remove it")
    assert await services.feeds.of(world.guild.id) == []


async def test_a_feed_that_fails_for_long_is_told_of_once_and_resumed_by_a_press(
    world: World, simcord_bot: R2PBot, watch: Watch, channel: simcord.ChannelHandle, publisher: Publisher
) -> None:
    world.env.backend.edit_guild(world.guild.id, {"system_channel_id": world.channel.id})
    await run(world, "add", address=publisher.at())
    publisher.fail(404)
    for _ in range(MOST_FAILURES + 2):
        await poll(simcord_bot, watch, timedelta(days=2).total_seconds())
    (notice,) = [each for each in world.channel.history() if "A feed is paused" in read(each)]
    assert "10 times in a row" in read(notice)
    refused = await world.amina.click(notice, label="Resume")
    assert "Manage Server" in read(reply(refused))
    publisher.put([SHELLED])
    done = await world.manager.click(notice, label="Resume")
    assert done.ephemeral
    assert "Feed resumed" in read(reply(done))
    await poll(simcord_bot, watch, 0)
    assert len(posts(channel)) == 1


# -- what is offered


async def test_the_catalogue_and_the_servers_feeds_are_offered(
    world: World, simcord_bot: R2PBot, channel: simcord.ChannelHandle, publisher: Publisher
) -> None:
    del channel
    publisher.put([], title="A feed of our own")
    await run(world, "add", address=publisher.at())
    offered = await world.manager.autocomplete(world.channel, f"{COMMAND} add", "address", "un news")
    assert {choice["value"] for choice in offered} >= {
        feed.address for feed in load_feeds() if "UN News" in feed.title
    }
    (own,) = await world.manager.autocomplete(world.channel, f"{COMMAND} pause", "feed", "our own")
    (feed,) = await simcord_bot.services.feeds.of(world.guild.id)
    assert own["value"] == str(feed.id)
    first, *_ = await world.manager.autocomplete(world.channel, f"{COMMAND} test", "address", "")
    assert first["value"] == str(feed.id)
    assert discord.utils.get(load_feeds(), title="ReliefWeb updates") is not None
