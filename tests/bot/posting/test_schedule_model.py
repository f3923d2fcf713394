"""Digests through months of set-ups, edits, pauses, crashes and lost rights: what stands is what the ledger owes."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AsyncExitStack, ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.errors import UserError
from bot.posting.desk import Posting
from bot.posting.digest import EVENTS, Edition, Part
from bot.posting.digest_kind import DigestKind
from bot.posting.digests import Digests, Wish
from bot.posting.model import Delivery, Nothing, Outcome, Place, Post, Schedule, State, Target, Verdict
from bot.posting.outbox import Outbox
from bot.posting.rule import PLACES, WEEKDAYS
from bot.posting.timetable import Rhythm, Rule
from bot.storage.database import open_database
from bot.storage.digests import DigestStore
from bot.storage.schedules import ScheduleStore
from bot.storage.settings import SettingsStore
from tests.bot.posting.fakes import GUILD, Crash, FakeDiscord, Watch
from tests.bot.posting.ledger import Debt, Ledger, Line, counts_from

START = datetime(2026, 3, 20, 11, 0, tzinfo=UTC)
LAST_START = datetime(2027, 5, 1, tzinfo=UTC)
CHANNELS = [Target(Place.CHANNEL, number) for number in (11, 12, 13)]
MOST = 4
A_MINUTE = timedelta(minutes=1)
T = TypeVar("T")


class Wanted(NamedTuple):
    """What a manager asks for; None for what is to stay."""

    rhythm: tuple[Rhythm, str | None] | None
    at: time | None
    zone: str | None
    channel: Target | None

    def wish(self) -> Wish:
        rhythm, day = self.rhythm or (None, None)
        return Wish(
            channel_id=self.channel.id if self.channel else None,
            rhythm=rhythm,
            day=day,
            time=f"{self.at:%H:%M}" if self.at is not None else None,
            timezone=self.zone,
        )


weekdays = st.sampled_from(WEEKDAYS)
rhythms = st.one_of(
    st.just((Rhythm.DAILY, None)),
    st.just((Rhythm.WEEKDAYS, None)),
    st.tuples(st.sampled_from([Rhythm.WEEKLY, Rhythm.FORTNIGHTLY]), weekdays),
    st.tuples(
        st.just(Rhythm.MONTHLY),
        st.sampled_from(["1", "15", "31", "last"])
        | st.builds("{} {}".format, st.sampled_from(PLACES), weekdays),
    ),
)
times = st.sampled_from([time(0, 0), time(2, 15), time(2, 30), time(9, 0), time(12, 45), time(23, 30)])
zones = st.sampled_from(["UTC", "Europe/Zurich", "America/Nuuk", "Australia/Lord_Howe", "Asia/Kathmandu"])
channels = st.sampled_from(CHANNELS)
whole = st.builds(Wanted, rhythms, times, zones, channels)
partly = st.builds(Wanted, st.none() | rhythms, st.none() | times, st.none() | zones, st.none() | channels)
which = st.integers(0, MOST - 1)
then = st.sampled_from([timedelta(), timedelta(minutes=1), timedelta(hours=30), timedelta(days=4)])
down = st.sampled_from([timedelta(), timedelta(minutes=10), timedelta(days=3), timedelta(days=40)])


@dataclass
class Moody(FakeDiscord):
    """A Discord whose channels may break off a post, before or after it arrived."""

    trouble: dict[Target, list[tuple[bool, Outcome | Crash]]] = field(default_factory=dict)

    def _take(self, target: Target, post: Post, mark: str) -> Outcome:
        trouble = self.trouble.get(target)
        if target in self.lost or not trouble:
            return super()._take(target, post, mark)
        arrives, outcome = trouble.pop(0)
        if arrives:
            super()._take(target, post, mark)
        if isinstance(outcome, Crash):
            raise outcome
        return outcome


class Weather:
    """A section that always has something to say."""

    label = told = "Weather"

    def offered(self, guild_id: int | None) -> bool:
        del guild_id
        return True

    async def part(self, edition: Edition) -> Part | None:
        return Part("Weather", [f"It is fair on {edition.day}."])


class Plain(DigestKind):
    """Digests that say only which they are; planned as the real ones are."""

    async def compose(self, delivery: Delivery, now: datetime) -> Post | Nothing:
        del now
        if await self._schedules.get(delivery.source_id) is None:
            return Nothing("removed")
        return Post(view=f"{delivery.source_id} {delivery.key}")


SECTIONS = {EVENTS: Weather()}


class Digesting(RuleBasedStateMachine):
    """Managers, time, crashes and lost rights, at the real desk and in the ledger."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.process = AsyncExitStack()
        self.clock = Watch(START)
        self.discord = Moody(self.clock)
        self.ledger = Ledger()
        self.token = 0

    @initialize(wanted=whole)
    def begin(self, wanted: Wanted) -> None:
        self.folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        self.runner = self.stack.enter_context(asyncio.Runner())
        self.do(self.open())
        self.set_up(wanted, timedelta())

    def teardown(self) -> None:
        with self.stack:
            self.do(self.process.aclose())

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    async def open(self) -> None:
        """Start the process."""
        database = await self.process.enter_async_context(open_database(self.folder / "r2p.sqlite3"))
        schedules = ScheduleStore(database)
        self.posting = Posting(database, self.clock, schedules, Outbox(database, self.clock))
        self.digests = Digests(self.posting, database, await SettingsStore.load(database), SECTIONS)
        self.posting.register(
            Plain(schedules, DigestStore(database), SECTIONS)
        )  # in place of the one with sections

    async def reopen(self) -> None:
        await self.process.aclose()
        self.process = AsyncExitStack()
        await self.open()

    async def tick(self) -> None:
        """A beat of the metronome; after a crash the next process beats at once."""
        now = self.clock()
        self.ledger.plan(now)
        try:
            await self.posting.tick(self.discord)
        except Crash:
            await self.reopen()
            await self.take_stock(now)
            await self.tick()
        else:
            self.ledger.deliver(now)

    async def take_stock(self, now: datetime) -> None:
        """How far the process came in the other channels before it crashed is not for the ledger to know."""
        standing = await self.posting.status(GUILD)
        waiting = {(each.source_id, each.key, each.target): each for each in standing.waiting}
        messages = {(message.target, message.text) for message in self.discord.messages}
        for line in self.ledger.lines.values():
            for debt in list(line.debts):
                post = (debt.target, line.text(debt))
                debt.arrived = post in messages
                if debt.arrived:
                    self.ledger.standing.add(post)
                if left := waiting.get((line.id, debt.key, debt.target)):
                    debt.unknown = left.state is State.UNKNOWN
                    if debt.unknown:
                        self.ledger.held_back.add(post)
                    debt.doubtful = left.doubtful or left.state in {State.SENDING, State.UNKNOWN}
                    debt.tried = now if left.next_try > now else None
                else:
                    line.debts.remove(debt)
                    assert debt.arrived or line.removed
        self.ledger.blocked |= {block.target for block in standing.blocks}
        self.ledger.trouble = {
            target: [arrives for arrives, _ in trouble] for target, trouble in self.discord.trouble.items()
        }

    def line(self, number: int) -> Line:
        living = list(self.ledger.living())
        return living[number % len(living)]

    def some(self) -> bool:
        return any(self.ledger.living())

    def room(self) -> bool:
        return len(list(self.ledger.living())) < MOST

    def early(self) -> bool:
        return self.clock() < LAST_START

    def by_manager(self, line: Line, action: Callable[[Schedule], Coroutine[Any, Any, T]]) -> T:
        """A command, which reads the schedule first."""

        async def command() -> T:
            return await action(await self.digests.get(GUILD, str(line.id)))

        return self.do(command())

    @precondition(room)
    @rule(wanted=whole, then=then)
    def set_up(self, wanted: Wanted, then: timedelta) -> None:
        now = self.clock()
        made = self.do(self.digests.set_up(GUILD, wanted.wish(), 42, now))
        assert wanted.rhythm
        assert wanted.at is not None
        assert wanted.zone
        assert wanted.channel
        rule = Rule(wanted.rhythm[0], wanted.at, wanted.rhythm[1], counts_from(wanted.at, wanted.zone, now))
        self.ledger.lines[made.id] = Line(made.id, rule, wanted.zone, wanted.channel, now)
        self.live_on(then)

    @precondition(some)
    @rule(number=which, wanted=partly, then=then)
    def edit(self, number: int, wanted: Wanted, then: timedelta) -> None:
        now, line = self.clock(), self.line(number)
        self.by_manager(line, lambda schedule: self.digests.change(schedule, wanted.wish(), now))
        rhythm, day = wanted.rhythm or (line.rule.rhythm, line.rule.day)
        at, zone = line.rule.at if wanted.at is None else wanted.at, wanted.zone or line.zone
        rule = line.rule
        if (rhythm, day, at) != (rule.rhythm, rule.day, rule.at):
            rule = Rule(rhythm, at, day, counts_from(at, zone, now))
        self.ledger.change(line, rule, zone, wanted.channel or line.target, now)
        self.live_on(then)

    @precondition(some)
    @rule(number=which, then=then)
    def pause(self, number: int, then: timedelta) -> None:
        line = self.line(number)
        self.by_manager(line, lambda schedule: self.digests.pause(schedule, self.clock()))
        line.paused = True
        self.live_on(then)

    @precondition(some)
    @rule(number=which, then=then)
    def resume(self, number: int, then: timedelta) -> None:
        line, now = self.line(number), self.clock()
        if line.paused or line.target in self.ledger.blocked:
            self.by_manager(line, lambda schedule: self.digests.resume(schedule, now))
            self.ledger.resume(line, now)
        else:
            with pytest.raises(UserError, match="not paused"):
                self.by_manager(line, lambda schedule: self.digests.resume(schedule, now))
            self.ledger.resume_target(line.target, now)
        self.live_on(then)

    @precondition(some)
    @rule(number=which, then=then)
    def send_now(self, number: int, then: timedelta) -> None:
        line, now = self.line(number), self.clock()
        self.token += 1
        if line.target in self.ledger.blocked:
            with pytest.raises(UserError, match="are held up"):
                self.by_manager(line, lambda schedule: self.digests.send_now(schedule, self.token, now))
        else:
            for first in (True, False):  # pressed twice
                owed = self.by_manager(
                    line, lambda schedule: self.digests.send_now(schedule, self.token, now)
                )
                assert owed is first
            self.ledger.owe(line, f"now:{self.token}")
        self.live_on(then)

    @precondition(some)
    @rule(number=which, then=then)
    def remove(self, number: int, then: timedelta) -> None:
        line = self.line(number)
        self.by_manager(line, self.digests.remove)
        self.ledger.remove(line)
        self.live_on(then)

    @rule(channel=channels, then=then)
    def lose_rights(self, channel: Target, then: timedelta) -> None:
        self.ledger.lost.add(channel)
        self.discord.lost[channel] = Outcome(Verdict.NO_ACCESS, detail="the permission “Send Messages”")
        self.live_on(then)

    @rule(channel=channels, really=st.booleans(), then=then)
    def say_that_it_is_mended(self, channel: Target, really: bool, then: timedelta) -> None:  # noqa: FBT001 - Hypothesis hands it over
        now = self.clock()
        if really:
            self.ledger.lost.discard(channel)
            self.discord.lost.pop(channel, None)
        was_blocked = self.do(self.posting.resume_target(channel))
        assert was_blocked == self.ledger.resume_target(channel, now)
        self.live_on(then)

    @rule(channel=channels, readable=st.booleans(), then=then)
    def let_the_history_be_read_or_not(self, channel: Target, readable: bool, then: timedelta) -> None:  # noqa: FBT001 - likewise
        for places in (self.ledger.unreadable, self.discord.unreadable):
            (places.discard if readable else places.add)(channel)
        self.live_on(then)

    def uncertain(self) -> list[tuple[Line, Debt]]:
        every = [(line, debt) for line in self.ledger.lines.values() for debt in line.debts]
        return [(line, debt) for line, debt in every if debt.unknown]

    @precondition(lambda self: bool(self.uncertain()))
    @rule(number=which, then=then)
    def decide(self, number: int, then: timedelta) -> None:
        """A manager looks whether an uncertain post is there."""
        line, debt = self.uncertain()[number % len(self.uncertain())]
        (row,) = [
            each
            for each in self.do(self.posting.status(GUILD)).waiting
            if (each.source_id, each.key, each.target) == (line.id, debt.key, debt.target)
        ]
        assert self.do(self.posting.outbox.decide(row.id, posted=debt.arrived))
        self.ledger.decide(line, debt)
        self.live_on(then)

    @rule(channel=channels, arrives=st.booleans(), crashes=st.booleans(), then=then)
    def have_trouble(self, channel: Target, arrives: bool, crashes: bool, then: timedelta) -> None:  # noqa: FBT001 - likewise
        """The next post there gets no answer."""
        outcome = Crash() if crashes else Outcome(Verdict.UNCLEAR, detail="503")
        self.discord.trouble.setdefault(channel, []).append((arrives, outcome))
        self.ledger.trouble.setdefault(channel, []).append(arrives)
        self.live_on(then)

    @precondition(early)
    @rule(days=st.sampled_from([1, 3, 9]))
    def pass_days(self, days: int) -> None:
        self.live_on(timedelta(days=days))

    @precondition(early)
    @rule(length=down)
    def restart(self, length: timedelta) -> None:
        self.clock.turn(length.total_seconds())
        self.do(self.reopen())
        self.do(self.tick())

    def live_on(self, length: timedelta) -> None:
        """Time passes, and the metronome beats whenever the desk says so."""
        self.do(self._run(min(self.clock() + length, LAST_START)))

    async def _run(self, until: datetime) -> None:
        await self.tick()
        while True:
            following, due = await self.posting.next_instant(), self.ledger.next_due()
            assert due is None or (following is not None and following <= due), "it would sleep too long"
            if following is None or following > until:
                break
            self.clock.now = max(following, self.clock() + A_MINUTE)
            await self.tick()
        self.clock.now = max(until, self.clock())
        await self.tick()

    @invariant()
    def what_is_owed_stands_there_once_and_in_its_order(self) -> None:
        standing = [
            (message.target, message.text) for message in self.discord.messages if message.target in CHANNELS
        ]
        assert len(standing) == len(set(standing))
        assert set(standing) == self.ledger.standing
        in_order = [each for each in standing if each not in self.ledger.held_back]
        for line in self.ledger.lines.values():
            for channel in CHANNELS:
                posts = [text.split() for target, text in in_order if target == channel]
                dates = [
                    key for number, key in posts if number == str(line.id) and not key.startswith("now:")
                ]
                assert dates == sorted(dates)

    @invariant()
    def nothing_waits_but_what_the_ledger_knows(self) -> None:
        waiting = self.do(self.posting.status(GUILD)).waiting
        known = [
            (line.id, debt.key, debt.target) for line in self.ledger.lines.values() for debt in line.debts
        ]
        assert sorted((each.source_id, each.key, each.target) for each in waiting) == sorted(known)


