"""/r2p ask as a person meets it: suggestions, the answer, what can be pressed, what goes wrong."""

from __future__ import annotations

import pytest
import simcord
from discord import app_commands

from bot.client import R2PBot
from bot.posting.metronome import HandCranked
from bot.services import Services
from knowledge.model import Report
from tests.cogs.conftest import Watch
from tests.cogs.people import Given, World, choose, labels, match, menus, read, reply

QUESTION = "When is the conference on crimes against humanity?"
SENTENCE = "The General Assembly has decided to convene"
OTHERS = "Other paragraphs that may answer"
REPORT = "A/79/875-S/2025/248"


@pytest.fixture
def report(services: Services) -> Report:
    return services.library.newest


@pytest.fixture
def known(given: Given, report: Report) -> Given:
    """Answers to one question of each kind."""
    sentence = next(part for part in report.paragraph(61).text.split(". ") if part.startswith(SENTENCE))
    best = match(report, 61, sentence)
    others = (match(report, 60, report.paragraph(60).text), match(report, 39, report.paragraph(39).text[:80]))
    given.put(QUESTION, "answered", (best, *others))
    given.put("maybe?", "unsure", others, "I am not sure that the report answers this.")
    given.put("the weather", "none", others[:1], "The report does not seem to cover this.")
    given.put("the sea", "none", (), "None of these words leads to a paragraph.", reason="nothing")
    return given


@pytest.mark.usefixtures("known")
async def test_the_answer_quotes_the_paragraph_whole_with_its_source(world: World, report: Report) -> None:
    asked = await world.amina.slash(world.channel, "r2p ask", question=QUESTION)
    said = read(reply(asked))
    assert not asked.ephemeral
    assert not asked.deferred
    assert said.startswith(f"**Question:** {QUESTION}")
    assert "### Paragraph 61" in said
    assert "III. Fulfilling the objectives" in said
    assert f"**{SENTENCE}" in said
    for sentence in report.paragraph(61).text.split(". "):
        assert sentence.rstrip(".") in said
    assert "2028 and 2029.[107]**" in said
    assert "[107] General Assembly resolution [79/122](https://docs.un.org/en/A/RES/79/122)." in said
    assert said.endswith(f"**{REPORT}, para. 61**\nSection III.C · report of April 2025")


@pytest.mark.usefixtures("known")
async def test_the_answer_can_be_followed_cited_and_voted_on(world: World) -> None:
    answered = reply(await world.amina.slash(world.channel, "r2p ask", question=QUESTION))
    assert labels(answered) == ["Cite", "◂ Paragraph 60", "Paragraph 62 ▸", "Helpful", "Not helpful"]
    assert list(menus(answered)[OTHERS]) == ["Paragraph 60, section III.C", "Paragraph 39, section III.A"]


async def test_a_real_question_gets_a_real_answer(world: World) -> None:
    asked = await world.amina.slash(world.channel, "r2p ask", question="what does paragraph 61 say?")
    assert "### Paragraph 61" in read(reply(asked))


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    ("option", "hidden"), [({}, False), ({"private": True}, True), ({"private": False}, False)]
)
async def test_who_sees_the_answer_is_what_the_person_chose(
    world: World,
    option: dict[str, bool],
    hidden: bool,  # noqa: FBT001 - a table's column
) -> None:
    asked = await world.amina.slash(world.channel, "r2p ask", question=QUESTION, **option)
    assert asked.ephemeral is hidden
    assert ("Share" in labels(reply(asked))) is hidden


@pytest.mark.usefixtures("known")
async def test_unsure_says_so_and_shows_the_nearest_paragraphs(world: World) -> None:
    asked = reply(await world.amina.slash(world.channel, "r2p ask", question="maybe?"))
    said = read(asked)
    assert "### Not sure\nI am not sure that the report answers this." in said
    assert "**Paragraph 60**" in said
    assert "**Paragraph 39**" in said
    assert labels(asked) == ["Browse the report"]
    opened = await choose(world.amina, asked, "Read one of these paragraphs", "Paragraph 39, section III.A")
    assert opened.ephemeral
    assert "### Paragraph 39" in read(reply(opened))


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(("question", "near"), [("the weather", True), ("the sea", False)])
async def test_none_says_so_plainly_and_offers_ways_on(
    world: World,
    question: str,
    near: bool,  # noqa: FBT001 - a table's column
) -> None:
    asked = reply(await world.amina.slash(world.channel, "r2p ask", question=question))
    said = read(asked)
    assert "### The report does not say" in said
    assert "Ask again in other words" in said
    assert "`/r2p browse`" in said
    assert bool(menus(asked)) is near
    opened = await world.amina.click(asked, label="Browse the report")
    assert opened.ephemeral
    assert "I. Introduction" in read(reply(opened))


