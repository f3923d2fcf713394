"""/r2p-admin digest: what managers set up comes, once and when it should, and nothing else does."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import discord
import pytest
import simcord
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot.client import R2PBot
from bot.errors import UserError
from bot.posting.digest import AT_FIRST, Details
from bot.posting.metronome import HandCranked
from bot.services import Services
from bot.storage.settings import GuildSettings
from bot.views.channels import PostableChannel
from tests.cogs.conftest import Watch
from tests.cogs.people import World, choose, labels, menus, parts, read, reply

COMMAND = "r2p-admin digest"
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
NEEDED = discord.Permissions(
    view_channel=True, send_messages=True, embed_links=True, read_message_history=True
)


async def run(world: World, name: str, **options: Any) -> simcord.InteractionResult:
    """One of the commands, as the manager."""
    done = await world.manager.slash(world.channel, f"{COMMAND} {name}", **options)
    assert done.ephemeral
    return done


async def said(world: World, name: str, **options: Any) -> str:
    return read(reply(await run(world, name, **options)))


async def set_up(world: World, **options: Any) -> simcord.ResponseMessage:
    """A digest in the world's channel, every Monday at 09:00 UTC unless said otherwise."""
    return reply(await run(world, "setup", **({"channel": world.channel, "rhythm": "weekly"} | options)))


async def refused(world: World, name: str, **options: Any) -> str:
    """What a command says that does not do what was asked."""
    told = await said(world, name, **options)
    simcord.assert_error(world.env, UserError)
    return told


def custom_id(message: Any, label: str) -> str:
    """The id of the button that says so."""
    return next(
        str(part["custom_id"]) for part in parts(message) if part["type"] == 2 and part["label"] == label
    )


def posts(channel: simcord.ChannelHandle) -> list[discord.Message]:
    """The digests in a channel, the oldest first."""
    return [message for message in channel.history() if "### Digest, " in read(message)]


def forbid(world: World, channel: simcord.ChannelHandle, **denied: bool) -> None:
    """Take rights from the bot in a channel; none: give them back."""
    deny = discord.Permissions(**denied).value
    user = world.env.backend.bot_user.id
    world.env.backend.set_overwrite(
        channel.id, Overwrite(target_id=user, type=OverwriteType.MEMBER, allow=0, deny=deny)
    )


async def pass_time(bot: R2PBot, watch: Watch, until: datetime) -> None:
    watch.now = until
    await bot.tick()


async def details(services: Services, world: World) -> Details:
    (schedule,) = await services.digests.of(world.guild.id)
    return Details.of(schedule)


# -- setting up


async def test_set_up_shows_runs_and_a_preview_and_the_post_arrives_once(
    world: World, simcord_bot: R2PBot, watch: Watch
) -> None:
    shown = await set_up(world)
    told = read(shown)
    assert f"Into <#{world.channel.id}> every Monday at 09:00 (UTC)." in told
    for week in range(3):
        assert f"<t:{int((MONDAY + timedelta(weeks=week)).timestamp())}:F> (Monday 09:00)" in told
    assert "Preview" in told
    assert "A/79/875-S/2025/248, para. 1" in told
    assert "pings nobody" in told
    await pass_time(simcord_bot, watch, MONDAY - timedelta(seconds=1))
    assert posts(world.channel) == []
    await pass_time(simcord_bot, watch, MONDAY)
    await pass_time(simcord_bot, watch, MONDAY + timedelta(hours=1))
    (post,) = posts(world.channel)
    assert "### Digest, 23 November 2026" in read(post)
    assert f"Next digest: <t:{int((MONDAY + timedelta(weeks=1)).timestamp())}:f>" in read(post)
    assert "Late" not in read(post)
    assert "Read paragraph 1" in labels(post)


