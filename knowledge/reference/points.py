"""Places in other documents: "A/RES/60/1, para. 138", "ICC-01/19, para. 71", "Constitutive Act, art. 4"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from knowledge.model import Document
from knowledge.reference import messages as say
from knowledge.reference.grammar import parse
from knowledge.reference.guess import Guesses
from knowledge.reference.items import Item, Numbers, Part, Refusal, Span
from knowledge.reference.meaning import Meaning, of_footnotes, of_named_points, of_target
from knowledge.reference.names import Names


def of_points(
    names: Names, guesses: Guesses, document: Document, places: Sequence[Item]
) -> tuple[Meaning, ...]:
    """Return where the report speaks of these places in a document: in its own text, or in a footnote.

    Raises ``Refusal`` for paragraphs that it does not speak of. Another part (an article, a chapter)
    that it does not point at leaves the document as a whole, with a note.
    """
    report = names.report
    spans = [span for place in places if isinstance(place, Numbers) for span in place.spans]
    if spans and not any(span.part for span in spans):
        spoken_of = of_named_points(report, spans, document)
        if spoken_of:
            return spoken_of
    pinpoints = _pinpoints(names, guesses, document)
    footnotes = [footnote for footnote, known in pinpoints if all(_is_in(place, known) for place in places)]
    if footnotes:
        return (of_footnotes(report, footnotes),)
    if spans:
        known = [p for point in report.named_points if point.document == document.name for p in point.points]
        raise Refusal(say.no_point(report, document, known), well_formed=True, instead=(document.name,))
    return (replace(of_target(report, document), note=say.whole_document(document)),)


def _pinpoints(names: Names, guesses: Guesses, document: Document) -> list[tuple[int, list[Item]]]:
    """Each footnote that cites a document by a place in it, and that place, read as a reference is."""
    return [
        (number, _read(names, guesses, source.pinpoint))
        for number in document.footnotes
        for source in names.report.footnote(number).sources
        if source.document == document.name and source.pinpoint
    ]


def _read(names: Names, guesses: Guesses, pinpoint: str) -> list[Item]:
    try:
        return [term.item for term in parse(names, guesses, names.tokens(pinpoint))]
    except Refusal:  # words that point at no number, such as "preamble"
        return []


def _is_in(place: Item, known: Sequence[Item]) -> bool:
    """Whether a footnote's pinpoint covers a place: the same paragraphs, or parts of the same name."""
    if isinstance(place, Part):
        same = [item for item in known if isinstance(item, Part) and item.word == place.word]
        return any(set(place.values) <= set(item.values) for item in same)
    if isinstance(place, Numbers):
        cited = [span for item in known if isinstance(item, Numbers) for span in item.spans]
        return all(any(_is_within(span, whole) for whole in cited) for span in place.spans)
    return False


def _is_within(span: Span, whole: Span) -> bool:
    return whole.first <= span.first <= span.last <= whole.last and span.part in {"", whole.part}
