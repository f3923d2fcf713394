"""Mend misspelt words against the words that the report and its phrasings use.

Numbers, right English words and known names are never touched: only a word that nobody knows is
compared, first by edits (a slip of the finger), then by splitting (a missing blank), then by sound.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log

from rapidfuzz import process
from rapidfuzz.distance import OSA

_ROWS = ("qwertyuiop", "qwertzuiop", "azertyuiop", "asdfghjkl", "zxcvbnm")  # of keyboards, run along for fun
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SHORTEST = 4  # of three letters, too many words are one slip apart
_RARE = 30_000  # the rank of a word that is not among the common English ones
_ALIKE = 0.5  # similarity that words of one sound must have in writing
_LONG, _LONGEST = 6, 11  # from these lengths on, two and three slips are allowed
_SURE = 9  # letters: from here on two slips leave no doubt, even if one is in the first letter
_SMALL_PIECES = frozenset(
    ("a", "and", "as", "at", "by", "eu", "for", "in", "is", "no", "of", "on", "or", "the", "to", "un", "war")
)


_QUICKLY = {
    "wat": "what", "wot": "what", "wut": "what", "wht": "what", "waht": "what", "wen": "when", "wer": "where",
    "wher": "where", "hwo": "how", "hw": "how", "y": "why", "teh": "the", "hte": "the", "u": "you", "ur": "your",
    "dis": "this", "dat": "that", "da": "the", "wanna": "want", "gonna": "going", "cud": "could", "shud": "should",
}  # fmt: skip
"""Small words as people type them in a hurry: no slip to tell them of, and of no weight."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A word as typed, and what it was read as: one word, or several that were run together."""

    typed: str
    read: tuple[str, ...]


class Speller:
    """Knows which words are right, and the nearest right words to a wrong one."""

    def __init__(
        self, vocabulary: Mapping[str, int], english: Sequence[str], names: Collection[str] = ()
    ) -> None:
        """Take the field's words with their counts, English words (commonest first), and other names."""
        self._counts = {word: count for word, count in vocabulary.items() if word.isalpha()}
        self._ranks = {word: rank for rank, word in enumerate(english, start=1)}
        self._names = frozenset(names)
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for word in self._counts:
            self._by_length[len(word)].append(word)

    def knows(self, word: str) -> bool:
        """Whether a word is left as it is: a number, too short, or a word or name that is right in some ending."""
        if len(word) < _SHORTEST or not word.isalpha() or any(word in row for row in _ROWS):
            return True
        return any(map(self._is_right, _without_ending(word)))

    def _is_right(self, word: str) -> bool:
        return word in self._counts or word in self._ranks or word in self._names

    def field(self, word: str) -> float:
        """How much more a word belongs to the field than to English: a logarithm, about 0 for an unknown word."""
        return log((self._counts.get(word, 0) + 0.5) * self._ranks.get(word, _RARE) / _RARE)

    def mend(self, words: Iterable[str]) -> tuple[list[str], tuple[Correction, ...]]:
        """Return the words with the unknown ones corrected where a near one is known, and what was done."""
        mended: list[str] = []
        corrections: list[Correction] = []
        for typed in words:
            word = _QUICKLY.get(typed, typed)
            read = (word,) if self.knows(word) else self.correct(word)
            mended += read
            if read != (word,):
                corrections.append(Correction(word, read))
        return mended, tuple(corrections)

    def correct(self, word: str) -> tuple[str, ...]:
        """Return what an unknown word most likely stands for; itself if nothing is near enough."""
        one_slip = [near for near in _one_slip_away(word) if near in self._counts or near in self._ranks]
        if one_slip:
            return (max(one_slip, key=lambda near: self._likelihood(word, near)),)
        return self._split(word) or self._two_slips(word) or self._by_sound(word) or (word,)

    def _likelihood(self, word: str, near: str) -> float:
        """Higher for words that the field uses much, that English uses much, and that begin and sound alike."""
        field = 2 + log(1 + self._counts[near]) if near in self._counts else 0.0
        common = log(_RARE / self._ranks[near]) / 4 if near in self._ranks else 0.0
        same_start = 1.5 if near[0] == word[0] else 0.0
        swapped = 1.0 if sorted(near) == sorted(word) or sound(near) == sound(word) else 0.0
        return field + common + same_start + swapped

    def _split(self, word: str) -> tuple[str, ...]:
        """Read "hatespeech" as "hate speech", in as few pieces as can be; nothing if a piece is unknown."""
        best: list[tuple[str, ...] | None] = [()] + [None] * len(word)
        for end in range(1, len(word) + 1):
            for start in range(max(0, end - 20), end):
                before, piece = best[start], word[start:end]
                if before is None or not self._is_piece(piece):
                    continue
                here = best[end]
                if here is None or len(before) + 1 < len(here):
                    best[end] = (*before, piece)
        pieces = best[-1]
        return pieces if pieces and len(pieces) <= 2 + len(word) // 10 else ()

    def _is_piece(self, piece: str) -> bool:
        if len(piece) < _SHORTEST:
            return piece in _SMALL_PIECES
        return piece in self._counts

    def _two_slips(self, word: str) -> tuple[str, ...]:
        if len(word) < _LONG:
            return ()
        slips = 3 if len(word) >= _LONGEST else 2
        near = self._within(word, slips)
        if len(word) < _SURE:  # every other letter may be wrong by then: the word has to begin as it should
            near = [pair for pair in near if pair[0][0] == word[0]]
        if not near:
            return ()
        return (min(near, key=lambda pair: pair[1] - self._likelihood(word, pair[0]) / 5)[0],)

    def _within(self, word: str, slips: int) -> list[tuple[str, float]]:
        found: list[tuple[str, float]] = []
        for length in range(len(word) - slips, len(word) + slips + 1):
            if bucket := self._by_length.get(length):
                found += [
                    (near, distance)
                    for near, distance, _ in process.extract(
                        word, bucket, scorer=OSA.distance, score_cutoff=slips, limit=None
                    )
                ]
        return found

    def _by_sound(self, word: str) -> tuple[str, ...]:
        near = self._sounds.get(sound(word), ())
        alike = [other for other in near if OSA.normalized_similarity(word, other) >= _ALIKE]
        return (max(alike, key=lambda other: self._likelihood(word, other)),) if alike else ()

    @cached_property
    def _sounds(self) -> dict[str, list[str]]:
        sounds: dict[str, list[str]] = defaultdict(list)
        for word in self._counts:
            if len(word) >= _SHORTEST:
                sounds[sound(word)].append(word)
        return sounds


