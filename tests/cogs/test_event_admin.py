"""/r2p-admin event: managers add, confirm, change and hide events, see what became of it, and can take it back."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import simcord
from discord import app_commands

from bot.calendars import Calendars
from bot.client import R2PBot
from bot.departures import KEPT
from bot.errors import UserError
from bot.posting.metronome import HandCranked
from bot.services import Services
from bot.storage.settings import GuildSettings
from knowledge.calendar import Certainty, Event
from tests.cogs.conftest import Watch
from tests.cogs.people import World, labels, read, reply

ADD, CONFIRM, EDIT, HIDE = (f"r2p-admin event {name}" for name in ("add", "confirm", "edit", "hide"))
DEBATE = "debate-2027"
TITLE = "Model UN simulation"


async def run(world: World, command: str, **options: str | int | bool) -> simcord.ResponseMessage:
    """What a manager is told, in private."""
    done = await world.manager.slash(world.channel, command, **options)
    assert done.ephemeral
    return reply(done)


async def refused(world: World, command: str, **options: str | int | bool) -> str:
    """Why a manager can't do something."""
    said = read(await run(world, command, **options))
    simcord.assert_error(world.env, UserError)
    return said


async def offered(world: World, command: str, typed: str, **filled: bool) -> dict[str, str]:
    """What a manager is offered while typing: label → value."""
    choices = await world.manager.autocomplete(world.channel, command, "event", typed, **filled)
    return {choice["name"]: choice["value"] for choice in choices}


async def listed(world: World, **options: str) -> str:
    """What everybody reads in the list."""
    return read(reply(await world.amina.slash(world.channel, "r2p events", **options)))


def own(services: Services, world: World) -> Event:
    """The one event that the server added."""
    calendars = services.calendars
    (uid,) = [uid for uid in calendars.changes(world.guild.id) if calendars.given(uid) is None]
    event = calendars.of(world.guild.id).get(uid)
    assert event is not None
    return event


async def test_an_event_is_added_and_everybody_finds_it(world: World, services: Services) -> None:
    added = await run(
        world,
        ADD,
        title=TITLE,
        when="25–26 June 2027",
        place="Geneva",
        link="https://example.org/",
        paragraph=61,
        tags="Model UN, debate",
        note="Bring a pen.",
    )
    said = read(added)
    assert said.startswith("**Added**: everybody here finds it in `/r2p events`. No reminder is set for it.")
    assert f"### {TITLE}\n**When**: <t:" in said
    assert "**Where**: Geneva" in said
    assert "**A/79/875-S/2025/248, para. 61**" in said
    assert "<https://example.org/>" in said
    assert "Tags: model-un, debate" in said
    assert f"Added by this server, last edited by <@{world.manager.id}>" in said
    assert labels(added)[:3] == ["Calendar file", "Remind me", "Delete"]
    assert TITLE in await listed(world, period="2027", tag="model-un")
    assert own(services, world).first == date(2027, 6, 25)


async def test_a_time_of_day_is_meant_in_the_servers_zone(world: World, services: Services) -> None:
    await services.settings.set(world.guild.id, GuildSettings(timezone="Asia/Tokyo"))
    await run(world, ADD, title=TITLE, when="2027-06-25 18:00")
    assert own(services, world).starts == datetime(2027, 6, 25, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"when": "25/06/2027"}, "two ways. Write it as “2027-06-25” or “25 June 2027”"),
        ({"when": "2020-01-01"}, "from a year ago to ten years ahead"),
        ({"when": "2026-11-01"}, "That is past: 1 November 2026."),
        ({"when": "2027-06-25", "link": "http://example.org"}, "with https"),
        ({"when": "2027-06-25", "paragraph": 99}, "The report has the paragraphs 1 to 80."),
        ({"when": "2027-06-25", "tags": "@everyone"}, "Example: debate, model-un"),
    ],
)
async def test_what_can_not_be_added_is_explained_and_not_kept(
    world: World, services: Services, options: dict[str, str | int], said: str
) -> None:
    assert said in await refused(world, ADD, title=TITLE, **options)
    assert not services.calendars.changes(world.guild.id)


async def test_the_same_event_is_not_added_twice(world: World, services: Services) -> None:
    await run(world, ADD, title=TITLE, when="2027-06-25")
    assert "in the calendar already" in await refused(world, ADD, title=f" {TITLE}", when="25 June 2027")
    assert own(services, world).title == TITLE


