"""The life of an alert: flagged, posted once, worked on by several people, closed; edited in place all the while."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import simcord
from discord import app_commands

from bot.alerts.model import AlertState, Raisers, Severity
from bot.client import R2PBot
from bot.errors import UserError
from bot.posting.metronome import HandCranked
from bot.services import Services
from tests.cogs.alerts import LINK, SHELLED, WORRIED, Desk, said
from tests.cogs.conftest import Watch
from tests.cogs.people import World, labels, menus, parts, read, reply


@pytest.fixture
async def desk(world: World, simcord_bot: R2PBot, services: Services) -> Desk:
    return await Desk.opened(world, simcord_bot, services)


def accent(message: Any) -> int:
    """The colour of a message's card."""
    return next(int(part["accent_color"]) for part in parts(message) if part["type"] == 17)


# -- raising


async def test_a_flag_is_explained_to_who_raised_it_and_posted_once(desk: Desk) -> None:
    told = said(await desk.flag(where="North Darfur", link=LINK))
    assert "Alert 1 is raised: urgent" in told
    assert f"<#{desk.channel.id}>" in told
    assert "**What I read in it**: urgent" in told
    assert "Sudan" in told
    assert "Attacks on health care" in told
    await desk.posts()
    post = read(await desk.post())
    assert "### 🚨 Urgent · Alert 1\n**Army shells hospital in El Fasher" in post
    assert "**Where** North Darfur · 🇸🇩 Sudan" in post
    assert f"[news.example.org]({LINK})" in post
    assert "(para. " in post
    assert f"Raised by <@{desk.world.amina.id}>" in post
    assert "Legal determination is for courts (para. 12)" in post
    assert "nobody has acknowledged it yet" in post


async def test_the_quotes_are_the_report_s_own_words(desk: Desk) -> None:
    await desk.flag()
    report = desk.services.library.newest
    quotes = [line for line in read(await desk.post()).splitlines() if line.startswith("> “")]
    assert len(quotes) == 2
    for quote in quotes:
        words, _, number = quote.removeprefix("> “").rpartition("” (para. ")
        assert words.removesuffix(" […]") in report.paragraph(int(number.removesuffix(")"))).text


async def test_a_person_decides_how_grave_it_is(desk: Desk) -> None:
    answered = await desk.flag(severity=["watch"])
    assert "Alert 1 is raised: watch" in said(answered)
    assert "**What I read in it**: urgent; you decided: watch" in said(answered)
    chosen = await desk.world.amina.select(reply(answered), ["concern"])
    assert "Alert 1 is concern now." in read(reply(chosen))
    post = await desk.post()
    assert "Concern · Alert 1" in read(post)


async def test_who_raised_it_decides_no_longer_once_somebody_sees_to_it(desk: Desk) -> None:
    answered = await desk.flag()
    await desk.press(desk.carla, await desk.post(), "Acknowledge")
    refused = await desk.world.amina.select(reply(answered), ["watch"])
    assert "you need the permission “Manage Messages”" in said(refused)


async def test_a_message_is_flagged_with_its_link(desk: Desk) -> None:
    world = desk.world
    message = await world.ben.send(world.channel, SHELLED)
    shown = await world.amina.context_menu(world.channel, "Flag for R2P", message)
    assert shown.modal is not None
    filled = {
        part["component"]["custom_id"]: part["component"].get("value") for part in shown.modal["components"]
    }
    assert filled["what"] == SHELLED
    assert filled["link"] == message.jump_url
    await world.amina.submit_modal(shown, {"what": filled["what"], "link": filled["link"]})
    assert message.jump_url in read(await desk.post())


async def test_the_same_thing_twice_is_one_post(desk: Desk) -> None:
    await desk.flag(link=LINK)
    told = said(await desk.flag(desk.world.ben, WORRIED, link=f"{LINK}?utm_source=mail#top"))
    assert "That is alert 1 already" in told
    assert "also flagged once" in read(await desk.post())


