"""A list of events as a message: what happens once first, then month by month what comes each year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from discord import ui

from bot.event_list import Listing
from bot.render.controls import rows, share
from bot.render.event_controls import list_button, list_file, main_paragraphs, open_menu
from bot.render.event_words import paragraphs, title, when
from bot.render.frame import Part, card, line, spaced, text
from bot.render.text import clip, plain, told
from knowledge.calendar import Event, span_in_words
from knowledge.model import Library

PER_PAGE = 8
_LONGEST_TITLE = 170
_LONGEST_PLACE = 80
_ONCE = "To prepare for"
_OVER = "Past"
_NOT_KNOWN = "-# What is to be confirmed has no day yet, and none is guessed here."
_LONG = "-# Days that come each year are left out of so long a period. Name a shorter one to see them."


def event_list(  # noqa: PLR0913 - a page's parts, told in one call
    library: Library,
    events: Sequence[Event],
    shown: Listing,
    today: date,
    *,
    changes: str = "",
    private: bool,
) -> ui.LayoutView:
    """A page of events; ``changes`` says what the server changed, a ``private`` message offers to be shared."""
    count = max(1, -(-len(events) // PER_PAGE))
    page = min(shown.page, count - 1)
    here = events[page * PER_PAGE : (page + 1) * PER_PAGE]
    head = _head(events, shown, page, count)
    last = [list_file(shown)] if events else []
    last += [share()] if private else []
    if not here:
        return card(spaced([head, _nothing(shown)]), rows([*_turns(shown, page, count), *last]))
    notes = [_NOT_KNOWN] if any(not event.certain for event in here) else []
    notes += [_LONG] if shown.long else []
    notes += [f"-# {changes}"] if changes else []
    parts: list[Part] = spaced([head, *_groups(here, today)])
    if notes:
        parts += [line(), text("\n".join(notes))]
    controls = [open_menu(here, shown.on_page(page)), *rows(main_paragraphs(library, here))]
    return card(parts, [*controls, *rows([*_turns(shown, page, count), *last])])


def _head(events: Sequence[Event], shown: Listing, page: int, count: int) -> str:
    about = "Coming events" if shown.onward else f"Events, {span_in_words(shown.first, shown.last)}"
    number = f"{len(events)} event{'' if len(events) == 1 else 's'}"
    told_of = [f"tag: {shown.tag}"] if shown.tag else []
    told_of += [number] + ([f"page {page + 1} of {count}"] if count > 1 else [])
    return f"### {about}\n-# {' · '.join(told_of)}"


def _nothing(shown: Listing) -> str:
    narrower = " with that tag" if shown.tag else ""
    return f"I know of no event in that time{narrower}. Without options, `/r2p events` lists what is coming."


def _turns(shown: Listing, page: int, count: int) -> Iterator[ui.Button[ui.LayoutView]]:
    if page > 0:
        yield list_button(f"◂ Page {page} of {count}", shown.on_page(page - 1))
    if page + 1 < count:
        yield list_button(f"Page {page + 2} of {count} ▸", shown.on_page(page + 1))


def _groups(events: Sequence[Event], today: date) -> Iterator[str]:
    for name, group in groupby(events, key=lambda event: _group(event, today)):
        yield "\n".join([f"**{name}**", *(_line(event, today) for event in group)])


def _group(event: Event, today: date) -> str:
    if event.yearly:
        return f"{event.first:%B %Y}"
    return _OVER if event.last < today else _ONCE


def _line(event: Event, today: date) -> str:
    where = paragraphs(event)
    if event.yearly:
        return f"- {when(event, today)}: {title(event, _LONGEST_TITLE)}" + (f" · {where}" if where else "")
    place = clip(told(plain(event.place), _LONGEST_PLACE), _LONGEST_PLACE)
    below = " · ".join(filter(None, (place, where)))
    return f"- **{title(event, _LONGEST_TITLE)}**: {when(event, today)}" + (
        f"\n  -# {below}" if below else ""
    )
