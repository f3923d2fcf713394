"""Transactions: whole or not at all, whoever fails or is cancelled; and a clean end."""

import asyncio
import random
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest

from bot.storage.database import Database, StorageError, open_database
from bot.storage.meta import MetaStore


class OutOfLuckError(Exception):
    pass


async def put(database: Database, *keys: str, pause: int = 0) -> None:
    async with database.transaction() as connection:
        for key in keys:
            await database.sql.set_meta(connection, key=key, value="kept")
            for _ in range(pause):
                await asyncio.sleep(0)


def kept(path: Path) -> set[str]:
    """The keys in the file, read by a stranger."""
    with closing(sqlite3.connect(path)) as connection:
        return {key for (key,) in connection.execute("SELECT key FROM meta")}


async def test_a_block_that_ends_is_kept(database: Database, path: Path) -> None:
    await put(database, "a", "b")
    assert kept(path) == {"a", "b"}


async def test_a_block_that_fails_leaves_nothing(database: Database, path: Path) -> None:
    async def fail() -> None:
        async with database.transaction() as connection:
            await database.sql.set_meta(connection, key="a", value="lost")
            raise OutOfLuckError

    with pytest.raises(OutOfLuckError):
        await fail()
    assert kept(path) == set()
    await put(database, "b")
    assert kept(path) == {"b"}


async def test_one_task_does_not_commit_the_half_done_work_of_another(database: Database, path: Path) -> None:
    half_done = asyncio.Event()

    async def fail_late() -> None:
        async with database.transaction() as connection:
            await database.sql.set_meta(connection, key="half", value="lost")
            half_done.set()
            await asyncio.sleep(0)
            raise OutOfLuckError

    failing = asyncio.create_task(fail_late())
    await half_done.wait()
    await put(database, "whole")
    with pytest.raises(OutOfLuckError):
        await failing
    assert kept(path) == {"whole"}


async def test_a_transaction_within_a_transaction_is_refused_at_once(database: Database) -> None:
    async with database.transaction():
        with pytest.raises(RuntimeError, match="pass its connection on"):
            await put(database, "a")


async def test_no_pair_is_torn_and_memory_agrees_with_the_file_under_random_cancellation(
    database: Database, path: Path
) -> None:
    chance = random.Random(20250422)  # noqa: S311 - chance, not secrecy
    told: set[str] = set()
    outcomes = {"kept": 0, "cancelled": 0}

    async def write_pair(number: int) -> None:
        async with database.transaction(
            committed=lambda: told.update((f"a{number}", f"b{number}"))
        ) as connection:
            await database.sql.set_meta(connection, key=f"a{number}", value="kept")
            await asyncio.sleep(0)
            await database.sql.set_meta(connection, key=f"b{number}", value="kept")

    async def write_and_maybe_cancel(number: int) -> None:
        task = asyncio.create_task(write_pair(number))
        for _ in range(chance.choice((0, 1, 2))):
            for _ in range(chance.randrange(120)):
                await asyncio.sleep(0)
            task.cancel()  # a second one comes while the first is being cleaned up
        with suppress(asyncio.CancelledError):
            await task
        outcomes["cancelled" if task.cancelled() else "kept"] += 1

    for round_ in range(60):
        await asyncio.gather(*(write_and_maybe_cancel(round_ * 5 + number) for number in range(5)))

    found = kept(path)
    assert {key[1:] for key in found if key[0] == "a"} == {key[1:] for key in found if key[0] == "b"}
    assert told == found
    assert min(outcomes.values()) > 0, outcomes


async def test_closing_waits_for_the_transaction_under_way(path: Path) -> None:
    async with open_database(path) as database:
        writing = asyncio.create_task(put(database, "a", "b", pause=20))
        await asyncio.sleep(0)
    await writing
    assert kept(path) == {"a", "b"}
    assert not path.with_name(f"{path.name}-wal").exists()


async def test_a_closed_database_says_so(path: Path) -> None:
    async with open_database(path) as database:
        pass
    with pytest.raises(StorageError, match="closed"):
        await put(database, "a")


async def test_a_program_stopped_while_it_waits_closes_the_file(path: Path) -> None:
    opened = asyncio.Event()

    async def program() -> None:
        async with open_database(path) as database:
            await MetaStore(database).set("a", "kept")
            opened.set()
            await asyncio.Event().wait()

    running = asyncio.create_task(program())
    await opened.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert not path.with_name(f"{path.name}-wal").exists()
    assert kept(path) == {"a"}


async def test_what_is_kept_under_a_key_is_the_last_thing_said(path: Path) -> None:
    async with open_database(path) as database:
        meta = MetaStore(database)
        assert await meta.get("commands") is None
        await meta.set("commands", "one")
        await meta.set("commands", "two")
    async with open_database(path) as database:
        assert await MetaStore(database).get("commands") == "two"


@pytest.mark.parametrize("rows", ["one", "many"])
async def test_what_was_broken_off_while_it_answered_does_not_keep_others_from_committing(
    database: Database, path: Path, rows: str
) -> None:
    values = ", ".join(f"('{key}', 'lost')" for key in ("a", "b", "c"))

    async def put_and_answer() -> None:
        async with database.transaction() as connection:
            statement = f"INSERT INTO meta (key, value) VALUES {values} RETURNING key"  # noqa: S608 - our own words
            cursor = await connection.execute(statement)
            await (cursor.fetchone() if rows == "one" else cursor.fetchall())
            raise OutOfLuckError

    kept_cursors: list[BaseException | None] = []
    for ticks in range(40):
        answering = asyncio.create_task(put_and_answer())
        for _ in range(ticks):
            await asyncio.sleep(0)
        answering.cancel()
        kept_cursors += await asyncio.gather(answering, return_exceptions=True)
        await put(database, str(ticks))
    assert kept(path) == set(map(str, range(40)))