async def test_a_graver_word_on_the_same_thing_is_not_lost(desk: Desk) -> None:
    await desk.flag(link=LINK, severity=["watch"])
    told = said(await desk.flag(desk.world.ben, WORRIED, link=LINK, severity=["urgent"]))
    assert "the alert is: watch" in told
    assert "you decided" not in told
    log = said(await desk.press(desk.carla, await desk.post(), "Log"))
    assert f"<@{desk.world.ben.id}> noted: suggests urgent" in log


async def test_a_flag_without_a_letter_to_be_seen_is_none(desk: Desk) -> None:
    told = said(await desk.flag(what="\u202e\u200b\u200b\u2060"))
    assert told == "Please say in a few words what happened."
    assert await desk.posts() == []


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "https://", "not a link", "http://[::1", "https://localhost/x"]
)
async def test_a_link_that_is_none_is_left_out_and_said(desk: Desk, link: str) -> None:
    assert "The link was left out" in said(await desk.flag(link=link))
    assert "**Source**" not in read(await desk.post())


async def test_nothing_in_a_flag_pings_formats_or_misleads(desk: Desk) -> None:
    what = f"@everyone <@{desk.carla.id}> [bbc](https://evil.example) # **x** ```\n> y\n### z"
    await desk.flag(what=what, where="<@&1>", link="https://bbc.co.uk@evil.example/a)b")
    post = await desk.post()
    text = read(post)
    assert "@everyone" not in text
    assert f"<@{desk.carla.id}>" not in text
    assert "](https://evil.example)" not in text
    assert "[evil.example](https://evil.example/a%29b)" in text
    assert "bbc.co.uk" not in text
    assert not post.mention_everyone
    assert desk.carla.id not in {each.id for each in post.mentions}


async def test_flags_have_a_pace_that_the_server_sets(
    world: World, simcord_bot: R2PBot, services: Services, watch: Watch
) -> None:
    desk = await Desk.opened(world, simcord_bot, services, flags_an_hour=2)
    for number in range(2):
        watch.turn(30)
        assert "is raised" in said(await desk.flag(what=f"Village {number} burnt by armed men in Sudan"))
    watch.turn(30)
    assert "You flagged 2 things in the last hour" in said(await desk.flag(what="Another town was burnt"))
    assert "is raised" in said(await desk.flag(world.ben, "Another town was burnt by armed men"))
    watch.turn(3_600)
    assert "is raised" in said(await desk.flag(what="Camp attacked at night, families flee"))


async def test_who_may_flag_is_the_server_s_choice(
    world: World, simcord_bot: R2PBot, services: Services
) -> None:
    await Desk.opened(world, simcord_bot, services, raisers=Raisers.MANAGERS)
    refused = await world.amina.slash(world.channel, "r2p alert raise")
    assert said(refused) == "In this server, only managers flag."
    assert (await world.manager.slash(world.channel, "r2p alert raise")).modal is not None
    simcord.assert_error(world.env, UserError)


async def test_where_alerts_are_off_that_is_said(world: World) -> None:
    for command in ("raise", "list", "follow"):
        told = said(await world.amina.slash(world.channel, f"r2p alert {command}"))
        assert "Alerts are not set up in this server." in told
    simcord.assert_error(world.env, UserError)


async def test_outside_a_server_there_are_no_alerts(world: World) -> None:
    told = await world.env.create_user("zoe").slash("r2p alert raise")
    assert "in servers only" in read(reply(told))
    simcord.assert_error(world.env, app_commands.NoPrivateMessage)


# -- working


