"""The message entry "Ask the report": a form filled from a message, answered for the person alone."""

from __future__ import annotations

from typing import Any

import pytest
import simcord
from discord import app_commands

from bot.client import R2PBot
from bot.posting.metronome import HandCranked
from bot.services import Services
from tests.cogs.people import World, labels, read, reply

ENTRY = "Ask the report"


def field(shown: simcord.InteractionResult) -> dict[str, Any]:
    """The form's one field."""
    assert shown.modal is not None
    (label,) = shown.modal["components"]
    found: dict[str, Any] = label["component"]
    return found


async def opened(world: World, words: str) -> simcord.InteractionResult:
    message = await world.ben.send(world.channel, words)
    return await world.amina.context_menu(world.channel, ENTRY, message)


async def test_the_form_is_filled_with_the_message(world: World) -> None:
    shown = await opened(world, "What does paragraph 61 say?")
    assert field(shown)["value"] == "What does paragraph 61 say?"
    assert (field(shown)["min_length"], field(shown)["max_length"]) == (3, 300)


@pytest.mark.parametrize("words", ["a" * 2_000, "🙂" * 400, "word " * 300])
async def test_a_long_message_fills_it_with_its_first_300_characters(world: World, words: str) -> None:
    value = field(await opened(world, words))["value"]
    assert words.startswith(value)
    assert 290 <= len(value.encode("utf-16-le")) // 2 <= 300


@pytest.mark.parametrize("words", ["?", "  .  "])
async def test_a_message_with_too_few_words_leaves_it_empty(world: World, words: str) -> None:
    assert not field(await opened(world, words)).get("value")


async def test_what_is_sent_is_answered_for_the_person_alone(world: World) -> None:
    shown = await opened(world, "What does paragraph 61 say?")
    answered = await world.amina.submit_modal(shown, {"question": "what does para 39\nsay?"})
    assert answered.ephemeral
    assert read(reply(answered)).startswith("**Question:** what does para 39 say?")
    assert "### Paragraph 39" in read(reply(answered))
    assert "Share" in labels(reply(answered))


async def test_two_people_may_have_it_open_at_once(world: World) -> None:
    message = await world.ben.send(world.channel, "What does paragraph 61 say?")
    first = await world.amina.context_menu(world.channel, ENTRY, message)
    second = await world.ben.context_menu(world.channel, ENTRY, message)
    for person, shown, number in ((world.amina, first, 7), (world.ben, second, 8)):
        answered = await person.submit_modal(shown, {"question": f"para {number}"})
        assert f"### Paragraph {number}" in read(reply(answered))


async def test_one_that_was_open_during_a_restart_is_answered(
    world: World, simcord_env: simcord.Env, services: Services
) -> None:
    shown = await opened(world, "What does paragraph 61 say?")
    await simcord_env.restart_bot(R2PBot(services, metronome=HandCranked()))
    answered = await world.amina.submit_modal(shown, {"question": "para 61"})
    assert "### Paragraph 61" in read(reply(answered))


async def test_a_person_who_sends_it_too_often_is_asked_to_wait(world: World) -> None:
    for _ in range(6):
        await world.amina.slash(world.channel, "r2p ask", question="para 61")
    answered = await world.amina.submit_modal(await opened(world, "para 61"), {"question": "para 61"})
    assert "One moment, please" in read(reply(answered))
    assert not [error for error in world.env.errors if not isinstance(error, app_commands.CommandOnCooldown)]
