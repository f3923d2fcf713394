"""What a reference is made of once it is parsed, and the cursor that its rules move along the tokens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, auto

from rapidfuzz.distance import OSA

from knowledge.model import Document
from knowledge.reference.names import Names
from knowledge.reference.spellings import Target
from knowledge.reference.text import Kind, Token, name_key
from knowledge.reference.vocabulary import CORRECTABLE, COUNTED, ROMAN, UNITS, Unit, numeral

_PIECES = 3
"""A word for a unit has so many pieces at most: f . n"""


class Joint(IntEnum):
    """What stands before an item; of several the last here counts."""

    NOTHING = auto()
    COMMA = auto()
    AND = auto()
    OF = auto()
    DASH = auto()


@dataclass(frozen=True, slots=True)
class Span:
    """Numbers from ``first`` to ``last``; ``part`` is a letter behind them, as in 35 (g)."""

    first: int
    last: int
    part: str = ""


@dataclass(frozen=True, slots=True)
class Numbers:
    """A list of numbers and ranges that count paragraphs, footnotes, or nobody says what."""

    unit: Unit
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class SectionId:
    """A section by its number, a lettered part of it, or a letter alone."""

    number: int | None
    letter: str | None = None


@dataclass(frozen=True, slots=True)
class Sections:
    """A list of sections."""

    ids: tuple[SectionId, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """One of ``targets``, by a name; ``year`` was given with it; ``guessed`` when the name was not exact."""

    targets: tuple[Target, ...]
    year: int | None = None
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """Parts of another document that are no paragraphs: article II, p. 18; ``word`` is in full."""

    word: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """A well-formed symbol, resolution or link (then without ``text``) that the report does not cite."""

    text: str
    like: tuple[Document, ...] = ()


Item = Numbers | Sections | Named | Part | Unknown


@dataclass(frozen=True, slots=True)
class Term:
    """An item and what joins it to the one before."""

    joint: Joint
    item: Item


class Refusal(Exception):  # noqa: N818 - it is an answer, not an error
    """Why a reference means nothing: ``message`` is for people; ``well_formed`` if it only is not there."""

    def __init__(self, message: str, *, well_formed: bool = False, instead: Sequence[str] = ()) -> None:
        """``instead`` holds references that were perhaps meant."""
        super().__init__(message)
        self.message = message
        self.well_formed = well_formed
        self.instead = tuple(instead)
        self.chosen = False
        """Whether the reference names the report that refuses it."""


def shown(section: int | None) -> str:
    """Return a section's number as the report prints it; what can't be one stays in figures."""
    return "" if section is None else numeral(section) if section in ROMAN.values() else str(section)


class Cursor:
    """A place among the tokens of a reference."""

    def __init__(self, names: Names, tokens: Sequence[Token]) -> None:
        """Begin before the first token."""
        self.names = names
        self.report = names.report
        self.tokens = tokens
        self.place = 0

    def peek(self, ahead: int = 0) -> Token | None:
        """Return a token ahead without moving, or ``None`` past the end."""
        place = self.place + ahead
        return self.tokens[place] if place < len(self.tokens) else None

    def text(self, ahead: int = 0) -> str:
        """Return the text of a token ahead; nothing past the end."""
        token = self.peek(ahead)
        return token.text if token else ""

    def is_number(self, ahead: int = 0) -> bool:
        """Whether a number stands ahead."""
        token = self.peek(ahead)
        return token is not None and token.kind is Kind.NUMBER

    def is_word(self, ahead: int = 0) -> bool:
        """Whether a word stands ahead."""
        token = self.peek(ahead)
        return token is not None and token.kind is Kind.WORD

    def is_glued(self, ahead: int = 0) -> bool:
        """Whether a token stands ahead with no space before it."""
        token = self.peek(ahead)
        return token is not None and token.glued

    def take(self) -> Token:
        """Return the token here and move past it."""
        self.place += 1
        return self.tokens[self.place - 1]

    def past_marks(self, ahead: int) -> int:
        """Return how far ahead the marks end that may stand between a unit and its number."""
        while self.text(ahead) in COUNTED:
            ahead += 1
        return ahead

    def spelled(self, start: int) -> str:
        """Return what stands from ``start`` to here as it was typed, in capitals as symbols are."""
        pieces = (("" if token.glued else " ") + token.text for token in self.tokens[start : self.place])
        return "".join(pieces).strip().upper()

    def unit(self) -> tuple[Unit | None, int]:
        """Return the unit that is named here, and how many tokens name it.

        A word in pieces ("foot-note", "f.n.") counts, and a long one with a slip if a number follows.
        """
        for length in range(_PIECES, 0, -1):
            pieces = self.tokens[self.place : self.place + length]
            key = pieces[0].text if len(pieces) == 1 else name_key(pieces)
            ends = {piece.kind for piece in (*pieces[:1], *pieces[length - 1 :])}
            is_whole = len(pieces) == 1 or (len(pieces) == length and ends == {Kind.WORD})
            if is_whole and (unit := UNITS.get(key)):
                return unit, length
        word = self.text()
        if self.is_word() and len(word) > _SHORTEST_SLIP and self._counts(1):
            near = [right for right in CORRECTABLE if OSA.distance(word, right) <= 1 + len(word) // 9]
            return (UNITS[near[0]], 1) if near else (None, 0)
        return None, 0

    def _counts(self, ahead: int) -> bool:
        return self.is_number(ahead) or self.text(ahead) in ROMAN


_SHORTEST_SLIP = 5