async def test_the_whole_life_in_one_message(desk: Desk, watch: Watch) -> None:
    await desk.flag()
    post = await desk.post()
    urgent = accent(post)
    watch.turn(60)
    await desk.press(desk.carla, post, "Acknowledge")
    post = await desk.post()
    assert f"**Acknowledged** by <@{desk.carla.id}>" in read(post)
    assert "Acknowledge" not in labels(post)
    chooser = await desk.press(desk.carla, post, "Assign")
    await desk.carla.select(reply(chooser), [desk.dora])
    assert f"assigned to <@{desk.dora.id}>" in read(await desk.post())
    chooser = await desk.press(desk.dora, await desk.post(), "Severity")
    await desk.dora.select(reply(chooser), ["concern"])
    assert accent(await desk.post()) != urgent
    await desk.write(desk.dora, await desk.post(), "Note", "Called **two** sources @everyone")
    await desk.write(desk.dora, await desk.post(), "Resolve", "Passed on")
    post = await desk.post()
    assert f"**Resolved** by <@{desk.dora.id}>" in read(post)
    assert "Passed on" in read(post)
    assert "Reopen" in labels(post)
    assert "Resolve" not in labels(post)
    log = said(await desk.press(desk.carla, post, "Log"))
    for done in (
        "raised it: urgent",
        "acknowledged it",
        "assigned it: ",
        "changed the severity: urgent",
        "noted: Called",
        "resolved it: Passed on",
    ):
        assert done in log, done
    assert "@everyone" not in log
    await desk.press(desk.carla, post, "Reopen")
    assert "**Acknowledged**" in read(await desk.post())


async def test_who_comes_second_is_told_who_was_first(desk: Desk, watch: Watch) -> None:
    await desk.flag()
    await desk.posts()
    watch.turn(3_600)
    main, reminder = await desk.posts()
    await desk.press(desk.carla, main, "Acknowledge")
    late = said(await desk.press(desk.dora, reminder, "Acknowledge"))
    assert f"<@{desk.carla.id}> acknowledged alert 1 already" in late
    log = await desk.services.alerts.history(1)
    assert [str(entry.act) for entry in log] == ["raised", "acknowledged"]


async def test_members_without_the_right_change_nothing(desk: Desk) -> None:
    await desk.flag()
    post = await desk.post()
    for label in ("Acknowledge", "Assign", "Severity", "Resolve", "Dismiss", "Note", "Mute similar"):
        told = said(await desk.press(desk.world.ben, post, label))
        assert f"you need the permission “Manage Messages” in <#{desk.channel.id}>" in told
    assert (await desk.services.alerts.get(1)).state is AlertState.OPEN
    assert "Log of alert 1" in said(await desk.press(desk.world.ben, post, "Log"))


async def test_a_right_that_is_gone_when_a_form_is_sent_counts_no_more(desk: Desk) -> None:
    await desk.flag()
    form = await desk.press(desk.carla, await desk.post(), "Resolve")
    desk.demote(desk.carla)
    told = said(await desk.carla.submit_modal(form, {"words": "done"}))
    assert "you need the permission “Manage Messages”" in told
    assert (await desk.services.alerts.get(1)).state is AlertState.OPEN


async def test_everything_works_after_a_restart(desk: Desk, simcord_env: simcord.Env) -> None:
    shown = await desk.world.amina.slash(desk.world.channel, "r2p alert raise")
    bot = R2PBot(desk.services, metronome=HandCranked())
    await simcord_env.restart_bot(bot)
    desk.bot = bot
    await desk.world.amina.submit_modal(shown, {"what": SHELLED})
    form = await desk.press(desk.carla, await desk.post(), "Dismiss")
    bot = R2PBot(desk.services, metronome=HandCranked())
    await simcord_env.restart_bot(bot)
    desk.bot = bot
    await desk.carla.submit_modal(form, {"words": "An old report"})
    assert "**Dismissed**" in read(await desk.post())
    await desk.press(desk.carla, await desk.post(), "Reopen")
    assert "**Open**" in read(await desk.post())


async def test_what_is_like_a_muted_one_makes_no_post(desk: Desk, watch: Watch) -> None:
    await desk.flag(what="Council votes on a report about Sudan this week in New York")
    chooser = await desk.press(desk.carla, await desk.post(), "Mute similar")
    done = await desk.carla.select(reply(chooser), ["7"])
    assert "For 7 days" in read(reply(done))
    assert "similar ones muted for 7 days" in read(await desk.post())
    told = said(
        await desk.flag(desk.world.ben, "In New York, Council votes on a report about Sudan this month")
    )
    assert "is kept, but not posted" in told
    assert len(await desk.posts()) == 1
    watch.turn(7 * 86_400 + 1)
    told = said(await desk.flag(desk.world.ben, "Council in New York votes on a new report about Sudan soon"))
    assert "is raised" in told


