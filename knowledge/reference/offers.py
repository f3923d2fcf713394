"""Everything in a report that can be offered while a person types, each with a value that finds just that."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge.citation import Locator, short
from knowledge.model import Document, Footnote, Paragraph
from knowledge.reference import labels
from knowledge.reference.lookup import Kind, Suggestion
from knowledge.reference.names import Names
from knowledge.reference.spellings import Place
from knowledge.reference.text import link_key, name_key
from knowledge.reference.vocabulary import ROMAN, Unit
from knowledge.symbols import halves

_BETWEEN_WORDS = re.compile(r"\W+")

LONGEST = 100
"""The characters that Discord allows a choice and its value."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Something to offer: ``keys`` are those of its names and numbers, ``words`` what it is searched by.

    ``name`` is the spelling with which a misspelling is compared, if it has one.
    """

    suggestion: Suggestion
    points_at: tuple[str, Kind, str]
    """A report's symbol, what is offered, and a citation of that place or the name of a document."""
    unit: Unit
    keys: tuple[str, ...]
    words: str
    name: str = ""


class Offers:
    """All that one report has to offer; labels and values begin with its symbol where there are several reports."""

    def __init__(self, names: Names, *, several: bool) -> None:
        """Offer what ``names`` names."""
        self.names = names
        self.report = names.report
        self._prefix = f"{self.report.symbol}, " if several else ""
        self._mark = f"{self.report.symbol} · " if several else ""
        symbols = (self.report.symbol, *halves(self.report.symbol))
        units = {"paragraph": ("para", "paras"), "footnote": ("fn", "footnote")}
        self._cited_by = {
            kind: [self._key(f"{symbol} {word}") for symbol in symbols for word in words]
            for kind, words in units.items()
        }

    def all(self) -> Iterator[Offer]:
        """Yield the paragraphs, the sections, the footnotes and the documents, each in their order."""
        report = self.report
        yield from map(self._paragraph, report.paragraphs)
        yield from map(self._section, self._places())
        yield from map(self._footnote, report.footnotes)
        yield self._whole()
        yield from filter(None, map(self._document, report.documents))

    def _paragraph(self, paragraph: Paragraph) -> Offer:
        number = paragraph.number
        citation = short(self.report, Locator((number,)))
        return Offer(
            self._suggestion(labels.of_paragraph(self.report, number), f"para. {number}"),
            (self.report.symbol, "paragraph", citation),
            Unit.PARAGRAPH,
            (str(number), *(f"{cited}|{number}" for cited in self._cited_by["paragraph"])),
            _words(f"{self.report.heading(number)} {paragraph.text}"),
        )

    def _footnote(self, footnote: Footnote) -> Offer:
        number = footnote.number
        citation = short(self.report, Locator(footnotes=(number,)))
        return Offer(
            self._suggestion(labels.of_footnote(self.report, number), f"fn {number}"),
            (self.report.symbol, "footnote", citation),
            Unit.FOOTNOTE,
            (str(number), *(f"{cited}|{number}" for cited in self._cited_by["footnote"])),
            _words(footnote.text),
        )

    def _section(self, place: Place) -> Offer:
        title = labels.title_of(self.report, place)
        number = str(ROMAN.get((place.section or "").lower(), ""))
        keys = tuple(map(self._key, (place.name, title, f"{number} {place.letter or ''}")))
        suggestion = self._suggestion(labels.of_place(self.report, place), place.name)
        words = _words(title)
        citation = short(self.report, Locator(section=place.name))
        return Offer(suggestion, (self.report.symbol, "section", citation), Unit.SECTION, keys, words, words)

    def _whole(self) -> Offer:
        symbol, title = self.report.symbol, self.report.title
        keys = tuple(map(self._key, (symbol, *halves(symbol), title)))
        suggestion = Suggestion(labels.of_report(self.report), symbol)
        return Offer(suggestion, (symbol, "document", symbol), Unit.BARE, keys, _words(f"{symbol} {title}"))

    def _document(self, document: Document) -> Offer | None:
        spellings = [name for name, _, target in self.names.named if target is document]
        value = next(self._values(document, spellings), None)
        if value is None:
            return None
        numbers = ("|".join(pieces) for pieces, found in self.names.resolutions.items() if document in found)
        return Offer(
            self._suggestion(labels.of_document(document), value),
            (self.report.symbol, "document", document.name),
            Unit.RESOLUTION if document.kind == "resolution" else Unit.BARE,
            (*map(self._key, spellings), *numbers, link_key(document.link or "")),
            _words(" ".join((document.name, *spellings))),
            _words(document.title or ("" if document.kind == "page" else document.name)),
        )

    def _values(self, document: Document, spellings: Iterable[str]) -> Iterator[str]:
        """What finds just this document and is short enough, its own name first."""
        for name in (document.name, *spellings, document.link or ""):
            value = name.partition("://")[2] or name
            if value and len(self._prefix) + len(value) <= LONGEST and self.names.only(value) is document:
                yield value

    def _places(self) -> Iterator[Place]:
        yield Place(None)
        for section in self.report.sections:
            yield Place(section.number)
            yield from (Place(section.number, sub.letter) for sub in section.subsections)

    def _key(self, text: str) -> str:
        return name_key(self.names.tokens(text))

    def _suggestion(self, label: str, value: str) -> Suggestion:
        return Suggestion(labels.shortened(self._mark + label, LONGEST), self._prefix + value)


def _words(text: str) -> str:
    """The words of a text in small letters, a space before each."""
    return f" {_BETWEEN_WORDS.sub(' ', text.casefold())}" if text else ""
