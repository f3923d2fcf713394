"""What things are called: abbreviations, names and everyday words that mean the same as the report's.

A word becomes one or several *terms*: its stem, ``@name`` for each thing that it names ("DRC" and
"Congolese" share ``@drc``), and ``~kin`` for each group of near words that it belongs to.
"""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from knowledge.words import STOPWORDS, stem, words

LEXICON = Path(__file__).with_name("lexicon.toml")
NAME, KIN = "@", "~"


class Lexicon:
    """The forms of every name and kin.

    ``forms`` are all words of them; ``outside`` are names that questions bring up and reports may not.
    """

    def __init__(
        self,
        forms: Iterable[tuple[str, Sequence[str]]],
        outside: Collection[str] = (),
        numbers: Mapping[str, str] | None = None,
    ) -> None:
        """Take each form's term and words, and the digits that number words stand for."""
        self.outside = frozenset(outside)
        self._numbers = numbers or {}
        self._single: dict[str, tuple[str, ...]] = {}
        self._several: dict[str, list[tuple[frozenset[str], str]]] = defaultdict(list)
        self._known: dict[str, tuple[str, tuple[str, ...]]] = {}
        self.forms = self._learn(forms)

    @classmethod
    def load(cls, path: Path = LEXICON) -> Lexicon:
        """Read a lexicon from TOML (its head says how it is written)."""
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        numbers = {word: digits for digits, forms in tables.get("numbers", {}).items() for word in forms}
        return cls(_forms(tables), words(" ".join(tables.get("outside", {}).values())), numbers)

    def _learn(self, forms: Iterable[tuple[str, Sequence[str]]]) -> frozenset[str]:
        """File each form: those of one word under it, those of several under the word that the fewest have."""
        read = [(term, form, frozenset(map(self._stem, form))) for term, form in forms]
        used = Counter(chain.from_iterable(stems for _, _, stems in read))
        single: dict[str, dict[str, None]] = defaultdict(dict)
        for term, _, stems in read:
            key = min(stems, key=lambda part: (part in STOPWORDS, used[part], part))
            if len(stems) == 1:
                single[key][term] = None
            else:
                self._several[key].append((stems, term))
        self._single = {key: tuple(terms) for key, terms in single.items()}
        return frozenset(chain.from_iterable(form for _, form, _ in read))

    def _stem(self, word: str) -> str:
        return stem(self._numbers.get(word, word))

    def _read(self, word: str) -> tuple[str, tuple[str, ...]]:
        """A word's stem, and the terms of the word by itself; no stem among them for a stop word."""
        root = self._stem(word)
        terms = self._single.get(root, ())
        read = self._known[word] = (root, terms if word in STOPWORDS else (root, *terms))
        return read

    def terms(self, passage: Sequence[str]) -> set[str]:
        """Return every term of a passage's words, whatever their order."""
        found: set[str] = set()
        roots: set[str] = set()
        known = self._known
        for word in passage:
            root, terms = known.get(word) or self._read(word)
            roots.add(root)
            found.update(terms)
        found.update(term for _, term in self._together(roots))
        return found

    def senses(self, passage: Sequence[str]) -> dict[str, set[str]]:
        """Return for each word (by its stem, stop words left out) the terms that it stands for here."""
        read = [self._known.get(word) or self._read(word) for word in passage]
        found = {root: set(terms) for root, terms in read if root in terms}
        for stems, term in self._together({root for root, _ in read}):
            for root in stems & found.keys():
                found[root].add(term)
        return found

    def _together(self, roots: set[str]) -> Iterator[tuple[frozenset[str], str]]:
        """The forms of several words that are all there, by their stems, and what they stand for."""
        for root in roots & self._several.keys():
            for stems, term in self._several[root]:
                if stems <= roots:
                    yield stems, term


def _forms(tables: Mapping[str, Any]) -> Iterator[tuple[str, Sequence[str]]]:
    for mark, kind in ((NAME, "names"), (KIN, "kin")):
        for group in tables.get(kind, {}).values():
            for thing, forms in group.items():
                for form in forms:
                    yield mark + thing, words(form)
