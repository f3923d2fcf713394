"""The crash harness: the real process is killed again and again while it owes posts; none may be lost or doubled.

A round is one process: some digests fall due, it is started, and it is killed at a certain step or at a random
moment. The next round starts it again, at once or more than the nonce window later, on the same database, with new
digests to post beside whatever the dead one left behind. At the end one process is left to finish.
"""

from __future__ import annotations

import asyncio
import json
import random
import signal
import sqlite3
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager, closing
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from simcord.backend.models import Message

from bot.posting.courier import LATEST
from bot.storage.database import open_database
from bot.storage.schedules import ScheduleStore
from tests.wire.discord_server import DiscordServer
from tests.wire.limits import NONCE_WINDOW
from tests.wire.obstacles import Hold
from tests.wire.owing import owe_digest
from tests.wire.program import Program, run, write_config

WITHIN = 60  # seconds; the machine may be busy
POST = ("POST", "/channels/*/messages")
CHANNELS = 3
AT_ONCE = timedelta(0)
LONG_AFTER = NONCE_WINDOW + timedelta(seconds=1)
AFTER_ALL = timedelta(seconds=LATEST * 2)
"""Longer than anything waits that is to be tried again."""

SETTLED = "sent, posted"
COUNTS = """
SELECT state, count(*) FROM deliveries WHERE kind = 'digest' GROUP BY state
UNION ALL SELECT 'notices', count(*) FROM deliveries WHERE kind = 'notice' AND state = 'sent'
UNION ALL SELECT 'blocked', count(*) FROM blocked_targets
"""

WAITING = """
SELECT id, kind, target, state, attempts, doubtful, error, next_try - ?1 FROM deliveries
WHERE state NOT IN ('sent', 'skipped')
"""


class Death(NamedTuple):
    """How a process ends."""

    step: int = 0
    """The step at which it is killed: each change of the database is two, just before its commit and just after."""
    hold: str = ""
    """What becomes of its first post. It is killed while that is under way and ``arrived``, without effect; or was
    ``taken``; or is taken ``late``, when the next process runs. ``broken``: taken, but the connection broke before
    the answer; it lives on."""
    seconds: float = 0
    """How long it lives once it is connected."""