async def test_the_buttons_of_a_digest_work(world: World, simcord_bot: R2PBot, watch: Watch) -> None:
    await set_up(world)
    await pass_time(simcord_bot, watch, MONDAY)
    (post,) = posts(world.channel)
    opened = await world.amina.click(post, label="Read paragraph 1")
    assert opened.ephemeral
    assert "### Paragraph 1" in read(reply(opened))
    cited = await world.amina.click(post, label="Cite")
    assert "Citation" in read(reply(cited))


async def test_each_digest_has_another_paragraph(world: World, simcord_bot: R2PBot, watch: Watch) -> None:
    await set_up(world, rhythm="daily")
    for day in range(6):
        await pass_time(simcord_bot, watch, MONDAY + timedelta(days=day))
    numbers = [re.findall(r"para\. (\d+)\*\*", read(post))[0] for post in posts(world.channel)]
    assert numbers == ["1", "11", "36", "68", "75", "2"]


async def test_the_servers_zone_holds_unless_another_is_named(world: World, services: Services) -> None:
    await services.settings.set(world.guild.id, GuildSettings(timezone="Asia/Tokyo"))
    assert "every Monday at 09:00 (Asia/Tokyo)" in read(await set_up(world))
    assert "every day at 18:30 (Europe/Zurich)" in read(
        await set_up(world, rhythm="daily", time="6:30pm", timezone="Zurich")
    )
    assert "on the first Monday of every month at 09:00" in read(
        await set_up(world, rhythm="monthly", day="1st monday")
    )
    assert "on day 1 of every month" in read(await set_up(world, rhythm="monthly"))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"rhythm": "weekly", "day": "someday"}, "needs a day of the week"),
        ({"rhythm": "daily", "day": "Monday"}, "takes no day"),
        ({"rhythm": "monthly", "day": "32"}, "1 to 31"),
        ({"rhythm": "weekly", "time": "25:00"}, "no time of day"),
        ({"rhythm": "weekly", "timezone": "Atlantis"}, "no such time zone"),
    ],
)
async def test_what_cannot_be_is_said_and_nothing_is_set_up(
    world: World, services: Services, options: dict[str, str], words: str
) -> None:
    assert words in await refused(world, "setup", channel=world.channel, **options)
    assert await services.digests.of(world.guild.id) == []


@pytest.mark.parametrize("right", ["view_channel", "send_messages", "embed_links", "read_message_history"])
async def test_without_its_rights_nothing_is_set_up(world: World, services: Services, right: str) -> None:
    elsewhere = world.guild.create_text_channel("elsewhere")
    forbid(world, elsewhere, **{right: True})
    told = await refused(world, "setup", channel=elsewhere, rhythm="daily")
    assert right.replace("_", " ").title() in told
    assert elsewhere.mention in told
    assert await services.digests.of(world.guild.id) == []


async def test_a_role_is_named_when_set_and_pinged(world: World, simcord_bot: R2PBot, watch: Watch) -> None:
    role = world.guild.create_role("Readers", mentionable=True)
    shown = await set_up(world, role=role)
    assert f"will ping <@&{role.id}> each time" in read(shown)
    await pass_time(simcord_bot, watch, MONDAY)
    (post,) = posts(world.channel)
    assert read(post).startswith(f"<@&{role.id}>")
    assert post.role_mentions == [discord.Object(role.id)] or [each.id for each in post.role_mentions] == [
        role.id
    ]
    quiet = await world.manager.click(shown, label="Stop pinging the role")
    assert "pings nobody" in read(reply(quiet))
    await pass_time(simcord_bot, watch, MONDAY + timedelta(weeks=1))
    assert "<@&" not in read(posts(world.channel)[-1])


async def test_roles_that_cannot_be_pinged_are_refused(world: World, services: Services) -> None:
    hidden = world.guild.create_role("Hidden", mentionable=False)
    forbid(world, world.channel, mention_everyone=True)
    setup: dict[str, Any] = {"channel": world.channel, "rhythm": "daily"}
    assert "I can't ping" in await refused(world, "setup", role=hidden, **setup)
    assert "never ping everyone" in await refused(world, "setup", role=world.guild.default_role, **setup)
    assert await services.digests.of(world.guild.id) == []