async def test_another_language_is_told_that_the_bot_reads_english(world: World) -> None:
    asked = await world.amina.slash(
        world.channel, "r2p ask", question="¿Cuándo se celebrará la conferencia de la ONU?"
    )
    assert asked.ephemeral
    assert "### I read English only" in read(reply(asked))


@pytest.mark.parametrize("question", ["   \u200b  ", "🙂🙂🙂", "\n\n\n\n"])
async def test_a_question_without_words_is_told_what_a_question_is(world: World, question: str) -> None:
    asked = await world.amina.slash(world.channel, "r2p ask", question=question)
    assert asked.ephemeral
    assert "I could not read a question" in read(reply(asked))


@pytest.mark.parametrize("question", ["", "ab", "a" * 301])
async def test_discord_itself_holds_the_length_of_a_question(world: World, question: str) -> None:
    with pytest.raises(simcord.OptionError):
        await world.amina.slash(world.channel, "r2p ask", question=question)


@pytest.mark.parametrize(
    "question",
    [
        "@everyone look <@1234> at **this** https://example.org",
        "'; DROP TABLE votes; --",
        "`" * 300,
        "a" * 300,
    ],
)
async def test_what_was_typed_is_repeated_without_doing_anything(
    world: World, given: Given, question: str
) -> None:
    given.put(question, "none", message="No.")
    asked = reply(await world.amina.slash(world.channel, "r2p ask", question=question))
    line = read(asked).split("\n")[0]
    assert "@everyone" not in line
    assert "**this**" not in line
    assert "https://" not in line
    assert not asked.message.mentions
    assert not asked.message.mention_everyone


async def test_suggestions_are_well_worded_questions_that_fit(world: World) -> None:
    for typed in ("", "focal", "veto", "zzzz", "a" * 300):
        offered = await world.amina.autocomplete(world.channel, "r2p ask", "question", typed)
        assert len(offered) <= 25
        for choice in offered:
            assert choice["name"] == choice["value"]
            assert 3 <= len(choice["name"]) <= 100
    assert await world.amina.autocomplete(world.channel, "r2p ask", "question", "focal")


async def test_a_suggestion_that_is_taken_is_answered(world: World) -> None:
    offered = await world.amina.autocomplete(world.channel, "r2p ask", "question", "focal")
    asked = await world.amina.slash(world.channel, "r2p ask", question=offered[1]["value"])
    assert "### Paragraph" in read(reply(asked))


async def test_enter_takes_the_first_suggestion_so_that_is_what_was_typed(world: World) -> None:
    offered = await world.amina.autocomplete(world.channel, "r2p ask", "question", " who pays? ")
    assert offered[0]["value"] == "who pays?"
    long = "who pays? " * 11
    assert await world.amina.autocomplete(world.channel, "r2p ask", "question", long) == []


async def test_a_person_who_asks_too_fast_is_asked_to_wait(world: World, watch: Watch) -> None:
    for _ in range(6):
        assert "Question" in read(reply(await world.amina.slash(world.channel, "r2p ask", question=QUESTION)))
    refused = await world.amina.slash(world.channel, "r2p ask", question=QUESTION)
    assert refused.ephemeral
    assert read(reply(refused)) == "One moment, please: you can do this again in 20 seconds."
    simcord.assert_error(world.env, app_commands.CommandOnCooldown)
    assert "Question" in read(reply(await world.ben.slash(world.channel, "r2p ask", question=QUESTION)))
    watch.turn(20)
    assert "Question" in read(reply(await world.amina.slash(world.channel, "r2p ask", question=QUESTION)))


@pytest.mark.usefixtures("known")
async def test_in_a_direct_message(simcord_env: simcord.Env) -> None:
    amina = simcord_env.create_user("amina")
    asked = await amina.slash("r2p ask", question=QUESTION)
    assert not asked.ephemeral
    opened = await amina.click(reply(asked), label="Paragraph 62 ▸")
    assert not opened.ephemeral
    turned = await amina.click(reply(opened), label="Paragraph 63 ▸")
    assert reply(turned).id == reply(opened).id
    assert "### Paragraph 63" in read(reply(turned))


@pytest.mark.usefixtures("known")
async def test_every_control_works_after_a_restart(
    world: World, simcord_env: simcord.Env, services: Services
) -> None:
    answered = reply(await world.amina.slash(world.channel, "r2p ask", question=QUESTION))
    await simcord_env.restart_bot(R2PBot(services, metronome=HandCranked()))
    for label in ("Cite", "◂ Paragraph 60", "Paragraph 62 ▸", "Helpful", "Not helpful"):
        pressed = await world.ben.click(answered, label=label)
        assert pressed.ephemeral
        assert "went wrong" not in read(reply(pressed))
    chosen = await choose(world.ben, answered, OTHERS, "Paragraph 39, section III.A")
    assert "### Paragraph 39" in read(reply(chosen))
