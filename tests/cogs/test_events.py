"""/r2p events: listed, opened, taken along as a file, and added to a server's own events."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import discord
import icalendar
import pytest
import simcord

from bot.client import R2PBot
from bot.errors import UserError
from bot.event_hours import hours
from bot.posting.metronome import HandCranked
from bot.services import Services
from bot.storage.settings import GuildSettings
from bot.turns import Turns
from bot.views.native_events import add_once
from knowledge.calendar import Certainty, Event
from knowledge.event_quote import quote
from tests.cogs.conftest import Watch
from tests.cogs.people import World, choose, labels, menus, read, reply

COMMAND = "r2p events"
MENU = "Open an event"
NATIVE = "Add to this server’s events"
FILE = "Calendar file"
DEBATE = "General Assembly debate on the responsibility to protect"
OWN = Event(
    uid="own-1",
    title="Model UN simulation",
    certainty=Certainty.CONFIRMED,
    first=date(2026, 12, 1),
    last=date(2026, 12, 2),
    place="Geneva",
    tags=("simulation",),
    note="Bring a pen.",
    paragraphs=(61,),
    report="A/79/875-S/2025/248",
    link="https://example.org/",
)


@pytest.fixture
def organiser(world: World) -> simcord.MemberActor:
    """Somebody who may create events in the server."""
    permissions = discord.Permissions(create_events=True)
    role = world.guild.create_role("Organisers", permissions=permissions)
    return world.guild.add_member(world.env.create_user("omar"), roles=[role])


async def add(world: World, services: Services, **changes: Any) -> Event:
    """An event that the server added."""
    event = replace(OWN, **changes)
    await services.calendars.set(world.guild.id, event.uid, event, world.manager.id, services.clock())
    return event


async def card_of(
    world: World, person: simcord.MemberActor, title: str = OWN.title, **options: str
) -> simcord.ResponseMessage:
    """The card of an event, as a person opens it from the list."""
    shown = reply(await person.slash(world.channel, COMMAND, **options))
    return reply(await choose(person, shown, MENU, title))


async def file_of(message: simcord.ResponseMessage) -> tuple[str, list[Any]]:
    """The calendar file that a message carries: its name and its events."""
    (attached,) = message.attachments
    return attached.filename, icalendar.Calendar.from_ical(await attached.read()).walk("VEVENT")


def native(world: World) -> list[Any]:
    """The server's own events, as Discord has them."""
    return list(world.env.backend.get_guild(world.guild.id).scheduled_events.values())


async def pages(world: World, **options: str) -> AsyncIterator[simcord.ResponseMessage]:
    """Every page of a list, one after the other in the same message."""
    page = reply(await world.amina.slash(world.channel, COMMAND, **options))
    yield page
    while onward := [label for label in labels(page) if label.endswith("▸")]:
        page = reply(await world.amina.click(page, label=onward[0]))
        yield page


async def test_what_is_coming_says_how_certain_its_days_are(world: World) -> None:
    listed = await world.amina.slash(world.channel, COMMAND)
    assert not listed.ephemeral
    said = read(reply(listed))
    assert said.startswith("### Coming events\n-# ")
    once = said.partition("**To prepare for**")[2].partition("**November 2026**")[0]
    assert f"- **{DEBATE}**: June–July 2027, date to be confirmed (at the earliest <t:1811844000:R>)" in once
    assert "2028**: 2028, days to be confirmed" in once
    assert "New York · paras. 69, 78" in once
    assert ":D>" not in once
    assert "- <t:1795600800:D> (<t:1795600800:R>): International Day for the Elimination" in said
    assert "has no day yet, and none is guessed" in said
    assert "Paragraph 61" in labels(reply(listed))


async def test_a_whole_day_is_the_same_date_nearly_everywhere(world: World) -> None:
    said = read(reply(await world.amina.slash(world.channel, COMMAND, period="2026-11-25")))
    (moment,) = {int(part.split(":")[0]) for part in said.split("<t:")[1:]}
    shown = datetime.fromtimestamp(moment, UTC)
    assert {(shown.timestamp() + hours * 3600) // 86400 for hours in range(-10, 14)} == {
        datetime(2026, 11, 25, tzinfo=UTC).timestamp() // 86400
    }


