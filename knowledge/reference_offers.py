"""Everything in a report that can be offered while a person types, each with a value that finds just that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge import reference_labels as labels
from knowledge.citation import Locator, short
from knowledge.model import Document
from knowledge.reference_lookup import Kind, Suggestion
from knowledge.reference_names import Names
from knowledge.reference_spellings import Place
from knowledge.reference_text import Kind as TokenKind
from knowledge.reference_text import link_key, name_key
from knowledge.reference_vocabulary import ROMAN, Unit
from knowledge.symbols import halves

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

    def all(self) -> Iterator[Offer]:
        """Yield the paragraphs, the sections, the footnotes and the documents, each in their order."""
        report = self.report
        for number in (paragraph.number for paragraph in report.paragraphs):
            words = f"{report.heading(number)} {report.paragraph(number).text}"
            yield self._numbered(
                labels.of_paragraph(report, number), f"para. {number}", words, Locator((number,))
            )
        yield from map(self._section, self._places())
        for footnote in report.footnotes:
            label, locator = (
                labels.of_footnote(report, footnote.number),
                Locator(footnotes=(footnote.number,)),
            )
            yield self._numbered(label, f"fn {footnote.number}", footnote.text, locator)
        yield self._whole()
        yield from filter(None, map(self._document, report.documents))

    def _numbered(self, label: str, value: str, words: str, locator: Locator) -> Offer:
        """A paragraph or a footnote: found by its number alone, or behind the report's symbol or a half of it."""
        citation, symbol = short(self.report, locator), self.report.symbol
        typed = (citation.replace(symbol, name, 1) for name in (symbol, *halves(symbol)))
        keys = (str((*locator.paragraphs, *locator.footnotes)[0]), *map(self._key, typed))
        unit: Unit = Unit.FOOTNOTE if locator.footnotes else Unit.PARAGRAPH
        kind: Kind = "footnote" if locator.footnotes else "paragraph"
        return Offer(self._suggestion(label, value), (symbol, kind, citation), unit, keys, self._words(words))

    def _section(self, place: Place) -> Offer:
        title = labels.title_of(self.report, place)
        number = str(ROMAN.get((place.section or "").lower(), ""))
        keys = tuple(map(self._key, (place.name, title, f"{number} {place.letter or ''}")))
        suggestion = self._suggestion(labels.of_place(self.report, place), place.name)
        words = self._words(title)
        citation = short(self.report, Locator(section=place.name))
        return Offer(suggestion, (self.report.symbol, "section", citation), Unit.SECTION, keys, words, words)

    def _whole(self) -> Offer:
        symbol, title = self.report.symbol, self.report.title
        keys = tuple(map(self._key, (symbol, *halves(symbol), title)))
        suggestion = Suggestion(labels.of_report(self.report), symbol)
        return Offer(
            suggestion, (symbol, "document", symbol), Unit.BARE, keys, self._words(f"{symbol} {title}")
        )

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
            self._words(" ".join((document.name, *spellings))),
            self._words(document.title or ("" if document.kind == "page" else document.name)),
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

    def _words(self, text: str) -> str:
        return "".join(
            f" {token.text}" for token in self.names.tokens(text) if token.kind is not TokenKind.MARK
        )

    def _suggestion(self, label: str, value: str) -> Suggestion:
        return Suggestion(labels.shortened(self._mark + label, LONGEST), self._prefix + value)