@dataclass
class Crashes:
    """One database and one Discord, over which processes come and go."""

    server: DiscordServer
    folder: Path
    draw: random.Random
    ahead: float = 0
    owed: dict[int, list[int]] = field(init=False)
    """Channel → the digests that it is to get, in order, each of another schedule."""
    found: Counter[str] = field(default_factory=Counter)
    """How far the posts had come that were not through when a process was started and killed → how often."""
    _late: Hold | None = None

    def __post_init__(self) -> None:
        self.folder.mkdir()
        self.guild = self.server.backend.create_guild("Home")
        channels = [
            self.server.backend.create_channel(self.guild.id, f"digests-{n}") for n in range(CHANNELS)
        ]
        self.owed = {channel.id: [] for channel in channels}
        self.clock = self.folder / "clock"
        self.database = self.folder / "r2p.sqlite3"
        urls = (self.server.api_url, self.server.gateway_url)
        self.config = write_config(self.folder / "config.toml", *urls, self.database, log_level="error")

    # ---------------------------------------------------------------- rounds

    async def round(self, death: Death, gap: timedelta = AT_ONCE) -> None:
        """Let time pass and digests fall due, start the process, and kill it."""
        self.pass_time(gap)
        # Two in one channel, so that their order matters.
        one, other = self.draw.sample(sorted(self.owed), 2)
        for channel in (one, other, one):
            await self.fall_due(channel)
        waiting = [schedule for schedule, progress in self.look().items() if progress != SETTLED]
        async with self.process(death.step) as program:
            meddling = asyncio.gather(self._bring_late(), self._meddle(program, death))
            await self.reach(program, self.is_done, stop=death.step)
            meddling.cancel()
            status, said = await program.end(signal.SIGKILL)
            assert status == -signal.SIGKILL, said
        self.server.in_the_way.clear()
        found = self.look()
        self.found.update(found[schedule] for schedule in waiting)

    async def finish(self) -> None:
        """Start it with one last post to make, until nothing is left to do; it then ends as it should."""
        self.pass_time(AFTER_ALL)
        await self.fall_due(min(self.owed))
        async with self.process() as program:
            await self.reach(program, self.is_done)
            status, said = await program.end(signal.SIGTERM)
            assert status == 0, said

    def pass_time(self, gap: timedelta) -> None:
        """Put forward the clocks of Discord and of the bot."""
        if gap and self._late is not None:  # no request is under way for minutes
            self._late.drop()
            self._late = None
        self.ahead += gap.total_seconds()
        self.server.backend.advance_clock(gap.total_seconds())
        self.clock.write_text(str(self.ahead), encoding="ascii")

    async def fall_due(self, channel: int) -> int:
        """Set up a digest that falls due now and then not for a month; answers with its schedule's id."""
        now = self.server.backend.clock.now()
        async with open_database(self.database) as database:
            schedules = ScheduleStore(database)
            number = await owe_digest(schedules, now, guild_id=self.guild.id, channel_id=channel)
        self.owed[channel].append(number)
        return number

    # ------------------------------------------------------------- processes

    def process(self, stop: int = 0) -> AbstractAsyncContextManager[Program]:
        """Start the program at the time that it is; it stands still at a step."""
        return run(self.config, start=("-m", "tests.wire.child", str(self.clock), str(stop)))

    async def reach(self, program: Program, done: Callable[[], bool], *, stop: int = 0) -> None:
        """Follow the program's steps until all is done, up to one step, or until it is dead."""
        assert program.process.stdout is not None
        try:
            async with asyncio.timeout(WITHIN):
                async for line in program.process.stdout:
                    if int(line.split()[0]) == stop or done():
                        break
        except TimeoutError:
            raise AssertionError(f"it did not happen: {self.waiting()}") from None

    async def _bring_late(self) -> None:
        """Let the post of a dead process arrive once the next one looks, or posts itself."""
        if self._late is not None:
            before = len(self.server.requests)
            await self.server.until(lambda: _about_messages(self.server.requests[before:]), within=WITHIN)
            self._take_late()

    async def _meddle(self, program: Program, death: Death) -> None:
        """Do to a process what its death wants beside a step."""
        if death.hold:
            hold = Hold(*POST, after=death.hold in {"taken", "broken"})
            self.server.in_the_way.append(hold)
            await hold.arrived.wait()
            if death.hold != "broken":
                program.send(signal.SIGKILL)
            if death.hold == "late":
                self._take_late()
                self._late = hold
            else:
                hold.drop()
        elif death.seconds:
            before = len(self.server.sessions)
            await self.server.until(lambda: len(self.server.sessions) > before, within=WITHIN)
            await asyncio.sleep(death.seconds)
            program.send(signal.SIGKILL)

    def _take_late(self) -> None:
        if self._late is not None:
            self._late.let_go()
            self._late = None

    # --------------------------------------------------------------- looking

    def look(self) -> dict[int, str]:
        """How far the post of each schedule has come, by the database and by what stands in the channel."""
        standing = [
            json.dumps(message.components) for channel in self.owed for message in self.messages(channel)
        ]
        progress = dict.fromkeys(chain.from_iterable(self.owed.values()), "not planned")
        with closing(sqlite3.connect(self.database)) as connection:
            for source, state, mark in connection.execute(
                "SELECT source_id, state, mark FROM deliveries WHERE kind = 'digest'"
            ):
                stands = any(mark in one for one in standing)
                progress[source] = f"{state}, {'posted' if stands else 'not posted'}"
        return progress

    def waiting(self) -> list[tuple[Any, ...]]:
        """What is not settled, and how many seconds from now it is tried again."""
        now = int(self.server.backend.clock.now().timestamp())
        with closing(sqlite3.connect(self.database)) as connection:
            return connection.execute(WAITING, [now]).fetchall()

    def messages(self, channel: int) -> list[Message]:
        """What stands in a channel, oldest first."""
        return [message for _, message in sorted(self.server.backend.messages[channel].items())]

    def counts(self) -> Counter[str]:
        """How many digests are in each state, how many notices were sent, how many channels are blocked."""
        with closing(sqlite3.connect(self.database)) as connection:
            return Counter(dict(connection.execute(COUNTS)))

    def is_done(self) -> bool:
        """Whether every digest is settled as sent."""
        return self.counts()["sent"] == sum(map(len, self.owed.values()))

    def check(self) -> int:
        """Every digest stands once in its channel, in order; answers with how many of them the bot knows by id."""
        with closing(sqlite3.connect(self.database)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            query = "SELECT source_id, mark, message_id FROM deliveries WHERE kind = 'digest'"
            sent = {source: (mark, number) for source, mark, number in connection.execute(query)}
        assert set(self.look().values()) == {SETTLED}
        for channel, schedules in self.owed.items():
            for schedule, message in zip(schedules, self.messages(channel), strict=True):
                mark, number = sent[schedule]
                assert mark in json.dumps(message.components)
                assert number in {message.id, None}
        return sum(number is not None for _, number in sent.values())


def _about_messages(requests: Sequence[tuple[str, str, int]]) -> bool:
    return any(path.endswith("/messages") for _, path, _ in requests)