async def test_leafing_through_all_pages_shows_every_event_once(world: World, services: Services) -> None:
    today = services.clock().date()
    every = services.calendars.base.between(today, today.replace(year=2027))
    uids: list[str] = []
    heads: list[str] = []
    async for page in pages(world, period="next 12 months"):
        uids += menus(page)[MENU].values()
        heads.append(read(page).split("\n")[1])
    assert sorted(uids) == sorted(event.uid for event in every)
    assert heads == [
        f"-# {len(every)} events · page {number + 1} of {len(heads)}" for number in range(len(heads))
    ]
    back = reply(await world.amina.click(page, label=f"◂ Page {len(heads) - 1} of {len(heads)}"))
    assert read(back).split("\n")[1] == heads[-2]


@pytest.mark.parametrize(
    ("period", "tag", "shown", "missing"),
    [
        ("June 2027", "", "World Refugee Day", "Human Rights Day"),
        ("2028", "conference", "Plenipotentiaries", "World Refugee Day"),
        ("", "genocide", "Convention on the Prevention", DEBATE),
        ("past", "debate", DEBATE, "World Refugee Day"),
        ("all", "", "Days that come each year are left out", "World Refugee Day"),
    ],
)
async def test_a_period_and_a_tag_choose(
    world: World, period: str, tag: str, shown: str, missing: str
) -> None:
    options = {name: value for name, value in (("period", period), ("tag", tag)) if value}
    said = "\n".join([read(page) async for page in pages(world, **options)])
    assert shown in said
    assert missing not in said


async def test_what_is_over_is_not_told_to_be_prepared_for(world: World, watch: Watch) -> None:
    watch.now = datetime(
        2025, 7, 1, 12, tzinfo=UTC
    )  # between the first day of that year's debate and the last
    said = read(
        reply(await world.amina.slash(world.channel, COMMAND, period="2025-06-01..2025-07-31", tag="debate"))
    )
    past, _, coming = said.partition("**To prepare for**")
    assert "**Past**" in past
    assert "(1 of 3)" in past
    assert "(2 of 3)" in coming
    assert "(3 of 3)" in coming


async def test_nothing_to_list_is_said_and_how_to_go_on(world: World) -> None:
    empty = reply(await world.amina.slash(world.channel, COMMAND, period="2026-11-23"))
    assert "I know of no event in that time." in read(empty)
    assert "Without options, `/r2p events` lists" in read(empty)
    assert labels(empty) == []


async def test_periods_and_tags_are_offered_while_they_are_typed(world: World) -> None:
    days = await world.amina.autocomplete(world.channel, COMMAND, "period", " next 10 days")
    assert days[0]["value"] == "next 10 days"
    assert await world.amina.autocomplete(world.channel, COMMAND, "period", "next 10 d") == []
    dates = await world.amina.autocomplete(world.channel, COMMAND, "period", "2027-05")
    assert dates[0]["value"] == "2027-05"
    offered = await world.amina.autocomplete(world.channel, COMMAND, "period", "")
    assert "next 30 days" in [choice["value"] for choice in offered]
    tags = await world.amina.autocomplete(world.channel, COMMAND, "tag", "GEN")
    assert [choice["value"] for choice in tags] == ["genocide"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"period": "soonish"}, "not a period I understand. Try: next 30 days"),
        ({"period": "2027-02-31"}, "not a period I understand"),
        (
            {"tag": "tariffs @everyone"},
            "No event has the tag “tariffs \\@\u200beveryone”. There are: accountability,",
        ),
    ],
)
async def test_what_is_no_period_or_tag_is_explained_in_private(
    world: World, options: dict[str, str], said: str
) -> None:
    refused = await world.amina.slash(world.channel, COMMAND, **options)
    assert refused.ephemeral
    assert said in read(reply(refused))
    simcord.assert_error(world.env, UserError)