def _without_ending(word: str) -> Iterator[str]:
    """The word, and what it may be an ending of: "arming" of "arm", "houses" of "house"."""
    yield word
    for ending in ("s", "es", "ed", "ing", "er", "ly"):
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST - 1:
            rest = word.removesuffix(ending)
            yield rest
            if ending in {"ed", "ing", "er"}:
                yield rest + "e"
                yield rest[:-1]  # "stopp"


def _one_slip_away(word: str) -> set[str]:
    """Every string that one letter dropped, doubled, changed, added or swapped makes of a word."""
    halves = [(word[:cut], word[cut:]) for cut in range(len(word) + 1)]
    near = {a + b[1:] for a, b in halves if b}
    near |= {a + b[1] + b[0] + b[2:] for a, b in halves if len(b) > 1}
    near |= {a + letter + b[1:] for a, b in halves if b for letter in _LETTERS}
    near |= {a + letter + b for a, b in halves for letter in _LETTERS}
    return near


_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^(?:kn|gn|pn)", "n"),
        (r"^wr", "r"),
        (r"ph", "f"),
        (r"t(?=i[oa]n?)|sh|ss(?=i[ou])", "x"),
        (r"s?c(?=[eiy])", "s"),
        (r"dg(?=[eiy])|g(?=[eiy])(?!ive)", "j"),
        (r"igh|gh|g(?=n)", ""),
        (r"[ckq]+u?", "k"),
        (r"z", "s"),
        (r"x(?!n)", "x"),
        (r"(?<=.)[aeiouyhw]+", ""),
        (r"(.)\1+", r"\1"),
    )
)


def sound(word: str) -> str:
    """Return roughly how a word sounds: its consonants, one letter a sound ("genocide", "jenosyde": ``jnsd``)."""
    for pattern, letters in _SOUNDS:
        word = pattern.sub(letters, word)
    return word
