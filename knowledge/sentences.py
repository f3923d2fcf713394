"""Cut a paragraph into its sentences, each verbatim and with its place, and choose the one that answers."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

# A full stop ends a sentence before a blank and a capital, unless it belongs to an abbreviation or initial.
_END = re.compile(
    r"(?<!\b[A-Z])(?<!\bNo)(?<!\barts)(?<!\bparas)(?<!\bvol)[.!?][\"”’)]*\s+(?=[\"“‘(]?[A-Z0-9])"
)
_NUMBER = re.compile(r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|dozen)\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_PROPER = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]")

_ASKS = {
    kind: frozenset(words.split())
    for kind, words in {
        "number": "many much number numbers percentage percent share figure figures total count rate",
        "year": "when year date since until",
        "names": "where who whom whose which countries country states place places name names list",
    }.items()
}
"""What kind of thing a question asks for, by the words that show it."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a paragraph: ``paragraph.text[start:end]`` is ``text``."""

    text: str
    start: int
    end: int


def sentences(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of a text in order; between them stand only blanks."""
    found: list[Sentence] = []
    start = 0
    for stop in _END.finditer(text):
        end = start + len(text[start : stop.end()].rstrip())
        found.append(Sentence(text[start:end], start, end))
        start = stop.end()
    if start < len(text):
        found.append(Sentence(text[start:], start, len(text)))
    return tuple(found)


def asks_for(words: Collection[str]) -> frozenset[str]:
    """Which kinds of answers a question's words ask for."""
    return frozenset(kind for kind, signs in _ASKS.items() if not signs.isdisjoint(words))


def holds(text: str) -> frozenset[str]:
    """Which kinds of answers a text has: a number, a year, names."""
    names = len(_PROPER.findall(text)) > 1
    found = {"number": _NUMBER.search(text), "year": _YEAR.search(text), "names": names}
    return frozenset(kind for kind, there in found.items() if there)