async def test_a_card_shows_the_reports_words_and_the_source(world: World, services: Services) -> None:
    card = await card_of(world, world.amina, DEBATE, period="2027", tag="debate")
    said = read(card)
    assert said.startswith(
        f"### {DEBATE}\n**When**: June–July 2027, date to be confirmed (at the earliest <t:"
    )
    assert "**Where**: United Nations Headquarters, New York" in said
    event = services.calendars.base.get("debate-2027")
    assert event is not None
    found = quote(services.library.newest, event)
    assert found is not None
    assert f"> {found.sentence.text}\n> **A/79/875-S/2025/248, para. 78**" in said
    assert "**Source**: [A/RES/75/277](https://docs.un.org/en/A/RES/75/277)" in said
    assert "-# Checked on <t:" in said
    assert labels(card)[:2] == [FILE, "Remind me"]
    assert {"Paragraph 69", "Paragraph 78", "◂ All events", "Share"} < set(labels(card))


async def test_the_paragraph_is_a_press_away_and_so_is_the_way_back(world: World) -> None:
    listed = reply(await world.amina.slash(world.channel, COMMAND, period="2028", tag="conference"))
    paragraph = await world.amina.click(listed, label="Paragraph 61")
    assert paragraph.ephemeral
    assert "### Paragraph 61" in read(reply(paragraph))
    (title,) = menus(listed)[MENU]
    opened = await choose(world.ben, listed, MENU, title)
    assert opened.ephemeral
    back = reply(await world.ben.click(reply(opened), label="◂ All events"))
    assert back.id == reply(opened).id
    assert read(back) == read(listed)


async def test_a_servers_own_event_is_there_for_its_members_alone(
    world: World, services: Services, simcord_env: simcord.Env
) -> None:
    await add(world, services)
    await services.calendars.set(world.guild.id, "human-rights-day", None, world.manager.id, services.clock())
    listed = reply(await world.amina.slash(world.channel, COMMAND, period="next 30 days"))
    assert "This server’s own changes: added 1, hid 1." in read(listed)
    assert "Human Rights Day" not in read(listed)
    card = read(await card_of(world, world.amina))
    assert "**When**: <t:1796119200:D> to <t:1796205600:D> (<t:1796119200:R>)" in card
    assert "Bring a pen." in card
    assert "<https://example.org/>" in card
    assert "Added by this server on <t:" in card
    assert f"<@{world.manager.id}>" in read(await card_of(world, world.manager))
    alone = reply(await simcord_env.create_user("dm").slash(COMMAND, period="next 30 days"))
    assert OWN.title not in read(alone)
    assert "Human Rights Day" in read(alone)


async def test_what_a_server_types_neither_pings_nor_formats(world: World, services: Services) -> None:
    nasty = "# @everyone **x** <@1> https://bad.example `"
    await add(world, services, title=nasty, note=nasty, place=nasty)
    listed = read(reply(await world.amina.slash(world.channel, COMMAND)))
    card = read(await card_of(world, world.amina, nasty))
    for said in (listed, card):
        assert "@everyone" not in said
        assert "<@1>" not in said.replace("\\<@", "")
        assert "https://bad" not in said
        assert "\\*\\*x\\*\\*" in said


async def test_an_event_under_way_is_today_and_an_open_window_never_is(
    world: World, services: Services, watch: Watch
) -> None:
    watch.now = datetime(2026, 12, 2, 12, tzinfo=UTC)
    await add(world, services)
    await add(world, services, uid="own-2", title="One day", first=date(2026, 12, 2))
    window = {"certainty": Certainty.WINDOW, "first": date(2026, 12, 1), "last": date(2026, 12, 31)}
    await add(world, services, uid="own-3", title="Some day", **window)
    said = read(reply(await world.amina.slash(world.channel, COMMAND)))
    assert "**: <t:1796119200:D> to <t:1796205600:D>, under way" in said
    assert "**One day**: <t:1796205600:D>, today" in said
    assert "**Some day**: December 2026, date to be confirmed (the window is open)" in said


async def test_an_hour_is_shown_in_the_readers_own_time(world: World, services: Services) -> None:
    await add(world, services, last=OWN.first, starts=datetime(2026, 12, 1, 15, tzinfo=UTC))
    assert "**When**: <t:1796137200:f> (<t:1796137200:R>)" in read(await card_of(world, world.amina))


