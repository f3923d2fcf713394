"""References: what a person types to point at something in a report, and what it points at.

``resolve`` reads "para. 61", "fn 107", "II.A", "res 1973", a pasted link or our own citation;
``suggest`` offers references while one is typed. Numbers count only as they stand: nothing is ever
found by a number that is merely like one.
"""

from __future__ import annotations

from functools import cached_property, lru_cache

from knowledge.model import Library
from knowledge.reference import messages as say
from knowledge.reference.items import Refusal
from knowledge.reference.lookup import Lookup, Reading, Status, Suggestion
from knowledge.reference.reading import MOST, Outcome, Reader
from knowledge.reference.suggest import Suggester
from knowledge.reference.text import LONGEST

__all__ = ["Lookup", "Reading", "Suggestion", "resolve", "suggest"]

_KEPT = 8
"""Libraries whose index is kept."""


def resolve(library: Library, text: str) -> Lookup:
    """Return what a reference points at. Any text is safe: what means nothing is told so in ``message``."""
    return _references(library).resolve(text)


def suggest(library: Library, typed: str, limit: int = 25) -> list[Suggestion]:
    """Return up to ``limit`` references that begin like ``typed``; each value resolves."""
    return _references(library).suggest(typed, limit)


@lru_cache(maxsize=_KEPT)
def _references(library: Library) -> References:
    return References(library)


class References:
    """The reference desk of one library."""

    def __init__(self, library: Library) -> None:
        """Index every report of ``library``."""
        self._newest = library.newest
        self._readers = [Reader(report) for report in library.reports]

    @cached_property
    def _suggester(self) -> Suggester:
        return Suggester(self._readers)

    def resolve(self, text: str) -> Lookup:
        """See ``resolve`` above."""
        typed = text.strip()
        if not typed:
            return Lookup(text, None, "invalid", message=say.empty(self._newest))
        if len(typed) > LONGEST:
            return Lookup(text, None, "invalid", message=say.too_long(self._newest))
        outcomes, refusals = self._read(typed)
        return _found(text, outcomes) if outcomes else _refused(text, refusals)

    def suggest(self, typed: str, limit: int) -> list[Suggestion]:
        """See ``suggest`` above."""
        if len(typed) > LONGEST:
            return []
        outcomes, _ = self._read(typed)
        readings = [reading for outcome in outcomes for reading in (*outcome.readings, *outcome.besides)]
        return self._suggester.suggest(typed, readings, limit)

    def _read(self, typed: str) -> tuple[list[Outcome], list[Refusal]]:
        """What a reference means in each report, or why it means nothing; a report that it names stands alone."""
        outcomes: list[Outcome] = []
        refusals: list[Refusal] = []
        for reader in self._readers:
            try:
                outcomes.append(reader.read(typed))
            except Refusal as refusal:
                refusals.append(refusal)
        return [outcome for outcome in outcomes if outcome.chosen] or outcomes, refusals


def _found(text: str, outcomes: list[Outcome]) -> Lookup:
    """The likeliest reading, and all of them where there are several."""
    readings = [reading for outcome in outcomes for reading in outcome.readings][:MOST]
    first = readings[0]
    besides = outcomes[0].besides if len(readings) == 1 and first.kind == "paragraph" else ()
    notes = [say.several(len(readings))] if len(readings) > 1 else [outcomes[0].note]
    notes += [say.also_footnote(other.footnotes[0]) for other in besides]
    return Lookup(
        reference=text,
        kind=first.kind,
        status="ambiguous" if len(readings) > 1 else "found",
        paragraphs=first.paragraphs,
        footnotes=first.footnotes,
        documents=first.documents,
        citation=first.citation,
        message=" ".join(note for note in notes if note),
        readings=(*readings, *besides) if len(readings) > 1 or besides else (),
        report=first.report,
        locator=first.locator,
    )


def _refused(text: str, refusals: list[Refusal]) -> Lookup:
    """Why nothing was found: of several reports' reasons the one of the report that was named, then the newest's."""
    why = min(refusals, key=lambda refusal: (not refusal.chosen, not refusal.well_formed))
    status: Status = "not_found" if why.well_formed else "invalid"
    return Lookup(text, None, status, message=why.message, instead=why.instead)
