"""The rules for documents by symbol, number or link: "GA res 79/122", "UNSCR 2417", "A 63 677"."""

from __future__ import annotations

from dataclasses import replace

from knowledge.model import Document
from knowledge.reference.items import Cursor, Named, Unknown
from knowledge.reference.names import ends_whole
from knowledge.reference.spellings import Place
from knowledge.reference.text import Kind, name_key
from knowledge.reference.vocabulary import BODIES, COUNTED, FILLERS, MONTHS, SEPARATORS, YEARS, Body, Unit

_BETWEEN = COUNTED | FILLERS | {"-"}
_PIECE_MARKS = frozenset(["/", "-", "(", ")", "."])
_BARE_MARKS = frozenset(["/", "(", ")"])
"""Between bare numbers a hyphen is a range: 7-25 are paragraphs, 7/25 is a resolution."""
_ORGANS = frozenset(["a", "s", "e"])
_LONGEST_BODY = 8
_LONGEST_PREFIX = 5
_PIECES = 3


def named(cursor: Cursor) -> Named | Unknown | None:
    """Read an exact name, a symbol without its strokes, or a web address."""
    token = cursor.peek()
    if token is not None and token.kind is Kind.LINK:
        cursor.take()
        targets = cursor.names.at(token.text)
        return Named(targets) if targets else Unknown("")
    for find in (cursor.names.longest, cursor.names.squeezed):
        end, targets = find(cursor.tokens, cursor.place)
        if targets:
            cursor.place = end
            return Named(targets, None if isinstance(targets[0], Place) else dated(cursor))
    return None


def dated(cursor: Cursor) -> int | None:
    """Read the date behind a document, "(2011)", "(12 January 2009)" or "of 4 December 2024", and return its year."""
    before = cursor.place
    opening = cursor.text()
    if opening in {"(", "of"}:
        cursor.take()
        pieces = []
        while cursor.is_number() or cursor.text() in MONTHS or cursor.text() in {",", "."}:
            pieces.append(cursor.take().text)
        closed = opening == "of" or cursor.text() == ")"
        figures = [int(piece) for piece in pieces if piece.isdigit()]
        if closed and figures and figures[-1] in YEARS:
            if opening == "(":
                cursor.take()
            return figures[-1]
    cursor.place = before
    return None


def resolutions(cursor: Cursor) -> list[Named | Unknown]:
    """Read the resolutions that are listed here; nothing, and no move, where there is none.

    The body, the word "resolution" or a number of two pieces says that it is one: a single bare number
    can be a paragraph.
    """
    before = cursor.place
    body, worded = _body(cursor)
    if not worded:
        unit, length = cursor.unit()
        worded = unit is Unit.RESOLUTION
        cursor.place += length if worded else 0
    while (worded or body) and cursor.text() in _BETWEEN:
        cursor.take()
    if not cursor.is_number() or not (worded or body or _is_adopted(cursor)):
        cursor.place = before
        return []
    found = [_adopted(cursor, body)]
    while (worded or body) and _another(cursor):
        found.append(_adopted(cursor, body))
    return found if body else _narrowed(cursor, found)


def unknown_symbol(cursor: Cursor) -> Unknown | None:
    """Read what is built like a symbol: letters and a stroke, or an organ's letter and two numbers."""
    before = cursor.place
    if not cursor.is_word() or len(cursor.text()) > _LONGEST_PREFIX:
        return None
    strokes = cursor.text(1) in {"/", "-"} and cursor.is_glued(1) and cursor.is_glued(2)
    spaced = cursor.text() in _ORGANS and cursor.is_number(1) and cursor.is_number(2)
    cursor.take()
    if strokes:
        while cursor.is_glued() and (cursor.is_word() or cursor.is_number() or cursor.text() in _PIECE_MARKS):
            cursor.take()
    elif spaced:
        while cursor.is_number():
            cursor.take()
    text = cursor.spelled(before).rstrip(".-(")
    if not (strokes or spaced) or not any(figure.isdigit() for figure in text):
        cursor.place = before
        return None
    return Unknown(text, cursor.names.like(text))