def thread_in(world: World) -> simcord.ChannelHandle:
    made = world.env.backend.create_thread(world.channel.id, "reading", world.manager.id)
    return next(each for each in world.channel.threads if each.id == made.id)


async def test_threads_and_announcement_channels_will_do(
    world: World, simcord_bot: R2PBot, watch: Watch
) -> None:
    news, thread = world.guild.create_news_channel("news"), thread_in(world)
    assert "Digest set up" in read(await set_up(world, channel=news))
    assert "Digest set up" in read(await set_up(world, channel=thread))
    await pass_time(simcord_bot, watch, MONDAY)
    assert [len(posts(each)) for each in (news, thread)] == [1, 1]


async def test_in_a_thread_the_right_to_write_in_threads_counts(world: World, services: Services) -> None:
    thread = thread_in(world)
    forbid(world, world.channel, send_messages_in_threads=True)
    told = await refused(world, "setup", channel=thread, rhythm="daily")
    assert "Send Messages in Threads" in told
    assert await services.digests.of(world.guild.id) == []


class Chosen:
    """A channel that a client sends though it was not offered."""

    def __init__(self, channel: object) -> None:
        self.channel = channel

    def resolve(self) -> object:
        return self.channel


async def test_a_forum_is_not_offered_and_refused(
    world: World, services: Services, simcord_bot: R2PBot
) -> None:
    forum = world.guild.create_forum_channel("questions")
    with pytest.raises(simcord.SetupError, match="channel"):
        await set_up(world, channel=forum)
    chosen: Any = Chosen(simcord_bot.get_channel(forum.id))
    with pytest.raises(UserError, match="choose a thread in it"):
        await PostableChannel().transform(chosen, chosen)
    assert await services.digests.of(world.guild.id) == []


async def test_a_server_has_a_bounded_number(world: World, services: Services, watch: Watch) -> None:
    for _ in range(25):
        watch.turn(60)
        assert "Digest set up" in read(await set_up(world))
    watch.turn(60)
    assert "Remove one first" in await refused(world, "setup", channel=world.channel, rhythm="daily")
    assert len(await services.digests.of(world.guild.id)) == 25
    assert "### 25 digests" in await said(world, "list")


# -- the sheet


async def test_the_menu_chooses_sections(
    world: World, services: Services, simcord_bot: R2PBot, watch: Watch
) -> None:
    shown = await set_up(world)
    assert list(menus(shown)["What the digest shows"]) == [
        "Coming events",
        "A paragraph of the report",
        "On this day",
    ]
    menu = next(part["custom_id"] for part in parts(shown) if part["type"] == 3)
    chosen = await world.manager.select(shown, ["day", "events"], custom_id=menu)
    assert "From the report" not in read(reply(chosen))
    assert (await details(services, world)).sections == ("events", "day")
    await pass_time(simcord_bot, watch, MONDAY)
    assert "From the report" not in read(posts(world.channel)[0])
    assert "Coming events" in read(posts(world.channel)[0])


async def test_questions_are_offered_where_they_are_kept(world: World, services: Services) -> None:
    await services.settings.set(world.guild.id, GuildSettings(keep_unanswered=True))
    shown = await set_up(world)
    assert "Questions without an answer" in menus(shown)["What the digest shows"]
    await services.feedback.keep_question(world.guild.id, "Why @everyone?", "none", None, services.clock())
    menu = next(part["custom_id"] for part in parts(shown) if part["type"] == 3)
    told = read(reply(await world.manager.select(shown, ["questions"], custom_id=menu)))
    assert "Asked here without a sure answer" in told
    assert "@everyone" not in told


async def only_on_this_day(world: World) -> simcord.ResponseMessage:
    """A daily digest that has something to say on few days."""
    shown = await set_up(world, rhythm="daily")
    menu = next(part["custom_id"] for part in parts(shown) if part["type"] == 3)
    return reply(await world.manager.select(shown, ["day"], custom_id=menu))