async def test_a_message_that_was_deleted_is_not_missed(desk: Desk) -> None:
    await desk.flag()
    post = await desk.post()
    await post.delete()
    await desk.carla.slash(desk.channel, "r2p alert show", number=1)
    shown = await desk.carla.slash(desk.channel, "r2p alert show", number=1)
    await desk.press(desk.carla, reply(shown), "Acknowledge")
    assert await desk.posts() == []
    assert (await desk.services.alerts.get(1)).state is AlertState.ACKNOWLEDGED


# -- looking


async def test_the_list_filters_and_opens(desk: Desk, watch: Watch) -> None:
    await desk.flag()
    await desk.flag(desk.world.ben, WORRIED)
    ben = desk.world.ben
    both = await ben.slash(desk.channel, "r2p alert list")
    assert "**1**" in said(both)
    assert "**2**" in said(both)
    for options, shown in (
        ({"country": "SDN"}, "1"),
        ({"severity": "urgent"}, "1"),
        ({"country": "Chad"}, "2"),
        ({"theme": "health-care", "state": "all"}, "1"),
    ):
        watch.turn(30)
        told = said(await ben.slash(desk.channel, "r2p alert list", **options))
        assert f"**{shown}**" in told
        assert f"**{3 - int(shown)}**" not in told, options
    nothing = said(await ben.slash(desk.channel, "r2p alert list", state="resolved"))
    assert "No alerts" in nothing
    value = menus(reply(both))["Open an alert"]
    opened = await ben.select(reply(both), [next(iter(value.values()))])
    assert "Alert 2" in said(opened)


async def test_the_list_has_pages(desk: Desk, watch: Watch) -> None:
    for number in range(11):
        watch.turn(3_600)
        await desk.flag(what=f"Village number {number} was burnt by armed men in Sudan")
    first = await desk.world.ben.slash(desk.channel, "r2p alert list")
    assert "**11**" in said(first)
    second = await desk.world.ben.click(reply(first), label="Older ▸")
    assert "**1**" in read(reply(second))
    assert labels(reply(second)) == ["◂ Newer"]


async def test_alerts_are_for_those_who_can_see_their_channel(desk: Desk) -> None:
    await desk.flag()
    await desk.posts()
    desk.hide(desk.world.ben)
    for command, options in (("list", {}), ("show", {"number": 1}), ("follow", {"severity": "watch"})):
        told = said(await desk.world.ben.slash(desk.world.channel, f"r2p alert {command}", **options))
        assert "Alerts are for people who can see" in told
    simcord.assert_error(desk.world.env, UserError)


async def test_what_one_follows_comes_by_direct_message_and_stays_true(desk: Desk) -> None:
    ben = desk.world.ben
    followed = said(
        await ben.slash(desk.world.channel, "r2p alert follow", severity="concern", country="SDN")
    )
    assert "concern or graver · 🇸🇩 Sudan" in followed
    await desk.flag(what=WORRIED)
    await desk.flag()
    await desk.posts()
    (message,) = ben.user.dm_channel.history()
    assert "Alert 2" in read(message)
    assert labels(message) == ["Open the alert"]
    await desk.press(desk.carla, (await desk.posts())[-1], "Acknowledge")
    await desk.posts()
    (message,) = ben.user.dm_channel.history()
    assert "**Acknowledged**" in read(message)


async def test_who_can_no_longer_see_the_channel_gets_nothing(desk: Desk) -> None:
    ben = desk.world.ben
    await ben.slash(desk.world.channel, "r2p alert follow", severity="watch")
    desk.hide(ben)
    await desk.flag()
    await desk.posts()
    assert list(ben.user.dm_channel.history()) == []


async def test_following_ends_when_one_says_so(desk: Desk) -> None:
    ben = desk.world.ben
    await ben.slash(desk.world.channel, "r2p alert follow", severity="urgent")
    (rule,) = desk.services.alerts.choices.of_user(ben.id)
    ended = said(await ben.slash(desk.world.channel, "r2p alert follow", stop=str(rule.id)))
    assert "Nothing yet." in ended
    await desk.flag()
    await desk.posts()
    assert list(ben.user.dm_channel.history()) == []


