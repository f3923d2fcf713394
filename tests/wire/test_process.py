"""The real process, `r2p run`: how it ends, what it says, and what it leaves behind."""

from __future__ import annotations

import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.exits import Exit
from tests.wire.discord_server import TOKEN, DiscordServer
from tests.wire.obstacles import Reply
from tests.wire.people import member
from tests.wire.program import WITHIN, run, write_config


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "data" / "r2p.sqlite3"


@pytest.fixture
def config_file(server: DiscordServer, tmp_path: Path, database: Path) -> Path:
    return write_config(tmp_path / "config.toml", server.api_url, server.gateway_url, database)


def intact(database: Path) -> bool:
    """Whether the file was closed cleanly and is whole."""
    if database.with_name(f"{database.name}-wal").exists():
        return False
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_closes_everything(
    server: DiscordServer, config_file: Path, database: Path, number: signal.Signals
) -> None:
    async with run(config_file) as program:
        await server.until(lambda: server.sessions, within=WITHIN)
        assert await program.end(number) == (Exit.OK, "")
    assert intact(database)


async def test_it_answers_while_it_runs(server: DiscordServer, config_file: Path) -> None:
    person = member(server)
    async with run(config_file) as program:
        await server.until(lambda: server.sessions, within=WITHIN)
        record = await person.slash("r2p cite", reference="61")
        assert "A/79/875-S/2025/248, para. 61" in str(person.reply(record))
        assert await program.end(signal.SIGTERM) == (Exit.OK, "")


async def test_a_signal_ends_it_also_while_it_waits_for_discord(
    server: DiscordServer, config_file: Path, database: Path
) -> None:
    wait = {"message": "You are being rate limited.", "retry_after": 600, "global": False}
    server.in_the_way.append(Reply("GET", "/users/@me", 429, wait, {"Via": "1.1 google"}))
    async with run(config_file) as program:
        await server.until(lambda: server.requests, within=WITHIN)
        status, _ = await program.end(signal.SIGTERM)
    assert status == Exit.OK
    assert intact(database)


async def test_a_wrong_token_is_one_clear_line(config_file: Path, database: Path) -> None:
    wrong = TOKEN.replace("real", "right")
    async with run(config_file, token=wrong) as program:
        status, said = await program.end()
    assert status == Exit.DISCORD
    assert said.count("\n") == 1
    assert said.startswith("r2p: Discord refused the token. Check DISCORD_TOKEN")
    assert wrong not in said
    assert intact(database)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (4014, "r2p: Discord refused the intents that the bot asks for."),
        (4004, "r2p: Discord refused the token."),
        (4010, "r2p: Discord refused the shard. Check shard_count"),
    ],
)
async def test_a_gateway_that_refuses_is_one_clear_line(
    server: DiscordServer, config_file: Path, database: Path, code: int, said: str
) -> None:
    server.close_with = code
    async with run(config_file) as program:
        status, line = await program.end()
    assert (status, line.count("\n")) == (Exit.DISCORD, 1)
    assert line.startswith(said)
    assert intact(database)


async def test_no_token_is_one_clear_line(config_file: Path) -> None:
    async with run(config_file, token="") as program:
        status, said = await program.end()
    assert (status, said.count("\n")) == (Exit.DISCORD, 1)
    assert "DISCORD_TOKEN" in said


async def test_a_discord_that_is_not_there_is_one_clear_line(tmp_path: Path, database: Path) -> None:
    nowhere = "127.0.0.1:9"
    file = write_config(tmp_path / "config.toml", f"http://{nowhere}/api/v10", f"ws://{nowhere}", database)
    async with run(file) as program:
        status, said = await program.end()
    assert (status, said.count("\n")) == (Exit.OTHER, 1)
    assert said.startswith("r2p: Discord cannot be reached at http://127.0.0.1:9/api/v10")
    assert intact(database)


async def test_commands_that_discord_refuses_are_one_clear_line(
    server: DiscordServer, config_file: Path, database: Path
) -> None:
    refusal = {"code": 50001, "message": "Missing Access"}
    server.in_the_way.append(Reply("PUT", "/applications/*/commands", 403, refusal))
    async with run(config_file) as program:
        status, said = await program.end()
    assert (status, said.count("\n")) == (Exit.DISCORD, 1)
    assert said.startswith("r2p: Discord refused the bot: 403")
    assert intact(database)


async def test_a_database_that_cannot_be_opened_is_one_clear_line(config_file: Path, database: Path) -> None:
    make_folder(database)
    async with run(config_file) as program:
        status, said = await program.end()
    assert (status, said.count("\n")) == (Exit.OTHER, 1)
    assert f"{database} cannot be used as the bot's database" in said


async def test_an_error_of_its_own_is_in_the_log_and_still_closes_everything(
    config_file: Path, database: Path
) -> None:
    broken = (
        "from bot.cli import main\n"
        "from bot.client import R2PBot\n"
        "R2PBot.families = lambda bot: ['no_such_family']\n"
        "main()\n"
    )
    async with run(config_file, start=("-c", broken)) as program:
        status, said = await program.end()
    assert status == Exit.OTHER
    assert "ExtensionNotFound" in said
    assert "in setup_hook" in said
    assert said.splitlines()[-1].startswith("r2p: The bot stopped because of an error of its own")
    assert intact(database)


def make_folder(path: Path) -> None:
    path.mkdir(parents=True)
