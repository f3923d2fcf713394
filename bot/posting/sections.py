"""The sections that digests can have: each gathers what it shows from the bot's own data."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from bot.calendars import Calendars
from bot.posting.digest import (
    DAY,
    EVENTS,
    PARAGRAPH,
    QUESTIONS,
    Edition,
    Part,
    Sections,
    paragraph_of,
    rotation,
)
from bot.posting.leads import local_first
from bot.render.digest import coming_line, paragraph_part, question_line, today_line
from bot.storage.feedback import FeedbackStore, KeptQuestion
from bot.storage.settings import SettingsStore
from knowledge.calendar import Calendar, Event
from knowledge.model import Library
from knowledge.phrasings import bare

_MOST_QUESTIONS = 10
_QUESTIONS_FROM = timedelta(days=30)
_DAY = timedelta(days=1)
_OUTCOMES = {"none": "no answer found", "unsure": "no sure answer", "down": "thumb down"}


def _between(calendar: Calendar, edition: Edition, last: date) -> list[Event]:
    """What may fall on a local day from that of the digest to ``last``.

    What has an hour is kept under its day in UTC, which may be the day before or after that of the zone.
    """
    found = calendar.between(edition.day - _DAY, last + _DAY)
    return [event for event in found if _overlaps(event, edition, last)]


def _overlaps(event: Event, edition: Edition, last: date | None = None) -> bool:
    """Whether it may fall on the local day of the digest, or on one from there to ``last``."""
    first = local_first(event, edition.zone)
    ends = first if event.first == event.last else event.last
    return first <= (last or edition.day) and ends >= edition.day


class ComingEvents:
    """What the server's calendar holds: what has a day first, then what is to be confirmed."""

    label = "Coming events"
    told = "From the calendar, with how certain each date is"

    def __init__(self, calendars: Calendars) -> None:
        """Use each server's calendar."""
        self._calendars = calendars

    def offered(self, _: int | None) -> bool:
        """Always."""
        return True

    async def part(self, edition: Edition) -> Part | None:
        """What may take place from the day of the digest until the last of its days."""
        events = _between(self._calendars.of(edition.guild_id), edition, edition.until)
        if DAY in edition.sections:
            events = [event for event in events if not (event.certain and _overlaps(event, edition))]
        events.sort(key=lambda event: not event.certain)
        lines = tuple(map(coming_line, events))
        return Part(self.label, lines, more="-# and {left} more: `/r2p events`") if lines else None


class ReportParagraph:
    """A paragraph of the newest report, another one each time."""

    label = "A paragraph of the report"
    told = "Word for word with its citation, another theme each time, none twice before all were shown"

    def __init__(self, library: Library) -> None:
        """Use the newest report."""
        self._report = library.newest
        self._order = rotation(library.newest)

    def offered(self, _: int | None) -> bool:
        """Always."""
        return True

    async def part(self, edition: Edition) -> Part | None:
        """The paragraph whose turn it is."""
        number = paragraph_of(self._order, edition.turn)
        return None if number is None else paragraph_part(self._report, number)


class OnThisDay:
    """Anniversaries and days of the field: those alone whose day is known."""

    label = "On this day"
    told = "Anniversaries, UN days and meetings that fall on the day of the digest"

    def __init__(self, calendars: Calendars) -> None:
        """Use each server's calendar."""
        self._calendars = calendars

    def offered(self, _: int | None) -> bool:
        """Always."""
        return True

    async def part(self, edition: Edition) -> Part | None:
        """What falls on the day of the digest."""
        events = _between(self._calendars.of(edition.guild_id), edition, edition.day)
        lines = tuple(today_line(event) for event in events if event.certain)
        return Part(self.label, lines, more="-# and {left} more: `/r2p events`") if lines else None


class KeptQuestions:
    """What was asked without a sure answer, in servers that keep such questions."""

    label = "Questions without an answer"
    told = "What was asked here in vain in 30 days, most often first; shown to all, without names"

    def __init__(self, feedback: FeedbackStore, settings: SettingsStore) -> None:
        """Use the questions that servers keep, and the settings that say which do."""
        self._feedback = feedback
        self._settings = settings

    def offered(self, guild_id: int | None) -> bool:
        """Where the server's managers switched ``keep_unanswered`` on."""
        return self._settings.get(guild_id).keep_unanswered

    async def part(self, edition: Edition) -> Part | None:
        """The questions of the last 30 days, those asked most often first, then the newest."""
        if edition.guild_id is None or not self.offered(edition.guild_id):
            return None
        since = edition.day - _QUESTIONS_FROM
        groups: dict[str, list[KeptQuestion]] = defaultdict(list)
        for kept in await self._feedback.questions(edition.guild_id):
            if kept.asked_at.date() >= since and kept.status in _OUTCOMES:
                groups[bare(kept.question)].append(kept)
        commonest = sorted(groups.values(), key=len, reverse=True)[:_MOST_QUESTIONS]
        lines = tuple(
            question_line(each[0].question, len(each), _OUTCOMES[each[0].status]) for each in commonest
        )
        return Part("Asked here without a sure answer", lines) if lines else None


def every_section(
    library: Library, calendars: Calendars, feedback: FeedbackStore, settings: SettingsStore
) -> Sections:
    """All sections that there are."""
    return {
        EVENTS: ComingEvents(calendars),
        PARAGRAPH: ReportParagraph(library),
        DAY: OnThisDay(calendars),
        QUESTIONS: KeptQuestions(feedback, settings),
    }
