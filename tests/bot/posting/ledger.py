"""What digests owe, in the slowest and most obvious way: lists, and a walk through every date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache
from itertools import count
from zoneinfo import ZoneInfo

from bot.posting.model import Target
from bot.posting.timetable import Rule
from tests.bot.posting.slow_time import DAY, Walls, dates, names, shown

BEGIN, END = date(2026, 3, 18), date(2027, 8, 1)


@cache
def walls(zone: str) -> Walls:
    return Walls(ZoneInfo(zone), BEGIN, END)


@cache
def occurrences(rule: Rule, zone: str) -> list[tuple[str, datetime]]:
    """Every occurrence of a rule in the time of the test."""
    found = [
        (day.isoformat(), walls(zone).instant(day, rule.at)) for day in dates(BEGIN, END) if names(rule, day)
    ]
    return [(key, due) for key, due in found if due is not None]


def counts_from(at: time, zone: str, now: datetime) -> date:
    """The first date of a rule that is made now."""
    today = shown(now, ZoneInfo(zone)).date()
    due = walls(zone).instant(today, at)
    return today if due is not None and due > now else today + DAY


@dataclass
class Debt:
    """One post that is owed."""

    number: int
    key: str
    target: Target
    doubtful: bool = False
    """An attempt ended without an answer, so that it is looked for before it is tried again."""
    arrived: bool = False
    unknown: bool = False
    """The history that would tell could not be read: a manager has to."""
    tried: datetime | None = None
    """When, so that it is not tried again at the very same moment."""

    @property
    def by_hand(self) -> bool:
        return self.key.startswith("now:")


@dataclass
class Line:
    """One digest."""

    id: int
    rule: Rule
    zone: str
    target: Target
    after: datetime
    """Up to then it is known what it owes."""
    not_up_to: str = ""
    """Only later dates have a digest: this one had it."""
    fell_due: tuple[str, datetime] | None = None
    """By a rule that was changed meanwhile; it is owed all the same."""
    paused: bool = False
    removed: bool = False
    debts: list[Debt] = field(default_factory=list)
    planned: set[tuple[Target, str]] = field(default_factory=set)

    def coming(self) -> list[tuple[str, datetime]]:
        """What falls due after what is known, and may have passed."""
        known = occurrences(self.rule, self.zone)
        if self.fell_due:
            return [self.fell_due, *((key, due) for key, due in known if due > self.fell_due[1])]
        return [(key, due) for key, due in known if due > self.after and key > self.not_up_to]

    def text(self, debt: Debt) -> str:
        return f"{self.id} {debt.key}"


class Ledger:
    """What every digest owes, and what has to stand in the channels."""

    def __init__(self) -> None:
        self.lines: dict[int, Line] = {}
        self.lost: set[Target] = set()
        """Channels that take no post."""
        self.blocked: set[Target] = set()
        """Those of which that is known, until somebody says that it is mended."""
        self.unreadable: set[Target] = set()
        """Channels whose history cannot be read."""
        self.trouble: dict[Target, list[bool]] = {}
        """What comes of the next posts there: no answer, and whether they arrive."""
        self.standing: set[tuple[Target, str]] = set()
        self.held_back: set[tuple[Target, str]] = set()
        """Those of which that were uncertain for a time: later ones did not wait for them."""
        self._numbers = count()

    def plan(self, now: datetime, only: Target | None = None) -> None:
        """However much was missed, the last is owed; the older ones which surely were not sent it stands for."""
        due = [
            line
            for line in self.lines.values()
            if not (line.paused or line.removed or line.target in self.blocked)
            and only in {None, line.target}
            and line.coming()[0][1] <= now
        ]
        for line in sorted(due, key=lambda line: (line.coming()[0][1], line.id)):
            passed = [key for key, when in line.coming() if when <= now]
            last = max(passed)
            line.after, line.not_up_to, line.fell_due = now, max(line.not_up_to, last), None
            line.debts = [
                debt for debt in line.debts if debt.doubtful or debt.target != line.target or debt.key == last
            ]
            if (line.target, last) not in line.planned:
                self.owe(line, last)
            line.planned.update((line.target, key) for key in passed)

    def owe(self, line: Line, key: str) -> None:
        line.debts.append(Debt(next(self._numbers), key, line.target))

    def deliver(self, now: datetime) -> None:
        """Post to each channel the oldest first, until one has to wait."""
        for target in {debt.target for line in self.lines.values() for debt in line.debts}:
            for line, debt in self.open(target):
                if debt.tried == now or not self._try(line, debt, now):
                    break

    def open(self, target: Target) -> list[tuple[Line, Debt]]:
        """What can be tried in a channel, the oldest first."""
        if target in self.blocked:
            return []
        every = [(line, debt) for line in self.lines.values() for debt in line.debts]
        found = [
            (line, debt)
            for line, debt in every
            if debt.target == target and not debt.unknown and (debt.by_hand or not line.paused)
        ]
        return sorted(found, key=lambda each: each[1].number)

    def _try(self, line: Line, debt: Debt, now: datetime) -> bool:
        """Post it; False if nothing more goes there now."""
        if debt.doubtful and debt.target in self.unreadable:
            debt.unknown = True
            self.held_back.add((debt.target, line.text(debt)))
            return True
        if not debt.arrived and not line.removed:
            if debt.target in self.lost:
                self.blocked.add(debt.target)
                return False
            if trouble := self.trouble.get(debt.target):
                debt.doubtful, debt.arrived, debt.tried = True, trouble.pop(0), now
                if debt.arrived:
                    self.standing.add((debt.target, line.text(debt)))
                return False
            self.standing.add((debt.target, line.text(debt)))
        line.debts.remove(debt)
        return True

    def change(self, line: Line, rule: Rule, zone: str, target: Target, now: datetime) -> None:
        """Give a digest another rule, zone or channel; what it owes and surely did not send goes along."""
        if not line.paused and line.coming()[0][1] <= now:
            line.fell_due = line.coming()[0]
        elif (rule, zone) != (line.rule, line.zone):
            had = (key for _, key in line.planned)
            line.after, line.not_up_to = now, max(had, default="")
        line.rule, line.zone = rule, zone
        old, line.target = line.target, target
        for debt in line.debts:
            there = (target, debt.key) in line.planned
            if debt.target == old and not debt.doubtful and not there:
                debt.target = target
                if not debt.by_hand:
                    line.planned.remove((old, debt.key))
                    line.planned.add((target, debt.key))
        self.forget_if_idle(old)

    def remove(self, line: Line) -> None:
        """Drop a digest, what it surely did not send, and what a manager was to decide."""
        line.removed = True
        line.debts = [debt for debt in line.debts if debt.doubtful and not debt.unknown]
        self.forget_if_idle(line.target)

    def forget_if_idle(self, target: Target) -> None:
        """A channel to which nothing goes any more is not blocked."""
        users = [line for line in self.lines.values() if line.target == target and not line.removed]
        debts = [debt for line in self.lines.values() for debt in line.debts if debt.target == target]
        if not users and not debts:
            self.blocked.discard(target)

    def resume(self, line: Line, now: datetime) -> None:
        """Let a digest run again; what passed while it was paused is not made up for."""
        if line.paused:
            had = (key for _, key in line.planned)
            line.paused, line.after, line.not_up_to, line.fell_due = False, now, max(had, default=""), None
        self.resume_target(line.target, now)

    def resume_target(self, target: Target, now: datetime) -> bool:
        """Somebody says that a channel takes posts again; False if it was not known to take none."""
        was_blocked = target in self.blocked
        self.blocked.discard(target)
        for line in self.lines.values():
            for debt in line.debts:
                if debt.target == target:
                    debt.tried, debt.unknown = None, False
        if was_blocked:
            self.plan(now, only=target)
        return was_blocked

    def decide(self, line: Line, debt: Debt) -> None:
        """A manager looked whether an uncertain post is there."""
        if debt.arrived:
            line.debts.remove(debt)
        else:
            debt.unknown = debt.doubtful = False
            debt.tried = None

    def next_due(self) -> datetime | None:
        """When the next digest falls due that nothing holds up."""
        lines = [
            each
            for each in self.lines.values()
            if not (each.paused or each.removed or each.target in self.blocked)
        ]
        return min((line.coming()[0][1] for line in lines), default=None)

    def living(self) -> Iterator[Line]:
        """The digests that were not removed."""
        return (line for line in self.lines.values() if not line.removed)
