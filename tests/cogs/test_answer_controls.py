"""What can be pressed below an answer: paragraphs, citations, thumbs, Share."""

from __future__ import annotations

from typing import Any

import discord
import pytest
import simcord
from simcord import interactions

from bot.client import R2PBot
from bot.services import Services
from bot.storage.feedback import FeedbackStore, Votes
from bot.storage.settings import GuildSettings
from knowledge.citation import STYLES as CITATION_STYLES
from tests.cogs.conftest import Watch
from tests.cogs.people import Given, World, choose, labels, match, menus, read, reply

QUESTION = "Which *harbours* close, @everyone?"
REPORT = "A/79/875-S/2025/248"
STYLES = "Another citation style"


@pytest.fixture(autouse=True)
def _known(given: Given, services: Services) -> None:
    report = services.library.newest
    given.put(
        QUESTION, "answered", (match(report, 61, report.paragraph(61).text), match(report, 1, "At the 2005"))
    )


async def asked(world: World, **options: bool) -> simcord.ResponseMessage:
    return reply(await world.amina.slash(world.channel, "r2p ask", question=QUESTION, **options))


async def test_the_paragraphs_around_open_for_the_reader_alone_and_turn_in_place(world: World) -> None:
    public = await asked(world)
    opened = await world.ben.click(public, label="Paragraph 62 ▸")
    assert opened.ephemeral
    assert "### Paragraph 62" in read(reply(opened))
    assert labels(reply(opened)) == ["Cite", "◂ Paragraph 61", "Paragraph 63 ▸", "Section III.D", "Share"]
    turned = await world.ben.click(reply(opened), label="Paragraph 63 ▸")
    assert reply(turned).id == reply(opened).id
    assert "### Paragraph 63" in read(reply(turned))
    assert "### Paragraph 61" in read(public)


async def test_the_first_and_the_last_paragraph_have_one_neighbour(world: World) -> None:
    first = await choose(
        world.ben, await asked(world), "Other paragraphs that may answer", "Paragraph 1, section I"
    )
    assert "Paragraph 2 ▸" in labels(reply(first))
    assert not any(label.startswith("◂") for label in labels(reply(first)))
    assert "**At the 2005**" in read(reply(first))


async def test_cite_gives_a_citation_to_copy_in_every_style(world: World) -> None:
    cited = await world.ben.click(await asked(world), label="Cite")
    assert cited.ephemeral
    assert read(reply(cited)) == f"**Citation, United Nations**\n```\n{REPORT}, para. 61\n```"
    for style in CITATION_STYLES.values():
        (label,) = [each for each in menus(reply(cited))[STYLES] if each.removeprefix("Style: ") == style]
        other = await choose(world.ben, reply(cited), STYLES, label)
        assert reply(other).id == reply(cited).id
        assert read(reply(other)).startswith(f"**Citation, {style}**\n```")
        assert "61" in read(reply(other))


@pytest.mark.parametrize(("label", "up", "down"), [("Helpful", 1, 0), ("Not helpful", 0, 1)])
async def test_a_thumb_is_counted_once_a_person_and_thanked_in_private(
    world: World, services: Services, label: str, up: int, down: int
) -> None:
    public = await asked(world)
    pressed = await world.ben.click(public, label=label)
    assert pressed.ephemeral
    assert read(reply(pressed)).startswith("Thank you.")
    assert await services.feedback.votes() == [Votes(REPORT, 61, up, down)]
    assert await services.feedback.questions(world.guild.id) == []
    again = await world.ben.click(public, label=label)
    assert again.ephemeral
    assert "counted already" in read(reply(again))
    assert await services.feedback.votes() == [Votes(REPORT, 61, up, down)]
    await world.amina.click(public, label=label)
    assert await services.feedback.votes() == [Votes(REPORT, 61, 2 * up, 2 * down)]
    await world.ben.click(await asked(world), label=label)
    assert await services.feedback.votes() == [Votes(REPORT, 61, 3 * up, 3 * down)]


async def test_the_other_thumb_changes_a_vote(world: World, services: Services) -> None:
    public = await asked(world)
    for label, votes in (("Helpful", (1, 0)), ("Not helpful", (0, 1)), ("Helpful", (1, 0))):
        assert read(reply(await world.ben.click(public, label=label))).startswith("Thank you.")
        assert await services.feedback.votes() == [Votes(REPORT, 61, *votes)]


