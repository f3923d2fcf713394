"""What the bot does over and over again, and what beats the time for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import NamedTuple, Protocol


class Job(NamedTuple):
    """Something to be done again and again; one that is still under way is not begun a second time."""

    id: str
    every: float
    """Seconds between two beginnings."""
    work: Callable[[], Awaitable[object]]
    at_once: bool = True
    """Whether the first time is at the start, or only after ``every`` seconds."""


class Metronome(Protocol):
    """Beats the time; ``bot.posting.ticker`` has the one that follows the real clock."""

    def add(self, job: Job) -> None:
        """Take a job on, before or after the start; one of the same id is replaced."""
        ...

    def start(self) -> None:
        """Begin to beat; needs a running event loop."""
        ...

    def hasten(self, job_id: str) -> None:
        """Do a job as soon as may be, once more than it would be."""
        ...

    async def stop(self) -> None:
        """Begin nothing any more."""
        ...


class HandCranked:
    """Does a job only when it is told to: for the sandbox and tests, whose clocks are moved by hand."""

    def __init__(self) -> None:
        """Begin without jobs."""
        self.jobs: dict[str, Job] = {}
        self.running = False

    def add(self, job: Job) -> None:
        """Take a job on."""
        self.jobs[job.id] = job

    def start(self) -> None:
        """Note that the bot runs."""
        self.running = True

    def hasten(self, job_id: str) -> None:
        """Leave it to whoever turns the crank."""

    async def stop(self) -> None:
        """Note that the bot ends."""
        self.running = False

    async def turn(self, job_id: str) -> None:
        """Do a job now; KeyError if there is none of that id."""
        await self.jobs[job_id].work()