def _body(cursor: Cursor) -> tuple[Body | None, bool]:
    """Move past a body's name; return it and whether "res" was part of the word, as in UNSCR or GA/RES."""
    best: tuple[Body | None, bool, int] = (None, False, 0)
    for length in range(1, _LONGEST_BODY + 1):
        pieces = cursor.tokens[cursor.place : cursor.place + length]
        if len(pieces) < length or pieces[-1].kind is Kind.NUMBER:
            break
        key = name_key(pieces)
        for ending in ("", "r", "res"):
            body = BODIES.get(key.removesuffix(ending)) if key.endswith(ending) else None
            if body and pieces[-1].kind is Kind.WORD:
                best = body, bool(ending), length
    cursor.place += best[2]
    return best[:2]


def _is_adopted(cursor: Cursor) -> bool:
    """Whether a bare number here can only be a resolution's: "79/122", "1973 (2011)", "377 A (V)", "79 122"."""
    before = cursor.place
    pieces, _ = _longest(cursor, None, between=_BARE_MARKS)
    cursor.place = before
    return pieces > 1 or (cursor.text(1) == "/" and cursor.is_number(2))


def _another(cursor: Cursor) -> bool:
    """Move past "," or "and" if another number follows, and not a name that begins with one."""
    before = cursor.place
    while cursor.text() in SEPARATORS:
        cursor.take()
    end, _ = cursor.names.longest(cursor.tokens, cursor.place)
    if before < cursor.place == end and cursor.is_number():
        return True
    cursor.place = before
    return False


def _adopted(cursor: Cursor, body: Body | None) -> Named | Unknown:
    """Read one resolution's number, with its year or session if that follows."""
    start = cursor.place
    _, documents = _longest(cursor, body)
    if documents:
        return Named(documents, dated(cursor))
    cursor.take()
    if cursor.text() == "/" and cursor.is_number(1):
        cursor.place += 2
    number = cursor.spelled(start)
    return Unknown(f"resolution {number}", cursor.names.like(number))


def _longest(
    cursor: Cursor, body: Body | None, between: frozenset[str] = _PIECE_MARKS
) -> tuple[int, tuple[Document, ...]]:
    """Move past the longest number that a known resolution has; return its pieces and the resolutions."""
    end = cursor.place
    best: tuple[int, tuple[Document, ...]] = 0, ()
    pieces: list[str] = []
    while len(pieces) < _PIECES and (cursor.is_number() or cursor.is_word()):
        pieces.append(cursor.take().text)
        found = _adopted_by(body, cursor.names.resolutions.get(tuple(pieces), ()))
        if found and ends_whole(cursor.tokens, cursor.place):
            end, best = cursor.place, (len(pieces), found)
        while cursor.text() in between:
            cursor.take()
    cursor.place = end
    return best


def _adopted_by(body: Body | None, documents: tuple[Document, ...]) -> tuple[Document, ...]:
    return tuple(document for document in documents if body is None or document.name.startswith(body.prefix))


def _narrowed(cursor: Cursor, found: list[Named | Unknown]) -> list[Named | Unknown]:
    """Read "of the Security Council" behind resolutions, and keep those that it adopted."""
    before = cursor.place
    if cursor.text() in {"of", "by", "from"}:
        cursor.take()
        if cursor.text() == "the":
            cursor.take()
        body, _ = _body(cursor)
        if body is not None:
            return [_kept(item, body) for item in found]
    cursor.place = before
    return found


def _kept(item: Named | Unknown, body: Body) -> Named | Unknown:
    if isinstance(item, Unknown):
        return item
    documents = tuple(target for target in item.targets if isinstance(target, Document))
    kept = _adopted_by(body, documents)
    if kept:
        return replace(item, targets=kept)
    return Unknown(f"{body.name} resolution {documents[0].name.rpartition('RES/')[2]}", documents)