async def test_the_files_hold_one_event_or_the_whole_list(world: World, services: Services) -> None:
    listed = reply(await world.amina.slash(world.channel, COMMAND, period="next 12 months"))
    given = await world.ben.click(listed, label=FILE)
    assert given.ephemeral
    name, events = await file_of(reply(given))
    today = services.clock().date()
    every = services.calendars.base.between(today, today.replace(year=2027))
    assert (name, len(events)) == ("r2p-events.ics", len(every))
    card = await card_of(world, world.amina, DEBATE, period="2027", tag="debate")
    name, (event,) = await file_of(reply(await world.amina.click(card, label=FILE)))
    assert (name, event["UID"]) == ("debate-2027.ics", "debate-2027@r2p-bot")
    assert "date to be confirmed" in str(event["SUMMARY"])


async def test_answers_are_private_where_the_server_has_it_so_and_can_be_shared(
    world: World, services: Services
) -> None:
    await services.settings.set(world.guild.id, GuildSettings(private_by_default=True))
    listed = await world.amina.slash(world.channel, COMMAND)
    assert listed.ephemeral
    (shared,) = (await world.amina.click(reply(listed), label="Share")).followups
    assert "Coming events" in read(shared)
    card = await choose(world.amina, reply(listed), MENU, DEBATE)
    assert "Share" in labels(reply(card))


async def test_in_a_direct_message_all_but_the_servers_events_works(simcord_env: simcord.Env) -> None:
    amina = simcord_env.create_user("amina")
    listed = await amina.slash(COMMAND, period="2027", tag="un-day")
    assert not listed.ephemeral
    title = next(iter(menus(reply(listed))[MENU]))
    card = reply(await choose(amina, reply(listed), MENU, title))  # type: ignore[arg-type] # users press too
    assert card.id == reply(listed).id
    assert {NATIVE, "Share"}.isdisjoint(labels(card))
    assert {FILE, "Remind me"} < set(labels(card))
    assert "Each year on this day." in read(card)


async def test_the_controls_outlive_a_restart_and_an_event_that_is_gone_is_explained(
    world: World, services: Services
) -> None:
    await add(world, services)
    listed = reply(await world.amina.slash(world.channel, COMMAND))
    await world.env.restart_bot(R2PBot(services, metronome=HandCranked()))
    card = reply(await choose(world.amina, listed, MENU, OWN.title))
    await services.calendars.reset(world.guild.id, OWN.uid, services.clock())
    for gone in (
        await world.amina.click(card, label=FILE),
        await choose(world.amina, listed, MENU, OWN.title),
    ):
        assert gone.ephemeral
        assert "not in the calendar any more" in read(reply(gone))


async def test_an_organiser_adds_an_event_to_the_servers_own_once(
    world: World, services: Services, organiser: simcord.MemberActor
) -> None:
    await services.settings.set(world.guild.id, GuildSettings(timezone="Europe/Zurich"))
    await add(world, services)
    card = await card_of(world, organiser)
    added = await organiser.click(card, label=NATIVE)
    assert added.ephemeral
    (made,) = native(world)
    said = read(reply(added))
    assert f"Added: https://discord.com/events/{world.guild.id}/{made.id}" in said
    assert "09:00 to 17:00 in Europe/Zurich, this server’s time zone" in said
    assert (made.name, made.entity_type) == (OWN.title, discord.EntityType.external.value)
    assert made.entity_metadata == {"location": "Geneva"}
    assert datetime.fromisoformat(made.scheduled_start_time) == datetime(2026, 12, 1, 8, tzinfo=UTC)
    assert made.scheduled_end_time is not None
    assert datetime.fromisoformat(made.scheduled_end_time) == datetime(2026, 12, 2, 16, tzinfo=UTC)
    assert made.description == (
        "1–2 December 2026.\nBring a pen.\nhttps://example.org/\nA/79/875-S/2025/248, para. 61"
    )
    again = read(reply(await organiser.click(card, label=NATIVE)))
    assert (
        again
        == f"It is among this server’s events already: https://discord.com/events/{world.guild.id}/{made.id}"
    )
    assert len(native(world)) == 1


class Server:
    """A server whose answers come late, so that two who press at once can come between each other."""

    id = 1

    def __init__(self) -> None:
        self.events: list[SimpleNamespace] = []

    async def fetch_scheduled_events(self, *, with_counts: bool) -> list[SimpleNamespace]:
        assert not with_counts
        found = list(self.events)
        await asyncio.sleep(0)
        return found

    async def create_scheduled_event(self, **given: Any) -> SimpleNamespace:
        await asyncio.sleep(0)
        self.events.append(SimpleNamespace(url="https://discord.com/events/1/2", **given))
        return self.events[-1]