async def test_the_days_of_the_debate_are_confirmed(world: World, services: Services) -> None:
    services.calendars.on_change.append(three_hang_on_it)
    choices = await offered(world, CONFIRM, "debate")
    label = "General Assembly debate on the responsibility to protect · June–July 2027, date to be confirmed"
    assert next(iter(choices)) == label
    done = await run(
        world, CONFIRM, event=choices[label], days="25 June, 1 and 25 July 2027", link="https://example.org/"
    )
    said = read(done)
    assert said.startswith(
        "**Confirmed.** Each further day is an event of its own: 1 July 2027 and 25 July 2027. "
        "3 reminders of it were planned anew."
    )
    assert "(1 of 3)\n**When**: <t:1813917600:D> (<t:1813917600:R>)" in said
    assert "Changed by this server" in said
    assert (await listed(world, period="2027", tag="debate")).count("(<t:") == 3
    again = read(await run(world, CONFIRM, event=DEBATE, days="2027-09-01"))
    assert "reminders of it" in again
    assert "(1 of" not in again
    assert (await listed(world, period="2027", tag="debate")).count("(<t:") == 1


async def three_hang_on_it(_: int, __: str) -> int:
    return 3


async def test_days_outside_of_the_window_are_taken_and_remarked_on(world: World) -> None:
    said = read(await run(world, CONFIRM, event=DEBATE, days="2027-09-01"))
    assert "It was expected for June–July 2027; the days you gave lie outside of that." in said


@pytest.mark.parametrize(
    ("event", "days", "said"),
    [
        (DEBATE, "June 2027", "Name the days"),
        ("refugee day", "2027-06-21", "nothing to confirm"),
        ("debate", "2027-06-25", "could be several events"),
        ("tea party", "2027-06-25", "I know no event “tea party”. Choose one from the list"),
    ],
)
async def test_what_can_not_be_confirmed_is_explained(
    world: World, services: Services, event: str, days: str, said: str
) -> None:
    assert said in await refused(world, CONFIRM, event=event, days=days)
    assert not services.calendars.changes(world.guild.id)


async def test_an_event_is_edited_looked_at_and_taken_back(world: World, services: Services) -> None:
    choices = await offered(world, EDIT, "refugee")
    assert list(choices) == ["World Refugee Day · 20 June 2027"]
    (uid,) = choices.values()
    changed = await run(world, EDIT, event=uid, place="Geneva", note="With a film.", paragraph=0)
    assert read(changed).startswith("**Changed.**")
    assert "**Where**: Geneva" in read(changed)
    assert "Paragraph 21" not in labels(changed)
    shown = await run(world, EDIT, event=uid)
    assert read(shown) in read(changed)
    taken = await world.manager.click(shown, label="Take the server’s change back")
    said = read(reply(taken))
    assert said.startswith("**Taken back**: it is as all servers have it.")
    assert "Geneva" not in said
    assert "Changed by this server" not in said
    twice = await world.manager.click(changed, label="Take the server’s change back")
    assert "was taken back already" in read(reply(twice))
    base, now = services.calendars.base.get(uid), services.calendars.of(world.guild.id).get(uid)
    assert base is not None
    assert now is not None
    assert now.sequence == base.sequence + 2


async def test_taking_a_confirmation_back_takes_its_further_days_too(
    world: World, services: Services
) -> None:
    done = await run(world, CONFIRM, event=DEBATE, days="25 June, 1 and 25 July 2027")
    await world.manager.click(done, label="Take the server’s change back")
    calendar = services.calendars.of(world.guild.id)
    assert calendar.get(f"{DEBATE}-2") is None
    debate = calendar.get(DEBATE)
    assert debate is not None
    assert debate.certainty is Certainty.WINDOW


async def test_an_own_event_is_deleted_for_good(world: World, services: Services) -> None:
    added = await run(world, ADD, title=TITLE, when="2027-06-25")
    gone = read(reply(await world.manager.click(added, label="Delete")))
    assert gone == f"### {TITLE}\n**Deleted**: it was this server’s own. No reminder is set for it."
    assert not services.calendars.changes(world.guild.id)


