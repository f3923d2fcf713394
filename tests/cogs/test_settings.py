"""/r2p-admin settings: shown, changed, kept, and for managers alone."""

from __future__ import annotations

import pytest
import simcord
from discord import app_commands

from bot.client import R2PBot
from bot.errors import UserError
from bot.services import Services
from bot.storage.settings import GuildSettings, SettingsStore
from tests.cogs.people import World, read, reply

COMMAND = "r2p-admin settings"


async def test_without_options_the_present_values_are_shown(world: World, services: Services) -> None:
    shown = await world.manager.slash(world.channel, COMMAND)
    assert shown.ephemeral
    said = read(reply(shown))
    assert "`private_by_default` **no**" in said
    assert "`keep_unanswered` **no**" in said
    assert "changed" not in said
    assert "erased" not in said
    assert services.settings.get(world.guild.id) == GuildSettings()


async def test_each_option_is_changed_by_itself_and_kept(world: World, services: Services) -> None:
    first = await world.manager.slash(world.channel, COMMAND, private_by_default=True)
    assert "### Settings of this server (changed)" in read(reply(first))
    assert "`private_by_default` **yes**" in read(reply(first))
    second = await world.manager.slash(world.channel, COMMAND, keep_unanswered=True)
    assert "`private_by_default` **yes**" in read(reply(second))
    assert "are kept for the people who run this bot, without names" in read(reply(second))
    assert services.settings.get(world.guild.id) == GuildSettings(
        private_by_default=True, keep_unanswered=True
    )
    back = await world.manager.slash(world.channel, COMMAND, private_by_default=False, keep_unanswered=False)
    assert services.settings.get(world.guild.id) == GuildSettings()
    assert "**no**: no question is kept, and those kept before are erased." in read(reply(back))
    again = await world.manager.slash(world.channel, COMMAND, private_by_default=True, keep_unanswered=False)
    assert "**no**: no question is kept." in read(reply(again))


async def test_the_settings_outlive_a_restart(world: World, services: Services) -> None:
    await world.manager.slash(world.channel, COMMAND, private_by_default=True)
    loaded = await SettingsStore.load(services.feedback._database)  # noqa: SLF001 - the file is what outlives
    assert loaded.get(world.guild.id) == GuildSettings(private_by_default=True)


async def test_they_hold_for_the_next_answer_and_can_be_overruled_by_the_person(world: World) -> None:
    await world.manager.slash(world.channel, COMMAND, private_by_default=True)
    assert (await world.amina.slash(world.channel, "r2p ask", question="what does para 61 say?")).ephemeral
    public = await world.amina.slash(
        world.channel, "r2p ask", question="what does para 61 say?", private=False
    )
    assert not public.ephemeral


async def test_they_hold_for_one_server_only(
    world: World, services: Services, simcord_env: simcord.Env
) -> None:
    await world.manager.slash(world.channel, COMMAND, private_by_default=True)
    other = simcord_env.create_guild()
    channel = other.create_text_channel("elsewhere")
    ben = other.add_member(simcord_env.create_user("ben2"))
    assert not (await ben.slash(channel, "r2p ask", question="what does para 61 say?")).ephemeral
    assert services.settings.get(other.id) == GuildSettings()


async def test_members_do_not_see_the_command(world: World) -> None:
    with pytest.raises(simcord.SetupError, match="not visible"):
        await world.amina.slash(world.channel, COMMAND)


async def test_members_are_refused_even_where_a_server_shows_them_the_command(
    world: World, services: Services, simcord_bot: R2PBot
) -> None:
    (root,) = [command for command in await simcord_bot.tree.fetch_commands() if command.name == "r2p-admin"]
    world.guild.set_command_permissions(root, {world.amina: True})
    refused = await world.amina.slash(world.channel, COMMAND, keep_unanswered=True)
    assert refused.ephemeral
    assert "Manage Server" in read(reply(refused))
    assert services.settings.get(world.guild.id) == GuildSettings()
    simcord.assert_error(world.env, app_commands.MissingPermissions)


async def test_there_are_no_settings_in_a_direct_message(simcord_env: simcord.Env) -> None:
    amina = simcord_env.create_user("amina")
    with pytest.raises(simcord.SetupError, match="not visible"):
        await amina.slash(COMMAND)


async def test_the_time_zone_is_shown_changed_and_kept(world: World, services: Services) -> None:
    assert "`timezone` **UTC**" in read(reply(await world.manager.slash(world.channel, COMMAND)))
    changed = await world.manager.slash(world.channel, COMMAND, timezone="Africa/Addis_Ababa")
    assert "### Settings of this server (changed)" in read(reply(changed))
    assert r"`timezone` **Africa/Addis\_Ababa**" in read(reply(changed))
    await world.manager.slash(world.channel, COMMAND, private_by_default=True)
    loaded = await SettingsStore.load(services.feedback._database)  # noqa: SLF001 - the file is what outlives
    assert loaded.get(world.guild.id) == GuildSettings(private_by_default=True, timezone="Africa/Addis_Ababa")


@pytest.mark.parametrize(("typed", "meant"), [("geneva", "Europe/Zurich"), ("asia/KOLKATA", "Asia/Kolkata")])
async def test_a_time_zone_that_was_typed_and_not_chosen_is_understood(
    world: World, services: Services, typed: str, meant: str
) -> None:
    await world.manager.slash(world.channel, COMMAND, timezone=typed)
    assert services.settings.get(world.guild.id).timezone == meant


@pytest.mark.parametrize("wrong", ["Europe/Zurch", "UTC+2", "@everyone", "../../etc/hosts", "x" * 6000])
async def test_a_wrong_time_zone_changes_nothing_and_is_explained(
    world: World, services: Services, wrong: str
) -> None:
    refused = await world.manager.slash(world.channel, COMMAND, timezone=wrong, private_by_default=True)
    assert refused.ephemeral
    said = read(reply(refused))
    assert said.startswith("There is no such time zone. ")
    assert said.endswith("Example: Europe/Zurich")
    assert wrong not in said
    assert services.settings.get(world.guild.id) == GuildSettings()
    simcord.assert_error(world.env, UserError)


async def test_time_zones_are_offered_while_typing(world: World) -> None:
    offered = await world.manager.autocomplete(world.channel, COMMAND, "timezone", "the hague")
    assert [choice["value"] for choice in offered] == ["Europe/Amsterdam"]
    assert offered[0]["name"].startswith("The Hague (Europe/Amsterdam) · UTC+")
    at_first = await world.manager.autocomplete(world.channel, COMMAND, "timezone", "")
    assert (len(at_first), at_first[0]["value"]) == (25, "UTC")
