"""What the sections of a digest gather: dates as certain as they are, and questions without harm."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.posting.digest import AT_FIRST, DAY, EVENTS, Edition, Part
from bot.posting.sections import ComingEvents, KeptQuestions, OnThisDay, ReportParagraph
from bot.services import Services
from bot.storage.settings import GuildSettings
from knowledge.calendar import Calendar, Certainty, Event
from knowledge.model import Library
from tests.bot.posting.events import confirmed, window, year

GUILD = 7
DAY_ = date(2026, 12, 9)
NOON = datetime.combine(DAY_, time(12), UTC)


class Book:
    """One calendar for all servers."""

    def __init__(self, *events: Event, series: Mapping[str, Event] | None = None) -> None:
        self.calendar = Calendar({event.uid: event for event in events}, series or {})

    def of(self, _: int | None) -> Calendar:
        return self.calendar


def edition(
    sections: tuple[str, ...] = AT_FIRST, turn: int = 0, guild_id: int | None = GUILD, zone: str = "UTC"
) -> Edition:
    return Edition(
        guild_id=guild_id,
        turn=turn,
        day=DAY_,
        until=DAY_ + timedelta(30),
        sections=sections,
        since=NOON - timedelta(7),
        moment=NOON,
        zone=ZoneInfo(zone),
    )


def anniversary() -> Event:
    return Event(
        uid="genocide-convention",
        title="Anniversary of the Genocide Convention",
        certainty=Certainty.CONFIRMED,
        first=date(1948, 12, 9),
        last=date(1948, 12, 9),
        tags=("anniversary",),
        paragraphs=(28, 60),
        symbol="A/RES/260(III)",
        link="https://docs.un.org/en/A/RES/260(III)",
        yearly=True,
    )


def sections(*events: Event, series: Mapping[str, Event] | None = None) -> tuple[ComingEvents, OnThisDay]:
    book: Any = Book(*events, series=series)  # all that they ask of calendars
    return ComingEvents(book), OnThisDay(book)


def pieces(part: Part | None) -> str:
    return "\n".join(part.pieces) if part else ""


async def test_what_has_a_day_comes_first_and_what_has_none_says_so() -> None:
    coming, _ = sections(
        window("debate", date(2026, 12, 1), date(2026, 12, 31)),
        year("conference", 2026),
        confirmed("meeting", date(2026, 12, 20)),
        confirmed("too-late", date(2027, 3, 1), title="Not yet"),
        confirmed("over", date(2026, 12, 8), title="Over"),
    )
    said = pieces(await coming.part(edition())).splitlines()
    assert len(said) == 3
    assert said[0].startswith("- **20 December 2026** A debate · <t:")
    assert "December 2026, date to be confirmed" in said[1]
    assert "2026, days to be confirmed" in said[2]
    assert all("<t:" not in line for line in said[1:])


async def test_an_hour_is_told_in_the_readers_own_time() -> None:
    starts = datetime(2026, 12, 20, 14, tzinfo=UTC)
    coming, _ = sections(confirmed("meeting", starts.date(), starts=starts))
    assert f"<t:{int(starts.timestamp())}:f>" in pieces(await coming.part(edition()))


async def test_on_this_day_holds_only_what_is_certain() -> None:
    _, today = sections(
        window("debate", DAY_, DAY_ + timedelta(1)),
        year("conference", 2026),
        confirmed("meeting", DAY_ - timedelta(1), DAY_ + timedelta(1), title="A meeting"),
        series={"genocide-convention": anniversary()},
    )
    said = pieces(await today.part(edition()))
    assert "A meeting" in said
    assert "Anniversary of the Genocide Convention (78 years) · paras. 28, 60" in said
    assert "[A/RES/260(III)](https://docs.un.org/en/A/RES/260%28III%29)" in said
    assert "debate" not in said
    assert "conference" not in said


@pytest.mark.parametrize(
    ("zone", "hour"),
    [
        ("America/New_York", 20),  # on the next day in UTC
        ("Pacific/Auckland", 9),  # on the day before in UTC
        ("UTC", 12),
    ],
)
async def test_what_has_an_hour_is_told_on_the_servers_own_day(zone: str, hour: int) -> None:
    for passed, expected in ((-1, (False, False)), (0, (False, True)), (1, (True, False))):
        local = datetime.combine(DAY_ + timedelta(passed), time(hour), ZoneInfo(zone))
        starts = local.astimezone(UTC)
        coming, today = sections(confirmed("meeting", starts.date(), starts=starts, title="A meeting"))
        told = (await coming.part(edition(zone=zone)), await today.part(edition(zone=zone)))
        assert tuple("A meeting" in pieces(part) for part in told) == expected
        assert (f"- **<t:{int(starts.timestamp())}:t>** A meeting" in pieces(told[1])) == expected[1]


async def test_today_stands_once_in_a_digest() -> None:
    coming, _ = sections(confirmed("meeting", DAY_), window("debate", DAY_, DAY_))
    assert "meeting" not in pieces(await coming.part(edition((EVENTS, DAY)))).lower()
    assert "date to be confirmed" in pieces(await coming.part(edition((EVENTS, DAY))))
    assert "9 December 2026" in pieces(await coming.part(edition((EVENTS,))))


async def test_an_empty_section_is_none() -> None:
    coming, today = sections()
    assert await coming.part(edition()) is None
    assert await today.part(edition()) is None


async def test_the_paragraph_is_the_same_for_the_same_turn(library: Library) -> None:
    section = ReportParagraph(library)
    assert await section.part(edition(turn=5)) is not None
    once, again, other = [pieces(await section.part(edition(turn=turn))) for turn in (5, 5, 6)]
    assert once == again != other


@pytest.fixture
async def keeping(services: Services) -> Services:
    await services.settings.set(GUILD, GuildSettings(keep_unanswered=True))
    return services


async def ask(services: Services, question: str, *, days_ago: int = 0, status: Any = "none") -> None:
    now = datetime.combine(DAY_, datetime.min.time(), UTC) - timedelta(days_ago)
    assert await services.feedback.keep_question(GUILD, question, status, None, now)


async def test_questions_are_offered_only_where_they_are_kept(services: Services) -> None:
    section = KeptQuestions(services.feedback, services.settings)
    assert not section.offered(GUILD)
    assert await section.part(edition()) is None
    await services.settings.set(GUILD, GuildSettings(keep_unanswered=True))
    assert section.offered(GUILD)
    assert await section.part(edition()) is None
    await ask(services, "Who counts?")
    assert "Who counts?" in pieces(await section.part(edition()))
    await services.settings.set(GUILD, GuildSettings(keep_unanswered=False))
    assert await section.part(edition()) is None
    assert await section.part(edition(guild_id=None)) is None


async def test_the_same_question_counts_however_it_is_written(keeping: Services) -> None:
    section = KeptQuestions(keeping.feedback, keeping.settings)
    await ask(keeping, "Once only?", status="down")
    for words in ("Who counts?", "who  counts", "WHO COUNTS?"):
        await ask(keeping, words, status="unsure")
    await ask(keeping, "Long ago?", days_ago=31)
    said = pieces(await section.part(edition())).splitlines()
    assert len(said) == 2
    assert said[0].lower().startswith("- “who counts?” · 3 times · no sure answer")
    assert said[1] == "- “Once only?” · thumb down"


async def test_what_people_typed_does_no_harm(keeping: Services) -> None:
    section = KeptQuestions(keeping.feedback, keeping.settings)
    await ask(keeping, "@everyone **look** [here](https://example.org) <@&123456789012345678>\n# shout")
    said = pieces(await section.part(edition()))
    assert "@everyone" not in said
    assert "<@" not in said
    assert "https://" not in said
    assert "\\*\\*look\\*\\*" in said
    assert "\n" not in said
