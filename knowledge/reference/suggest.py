"""References to offer while a person types: number, heading and first words of everything in the library."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from rapidfuzz import fuzz, process

from knowledge.reference.labels import shortened
from knowledge.reference.lookup import Reading, Suggestion
from knowledge.reference.offers import LONGEST, Offers
from knowledge.reference.reading import Reader
from knowledge.reference.text import Kind, Token, link_key, name_key
from knowledge.reference.vocabulary import BODIES, COUNTED, UNITS, Unit

_LIKE = 80.0
"""How like a part of a name must be, of 100, to be offered in spite of slips."""
_SHORTEST = 4
"""The letters of a slip that is compared at all."""
_TELLING = 3
"""The letters of a word that is searched for in texts."""

_OFFERED = {word: unit for word, unit in UNITS.items() if unit is not Unit.OTHER}


class Suggester:
    """What a library has to offer, indexed once."""

    def __init__(self, readers: Sequence[Reader]) -> None:
        """Offer everything in the readers' reports."""
        several = len(readers) > 1
        self._tokens = readers[0].names.tokens
        self._offers = [offer for reader in readers for offer in Offers(reader.names, several=several).all()]
        self._at = {offer.points_at: offer.suggestion for offer in self._offers}
        self._names = {place: offer.name for place, offer in enumerate(self._offers) if offer.name}

    def suggest(self, typed: str, exact: Sequence[Reading], limit: int) -> list[Suggestion]:
        """Return what ``typed`` points at, then what begins like it, has its words, or is like it.

        Where nothing is typed yet, the contents of the reports are offered.
        """
        tokens = self._tokens(typed)
        if not tokens:
            contents = [offer.suggestion for offer in self._offers if offer.unit is Unit.SECTION]
            return contents[: max(limit, 0)]
        found: dict[str, Suggestion] = {}
        first = [
            self._of_reading(reading, typed if len(exact) == 1 else reading.citation) for reading in exact
        ]
        for suggestion in chain(first, self._beginning(tokens), self._holding(tokens), self._like(tokens)):
            if len(found) >= limit:
                break
            if len(suggestion.value) <= LONGEST:
                found.setdefault(suggestion.value, suggestion)
        return list(found.values())

    def _of_reading(self, reading: Reading, otherwise: str) -> Suggestion:
        """The offer of what a reading points at; of several things together there is none, but a value for them."""
        is_one = reading.kind == "document" and len(reading.documents) == 1
        named = reading.documents[0] if is_one else reading.citation
        offer = self._at.get((reading.report, reading.kind, named))
        return offer or Suggestion(shortened(reading.label, LONGEST), otherwise.strip())

    def _beginning(self, tokens: Sequence[Token]) -> Iterator[Suggestion]:
        """Everything of the units that are named, whose number or name begins like the rest."""
        units, prefix, rest = _split(tokens)
        is_link = bool(rest) and rest[0].kind is Kind.LINK
        key = link_key(rest[0].text) if is_link else name_key(rest)
        offers = [offer for offer in self._offers if not units or offer.unit in units] if units or key else []
        if key[:1].isalpha():  # a symbol or a name before "A/79/875-S/2025/248, para. 1"
            offers.sort(key=lambda offer: offer.unit in {Unit.PARAGRAPH, Unit.FOOTNOTE})
        for offer in offers:
            if offer.points_at[2].startswith(prefix) and any(known.startswith(key) for known in offer.keys):
                yield offer.suggestion
        if not units and len(tokens) == 1:
            begun = {unit for word, unit in _OFFERED.items() if word.startswith(tokens[0].text)}
            yield from (offer.suggestion for offer in self._offers if offer.unit in begun)

    def _holding(self, tokens: Sequence[Token]) -> Iterator[Suggestion]:
        """Everything that has words which begin like those that are typed, in any order."""
        words = [token.text for token in tokens if token.kind is not Kind.MARK]
        if any(len(word) >= _TELLING for word in words):
            for offer in self._offers:
                if all(f" {word}" in offer.words for word in words):
                    yield offer.suggestion

    def _like(self, tokens: Sequence[Token]) -> Iterator[Suggestion]:
        """Documents and sections whose names have something like the typed words; never by figures."""
        text = " ".join(token.text for token in tokens if token.kind is Kind.WORD)
        if not _SHORTEST <= len(text) <= LONGEST or any(token.kind is Kind.NUMBER for token in tokens):
            return
        for _, _, place in process.extract(text, self._names, scorer=fuzz.partial_ratio, score_cutoff=_LIKE):
            yield self._offers[place].suggestion


def _split(tokens: Sequence[Token]) -> tuple[set[Unit], str, Sequence[Token]]:
    """The units that the first words name ("para", "GA res"), how a body's symbols begin, and what follows."""
    units: set[Unit] = set()
    prefix = ""
    for place, token in enumerate(tokens):
        body = BODIES.get(token.text) or BODIES.get(token.text.removesuffix("r"))
        unit = Unit.RESOLUTION if body else _OFFERED.get(token.text)
        if unit is None and not (units and token.text in COUNTED):
            return units, prefix, tokens[place:]
        units |= {unit} if unit else set()
        prefix = body.prefix if body else prefix
    return units, prefix, ()
