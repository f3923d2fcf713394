"""A server that takes the bot out: its data rests, comes back, or is deleted whole; closed alerts are deleted in time."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.clock import epoch
from bot.departures import KEPT, Departures
from bot.posting.desk import Posting
from bot.posting.outbox import Outbox
from bot.storage.database import Database, open_database
from bot.storage.retention import RetentionStore
from bot.storage.schedules import ScheduleStore
from tests.bot.storage.full import ask, columns, dump, fill, of_person, of_server

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HERE, ELSEWHERE = 11, 22
PERSON, OTHER = 1001, 2002
YEAR = timedelta(days=365)


async def departures(database: Database) -> Departures:
    posting = Posting(database, lambda: NOW, ScheduleStore(database), Outbox(database, lambda: NOW))
    return await Departures.load(database, posting)


@pytest.fixture
async def full(database: Database) -> Database:
    """Two servers with something in every table, and a person with something of their own."""
    await fill(database, of_server(HERE, PERSON, at=epoch(NOW)))
    await fill(database, of_server(ELSEWHERE, OTHER, at=epoch(NOW)))
    await fill(database, of_person(PERSON, at=epoch(NOW)))
    return database


async def test_the_two_servers_of_these_tests_fill_every_table_of_servers(full: Database) -> None:
    tables = {table for table, _ in await columns(full)}
    assert tables - {row[0] for row in await dump(full)} == {"meta", "votes"}, (
        "a new table: give it a row in full.py, and see that it is exported, erased and forgotten"
    )


async def test_what_a_forgotten_server_had_is_gone_from_every_table_and_the_rest_is_untouched(
    full: Database,
) -> None:
    before = await dump(full)
    await RetentionStore(full).forget(HERE, committed=lambda: None)
    after = await dump(full)
    for table, column in await columns(full):
        if column == "guild_id":
            left = await ask(full, f"SELECT count(*) FROM {table} WHERE guild_id = ?", HERE)  # noqa: S608
            assert left == [(0,)], table
    assert set(after) < set(before)
    gone = set(before) - set(after)
    expected = [table for table, _ in of_server(HERE, PERSON, at=epoch(NOW))]
    assert sorted(row[0] for row in gone) == sorted(expected), (
        "one row for each that was put in, and no other"
    )


async def test_every_table_that_knows_servers_is_asked_who_has_data(database: Database) -> None:
    store = RetentionStore(database)
    for guild, (table, row) in enumerate(of_server(0, PERSON, at=epoch(NOW)), 1):
        if "guild_id" in row and table not in {"departed_guilds", "alert_sources", "alert_mutes"}:
            await fill(
                database,
                [
                    (
                        table,
                        row | {"guild_id": guild, "mark": f"mark-{guild:05}"}
                        if "mark" in row
                        else row | {"guild_id": guild},
                    )
                ],
            )
            assert guild in await store.absent(set()), table
            assert guild not in await store.absent({guild}), table


async def test_who_left_unnoticed_is_noticed_and_who_is_back_too(full: Database) -> None:
    async with full.transaction() as connection:
        await connection.execute("DELETE FROM departed_guilds")
    away = await departures(full)
    await away.compare({ELSEWHERE}, NOW)
    assert (away.left_at(HERE), away.left_at(ELSEWHERE)) == (NOW, None)
    await away.compare({ELSEWHERE}, NOW + timedelta(days=3))
    assert away.left_at(HERE) == NOW, "the first moment counts"
    assert (await departures(full)).left_at(HERE) == NOW, "a restart knows it too"
    await away.compare({HERE, ELSEWHERE}, NOW + timedelta(days=4))
    assert away.left_at(HERE) is None
    assert (await departures(full)).left_at(HERE) is None


async def test_a_server_that_only_uses_the_commands_is_kept_as_long_as_it_does(full: Database) -> None:
    away = await departures(full)
    await away.touch(HERE, NOW + timedelta(days=29))
    assert await away.prune(NOW + KEPT) == 1, "the other one"
    assert await ask(full, "SELECT guild_id FROM guild_settings") == [(HERE,)]
    assert (await departures(full)).left_at(HERE) == NOW + timedelta(days=29)
    await away.touch(ELSEWHERE, NOW)
    assert away.left_at(ELSEWHERE) is None, "using commands is no leave"


Step = tuple[str, int]
STEPS = st.lists(st.tuples(st.sampled_from(["leave", "back", "restart"]), st.integers(0, 20)), max_size=12)


@settings(max_examples=25)
@given(STEPS)
async def test_a_server_loses_its_data_exactly_if_it_stays_away_for_thirty_days(
    steps: Sequence[Step],
) -> None:
    now, left, lost = NOW, None, False
    with tempfile.TemporaryDirectory() as folder:
        async with AsyncExitStack() as stack:
            database = await stack.enter_async_context(open_database(Path(folder) / "r2p.sqlite3"))
            rows = [row for row in of_server(HERE, PERSON, at=epoch(NOW)) if row[0] != "departed_guilds"]
            await fill(database, rows)
            away = await departures(database)
            kept = await dump(database)
            for step, days in steps:
                if step == "leave":
                    await away.leave(HERE, now)
                    left = left or now
                elif step == "back":
                    await away.come_back(HERE, now)
                    left = None
                else:
                    away = await departures(database)
                now += timedelta(days=days)
                await away.prune(now)
                if left and now - left >= timedelta(days=30):
                    left, lost = None, True
            stored = [
                row for row in await dump(database) if row[0] not in {"departed_guilds", "blocked_targets"}
            ]
            assert stored == ([] if lost else [row for row in kept if row[0] != "blocked_targets"])


async def test_closed_alerts_are_deleted_with_all_of_them_once_they_are_old(full: Database) -> None:
    store = RetentionStore(full)
    closed = epoch(NOW - YEAR)
    async with full.transaction() as connection:
        await connection.execute("UPDATE alerts SET closed_at = ? WHERE guild_id = ?", (closed, HERE))
        await connection.execute(
            "UPDATE deliveries SET source_id = ? WHERE kind = 'alert' AND guild_id = ?", (HERE, HERE)
        )
    assert await store.prune_alerts(NOW, keep_for=YEAR) == 0, "a year to the second is not more"
    assert await store.prune_alerts(NOW + timedelta(seconds=1), keep_for=YEAR) == 1
    for table in ("alerts", "alert_sources", "alert_log", "alert_posts", "alert_mutes"):
        assert len(await ask(full, f"SELECT * FROM {table}")) == 1, table  # noqa: S608 - the open one
    assert await ask(full, "SELECT guild_id FROM deliveries WHERE kind = 'alert'") == [(ELSEWHERE,)]
    assert await ask(full, "SELECT alert_id FROM feed_items WHERE feed_id = ?", HERE) == [(None,)], (
        "seen all the same"
    )


async def test_a_closed_alert_that_mutes_what_is_like_it_stays_until_that_ends(full: Database) -> None:
    store = RetentionStore(full)
    async with full.transaction() as connection:
        await connection.execute("UPDATE alerts SET closed_at = ?", (epoch(NOW - 2 * YEAR),))
        await connection.execute(
            "UPDATE alert_mutes SET until = ? WHERE guild_id = ?", (epoch(NOW) + 9, HERE)
        )
    assert await store.prune_alerts(NOW, keep_for=YEAR) == 1
    assert await ask(full, "SELECT guild_id FROM alerts") == [(HERE,)]
    assert await store.prune_alerts(NOW + timedelta(seconds=9), keep_for=YEAR) == 1
