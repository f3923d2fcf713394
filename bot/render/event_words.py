"""Events in words for Discord: days as its timestamps, certainty said plainly, titles made harmless."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from bot.clock import epoch
from bot.render.text import clip, plain, told
from knowledge.calendar import Event, when_in_words

_READ_AS_THE_SAME_DATE = time(10)
"""Discord shows a moment as a date in the reader's own zone. At 10:00 UTC it is the same date from 10 hours behind UTC
(Honolulu) to 13 ahead (Auckland in summer, Apia); at noon New Zealand, Fiji and Kamchatka would read the next day.
American Samoa and the Line Islands lie beyond whatever hour one takes."""


_MOST_NUMBERS = 3


def title(event: Event, limit: int) -> str:
    """An event's title, harmless, in at most ``limit`` characters."""
    return clip(told(plain(event.title), limit), limit)


def stamp(day: date) -> int:
    """The moment that stands for a whole day in Discord's timestamps, as seconds since 1970."""
    return epoch(datetime.combine(day, _READ_AS_THE_SAME_DATE, UTC))


def when(event: Event, today: date) -> str:
    """When an event is, with timestamps where its days are known, and in words where they are not."""
    if not event.certain:
        return when_in_words(event, today) + _window(event, today)
    if event.starts is not None:
        return f"<t:{epoch(event.starts)}:f> (<t:{epoch(event.starts)}:R>)"
    first, last = f"<t:{stamp(event.first)}:D>", f"<t:{stamp(event.last)}:D>"
    if event.first <= today <= event.last:
        # Of a whole day a timestamp would say "5 hours ago".
        return f"{first}, today" if event.first == event.last else f"{first} to {last}, under way"
    days = first if event.first == event.last else f"{first} to {last}"
    return f"{days} (<t:{stamp(event.first)}:R>)"


def _window(event: Event, today: date) -> str:
    """How far away days are that are not known, without naming one."""
    if event.first > today:
        return f" (at the earliest <t:{stamp(event.first)}:R>)"
    return " (the window is open)" if event.last >= today else ""


def paragraphs(event: Event) -> str:
    """Where the report speaks of it, in short; nothing if it does not."""
    if not event.paragraphs:
        return ""
    numbers = ", ".join(map(str, event.paragraphs[:_MOST_NUMBERS]))
    return f"para{'s' * (len(event.paragraphs) > 1)}. {numbers}"
