"""The rules for numbers: "10–12, 15 and 18", "35 (g)", and what cannot be one."""

from __future__ import annotations

from knowledge.reference import messages as say
from knowledge.reference.items import Cursor, Numbers, Refusal, Span
from knowledge.reference.vocabulary import ORDINALS, ROMAN, SEPARATORS, TO, UNITS, Unit

_PART = 4
"""The letters that a lettered part has at most: (viii)."""


def numbers(cursor: Cursor, unit: Unit) -> Numbers:
    """Read the list of numbers that begins here."""
    spans = [_span(cursor, unit)]
    while _another(cursor, unit):
        spans.append(_span(cursor, unit))
    return Numbers(unit, tuple(spans))


def _another(cursor: Cursor, unit: Unit) -> bool:
    """Move past "," or "and" if a number of this list follows; a number that begins a name does not."""
    before = cursor.place
    while cursor.text() in SEPARATORS or (unit is not Unit.BARE and cursor.text() == "/"):
        cursor.take()
    if before != cursor.place and cursor.is_number() and not begins_name(cursor):
        return True
    cursor.place = before
    return False


def begins_name(cursor: Cursor) -> bool:
    """Whether the number here begins a name ("2005 World Summit Outcome") or is a resolution's (79/122)."""
    end, _ = cursor.names.longest(cursor.tokens, cursor.place)
    is_pair = cursor.text(1) == "/" and cursor.is_number(2)
    is_bracketed = cursor.text(1) == "(" and (cursor.text(), cursor.text(2)) in cursor.names.resolutions
    return end > cursor.place or is_pair or is_bracketed


def counted(cursor: Cursor) -> Numbers | None:
    """Read "paras. 10–12" or "fn 107"; ``None``, and no move, where no number follows the word."""
    before = cursor.place
    unit, length = cursor.unit()
    if unit not in {Unit.PARAGRAPH, Unit.FOOTNOTE}:
        return None
    cursor.place += cursor.past_marks(length)
    if cursor.text() == "-" and cursor.is_glued() and cursor.is_glued(1):
        cursor.take()
    if cursor.is_number():
        return numbers(cursor, unit)
    cursor.place = before
    return None


def _span(cursor: Cursor, unit: Unit) -> Span:
    first, part = _number(cursor)
    before = cursor.place
    if not _range_follows(cursor, unit):
        cursor.place = before
        return Span(first, first, part)
    last, last_part = _number(cursor)
    if last < first:
        raise Refusal(say.reversed_range(first, last))
    return Span(first, last, part or last_part)


def _range_follows(cursor: Cursor, unit: Unit) -> bool:
    """Move past "-", "to" or "..", and the unit if it is repeated; whether a number follows."""
    if cursor.text() in TO:
        cursor.take()
    elif cursor.text() == cursor.text(1) == ".":
        while cursor.text() == ".":
            cursor.take()
    else:
        return False
    again, length = cursor.unit()
    if again is unit:
        cursor.place += length
        while cursor.text() == ".":
            cursor.take()
    return cursor.is_number()


def _number(cursor: Cursor) -> tuple[int, str]:
    value = int(cursor.take().text)
    is_point = cursor.text() == "." and cursor.is_glued()
    if is_point and cursor.is_number(1) and cursor.is_glued(1):
        raise Refusal(say.fraction(cursor.report))
    return value, _part(cursor)


def _part(cursor: Cursor) -> str:
    """Move past the letter behind a number: "61a", "35(g)", "4 (h)"; ordinal endings are none."""
    if cursor.is_word() and cursor.is_glued():
        if cursor.text() in ORDINALS:
            cursor.take()
            return ""
        is_part = cursor.text() not in UNITS and cursor.text() not in TO | SEPARATORS
        return cursor.take().text if is_part else ""
    if cursor.text() == "(" and cursor.text(2) == ")" and cursor.is_word(1):
        letter = cursor.text(1)
        if len(letter) == 1 or (letter in ROMAN and len(letter) <= _PART):
            cursor.place += 3
            return letter
    return ""
