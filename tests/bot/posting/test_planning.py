"""Planning: what fell due becomes deliveries once, whatever else goes wrong."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.posting import planner
from bot.posting.desk import Posting
from bot.posting.model import Delivery, Occurrence, Owed, Place, Plan, Schedule, State, Target
from tests.bot.posting.conftest import Opened, set_up
from tests.bot.posting.fakes import CHANNEL, GUILD, START, SYSTEM, FakeDiscord, Hourly, Watch, at


def nobody(_: int) -> tuple[Target, ...]:
    return ()


async def everything(posting: Posting) -> Mapping[int, Delivery]:
    """All deliveries that there are."""
    found: dict[int, Delivery] = {}
    while (delivery := await posting.outbox.get(len(found) + 1)) is not None:
        found[delivery.id] = delivery
    return found


async def schedule_of(posting: Posting, number: int = 1) -> Schedule:
    found = await posting.schedules.get(number)
    assert found is not None
    return found


async def test_planning_twice_is_planning_once(posting: Posting, clock: Watch) -> None:
    schedule = await set_up(posting)
    await posting.plan(nobody)
    once = await everything(posting)
    await posting.plan(nobody)
    await posting.schedules.change(schedule.id, upcoming=schedule.upcoming)
    await posting.plan(nobody)
    assert await everything(posting) == once
    assert [delivery.key for delivery in once.values()] == ["2026-11-22T12"]
    assert (await schedule_of(posting)).upcoming == at(START + timedelta(hours=1))
    assert await posting.next_instant() == clock()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(gaps=st.lists(st.integers(0, 30), min_size=1, max_size=8))
async def test_whatever_the_gaps_each_hour_is_planned_at_most_once_and_the_last_one_always(
    start: Opened, gaps: list[int]
) -> None:
    async with start() as posting:
        schedule = await set_up(posting, Target(Place.CHANNEL, len(gaps)))
        clock = posting.outbox._clock  # noqa: SLF001 - the test's own
        assert isinstance(clock, Watch)
        for hours in gaps:
            clock.turn(hours=hours)
            await posting.plan(nobody)
            mine = [each for each in (await everything(posting)).values() if each.source_id == schedule.id]
            keys = [delivery.key for delivery in mine]
            assert len(keys) == len(set(keys))
            assert keys[-1] == f"{clock():%Y-%m-%dT%H}"
            assert [each.state for each in mine] == [State.SKIPPED] * (len(mine) - 1) + [State.PENDING]
        clock.now = START


async def test_a_schedule_that_cannot_be_planned_is_set_aside_and_the_rest_goes_on(
    posting: Posting,
    discord: FakeDiscord,
    hourly: Hourly,
    clock: Watch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    bad = await set_up(posting)
    await set_up(posting, Target(Place.CHANNEL, 6))
    hourly.faulty.add(bad.id)
    for _ in range(3):
        await posting.tick(discord)
        clock.turn(hours=1)
    failures = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert len(failures) == 1, "set aside, not tried again and again"
    said = failures[0].getMessage()
    assert said.startswith(f"planning failed schedule={bad.id} kind=hourly error=")
    paused = await schedule_of(posting, bad.id)
    assert paused.paused_reason is not None
    assert said.rpartition("=")[2] in paused.paused_reason
    assert [message.target for message in discord.messages].count(SYSTEM) == 1
    assert len(discord.texts(Target(Place.CHANNEL, 6))) == 3
    hourly.faulty.clear()
    await posting.schedules.resume(bad.id, at(clock()))
    await posting.tick(discord)
    assert len(discord.texts()) == 1


async def test_a_kind_that_does_not_move_on_cannot_keep_the_planner_busy(
    posting: Posting, caplog: pytest.LogCaptureFixture
) -> None:
    class Stuck(Hourly):
        def plan(self, schedule: Schedule, now: datetime) -> Plan:
            del now
            return Plan([], schedule.upcoming)

    posting.register(Stuck(name="stuck"))
    await set_up(posting, kind="stuck")
    await posting.plan(nobody)
    assert (await schedule_of(posting)).paused_reason is not None
    assert "planning failed" in caplog.text


async def test_a_schedule_of_an_unknown_kind_is_set_aside(posting: Posting) -> None:
    await set_up(posting, kind="of another version")
    await posting.plan(nobody)
    assert (await schedule_of(posting)).paused_reason is not None


async def test_what_is_skipped_is_recorded_with_its_reason(posting: Posting) -> None:
    class Missing(Hourly):
        def plan(self, schedule: Schedule, now: datetime) -> Plan:
            owed = [Owed("early", START, skip="it was missed"), Owed("late", START, merge="")]
            return Plan(owed, super().plan(schedule, now).upcoming)

    posting.register(Missing(name="missing"))
    await set_up(posting, kind="missing")
    await posting.plan(nobody)
    told = [(each.key, each.state, each.error) for each in (await everything(posting)).values()]
    assert told == [("early", State.SKIPPED, "it was missed"), ("late", State.PENDING, None)]


async def test_of_two_that_fall_due_together_the_later_one_stands_for_the_earlier(posting: Posting) -> None:
    class Twice(Hourly):
        def plan(self, schedule: Schedule, now: datetime) -> Plan:
            owed = [Owed("early", START), Owed("late", START, merge="")]
            return Plan(owed, super().plan(schedule, now).upcoming)

    posting.register(Twice(name="twice"))
    await set_up(posting, kind="twice")
    await posting.plan(nobody)
    told = [(each.key, each.state) for each in (await everything(posting)).values()]
    assert told == [("early", State.SKIPPED), ("late", State.PENDING)]


async def test_a_plan_that_is_broken_off_plans_whole_batches_or_nothing(
    posting: Posting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planner, "BATCH", 10)
    for number in range(40):
        await set_up(posting, Target(Place.CHANNEL, number))
    await posting.plan(nobody)
    for ticks in range(1, 80, 3):
        for number in range(1, 41):
            await posting.schedules.change(number, upcoming=at(START))
        async with posting._database.transaction() as connection:  # noqa: SLF001 - begin anew
            await connection.execute("DELETE FROM deliveries")
        planning = asyncio.create_task(posting.plan(nobody))
        for _ in range(ticks):
            await asyncio.sleep(0)
        planning.cancel()
        await asyncio.gather(planning, return_exceptions=True)
        standing = await posting.status(GUILD)
        moved = [each.id for each in standing.schedules if each.upcoming != at(START)]
        async with posting._database.transaction() as connection:  # noqa: SLF001 - as above
            cursor = await connection.execute("SELECT source_id FROM deliveries ORDER BY source_id")
            assert [source for (source,) in await cursor.fetchall()] == moved
        assert len(moved) % 10 == 0


async def test_blocked_and_paused_schedules_wait_until_they_are_let_go(
    posting: Posting, discord: FakeDiscord, clock: Watch
) -> None:
    schedule = await set_up(posting)
    await posting.schedules.pause(schedule.id, "paused by a manager", clock())
    await posting.plan(nobody)
    assert await everything(posting) == {}
    assert await posting.next_instant() is None
    await posting.schedules.resume(schedule.id, at(START + timedelta(hours=3)))
    assert await posting.next_instant() == START + timedelta(hours=3)
    clock.turn(hours=4)
    await posting.tick(discord)
    assert discord.texts() == ["2026-11-22T16"]


class Moved(Hourly):
    """Its zone's rules put everything half an hour later."""

    def due(self, schedule: Schedule, key: str) -> datetime | None:
        if schedule.target.id == 6:
            raise ValueError("no such rule")
        return None if schedule.target.id == 7 else datetime.fromisoformat(f"{key}:30:00+00:00")


