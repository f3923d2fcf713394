"""Reading the database beside the bot: what is there is seen, and no file is made or changed."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.storage.database import APPLICATION_ID, Database, StorageError, open_database, reading
from bot.storage.feedback import FeedbackStore, Gaps, KeptQuestion
from bot.storage.settings import GuildSettings, SettingsStore

NOW = datetime(2026, 11, 22, tzinfo=UTC)


async def keep(database: Database) -> None:
    settings = await SettingsStore.load(database)
    for guild in (1, 2):
        await settings.set(guild, GuildSettings(keep_unanswered=True))
    feedback = FeedbackStore(database, settings)
    await feedback.keep_question(1, "What about tariffs?", "none", None, NOW)
    await feedback.keep_question(2, "What is a veto?", "down", 39, NOW, report="A/1")


EXPECTED = Gaps(
    (
        KeptQuestion("What is a veto?", "down", "A/1", 39, NOW),
        KeptQuestion("What about tariffs?", "none", None, None, NOW),
    ),
    servers=2,
)


def files(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


async def test_what_all_servers_kept_is_read_while_the_bot_runs(database: Database, path: Path) -> None:
    await keep(database)
    assert Gaps.read(path) == EXPECTED
    async with database.transaction() as connection:
        await database.sql.forget_questions_of(connection, guild_id=1)
    assert len(Gaps.read(path).questions) == 1


async def test_nothing_is_changed_once_the_bot_has_gone(path: Path) -> None:
    async with open_database(path) as database:
        await keep(database)
    before = files(path.parent)
    assert Gaps.read(path) == EXPECTED
    assert files(path.parent) == before


async def test_a_reader_cannot_write(database: Database, path: Path) -> None:
    await keep(database)
    with pytest.raises(StorageError, match="readonly"), reading(path) as (connection, _):
        connection.execute("DELETE FROM kept_questions")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "There is no database at"),
        (b"", "is empty"),
        (b"not a database at all, but a long text" * 40, "cannot be read"),
    ],
)
def test_a_file_that_is_none_of_ours_is_refused_and_left_alone(
    path: Path, content: bytes | None, message: str
) -> None:
    if content is not None:
        path.write_bytes(content)
    before = files(path.parent)
    with pytest.raises(StorageError, match=message):
        Gaps.read(path)
    assert files(path.parent) == before


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("CREATE TABLE songs (title TEXT)", "another program's database"),
        (
            f"PRAGMA application_id = {APPLICATION_ID}; CREATE TABLE t (x); PRAGMA user_version = 9999",
            "newer version",
        ),
    ],
)
def test_a_strange_or_newer_database_is_refused(path: Path, sql: str, message: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(sql)
    with pytest.raises(StorageError, match=message):
        Gaps.read(path)