async def test_an_empty_digest_is_not_posted_unless_wanted(
    world: World, services: Services, simcord_bot: R2PBot, watch: Watch
) -> None:
    shown = await only_on_this_day(world)
    await pass_time(simcord_bot, watch, MONDAY)
    assert posts(world.channel) == []
    (skipped,) = (await services.posting.status(world.guild.id)).recent
    assert skipped.error == "There was nothing new to post."
    switched = await world.manager.click(shown, label="Post empty digests too: no")
    assert "Post empty digests too: yes" in labels(reply(switched))
    await pass_time(simcord_bot, watch, MONDAY + timedelta(days=1))
    (post,) = posts(world.channel)
    assert "Nothing new this time." in read(post)
    await world.manager.click(reply(switched), label="Post empty digests too: yes")
    await pass_time(simcord_bot, watch, MONDAY + timedelta(days=2, hours=1))
    assert "25 November 2026" in read(posts(world.channel)[-1])  # the day against violence against women
    await pass_time(simcord_bot, watch, MONDAY + timedelta(days=3))
    assert len(posts(world.channel)) == 2


async def test_a_manager_who_is_one_no_more_changes_nothing(
    world: World, services: Services, simcord_bot: R2PBot
) -> None:
    shown = await set_up(world)
    world.env.backend.remove_member_role(world.guild.id, world.manager.id, world.guild.roles["Managers"].id)
    for label in ("Post empty digests too: no", "Post it now"):
        answered = await world.manager.click(shown, label=label)
        assert "Manage Server" in read(reply(answered))
    menu = next(part["custom_id"] for part in parts(shown) if part["type"] == 3)
    chosen = await world.manager.select(shown, ["day"], custom_id=menu)
    assert "Manage Server" in read(reply(chosen))
    await simcord_bot.tick()
    assert posts(world.channel) == []
    assert (await details(services, world)).sections == AT_FIRST
    assert not (await details(services, world)).post_empty


async def pick(world: World) -> str:
    """The value that the list offers for the one digest."""
    (offered,) = await world.manager.autocomplete(world.channel, f"{COMMAND} preview", "digest", "")
    return str(offered["value"])


async def test_digests_are_offered_by_channel_and_rhythm(world: World) -> None:
    await set_up(world)
    await set_up(world, rhythm="daily", timezone="Europe/Zurich")
    offered = await world.manager.autocomplete(world.channel, f"{COMMAND} preview", "digest", "")
    assert [each["name"] for each in offered] == [
        "#general, every Monday at 09:00 (UTC)",
        "#general, every day at 09:00 (Europe/Zurich)",
    ]
    (found,) = await world.manager.autocomplete(world.channel, f"{COMMAND} preview", "digest", "zurich")
    assert "Digest" in await said(world, "preview", digest=found["value"])


async def test_choices_fit_what_was_chosen_before(world: World) -> None:
    async def offered(option: str, typed: str, **filled: Any) -> list[str]:
        found = await world.manager.autocomplete(world.channel, f"{COMMAND} setup", option, typed, **filled)
        return [each["value"] for each in found]

    assert (await offered("day", "", rhythm="weekly"))[0] == "Monday"
    assert await offered("day", "fri", rhythm="fortnightly") == ["Friday"]
    assert "first Monday" in await offered("day", "mon", rhythm="monthly")
    assert await offered("day", "", rhythm="daily") == []
    assert (await offered("time", "9pm"))[0] == "21:00"
    assert "09:30" in await offered("time", "9")
    assert (await offered("timezone", ""))[0] == "UTC"
    assert "Europe/Zurich" in await offered("timezone", "Geneva")


# -- late, paused, lost


