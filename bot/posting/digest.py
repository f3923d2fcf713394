"""What a digest is made of: its details in the database, its sections, and which paragraph's turn it is. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import zip_longest
from typing import Any, Protocol, Self, TypeVar
from zoneinfo import ZoneInfo

from msgspec import Struct, convert, to_builtins

from bot.posting.model import Schedule
from bot.render.controls import Button
from knowledge.model import Report

DIGEST = "digest"
"""The kind, as schedules and deliveries name it."""

EVENTS, PARAGRAPH, DAY, ALERTS, QUESTIONS = "events", "paragraph", "day", "alerts", "questions"
ORDER = (EVENTS, PARAGRAPH, DAY, ALERTS, QUESTIONS)
"""The sections, in the order in which a digest shows them; a server chooses among those that there are."""

AT_FIRST = (EVENTS, PARAGRAPH, DAY)
"""What a new digest has."""

AHEAD = 30
"""Days that the coming events reach unless a server says otherwise; further if the next digest comes later."""

T = TypeVar("T")


class Details(Struct, frozen=True, kw_only=True):
    """What a digest's schedule holds in its details."""

    rule: dict[str, Any]
    """As ``bot.posting.timetable.Rule`` writes it."""
    sections: tuple[str, ...] = AT_FIRST
    role_id: int | None = None
    """The role that each digest pings; None: nobody."""
    days: int | None = None
    """How far the coming events reach; None: ``AHEAD``, or until the next digest."""
    post_empty: bool = False
    """Whether a digest with nothing to say is posted all the same."""

    @classmethod
    def of(cls, schedule: Schedule) -> Self:
        """Read a schedule's details; ``msgspec.ValidationError`` if they are none of a digest."""
        return convert(schedule.details, cls)

    def as_json(self) -> dict[str, Any]:
        """As the database keeps them."""
        kept: dict[str, Any] = to_builtins(self)
        return kept


@dataclass(frozen=True, slots=True)
class Edition:
    """One digest: whose, for which days, and what it may hold."""

    guild_id: int | None
    turn: int
    """How many came before it."""
    day: date
    """The local day on which it is read."""
    until: date
    """The last local day of its coming events."""
    sections: tuple[str, ...]
    since: datetime
    """When the one before it was due; for the first one, when it was set up."""
    moment: datetime
    """When it is read."""
    zone: ZoneInfo
    """Whose days are meant."""


@dataclass(frozen=True, slots=True)
class Part:
    """One section of a digest, with its words made harmless already."""

    title: str
    pieces: Sequence[str]
    """Its lines or sentences, the most important first: what has no room is left out from the end."""
    joiner: str = "\n"
    more: str = "-# and {left} more"
    """Says how many pieces were left out."""
    subtitle: str = ""
    lead: str = ""
    """Stands right before the first piece."""
    foot: str = ""
    buttons: Sequence[Button] = ()
    """At most two."""


class SectionProvider(Protocol):
    """Makes one section of digests, and says how the menu offers it."""

    label: str
    told: str
    """What it shows, in at most 100 characters."""

    def offered(self, guild_id: int | None) -> bool:
        """Whether a server can choose it now."""
        ...

    async def part(self, edition: Edition) -> Part | None:
        """The section of one edition, the same each time for the same edition; None if it has nothing to say."""
        ...


Sections = Mapping[str, SectionProvider]
"""Every section that there is, by its name in ``ORDER``."""


def rotation(report: Report) -> tuple[int, ...]:
    """Every paragraph's number once, in an order that goes from theme to theme.

    Sections take turns, and within a section its lettered parts, so that neighbours differ as long as may be.
    """
    return tuple(
        _in_turns(
            list(
                _in_turns(
                    _numbers(report, section.number, letter) for letter in _letters(report, section.number)
                )
            )
            for section in report.sections
        )
    )


def paragraph_of(order: Sequence[int], turn: int) -> int | None:
    """The paragraph whose turn it is in an order: none comes again before all are through. None if it is empty."""
    return order[turn % len(order)] if order else None


def _letters(report: Report, section: str) -> list[str | None]:
    return list(dict.fromkeys(paragraph.subsection for paragraph in report.paragraphs_in(section)))


def _numbers(report: Report, section: str, letter: str | None) -> list[int]:
    return [each.number for each in report.paragraphs_in(section) if each.subsection == letter]


def _in_turns(groups: Iterable[Sequence[T]]) -> Iterator[T]:
    """The first of each group, then the second of each, and so on to the end of the longest."""
    missing = object()
    for round_ in zip_longest(*groups, fillvalue=missing):
        yield from (each for each in round_ if each is not missing)  # type: ignore[misc]
