"""What people made of the answers: counts, and questions only where a server chose to keep them.

Never who: no user is stored, and what could name a person or a place on Discord is taken out of a
question before it is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal, TypeAlias

from bot.clock import epoch
from bot.storage.database import Database, reading
from bot.storage.settings import SettingsStore
from knowledge.answering import markup

Outcome: TypeAlias = Literal["unsure", "none", "down"]
"""Why a question was kept: the bot was unsure, found nothing, or its answer got a thumb down."""

LONGEST_QUESTION = 300
"""Characters; the command takes no more."""

_DAY = 24 * 60 * 60  # seconds


@dataclass(frozen=True, slots=True)
class Votes:
    """How often the answers that showed a paragraph were found good or bad."""

    report: str
    paragraph: int
    up: int
    down: int


@dataclass(frozen=True, slots=True)
class KeptQuestion:
    """A question that a server chose to keep, and what became of it."""

    question: str
    status: Outcome
    report: str | None
    paragraph: int | None
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Gaps:
    """The questions of all servers that went without a good answer, newest first, and how many servers keep any."""

    questions: tuple[KeptQuestion, ...]
    servers: int

    @classmethod
    def read(cls, path: Path) -> Gaps:
        """Read them from the database at ``path``, changing nothing; StorageError if there is none."""
        with reading(path) as (connection, sql):
            kept = tuple(_kept(row) for row in sql.all_gaps(connection))
            return cls(kept, sql.count_keeping(connection))


def _kept(row: tuple[str, Outcome, str | None, int | None, int]) -> KeptQuestion:
    question, status, report, paragraph, asked_at = row
    return KeptQuestion(question, status, report, paragraph, datetime.fromtimestamp(asked_at, UTC))


class FeedbackStore:
    """Counts votes and keeps questions, as far as each server allows."""

    def __init__(self, database: Database, settings: SettingsStore) -> None:
        """Use an open database, and the settings that say which servers keep questions."""
        self._database = database
        self._settings = settings

    async def vote(self, report: str, paragraph: int, *, up: bool) -> None:
        """Count one thumb, up or down, for a paragraph of a report (its symbol)."""
        async with self._database.transaction() as connection:
            await self._database.sql.count_vote(
                connection, report=report, paragraph=paragraph, up=int(up), down=int(not up)
            )

    async def change_vote(self, report: str, paragraph: int, *, up: bool) -> None:
        """Count a thumb that was counted before the other way round."""
        change = 1 if up else -1
        async with self._database.transaction() as connection:
            await self._database.sql.change_vote(
                connection, report=report, paragraph=paragraph, up=change, down=-change
            )

    async def votes(self) -> list[Votes]:
        """The counts of every paragraph that was voted on."""
        async with self._database.transaction() as connection:
            return [Votes(*row) async for row in self._database.sql.all_votes(connection)]

    async def keep_question(  # noqa: PLR0913 - one row, told in one call
        self,
        guild_id: int | None,
        question: str,
        status: Outcome,
        paragraph: int | None,
        now: datetime,
        *,
        report: str | None = None,
    ) -> bool:
        """Keep a question if its server wants that, and say whether it was kept.

        Direct messages (no server) are never kept. Names, links and long numbers are taken out first, and of
        the moment only the day (UTC) is kept.
        """
        text = anonymous(question)
        if guild_id is None or not text:
            return False
        async with self._database.transaction() as connection:
            # Asked within the transaction, so that nothing slips in behind a manager switching it off.
            if not self._settings.get(guild_id).keep_unanswered:
                return False
            await self._database.sql.keep_question(
                connection,
                guild_id=guild_id,
                question=text,
                status=status,
                report=report,
                paragraph=paragraph,
                asked_at=epoch(now) // _DAY * _DAY,
            )
        return True

    async def questions(self, guild_id: int) -> list[KeptQuestion]:
        """What a server kept, newest first."""
        async with self._database.transaction() as connection:
            rows = self._database.sql.kept_questions_of(connection, guild_id=guild_id)
            return [_kept(row) async for row in rows]

    async def prune(self, now: datetime, *, keep_for: timedelta, keep_most: int) -> int:
        """Erase questions older than ``keep_for`` and, in each server, all but the newest ``keep_most``.

        Answers with the number erased.
        """
        sql = self._database.sql
        async with self._database.transaction() as connection:
            old: int = await sql.forget_questions_before(connection, moment=epoch(now - keep_for))
            many: int = await sql.forget_questions_beyond(connection, count=keep_most)
        return old + many


def anonymous(question: str) -> str:
    """The question on one line, at most 300 characters, without what names a person or place on Discord."""
    return " ".join(markup.nameless(question).split())[:LONGEST_QUESTION].rstrip()
