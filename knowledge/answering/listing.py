"""Put the footnote first that holds the list which a question asks for ("which countries…?")."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

from knowledge.answering.units import Unit
from knowledge.sentences import Sentence

_FEWEST = 3  # items of a list; four where commas part them, as titles have commas too
_LONGEST = 24  # words of an item
_SOURCE = re.compile(r"(?:See|Ibid|For example, see|Resolutions of other)\b")
_ITEM = re.compile(r"(?:and )?(?:the )?[A-Z]")
_NAMED = frozenset(("names", "examples"))


def footnotes(unit: Unit, sentence: Sentence, wanted: AbstractSet[str]) -> tuple[int, ...]:
    """A paragraph's footnotes in order; where names are asked for, lists that belong to the sentence come first."""
    here = unit.paragraph.footnotes
    if wanted.isdisjoint(_NAMED):
        return here
    lists = {
        marker.footnote
        for marker in unit.paragraph.markers
        if sentence.start <= marker.offset <= sentence.end
        and is_list(unit.report.footnote(marker.footnote).text)
    }
    return tuple(sorted(here, key=lambda number: number not in lists))


def is_list(text: str) -> bool:
    """Whether a footnote lists things, three at least, rather than sources to look up."""
    if _SOURCE.match(text):
        return False
    named = text.rpartition(": ")[2]
    by_semicolons = "; " in named
    items = re.split("; " if by_semicolons else r", | and ", named)
    return len(items) > _FEWEST - by_semicolons and all(
        _ITEM.match(item) and len(item.split()) <= _LONGEST for item in items[1:]
    )