async def test_at_the_start_due_times_are_worked_out_anew_where_the_kind_can_tell(
    start: Opened, clock: Watch, discord: FakeDiscord, caplog: pytest.LogCaptureFixture
) -> None:
    async with start() as posting:
        for number in (5, 6, 7):
            await set_up(posting, Target(Place.CHANNEL, number), kind="moved")
        await set_up(posting, Target(Place.CHANNEL, 8))
    async with start() as posting:
        posting.register(Moved(name="moved"))
        assert await posting.next_instant() == clock(), "the first tick has something to do"
        await posting.tick(discord)
        due = [(await schedule_of(posting, number)).upcoming for number in (1, 2, 3, 4)]
    late = Occurrence("2026-11-22T12", START + timedelta(minutes=30))
    following = at(START + timedelta(hours=1))
    assert due == [late, following, following, following]
    assert "dating failed schedule=2 kind=moved" in caplog.text


async def test_a_changed_schedule_takes_along_what_it_owes(posting: Posting, clock: Watch) -> None:
    schedule = await set_up(posting)
    await posting.plan(nobody)
    new = Target(Place.CHANNEL, 9)
    changed = await posting.schedules.change(
        schedule.id, target=new, details={"a": [1]}, timezone="Asia/Tokyo", upcoming=None
    )
    assert (changed.target, changed.details, changed.timezone) == (new, {"a": [1]}, "Asia/Tokyo")
    assert changed.upcoming is None
    assert [each.target for each in await posting.outbox.claim(clock(), 9)] == [new]


async def test_what_may_have_been_sent_stays_where_it_was(posting: Posting, clock: Watch) -> None:
    schedule = await set_up(posting)
    await posting.plan(nobody)
    await posting.outbox.claim(clock(), 9)
    posting.outbox.release_all()
    await posting.plan(nobody)
    await posting.schedules.change(schedule.id, target=Target(Place.CHANNEL, 9), upcoming=None)
    assert [each.target for each in await posting.outbox.claim(clock(), 9)] == [CHANNEL]


async def test_schedules_are_found_by_what_they_are_for(posting: Posting) -> None:
    person = Target(Place.USER, 3)
    await set_up(posting)
    await set_up(posting, person)
    await set_up(posting, kind="other")
    schedules = posting.schedules
    assert [each.id for each in await schedules.of_guild(GUILD)] == [1, 2, 3]
    assert [each.id for each in await schedules.of_guild(GUILD, "other")] == [3]
    assert await schedules.of_guild(GUILD + 1) == []
    assert [each.id for each in await schedules.of_user(3, "hourly")] == [2]
    assert await schedules.of_user(5, "hourly") == [], "a channel of that number is no person"
    assert [each.id for each in await schedules.all_of("hourly")] == [1, 2]
    assert await schedules.get(99) is None
    with pytest.raises(LookupError, match="99"):
        await schedules.change(99, upcoming=None)