async def test_a_yearly_day_is_hidden_with_all_its_years_and_shown_again(
    world: World, services: Services
) -> None:
    choices = await offered(world, HIDE, "human rights day")
    assert next(iter(choices.items())) == ("Human Rights Day · every year", "human-rights-day")
    hidden = read(await run(world, HIDE, event="human-rights-day"))
    assert hidden.startswith("### Hidden: Human Rights Day")
    assert "with `show:True`" in hidden
    for year in ("2026", "2027"):
        assert "Human Rights Day" not in await listed(world, period=f"{year}-12-10")
    hidden_choices = await offered(world, HIDE, "human rights", show=True)
    assert hidden_choices == {"(hidden) Human Rights Day · every year": "human-rights-day"}
    assert hidden_choices.items() <= (await offered(world, HIDE, "")).items()
    shown = read(await run(world, HIDE, event="human-rights-day", show=True))
    assert shown.startswith("### Human Rights Day\n**Shown again.**")
    assert "Human Rights Day" in await listed(world, period="2026-12-10")
    assert "Nothing is hidden" in await refused(world, HIDE, event="human-rights-day", show=True)
    assert not services.calendars.changes(world.guild.id)["human-rights-day"].hidden


async def test_a_hidden_event_keeps_what_the_server_made_of_it(world: World, services: Services) -> None:
    await run(world, ADD, title=TITLE, when="2027-06-25", place="Geneva")
    hidden = await run(world, HIDE, event=TITLE)
    assert labels(hidden) == ["Delete"]
    assert TITLE not in await listed(world, period="2027-06-25")
    shown = read(await run(world, HIDE, event="simulation", show=True))
    assert "**Shown again.**" in shown
    assert "**Where**: Geneva" in shown
    assert own(services, world).place == "Geneva"


async def test_all_of_it_outlives_a_restart(world: World, services: Services) -> None:
    added = await run(world, ADD, title=TITLE, when="2027-06-25")
    await run(world, CONFIRM, event=DEBATE, days="2027-06-28")
    await run(world, HIDE, event="human-rights-day")
    stored = await Calendars.load(services.feedback._database, services.calendars.base)  # noqa: SLF001 - the file is what outlives
    assert stored.of(world.guild.id) == services.calendars.of(world.guild.id)
    await world.env.restart_bot(R2PBot(services, metronome=HandCranked()))
    await world.manager.click(added, label="Delete")
    assert TITLE not in await listed(world, period="2027-06-25")


@pytest.mark.simcord(check_errors=False)
async def test_a_server_that_removes_the_bot_has_its_calendar_until_it_is_forgotten(
    world: World, services: Services
) -> None:
    await run(world, ADD, title=TITLE, when="2027-06-25")
    world.env.backend.remove_guild(world.guild.id)
    await world.env.settle()
    assert services.calendars.changes(world.guild.id)
    assert await services.departures.prune(services.clock() + KEPT) == 1
    assert not services.calendars.changes(world.guild.id)


@pytest.mark.parametrize(
    ("command", "options"),
    [
        (ADD, {"title": TITLE, "when": "2027-06-25"}),
        (CONFIRM, {"event": DEBATE, "days": "2027-06-25"}),
        (EDIT, {"event": DEBATE, "place": "Geneva"}),
        (HIDE, {"event": DEBATE}),
    ],
)
async def test_members_are_refused_even_where_a_server_shows_them_the_commands(
    world: World, services: Services, simcord_bot: R2PBot, command: str, options: dict[str, str]
) -> None:
    with pytest.raises(simcord.SetupError, match="not visible"):
        await world.amina.slash(world.channel, command, **options)
    (root,) = [one for one in await simcord_bot.tree.fetch_commands() if one.name == "r2p-admin"]
    world.guild.set_command_permissions(root, {world.amina: True})
    answered = await world.amina.slash(world.channel, command, **options)
    assert "Manage Server" in read(reply(answered))
    assert not services.calendars.changes(world.guild.id)
    simcord.assert_error(world.env, app_commands.MissingPermissions)


async def test_a_member_who_sees_the_button_can_not_press_it(
    world: World, services: Services, watch: Watch
) -> None:
    await run(world, ADD, title=TITLE, when="2027-06-25")
    shown = await world.manager.slash(world.channel, "r2p events", period="2027-06-25")
    card = await world.manager.select(
        reply(shown), [own(services, world).uid], custom_id="r2p:events:open:20270625-20270625:p:0:"
    )
    (shared,) = (await world.manager.click(reply(card), label="Share")).followups
    watch.turn(60)
    pressed = await world.amina.click(shared, label="Delete")
    assert "Manage Server" in read(reply(pressed))
    assert own(services, world).title == TITLE
    pressed = await world.manager.click(shared, label="Delete")
    assert pressed.ephemeral
    assert "**Deleted**" in read(reply(pressed))
    assert "**Deleted**" not in read(shared)