async def test_a_vote_that_could_not_be_counted_can_be_given_again(
    world: World, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    public = await asked(world)

    async def full(*_: object, **__: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr(FeedbackStore, "vote", full)
        assert "went wrong" in read(reply(await world.ben.click(public, label="Helpful")))
    assert read(reply(await world.ben.click(public, label="Helpful"))).startswith("Thank you.")
    assert await services.feedback.votes() == [Votes(REPORT, 61, 1, 0)]


@pytest.mark.parametrize("label", ["Helpful", "Paragraph 62 ▸", "Share", "Other paragraphs that may answer"])
async def test_a_person_who_presses_too_fast_is_asked_to_wait(world: World, watch: Watch, label: str) -> None:
    private = await asked(world, private=True)

    async def press() -> simcord.ResponseMessage:
        if label.startswith("Other"):
            return reply(await choose(world.amina, private, label, "Paragraph 1, section I"))
        return reply(await world.amina.click(private, label=label))

    for _ in range(30):
        await world.amina.click(private, label="◂ Paragraph 60")
    assert "One moment, please" in read(await press())
    watch.turn(20)
    assert "One moment, please" not in read(await press())


async def test_the_question_of_a_thumb_down_is_kept_only_where_the_server_wants_it(
    world: World, services: Services
) -> None:
    await services.settings.set(world.guild.id, GuildSettings(keep_unanswered=True))
    public = await asked(world)
    up = await world.ben.click(public, label="Helpful")
    assert "kept" not in read(reply(up))
    down = await world.ben.click(public, label="Not helpful")
    assert "the people who run this bot" in read(reply(down))
    assert "the question was kept too, without your name" in read(reply(down))
    assert "managers" not in read(reply(down))
    (kept,) = await services.feedback.questions(world.guild.id)
    assert (kept.question, kept.status) == ("Which *harbours* close, [name]?", "down")
    assert (kept.report, kept.paragraph) == (REPORT, 61)


@pytest.mark.parametrize(("question", "status"), [("no such thing", "none"), ("perhaps", "unsure")])
@pytest.mark.parametrize("keep", [True, False])
async def test_an_unanswered_question_is_kept_only_where_the_server_wants_it(
    world: World,
    services: Services,
    given: Given,
    question: str,
    status: str,
    keep: bool,  # noqa: FBT001 - a table's column
) -> None:
    given.put(question, status, message="No.")  # type: ignore[arg-type] # a table's column
    await services.settings.set(world.guild.id, GuildSettings(keep_unanswered=keep))
    await world.amina.slash(world.channel, "r2p ask", question=question)
    kept = await services.feedback.questions(world.guild.id)
    assert [(each.question, each.status) for each in kept] == ([(question, status)] if keep else [])


async def test_share_posts_the_same_answer_for_all_and_goes_away(world: World) -> None:
    private = await asked(world, private=True)
    pressed = await world.amina.click(private, label="Share")
    (public,) = pressed.followups
    assert not public.ephemeral
    assert read(public) == f"{read(private)}\n-# Shared by {world.amina.mention}"
    sent: Any = world.env.http_requests[-1].json
    assert sent["allowed_mentions"] == {"parse": []}
    assert "Share" not in labels(public)
    assert "Share" not in labels(reply(pressed))
    assert reply(pressed).id == private.id
    voted = await world.ben.click(public, label="Helpful")
    assert voted.ephemeral


async def test_a_shared_paragraph_is_turned_by_each_reader_alone(world: World) -> None:
    opened = reply(await world.ben.click(await asked(world), label="Paragraph 62 ▸"))
    (public,) = (await world.ben.click(opened, label="Share")).followups
    turned = await world.amina.click(public, label="Paragraph 63 ▸")
    assert turned.ephemeral
    assert reply(turned).id != public.id


async def test_share_says_why_not_where_the_person_may_not_write(world: World) -> None:
    silent = discord.PermissionOverwrite(send_messages=False)
    world.channel = world.guild.create_text_channel("news", overwrites={world.amina: silent})
    private = await asked(world, private=True)
    pressed = await world.amina.click(private, label="Share")
    assert pressed.ephemeral
    assert "You may not write in this channel" in read(reply(pressed))
    assert "Share" in labels(private)


async def test_share_says_why_not_where_the_bot_may_not_write(world: World, simcord_bot: R2PBot) -> None:
    silent = discord.PermissionOverwrite(send_messages=False)
    guild = simcord_bot.get_guild(world.guild.id)
    assert guild is not None
    world.channel = world.guild.create_text_channel("talk", overwrites={guild.me: silent})
    pressed = await world.amina.click(await asked(world, private=True), label="Share")
    assert "I may not write in this channel" in read(reply(pressed))


async def test_share_says_why_not_in_a_direct_message(simcord_env: simcord.Env) -> None:
    amina = simcord_env.create_user("amina")
    private = reply(await amina.slash("r2p ask", question=QUESTION, private=True))
    pressed = await amina.click(private, label="Share")
    assert "Nobody else reads this conversation" in read(reply(pressed))


@pytest.fixture
def installed_by_the_person(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything that is pressed comes from an app that the person, not the server, installed."""
    made = interactions.base_payload

    def base_payload(*args: Any, **options: Any) -> tuple[Any, dict[str, Any]]:
        record, payload = made(*args, **options)
        return record, payload | {"authorizing_integration_owners": {"1": str(options["user_id"])}}

    monkeypatch.setattr(interactions, "base_payload", base_payload)


@pytest.mark.usefixtures("installed_by_the_person")
@pytest.mark.parametrize("allowed", [True, False])
async def test_a_persons_own_app_shares_where_the_server_lets_such_apps_speak(
    world: World,
    allowed: bool,  # noqa: FBT001 - a table's column
) -> None:
    apps = discord.PermissionOverwrite(use_external_apps=allowed)
    world.channel = world.guild.create_text_channel("apps", overwrites={world.amina: apps})
    private = await asked(world, private=True)
    pressed = await world.amina.click(private, label="Share")
    if allowed:
        assert [public.ephemeral for public in pressed.followups] == [False]
    else:
        assert "This server shows what your own apps post to you alone" in read(reply(pressed))


@pytest.mark.parametrize(
    "key", ["p~1~~~0~~A/1/1", "p~81~~~0~~" + REPORT, "nonsense", "d~0000~~~0~~" + REPORT]
)
async def test_a_press_on_something_that_is_gone_says_so(world: World, simcord_bot: R2PBot, key: str) -> None:
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="Old", custom_id=f"r2p:go:n:{key}"))
    channel = simcord_bot.get_channel(world.channel.id)
    assert isinstance(channel, discord.TextChannel)
    message = await channel.send("old", view=view)
    pressed = await world.amina.click(message, label="Old")
    assert pressed.ephemeral
    assert "not in my collection any more" in read(reply(pressed))
