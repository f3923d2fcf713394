"""Cut a paragraph into its sentences, each verbatim and with its place, and choose the one that answers."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

# A full stop ends a sentence before a blank and a capital, unless it belongs to an abbreviation or initial.
_END = re.compile(
    r"(?<!\b[A-Z])(?<!\bNo)(?<!\barts)(?<!\bparas)(?<!\bvol)[.!?][\"”’)]*\s+(?=[\"“‘(]?[A-Z0-9])"
)
_NUMBER = re.compile(r"\b(?!(?:19|20)\d\d\b)\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|dozen)\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_EXAMPLES = re.compile(r"\b(?:for example|such as|including)\b")
_ORDINAL = re.compile(r"(?:First|Second|Third|Fourth|Fifth|Finally|Lastly),? ")
_PROPER = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]")

_ASKS = {
    kind: frozenset(words.split())
    for kind, words in {
        "number": "many much number numbers percentage percent share figure figures total count rate",
        "year": "when year date since until",
        "examples": "example examples instance instances cases",
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
    """Which kinds of answers a text has: a number (no year), a year, examples, names."""
    names = len(_PROPER.findall(text)) > 1
    found = {
        "number": _NUMBER.search(text),
        "year": _YEAR.search(text),
        "examples": _EXAMPLES.search(text),
        "names": names,
    }
    return frozenset(kind for kind, there in found.items() if there)


def with_its_list(text: str, cut: Sequence[Sentence], place: int) -> Sentence:
    """The sentence at a place of a text; one that announces a list ("First, … Second, …") with the whole list."""
    first = last = cut[place]
    for following in cut[place + 1 :]:
        if not _ORDINAL.match(following.text) or (last is first and not following.text.startswith("First")):
            break
        last = following
    return Sentence(text[first.start : last.end], first.start, last.end)
