"""A digest as a message: a screen of text under headings, each section with its share of the room."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import accumulate
from typing import NamedTuple

from discord import ui

from bot.clock import epoch
from bot.places import Place
from bot.posting.digest import Part
from bot.render.controls import go, rows
from bot.render.event_words import paragraphs, stamp
from bot.render.frame import LONGEST_TITLE, Shown, card, spaced
from bot.render.report import heading
from bot.render.text import clip, length, quoted, verbatim
from knowledge.calendar import Event, day_in_words, when_in_words
from knowledge.citation import Locator, short
from knowledge.model import Report
from knowledge.sentences import sentences

MOST_TEXT = 1_500
"""Characters that people see of a digest, the addresses of links left out: about a screen."""
_LONGEST_SENTENCE = 700
_LONGEST_SUBTITLE = 120
_LONGEST_QUESTION = 110
_LONGEST_EVENT = 150
_LONGEST_LINK = 120
_MORE = 40  # characters that "and 12 more: `/r2p events`" may take
_UNSEEN = re.compile(
    r"(?<=\])\(https://[^)]*\)|(?<=<t:)\d{6}"
)  # of a link; of a moment, what it is longer than its words
_NOTHING = "Nothing new this time."


class Head(NamedTuple):
    """What stands above the sections."""

    day: date
    rhythm: str
    """When it comes, in words: "every Monday at 09:00 (Europe/Zurich)"."""
    due: datetime | None = None
    """When it was due, if it is late."""
    missed: int = 0
    """How many digests before it were missed, and are not made up for."""


def digest(head: Head, parts: Sequence[Part]) -> ui.LayoutView:
    """The message, without its last line."""
    shown = digest_parts(head, parts)
    return card(shown.parts, shown.controls)


def digest_parts(head: Head, parts: Sequence[Part]) -> Shown:
    """What the message holds: for a preview, which puts more around it."""
    above = f"### Digest, {day_in_words(head.day)}\n-# {head.rhythm[0].upper()}{head.rhythm[1:]}"
    if remark := late(head.due, head.missed):
        above += f"\n-# {remark}"
    fixed = length(above) + sum(length(_around(part, "")) for part in parts)
    texts = [_around(part, body) for part, body in zip(parts, _bodies(parts, MOST_TEXT - fixed), strict=True)]
    buttons = [button for part in parts for button in part.buttons]
    return Shown(spaced([above, *(texts or [_NOTHING])]), rows(buttons))


def late(due: datetime | None, missed: int) -> str:
    """What is said of a digest that is late, or before which others were missed; nothing where all is as it should."""
    when = [f"Late: this was due <t:{epoch(due)}:f>."] if due is not None else []
    others = "1 digest before it was" if missed == 1 else f"{missed} digests before it were"
    return " ".join([*when, *([f"{others} missed."] if missed else [])])


def _bodies(parts: Sequence[Part], room: int) -> Iterator[str]:
    """What of each part the room holds; what one leaves of its share, those after it get."""
    spare = 0
    for part, share in zip(parts, shares([sum(_sizes(part)) for part in parts], room), strict=True):
        body = fitted(part, share + spare)
        yield body
        spare = max(0, share + spare - _size(body))


def shares(needs: Sequence[int], room: int) -> list[int]:
    """Share room among those who need some: who needs little gets it, the others share what is left evenly."""
    given = [0] * len(needs)
    for done, place in enumerate(sorted(range(len(needs)), key=needs.__getitem__)):
        given[place] = min(needs[place], room // (len(needs) - done))
        room -= given[place]
    return given


def fitted(part: Part, room: int) -> str:
    """The first pieces of a part that ``room`` characters hold, at least one, and how many were left out."""
    sizes = _sizes(part)
    if sum(sizes) <= room:
        return part.joiner.join(part.pieces)
    ends = accumulate(sizes[1:], initial=sizes[0])
    shown = max(1, sum(end <= room - _MORE for end in ends))
    more = [part.more.format(left=len(part.pieces) - shown)] if shown < len(part.pieces) else []
    return part.joiner.join([*part.pieces[:shown], *more])


def _sizes(part: Part) -> list[int]:
    """How much room each piece takes."""
    return [length(part.joiner) + _size(piece) for piece in part.pieces]


def _size(text: str) -> int:
    return length(_UNSEEN.sub("", text))


def _around(part: Part, body: str) -> str:
    return "\n".join(filter(None, (f"**{part.title}**", part.subtitle, part.lead + body, part.foot)))


def paragraph_part(report: Report, number: int) -> Part:
    """A paragraph of the report, word for word, with its citation; cut, where need be, at the end of a sentence."""
    place = Place(report.symbol, paragraphs=(number,))
    citation = clip(verbatim(short(report, Locator((number,)))), LONGEST_TITLE)
    return Part(
        title="From the report",
        subtitle=f"-# {_subtitle(heading(report, number))}",
        pieces=tuple(_quotable(report.paragraph(number).text)),
        lead="> ",
        joiner=" ",
        more="…",
        foot=f"**{citation}**",
        buttons=(
            go(f"Read paragraph {number}", place, turn=False),
            go("Cite", place.cited("un", bare=True), turn=False, primary=True),
        ),
    )


def _subtitle(headings: str) -> str:
    """The headings; where they are too long, of the first only its number: what the last one says is nearer."""
    above, _, last = headings.partition(" › ")
    if last and length(headings) > _LONGEST_SUBTITLE:
        headings = f"{above.partition('.')[0]} › {last}"
    return clip(headings, _LONGEST_SUBTITLE)


def _quotable(words: str) -> Iterator[str]:
    """Sentences, and of an overlong one its parts, cut at blanks where there are any."""
    for sentence in sentences(words):
        rest = sentence.text
        while len(rest) > _LONGEST_SENTENCE:
            blank = rest.rfind(" ", 1, _LONGEST_SENTENCE)
            cut = blank if blank > 0 else _LONGEST_SENTENCE
            yield verbatim(rest[:cut])
            rest = rest[cut:].lstrip()
        if rest:
            yield verbatim(rest)


def coming_line(event: Event) -> str:
    """An event to come: when, what, how far away where its day is known, and where the report speaks of it."""
    when = f"<t:{epoch(event.starts)}:f>" if event.starts else when_in_words(event)
    away = f" · <t:{epoch(event.starts) if event.starts else stamp(event.first)}:R>" if event.certain else ""
    return f"- **{when}** {clip(verbatim(event.title), _LONGEST_EVENT)}{away}{_paragraphs(event)}"


def today_line(event: Event) -> str:
    """What takes place, or took place, on the day of the digest, with the document that it stands on."""
    at = f"**<t:{epoch(event.starts)}:t>** " if event.starts else ""
    words = f"- {at}{clip(verbatim(event.title), _LONGEST_EVENT)}{_paragraphs(event)}"
    if not event.link:
        return words
    target = event.link.replace("(", "%28").replace(")", "%29")  # a bracket would end the link
    return (
        f"{words} · [{verbatim(event.symbol or 'more')}]({target})" if len(target) <= _LONGEST_LINK else words
    )


def _paragraphs(event: Event) -> str:
    where = paragraphs(event)
    return f" · {where}" if where else ""


def question_line(question: str, times: int, outcome: str) -> str:
    """A question that people asked here, how often, and what became of it."""
    often = f" · {times} times" if times > 1 else ""
    return f"- “{quoted(question, _LONGEST_QUESTION)}”{often} · {outcome}"