# -- urgent


async def test_an_urgent_one_is_recalled_once_and_escalated_once(
    world: World, simcord_bot: R2PBot, services: Services, watch: Watch
) -> None:
    chiefs = world.guild.create_role("Chiefs", mentionable=True)
    duty = world.guild.create_role("Duty", mentionable=True)
    desk = await Desk.opened(world, simcord_bot, services, urgent_role_id=duty.id, escalate_role_id=chiefs.id)
    await desk.flag()
    (post,) = await desk.posts()
    assert [role.id for role in post.role_mentions] == [duty.id]
    assert f"<@&{duty.id}>" in read(post)
    watch.turn(3_600)
    posts = await desk.posts()
    assert len(posts) == 2
    assert "nobody has acknowledged it yet" in read(posts[1])
    assert "<@&" not in read(posts[1])
    watch.turn(3_600)
    posts = await desk.posts()
    assert len(posts) == 3
    assert f"<@&{chiefs.id}>" in read(posts[2])
    watch.turn(timedelta(days=3).total_seconds())
    assert len(await desk.posts()) == 3


async def test_what_somebody_sees_to_is_not_recalled(desk: Desk, watch: Watch) -> None:
    await desk.flag()
    await desk.press(desk.carla, await desk.post(), "Acknowledge")
    watch.turn(timedelta(days=1).total_seconds())
    assert len(await desk.posts()) == 1


async def test_the_reminder_can_be_answered_in_place(desk: Desk, watch: Watch) -> None:
    await desk.flag()
    await desk.posts()
    watch.turn(3_600)
    _, reminder = await desk.posts()
    assert "You acknowledged alert 1." in said(await desk.press(desk.carla, reminder, "Acknowledge"))
    first, _ = await desk.posts()
    assert "**Acknowledged**" in read(first)


async def test_a_role_is_mentioned_once_an_interval_and_never_on_closing(
    world: World, simcord_bot: R2PBot, services: Services, watch: Watch
) -> None:
    duty = world.guild.create_role("Duty", mentionable=True)
    desk = await Desk.opened(world, simcord_bot, services, urgent_role_id=duty.id)
    await desk.flag()
    await desk.flag(
        world.ben, "Camp in Chad attacked by armed men, hundreds of civilians killed", severity=["urgent"]
    )
    first, second = await desk.posts()
    assert f"<@&{duty.id}>" in read(first)
    assert f"<@&{duty.id}>" not in read(second)
    await desk.write(desk.carla, first, "Resolve", "done")
    assert all("<@&" not in read(post) for post in await desk.posts())
    watch.turn(3_600)
    await desk.flag(what="Market in Mali bombed, scores of civilians killed", severity=["urgent"])
    assert f"<@&{duty.id}>" in read((await desk.posts())[-1])


async def test_one_that_becomes_urgent_mentions_the_role(
    world: World, simcord_bot: R2PBot, services: Services
) -> None:
    duty = world.guild.create_role("Duty", mentionable=True)
    desk = await Desk.opened(world, simcord_bot, services, urgent_role_id=duty.id)
    await desk.flag(severity=["watch"])
    chooser = await desk.press(desk.carla, await desk.post(), "Severity")
    await desk.carla.select(reply(chooser), [str(Severity.URGENT)])
    first, word = await desk.posts()
    assert "Urgent · Alert 1" in read(first)
    assert f"<@&{duty.id}>" in read(word)
    assert "Alert 1 has become urgent" in read(word)


async def test_a_thread_opens_where_the_server_wants_it(
    world: World, simcord_bot: R2PBot, services: Services
) -> None:
    desk = await Desk.opened(world, simcord_bot, services, threads=True)
    await desk.flag()
    await desk.posts()
    await desk.posts()
    (thread,) = desk.channel.threads
    assert (thread.name or "").startswith("Alert 1: Army shells hospital")
