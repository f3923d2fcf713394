"""The program of the crash tests: `r2p run` itself, with a clock that a file puts forward and a place to stop at.

python -m tests.wire.child CLOCK STOP run --config FILE

CLOCK is a file with the seconds that the clock is ahead. Each time that something is about to be committed to the
database, and again when it was, a line on standard output says so; at the STOP-th of these the program stands still,
until it is killed there (0: nowhere).
"""

from __future__ import annotations

import functools
import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot import app
from bot.cli import main
from bot.client import R2PBot
from bot.clock import system_clock
from bot.storage.database import Database


def ahead_by(file: Path) -> datetime:
    """The moment that it is according to the test."""
    return system_clock() + timedelta(seconds=float(file.read_text(encoding="ascii")))


class Steps:
    """Counts what the program does to its database, and stops it at the one that was asked for."""

    def __init__(self, stop: int) -> None:
        self._stop = stop
        self._number = 0
        self._changes = 0

    def __call__(self, moment: str) -> None:
        self._number += 1
        os.write(sys.stdout.fileno(), f"{self._number} {moment}\n".encode())
        while self._number == self._stop:
            signal.pause()

    def around(self, commit: Callable[..., Any]) -> Callable[..., Any]:
        """Wrap ``Database._commit``: what changed nothing is no step."""

        @functools.wraps(commit)
        async def stepping(database: Database, committed: Callable[[], object] | None) -> None:
            changes = database._connection.total_changes  # noqa: SLF001 - the test stands inside
            writes, self._changes = changes != self._changes, changes
            if writes:
                self("committing")
            await commit(database, committed)
            if writes:
                self("committed")

        return stepping


def impatient(start: Callable[..., None]) -> Callable[..., None]:
    """Wrap ``R2PBot.__init__``: do not wait two seconds for more servers."""

    @functools.wraps(start)
    def starting(bot: R2PBot, *arguments: Any, **named: Any) -> None:
        start(bot, *arguments, **named)
        bot._connection.guild_ready_timeout = 0.01  # noqa: SLF001 - discord.py's option for it waits a second

    return starting


if __name__ == "__main__":
    clock, stop, *arguments = sys.argv[1:]
    steps = Steps(int(stop))
    app.run = functools.partial(app.run, clock=functools.partial(ahead_by, Path(clock)))
    Database._commit = steps.around(Database._commit)  # type: ignore[method-assign]  # noqa: SLF001
    R2PBot.__init__ = impatient(R2PBot.__init__)  # type: ignore[method-assign]
    main(arguments)
