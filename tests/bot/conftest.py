"""The bot's own parts, with the real report and a temporary database, and no Discord."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import open_services
from bot.config import Config, Database, Discord
from bot.services import Services

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
async def services(tmp_path: Path) -> AsyncIterator[Services]:
    config = Config(discord=Discord(shard_count=1), database=Database(path=tmp_path / "bot.sqlite3"))
    async with open_services(config, clock=lambda: NOW) as opened:
        yield opened
