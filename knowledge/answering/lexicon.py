"""What things are called: abbreviations, names and everyday words that mean the same as the report's.

A word becomes one or several *terms*: its stem, ``@name`` for each thing that it names ("DRC" and
"Congolese" share ``@drc``), and ``~kin`` for each group of near words that it belongs to.
"""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

from knowledge.answering.words import STOPWORDS, stem, words

LEXICON = Path(__file__).parent.parent / "lexicon.toml"
NAME, KIN = "@", "~"

T = TypeVar("T")


class _Remembered(dict[str, T]):
    """What a function says of a word, worked out once a word."""

    def __init__(self, work_out: Callable[[str], T]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, word: str) -> T:
        value = self[word] = self._work_out(word)
        return value


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
        self._roots = _Remembered(self._stem)
        self._terms = _Remembered(self._alone)
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

    def _alone(self, word: str) -> tuple[str, ...]:
        """The terms of a word by itself, its stem first; no stem for a stop word."""
        root = self._roots[word]
        terms = self._single.get(root, ())
        return terms if word in STOPWORDS else (root, *terms)

    def terms(self, passage: Sequence[str]) -> set[str]:
        """Return every term of a passage's words, whatever their order."""
        found = set(chain.from_iterable(map(self._terms.__getitem__, passage)))
        found.update(term for _, term in self._together(set(map(self._roots.__getitem__, passage))))
        return found

    def senses(self, passage: Sequence[str]) -> dict[str, set[str]]:
        """Return for each word (by its stem, stop words left out) the terms that it stands for here."""
        found = {self._roots[word]: set(self._terms[word]) for word in passage if word not in STOPWORDS}
        for stems, term in self._together(set(map(self._roots.__getitem__, passage))):
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
