"""A manager changes what falls due at that very moment: it is posted once, and in one channel."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.calendars import Calendars
from bot.posting.desk import Posting
from bot.posting.digests import Digests, Wish
from bot.posting.model import Place, Schedule, Target
from bot.posting.outbox import Outbox
from bot.posting.reminders import Reminders
from bot.posting.subscription import Subscription
from bot.storage.database import open_database
from bot.storage.schedules import ScheduleStore
from bot.storage.settings import SettingsStore
from knowledge.calendar import Calendar
from tests.bot.posting.events import confirmed
from tests.bot.posting.fakes import CHANNEL, CREATOR, GUILD, FakeDiscord, Watch

DUE = datetime(2026, 11, 23, 9, tzinfo=UTC)
OTHER = Target(Place.CHANNEL, CHANNEL.id + 1)


class Interrupted(ScheduleStore):
    """Lets something happen once, right before a change is written."""

    meanwhile: Callable[[], Awaitable[None]] | None = None

    async def change(self, schedule_id: int, **given: object) -> Schedule:
        if (happens := self.meanwhile) is not None:
            self.meanwhile = None
            await happens()
        return await super().change(schedule_id, **given)  # type: ignore[arg-type] # as it was given


class Run:
    """The program, a moment before something falls due."""

    def __init__(
        self, posting: Posting, digests: Digests, reminders: Reminders, clock: Watch, discord: FakeDiscord
    ) -> None:
        self.posting = posting
        self.digests = digests
        self.reminders = reminders
        self.clock = clock
        self.discord = discord

    def interrupt(self) -> None:
        """Let it fall due, and be posted, before the next change is written."""

        async def meanwhile() -> None:
            self.clock.now = DUE
            await self.posting.tick(self.discord)

        store = self.posting.schedules
        assert isinstance(store, Interrupted)
        store.meanwhile = meanwhile

    async def posted_to(self) -> list[Target]:
        """Where it went, once the due time is over."""
        self.clock.now = DUE + timedelta(minutes=1)
        await self.posting.tick(self.discord)
        return [message.target for message in self.discord.messages]


@pytest.fixture
async def run(tmp_path: Path, clock: Watch, discord: FakeDiscord) -> AsyncIterator[Run]:
    async with open_database(tmp_path / "r2p.sqlite3") as database:
        posting = Posting(database, clock, Interrupted(database), Outbox(database, clock))
        digests = Digests(posting, database, await SettingsStore.load(database), {})
        event = confirmed("vote", date(2026, 11, 24))
        calendars = await Calendars.load(database, Calendar({event.uid: event}))
        yield Run(posting, digests, Reminders(posting, calendars, clock), clock, discord)


@pytest.mark.parametrize("time", [None, "10:00"])
async def test_a_digest_that_is_moved_as_it_is_posted_stands_once(run: Run, time: str | None) -> None:
    wish = Wish(CHANNEL.id, "daily", time="09:00")
    made = await run.digests.set_up(GUILD, wish, CREATOR, run.clock())
    made = await run.digests.choose(made, post_empty=True)
    run.clock.now = DUE - timedelta(seconds=1)
    run.interrupt()
    moved = await run.digests.change(made, Wish(OTHER.id, time=time), run.clock())
    assert moved.target == OTHER
    assert moved.upcoming is not None
    assert moved.upcoming.key > f"{DUE:%Y-%m-%d}", "one local date is one digest"
    assert await run.posted_to() == [CHANNEL]


async def test_a_choice_made_as_a_digest_is_posted_owes_nothing_again(run: Run) -> None:
    made = await run.digests.set_up(GUILD, Wish(CHANNEL.id, "daily", time="09:00"), CREATOR, run.clock())
    run.clock.now = DUE - timedelta(seconds=1)
    run.interrupt()
    chosen = await run.digests.choose(made, post_empty=True)
    assert chosen.upcoming is not None
    assert chosen.upcoming.due == DUE + timedelta(days=1)


async def test_reminders_that_are_moved_as_one_is_posted_stand_once(run: Run) -> None:
    wanted = Subscription(events=("vote",))
    zone = ZoneInfo("UTC")
    reader = await run.reminders.for_channel(GUILD, CHANNEL.id, wanted, zone, by=CREATOR, now=run.clock())
    run.clock.now = DUE - timedelta(seconds=1)
    run.interrupt()
    moved = await run.reminders.change(
        reader.schedule.id,
        lambda before: before,
        run.clock(),
        channel_id=OTHER.id,
    )
    assert moved.schedule.target == OTHER
    assert await run.posted_to() == [CHANNEL]