async def test_two_who_press_at_once_add_it_once() -> None:
    server: Any = Server()
    turns, span = Turns(), hours(OWN, ZoneInfo("UTC"))
    said = await asyncio.gather(*(add_once(turns, server, OWN, span) for _ in range(3)))
    assert len(server.events) == 1
    assert [words.split(":")[0] for words in said] == [
        "Added",
        *["It is among this server’s events already"] * 2,
    ]


async def test_a_server_that_has_as_many_as_discord_takes_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    async def full(_: Server, **__: Any) -> SimpleNamespace:
        response: Any = SimpleNamespace(status=400, reason="Bad Request")
        raise discord.HTTPException(response, {"code": 30038, "message": "Maximum number reached"})

    monkeypatch.setattr(Server, "create_scheduled_event", full)
    server: Any = Server()
    with pytest.raises(UserError, match="a hundred events"):
        await add_once(Turns(), server, OWN, hours(OWN, ZoneInfo("UTC")))


async def test_reminders_are_offered_from_a_card(world: World, services: Services) -> None:
    await add(world, services)
    offered = await world.amina.click(await card_of(world, world.amina), label="Remind me")
    assert offered.ephemeral
    assert OWN.title in read(reply(offered))
    assert len(menus(reply(offered))) == 1


async def test_an_hour_becomes_two_hours(
    world: World, services: Services, organiser: simcord.MemberActor
) -> None:
    await add(world, services, last=OWN.first, starts=datetime(2026, 12, 1, 15, tzinfo=UTC), place="")
    said = read(reply(await organiser.click(await card_of(world, organiser), label=NATIVE)))
    assert "so I put two hours" in said
    (made,) = native(world)
    assert made.scheduled_end_time is not None
    assert datetime.fromisoformat(made.scheduled_end_time) == datetime(2026, 12, 1, 17, tzinfo=UTC)
    assert made.entity_metadata == {"location": "Place not known"}


async def test_what_has_no_confirmed_day_can_not_be_added(
    world: World, services: Services, organiser: simcord.MemberActor
) -> None:
    await add(world, services)
    card = await card_of(world, organiser)
    window = {"certainty": Certainty.WINDOW, "first": date(2027, 6, 1), "last": date(2027, 6, 30)}
    await add(world, services, **window)
    refused = read(reply(await organiser.click(card, label=NATIVE)))
    assert refused.startswith("There is no day to enter yet: June 2027, date to be confirmed.")
    fresh = await card_of(world, organiser)
    assert NATIVE not in labels(fresh)
    assert "Once its days are confirmed, it can be added" in read(fresh)
    assert native(world) == []


async def test_what_has_begun_can_not_be_added(
    world: World, services: Services, organiser: simcord.MemberActor, watch: Watch
) -> None:
    await add(world, services)
    card = await card_of(world, organiser)
    watch.now = datetime(2026, 12, 1, 10, tzinfo=UTC)
    refused = await organiser.click(card, label=NATIVE)
    assert "Discord takes only events that are still to begin. This one began <t:" in read(reply(refused))
    assert native(world) == []


async def test_a_bot_without_the_right_says_which_it_needs(
    world: World, services: Services, organiser: simcord.MemberActor
) -> None:
    await add(world, services)
    card = await card_of(world, organiser)
    rights = discord.Permissions(view_channel=True, send_messages=True)
    world.env.backend.edit_role(
        world.guild.id, world.guild.roles["TestBot"].id, {"permissions": rights.value}
    )
    refused = await organiser.click(card, label=NATIVE)
    assert read(reply(refused)) == "For this I need the permission “Create Events” here."
    assert native(world) == []


async def test_members_are_not_offered_it_and_can_not_press_it(
    world: World, services: Services, organiser: simcord.MemberActor
) -> None:
    await add(world, services)
    await services.settings.set(world.guild.id, GuildSettings(private_by_default=True))
    assert NATIVE not in labels(await card_of(world, world.amina))
    (shared,) = (await organiser.click(await card_of(world, organiser), label="Share")).followups
    refused = await world.amina.click(shared, label=NATIVE)
    assert "Create Events" in read(reply(refused))
    assert native(world) == []
