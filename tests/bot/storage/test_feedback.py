"""Votes are counts and nothing else; questions are kept only where a server said so, and not for ever."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.storage.database import Database, open_database
from bot.storage.feedback import LONGEST_QUESTION, FeedbackStore, KeptQuestion, Votes, anonymous
from bot.storage.settings import GuildSettings, SettingsStore

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = datetime(2026, 11, 22, tzinfo=UTC)
REPORT = "A/79/875-S/2025/248"
FOR_EVER = timedelta(days=36500)


async def stores(database: Database, *keeping: int) -> FeedbackStore:
    settings = await SettingsStore.load(database)
    for guild in keeping:
        await settings.set(guild, GuildSettings(keep_unanswered=True))
    return FeedbackStore(database, settings)


async def test_votes_are_counted_by_paragraph_and_direction(database: Database) -> None:
    feedback = await stores(database)
    for paragraph, up in ((39, True), (39, True), (39, False), (61, False)):
        await feedback.vote(REPORT, paragraph, up=up)
    await feedback.vote("A/1/1", 39, up=True)
    assert await feedback.votes() == [
        Votes("A/1/1", 39, up=1, down=0),
        Votes(REPORT, 39, up=2, down=1),
        Votes(REPORT, 61, up=0, down=1),
    ]


async def test_no_question_is_kept_unless_the_server_wants_it(database: Database) -> None:
    feedback = await stores(database, 1)
    assert not await feedback.keep_question(2, "What about tariffs?", "none", None, NOW)
    assert not await feedback.keep_question(None, "What about tariffs?", "none", None, NOW)
    assert await feedback.keep_question(1, "What about tariffs?", "none", None, NOW)
    assert await feedback.keep_question(1, "What is a veto?", "down", 39, NOW, report=REPORT)
    assert await feedback.questions(2) == []
    assert await feedback.questions(1) == [
        KeptQuestion("What is a veto?", "down", REPORT, 39, DAY),
        KeptQuestion("What about tariffs?", "none", None, None, DAY),
    ]


@pytest.mark.parametrize("hours", [0, 1, 23])
async def test_of_the_moment_only_the_day_is_kept(database: Database, hours: int) -> None:
    feedback = await stores(database, 1)
    there = timezone(timedelta(hours=-5))  # the day is that of UTC, wherever the clock stands
    await feedback.keep_question(1, "When?", "none", None, (DAY + timedelta(hours=hours)).astimezone(there))
    async with (
        database.transaction() as connection,
        connection.execute("SELECT asked_at FROM kept_questions") as rows,
    ):
        assert [tuple(row) for row in await rows.fetchall()] == [(int(DAY.timestamp()),)]


async def test_a_changed_vote_is_counted_the_other_way_round(database: Database) -> None:
    feedback = await stores(database)
    await feedback.vote(REPORT, 39, up=True)
    await feedback.vote(REPORT, 61, up=False)
    await feedback.change_vote(REPORT, 39, up=False)
    await feedback.change_vote(REPORT, 61, up=True)
    await feedback.change_vote(REPORT, 1, up=True)  # never counted, so there is nothing to change
    assert await feedback.votes() == [Votes(REPORT, 39, up=0, down=1), Votes(REPORT, 61, up=1, down=0)]


async def test_a_moment_without_a_time_zone_is_refused(database: Database) -> None:
    feedback = await stores(database, 1)
    with pytest.raises(ValueError, match="time zone"):
        await feedback.keep_question(1, "When?", "none", None, NOW.replace(tzinfo=None))
    assert await feedback.questions(1) == []


async def test_questions_older_than_allowed_are_erased(database: Database) -> None:
    feedback = await stores(database, 1)
    for days in range(5):
        await feedback.keep_question(1, f"{days} days ago", "none", None, NOW - timedelta(days=days))
    # The question of two days ago may be from before noon: the day alone cannot tell, so it goes.
    assert await feedback.prune(NOW, keep_for=timedelta(days=2), keep_most=99) == 3
    assert [kept.question for kept in await feedback.questions(1)] == ["0 days ago", "1 days ago"]
    assert await feedback.prune(NOW, keep_for=timedelta(days=2), keep_most=99) == 0


async def test_each_server_keeps_its_newest_questions(database: Database) -> None:
    feedback = await stores(database, 1, 2)
    for number in range(5):
        await feedback.keep_question(1, f"number {number}", "none", None, NOW + timedelta(minutes=number))
    await feedback.keep_question(2, "the only one", "none", None, NOW - timedelta(days=9))
    assert await feedback.prune(NOW, keep_for=FOR_EVER, keep_most=2) == 3
    assert [kept.question for kept in await feedback.questions(1)] == ["number 4", "number 3"]
    assert [kept.question for kept in await feedback.questions(2)] == ["the only one"]


def test_what_was_erased_is_not_in_the_file_any_more(path: Path) -> None:
    async def keep_and_erase() -> None:
        async with open_database(path) as database:
            feedback = await stores(database, 1)
            await feedback.keep_question(1, "Is Zanzibarland covered?", "none", None, NOW)
            await feedback.prune(NOW, keep_for=FOR_EVER, keep_most=0)

    asyncio.run(keep_and_erase())
    assert b"Zanzibarland" not in path.read_bytes()


STORED = {
    "meta": "key value",
    "guild_settings": "guild_id private_by_default keep_unanswered timezone",
    "votes": "report paragraph up down",
    "kept_questions": "id guild_id question status report paragraph asked_at",
    "schedules": (
        "id kind guild_id target details timezone created_by created_at next_key next_due turn paused_reason paused_at"
    ),
    "deliveries": (
        "id kind source_id occurrence_key target guild_id due_at useful_until mark state attempts next_try doubtful "
        "first_tried settled_at message_id error"
    ),
    "blocked_targets": "target guild_id reason since told",
    "server_events": "guild_id uid event hidden sequence changed_by changed_at",
    "alert_settings": "guild_id settings mentioned_at",
    "alerts": (
        "id guild_id number state severity title text place link reading labels mention raised_by feed_id raised_at "
        "acknowledged_by acknowledged_at assigned_to closed_by closed_at reason revision flags channel_id"
    ),
    "alert_sources": "alert_id guild_id link wording by feed_id at",
    "alert_log": "id alert_id at by act detail",
    "alert_posts": "alert_id target message_id mark shown thread_id gone",
    "watch_rules": "id guild_id channel_id user_id wanted created_by",
    "alert_mutes": "id guild_id alert_id until by",
    "feeds": (
        "id guild_id address host title rules created_by created_at etag last_modified next_poll failures trouble "
        "succeeded_at paused_reason raised joined summed below"
    ),
    "feed_items": "feed_id name alert_id wording seen_at",
    "feed_keys": "feed_id key name",
    "feed_rests": "id feed_id at items",
    "departed_guilds": "guild_id left_at",
    "sqlite_sequence": "name seq",  # SQLite's own: the last number of each table
}
"""Table → all that its rows hold. Whatever is added has to be told on the privacy page too."""


async def test_nothing_is_stored_beyond_what_the_privacy_page_says(database: Database, path: Path) -> None:
    await stores(database)
    with closing(sqlite3.connect(path)) as connection:
        columns = connection.execute(
            "SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table'"
        ).fetchall()
    stored: dict[str, list[str]] = {}
    for table, column in columns:
        stored.setdefault(table, []).append(column)
    assert {table: " ".join(names) for table, names in stored.items()} == STORED


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("What does para. 61 say?", "What does para. 61 say?"),
        ("<@123456789012345678> asked about <#987654321098765432>", "[name] asked about [name]"),
        ("<@&1> and <@!2> and <a:wave:123456789012345678>", "[name] and [name] and [name]"),
        ("see https://discord.com/channels/1/2/3 please", "see [link] please"),
        ("join discord.gg/abcdef", "join [link]"),
        ("write to jane.doe@example.org", "write to [address]"),
        ("ask @jane.doe about it", "ask [name] about it"),
        ("user 123456789012345678 said so", "user [number] said so"),
        ("two\n\tlines", "two lines"),
        ("@", "@"),
    ],
)
def test_what_names_a_person_or_place_is_taken_out(typed: str, kept: str) -> None:
    assert anonymous(typed) == kept


@given(st.text(alphabet=st.sampled_from("ab <>@#:/.!&=12345678901234567890\nhttps"), max_size=400))
def test_taking_out_is_done_once_and_fits_the_column(typed: str) -> None:
    kept = anonymous(typed)
    assert len(kept) <= LONGEST_QUESTION
    assert anonymous(kept) == kept
