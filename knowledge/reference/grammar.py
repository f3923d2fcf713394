"""The grammar of references: terms in a row, joined by commas, "and", "of" or nothing.

reference  = term { joint term }
term       = name | resolutions | numbers | sections | part | unknown symbol | words of a name
numbers    = [ "para" | "fn" … ] span { "," span }        span = number [ "-" number ]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from knowledge.reference import messages as say
from knowledge.reference.guess import Guesses
from knowledge.reference.items import Cursor, Item, Joint, Named, Numbers, Part, Refusal, Term
from knowledge.reference.names import Names
from knowledge.reference.numbers import counted, numbers
from knowledge.reference.sections import sections
from knowledge.reference.symbols import dated, named, resolutions, unknown_symbol
from knowledge.reference.text import Kind, Token, name_key
from knowledge.reference.vocabulary import AND, FILLERS, NOISE, OF, PARTS, ROMAN, UNITS, Unit

_SHOWN = 12
_WITHIN = frozenset({".", "-", "&", "/"})


def parse(names: Names, guesses: Guesses, tokens: Sequence[Token]) -> tuple[Term, ...]:
    """Return the terms of a reference; raises ``Refusal`` where a piece makes no sense."""
    cursor = Cursor(names, tokens)
    terms: list[Term] = []
    joint = _join(cursor)
    while cursor.peek() is not None:
        before = cursor.place
        items = _items(cursor, guesses) if not _is_unit_behind(cursor, terms) else []
        for item in items:
            terms.append(Term(joint, item))
            joint = Joint.AND
        if cursor.place == before:
            raise _refusal(cursor)
        joint = _join(cursor) if items else max(joint, _join(cursor))
    if not terms:
        raise Refusal(say.unreadable(names.report, " ".join(token.text for token in tokens[:_SHOWN])))
    return tuple(terms)


def _join(cursor: Cursor) -> Joint:
    """Move past marks and small words to the next term; return what joins it to the last."""
    joint = Joint.NOTHING
    while (token := cursor.peek()) is not None:
        text = token.text
        if cursor.names.longest(cursor.tokens, cursor.place)[1]:
            break
        if text == "-":
            joint = max(joint, _dash(cursor))
        elif text in AND:
            joint = max(joint, Joint.AND)
        elif text in OF:
            joint = max(joint, Joint.OF)
        elif text == ",":
            joint = max(joint, Joint.COMMA)
        elif text == "." and cursor.is_number(1) and cursor.is_glued(1) and not cursor.is_glued():
            raise Refusal(say.fraction(cursor.report))
        elif text not in NOISE and text not in FILLERS:
            break
        cursor.take()
    return joint


def _dash(cursor: Cursor) -> Joint:
    """What a dash between terms is: a bullet or a pause, a joint of two symbols, or a minus, which is refused."""
    if cursor.is_number(1) and cursor.is_glued(1) and not cursor.is_glued():
        raise _no_negative(cursor, Unit.PARAGRAPH, 1)
    if cursor.is_glued() and cursor.peek(1) is None and cursor.is_number(-1):
        raise Refusal(say.open_range(cursor.text(-1)))
    return Joint.DASH if cursor.is_glued() and cursor.is_glued(1) else Joint.NOTHING


def _items(cursor: Cursor, guesses: Guesses) -> Sequence[Item]:
    """Read the next term by the first rule that knows it. What only stands beside a citation gives nothing."""
    beside = cursor.names.furniture(cursor.tokens, cursor.place)
    if beside > cursor.place and cursor.is_number():  # the report's date, not a number of its own
        cursor.place = beside
        return []
    start = cursor.place
    if found := named(cursor):
        return [_misspelt(cursor, guesses, start) or found]
    if adopted := resolutions(cursor):
        return adopted
    for rule in (counted, unknown_symbol, sections, _part, _bare):
        if item := rule(cursor):
            return [item]
    unit, length = cursor.unit()
    if unit in {Unit.PARAGRAPH, Unit.FOOTNOTE}:
        raise _without_number(cursor, unit)
    if beside > cursor.place or unit is Unit.SECTION:  # "the section on regional initiatives"
        cursor.place = max(beside, cursor.place + length)
        return []
    words = _words(cursor, guesses)
    return [words] if words else []


def _is_unit_behind(cursor: Cursor, terms: list[Term]) -> bool:
    """Read a unit that stands behind its number, as in "the 39th paragraph"."""
    unit, length = cursor.unit()
    last = terms[-1].item if terms else None
    if unit not in {Unit.PARAGRAPH, Unit.FOOTNOTE} or cursor.is_number(cursor.past_marks(length)):
        return False
    if not isinstance(last, Numbers) or last.unit is not Unit.BARE:
        return False
    cursor.place += length
    terms[-1] = replace(terms[-1], item=replace(last, unit=unit))
    return True


def _bare(cursor: Cursor) -> Numbers | None:
    return numbers(cursor, Unit.BARE) if cursor.is_number() else None


def _part(cursor: Cursor) -> Part | None:
    """Read a part by which only other documents are cited: "article II", "action 14", "p. 18"."""
    unit, length = cursor.unit()
    ahead = cursor.past_marks(length)
    if unit is not Unit.OTHER or not (cursor.is_number(ahead) or cursor.text(ahead) in ROMAN):
        return None
    word = PARTS[name_key(cursor.tokens[cursor.place : cursor.place + length])]
    cursor.place += ahead
    if not cursor.is_number():
        return Part(word, (cursor.take().text,))
    part = Part(word, tuple(str(span.first) for span in numbers(cursor, Unit.OTHER).spans))
    if cursor.text() == "(" and cursor.is_number(1) and cursor.text(2) == ")":  # the paragraph of an article
        cursor.place += 3
    return part


def _words(cursor: Cursor, guesses: Guesses) -> Named | None:
    """Read the longest run of words, and find the name of which they are a part or a misspelling."""
    words = _run(cursor)
    targets = guesses.part_of(words) or guesses.nearest(words)
    if words and not targets:
        raise Refusal(say.unreadable(cursor.report, " ".join(words)))
    return Named(targets, dated(cursor), guessed=True) if targets else None


def _misspelt(cursor: Cursor, guesses: Guesses, start: int) -> Named | None:
    """Read a name from ``start`` that begins with another: "Framework of Analysis of Atrocity Crimes"."""
    end = cursor.place
    goes_on = cursor.is_word() and all(token.kind is Kind.WORD for token in cursor.tokens[start:end])
    cursor.place = start
    words = _run(cursor) if goes_on else []
    targets = guesses.nearest(words) if cursor.place > end else ()
    if targets:
        return Named(targets, dated(cursor), guessed=True)
    cursor.place = end
    return None


def _run(cursor: Cursor) -> list[str]:
    """Move past words up to a number, a list's mark, a counted unit or another name, and return them."""
    words: list[str] = []
    ends = [cursor.place]
    while cursor.is_word() or (cursor.text() in _WITHIN and cursor.is_word(1)):
        unit, length = cursor.unit()
        is_counted = unit and cursor.is_number(cursor.past_marks(length))
        if words and (is_counted or cursor.names.longest(cursor.tokens, cursor.place)[1]):
            break
        word = cursor.take()
        if word.kind is Kind.WORD and word.text != "the":
            words.append(word.text)
            ends.append(cursor.place)
    while words and (words[-1] in AND | OF | FILLERS or UNITS.get(words[-1]) is Unit.SECTION):
        words.pop()
    cursor.place = ends[len(words)]
    return words


def _refusal(cursor: Cursor) -> Refusal:
    rest = " ".join(token.text for token in cursor.tokens[cursor.place : cursor.place + _SHOWN])
    return Refusal(say.unreadable(cursor.report, rest))


def _without_number(cursor: Cursor, unit: Unit) -> Refusal:
    """Why nothing can be read after "para" or "fn": a minus, or no number at all."""
    word, example = cursor.text(), "fn 1" if unit is Unit.FOOTNOTE else "para. 1"
    ahead = cursor.past_marks(cursor.unit()[1])
    if cursor.text(ahead) == "-" and cursor.is_number(ahead + 1):
        return _no_negative(cursor, unit, ahead + 1)
    return Refusal(say.no_number(word, example))


def _no_negative(cursor: Cursor, unit: Unit, ahead: int) -> Refusal:
    return Refusal(say.out_of_range(cursor.report, unit, [-int(cursor.text(ahead))]), well_formed=True)
