"""Whatever a person can use stands in the docs: slash commands, their options, the command line, the settings."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import discord
import msgspec
import pytest
import simcord
from discord import app_commands

from bot.app import open_services
from bot.cli import main as program
from bot.client import R2PBot
from bot.config import Config, Database, Discord
from bot.posting.metronome import HandCranked

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
RUNNING = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
COMMANDS = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")


def section(heading: str, text: str = COMMANDS) -> str:
    """What a page says below a heading, up to the next heading of the same rank."""
    found = re.search(rf"^(#+) {re.escape(heading)}\n(.*?)(?=^\1 |\Z)", text, flags=re.MULTILINE | re.DOTALL)
    assert found, f"no heading “{heading}”"
    return found[2]


@pytest.fixture
async def tree(tmp_path: Path) -> app_commands.CommandTree[R2PBot]:
    """The commands of the real bot."""
    config = Config(discord=Discord(shard_count=1), database=Database(path=tmp_path / "r2p.sqlite3"))
    async with open_services(config) as services:
        bot = R2PBot(services, sync=True, metronome=HandCranked())
        async with simcord.run(bot, shard_count=1):
            return bot.tree


async def test_each_slash_command_and_option_is_in_the_docs(tree: app_commands.CommandTree[R2PBot]) -> None:
    seen = 0
    for command in tree.walk_commands():
        if isinstance(command, app_commands.Command):
            seen += 1
            told = section(f"/{command.qualified_name}")
            for option in command.parameters:
                assert f"`{option.display_name}`" in told, f"/{command.qualified_name} {option.display_name}"
    assert seen >= 6


async def test_each_message_entry_is_in_the_docs(tree: app_commands.CommandTree[R2PBot]) -> None:
    entries = tree.walk_commands(type=discord.AppCommandType.message)
    assert [entry.name for entry in entries if entry.name not in COMMANDS] == []


def command_lines(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    """Each command of the command line that does something, with the words that start it."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from command_lines(inner, f"{path} {name}")
    else:
        yield path, command


@pytest.mark.parametrize(
    ("path", "command"), [pytest.param(*one, id=one[0]) for one in command_lines(program, "r2p")]
)
def test_each_command_line_and_option_is_in_the_docs(path: str, command: click.Command) -> None:
    told = section("On the command line")
    assert re.search(rf"^{re.escape(path)}\b|`{re.escape(path)}\b", told, flags=re.MULTILINE), path
    options = [param.opts[-1] for param in command.params if isinstance(param, click.Option)]
    assert [option for option in options if not re.search(rf"{option}\b", told + RUNNING)] == []


def test_each_setting_is_in_the_example_configuration() -> None:
    text = (ROOT / "config.toml").read_text(encoding="utf-8")
    for part in msgspec.structs.fields(Config):
        _, _, told = text.partition(f"[{part.name}]")
        assert told, f"[{part.name}]"
        if part.name == "events":  # its keys are those of events.toml, which explains them
            continue
        for setting in msgspec.structs.fields(part.type):
            assert re.search(rf"^#? ?{setting.name} = ", told.partition("\n[")[0], flags=re.MULTILINE), (
                setting.name
            )


def test_the_readme_starts_with_its_two_commands() -> None:
    assert "scripts/sandbox" in README
    assert "scripts/test" in README


@pytest.mark.parametrize(
    "page", ["README.md", "CONTRIBUTING.md", *[f"docs/{p.name}" for p in (ROOT / "docs").glob("*.md")]]
)
def test_links_to_files_and_pictures_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", text) + re.findall(r'(?:src|href)="([^"#]+)"', text)
    local = [link for link in links if not link.startswith(("http://", "https://", "mailto:"))]
    assert [link for link in local if not ((ROOT / page).parent / link).exists()] == []
