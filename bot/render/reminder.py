"""The post that reminds of an event, and the one that tells of its changed days; no day is named that is not confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from discord import ButtonStyle, ui

from bot.clock import epoch
from bot.places import Place
from bot.posting.subscription import Fact, News, Turn
from bot.render.controls import LONGEST_LABEL, Button, go, rows
from bot.render.event_words import stamp, title
from bot.render.frame import LONGEST_TITLE, card, line, text
from bot.render.text import clip, plain, told
from knowledge.calendar import Certainty, Event, certainty_in_words, when_in_words

STOP = r"r2p:remind:stop:(?P<schedule>[0-9]{1,18})"
REMIND = r"r2p:remind:me:(?P<uid>[a-z0-9-]{1,60})"
"""What the ``custom_id`` of the buttons below a reminder looks like."""

_LONGEST_PLACE = 150
_LONGEST_NOTE = 300
_LONGEST_SYMBOL = 60
_MOST_PARAGRAPHS = 2

_OPEN = {
    Certainty.WINDOW: "The window of this event is open; the days are not confirmed yet.",
    Certainty.YEAR: "It is expected in {year}; the days are not confirmed yet.",
}
_HEADS = {
    Turn.CONFIRMED: "The date is confirmed",
    Turn.MOVED: "The date has changed",
    Turn.OPEN: "The date is open again",
    Turn.GONE: "Not in the calendar any more",
}


@dataclass(frozen=True, slots=True)
class Telling:
    """For whom and when a post is made."""

    today: date
    """The subscriber's local day."""
    late: datetime | None = None
    """When it was due, if it is late."""
    schedule: int | None = None
    """The person's own schedule, which a button below can stop; None in a channel."""


def remind_me(uid: str, label: str = "Remind me") -> Button:
    """The button that sets up a reminder by direct message for whoever presses it."""
    return ui.Button(label=label, custom_id=f"r2p:remind:me:{uid}")


def reminder(event: Event, first: date, telling: Telling) -> ui.LayoutView:
    """The post that reminds of an event whose first local day is ``first``, or of its window."""
    if event.certain:
        head = f"Reminder: {countdown((first - telling.today).days)}"
        said = f"**{days(event)}** · {certainty_in_words(event)}{_away(event, telling.today)}"
    else:
        head = "Reminder: days to be confirmed"
        said = f"**{when_in_words(event)}**\n{_OPEN[event.certainty].format(year=event.first.year)}"
    return _post(head, event, said, telling)


def news(tidings: News, event: Event | None, others: Sequence[Event], telling: Telling) -> ui.LayoutView:
    """The post that tells what became of an event's days; ``event`` as it is now, ``others`` its further days."""
    now = event or as_event(tidings.uid, tidings.after)
    said = f"**{days(now)}**{_away(now, telling.today)}"
    if tidings.turn is Turn.GONE:
        said = f"It was set for {days(now)}. No more reminders of it will come."
    else:
        said += "".join(f"\nand **{days(other)}**{_away(other, telling.today)}" for other in others)
        said += (
            f"\n-# Before: {days(as_event(tidings.uid, tidings.before))}" if not tidings.before.gone else ""
        )
    return _post(_HEADS[tidings.turn], now, said, telling, offered=event is not None)


def countdown(number: int) -> str:
    """How far away a day is, in words; below 0 the event has begun."""
    if number < 0:
        return "it has begun"
    return {0: "today", 1: "tomorrow"}.get(number, f"in {number} days")


def days(event: Event) -> str:
    """When an event is: its hour in the reader's own time where it has one, else in words, which hold everywhere."""
    return f"<t:{epoch(event.starts)}:F>" if event.starts else when_in_words(event)


def as_event(uid: str, fact: Fact) -> Event:
    """An event with nothing but what a subscriber knows of it."""
    return Event(
        uid=uid,
        title=fact.title,
        certainty=fact.certainty,
        first=fact.first,
        last=fact.last,
        starts=fact.starts,
    )


def _away(event: Event, today: date) -> str:
    """How far away a confirmed event is, counted by Discord; of a whole day that has begun it would say hours."""
    if not event.certain or (event.starts is None and event.first <= today):
        return ""
    return f" · <t:{epoch(event.starts) if event.starts else stamp(event.first)}:R>"


def _post(head: str, event: Event, said: str, telling: Telling, *, offered: bool = True) -> ui.LayoutView:
    above = f"-# {head}\n### {title(event, LONGEST_TITLE)}"
    if telling.late is not None:
        above += f"\n-# Late: this was due <t:{epoch(telling.late)}:f>."
    below = [
        clip(told(plain(words), most), most)
        for words, most in ((event.place, _LONGEST_PLACE), (event.note, _LONGEST_NOTE))
        if plain(words)
    ]
    parts = [text(above), line(), text("\n".join([said, *below]))]
    return card(parts, rows(_buttons(event, telling, offered=offered)))


def _buttons(event: Event, telling: Telling, *, offered: bool) -> list[Button]:
    buttons: list[Button] = []
    if event.report is not None and len(event.report) <= _LONGEST_SYMBOL:
        buttons += [
            go(f"Paragraph {number}", Place(event.report, paragraphs=(number,)), turn=False)
            for number in list(dict.fromkeys(event.paragraphs))[:_MOST_PARAGRAPHS]
        ]
    if event.link is not None:
        label = clip(event.symbol or "Source", LONGEST_LABEL)
        buttons.append(ui.Button(label=label, url=event.link, style=ButtonStyle.link))
    if telling.schedule is None and offered:
        buttons.append(remind_me(event.uid, "Remind me too"))
    elif telling.schedule is not None:
        buttons.append(ui.Button(label="Stop this reminder", custom_id=f"r2p:remind:stop:{telling.schedule}"))
    return buttons
