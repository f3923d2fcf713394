"""Whatever goes wrong, wherever: the person gets a short private word, the log gets what we need."""

from __future__ import annotations

import logging
import re
from typing import Any

import discord
import pytest
import simcord
from discord import app_commands
from discord.app_commands.transformers import IdentityTransformer
from discord.ext import commands

from bot.client import R2PBot
from bot.errors import Handled, UserError, handled, words
from bot.posting.metronome import HandCranked
from bot.services import Services

TEXT = discord.AppCommandOptionType.string

pytestmark = pytest.mark.simcord(check_errors=False)  # the errors are what is tested

FAILURES: dict[str, Exception] = {
    "user": UserError("There are 80 paragraphs: try 61."),
    "cooldown": app_commands.CommandOnCooldown(app_commands.Cooldown(1, 9), 8.2),
    "bug": ZeroDivisionError("the person typed: sesame"),
    "endless": UserError("x" * 5000),
}


class Form(Handled, discord.ui.Modal, title="Form"):
    word = discord.ui.TextInput[Any](label="Word", required=False)

    async def on_submit(self, _interaction: discord.Interaction[Any], /) -> None:
        raise FAILURES["user"]


class Panel(Handled, discord.ui.View):
    @discord.ui.button(label="Fail")
    async def fail(self, _interaction: discord.Interaction[Any], _button: discord.ui.Button[Panel]) -> None:
        raise FAILURES["bug"]

    @discord.ui.button(label="Form")
    async def form(self, interaction: discord.Interaction[Any], _button: discord.ui.Button[Panel]) -> None:
        await interaction.response.send_modal(Form())


class Lasting(discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]], template="lasting"):
    def __init__(self) -> None:
        super().__init__(discord.ui.Button(label="Lasting", custom_id="lasting"))

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], _match: re.Match[str], /
    ) -> Lasting:
        return cls()

    @handled
    async def callback(self, _interaction: discord.Interaction[Any]) -> None:
        raise FAILURES["user"]


class Picky(app_commands.Transformer):
    async def transform(self, _interaction: discord.Interaction[Any], _value: str, /) -> str:
        raise FAILURES["user"]


