"""The bot's own parts, with the real report and a temporary database, and no Discord."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.config import Config, Database, Discord
from bot.services import Services
from bot.storage.database import open_database
from knowledge.answer import Answerer
from knowledge.calendar import Calendar
from knowledge.model import Library
from knowledge.signals import Signals

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
async def services(
    tmp_path: Path, library: Library, answerer: Answerer, calendar: Calendar, signals: Signals
) -> AsyncIterator[Services]:
    """As ``open_services`` builds them, but reading the report once for all tests."""
    config = Config(discord=Discord(shard_count=1), database=Database(path=tmp_path / "bot.sqlite3"))
    async with open_database(config.database.path) as database:
        yield await Services.over(
            database, library, answerer, calendar, signals, config=config, clock=lambda: NOW
        )
