"""What things are called: abbreviations, names and everyday words that mean the same as the report's.

A word becomes one or several *terms*: its stem, ``@name`` for each thing that it names ("DRC" and
"Congolese" share ``@drc``), and ``~kin`` for each group of near words that it belongs to.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.words import STOPWORDS, normalise, stem, words

LEXICON = Path(__file__).with_name("lexicon.toml")
NAME, KIN = "@", "~"


@dataclass
class Lexicon:
    """The forms of every name and kin: those of one word at hand, those of several by one of their words."""

    forms: frozenset[str] = frozenset()
    outside: frozenset[str] = frozenset()
    numbers: Mapping[str, str] = field(default_factory=dict)
    _single: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _several: dict[str, tuple[tuple[frozenset[str], str], ...]] = field(default_factory=dict)
    _known: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path = LEXICON) -> Lexicon:
        """Read a lexicon from TOML (its head says how it is written)."""
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        entries = [
            (mark + thing, form)
            for mark, kind in ((NAME, "names"), (KIN, "kin"))
            for group in tables.get(kind, {}).values()
            for thing, forms in group.items()
            for form in forms
        ]
        lexicon = cls(
            forms=frozenset(word for _, form in entries for word in words(normalise(form))),
            outside=frozenset(words(normalise(" ".join(tables.get("outside", {}).values())))),
            numbers={word: digits for digits, forms in tables.get("numbers", {}).items() for word in forms},
        )
        lexicon._learn(entries)
        return lexicon

    def _learn(self, entries: Iterable[tuple[str, str]]) -> None:
        single: dict[str, dict[str, None]] = defaultdict(dict)
        several: dict[str, dict[tuple[frozenset[str], str], None]] = defaultdict(dict)
        for term, form in entries:
            stems = frozenset(self._read(word)[0] for word in words(normalise(form)))
            if len(stems) == 1:
                single[next(iter(stems))][term] = None
            else:
                several[max(stems, key=lambda part: (part not in STOPWORDS, len(part), part))][
                    stems, term
                ] = None
        self._single = {key: tuple(terms) for key, terms in single.items()}
        self._known.clear()
        self._several = {key: tuple(forms) for key, forms in several.items()}

    def _stem(self, word: str) -> str:
        return stem(self.numbers.get(word, word))

    def _read(self, word: str) -> tuple[str, tuple[str, ...]]:
        """A word's stem, and the terms of the word by itself; no stem among them for a stop word."""
        known = self._known.get(word)
        if known is None:
            root = stem(self.numbers.get(word, word))
            terms = self._single.get(root, ())
            known = self._known[word] = (root, terms if word in STOPWORDS else (root, *terms))
        return known

    def terms(self, passage: Sequence[str]) -> set[str]:
        """Return every term of a passage's words, whatever their order."""
        found: set[str] = set()
        roots: set[str] = set()
        for word in passage:
            root, terms = self._read(word)
            roots.add(root)
            found.update(terms)
        for root in roots & self._several.keys():
            for stems, term in self._several[root]:
                if stems <= roots:
                    found.add(term)
        return found

    def senses(self, passage: Sequence[str]) -> dict[str, set[str]]:
        """Return for each word (by its stem, stop words left out) the terms that it stands for here."""
        read = [self._read(word) for word in passage]
        roots = {root for root, _ in read}
        found = {root: set(terms) for root, terms in read if root in terms}
        for root in roots & self._several.keys():
            for stems, term in self._several[root]:
                if stems <= roots:
                    for part in stems & found.keys():
                        found[part].add(term)
        return found
