"""The whole bot in a made-up Discord, with the real report, a temporary database and a clock to turn."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import simcord

from bot.alerts.feed_desk import Sources
from bot.client import R2PBot
from bot.config import Config, Database, Discord
from bot.posting.metronome import HandCranked
from bot.services import Services
from bot.storage.database import open_database
from knowledge.answer import Answerer
from knowledge.calendar import Calendar
from knowledge.model import Library
from knowledge.signals import Signals
from tests.cogs.people import Given, World


@dataclass
class Watch:
    """A clock that goes only when it is told to."""

    now: datetime = datetime(2026, 11, 22, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def turn(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def given(answerer: Answerer) -> Given:
    """What the bot is to answer; to all else, the real answerer does."""
    return Given(answerer)


@pytest.fixture
def sources() -> Sources | None:
    """Where feeds come from; a test that reads some says from where."""
    return None


@pytest.fixture
async def services(
    tmp_path: Path,
    library: Library,
    calendar: Calendar,
    signals: Signals,
    watch: Watch,
    given: Given,
    sources: Sources | None,
) -> AsyncIterator[Services]:
    """As ``open_services`` builds them, but reading the report once for all tests."""
    config = Config(discord=Discord(shard_count=1), database=Database(path=tmp_path / "bot.sqlite3"))
    async with open_database(config.database.path) as database:
        pretender: Any = given  # it answers as an Answerer does
        yield await Services.over(
            database, library, pretender, calendar, signals, config=config, clock=watch, sources=sources
        )


@pytest.fixture
def simcord_bot(services: Services) -> R2PBot:
    return R2PBot(services, metronome=HandCranked())


@pytest.fixture
def world(simcord_env: simcord.Env) -> World:
    """A server with a channel, a member, another one, and a manager."""
    return World.made(simcord_env)
