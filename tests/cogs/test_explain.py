"""The button Explain: where it is, who may press it, and what it tells."""

from __future__ import annotations

from dataclasses import replace

import discord
import pytest
import simcord
from msgspec.structs import replace as changed

from bot.client import R2PBot
from bot.config import Curators
from bot.posting.metronome import HandCranked
from bot.services import Services
from knowledge.answer import Answerer
from tests.cogs.people import World, labels, read, reply

QUESTION = "How many States have R2P *focal* points, @everyone?"


@pytest.fixture
def curators() -> Curators:
    return Curators(explain_button=True)


@pytest.fixture
def simcord_bot(services: Services, answerer: Answerer, curators: Curators) -> R2PBot:
    """The bot with the real answerer, and the button switched as the test wants it."""
    return R2PBot(
        replace(services, answerer=answerer, config=changed(services.config, curators=curators)),
        metronome=HandCranked(),
    )


async def asked(
    world: World, person: simcord.MemberActor, question: str = QUESTION, **options: bool
) -> simcord.ResponseMessage:
    return reply(await person.slash(world.channel, "r2p ask", question=question, **options))


@pytest.mark.parametrize("question", [QUESTION, "sourdough bread at home", "para 61"])
async def test_managers_get_the_button_below_every_answer(world: World, question: str) -> None:
    assert "Explain" in labels(await asked(world, world.manager, question))
    assert "Explain" in labels(await asked(world, world.manager, question, private=True))
    assert "Explain" not in labels(await asked(world, world.amina, question))


async def test_what_was_no_question_gets_no_button(world: World) -> None:
    assert "Explain" not in labels(await asked(world, world.manager, "???"))


async def test_a_press_explains_to_the_manager_alone(world: World, answerer: Answerer) -> None:
    public = await asked(world, world.manager)
    pressed = await world.manager.click(public, label="Explain")
    assert pressed.ephemeral
    text = read(reply(pressed))
    assert "### Why this answer" in text
    assert f"Confidence {answerer.answer(QUESTION).confidence:.2f}: " in text
    assert "Phrasings of paragraph" in text


async def test_others_are_refused_when_they_press_it(world: World) -> None:
    public = await asked(world, world.manager)
    pressed = await world.amina.click(public, label="Explain")
    assert pressed.ephemeral
    assert "needs the permission “Manage Server”" in read(reply(pressed))


async def test_a_direct_message_has_no_button(simcord_env: simcord.Env) -> None:
    amina = simcord_env.create_user("amina")
    assert "Explain" not in labels(reply(await amina.slash("r2p ask", question=QUESTION)))


class TestSwitchedOff:
    """As the bot comes: no button, and one from before says so."""

    @pytest.fixture
    def curators(self) -> Curators:
        return Curators()

    async def test_nobody_gets_the_button(self, world: World) -> None:
        assert "Explain" not in labels(await asked(world, world.manager))

    async def test_a_button_from_before_says_that_it_is_off(self, world: World, simcord_bot: R2PBot) -> None:
        view = discord.ui.View(timeout=None)
        view.add_item(discord.ui.Button(label="Old", custom_id="r2p:explain"))
        channel = simcord_bot.get_channel(world.channel.id)
        assert isinstance(channel, discord.TextChannel)
        pressed = await world.manager.click(await channel.send("old", view=view), label="Old")
        assert pressed.ephemeral
        assert "Explanations are switched off" in read(reply(pressed))


async def test_a_button_without_its_question_says_that_it_is_gone(world: World, simcord_bot: R2PBot) -> None:
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="Old", custom_id="r2p:explain"))
    channel = simcord_bot.get_channel(world.channel.id)
    assert isinstance(channel, discord.TextChannel)
    pressed = await world.manager.click(await channel.send("old", view=view), label="Old")
    assert pressed.ephemeral
    assert "not in my collection any more" in read(reply(pressed))
