"""The rules for sections: "II.A", "Sec. III(B)", "part 3 B", "sections II and IV", "II.A–C"."""

from __future__ import annotations

from dataclasses import replace

from knowledge.reference import messages as say
from knowledge.reference.items import Cursor, Refusal, SectionId, Sections, shown
from knowledge.reference.vocabulary import ROMAN, SEPARATORS, SPELT_OUT, TO, Unit

_BEFORE_LETTER = frozenset([".", "-", "(", "/", ":"])
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def sections(cursor: Cursor) -> Sections | None:
    """Read the sections that are named here; ``None``, and no move, where none is.

    Without the word "section" an arabic numeral needs a letter: "2.A" is a section, "2" a paragraph.
    """
    before = cursor.place
    unit, length = cursor.unit()
    worded = unit is Unit.SECTION or (cursor.text() == "§" and cursor.text(length) in ROMAN)
    if worded:
        cursor.place += cursor.past_marks(length)
    first = _section(cursor, worded=worded)
    if first is None:
        cursor.place = before
        return None
    _refuse_figures(cursor, first)
    ids = [_in_section(cursor, first)]
    while more := _more(cursor, ids[-1], worded=worded):
        ids += more
    return Sections(tuple(ids))


def _section(cursor: Cursor, *, worded: bool) -> SectionId | None:
    """Read one section, with its letter if it has one."""
    before = cursor.place
    text = cursor.text()
    if text in ROMAN:
        cursor.take()
        return _lettered(cursor, SectionId(ROMAN[text]))
    if cursor.is_word() and text[:-1] in ROMAN and text[-1] in _LETTERS:
        cursor.take()
        return SectionId(ROMAN[text[:-1]], text[-1].upper())
    if worded and text in SPELT_OUT:
        cursor.take()
        return _lettered(cursor, SectionId(SPELT_OUT[text]))
    if worded and _is_letter(cursor):
        return SectionId(None, cursor.take().text.upper())
    if cursor.is_number():
        number = int(cursor.take().text)
        found = _lettered(cursor, SectionId(number))
        if worded or (found.letter and 0 < number <= len(cursor.report.sections)):
            return found
    cursor.place = before
    return None


def _in_section(cursor: Cursor, part: SectionId) -> SectionId:
    """Read the section of a letter that stands before it: "subsection B of section III"."""
    before = cursor.place
    if part.number is None and cursor.text() in {"of", "in", ","}:
        cursor.take()
        unit, length = cursor.unit()
        cursor.place += length if unit is Unit.SECTION else 0
        whole = _section(cursor, worded=unit is Unit.SECTION)
        if whole is not None and whole.letter is None:
            return replace(whole, letter=part.letter)
    cursor.place = before
    return part


def _lettered(cursor: Cursor, section: SectionId) -> SectionId:
    """Read the letter behind a section's number, if one follows: ".A", " A", "(A)", ", subsection A"."""
    before = cursor.place
    if cursor.text() in _BEFORE_LETTER or (cursor.text() == "," and _is_lettered(cursor, 1)):
        mark = cursor.take().text
    else:
        mark = ""
    if _is_worded_letter(cursor, 0):
        cursor.place += cursor.unit()[1]
    could_be_numeral = cursor.text() in ROMAN and mark not in {".", "("}
    if _is_letter(cursor) and not could_be_numeral:
        letter = cursor.take().text.upper()
        if cursor.text() == ")" and mark == "(":
            cursor.take()
        return replace(section, letter=letter)
    cursor.place = before
    return section


def _is_letter(cursor: Cursor, ahead: int = 0) -> bool:
    """Whether a single letter stands ahead that begins neither a symbol (A/63/677) nor a note (n. 107)."""
    is_single = cursor.is_word(ahead) and len(cursor.text(ahead)) == 1 and cursor.text(ahead) in _LETTERS
    follows = ahead + (2 if cursor.text(ahead + 1) == "." else 1)
    return is_single and cursor.text(follows) != "/" and not cursor.is_number(follows)


def _is_lettered(cursor: Cursor, ahead: int) -> bool:
    """Whether "B" or "subsection B" stands ahead."""
    return _is_letter(cursor, ahead) or _is_worded_letter(cursor, ahead)


def _is_worded_letter(cursor: Cursor, ahead: int) -> bool:
    """Whether "subsection B" or "part B" stands ahead."""
    here = cursor.place
    cursor.place += ahead
    unit, length = cursor.unit()
    cursor.place = here
    return unit is Unit.SECTION and _is_letter(cursor, ahead + length)


def _refuse_figures(cursor: Cursor, section: SectionId) -> None:
    """Refuse "II.A.1" and "section 2.1": a section has no numbered parts."""
    if cursor.text() == "." and cursor.is_glued() and cursor.is_number(1) and cursor.is_glued(1):
        name = ".".join(part for part in (shown(section.number), section.letter, cursor.text(1)[:3]) if part)
        raise Refusal(say.no_section(cursor.report, name), well_formed=True)


def _more(cursor: Cursor, last: SectionId, *, worded: bool) -> list[SectionId]:
    """Read what follows in the list: "and IV", ", B" (a letter of the section before) or the end of a range."""
    before = cursor.place
    is_range = cursor.text() in TO
    while cursor.text() in SEPARATORS or (cursor.place == before and is_range):
        cursor.take()
    if cursor.place == before:
        return []
    unit, length = cursor.unit()
    if unit is Unit.SECTION:
        cursor.place += length
    if _is_letter(cursor) and (last.letter or cursor.text() not in ROMAN) and last.number is not None:
        following: SectionId | None = SectionId(last.number, cursor.take().text.upper())
    else:
        following = _section(cursor, worded=worded or unit is Unit.SECTION)
    if following is None:
        cursor.place = before
        return []
    return _range(cursor, last, following) if is_range else [following]


def _range(cursor: Cursor, first: SectionId, last: SectionId) -> list[SectionId]:
    """All after ``first`` up to ``last``: whole sections, or letters of one section."""
    if first.number == last.number and first.letter and last.letter:
        letters = _LETTERS.upper()
        between = letters[letters.index(first.letter) + 1 : letters.index(last.letter) + 1]
        found = [SectionId(first.number, letter) for letter in between]
    elif first.letter == last.letter is None and first.number and last.number:
        stop = min(last.number, first.number + len(cursor.report.sections) + 1)
        found = [SectionId(number) for number in range(first.number + 1, stop + 1)]
    else:
        found = []
    if not found:
        raise Refusal(say.reversed_sections(cursor.report))
    return found
