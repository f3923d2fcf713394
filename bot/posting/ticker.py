"""The metronome: APScheduler beats the time, and nothing else; what is owed stands in the database."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.posting.metronome import Job

_log = logging.getLogger(__name__)


class Ticker:
    """Does each job again and again, by the real clock. A job that fails is logged and done again the next time."""

    def __init__(self) -> None:
        """Begin without jobs."""
        self._scheduler: Any = AsyncIOScheduler(timezone=UTC)
        self._scheduler.add_listener(_failed, EVENT_JOB_ERROR)

    def add(self, job: Job) -> None:
        """Take a job on, in place of one of the same id. One that is still under way is not begun again."""
        first = {"next_run_time": datetime.now(UTC)} if job.at_once else {}
        self._scheduler.add_job(
            _do,
            "interval",
            args=[job.work],
            seconds=job.every,
            id=job.id,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
            replace_existing=True,
            **first,
        )

    def start(self) -> None:
        """Begin to beat; needs a running event loop."""
        self._scheduler.start()

    def hasten(self, job_id: str) -> None:
        """Do a job at once, and then at its own times counted from now."""
        if self._scheduler.running and (job := self._scheduler.get_job(job_id)) is not None:
            job.modify(next_run_time=datetime.now(UTC))

    async def stop(self) -> None:
        """Begin nothing any more. What a job is about is broken off: what must not be runs in a task of its own."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
            await asyncio.sleep(0)  # the scheduler hears of it in the loop's next turn


async def _do(work: Callable[[], Awaitable[object]]) -> None:
    """A job as APScheduler knows it: by this form alone does it tell that a job is awaited, not run in a thread."""
    await work()


def _failed(event: JobExecutionEvent) -> None:
    if isinstance(event.exception, asyncio.CancelledError):  # at the end of the bot
        return
    _log.error("job failed job=%s", event.job_id, exc_info=event.exception)
