"""What the bot does by itself: notice which servers took it out, prune each day, know when commands changed."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import discord
import pytest
import simcord
from discord import app_commands
from discord.ext import commands

from bot.client import POST, PRUNE, PRUNE_EVERY, R2PBot, fingerprint
from bot.departures import KEPT
from bot.posting.metronome import HandCranked
from bot.services import Services
from bot.storage.database import StorageError
from bot.storage.settings import GuildSettings
from tests.cogs.people import bring_back, take_out

KEEPING = GuildSettings(keep_unanswered=True)
ELSEWHERE = 4040


class Family(commands.Cog):
    @app_commands.command(description="Say a word")
    async def say(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_message("A word.")

    @commands.Cog.listener()
    async def on_word(self, word: str) -> None:
        raise KeyError(word)


async def setup(bot: R2PBot) -> None:
    await bot.add_family(Family(), bot.roots.everyone)


class SmallBot(R2PBot):
    """The bot with one command in place of its own."""

    def families(self) -> list[str]:
        return [__name__]

    async def on_lookup(self) -> None:
        raise StorageError("the database is closed")


@pytest.fixture
def crank() -> HandCranked:
    return HandCranked()


@pytest.fixture
def simcord_bot(services: Services, crank: HandCranked) -> SmallBot:
    return SmallBot(services, metronome=crank)


async def ready(env: simcord.Env) -> None:
    """All servers are known, as at the end of each connecting."""
    assert isinstance(env.bot, R2PBot)
    await env.bot.on_ready()


async def test_a_family_s_commands_hang_from_its_root_alone(simcord_env: simcord.Env) -> None:
    registered = simcord_env.backend.commands[None]
    assert set(registered) == {("r2p", 1), ("r2p-admin", 1)}
    assert [option["name"] for option in registered["r2p", 1]["options"]] == ["say"]
    guild = simcord_env.create_guild()
    channel = guild.create_text_channel("general")
    said = await guild.add_member(simcord_env.create_user("alice")).slash(channel, "r2p say")
    assert said.response is not None
    assert said.response.content == "A word."


async def test_the_roots_are_offered_where_they_should_be(simcord_env: simcord.Env) -> None:
    everyone = simcord_env.backend.commands[None]["r2p", 1]
    assert (everyone["contexts"], everyone["integration_types"]) == ([0, 1, 2], [0, 1])
    managers = simcord_env.backend.commands[None]["r2p-admin", 1]
    assert (managers["contexts"], managers["integration_types"]) == ([0], [0])
    assert int(managers["default_member_permissions"]) == discord.Permissions(manage_guild=True).value


@pytest.mark.simcord(check_errors=False)
async def test_a_listener_that_fails_is_logged_without_what_it_saw(
    simcord_env: simcord.Env, caplog: pytest.LogCaptureFixture
) -> None:
    simcord_env.bot.dispatch("word", "sesame")
    await simcord_env.settle()
    (record,) = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert record.getMessage() == "listener failed event=on_word"


@pytest.mark.simcord(check_errors=False)
async def test_what_is_stored_of_a_server_that_took_the_bot_out_rests_until_it_is_back(
    simcord_env: simcord.Env, services: Services
) -> None:
    left, stayed = simcord_env.create_guild(), simcord_env.create_guild()
    for guild in (left, stayed):
        await services.settings.set(guild.id, KEEPING)
    take_out(simcord_env, left.id)
    await simcord_env.settle()
    assert services.departures.left_at(left.id) == services.clock()
    assert services.departures.left_at(stayed.id) is None
    assert services.settings.get(left.id) == KEEPING
    bring_back(simcord_env, left.id)
    await simcord_env.settle()
    assert services.departures.left_at(left.id) is None
    assert services.settings.get(left.id) == KEEPING


@pytest.mark.simcord(check_errors=False)
@pytest.mark.parametrize("word", ["guild_join", "guild_available"])
async def test_a_server_that_is_back_is_known_by_either_word_of_it(
    simcord_env: simcord.Env, services: Services, word: str
) -> None:
    guild = simcord_env.create_guild()
    await services.departures.leave(guild.id, services.clock())
    await getattr(simcord_env.bot, f"on_{word}")(guild)
    assert services.departures.left_at(guild.id) is None


@pytest.mark.simcord(check_errors=False)
async def test_a_server_that_is_only_unavailable_has_not_left(
    simcord_env: simcord.Env, services: Services
) -> None:
    guild = simcord_env.create_guild()
    await services.settings.set(guild.id, KEEPING)
    simcord_env.backend.emit("GUILD_DELETE", {"id": str(guild.id), "unavailable": True})
    await simcord_env.settle()
    assert services.settings.get(guild.id) == KEEPING
    assert services.departures.left_at(guild.id) is None
    await ready(simcord_env)
    assert services.departures.left_at(guild.id) is None


async def test_who_left_while_the_bot_was_down_is_noticed_once_it_is_ready(
    simcord_env: simcord.Env, services: Services
) -> None:
    guild = simcord_env.create_guild()
    for each in (guild.id, ELSEWHERE):
        await services.settings.set(each, KEEPING)
    await services.departures.leave(guild.id, services.clock())
    await ready(simcord_env)
    assert services.departures.left_at(ELSEWHERE) == services.clock()
    assert services.departures.left_at(guild.id) is None


async def test_what_is_over_is_deleted_by_the_daily_job_but_not_before_the_servers_are_known(
    simcord_env: simcord.Env, services: Services, crank: HandCranked, monkeypatch: pytest.MonkeyPatch
) -> None:
    await services.settings.set(ELSEWHERE, KEEPING)
    await services.departures.leave(ELSEWHERE, services.clock() - KEPT)
    monkeypatch.setattr(simcord_env.bot, "_compared", False)
    await crank.turn(PRUNE)
    assert services.settings.get(ELSEWHERE) == KEEPING
    await ready(simcord_env)
    assert services.settings.get(ELSEWHERE) == GuildSettings()
    await services.settings.set(ELSEWHERE, KEEPING)
    await services.departures.leave(ELSEWHERE, services.clock() - KEPT)
    await crank.turn(PRUNE)
    assert services.settings.get(ELSEWHERE) == GuildSettings()


@pytest.mark.usefixtures("simcord_env")
async def test_old_questions_are_erased_by_the_daily_job(services: Services, crank: HandCranked) -> None:
    await services.settings.set(1, KEEPING)
    days = services.config.retention.unanswered_days
    for age in (days + 1, days - 1):
        await services.feedback.keep_question(
            1, f"{age} days old", "none", None, services.clock() - timedelta(days=age)
        )
    assert crank.jobs[PRUNE].every == PRUNE_EVERY.total_seconds()
    assert crank.jobs[PRUNE].at_once
    await crank.turn(PRUNE)
    assert [kept.question for kept in await services.feedback.questions(1)] == [f"{days - 1} days old"]


async def test_the_metronome_beats_as_long_as_the_bot_runs(
    simcord_env: simcord.Env, crank: HandCranked
) -> None:
    assert crank.running
    assert set(crank.jobs) == {POST, PRUNE}
    await simcord_env.bot.close()
    assert not crank.running


@pytest.mark.simcord(check_errors=False)
@pytest.mark.parametrize(("ended", "level"), [(False, logging.ERROR), (True, logging.INFO)])
async def test_what_the_end_of_the_bot_breaks_off_is_no_error(
    simcord_env: simcord.Env, caplog: pytest.LogCaptureFixture, *, ended: bool, level: int
) -> None:
    caplog.set_level(logging.INFO, "bot.client")
    if ended:
        await simcord_env.bot.close()
    caplog.clear()
    simcord_env.bot.dispatch("lookup")
    await simcord_env.settle()
    assert [record.levelno for record in caplog.records if record.name == "bot.client"] == [level]


def tree_of(*names: str, description: str = "Say a word") -> app_commands.CommandTree[Any]:
    tree = app_commands.CommandTree[Any](discord.Client(intents=discord.Intents(guilds=True)))
    for name in names:
        tree.add_command(app_commands.Group(name=name, description=description))
    return tree


def test_the_fingerprint_changes_with_the_definition_and_not_with_the_order() -> None:
    assert fingerprint(tree_of("ask", "cite")) == fingerprint(tree_of("cite", "ask"))
    different = {
        fingerprint(tree_of("ask", "cite")),
        fingerprint(tree_of("ask")),
        fingerprint(tree_of("ask", "cites")),
        fingerprint(tree_of("ask", "cite", description="Say two words")),
    }
    assert len(different) == 4
