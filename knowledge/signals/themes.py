"""Which of the report's themes a news item touches, and in which of its words."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.signals.passage import Passage
from knowledge.signals.patterns import Found, Pattern, Span, Vocabulary, together

SHOWN = 4
THEMES = Path(__file__).parent.parent / "themes.toml"


@dataclass(frozen=True, slots=True)
class Sign:
    """Patterns that point at a theme with a weight, and at paragraphs; ``leans`` is a severity or nothing."""

    theme: str
    weight: float
    paragraphs: tuple[int, ...]
    leans: str
    patterns: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """A sign that a text shows, where, and by how many of its patterns."""

    sign: Sign
    spans: tuple[Span, ...]
    times: int


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme of the report by its slug, with a title for people and the paragraphs that speak of it."""

    slug: str
    title: str
    paragraphs: tuple[int, ...]


class Themes:
    """All themes and their signs; ``report`` is the symbol of the one whose paragraphs they name."""

    def __init__(self, report: str, themes: Iterable[Theme], signs: Iterable[Sign]) -> None:
        self.report = report
        self.themes: Mapping[str, Theme] = {theme.slug: theme for theme in themes}
        self._signs = tuple(signs)
        self._filed: dict[str, list[tuple[int, int, Pattern]]] = defaultdict(list)
        for number, sign in enumerate(self._signs):
            for place, pattern in enumerate(sign.patterns):
                rarest = next((part for part in pattern.parts if not part.startswith("<")), pattern.parts[-1])
                self._filed[rarest].append((number, place, pattern))

    @classmethod
    def load(cls, vocabulary: Vocabulary, path: Path = THEMES) -> Themes:
        """Read themes from TOML; their patterns are taught to the vocabulary."""
        written = tomllib.loads(path.read_text(encoding="utf-8"))
        tables = written["theme"]
        themes = [Theme(one["slug"], one["title"], tuple(one["paragraphs"])) for one in tables]
        signs = [_sign(one, sign, vocabulary) for one in tables for sign in one["sign"]]
        return cls(written["report"], themes, signs)

    def see(self, found: Found) -> list[Seen]:
        """Return the signs that a text shows."""
        shown: dict[int, list[tuple[int, tuple[Span, ...]]]] = defaultdict(list)
        for part in found:
            for sign, place, pattern in self._filed.get(part, ()):
                if spans := together(pattern, found):
                    shown[sign].append((place, spans))
        return [Seen(self._signs[sign], min(shown[sign])[1], len(shown[sign])) for sign in sorted(shown)]

    def named(self, seen: Iterable[Seen], near: Sequence[int]) -> tuple[str, ...]:
        """The slugs of the themes that signs show, the weightiest first; without signs, that of the nearest paragraph."""
        weights: dict[str, float] = {}
        for one in seen:
            weights[one.sign.theme] = weights.get(one.sign.theme, 0.0) + one.sign.weight
        if not weights and near:
            weights = {slug: 1.0 for slug, theme in self.themes.items() if near[0] in theme.paragraphs[:2]}
        return tuple(sorted(weights, key=lambda slug: -weights[slug])[:SHOWN])


def _sign(theme: Mapping[str, Any], sign: Mapping[str, Any], vocabulary: Vocabulary) -> Sign:
    return Sign(
        theme["slug"],
        float(sign["weight"]),
        tuple(sign.get("paragraphs", theme["paragraphs"])),
        sign.get("leans", ""),
        tuple(vocabulary.pattern(written) for written in sign["words"]),
    )


def said(passage: Passage, spans: Iterable[Span]) -> str:
    """The words of some spans in the order of the text, with dots between those that stand apart."""
    return " … ".join(passage.quote(*span) for span in sorted(set(spans)))
