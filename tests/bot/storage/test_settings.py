"""Server settings: answered from memory, never different from what is stored."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from bot.storage.database import Database, open_database
from bot.storage.feedback import FeedbackStore
from bot.storage.settings import GuildSettings, SettingsStore

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PRIVATE = GuildSettings(private_by_default=True)
KEEPING = GuildSettings(keep_unanswered=True)


async def test_a_server_that_chose_nothing_and_a_direct_message_have_the_defaults(database: Database) -> None:
    settings = await SettingsStore.load(database)
    assert settings.get(1) == settings.get(None) == GuildSettings()
    assert not settings.get(1).keep_unanswered


async def test_choices_hold_at_once_and_after_a_restart(path: Path) -> None:
    async with open_database(path) as database:
        settings = await SettingsStore.load(database)
        await settings.set(1, PRIVATE)
        await settings.set(2, KEEPING)
        await settings.set(2, PRIVATE)
        assert (settings.get(1), settings.get(2), settings.get(3)) == (PRIVATE, PRIVATE, GuildSettings())
    async with open_database(path) as database:
        settings = await SettingsStore.load(database)
        assert (settings.get(1), settings.get(2), settings.get(3)) == (PRIVATE, PRIVATE, GuildSettings())


async def test_a_cancelled_change_is_in_memory_exactly_if_it_is_stored(database: Database) -> None:
    settings = await SettingsStore.load(database)
    for ticks in range(60):
        change = asyncio.create_task(settings.set(ticks, PRIVATE))
        for _ in range(ticks):
            await asyncio.sleep(0)
        change.cancel()
        with suppress(asyncio.CancelledError):
            await change
    stored = await SettingsStore.load(database)
    assert [settings.get(guild) for guild in range(60)] == [stored.get(guild) for guild in range(60)]


async def test_a_server_that_stops_keeping_questions_has_them_erased(database: Database) -> None:
    settings = await SettingsStore.load(database)
    feedback = FeedbackStore(database, settings)
    for guild in (1, 2):
        await settings.set(guild, KEEPING)
        assert await feedback.keep_question(guild, "What about tariffs?", "none", None, NOW)
    await settings.set(1, PRIVATE)
    assert await feedback.questions(1) == []
    assert len(await feedback.questions(2)) == 1
