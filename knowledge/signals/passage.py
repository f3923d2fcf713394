"""A news item as the signals read it: words with their capitals, places and sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from knowledge.answering.words import normalise

_PIECE = re.compile(r"\d+(?:[.,]\d{3})+|[^\W_]+(?:['’ʼ`´][^\W_]+)*|[.!?\n,;:()]")
_ENDS = frozenset(".!?\n")
_POSSESSIVE = re.compile(r"['’ʼ`´]s$", re.IGNORECASE)
_SHORT, _LEFT = 4, 3  # letters of a word that has an ending to cut, and of what is left then
_VOWEL = re.compile(r"[aeiouy]")
_DOUBLE = re.compile(r"([^aeioulsz])\1$")
_CASED = 0.06  # share of words with a capital letter from which the writer is taken to use them


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a passage: as it stands there, made plain, cut to its root; ``after`` is the mark before it, if any."""

    raw: str
    word: str
    root: str
    sentence: int
    after: str

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.raw[:1].isupper()


@dataclass(frozen=True)
class Passage:
    """A text in words."""

    text: str
    tokens: Sequence[Token]

    @classmethod
    def of(cls, text: str) -> Passage:
        """Cut a text into words and sentences."""
        tokens: list[Token] = []
        sentence, mark = 0, ""
        for piece in _PIECE.findall(text):
            if not piece[0].isalnum():
                mark = piece
                sentence += bool(piece in _ENDS and tokens and tokens[-1].sentence == sentence)
                continue
            if word := plain(piece):
                tokens.append(Token(piece, word, root(word), sentence, mark))
                mark = ""
        return cls(text, tuple(tokens))

    @cached_property
    def cased(self) -> bool:
        """Whether the writer uses capital letters within sentences."""
        within = [token for before, token in pairwise(self.tokens) if before.sentence == token.sentence]
        return sum(token.capital for token in within) > _CASED * len(self.tokens)

    @cached_property
    def titled(self) -> bool:
        """Whether nearly every word of the first sentence has a capital, As Headlines Often Do."""
        first = [token for token in self.tokens if token.sentence == 0 and len(token.word) > 3]  # noqa: PLR2004 - small words have none
        return len(first) > 3 and sum(token.capital for token in first) >= 0.8 * len(first)  # noqa: PLR2004 - too few words tell nothing

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word once."""
        return frozenset(token.word for token in self.tokens)

    def quote(self, start: int, end: int) -> str:
        """The words from ``start`` up to ``end`` as they stand in the text."""
        return " ".join(token.raw for token in self.tokens[start:end])


def plain(piece: str) -> str:
    """One word in small letters, without accents, apostrophes or a possessive's s."""
    return normalise(_POSSESSIVE.sub("", piece)).replace("'", "").replace(" ", "").replace(",", "")


@lru_cache(maxsize=50_000)
def root(word: str) -> str:
    """A word without the endings of plural and past: "raids", "raided" and "raiding" give "raid".

    Derived words keep their endings, unlike in the search of the report: in the news "minor" is not "minority",
    nor "general" "generation".
    """
    if len(word) < _SHORT or not word.isalpha():
        return word
    if word.endswith(("ies", "ied")):
        return word[:-3] + "y" if len(word) > _SHORT else word[:3]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= _LEFT and _VOWEL.search(rest):
            word = rest[:-1] if _DOUBLE.search(rest) else rest
            break
    return word.removesuffix("e")