@contextmanager
def digesting(first: Wanted) -> Iterator[Digesting]:
    """The same by hand, for what has gone wrong."""
    machine = Digesting()
    try:
        machine.begin(first)
        yield machine
        machine.what_is_owed_stands_there_once_and_in_its_order()
        machine.nothing_waits_but_what_the_ledger_knows()
    finally:
        machine.teardown()


def test_a_digest_that_is_moved_to_later_that_day_while_its_channel_is_lost_is_not_lost_with_it() -> None:
    morning = Wanted((Rhythm.DAILY, None), time(9), "UTC", CHANNELS[0])
    with digesting(morning) as machine:
        machine.lose_rights(CHANNELS[0], timedelta(days=2))  # to 11:00; the digests of two dates are waiting
        machine.edit(0, Wanted(None, time(12, 45), None, None), timedelta(hours=3))
        machine.say_that_it_is_mended(CHANNELS[0], really=True, then=timedelta())
        assert machine.discord.texts(CHANNELS[0]) == ["1 2026-03-22"]


def test_a_digest_that_is_owed_is_not_lost_where_another_zone_names_earlier_dates() -> None:
    midnight = Wanted((Rhythm.DAILY, None), time(0), "Asia/Kathmandu", CHANNELS[0])
    with digesting(midnight) as machine:
        machine.lose_rights(
            CHANNELS[0], timedelta(days=1, hours=8)
        )  # midnight of the 22nd there was 45 minutes ago
        machine.edit(0, Wanted(None, time(23, 30), "America/Nuuk", None), timedelta(hours=7))
        machine.say_that_it_is_mended(CHANNELS[0], really=True, then=timedelta())
        assert machine.discord.texts(CHANNELS[0]) == ["1 2026-03-22"]


Digesting.TestCase.settings = settings(
    max_examples=settings().max_examples // 6, stateful_step_count=20, deadline=None
)
TestDigesting = Digesting.TestCase
