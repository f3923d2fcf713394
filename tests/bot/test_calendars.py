"""Each server's calendar: what it changed, over what all have; in memory exactly as it is stored."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.calendars import MOST_CHANGES, NOBODY, Calendars
from bot.errors import UserError
from bot.storage.database import Database, open_database
from knowledge.calendar import Calendar, Certainty, Event

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DEBATE = "debate-2027"
OWN = Event(
    uid="own-1",
    title="Simulation",
    certainty=Certainty.CONFIRMED,
    first=date(2027, 5, 1),
    last=date(2027, 5, 1),
)
HERE, ELSEWHERE, MINA = 1, 2, 77


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with open_database(tmp_path / "bot.sqlite3") as opened:
        yield opened


@pytest.fixture
async def calendars(database: Database, calendar: Calendar) -> Calendars:
    return await Calendars.load(database, calendar)


def confirmed(calendar: Calendar) -> Event:
    event = calendar.get(DEBATE)
    assert event is not None
    return replace(event, certainty=Certainty.CONFIRMED, first=date(2027, 6, 25), last=date(2027, 6, 25))


def sequence(calendars: Calendars, uid: str) -> int:
    event = calendars.of(HERE).get(uid)
    assert event is not None
    return event.sequence


async def test_a_change_is_seen_in_its_server_alone(calendars: Calendars) -> None:
    await calendars.set(HERE, OWN.uid, OWN, MINA, NOW)
    await calendars.set(HERE, DEBATE, confirmed(calendars.base), MINA, NOW)
    here = calendars.of(HERE)
    assert here.get(OWN.uid) == OWN
    debate = here.get(DEBATE)
    assert debate is not None
    assert debate.certain
    for other in (ELSEWHERE, None):
        assert calendars.of(other) == calendars.base
        assert not calendars.changes(other)


async def test_a_hidden_event_is_gone_until_it_is_shown_again_as_it_was(calendars: Calendars) -> None:
    await calendars.set(HERE, OWN.uid, OWN, MINA, NOW)
    for uid in (OWN.uid, DEBATE, "refugee-day"):
        await calendars.set(HERE, uid, None, MINA, NOW)
    assert calendars.of(HERE).get(OWN.uid) is None
    assert calendars.of(HERE).get(DEBATE) is None
    assert calendars.of(HERE).get("refugee-day-2027") is None
    known = calendars.known(HERE, OWN.uid)
    assert known is not None
    assert known.title == OWN.title
    assert calendars.known(HERE, DEBATE) == calendars.base.get(DEBATE)
    for uid in (OWN.uid, DEBATE, "refugee-day"):
        await calendars.show(HERE, uid, MINA, NOW)
    for uid in (OWN.uid, DEBATE, "refugee-day-2027"):
        shown, before = calendars.of(HERE).get(uid), OWN if uid == OWN.uid else calendars.base.get(uid)
        assert shown is not None
        assert before is not None
        assert replace(shown, sequence=0) == replace(before, sequence=0)
    assert await calendars.show(HERE, DEBATE, MINA, NOW) == 0
    assert calendars.changes(HERE)[DEBATE].sequence == 2


async def test_every_change_counts_on_also_one_that_is_taken_back(calendars: Calendars) -> None:
    base = calendars.base.get(DEBATE)
    assert base is not None
    seen = [base.sequence]
    for step in (
        confirmed(calendars.base),
        replace(base, place="Geneva"),
        "reset",
        confirmed(calendars.base),
    ):
        if isinstance(step, Event):
            await calendars.set(HERE, DEBATE, step, MINA, NOW)
        else:
            await calendars.reset(HERE, DEBATE, NOW)
        seen.append(sequence(calendars, DEBATE))
    assert seen == sorted(set(seen))
    await calendars.set(HERE, OWN.uid, OWN, MINA, NOW)
    assert sequence(calendars, OWN.uid) == 0
    await calendars.set(HERE, OWN.uid, replace(OWN, title="Moot"), MINA, NOW)
    assert sequence(calendars, OWN.uid) == 1


async def test_taking_a_change_back_gives_the_common_event_and_deletes_an_own_one(
    calendars: Calendars,
) -> None:
    await calendars.set(HERE, OWN.uid, OWN, MINA, NOW)
    await calendars.set(HERE, DEBATE, confirmed(calendars.base), MINA, NOW)
    await calendars.reset(HERE, OWN.uid, NOW)
    await calendars.reset(HERE, DEBATE, NOW)
    await calendars.reset(HERE, "never-changed", NOW)
    assert calendars.known(HERE, OWN.uid) is None
    debate = calendars.of(HERE).get(DEBATE)
    assert debate is not None
    assert not debate.certain
    assert calendars.changes(HERE)[DEBATE].by == NOBODY


async def test_all_of_it_outlives_a_restart_and_a_server_that_leaves_is_forgotten(
    calendars: Calendars, database: Database
) -> None:
    await calendars.set(HERE, OWN.uid, OWN, MINA, NOW)
    await calendars.set(HERE, DEBATE, confirmed(calendars.base), MINA, NOW)
    await calendars.set(HERE, "refugee-day", None, MINA, NOW)
    await calendars.set(ELSEWHERE, OWN.uid, replace(OWN, title="Elsewhere"), MINA, NOW)
    again = await Calendars.load(database, calendars.base)
    for server in (HERE, ELSEWHERE):
        assert again.of(server) == calendars.of(server)
        assert again.changes(server) == calendars.changes(server)
    async with database.transaction() as connection:
        await database.sql.forget_server_events(connection, guild_id=HERE)
    await again.forget(HERE)
    await again.forget(HERE)
    once_more = await Calendars.load(database, calendars.base)
    for loaded in (again, once_more):
        assert loaded.of(HERE) == loaded.base
        assert loaded.of(ELSEWHERE) == calendars.of(ELSEWHERE)


async def test_a_cancelled_change_is_in_memory_exactly_if_it_is_stored(
    calendars: Calendars, database: Database
) -> None:
    for ticks in range(40):
        change = asyncio.create_task(calendars.set(ticks, OWN.uid, OWN, MINA, NOW))
        for _ in range(ticks):
            await asyncio.sleep(0)
        change.cancel()
        with suppress(asyncio.CancelledError):
            await change
    stored = await Calendars.load(database, calendars.base)
    assert [calendars.of(guild) for guild in range(40)] == [stored.of(guild) for guild in range(40)]


async def test_changes_at_the_same_moment_are_all_counted(calendars: Calendars) -> None:
    titles = [replace(OWN, title=f"Simulation {number}") for number in range(20)]
    await asyncio.gather(*(calendars.set(HERE, OWN.uid, event, MINA, NOW) for event in titles))
    assert calendars.changes(HERE)[OWN.uid].sequence == 20


async def test_whoever_hangs_on_an_event_is_told_after_it_is_stored(
    calendars: Calendars, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[tuple[int, str, str | None]] = []

    async def replan(guild_id: int, uid: str) -> int:
        event = calendars.of(guild_id).get(uid)
        told.append((guild_id, uid, event.title if event else None))
        return 3

    async def broken(_: int, uid: str) -> int:
        raise LookupError(uid)

    calendars.on_change += [replan, broken]
    assert await calendars.apply(HERE, {OWN.uid: OWN, DEBATE: None}, MINA, NOW) == 3
    assert told == [(HERE, OWN.uid, "Simulation"), (HERE, DEBATE, None)]
    assert await calendars.show(HERE, DEBATE, MINA, NOW) == 3
    assert await calendars.reset(HERE, OWN.uid, NOW) == 3
    assert "a change of the calendar was not passed on" in caplog.text
    assert calendars.of(HERE).get(DEBATE)


async def test_a_server_keeps_a_bounded_number_of_changes(calendars: Calendars) -> None:
    many = {f"own-{number}": replace(OWN, uid=f"own-{number}") for number in range(MOST_CHANGES)}
    await calendars.apply(HERE, many, MINA, NOW)
    with pytest.raises(UserError, match="200 events"):
        await calendars.set(HERE, "own-x", replace(OWN, uid="own-x"), MINA, NOW)
    with pytest.raises(UserError, match="200 events"):
        await calendars.set(HERE, DEBATE, None, MINA, NOW)
    await calendars.set(HERE, "own-0", None, MINA, NOW)
    await calendars.reset(HERE, "own-0", NOW)
    await calendars.set(HERE, DEBATE, None, MINA, NOW)
    await calendars.reset(HERE, DEBATE, NOW)
    await calendars.set(HERE, "own-x", replace(OWN, uid="own-x"), MINA, NOW)
    assert DEBATE in calendars.changes(HERE)


async def test_a_stored_event_that_cannot_be_read_takes_no_other_with_it(
    calendars: Calendars, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    await calendars.apply(HERE, {OWN.uid: OWN, DEBATE: confirmed(calendars.base)}, MINA, NOW)
    async with database.transaction() as connection:
        await connection.execute("UPDATE server_events SET event = '{}' WHERE uid = 'own-1'")
    again = await Calendars.load(database, calendars.base)
    assert again.of(HERE).get(OWN.uid) is None
    debate = again.of(HERE).get(DEBATE)
    assert debate is not None
    assert debate.certain
    assert "own-1" in caplog.text
