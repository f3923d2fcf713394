"""An outbox over a real database in a temporary file, a made-up Discord, and a clock that is turned by hand."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Protocol

import pytest

from bot.posting.desk import Posting
from bot.posting.model import Schedule, Target
from bot.posting.outbox import Outbox
from bot.storage.database import open_database
from bot.storage.schedules import ScheduleStore
from tests.bot.posting.fakes import CHANNEL, CREATOR, GUILD, START, FakeDiscord, Hourly, Watch, at


class Opened(Protocol):
    """Opens the test's database with a new desk, as a start of the process does."""

    def __call__(self) -> AbstractAsyncContextManager[Posting]: ...


@pytest.fixture
def clock() -> Watch:
    return Watch()


@pytest.fixture
def discord(clock: Watch) -> FakeDiscord:
    return FakeDiscord(clock)


@pytest.fixture
def hourly() -> Hourly:
    return Hourly()


@pytest.fixture
def start(tmp_path: Path, clock: Watch, hourly: Hourly) -> Opened:
    @asynccontextmanager
    async def opened() -> AsyncIterator[Posting]:
        async with open_database(tmp_path / "r2p.sqlite3") as database:
            posting = Posting(database, clock, ScheduleStore(database), Outbox(database, clock))
            posting.register(hourly)
            yield posting

    return opened


@pytest.fixture
async def posting(start: Opened) -> AsyncIterator[Posting]:
    async with start() as opened:
        yield opened


async def set_up(posting: Posting, target: Target = CHANNEL, kind: str = "hourly") -> Schedule:
    """A schedule that falls due at the start of the test."""
    return await posting.schedules.add(
        kind=kind,
        guild_id=GUILD,
        target=target,
        details={},
        timezone="UTC",
        created_by=CREATOR,
        upcoming=at(START),
        now=START,
    )
