"""Notice a question that names a place of the report: "what does para 61 say", "show me footnote 107".

Only a paragraph or footnote by its number, or a symbol that stands alone, is taken for a place; a
question about a document ("who voted for resolution 75/277?") is a question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.answering.words import STOPWORDS, normalise, without_courtesy, words
from knowledge.model import Library

_NUMBERS = r"\d{1,3}(?:\s*(?:-|–|,|to|and|&)\s*\d{1,3})*(?![\d/])"
_BY_NUMBER = re.compile(
    rf"(?:\bpara(?:graph)?s?\b\.?|¶+|§+|\bfn\b\.?|\bfootnotes?\b|\bnotes?\b)\s*{_NUMBERS}", re.IGNORECASE
)
_SYMBOL = re.compile(r"\b[ASE]/[A-Z0-9][\w./()-]*[\w)](?: \(\d{4}\))?(?!\w)", re.IGNORECASE)
_FILLERS = """report paragraph paragraphs para paras text document symbol quote read open display look go there cite cited
cites mention mentions mentioned reference refer full content contents exact wording number
"""
_ASKING = STOPWORDS | set(_FILLERS.split())


@dataclass(frozen=True, slots=True)
class Place:
    """A place of one report: its paragraphs, the footnotes that were named, and its citation."""

    report: str
    paragraphs: tuple[int, ...]
    footnotes: tuple[int, ...]
    citation: str


def pointed_at(library: Library, question: str) -> Place | None:
    """Return the place that a question names, if naming it is all that the question does."""
    for pattern in (_BY_NUMBER, _SYMBOL):
        named = pattern.search(question)
        if named is None:
            continue
        around = question[: named.start()] + " " + question[named.end() :]
        rest = words(without_courtesy(normalise(around)))
        if all(word in _ASKING for word in rest):
            from knowledge.reference import resolve  # noqa: PLC0415 - few questions need it, and it is slow to load

            found = resolve(library, named.group())
            if found.status == "found" and found.paragraphs and found.report:
                named_notes = found.footnotes if found.kind in {"footnote", "document"} else ()
                return Place(found.report, found.paragraphs, named_notes, found.citation)
    return None
