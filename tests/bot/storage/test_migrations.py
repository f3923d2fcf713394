"""Opening a file: made, brought up to date after a backup, or refused with words that help."""

import asyncio
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.storage.database import MIGRATIONS, StorageError, open_database

NUMBERS = [int(path.name[:4]) for path in sorted(MIGRATIONS.glob("*.sql"))]


def ask(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture
def next_migrations(tmp_path: Path) -> Path:
    """The migrations of a later version of the bot, whose next one the test writes."""
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, folder)
    return folder


def add(folder: Path, sql: str) -> int:
    number = NUMBERS[-1] + 1
    (folder / f"{number:04}_next.sql").write_text(sql, encoding="utf-8")
    return number


def test_the_migrations_are_numbered_without_a_gap() -> None:
    assert list(range(1, len(NUMBERS) + 1)) == NUMBERS


async def test_a_new_file_is_made_with_its_folders(tmp_path: Path) -> None:
    path = tmp_path / "not" / "there" / "r2p.sqlite3"
    async with open_database(path):
        pass
    assert ask(path, "PRAGMA user_version") == [(NUMBERS[-1],)]
    assert ask(path, "PRAGMA journal_mode") == [("wal",)]
    assert [file.name for file in path.parent.iterdir()] == [path.name]


async def test_every_table_holds_to_its_types(path: Path) -> None:
    async with open_database(path):
        pass
    tables = {
        name: strict for _, name, kind, _, _, strict in ask(path, "PRAGMA table_list") if kind == "table"
    }
    ours = {name: strict for name, strict in tables.items() if not name.startswith("sqlite_")}
    assert len(ours) >= 4
    assert set(ours.values()) == {1}


async def test_an_older_file_is_backed_up_and_brought_up_to_date(path: Path, next_migrations: Path) -> None:
    async with open_database(path) as database, database.transaction() as connection:
        await database.sql.set_meta(connection, key="a", value="from before")
    number = add(next_migrations, "CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT;\nDELETE FROM meta;\n")
    async with open_database(path, migrations=next_migrations):
        pass
    assert ask(path, "PRAGMA user_version") == [(number,)]
    assert ask(path, "SELECT * FROM later") == []
    assert ask(path, "SELECT * FROM meta") == []
    backup = path.with_name(f"{path.name}.layout-{NUMBERS[-1]}.backup")
    assert ask(backup, "SELECT * FROM meta") == [("a", "from before")]
    assert ask(backup, "PRAGMA user_version") == [(NUMBERS[-1],)]


async def test_a_file_that_is_up_to_date_is_not_backed_up(path: Path) -> None:
    for _ in range(2):
        async with open_database(path):
            pass
    assert [file.name for file in path.parent.iterdir()] == [path.name]


async def test_a_migration_that_fails_leaves_the_file_as_it_was(path: Path, next_migrations: Path) -> None:
    async with open_database(path):
        pass
    before = ask(path, "SELECT sql FROM sqlite_schema")
    add(next_migrations, "CREATE TABLE later (id INTEGER) STRICT;\nINSERT INTO nowhere VALUES (1);\n")
    with pytest.raises(StorageError, match="no such table: nowhere"):
        async with open_database(path, migrations=next_migrations):
            pass
    assert ask(path, "SELECT sql FROM sqlite_schema") == before
    assert ask(path, "PRAGMA user_version") == [(NUMBERS[-1],)]
    async with open_database(path):
        pass


async def test_a_newer_file_is_refused_and_left_alone(path: Path, next_migrations: Path) -> None:
    number = add(next_migrations, "CREATE TABLE later (id INTEGER) STRICT;\n")
    async with open_database(path, migrations=next_migrations):
        pass
    with pytest.raises(StorageError, match=r"newer version of the bot .* Update the bot"):
        async with open_database(path):
            pass
    assert ask(path, "PRAGMA user_version") == [(number,)]
    assert ask(path, "SELECT * FROM later") == []


async def test_another_program_s_database_is_refused_and_left_alone(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE photographs (id INTEGER)")
    with pytest.raises(StorageError, match="another program's database"):
        async with open_database(path):
            pass
    assert ask(path, "SELECT name FROM sqlite_schema") == [("photographs",)]


def diary(path: Path) -> None:
    path.write_text("Dear diary, " * 100, encoding="utf-8")


@pytest.mark.parametrize(("make", "reason"), [(diary, "not a database"), (Path.mkdir, "unable to open")])
def test_what_is_no_database_is_refused(path: Path, make: Callable[[Path], None], reason: str) -> None:
    async def program() -> None:
        async with open_database(path):
            pass

    make(path)
    with pytest.raises(StorageError, match=rf"r2p\.sqlite3 cannot be used .*{reason}"):
        asyncio.run(program())


async def test_a_python_with_too_old_an_sqlite_is_told_what_is_needed(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.database.OLDEST_SQLITE", (99, 1, 0))
    with pytest.raises(StorageError, match=r"the bot needs 99\.1\.0 or newer"):
        async with open_database(path):
            pass
