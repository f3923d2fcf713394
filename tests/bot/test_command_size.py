"""The commands are within what Discord takes, with room left for translations.

Source: https://docs.discord.com/developers/interactions/application-commands
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import simcord

from bot.client import R2PBot
from bot.posting.metronome import HandCranked
from bot.services import Services

MOST_OF_A_ROOT = 6_500  # characters; Discord takes 8,000
SUBCOMMAND, GROUP = 1, 2


@pytest.fixture
async def definitions(services: Services) -> list[dict[str, Any]]:
    """All commands as they are sent to Discord."""
    bot = R2PBot(services, metronome=HandCranked())
    async with simcord.run(bot):
        return [command.to_dict(bot.tree) for command in bot.tree.get_commands()]


def parts(definition: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A command, its options, theirs, and all choices."""
    yield definition
    for part in [*definition.get("options", []), *definition.get("choices", [])]:
        yield from parts(part)


def size(definition: dict[str, Any]) -> int:
    """Characters as Discord counts them: names, descriptions and choice values."""
    return sum(
        len(str(part.get(key, ""))) for part in parts(definition) for key in ("name", "description", "value")
    )


def test_there_are_two_roots_and_two_message_entries(definitions: list[dict[str, Any]]) -> None:
    names = {(definition["type"], definition["name"]) for definition in definitions}
    assert names == {(1, "r2p"), (1, "r2p-admin"), (3, "Ask the report"), (3, "Flag for R2P")}


def test_every_root_leaves_room_for_translations(definitions: list[dict[str, Any]]) -> None:
    for definition in definitions:
        assert size(definition) <= MOST_OF_A_ROOT, definition["name"]


def test_no_group_within_a_group_within_a_root(definitions: list[dict[str, Any]]) -> None:
    for definition in definitions:
        for option in definition.get("options", []):
            assert option["type"] in {SUBCOMMAND, GROUP}
            if option["type"] == GROUP:
                assert all(inner["type"] == SUBCOMMAND for inner in option["options"])


def test_every_part_is_within_its_limit(definitions: list[dict[str, Any]]) -> None:
    for definition in definitions:
        for part in parts(definition):
            is_choice = "value" in part
            assert 1 <= len(part["name"]) <= (100 if is_choice else 32)
            assert len(part.get("options", [])) <= 25
            assert len(part.get("choices", [])) <= 25
            assert len(str(part.get("value", ""))) <= 100
            if "description" in part and definition["type"] == 1:
                assert 1 <= len(part["description"]) <= 100, part["name"]


def test_everyone_may_use_the_report_everywhere(definitions: list[dict[str, Any]]) -> None:
    for definition in definitions:
        if definition["name"] not in {"r2p-admin", "Flag for R2P"}:
            assert sorted(definition["contexts"]) == [0, 1, 2]
            assert sorted(definition["integration_types"]) == [0, 1]
            assert definition["default_member_permissions"] is None


def test_only_managers_in_servers_see_the_settings(definitions: list[dict[str, Any]]) -> None:
    (admin,) = [definition for definition in definitions if definition["name"] == "r2p-admin"]
    assert admin["contexts"] == [0]
    assert admin["integration_types"] == [0]
    assert admin["default_member_permissions"] == 1 << 5  # Manage Server


def test_messages_are_flagged_in_servers_only(definitions: list[dict[str, Any]]) -> None:
    (flag,) = [definition for definition in definitions if definition["name"] == "Flag for R2P"]
    assert flag["contexts"] == [0]
    assert flag["default_member_permissions"] is None


def test_the_measure_counts_everything_that_discord_counts() -> None:
    command = {
        "name": "abc",
        "description": "de",
        "options": [{"name": "f", "description": "g", "choices": [{"name": "hi", "value": "jkl"}]}],
    }
    assert size(command) == 12
