"""Say in a news item's own words what led to its signal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from knowledge.signals.evidence import Evidence
from knowledge.signals.passage import Passage
from knowledge.signals.patterns import Span
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


def by_theme(shown: Evidence, themes: Mapping[str, Theme], slugs: Sequence[str]) -> Iterator[str]:
    """For each theme the words of its weightiest sign."""
    for slug in slugs:
        signs = [one for one in shown.seen if one.sign.theme == slug]
        words = _quoted(shown.passage, max(signs, key=_weight).spans) if signs else "like labelled examples"
        yield f"{themes[slug].title}: {words}"


def by_severity(shown: Evidence, suggested: Severity) -> str:
    """The words that speak for the suggested severity."""
    passage, found = shown.passage, shown.found
    leaning = [one for one in shown.seen if one.sign.leans == suggested]
    words = [_quoted(passage, max(leaning, key=_weight).spans)] if leaning else []
    if suggested is not Severity.WATCH and shown.dead:
        words.append(f"{shown.dead} near {_quoted(passage, found['<kill>'][:1])}")
    if suggested is Severity.WATCH and "<anniversary>" in found:
        words.append(f"looks back: {_quoted(passage, found['<anniversary>'][:1])}")
    return (
        f"Suggests {suggested}: {'; '.join(words)}"
        if words
        else f"Suggests {suggested}, like labelled examples"
    )


def by_country(shown: Evidence) -> Iterator[str]:
    """For each country the name that stands for it."""
    for mention in shown.mentions:
        yield f"{mention.code}: {_quoted(shown.passage, [Span(mention.start, mention.end)])}"


def by_other_life(shown: Evidence) -> Iterator[str]:
    """What else an item seems to be about, with its words."""
    for life, name in _LIVES.items():
        if spans := shown.found.get(f"<{life}>"):
            yield f"Speaks of {name}: {_quoted(shown.passage, spans[:3])}"


def _weight(one: Seen) -> float:
    return one.sign.weight


def _quoted(passage: Passage, spans: Sequence[Span]) -> str:
    words = said(passage, spans)
    return f"“{words if len(words) <= _LONGEST else words[: _LONGEST - 1] + '…'}”"
