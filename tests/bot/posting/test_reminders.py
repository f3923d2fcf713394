"""Reminders over a real outbox: what a change of the calendar does to what was set up, also between two runs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

import msgspec
import pytest

from bot.calendars import Calendars
from bot.posting.desk import Posting
from bot.posting.model import Outcome, Place, Target, Verdict
from bot.posting.outbox import Outbox
from bot.posting.reminder_kinds import Subscriber
from bot.posting.reminders import Reminders
from bot.posting.subscription import Lead, Subscription
from bot.storage.database import Database, open_database
from bot.storage.schedules import ScheduleStore
from knowledge.calendar import Calendar, Event
from tests.bot.posting.events import confirmed, window, yearly
from tests.bot.posting.fakes import CHANNEL, CREATOR, GUILD, FakeDiscord, Watch

UTC_ZONE = ZoneInfo("UTC")
OPEN = window("debate-2027", date(2027, 6, 1), date(2027, 7, 31))
JULY = confirmed("debate-2027", date(2027, 7, 20))
VOTE = confirmed("vote", date(2026, 12, 22), title="A vote")
PERSON = Target(Place.USER, 5)


def book(*events: Event) -> Calendar:
    return Calendar().changed({event.uid: event for event in events})


@dataclass
class Run:
    """One start of the program, with the calendar that it brings along."""

    database: Database
    posting: Posting
    calendars: Calendars
    reminders: Reminders
    discord: FakeDiscord
    clock: Watch

    async def until(self, moment: datetime) -> None:
        """Let time pass, with a stop wherever something falls due."""
        while (due := await self.posting.next_instant()) is not None and due <= moment:
            self.clock.now = max(self.clock.now, due)
            await self.posting.tick(self.discord)
        self.clock.now = max(self.clock.now, moment)

    async def in_channel(self, *events: str, leads: tuple[Lead, ...] = tuple(Lead)) -> Subscriber:
        wanted = Subscription(events=events, leads=leads)
        now = self.clock()
        return await self.reminders.for_channel(GUILD, CHANNEL.id, wanted, UTC_ZONE, by=CREATOR, now=now)

    async def for_person(self, wanted: Subscription) -> Subscriber:
        reader, _ = await self.reminders.for_person(PERSON.id, wanted, UTC_ZONE, self.clock())
        return reader

    async def change(self, uid: str, event: Event | None) -> int:
        return await self.calendars.set(GUILD, uid, event, CREATOR, self.clock())

    async def log(self) -> list[tuple[str, str]]:
        """Key and state of every delivery, in the order in which they fell due."""
        async with self.database.transaction() as connection:
            rows = await connection.execute_fetchall(
                "SELECT occurrence_key, state FROM deliveries WHERE kind != 'notice' ORDER BY due_at, id"
            )
        return [(key, state) for key, state in rows]


class Starts(Protocol):
    """Starts the program with a calendar; the database is the one of the start before."""

    def __call__(self, calendar: Calendar) -> AbstractAsyncContextManager[Run]: ...


@pytest.fixture
def starts(tmp_path: Path, clock: Watch, discord: FakeDiscord) -> Starts:
    @asynccontextmanager
    async def started(calendar: Calendar) -> AsyncIterator[Run]:
        async with open_database(tmp_path / "r2p.sqlite3") as database:
            posting = Posting(database, clock, ScheduleStore(database), Outbox(database, clock))
            calendars = await Calendars.load(database, calendar)
            reminders = Reminders(posting, calendars, clock)
            await reminders.replan()
            yield Run(database, posting, calendars, reminders, discord, clock)

    return started


async def test_days_that_a_new_version_of_the_calendar_knows_are_told_once(starts: Starts) -> None:
    async with starts(book(OPEN)) as run:
        await run.in_channel("debate-2027")
        await run.until(datetime(2027, 6, 2, tzinfo=UTC))
    for _ in range(3):
        async with starts(book(JULY)) as run:
            await run.until(run.clock() + timedelta(hours=1))
            assert await run.reminders.replan() == 0
    async with starts(book(JULY)) as run:
        await run.until(datetime(2027, 9, 1, tzinfo=UTC))
        assert await run.log() == [
            ("debate-2027:opens:2027-06-01", "sent"),
            ("debate-2027/confirmed:2027-07-20:1", "sent"),
            ("debate-2027:30d:2027-07-20", "sent"),
            ("debate-2027:7d:2027-07-20", "sent"),
            ("debate-2027:1d:2027-07-20", "sent"),
            ("debate-2027:0d:2027-07-20", "sent"),
        ]


@pytest.mark.parametrize("calendar", [book(VOTE), book(VOTE, OPEN)])
async def test_what_was_missed_while_the_program_was_off_is_not_lost_by_planning_anew(
    starts: Starts, clock: Watch, calendar: Calendar
) -> None:
    async with starts(book(VOTE)) as run:
        await run.in_channel("vote", "debate-2027")
    clock.now = datetime(2026, 12, 21, 20, tzinfo=UTC)
    async with starts(calendar) as run:
        await run.posting.tick(run.discord)
        assert await run.log() == [("vote:7d:2026-12-22", "skipped"), ("vote:1d:2026-12-22", "sent")]


async def test_what_waits_for_a_lost_right_is_not_sent_for_days_that_changed(
    starts: Starts, discord: FakeDiscord
) -> None:
    async with starts(book(VOTE)) as run:
        await run.in_channel("vote", leads=(Lead.WEEK, Lead.DAY))
        discord.lost[CHANNEL] = Outcome(Verdict.NO_ACCESS, detail="Send Messages")
        await run.until(datetime(2026, 12, 16, tzinfo=UTC))
        moved = confirmed("vote", date(2026, 12, 29), title="A vote")
        assert await run.change("vote", moved) == 1
        await run.until(datetime(2026, 12, 20, tzinfo=UTC))
        assert await run.log() == [("vote:7d:2026-12-22", "pending")]
        discord.lost.clear()
        await run.posting.resume_target(CHANNEL)
        await run.until(datetime(2027, 1, 1, tzinfo=UTC))
        assert await run.log() == [
            ("vote:7d:2026-12-22", "skipped"),
            ("vote/moved:2026-12-29:1", "sent"),
            ("vote:7d:2026-12-29", "sent"),
            ("vote:1d:2026-12-29", "sent"),
        ]


async def test_a_closed_person_gets_one_reminder_once_they_are_open_again(
    starts: Starts, discord: FakeDiscord
) -> None:
    async with starts(book(VOTE)) as run:
        await run.for_person(Subscription(events=("vote",)))
        discord.lost[PERSON] = Outcome(Verdict.CLOSED)
        await run.until(datetime(2026, 12, 21, 20, tzinfo=UTC))
        assert len(discord.tried) == 1, "not tried for ever"
        assert await run.reminders.unreachable(PERSON.id)
        discord.lost.clear()
        await run.for_person(Subscription(events=("vote",)))
        await run.posting.tick(discord)
        assert await run.log() == [("vote:7d:2026-12-22", "skipped"), ("vote:1d:2026-12-22", "sent")]
        assert not await run.reminders.unreachable(PERSON.id)


async def test_only_what_hangs_on_a_server_s_event_is_planned_anew(starts: Starts) -> None:
    async with starts(book(OPEN, VOTE)) as run:
        await run.in_channel("debate-2027")
        await run.in_channel("vote")
        await run.for_person(Subscription(tags=("debate",), calendar_of=GUILD))
        await run.for_person(Subscription(events=("debate-2027",), calendar_of=GUILD + 1))
        assert await run.change("debate-2027", JULY) == 2
        assert await run.change("debate-2027", None) == 2
        assert await run.change("vote", None) == 2
        await run.posting.tick(run.discord)
        sent = [key for key, state in await run.log() if state == "sent"]
        assert sorted(sent) == [
            "debate-2027/gone:2027-07-20:2",
            "debate-2027/gone:2027-07-20:2",
            "vote/gone:2026-12-22:1",
            "vote/gone:2026-12-22:3",
        ], "whoever was not told of the days yet hears the last word alone"


async def test_a_row_that_cannot_be_read_keeps_no_other_from_the_truth(
    starts: Starts, caplog: pytest.LogCaptureFixture
) -> None:
    async with starts(book(OPEN)) as run:
        broken = await run.in_channel("debate-2027")
        await run.in_channel("debate-2027")
        schedule = broken.schedule
        await run.posting.schedules.change(
            schedule.id, details={"leads": ["soon"]}, upcoming=schedule.upcoming
        )
    with caplog.at_level(logging.ERROR):
        async with starts(book(JULY)) as run:
            await run.posting.tick(run.discord)
            assert await run.log() == [("debate-2027/confirmed:2027-07-20:1", "sent")]
    assert f"reminders can't be read schedule={schedule.id}" in caplog.text


async def test_a_choice_and_a_change_of_the_calendar_at_the_same_moment_both_stand(starts: Starts) -> None:
    async with starts(book(OPEN, VOTE)) as run:
        number = (await run.in_channel("debate-2027")).schedule.id
        await asyncio.gather(
            run.change("debate-2027", JULY),
            run.reminders.change(
                number,
                lambda wanted: msgspec.structs.replace(wanted, events=("debate-2027", "vote")),
                run.clock(),
            ),
            run.change("vote", confirmed("vote", date(2027, 1, 20), title="A vote")),
        )
        wanted = (await run.reminders.get(number)).wanted
        assert wanted.events == ("debate-2027", "vote")
        assert wanted.known["debate-2027"].days == (date(2027, 7, 20), date(2027, 7, 20), None)
        assert wanted.known["vote"].first == date(2027, 1, 20)


async def test_what_is_over_is_erased_for_people_alone(starts: Starts, clock: Watch) -> None:
    async with starts(book(VOTE, yearly("genocide-day", date(2015, 12, 9)))) as run:
        await run.in_channel("vote")
        for wanted in (
            Subscription(events=("vote",)),
            Subscription(events=("genocide-day",)),
            Subscription(tags=("conference",)),
        ):
            await run.for_person(wanted)
        assert await run.reminders.tidy(clock()) == 0
        await run.until(datetime(2026, 12, 24, tzinfo=UTC))
        assert await run.reminders.tidy(clock()) == 1
        assert [each.wanted.events for each in await run.reminders.of_user(PERSON.id)] == [
            ("genocide-day",),
            (),
        ]
        assert len(await run.reminders.of_guild(GUILD)) == 1


async def test_what_is_only_hidden_is_not_erased_and_comes_when_it_is_shown_again(
    starts: Starts, clock: Watch
) -> None:
    async with starts(book(OPEN)) as run:
        await run.for_person(Subscription(events=("debate-2027",), leads=(Lead.WEEK,), calendar_of=GUILD))
        await run.change("debate-2027", None)
        assert await run.reminders.tidy(clock()) == 0
        await run.until(datetime(2027, 5, 1, tzinfo=UTC))
        assert await run.log() == [], "nobody relied on a day"
        await run.change("debate-2027", JULY)
        await run.until(datetime(2027, 8, 1, tzinfo=UTC))
        assert [key for key, _ in await run.log()] == [
            "debate-2027/confirmed:2027-07-20:1",
            "debate-2027:7d:2027-07-20",
        ]


async def test_what_left_the_calendar_after_it_was_over_is_erased_without_a_word(
    starts: Starts, clock: Watch
) -> None:
    async with starts(book(VOTE)) as run:
        await run.for_person(Subscription(events=("vote",), leads=(Lead.START,)))
        await run.until(datetime(2026, 12, 24, tzinfo=UTC))
    async with starts(book(OPEN)) as run:
        await run.until(datetime(2026, 12, 25, tzinfo=UTC))
        assert [key for key, _ in await run.log()] == ["vote:0d:2026-12-22"]
        assert await run.reminders.tidy(clock()) == 1
        assert await run.log() == []
