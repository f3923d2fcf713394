"""A desk of alerts over a real database in a temporary file, and a made-up Discord to post to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Protocol

import pytest

from knowledge.model import Library
from knowledge.signals import Signals
from tests.bot.alerts.desk import Heard, Office
from tests.bot.posting.fakes import Watch


class Opened(Protocol):
    """Opens the test's database anew, as a start of the process does."""

    def __call__(self) -> AbstractAsyncContextManager[Office]: ...


@pytest.fixture
def clock() -> Watch:
    return Watch()


@pytest.fixture
def discord(clock: Watch) -> Heard:
    return Heard(clock)


@pytest.fixture
def start(tmp_path: Path, clock: Watch, discord: Heard, library: Library, signals: Signals) -> Opened:
    @asynccontextmanager
    async def opened() -> AsyncIterator[Office]:
        async with Office.opened(tmp_path / "r2p.sqlite3", clock, discord, library, signals) as office:
            yield office

    return opened


@pytest.fixture
async def office(start: Opened) -> AsyncIterator[Office]:
    async with start() as opened:
        yield opened