async def test_what_was_missed_becomes_one_late_post(world: World, simcord_bot: R2PBot, watch: Watch) -> None:
    await set_up(world, rhythm="daily")
    await pass_time(simcord_bot, watch, MONDAY + timedelta(days=3, hours=2))
    (post,) = posts(world.channel)
    due = int((MONDAY + timedelta(days=3)).timestamp())
    assert f"Late: this was due <t:{due}:f>. 3 digests before it were missed." in read(post)
    await pass_time(simcord_bot, watch, MONDAY + timedelta(days=4))
    assert "Late" not in read(posts(world.channel)[-1])
    await pass_time(simcord_bot, watch, MONDAY + timedelta(days=5, hours=1))
    assert "Late: this was due" in read(posts(world.channel)[-1])
    assert "missed" not in read(posts(world.channel)[-1])


async def test_a_digest_that_had_nothing_to_say_was_not_missed(
    world: World, simcord_bot: R2PBot, watch: Watch
) -> None:
    await only_on_this_day(world)
    await pass_time(simcord_bot, watch, MONDAY)
    await pass_time(simcord_bot, watch, MONDAY + timedelta(days=2, hours=1))
    (post,) = posts(world.channel)
    assert "1 digest before it was missed" in read(post)


async def test_a_paused_digest_waits_and_goes_on_with_its_next_run(
    world: World, simcord_bot: R2PBot, watch: Watch
) -> None:
    await set_up(world, rhythm="daily")
    paused = await said(world, "pause", digest=await pick(world))
    assert "**Paused**: By a manager." in paused
    assert "Next runs" not in paused
    assert "paused" in await said(world, "list")
    await pass_time(simcord_bot, watch, MONDAY + timedelta(days=3, hours=2))
    assert posts(world.channel) == []
    going = await said(world, "resume", digest=await pick(world))
    assert "not made up for" in going
    await pass_time(simcord_bot, watch, MONDAY + timedelta(days=3, hours=3))
    assert posts(world.channel) == []
    await pass_time(simcord_bot, watch, MONDAY + timedelta(days=4))
    (post,) = posts(world.channel)
    assert "Late" not in read(post)
    assert "not paused" in await refused(world, "resume", digest=await pick(world))


async def test_without_its_rights_a_digest_is_not_resumed(world: World) -> None:
    await set_up(world)
    await run(world, "pause", digest=await pick(world))
    forbid(world, world.channel, embed_links=True)
    assert "“Embed Links”" in await refused(world, "resume", digest=await pick(world))
    forbid(world, world.channel)
    assert "Digest resumed" in await said(world, "resume", digest=await pick(world))


async def test_lost_rights_hold_a_digest_up_until_it_is_resumed(
    world: World, simcord_bot: R2PBot, watch: Watch
) -> None:
    await set_up(world, rhythm="daily")
    forbid(world, world.channel, send_messages=True)
    for day in range(3):
        await pass_time(simcord_bot, watch, MONDAY + timedelta(days=day))
    assert posts(world.channel) == []
    shown = reply(await run(world, "preview", digest=await pick(world)))
    assert "**Held up**" in read(shown)
    assert "held up" in await said(world, "list")
    forbid(world, world.channel)
    assert "held up" in await refused(world, "send-now", digest=await pick(world))
    resumed = await world.manager.click(shown, label="Resume")
    assert "Digest resumed" in read(reply(resumed))
    await simcord_bot.tick()
    (post,) = posts(world.channel)
    assert "2 digests before it were missed" in read(post)


async def test_a_channel_that_the_bot_cannot_see_is_told(world: World, simcord_bot: R2PBot) -> None:
    await set_up(world)
    # Where the bot was taken out of a private channel, Discord sends it nothing of the channel any more.
    guild = simcord_bot.get_guild(world.guild.id)
    assert guild is not None
    guild._channels.pop(world.channel.id)  # noqa: SLF001 - there is no other way to make it forget one
    forbid(world, world.channel, view_channel=True)
    guild._channels.pop(world.channel.id, None)  # noqa: SLF001 - the change brought it back
    assert "Give me View Channel there" in await refused(world, "send-now", digest=await pick(world))


