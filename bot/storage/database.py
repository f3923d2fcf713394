"""Opens the one SQLite file, brings it up to date, and hands out transactions that survive cancellation.

This is the only module that knows SQLite. Everything else sees ``Database.transaction()`` and the
queries by name, which aiosql could serve to another database from the same files.
"""

from __future__ import annotations

import asyncio
import sqlite3
import weakref
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path
from typing import Any

import aiosql
import aiosqlite

_HERE = Path(__file__).parent
MIGRATIONS = _HERE / "migrations"
QUERIES = _HERE / "queries"

APPLICATION_ID = int.from_bytes(b"R2PB")
"""Written into the file's header: a wrong path must not fill another program's database."""

OLDEST_SQLITE = (3, 37, 0)
"""The first with STRICT tables."""


class StorageError(Exception):
    """The database cannot be used; the text says why, for a person."""


class _Connection(sqlite3.Connection):
    """Lets go, before a roll-back, of what a cancelled task did not read to the end: else no COMMIT would go any more."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._asked = weakref.WeakSet[sqlite3.Cursor]()

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        cursor = self.cursor()
        self._asked.add(cursor)
        return cursor.execute(sql, parameters)

    def rollback(self) -> None:
        for cursor in list(self._asked):
            cursor.close()
        super().rollback()


class Database:
    """An open database: one connection, one writer at a time."""

    def __init__(self, connection: aiosqlite.Connection, sql: Any) -> None:
        """Take over an open connection and the loaded queries (``open_database`` does both)."""
        self.sql = sql
        self._connection = connection
        self._lock = asyncio.Lock()
        self._holder: asyncio.Task[Any] | None = None
        self._closed = False

    @asynccontextmanager
    async def transaction(
        self, *, committed: Callable[[], object] | None = None
    ) -> AsyncIterator[aiosqlite.Connection]:
        """Everything in the block happens, or nothing of it; other tasks wait for their turn.

        ``committed`` is called if, and only if, the data was committed, even where the task is
        cancelled at that very moment: the place to bring a copy in memory up to date.
        Await only the database inside the block, never Discord or the network: all others wait.
        Raises StorageError once the database is closed, RuntimeError for a transaction within a transaction.
        """
        task = asyncio.current_task()
        if self._holder is not None and self._holder is task:
            raise RuntimeError("this task has a transaction open already: pass its connection on")
        async with self._lock:
            if self._closed:
                raise StorageError("the database is closed")
            self._holder = task
            try:
                await self._connection.execute("BEGIN IMMEDIATE")
                yield self._connection
                await to_the_end(self._commit(committed))
            except BaseException:
                # A cancelled task does not stop its SQL: the thread works through its queue, so the
                # roll-back comes after whatever was under way. It does nothing where nothing is open.
                await to_the_end(self._connection.rollback())
                raise
            finally:
                self._holder = None

    async def _commit(self, committed: Callable[[], object] | None) -> None:
        await self._connection.execute("COMMIT")
        if committed is not None:
            committed()

    async def close(self) -> None:
        """Wait for the transaction under way, then close; a second call does nothing."""
        async with self._lock:
            self._closed = True
            await self._connection.close()


@asynccontextmanager
async def open_database(path: Path, *, migrations: Path = MIGRATIONS) -> AsyncIterator[Database]:
    """Open the database at ``path``, made or brought up to date where needed, and close it at the end.

    Raises StorageError where the file cannot be opened, is not ours, or is newer than this program.
    """
    await asyncio.to_thread(_prepare, path, migrations)
    sql = aiosql.from_path(QUERIES, "aiosqlite")
    connection = await aiosqlite.connect(path, isolation_level=None, factory=_Connection)
    database = Database(connection, sql)
    try:
        await connection.execute("PRAGMA busy_timeout = 5000")
        await connection.execute("PRAGMA foreign_keys = ON")
        # A lost "done" mark would do a thing twice; FULL costs a third of a millisecond.
        await connection.execute("PRAGMA synchronous = FULL")
        # What people asked to be forgotten is overwritten, not only unlinked.
        await connection.execute("PRAGMA secure_delete = ON")
        yield database
    finally:
        # aiosqlite's thread keeps the process alive: an unclosed connection would hang the exit.
        await to_the_end(database.close())


@contextmanager
def reading(path: Path) -> Iterator[tuple[sqlite3.Connection, Any]]:
    """Open the database at ``path`` to read it, also while the bot runs; yields a connection and the queries.

    Never makes, migrates or changes a file. Raises StorageError where there is none, or none of ours.
    """
    if not path.is_file():
        raise StorageError(f"There is no database at {path}. The bot makes it when it first runs.")
    # Where nobody has the file open it has no log, and SQLite would make one only to read.
    running = path.with_name(f"{path.name}-wal").exists()
    address = f"{path.resolve().as_uri()}?{'mode=ro' if running else 'immutable=1'}"
    try:
        with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as connection:
            _refuse_strangers(connection, path)
            if not _version(connection):
                raise StorageError(f"{path} is empty. The bot fills it when it first runs.")
            _refuse_newer(connection, path, MIGRATIONS)
            yield connection, aiosql.from_path(QUERIES, "sqlite3")
    except sqlite3.Error as error:
        raise StorageError(f"{path} cannot be read: {error}.") from error


async def to_the_end(work: Coroutine[Any, Any, object]) -> None:
    """Await ``work`` until it is over; a cancellation that comes meanwhile is raised afterwards."""
    task = asyncio.ensure_future(work)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        raise cancelled from (None if task.cancelled() else task.exception())
    task.result()


def _prepare(path: Path, migrations: Path) -> None:
    """Make or migrate the file; raises StorageError with words for a person."""
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        needed = ".".join(map(str, OLDEST_SQLITE))
        raise StorageError(f"Python's SQLite is {sqlite3.sqlite_version}, the bot needs {needed} or newer.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            _refuse_strangers(connection, path)
            connection.execute("PRAGMA journal_mode = WAL")
            _migrate(connection, path, migrations)
    except (OSError, sqlite3.Error) as error:
        raise StorageError(f"{path} cannot be used as the bot's database: {error}.") from error


def _refuse_strangers(connection: sqlite3.Connection, path: Path) -> None:
    (owner,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if tables and owner != APPLICATION_ID:
        raise StorageError(f"{path} is another program's database. Give the bot a file of its own.")


def _migrate(connection: sqlite3.Connection, path: Path, folder: Path) -> None:
    """Apply the migrations that the file has not seen, each whole or not at all, after a backup."""
    scripts = _scripts(folder)
    version = _refuse_newer(connection, path, folder)
    if 0 < version < max(scripts):
        _back_up(connection, path.with_name(f"{path.name}.layout-{version}.backup"))
    for number, script in scripts.items():
        _apply(connection, number, script.read_text(encoding="utf-8"))


def _scripts(folder: Path) -> dict[int, Path]:
    return {int(script.name[:4]): script for script in sorted(folder.glob("[0-9]*.sql"))}


def _refuse_newer(connection: sqlite3.Connection, path: Path, folder: Path) -> int:
    """Return the version of the file's layout, if this program knows it."""
    version, newest = _version(connection), max(_scripts(folder))
    if version > newest:
        raise StorageError(
            f"{path} was written by a newer version of the bot (its layout is {version}, this one knows "
            f"up to {newest}). Update the bot, or go back to a backup from before."
        )
    return version


def _apply(connection: sqlite3.Connection, number: int, sql: str) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Read within the transaction: another process may have migrated the file a moment ago.
        if _version(connection) < number:
            for statement in _statements(sql):
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {number}")
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise


def _version(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def _statements(sql: str) -> Iterator[str]:
    """Cut a script into statements: ``executescript`` would commit the open transaction."""
    statement = ""
    for line in sql.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    yield statement


def _back_up(connection: sqlite3.Connection, target: Path) -> None:
    """Copy the whole database beside itself; a copy that was broken off never carries the final name."""
    unfinished = target.with_name(f"{target.name}.part")
    unfinished.unlink(missing_ok=True)
    with closing(sqlite3.connect(unfinished)) as copy:
        connection.backup(copy)
    unfinished.replace(target)
