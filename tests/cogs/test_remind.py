"""/r2p remind: reminders of one's own, set up in a server or alone with the bot, changed and stopped; closed messages."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import simcord

from bot.client import R2PBot
from bot.errors import UserError
from bot.posting.subscription import Subscription
from bot.services import Services
from bot.storage.settings import GuildSettings
from knowledge.calendar import Calendar
from tests.bot.posting.events import confirmed, window, yearly
from tests.cogs.conftest import Watch
from tests.cogs.passing import posts, until
from tests.cogs.people import World, menus, parts, read, reply

ME, MINE, STOP = "r2p remind me", "r2p remind mine", "r2p remind stop"
WHEN = "When to be reminded"


@pytest.fixture
def calendar() -> Calendar:
    """A calendar that no curator changes."""
    events = [
        window("debate-2027", date(2027, 6, 1), date(2027, 7, 31)),
        confirmed("vote", date(2026, 12, 22), title="A vote"),
        confirmed("old-vote", date(2026, 10, 22), title="An old vote"),
        yearly("genocide-day", date(2015, 12, 9)),
    ]
    return Calendar().changed({event.uid: event for event in events})


@pytest.fixture
def amina(world: World) -> simcord.UserHandle:
    """Amina, where she is alone with the bot."""
    return world.amina.user


def mail(person: simcord.UserHandle) -> list[str]:
    """The first line of each message that the bot sent to a person by itself."""
    return [text.splitlines()[0] for text in posts(person.dm_channel)]


async def choose_leads(person: Any, message: Any, *leads: str) -> simcord.ResponseMessage:
    menu = next(part for part in parts(message) if part["type"] == 3 and part["placeholder"] == WHEN)
    return reply(await person.select(message, list(leads), custom_id=menu["custom_id"]))


async def test_months_pass_and_each_reminder_comes_once_by_direct_message(
    world: World, amina: simcord.UserHandle, simcord_bot: R2PBot, watch: Watch
) -> None:
    made = await world.amina.slash(world.channel, ME, event="vote", leads="7 days, start")
    assert made.ephemeral
    assert read(reply(made)).startswith("### I will remind you\n**A vote**\n")
    assert "By direct message at 09:00 (UTC)." in read(reply(made))
    await until(simcord_bot, watch, datetime(2027, 2, 1, tzinfo=UTC))
    assert mail(amina) == ["-# Reminder: in 7 days", "-# Reminder: today"]
    assert posts(world.channel) == [], "nobody else is told"
    assert "You asked for this. /r2p remind mine" in posts(amina.dm_channel)[0]


async def test_a_window_is_told_as_one_and_its_confirmation_once_also_where_it_was_set_up_alone(
    world: World, amina: simcord.UserHandle, simcord_bot: R2PBot, services: Services, watch: Watch
) -> None:
    await world.amina.slash(world.channel, ME, event="debate-2027")
    await amina.slash(ME, tag="debate")
    await until(simcord_bot, watch, datetime(2027, 6, 10, tzinfo=UTC))
    assert mail(amina)[-2:] == ["-# Reminder: days to be confirmed"] * 2
    before = len(mail(amina))
    day = confirmed("debate-2027", date(2027, 7, 20))
    assert await services.calendars.set(world.guild.id, "debate-2027", day, world.manager.id, watch.now) == 1
    await until(simcord_bot, watch, datetime(2027, 6, 11, tzinfo=UTC))
    assert mail(amina)[before:] == ["-# The date is confirmed"], "the other goes by the calendar of all"


async def test_alone_with_the_bot_nothing_is_hidden_and_the_menu_changes_the_leads(
    amina: simcord.UserHandle, simcord_bot: R2PBot, watch: Watch, services: Services
) -> None:
    made = await amina.slash(ME, event="genocide-day", timezone="Europe/Kyiv")
    assert not made.ephemeral
    changed = await choose_leads(amina, reply(made), "0d")
    assert "### Your reminder is changed\n**A day (every year)**" in read(changed)
    (reader,) = await services.reminders.of_user(amina.id)
    assert (reader.wanted.leads, reader.schedule.timezone) == (("0d",), "Europe/Kyiv")
    await until(simcord_bot, watch, datetime(2028, 1, 1, tzinfo=UTC))
    assert [text for text in mail(amina) if "Reminder:" in text] == ["-# Reminder: today"] * 2


async def test_the_same_again_changes_what_there_is(world: World, services: Services) -> None:
    for leads, title in (("7 days", "I will remind you"), ("1 day", "Your reminder is changed")):
        made = await world.amina.slash(world.channel, ME, event="vote", leads=leads)
        assert title in read(reply(made))
    (reader,) = await services.reminders.of_user(world.amina.id)
    assert reader.wanted.leads == ("1d",)


async def test_the_zone_is_the_last_one_else_the_server_s(world: World, services: Services) -> None:
    await services.settings.set(world.guild.id, GuildSettings(timezone="Asia/Tokyo"))
    first = await world.amina.slash(world.channel, ME, event="vote")
    assert "(Asia/Tokyo)" in read(reply(first))
    await world.amina.slash(world.channel, ME, event="debate-2027", timezone="new york")
    third = await world.amina.slash(world.channel, ME, event="genocide-day")
    assert "(America/New_York)" in read(reply(third))


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({}, "Choose an event or a tag, one of the two"),
        ({"event": "vote", "tag": "debate"}, "Choose an event or a tag, one of the two"),
        ({"event": "olympic games"}, "I know no event “olympic games”"),
        ({"event": "old-vote"}, "This event is over."),
        ({"tag": "football"}, "There is no such tag. The calendar has: debate, un-day."),
        ({"event": "vote", "leads": "soon"}, "Example: 7 days, 1 day, open"),
        ({"event": "vote", "timezone": "Atlantis"}, "There is no such time zone."),
    ],
)
async def test_wrong_words_are_answered_with_what_is_allowed(
    world: World, services: Services, options: dict[str, str], told: str
) -> None:
    refused = await world.amina.slash(world.channel, ME, **options)
    assert refused.ephemeral
    assert told in read(reply(refused))
    simcord.assert_error(world.env, UserError)
    assert await services.reminders.of_user(world.amina.id) == []


async def test_an_event_is_over_when_its_day_is_in_the_servers_own_zone(
    world: World, services: Services, watch: Watch
) -> None:
    await services.settings.set(world.guild.id, GuildSettings(timezone="Pacific/Honolulu"))
    watch.now = datetime(2026, 12, 23, 5, tzinfo=UTC)  # still the 22nd there
    offered = await world.amina.autocomplete(world.channel, ME, "event", "vote")
    assert [each["value"] for each in offered] == ["vote"]
    assert "I will remind you" in read(reply(await world.amina.slash(world.channel, ME, event="vote")))
    watch.now = datetime(2026, 12, 23, 11, tzinfo=UTC)
    refused = await world.amina.slash(world.channel, ME, event="vote")
    assert "This event is over." in read(reply(refused))
    simcord.assert_error(world.env, UserError)


async def test_events_tags_and_leads_are_offered_while_typing(world: World) -> None:
    events = await world.amina.autocomplete(world.channel, ME, "event", "vote")
    assert [(each["name"], each["value"]) for each in events] == [("A vote · 22 December 2026", "vote")]
    tags = await world.amina.autocomplete(world.channel, ME, "tag", "un")
    assert [each["value"] for each in tags] == ["un-day"]
    leads = await world.amina.autocomplete(world.channel, ME, "leads", "")
    assert all(1 <= len(each["name"]) <= 100 for each in leads)
    assert "7 days" in [each["value"] for each in leads]


async def test_mine_lists_what_one_asked_for_and_stops_it(
    world: World, amina: simcord.UserHandle, simcord_bot: R2PBot, watch: Watch
) -> None:
    assert "You asked for no reminders" in read(reply(await world.amina.slash(world.channel, MINE)))
    await world.amina.slash(world.channel, ME, event="vote")
    await world.amina.slash(world.channel, ME, tag="debate")
    listed = await world.amina.slash(world.channel, MINE)
    assert listed.ephemeral
    assert "### You asked for 2 reminders\n- A vote · next <t:" in read(reply(listed))
    (entries,) = menus(reply(listed)).values()
    opened = reply(await world.amina.select(reply(listed), [entries["A vote"]]))
    stopped = await world.amina.click(opened, label="Stop this reminder")
    assert "I will not remind you of A vote any more." in read(reply(stopped))
    everything = await world.amina.slash(world.channel, STOP, reminder="all")
    assert "Stopped" in read(reply(everything))
    await until(simcord_bot, watch, datetime(2027, 8, 1, tzinfo=UTC))
    assert mail(amina) == []


async def test_stop_offers_one_s_own_and_takes_no_other(world: World, services: Services) -> None:
    await world.amina.slash(world.channel, ME, event="vote")
    (reader,) = await services.reminders.of_user(world.amina.id)
    number = str(reader.schedule.id)
    offered = await world.amina.autocomplete(world.channel, STOP, "reminder", "")
    assert [(each["name"], each["value"]) for each in offered] == [
        ("A vote", number),
        ("All my reminders", "all"),
    ]
    assert await world.ben.autocomplete(world.channel, STOP, "reminder", "") == []
    refused = await world.ben.slash(world.channel, STOP, reminder=number)
    assert "You have no such reminder any more." in read(reply(refused))
    simcord.assert_error(world.env, UserError)
    stopped = await world.amina.slash(world.channel, STOP, reminder=number)
    assert "I will not remind you of A vote any more." in read(reply(stopped))
    again = await world.amina.slash(world.channel, STOP, reminder=number)
    assert "no such reminder" in read(reply(again))
    simcord.assert_error(world.env, UserError)


async def test_what_is_stopped_leaves_no_trace(
    world: World, simcord_bot: R2PBot, services: Services, watch: Watch
) -> None:
    await world.amina.slash(world.channel, ME, event="vote")
    await until(simcord_bot, watch, datetime(2026, 12, 16, tzinfo=UTC))
    await world.amina.slash(world.channel, STOP, reminder="all")
    async with services.feedback._database.transaction() as connection:  # noqa: SLF001 - the file is what keeps
        for table in ("schedules", "deliveries", "blocked_targets"):
            rows = await connection.execute_fetchall(f"SELECT * FROM {table}")  # noqa: S608 - our own names
            assert list(rows) == [], table


async def test_a_post_in_a_channel_leads_to_a_reminder_of_one_s_own_pressed_twice_too(
    world: World, amina: simcord.UserHandle, simcord_bot: R2PBot, services: Services, watch: Watch
) -> None:
    made = reply(await world.manager.slash(world.channel, "r2p-admin reminder setup", channel=world.channel))
    menu = next(part for part in parts(made) if part["type"] == 3 and part["placeholder"] == "Single events")
    await world.manager.select(made, ["vote"], custom_id=menu["custom_id"])
    await until(simcord_bot, watch, datetime(2026, 12, 16, tzinfo=UTC))
    (post,) = world.channel.history()
    asked = await world.amina.click(post, label="Remind me too")
    assert asked.ephemeral
    assert "### Remind you of this?\n**A vote**" in read(reply(asked))
    chosen = await choose_leads(world.amina, reply(asked), "1d")
    assert "### I will remind you" in read(chosen)
    again = await world.amina.click(post, label="Remind me too")
    assert "### You asked for this already" in read(reply(again))
    await until(simcord_bot, watch, datetime(2027, 1, 1, tzinfo=UTC))
    assert mail(amina) == ["-# Reminder: tomorrow"]
    (direct,) = amina.dm_channel.history()
    stopped = await amina.click(direct, label="Stop this reminder")
    assert "Stopped" in read(reply(stopped))
    assert await services.reminders.of_user(amina.id) == []
    late = await world.ben.click(post, label="Remind me too")
    assert "This event is over." in read(reply(late))


async def test_the_menu_below_an_event_works_after_a_restart(
    world: World, services: Services, simcord_bot: R2PBot
) -> None:
    await world.amina.slash(world.channel, ME, event="vote")
    shown = reply(await world.amina.slash(world.channel, MINE))
    await world.env.restart_bot(R2PBot(services, metronome=simcord_bot.metronome))
    gone = await world.amina.click(shown, label="Stop all")
    assert "I will not remind you of anything any more." in read(reply(gone))
    assert await services.reminders.of_user(world.amina.id) == []


async def test_closed_direct_messages_are_told_at_the_next_use_and_tried_again_when_asked_anew(
    world: World, amina: simcord.UserHandle, simcord_bot: R2PBot, watch: Watch
) -> None:
    await world.amina.slash(world.channel, ME, event="vote")
    path = f"/channels/{amina.dm_channel.id}/messages"
    world.env.inject_error("POST", path, status=403, code=50007, times=1)
    await until(simcord_bot, watch, datetime(2026, 12, 16, tzinfo=UTC))
    assert mail(amina) == []
    await until(simcord_bot, watch, datetime(2026, 12, 20, tzinfo=UTC))
    assert mail(amina) == [], "it is not tried for ever"
    used = await world.amina.slash(world.channel, "r2p help")
    told = [message for message in used.followups if "direct messages" in read(message)]
    assert len(told) == 1
    again = await world.amina.slash(world.channel, ME, event="vote")
    assert "My last messages did not reach you" in read(reply(again))
    await until(simcord_bot, watch, datetime(2027, 1, 1, tzinfo=UTC))
    assert mail(amina) == ["-# Reminder: in 2 days", "-# Reminder: tomorrow", "-# Reminder: today"]


def wanted(world: World, uid: str) -> tuple[int, Subscription, ZoneInfo]:
    """What /r2p remind me makes of an event in this server."""
    return world.amina.id, Subscription(events=(uid,), calendar_of=world.guild.id), ZoneInfo("UTC")


async def test_a_person_has_at_most_25_and_what_is_over_makes_room(
    world: World, services: Services, watch: Watch
) -> None:
    events = {
        f"meeting-{number}": confirmed(
            f"meeting-{number}", date(2027, 1, number + 1), title=f"Meeting {number}"
        )
        for number in range(26)
    }
    await services.calendars.apply(world.guild.id, dict(events), world.manager.id, watch.now)
    for uid in list(events)[:25]:
        await services.reminders.for_person(*wanted(world, uid), watch.now)
    refused = await world.amina.slash(world.channel, ME, event="meeting-25")
    assert "You can have 25 reminders. Stop one first: `/r2p remind stop`" in read(reply(refused))
    simcord.assert_error(world.env, UserError)
    listed = await world.amina.slash(world.channel, MINE)
    assert "You asked for 25 reminders" in read(reply(listed))
    watch.now = datetime(2027, 1, 5, tzinfo=UTC)
    taken = await world.amina.slash(world.channel, ME, event="meeting-25")
    assert "I will remind you" in read(reply(taken))
    assert len(await services.reminders.of_user(world.amina.id)) < 25
