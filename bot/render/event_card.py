"""One event as a message: when and where, the report's words about it, its source, and what can be done with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from discord import ui

from bot.event_list import Listing
from bot.render.controls import MOST_BUTTONS, rows, share
from bot.render.event_controls import event_file, list_button, native, paragraph_buttons, reset
from bot.render.event_words import stamp, title, when
from bot.render.frame import card, spaced, text
from bot.render.reminder import remind_me
from bot.render.text import clip, plain, told, verbatim
from knowledge.calendar import Event
from knowledge.citation import Locator, short
from knowledge.event_quote import quote
from knowledge.model import Library, Report
from knowledge.symbols import link as link_of

_LONGEST_TITLE = 250
_LONGEST_PLACE = 150
_LONGEST_NOTE = 600
_LONGEST_QUOTE = 550
_LONGEST_NAME = 150
_LONGEST_ADDRESS = 250
_LONGEST_LINK = 500
_LONGEST_REMARK = 400
_LONGEST_NUMBERS = 100
_MOST_WAYS = MOST_BUTTONS - 1  # Share has its place beside them
_LATER = "-# Once its days are confirmed, it can be added to this server’s events."


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What a card shows beside the event itself."""

    today: date
    private: bool = False
    """It can be shared."""
    back: Listing | None = None
    """The list that it was opened from."""
    origin: str = ""
    """What the server did to it, in words."""
    may_add: bool = False
    """Whoever reads it may add events to this server."""
    may_reset: bool = False
    """The server's change to it can be taken back by whoever reads it."""
    own: bool = False
    """The server added it."""


def event_card(library: Library, event: Event, around: Around, *, remark: str = "") -> ui.LayoutView:
    """The card of an event; a ``remark``, in our own words, stands above it."""
    report = _report(library, event)
    texts = [_head(event, around.today)]
    if note := plain(event.note):
        texts.append(clip(told(note, _LONGEST_NOTE), _LONGEST_NOTE))
    if report is not None and (words := _quoted(report, event)):
        texts.append(words)
    texts.append("\n".join(_foot(event, around)))
    actions = [event_file(event.uid)]
    actions += [remind_me(event.uid)] if event.yearly or event.last >= around.today else []
    actions += [native(event.uid)] if around.may_add and event.certain else []
    actions += [reset(event.uid, own=around.own)] if around.may_reset else []
    ways = [list_button("◂ All events", around.back)] if around.back else []
    ways += paragraph_buttons(library, event)[: _MOST_WAYS - len(ways)]
    ways += [share()] if around.private else []
    above = text(clip(remark, _LONGEST_REMARK)) if remark else None
    return card(spaced(texts), [*rows(actions), *rows(ways)], above=above)


def gone_card(heading: str, remark: str, *, undo: ui.Button[ui.LayoutView] | None = None) -> ui.LayoutView:
    """What is shown in place of an event that is not in the calendar any more."""
    return card(spaced([heading, remark]), rows([undo] if undo else []))


def _report(library: Library, event: Event) -> Report | None:
    """The report whose paragraphs are meant; None if it is not here any more."""
    try:
        return library.report(event.report) if event.report else library.newest
    except KeyError:
        return None


def _head(event: Event, today: date) -> str:
    lines = [f"### {title(event, _LONGEST_TITLE)}", f"**When**: {when(event, today)}"]
    lines += ["Each year on this day."] if event.yearly else []
    if place := plain(event.place):
        lines.append(f"**Where**: {clip(told(place, _LONGEST_PLACE), _LONGEST_PLACE)}")
    return "\n".join(lines)


def _quoted(report: Report, event: Event) -> str:
    """A sentence of the report, word for word, with its citation; an overlong one is cut, and shows it."""
    found = quote(report, event)
    if found is None:
        return ""
    words = clip(verbatim(found.sentence.text), _LONGEST_QUOTE)
    citation = clip(verbatim(short(report, Locator((found.paragraph,)))), _LONGEST_NAME)
    return f"> {words}\n> **{citation}**"


def _foot(event: Event, around: Around) -> Iterator[str]:
    sources = list(_sources(event))
    if sources:
        yield f"**Source**: {' · '.join(sources)}"
    if event.checked_on and not event.yearly:
        yield f"-# Checked on <t:{stamp(event.checked_on)}:D>."
    if around.origin:
        yield f"-# {around.origin}"
    if around.may_add and not event.certain:
        yield _LATER
    if event.tags:
        yield f"-# Tags: {', '.join(event.tags)}"
    if not (sources or around.origin or event.tags):
        yield "-# No source is given."


def _sources(event: Event) -> Iterator[str]:
    address = link_of(event.symbol) if event.symbol else None
    if event.symbol:
        name = clip(verbatim(event.symbol), _LONGEST_NAME)
        yield f"[{name}]({address})" if address and len(address) <= _LONGEST_ADDRESS else name
    if event.link and event.link != address:
        yield f"<{clip(event.link, _LONGEST_LINK)}>"
    if event.report and event.paragraphs:
        numbers = clip(", ".join(map(str, event.paragraphs)), _LONGEST_NUMBERS)
        many = "paras." if len(event.paragraphs) > 1 else "para."
        yield f"{clip(verbatim(event.report), _LONGEST_NUMBERS)}, {many} {numbers}"
