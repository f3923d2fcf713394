"""Say in a news item's own words what led to its signal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from knowledge.signals.countries import Mention
from knowledge.signals.passage import Passage
from knowledge.signals.patterns import Found, Span
from knowledge.signals.severity import Severity
from knowledge.signals.themes import Seen, Theme, said

_LONGEST = 80  # characters of a quotation
_LIVES: Mapping[str, str] = {
    "sport": "sport",
    "stage": "stage, screen and books",
    "games": "games",
    "food": "food and drink",
    "business": "business and markets",
    "weather": "weather and natural disasters",
    "accident": "accidents",
    "crime": "ordinary crime",
    "animals": "animals and plants",
    "everyday": "everyday matters",
}


def by_theme(
    passage: Passage, seen: Sequence[Seen], themes: Mapping[str, Theme], slugs: Sequence[str]
) -> Iterator[str]:
    """For each theme the words of its weightiest sign."""
    for slug in slugs:
        best = max((one for one in seen if one.sign.theme == slug), key=lambda one: one.sign.weight)
        yield f"{themes[slug].title}: {_quoted(passage, best.spans)}"


def by_severity(passage: Passage, found: Found, seen: Sequence[Seen], suggested: Severity, dead: int) -> str:
    """The words that speak for the suggested severity."""
    leaning = [one for one in seen if one.sign.leans == suggested]
    words = [_quoted(passage, max(leaning, key=lambda one: one.sign.weight).spans)] if leaning else []
    if suggested is not Severity.WATCH and dead:
        words.append(f"a number of {dead} near {_quoted(passage, found['<kill>'][:1])}")
    if suggested is Severity.WATCH and "<anniversary>" in found:
        words.append(f"looks back: {_quoted(passage, found['<anniversary>'][:1])}")
    return (
        f"Suggests {suggested}: {'; '.join(words)}"
        if words
        else f"Suggests {suggested}, by all signs together"
    )


def by_country(passage: Passage, mentions: Sequence[Mention]) -> Iterator[str]:
    """For each country the name that stands for it."""
    for mention in mentions:
        yield f"{mention.code}: {_quoted(passage, [Span(mention.start, mention.end)])}"


def by_other_life(passage: Passage, found: Found) -> Iterator[str]:
    """What else an item seems to be about, with its words."""
    for life, name in _LIVES.items():
        if spans := found.get(f"<{life}>"):
            yield f"Speaks of {name}: {_quoted(passage, spans[:3])}"


def _quoted(passage: Passage, spans: Sequence[Span]) -> str:
    words = said(passage, spans)
    return f"“{words if len(words) <= _LONGEST else words[: _LONGEST - 1] + '…'}”"
