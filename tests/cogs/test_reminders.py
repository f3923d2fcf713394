"""/r2p-admin reminder: set up, months pass, each reminder comes once; and what managers can do with them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import discord
import pytest
import simcord
from discord import app_commands

from bot.client import R2PBot
from bot.clock import epoch
from bot.errors import UserError
from bot.services import Services
from bot.storage.settings import GuildSettings
from knowledge.calendar import Calendar
from tests.bot.posting.events import confirmed, window, year, yearly
from tests.cogs.conftest import Watch
from tests.cogs.passing import posts, until
from tests.cogs.people import World, labels, menus, parts, read, reply

COMMAND = "r2p-admin reminder"
OPEN = window("debate-2027", date(2027, 6, 1), date(2027, 7, 31))
TAGS, EVENTS, LEADS = "All events with a tag", "Single events", "When to be reminded"


@pytest.fixture
def calendar() -> Calendar:
    """A calendar that no curator changes."""
    events = [
        OPEN,
        confirmed("vote", date(2026, 12, 22), title="A vote"),
        year("conference-2028", 2028),
        yearly("genocide-day", date(2015, 12, 9)),
    ]
    return Calendar().changed({event.uid: event for event in events})


async def pick(
    person: simcord.MemberActor, message: simcord.ResponseMessage, placeholder: str, *values: str
) -> simcord.ResponseMessage:
    """Choose entries of a menu by their values; answers with the message as it is then."""
    part = next(part for part in parts(message) if part["type"] == 3 and part["placeholder"] == placeholder)
    return reply(await person.select(message, list(values), custom_id=part["custom_id"]))


async def reminded_of(world: World, *events: str, **options: object) -> simcord.ResponseMessage:
    made = await world.manager.slash(world.channel, f"{COMMAND} setup", channel=world.channel, **options)
    return await pick(world.manager, reply(made), EVENTS, *events)


def heads(channel: simcord.ChannelHandle) -> list[str]:
    """The first line of each post."""
    return [text.splitlines()[0] for text in posts(channel)]


async def only_id(services: Services, world: World) -> str:
    (reader,) = await services.reminders.of_guild(world.guild.id)
    return str(reader.schedule.id)


async def test_nothing_is_posted_until_something_is_chosen(
    world: World, simcord_bot: R2PBot, watch: Watch
) -> None:
    made = await world.manager.slash(world.channel, f"{COMMAND} setup", channel=world.channel)
    assert made.ephemeral
    assert "Choose events or tags below." in read(reply(made))
    assert set(menus(reply(made))) == {TAGS, EVENTS, LEADS}
    await until(simcord_bot, watch, datetime(2026, 12, 25, tzinfo=UTC))
    assert posts(world.channel) == []


async def test_a_confirmed_event_is_counted_down_to_once_each(
    world: World, simcord_bot: R2PBot, watch: Watch
) -> None:
    shown = await reminded_of(world, "vote", timezone="Europe/Zurich", time="8:30")
    assert "at 08:30 (Europe/Zurich); it pings nobody" in read(shown)
    assert "**What comes next**" in read(shown)
    due = epoch(datetime(2026, 12, 15, 7, 30, tzinfo=UTC))
    assert f"<t:{due}:f> · A vote: 7 days before" in read(shown)
    await until(simcord_bot, watch, datetime(2027, 1, 10, tzinfo=UTC))
    came = posts(world.channel)
    assert heads(world.channel) == [
        "-# Reminder: in 7 days",
        "-# Reminder: tomorrow",
        "-# Reminder: today",
    ], "the 30 days were over when it was set up an hour later than 8:30 in Zurich"
    assert all("### A vote" in text and "**22 December 2026** · confirmed" in text for text in came)
    assert all("Late" not in text for text in came)


async def test_months_pass_over_a_window_and_no_day_is_named_before_it_is_confirmed(
    world: World, simcord_bot: R2PBot, services: Services, watch: Watch
) -> None:
    await reminded_of(world, "debate-2027")
    await until(simcord_bot, watch, datetime(2027, 7, 2, 12, tzinfo=UTC))
    opened, month = posts(world.channel)
    for text in (opened, month):
        assert text.startswith("-# Reminder: days to be confirmed\n### A debate\n")
        assert "**June–July 2027, date to be confirmed**" in text
        assert "the days are not confirmed yet" in text
        assert "today" not in text
        assert "<t:" not in text
    day = confirmed("debate-2027", date(2027, 7, 20))
    hanging = await services.calendars.set(world.guild.id, "debate-2027", day, world.manager.id, watch.now)
    assert hanging == 1
    await until(simcord_bot, watch, datetime(2027, 8, 30, tzinfo=UTC))
    assert heads(world.channel)[2:] == [
        "-# The date is confirmed",
        "-# Reminder: in 7 days",
        "-# Reminder: tomorrow",
        "-# Reminder: today",
    ]
    told = posts(world.channel)[2]
    assert "**20 July 2027** · <t:" in told
    assert "Before: June–July 2027, date to be confirmed" in told


async def test_a_day_that_moves_and_one_that_is_hidden_are_told_once_each(
    world: World, simcord_bot: R2PBot, services: Services, watch: Watch
) -> None:
    await reminded_of(world, "vote")
    for changed in (
        confirmed("vote", date(2027, 2, 10), title="A vote"),
        confirmed("vote", date(2027, 2, 10), title="A vote, renamed"),
        None,
        None,
    ):
        await services.calendars.set(world.guild.id, "vote", changed, world.manager.id, watch.now)
        await until(simcord_bot, watch, watch.now + timedelta(days=1))
    await until(simcord_bot, watch, datetime(2027, 3, 1, tzinfo=UTC))
    moved, gone = posts(world.channel)
    assert moved.startswith("-# The date has changed\n### A vote\n")
    assert "**10 February 2027**" in moved
    assert "Before: 22 December 2026" in moved
    assert gone.startswith("-# Not in the calendar any more\n### A vote")
    assert "It was set for 10 February 2027. No more reminders of it will come." in gone


async def test_a_day_comes_each_year_by_its_tag(world: World, simcord_bot: R2PBot, watch: Watch) -> None:
    made = await world.manager.slash(world.channel, f"{COMMAND} setup", channel=world.channel)
    tagged = await pick(world.manager, reply(made), TAGS, "un-day")
    await pick(world.manager, tagged, LEADS, "0d")
    await until(simcord_bot, watch, datetime(2029, 1, 1, tzinfo=UTC))
    for each, text in zip((2026, 2027, 2028), posts(world.channel), strict=True):
        assert text.startswith("-# Reminder: today\n### A day")
        assert f"**9 December {each}** · each year" in text


async def test_after_downtime_one_late_reminder_comes_and_says_so(
    world: World, simcord_bot: R2PBot, watch: Watch
) -> None:
    await reminded_of(world, "vote")
    watch.now = datetime(2026, 12, 21, 20, tzinfo=UTC)
    await simcord_bot.tick()
    (late,) = posts(world.channel)
    assert late.startswith("-# Reminder: tomorrow\n### A vote\n-# Late: this was due <t:")
    await simcord_bot.tick()
    assert len(posts(world.channel)) == 1


async def test_a_restart_repeats_nothing_and_the_menus_go_on(
    world: World, services: Services, simcord_bot: R2PBot, simcord_env: simcord.Env, watch: Watch
) -> None:
    shown = await reminded_of(world, "vote")
    await until(simcord_bot, watch, datetime(2026, 12, 16, tzinfo=UTC))
    assert len(posts(world.channel)) == 1
    again = R2PBot(services, metronome=simcord_bot.metronome)
    await simcord_env.restart_bot(again)
    await services.reminders.replan()
    await again.tick()
    assert len(posts(world.channel)) == 1
    changed = await pick(world.manager, shown, LEADS, "0d")
    assert "**When**: at the start" in read(changed)
    await until(again, watch, datetime(2027, 1, 1, tzinfo=UTC))
    assert heads(world.channel)[1:] == ["-# Reminder: today"]


async def test_the_role_is_pinged_and_no_one_else(world: World, simcord_bot: R2PBot, watch: Watch) -> None:
    role = world.guild.create_role("Focal points", mentionable=True)
    shown = await reminded_of(world, "vote", role=role)
    assert f"will ping <@&{role.id}>" in read(shown)
    await until(simcord_bot, watch, datetime(2026, 12, 16, tzinfo=UTC))
    (message,) = world.channel.history()
    assert [each.id for each in message.role_mentions] == [role.id]
    assert not message.mention_everyone
    quiet = reply(await world.manager.click(shown, label="Stop pinging the role"))
    assert "it pings nobody" in read(quiet)
    assert "Stop pinging the role" not in labels(quiet)


async def test_where_a_right_is_missing_nothing_is_set_up_and_it_says_which(
    world: World, services: Services
) -> None:
    bot = world.guild.me
    assert bot is not None
    closed = world.guild.create_text_channel(
        "closed", overwrites={bot: discord.PermissionOverwrite(read_message_history=False)}
    )
    refused = await world.manager.slash(world.channel, f"{COMMAND} setup", channel=closed)
    assert "“Read Message History”" in read(reply(refused))
    simcord.assert_error(world.env, UserError)
    assert await services.reminders.of_guild(world.guild.id) == []


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"time": "25:00"}, "That is no time of day"),
        ({"timezone": "Atlantis"}, "There is no such time zone"),
    ],
)
async def test_wrong_words_are_answered_with_what_is_allowed(
    world: World, services: Services, options: dict[str, str], told: str
) -> None:
    refused = await world.manager.slash(world.channel, f"{COMMAND} setup", channel=world.channel, **options)
    assert refused.ephemeral
    assert told in read(reply(refused))
    assert "Example:" in read(reply(refused))
    simcord.assert_error(world.env, UserError)
    assert await services.reminders.of_guild(world.guild.id) == []


async def test_the_server_s_zone_is_the_default(world: World, services: Services) -> None:
    await services.settings.set(world.guild.id, GuildSettings(timezone="Asia/Tokyo"))
    made = await world.manager.slash(world.channel, f"{COMMAND} setup", channel=world.channel)
    assert "at 09:00 (Asia/Tokyo)" in read(reply(made))


async def test_paused_ones_rest_and_what_changed_meanwhile_is_told_when_they_are_resumed(
    world: World, simcord_bot: R2PBot, services: Services, watch: Watch
) -> None:
    await reminded_of(world, "vote")
    number = await only_id(services, world)
    paused = await world.manager.slash(world.channel, f"{COMMAND} pause", reminder=number)
    assert "**Paused**" in read(reply(paused))
    await until(simcord_bot, watch, datetime(2026, 12, 16, tzinfo=UTC))
    moved = confirmed("vote", date(2027, 1, 20), title="A vote")
    await services.calendars.set(world.guild.id, "vote", moved, world.manager.id, watch.now)
    await until(simcord_bot, watch, datetime(2026, 12, 23, tzinfo=UTC))
    assert posts(world.channel) == []
    resumed = await world.manager.slash(world.channel, f"{COMMAND} resume", reminder=number)
    assert "**Paused**" not in read(reply(resumed))
    await until(simcord_bot, watch, datetime(2027, 1, 14, tzinfo=UTC))
    assert heads(world.channel) == [
        "-# The date has changed",
        "-# Reminder: in 7 days",
    ]


async def test_edit_moves_them_to_another_channel_and_time(
    world: World, simcord_bot: R2PBot, services: Services, watch: Watch
) -> None:
    await reminded_of(world, "vote")
    other = world.guild.create_text_channel("other")
    edited = await world.manager.slash(
        world.channel,
        f"{COMMAND} edit",
        reminder=await only_id(services, world),
        channel=other,
        time="18:00",
        timezone="America/New_York",
    )
    assert f"Into <#{other.id}> at 18:00 (America/New_York)" in read(reply(edited))
    await until(simcord_bot, watch, datetime(2026, 12, 16, tzinfo=UTC))
    assert posts(world.channel) == []
    assert heads(other) == ["-# Reminder: in 30 days", "-# Reminder: in 7 days"]


async def test_preview_shows_the_next_post_and_posts_nothing(world: World, services: Services) -> None:
    shown = await reminded_of(world, "vote")
    for seen in (
        await world.manager.slash(
            world.channel, f"{COMMAND} preview", reminder=await only_id(services, world)
        ),
        await world.manager.click(shown, label="Preview"),
    ):
        assert seen.ephemeral
        assert "-# Reminder: in 7 days\n### A vote" in read(reply(seen))
        assert "-# Preview · <t:" in read(reply(seen))
    assert posts(world.channel) == []


async def test_list_opens_one_and_remove_asks_first(
    world: World, services: Services, simcord_bot: R2PBot, watch: Watch
) -> None:
    empty = await world.manager.slash(world.channel, f"{COMMAND} list")
    assert "No reminders yet" in read(reply(empty))
    await reminded_of(world, "vote")
    number = await only_id(services, world)
    listed = await world.manager.slash(world.channel, f"{COMMAND} list")
    assert "### 1 set of reminders in this server" in read(reply(listed))
    assert f"<#{world.channel.id}> A vote · next <t:" in read(reply(listed))
    opened = await pick(world.manager, reply(listed), "Open one", number)
    assert "**Events**: A vote" in read(opened)
    asked = await world.manager.slash(world.channel, f"{COMMAND} remove", reminder=number)
    kept = await world.manager.click(reply(asked), label="Keep them")
    assert "**Events**: A vote" in read(reply(kept))
    asked = await world.manager.slash(world.channel, f"{COMMAND} remove", reminder=number)
    gone = await world.manager.click(reply(asked), label="Remove them")
    assert "Removed: the reminders into" in read(reply(gone))
    assert await services.reminders.of_guild(world.guild.id) == []
    twice = await world.manager.click(opened, label="Pause")
    assert "There is no such reminder any more." in read(reply(twice))
    await until(simcord_bot, watch, datetime(2026, 12, 25, tzinfo=UTC))
    assert posts(world.channel) == []


async def test_they_are_found_while_typing(world: World, services: Services) -> None:
    await reminded_of(world, "vote")
    found = await world.manager.autocomplete(world.channel, f"{COMMAND} edit", "reminder", "vot")
    assert [(each["name"], each["value"]) for each in found] == [
        ("#general, A vote", await only_id(services, world))
    ]
    assert await world.manager.autocomplete(world.channel, f"{COMMAND} edit", "reminder", "debate") == []
    refused = await world.manager.slash(world.channel, f"{COMMAND} edit", reminder="vot")
    assert "Please choose the reminders from the list" in read(reply(refused))
    simcord.assert_error(world.env, UserError)


async def test_another_server_s_reminders_are_out_of_reach(
    world: World, services: Services, simcord_env: simcord.Env
) -> None:
    await reminded_of(world, "vote")
    elsewhere = World.made(simcord_env)
    refused = await elsewhere.manager.slash(
        elsewhere.channel, f"{COMMAND} remove", reminder=await only_id(services, world)
    )
    assert "There are no such reminders any more." in read(reply(refused))
    simcord.assert_error(world.env, UserError)


async def test_members_are_refused_the_commands_and_the_menus(
    world: World, simcord_bot: R2PBot, services: Services
) -> None:
    shown = await reminded_of(world, "vote")
    with pytest.raises(simcord.SetupError, match="not visible"):
        await world.amina.slash(world.channel, f"{COMMAND} list")
    (root,) = [command for command in await simcord_bot.tree.fetch_commands() if command.name == "r2p-admin"]
    world.guild.set_command_permissions(root, {world.amina: True})
    refused = await world.amina.slash(world.channel, f"{COMMAND} setup", channel=world.channel)
    assert "Manage Server" in read(reply(refused))
    simcord.assert_error(world.env, app_commands.MissingPermissions)
    assert await world.amina.autocomplete(world.channel, f"{COMMAND} edit", "reminder", "") == []
    role = world.guild.roles["Managers"]
    await simcord_bot.http.remove_role(world.guild.id, world.manager.id, role.id, reason=None)
    late = await world.manager.click(shown, label="Pause")
    assert "Manage Server" in read(reply(late))
    (reader,) = await services.reminders.of_guild(world.guild.id)
    assert reader.schedule.paused_reason is None


async def test_a_server_has_at_most_25(world: World) -> None:
    for _ in range(25):
        await world.manager.slash(world.channel, f"{COMMAND} setup", channel=world.channel)
    refused = await world.manager.slash(world.channel, f"{COMMAND} setup", channel=world.channel)
    assert "A server can have 25 channel reminders." in read(reply(refused))
    simcord.assert_error(world.env, UserError)
    listed = await world.manager.slash(world.channel, f"{COMMAND} list")
    assert "25 sets of reminders" in read(reply(listed))