async def test_a_deleted_channel_is_told_and_another_one_will_do(
    world: World, simcord_bot: R2PBot, watch: Watch
) -> None:
    elsewhere = world.guild.create_text_channel("elsewhere")
    await set_up(world, channel=elsewhere, rhythm="daily")
    world.env.backend.delete_channel(elsewhere.id)
    await pass_time(simcord_bot, watch, MONDAY)
    assert (
        "a channel that is gone"
        in (await world.manager.autocomplete(world.channel, f"{COMMAND} edit", "digest", ""))[0]["name"]
    )
    assert "Its channel is gone" in await refused(world, "send-now", digest=await pick(world))
    moved = await said(world, "edit", digest=await pick(world), channel=world.channel)
    assert f"Into <#{world.channel.id}>" in moved
    await simcord_bot.tick()
    assert len(posts(world.channel)) == 1
    await pass_time(simcord_bot, watch, MONDAY + timedelta(days=1))
    assert len(posts(world.channel)) == 2


async def test_all_of_it_outlives_a_restart(world: World, services: Services, watch: Watch) -> None:
    shown = await set_up(world)
    restarted = R2PBot(services, metronome=HandCranked())
    await world.env.restart_bot(restarted)
    switched = await world.manager.click(shown, label="Post empty digests too: no")
    assert "Digest changed" in read(reply(switched))
    await pass_time(restarted, watch, MONDAY)
    await pass_time(restarted, watch, MONDAY + timedelta(minutes=1))
    assert len(posts(world.channel)) == 1


# -- edit, send now, remove


async def test_edit_changes_what_is_named_and_leaves_the_rest(
    world: World, services: Services, simcord_bot: R2PBot, watch: Watch
) -> None:
    await set_up(world, rhythm="fortnightly", day="Tuesday")
    before = (await details(services, world)).rule
    told = await said(world, "edit", digest=await pick(world), days=7)
    assert "every second Tuesday at 09:00 (UTC)" in told
    assert "Coming events reach 7 days" in told
    assert (await details(services, world)).rule == before
    told = await said(
        world, "edit", digest=await pick(world), rhythm="daily", time="18:00", timezone="Asia/Tokyo"
    )
    assert "every day at 18:00 (Asia/Tokyo)" in told
    assert "takes no day" in await refused(world, "edit", digest=await pick(world), day="Monday")
    await pass_time(simcord_bot, watch, datetime(2026, 11, 23, 9, tzinfo=UTC))
    assert len(posts(world.channel)) == 1


async def test_one_local_date_is_one_digest_however_it_is_edited(
    world: World, simcord_bot: R2PBot, watch: Watch
) -> None:
    await set_up(world, rhythm="daily")
    await pass_time(simcord_bot, watch, MONDAY)
    told = await said(world, "edit", digest=await pick(world), time="18:00")
    tomorrow = MONDAY.replace(day=24, hour=18)
    assert f"<t:{int(tomorrow.timestamp())}:F>" in told
    assert f"<t:{int(MONDAY.replace(hour=18).timestamp())}:F>" not in told
    await pass_time(simcord_bot, watch, MONDAY.replace(hour=18))
    assert len(posts(world.channel)) == 1
    await pass_time(simcord_bot, watch, tomorrow)
    assert len(posts(world.channel)) == 2


async def test_send_now_posts_once_and_leaves_the_rhythm(
    world: World, simcord_bot: R2PBot, watch: Watch
) -> None:
    await set_up(world)
    assert "Posting it into" in await said(world, "send-now", digest=await pick(world))
    await simcord_bot.tick()
    await simcord_bot.tick()
    assert len(posts(world.channel)) == 1
    await pass_time(simcord_bot, watch, MONDAY)
    first, second = posts(world.channel)
    assert "para. 1**" in read(first)
    assert "para. 11**" in read(second)
    assert "Late" not in read(second)


async def test_an_empty_one_is_not_sent_by_hand(world: World, simcord_bot: R2PBot) -> None:
    await only_on_this_day(world)
    assert "nothing to say now" in await refused(world, "send-now", digest=await pick(world))
    await simcord_bot.tick()
    assert posts(world.channel) == []