class Toys(commands.Cog):
    """Commands that fail in every way."""

    @app_commands.command()
    async def choose(
        self, interaction: discord.Interaction[Any], what: app_commands.Transform[str, Picky]
    ) -> None:
        await interaction.response.send_message(what)

    @app_commands.command()
    async def fail(self, _interaction: discord.Interaction[Any], how: str) -> None:
        raise FAILURES[how]

    @app_commands.command()
    async def fail_late(self, interaction: discord.Interaction[Any], how: str) -> None:
        await interaction.response.send_message("So far, so good.")
        raise FAILURES[how]

    @app_commands.command()
    async def panel(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_message(view=Panel().add_item(Lasting()))


class Keys(commands.Cog):
    @app_commands.command()
    async def turn(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_message("Turned.")


async def setup(bot: R2PBot) -> None:
    bot.add_dynamic_items(Lasting)
    await bot.add_family(Toys(), bot.roots.everyone)
    await bot.add_family(Keys(), bot.roots.managers)


class ToyBot(R2PBot):
    """The bot with the toys of this module in place of its own commands."""

    def families(self) -> list[str]:
        return [__name__]


@pytest.fixture
def simcord_bot(services: Services) -> R2PBot:
    return ToyBot(services, metronome=HandCranked())


@pytest.fixture
def guild(simcord_env: simcord.Env) -> simcord.GuildHandle:
    return simcord_env.create_guild()


@pytest.fixture
def channel(guild: simcord.GuildHandle) -> simcord.ChannelHandle:
    return guild.create_text_channel("general")


@pytest.fixture
def alice(simcord_env: simcord.Env, guild: simcord.GuildHandle) -> simcord.MemberActor:
    return guild.add_member(simcord_env.create_user("alice"))


async def test_what_the_person_can_mend_is_told_in_private(
    alice: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    result = await alice.slash(channel, "r2p fail", how="user")
    assert result.response is not None
    assert result.response.content == "There are 80 paragraphs: try 61."
    assert result.ephemeral


async def test_an_option_that_says_what_is_wrong_with_it_is_heard(
    alice: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    result = await alice.slash(channel, "r2p choose", what="sesame")
    assert result.response is not None
    assert result.response.content == "There are 80 paragraphs: try 61."
    assert result.ephemeral


async def test_after_the_first_reply_it_is_a_follow_up(
    alice: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    result = await alice.slash(channel, "r2p fail_late", how="user")
    assert result.response is not None
    assert result.response.content == "So far, so good."
    (followup,) = result.followups
    assert followup.content == "There are 80 paragraphs: try 61."
    assert followup.ephemeral


async def test_a_cool_down_says_how_long(alice: simcord.MemberActor, channel: simcord.ChannelHandle) -> None:
    result = await alice.slash(channel, "r2p fail", how="cooldown")
    assert result.response is not None
    assert result.response.content == "One moment, please: you can do this again in 9 seconds."


async def test_the_unexpected_is_told_with_a_number_that_the_log_has_too(
    alice: simcord.MemberActor, channel: simcord.ChannelHandle, caplog: pytest.LogCaptureFixture
) -> None:
    result = await alice.slash(channel, "r2p fail", how="bug")
    assert result.response is not None
    assert result.ephemeral
    number = re.search(r"[0-9a-f]{8}", result.response.content)
    assert number is not None
    (record,) = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert f"error={number[0]}" in record.getMessage()
    assert "command='r2p fail'" in record.getMessage()
    assert record.exc_info is not None
    assert record.exc_info[0] is ZeroDivisionError


@pytest.mark.parametrize(
    ("status", "code", "reason"),
    [(404, 10062, "too late"), (400, 40060, "answered already"), (404, 10008, "message gone")],
)
async def test_an_interaction_that_is_over_is_logged_and_left_alone(
    simcord_env: simcord.Env,
    alice: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    caplog: pytest.LogCaptureFixture,
    status: int,
    code: int,
    reason: str,
) -> None:
    simcord_env.inject_error("POST", "/interactions/*/callback", status=status, code=code)
    result = await alice.slash(channel, "r2p panel")
    assert not result.acknowledged
    assert [request.path.split("/")[-1] for request in simcord_env.http_requests].count("callback") == 1
    (record,) = [record for record in caplog.records if record.name == "bot.errors"]
    assert record.levelno == logging.WARNING
    assert f"reason={reason!r}" in record.getMessage()


async def test_a_word_that_cannot_be_told_is_logged_and_nothing_worse(
    simcord_env: simcord.Env,
    alice: simcord.MemberActor,
    channel: simcord.ChannelHandle,
    caplog: pytest.LogCaptureFixture,
) -> None:
    simcord_env.inject_error("POST", "/interactions/*/callback", status=500, code=0)
    result = await alice.slash(channel, "r2p fail", how="user")
    assert not result.acknowledged
    (record,) = [record for record in caplog.records if record.name == "bot.errors"]
    assert record.getMessage().startswith("error not told interaction=")


async def test_what_discord_forbids_is_told(
    simcord_env: simcord.Env, alice: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    simcord_env.inject_error("POST", "/interactions/*/callback", status=403, code=50013)
    result = await alice.slash(channel, "r2p panel")
    assert result.response is not None
    assert result.response.content.startswith("Discord does not let me do that here.")


async def test_words_too_long_for_discord_are_cut(
    alice: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    result = await alice.slash(channel, "r2p fail", how="endless")
    assert result.response is not None
    assert len(result.response.content) == 2000


async def test_buttons_forms_and_lasting_buttons_are_handled_too(
    alice: simcord.MemberActor, channel: simcord.ChannelHandle
) -> None:
    panel = await alice.slash(channel, "r2p panel")
    assert panel.response is not None
    failed = await alice.click(panel.response, label="Fail")
    assert failed.response is not None
    assert "something went wrong" in failed.response.content
    lasting = await alice.click(panel.response, label="Lasting")
    assert lasting.response is not None
    assert lasting.response.content == "There are 80 paragraphs: try 61."
    form = await alice.click(panel.response, label="Form")
    sent = await alice.submit_modal(form, {})
    assert sent.response is not None
    assert sent.response.content == "There are 80 paragraphs: try 61."


async def test_only_managers_run_what_is_for_managers_even_where_a_server_let_others_see_it(
    services: Services,
) -> None:
    bot = ToyBot(services, metronome=HandCranked())
    bot.roots.managers.default_permissions = None  # as a server's own command settings can have it
    async with simcord.run(bot, check_errors=False) as env:
        guild = env.create_guild()
        channel = guild.create_text_channel("general")
        role = guild.create_role("Managers", permissions=discord.Permissions(manage_guild=True))
        alice = guild.add_member(env.create_user("alice"))
        boss = guild.add_member(env.create_user("boss"), roles=[role])
        refused = await alice.slash(channel, "r2p-admin turn")
        assert refused.response is not None
        assert "“Manage Server”" in refused.response.content
        assert refused.ephemeral
        turned = await boss.slash(channel, "r2p-admin turn")
        assert turned.response is not None
        assert turned.response.content == "Turned."


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (app_commands.NoPrivateMessage(), "in servers only"),
        (app_commands.BotMissingPermissions(["embed_links"]), "“Embed Links”"),
        (app_commands.CommandNotFound("ask", ["r2p"]), "has just changed"),
        (app_commands.CheckFailure(), "cannot use this here"),
        (
            app_commands.TransformerError("sesame", TEXT, IdentityTransformer(TEXT)),
            "does not fit this command",
        ),
        (app_commands.CommandOnCooldown(app_commands.Cooldown(1, 9), 0.2), "in 1 second."),
    ],
)
def test_each_expected_error_has_its_words(error: Exception, expected: str) -> None:
    said = words(error)
    assert said is not None
    assert expected in said


def test_the_unexpected_has_no_words_of_its_own() -> None:
    assert words(ZeroDivisionError()) is None
