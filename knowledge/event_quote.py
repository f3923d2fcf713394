"""The sentence of the report that speaks of an event: chosen among its paragraphs, quoted as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from knowledge.calendar import Event
from knowledge.model import Report
from knowledge.sentences import Sentence, sentences

_WORD = re.compile(r"[^\W_]{4,}")
_EVERYWHERE = frozenset(
    "anniversary assembly council day general international nations resolution security united which years".split()  # noqa: SIM905 - reads as the list that it is
)
"""Words of titles that say nothing about what the event is."""


class Quote(NamedTuple):
    """A sentence and the paragraph that it stands in."""

    paragraph: int
    sentence: Sentence


def quote(report: Report, event: Event) -> Quote | None:
    """The sentence that shares most words with the event's title; None without paragraphs."""
    return closest(report, event.title, event.paragraphs)


def closest(report: Report, title: str, numbers: Iterable[int]) -> Quote | None:
    """The sentence, of some paragraphs, that shares most words with a title; None without paragraphs."""
    wanted = _words(title)
    known = {paragraph.number: paragraph for paragraph in report.paragraphs}
    found = [
        Quote(number, sentence)
        for number in numbers
        if number in known
        for sentence in sentences(known[number].text)
    ]
    return max(found, key=lambda one: _closeness(wanted, one.sentence.text), default=None)


def _closeness(wanted: frozenset[str], text: str) -> tuple[int, int]:
    """How many of the words a sentence has; of equals, the one with fewer other words is closer."""
    words = _words(text)
    shared = len(wanted & words)
    return shared, -len(words) if shared else 0


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold())) - _EVERYWHERE
