"""A person's own data: found wherever it is, and erased from there, without touching anybody else's."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import pytest

from bot.clock import epoch
from bot.privacy import Privacy
from bot.storage.database import Database
from bot.storage.privacy import OWN, SHARED
from tests.bot.storage.full import PLACES, ask, columns, dump, fill, of_person, of_server

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HERE, ELSEWHERE = 11, 22
PERSON, OTHER = 987_654_321_987_654_321, 123_456_789_123_456_789
LIKE_A_PERSON = re.compile(r"^(by|target)$|_by$|_to$|user|person|member|author|owner|manager")


@pytest.fixture
async def full(database: Database) -> Database:
    """Two people who each did everything, each in a server of their own."""
    for guild, person in ((HERE, PERSON), (ELSEWHERE, OTHER)):
        await fill(database, of_server(guild, person, at=epoch(NOW)))
        await fill(database, of_person(person, at=epoch(NOW) + guild))
    return database


async def places_of(database: Database, person: int) -> set[tuple[str, str]]:
    """Where a person stands."""
    return {
        (table, column)
        for table, column in await columns(database)
        for (value,) in await ask(database, f'SELECT "{column}" FROM {table}')  # noqa: S608
        if str(person) in str(value)
    }


async def test_every_column_that_may_hold_a_person_is_among_the_places(full: Database) -> None:
    found = {(table, column) for table, column in await columns(full) if LIKE_A_PERSON.search(column)}
    assert found <= set(PLACES), "a new column: see that it is exported and erased, and add it to full.py"
    assert await places_of(full, PERSON) == set(PLACES)


async def test_a_person_who_asks_is_erased_everywhere_and_nobody_else_is(full: Database) -> None:
    forgotten: list[int] = []
    privacy = Privacy(full, forgotten.append)
    before, other = await privacy.about(PERSON), await privacy.about(OTHER)
    assert (await privacy.forget(PERSON)).found == before.found
    assert await places_of(full, PERSON) == set()
    assert (await privacy.about(OTHER)).found == other.found
    assert await places_of(full, OTHER) >= set(PLACES)
    assert forgotten == [PERSON], "whoever holds something in memory is told"
    assert not (await privacy.about(PERSON)).anything
    assert not (await privacy.forget(PERSON)).anything


async def test_what_belongs_to_the_server_stays_without_the_person(full: Database) -> None:
    tables = ("schedules", "server_events", "alerts", "alert_sources", "alert_log", "alert_mutes", "feeds")
    before = {row[0] for row in await dump(full)}
    await Privacy(full).forget(PERSON)
    for table in tables:
        column = "id" if table in {"schedules", "alert_log"} else "guild_id"
        assert len(await ask(full, f"SELECT {column} FROM {table}")) >= 2, table  # noqa: S608
    assert {row[0] for row in await dump(full)} == before
    (alert,) = await ask(
        full,
        "SELECT raised_by, acknowledged_by, closed_by, assigned_to, title, reason, revision FROM alerts WHERE id = ?",
        HERE,
    )
    assert alert == (0, 0, 0, None, "somebody said so", "somebody said so", 2)
    assert await ask(full, "SELECT by, detail FROM alert_log WHERE alert_id = ?", HERE) == [(0, "somebody")]


@pytest.mark.parametrize(("table", "column"), PLACES)
async def test_each_place_alone_is_exported_and_erased(full: Database, table: str, column: str) -> None:
    privacy = Privacy(full)
    await privacy.forget(PERSON)
    somebody = str(PERSON)
    async with full.transaction() as connection:
        await connection.execute(
            # In one row: a text with the other's id gets this one's, a number becomes it.
            f'UPDATE {table} SET "{column}" = CASE typeof("{column}") '  # noqa: S608
            f"WHEN 'text' THEN replace(\"{column}\", '{OTHER}', '{PERSON}') ELSE {PERSON} END "
            f"WHERE instr(\"{column}\", '{OTHER}')"
        )
    assert (table, column) in await places_of(full, PERSON)
    stored = await privacy.about(PERSON)
    assert stored.anything
    assert json.loads(stored.as_file(PERSON, NOW))["user"] == somebody
    await privacy.forget(PERSON)
    assert await places_of(full, PERSON) == set()


async def test_the_file_says_everything_in_words_that_programs_and_people_can_read(full: Database) -> None:
    told = json.loads((await Privacy(full).about(PERSON)).as_file(PERSON, NOW))
    assert told["user"] == str(PERSON)
    assert told["made_at"] == "2026-11-22T12:00:00+00:00"
    assert set(told["yours"]) == {place.removeprefix("own_") for place in OWN}
    assert set(told["in_servers"]) == set(SHARED)
    assert all(told["yours"].values())
    assert told["in_servers"]["alerts_raised"][0]["raised_at"] == "2026-11-22T12:00:00+00:00"
    assert told["in_servers"]["alerts_done"] == [
        {
            "server": HERE,
            "alert": 1,
            "at": "2026-11-22T12:00:00+00:00",
            "act": "assigned",
            "detail": f"<@{PERSON}>",
            "by_you": "yes",
        }
    ]
    assert told["yours"]["reminders"][0]["details"] == {}
    assert str(OTHER) not in json.dumps(told), "nobody else's"
