"""The words of references that hold for any report: para., fn, section, resolution, the bodies that adopt one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from types import MappingProxyType


class Unit(Enum):
    """What a number counts."""

    BARE = auto()
    PARAGRAPH = auto()
    FOOTNOTE = auto()
    SECTION = auto()
    RESOLUTION = auto()
    OTHER = auto()
    """A part that only other documents are cited by: an article, an annex, a page."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _each(words: str, unit: Unit) -> dict[str, Unit]:
    return dict.fromkeys(words.split(), unit)


PARTS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("article", "articles", "art", "arts"), "article"),
        **dict.fromkeys(("page", "pages", "p", "pp", "pg", "pgs"), "page"),
        **dict.fromkeys(("annex", "annexes", "appendix"), "annex"),
        **dict.fromkeys(("action", "actions"), "action"),
        **dict.fromkeys(("volume", "vol"), "volume"),
    }
)
"""Word → the part of a document, other than a paragraph, that it counts."""

UNITS: Mapping[str, Unit] = MappingProxyType(
    {
        **_each("para paras par pars parag parags paragraph paragraphs paragraphe pgh ¶ §", Unit.PARAGRAPH),
        **_each("fn fns ftn ftns fnote fnotes footnote footnotes note notes n nn endnote ^", Unit.FOOTNOTE),
        **_each(
            "section sections sec secs sect sects part parts chapter chapters ch chap heading", Unit.SECTION
        ),
        **_each("subsection subsections subsec subsect subpart", Unit.SECTION),
        **_each("res resn resol resolution resolutions", Unit.RESOLUTION),
        **_each(" ".join(PARTS), Unit.OTHER),
    }
)
"""Word → what the number after it counts. A word in several pieces ("foot note", "f.n.") is joined first."""

CORRECTABLE = ("paragraph", "paragraphs", "footnote", "footnotes", "section", "sections", "resolution")
"""Words of ``UNITS`` that are long enough to be known in spite of a slip of the finger."""

TO = frozenset({"-", "to", "through", "thru", "until", "till"})
AND = frozenset({"and", "&", "+", "plus", ";", "with"})
SEPARATORS = frozenset({",", ";", "and", "&", "+", "plus"})
"""What parts the numbers of one list."""
OF = frozenset({"of", "in", "from", "at", "within"})
FILLERS = _words(
    "the this see also cf eg please cite show give me find look up open get doc docs document documents ref"
    " reference no nos nr number numbers un as per on entitled text what which where does do is are say says read case"
)
"""Words around a reference that change nothing."""

COUNTED = _words(". : # ( [ / ¶ § no nos nr number numbers")
"""What may stand between "para" and its number."""

NOISE = _words(". : ( ) [ ] < > | # ! ? * _")
"""Marks around a reference that change nothing."""

SPELT_OUT: Mapping[str, int] = MappingProxyType(
    {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}
)
"""Numbers that people write as words after "section"."""

ORDINALS = frozenset({"st", "nd", "rd", "th"})
MONTHS = _words(
    "january february march april may june july august september october november december"
    " jan feb mar apr jun jul aug sep sept oct nov dec"
)
YEARS = range(1900, 2100)
"""Numbers that are read as a year where a date can stand."""


@dataclass(frozen=True, slots=True)
class Body:
    """An organ that adopts resolutions: its name, the beginning of their symbols, and how they are dated."""

    name: str
    prefix: str
    years: Callable[[int], tuple[int, ...]]
    """The years in which a session of that number can adopt one; nothing where the symbol prints it."""


_ASSEMBLY = Body("General Assembly", "A/RES/", lambda session: (1945 + session, 1946 + session))
_SECURITY_COUNCIL = Body("Security Council", "S/RES/", lambda _: ())
_RIGHTS_COUNCIL = Body("Human Rights Council", "A/HRC/RES/", lambda session: (2006 + (session - 1) // 3,))

BODIES: Mapping[str, Body] = MappingProxyType(
    {
        **dict.fromkeys(("ga", "unga", "generalassembly", "ungeneralassembly"), _ASSEMBLY),
        **dict.fromkeys(("sc", "unsc", "securitycouncil", "unsecuritycouncil"), _SECURITY_COUNCIL),
        **dict.fromkeys(("hrc", "unhrc", "humanrightscouncil", "unhumanrightscouncil"), _RIGHTS_COUNCIL),
    }
)
"""Joined words → the body. ``UNSCR`` and its like, with a last R, are a body and the word "resolution"."""


def numeral(number: int) -> str:
    """Return a number from 1 to 39 as a Roman numeral in capitals."""
    ones = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    return "X" * (number // 10) + ones[number % 10]


ROMAN: Mapping[str, int] = MappingProxyType({numeral(number).lower(): number for number in range(1, 40)})
"""Roman numerals in small letters → what they are worth."""