async def test_a_double_press_posts_once(world: World, simcord_bot: R2PBot, watch: Watch) -> None:
    shown = await set_up(world)
    first = await world.manager.click(shown, label="Post it now")
    watch.turn(5)
    again = await world.manager.click(shown, label="Post it now")
    assert "Posting it into" in read(reply(first))
    assert "posted from this message already" in read(reply(again))
    await simcord_bot.tick()
    assert len(posts(world.channel)) == 1
    other = reply(await run(world, "preview", digest=await pick(world)))
    await world.manager.click(other, label="Post it now")
    await simcord_bot.tick()
    assert len(posts(world.channel)) == 2


async def test_a_paused_digest_can_be_sent_by_hand(world: World, simcord_bot: R2PBot) -> None:
    await set_up(world)
    await run(world, "pause", digest=await pick(world))
    await run(world, "send-now", digest=await pick(world))
    await simcord_bot.tick()
    (post,) = posts(world.channel)
    assert "Next digest" not in read(post)


async def test_remove_asks_first(world: World, services: Services, simcord_bot: R2PBot, watch: Watch) -> None:
    await set_up(world)
    asked = reply(await run(world, "remove", digest=await pick(world)))
    kept = await world.manager.click(asked, label="Keep it")
    assert "Digest kept" in read(reply(kept))
    asked = reply(await run(world, "remove", digest=await pick(world)))
    gone = await world.manager.click(asked, label="Remove it")
    assert "Removed: the digest into" in read(reply(gone))
    assert await services.digests.of(world.guild.id) == []
    await pass_time(simcord_bot, watch, MONDAY)
    assert posts(world.channel) == []
    assert "No digests yet" in await said(world, "list")


async def test_the_list_opens_a_digest(world: World) -> None:
    await set_up(world)
    listed = reply(await run(world, "list"))
    assert "### 1 digest in this server" in read(listed)
    opened = await choose(world.manager, listed, "Open a digest", "#general, every Monday at 09:00 (UTC)")
    assert "Post it now" in labels(reply(opened))


async def test_another_servers_digest_is_not_found(world: World) -> None:
    await set_up(world)
    value = await pick(world)
    other = world.env.create_guild()
    role = other.create_role("Managers", permissions=discord.Permissions(manage_guild=True))
    channel = other.create_text_channel("elsewhere")
    stranger = other.add_member(world.env.create_user("stranger"), roles=[role])
    for name in ("preview", "send-now", "pause", "resume", "remove", "edit"):
        answered = await stranger.slash(channel, f"{COMMAND} {name}", digest=value)
        assert "no such digest" in read(reply(answered))
        simcord.assert_error(world.env, UserError)
    assert await stranger.autocomplete(channel, f"{COMMAND} preview", "digest", "") == []
    for typed in ("the one", "9" * 40, "-1", "²"):
        assert "choose the digest from the list" in await refused(world, "preview", digest=typed)


async def test_members_are_refused_even_where_a_server_shows_them_the_command(
    world: World, services: Services, simcord_bot: R2PBot
) -> None:
    await set_up(world)
    value = await pick(world)
    (root,) = [command for command in await simcord_bot.tree.fetch_commands() if command.name == "r2p-admin"]
    world.guild.set_command_permissions(root, {world.amina: True})
    every: dict[str, dict[str, Any]] = {"setup": {"channel": world.channel, "rhythm": "daily"}, "list": {}}
    for name in ("preview", "send-now", "pause", "resume", "remove", "edit"):
        every[name] = {"digest": value}
    for name, options in every.items():
        answered = await world.amina.slash(world.channel, f"{COMMAND} {name}", **options)
        assert "Manage Server" in read(reply(answered))
        simcord.assert_error(world.env, discord.app_commands.MissingPermissions)
    assert await world.amina.autocomplete(world.channel, f"{COMMAND} preview", "digest", "") == []
    assert len(await services.digests.of(world.guild.id)) == 1
