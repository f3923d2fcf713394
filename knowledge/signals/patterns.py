"""Find words, phrases, and groups of them that stand near each other."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise, product
from pathlib import Path
from typing import NamedTuple

from knowledge.signals.passage import Passage, Token, plain, root

WORDS = Path(__file__).with_name("words.toml")
OTHER_LIVES = Path(__file__).with_name("other_lives.toml")
LIVES = ("sport", "stage", "games", "food", "business", "weather", "accident", "crime", "animals", "everyday")
"""The groups of other_lives.toml."""
NEAR = 12  # words between which two parts of a pattern count as said together
_EACH = 6  # places of one part that are looked at
_KEY = 3  # letters by which beginnings of words are filed


class Span(NamedTuple):
    """The words from ``start`` up to ``end``."""

    start: int
    end: int


class Atom(NamedTuple):
    """One word of a phrase: by its root, as that very word ("="), by its beginning ("*"), or any number ("#")."""

    kind: str
    value: str

    def fits(self, token: Token) -> bool:
        """Tell whether a word of a text is this one."""
        if self.kind == "*":
            return token.word.startswith(self.value)
        if self.kind == "#":
            return token.word[0].isdigit()
        return self.value == (token.word if self.kind == "=" else token.root)


Phrase = tuple[Atom, ...]
Found = Mapping[str, Sequence[Span]]


def phrase(written: str) -> Phrase:
    """Read a phrase as words.toml has it; ``ValueError`` for one without words."""
    atoms = tuple(_atom(word) for word in written.replace("-", " ").replace("/", " ").split())
    if not atoms or not all(atom.value for atom in atoms):
        raise ValueError(f"no words in {written!r}")
    return atoms


def _atom(word: str) -> Atom:
    if word == "#":
        return Atom("#", "#")
    if word.startswith("="):
        return Atom("=", plain(word[1:]))
    if word.endswith("*"):
        return Atom("*", plain(word[:-1]))
    return Atom("", root(plain(word)))


class Pattern(NamedTuple):
    """Parts that have to stand near each other: names of groups, or phrases as written."""

    parts: tuple[str, ...]

    @classmethod
    def of(cls, written: str) -> Pattern:
        """Read a pattern as themes.toml has it."""
        return cls(tuple(part.strip() for part in written.split("&")))


class Vocabulary:
    """Groups of phrases and single phrases, all looked for in one pass over a text."""

    def __init__(self, groups: Mapping[str, Iterable[str]]) -> None:
        self._roots: dict[str, list[tuple[Phrase, str]]] = defaultdict(list)
        self._words: dict[str, list[tuple[Phrase, str]]] = defaultdict(list)
        self._starts: dict[str, list[tuple[Phrase, str]]] = defaultdict(list)
        self._numbers: list[tuple[Phrase, str]] = []
        self._parts: set[str] = set()
        for name, phrases in groups.items():
            self._parts.add(f"<{name}>")
            for written in phrases:
                self._file(phrase(written), f"<{name}>")

    @classmethod
    def load(cls, *paths: Path) -> Vocabulary:
        """Read the groups of files such as ``words.toml``."""
        tables = [tomllib.loads(path.read_text(encoding="utf-8")) for path in paths or (WORDS, OTHER_LIVES)]
        return cls(
            {name: words for table in tables for part in table.values() for name, words in part.items()}
        )

    def pattern(self, written: str) -> Pattern:
        """Learn a pattern; ``ValueError`` names a group that is not there."""
        pattern = Pattern.of(written)
        for part in pattern.parts:
            if part not in self._parts:
                if part.startswith("<"):
                    raise ValueError(f"no group {part} in words.toml")
                self._parts.add(part)
                self._file(phrase(part), part)
        return pattern

    def _file(self, words: Phrase, part: str) -> None:
        first = words[0]
        if first.kind == "#":
            self._numbers.append((words, part))
        elif first.kind == "*":
            self._starts[first.value[:_KEY]].append((words, part))
        else:
            (self._words if first.kind == "=" else self._roots)[first.value].append((words, part))

    def find(self, passage: Passage) -> dict[str, list[Span]]:
        """Return where each part stands, in the order of the text."""
        found: dict[str, list[Span]] = defaultdict(list)
        tokens = passage.tokens
        for place, token in enumerate(tokens):
            for words, part in self._beginning(token):
                end = _end(words, tokens, place)
                if end and len(found[part]) < _EACH:
                    found[part].append(Span(place, end))
        return {part: spans for part, spans in found.items() if spans}

    def _beginning(self, token: Token) -> Iterator[tuple[Phrase, str]]:
        yield from self._roots.get(token.root, ())
        yield from self._words.get(token.word, ())
        if token.word[0].isdigit():
            yield from self._numbers
        for words, part in self._starts.get(token.word[:_KEY], ()):
            if words[0].fits(token):
                yield words, part


def _end(words: Phrase, tokens: Sequence[Token], place: int) -> int:
    """Where a phrase that begins at a place ends, one other word allowed between two of its own; 0 if it doesn't."""
    sentence = tokens[place].sentence
    for atom in words[1:]:
        for step in (1, 2):
            here = place + step
            if here < len(tokens) and tokens[here].sentence == sentence and atom.fits(tokens[here]):
                place = here
                break
        else:
            return 0
    return place + 1


def together(pattern: Pattern, found: Found) -> tuple[Span, ...] | None:
    """Where all parts of a pattern stand near each other, each in words of its own; ``None`` if nowhere."""
    if not all(part in found for part in pattern.parts):
        return None
    if len(pattern.parts) == 1:
        return (found[pattern.parts[0]][0],)
    reach = NEAR + 4 * (len(pattern.parts) - 2)
    for spans in product(*(found[part] for part in pattern.parts)):
        ordered = sorted(spans)
        apart = all(left.end <= right.start for left, right in pairwise(ordered))
        if apart and ordered[-1].start - ordered[0].end < reach:
            return spans
    return None
