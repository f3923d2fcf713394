"""What a number, a section or a document means in one report, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from knowledge.citation import Locator
from knowledge.citation.locator import ranges
from knowledge.model import Document, Report
from knowledge.reference import messages as say
from knowledge.reference.items import Refusal, SectionId, Span, shown
from knowledge.reference.lookup import Kind
from knowledge.reference.names import Names
from knowledge.reference.spellings import Own, Place, Target, years
from knowledge.reference.vocabulary import Unit


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one term points at, and what follows from it; ``note`` is for people."""

    kind: Kind
    paragraphs: tuple[int, ...] = ()
    footnotes: tuple[int, ...] = ()
    documents: tuple[str, ...] = ()
    locator: Locator = field(default_factory=Locator)
    note: str = ""


def of_paragraphs(report: Report, numbers: Iterable[int], note: str = "") -> Meaning:
    """Return the paragraphs, the footnotes they carry and the documents that those cite or they name."""
    chosen = sorted(set(numbers))
    footnotes = [footnote for number in chosen for footnote in report.paragraph(number).footnotes]
    documents = [name for number in chosen for name in report.documents_in(number)]
    return Meaning(
        "paragraph", tuple(chosen), _ordered(footnotes), _each_once(documents), Locator(tuple(chosen)), note
    )


def of_footnotes(report: Report, numbers: Iterable[int]) -> Meaning:
    """Return the footnotes, the paragraphs that carry them and their documents."""
    chosen = [report.footnote(number) for number in sorted(set(numbers))]
    own = tuple(footnote.number for footnote in chosen)
    documents = [name for footnote in chosen for name in footnote.documents]
    carriers = _ordered(footnote.paragraph for footnote in chosen)
    return Meaning("footnote", carriers, own, _each_once(documents), Locator(footnotes=own))


def of_target(report: Report, target: Target, year: int | None = None) -> Meaning:
    """Return what a name stands for; raises ``Refusal`` if the document is of another year than ``year``."""
    if isinstance(target, Own):
        return Meaning("document", documents=(report.symbol,), note=say.whole_report(report))
    if isinstance(target, Place):
        return _of_place(report, target)
    return _of_document(target, year)


def _of_place(report: Report, place: Place) -> Meaning:
    if place.section is None:
        return Meaning("section", note=say.summary(report))
    inside = of_paragraphs(
        report, (part.number for part in report.paragraphs_in(place.section, place.letter))
    )
    return Meaning(
        "section", inside.paragraphs, inside.footnotes, inside.documents, Locator(section=place.name)
    )


def _of_document(document: Document, year: int | None) -> Meaning:
    """A document, every footnote that cites it, every paragraph that carries such a footnote or names it."""
    known = years(document)
    if year is not None and known and year not in known:
        raise Refusal(say.not_of_that_year(document.name, year), well_formed=True, instead=(document.name,))
    locator = Locator(document.paragraphs, document.footnotes)
    return Meaning("document", document.paragraphs, document.footnotes, (document.name,), locator)


def of_section(report: Report, section: SectionId) -> tuple[Meaning, ...]:
    """Return the section of that number, or each that has a part of that letter if only a letter is given."""
    places = [Place(part.number, sub.letter) for part in report.sections for sub in part.subsections]
    places += [Place(part.number) for part in report.sections]
    number = shown(section.number)
    found = [place for place in places if place.letter == section.letter and number in {"", place.section}]
    if not found:
        name = ".".join(part for part in (number, section.letter) if part)
        raise Refusal(say.no_section(report, name), well_formed=True)
    return tuple(_of_place(report, place) for place in found)


def of_counted(report: Report, unit: Unit, spans: Sequence[Span]) -> tuple[Meaning, ...]:
    """Return the paragraphs or footnotes that are counted by ``unit``, all of them together.

    Paragraphs that only another document has count if the report speaks of them: several readings, if
    it does for several documents. Raises ``Refusal`` where a number is missing.
    """
    _refuse_letters(report, spans)
    known = numbers(report, unit)
    missing = absent(spans, known)
    if not missing:
        chosen = expanded(spans)
        return (of_footnotes(report, chosen) if unit is Unit.FOOTNOTE else of_paragraphs(report, chosen),)
    through = of_named_points(report, spans) if unit is Unit.PARAGRAPH else ()
    if through:
        return through
    instead = _footnotes_instead(report, spans) if unit is Unit.PARAGRAPH else ()
    raise Refusal(say.out_of_range(report, unit, missing, instead), well_formed=True, instead=instead)


def of_bare(names: Names, spans: Sequence[Span]) -> list[tuple[Meaning, ...]]:
    """Return what numbers alone mean: paragraphs, and where there is none, the resolution of that number."""
    report = names.report
    _refuse_letters(report, spans)
    known = numbers(report, Unit.PARAGRAPH)
    paragraphs = [span for span in spans if not absent([span], known)]
    found: list[tuple[Meaning, ...]] = [(of_paragraphs(report, expanded(paragraphs)),)] if paragraphs else []
    for span in spans:
        if span not in paragraphs:
            adopted = names.resolutions.get((str(span.first),), ()) if span.first == span.last else ()
            if not adopted:
                raise _no_paragraph(report, spans)
            found.append(tuple(_of_document(document, None) for document in adopted))
    return found


def of_named_points(
    report: Report, spans: Sequence[Span], only: Document | None = None
) -> tuple[Meaning, ...]:
    """Return the report's paragraphs that speak of these paragraphs of another document, for each such document."""
    found = []
    for name in _each_once(point.document for point in report.named_points):
        points = [point for point in report.named_points if point.document == name]
        if only in {None, report.document(name)} and not absent(spans, (n for p in points for n in p.points)):
            wanted = expanded(spans)
            paragraphs = sorted({point.paragraph for point in points if set(wanted) & set(point.points)})
            note = say.found_through(report, report.document(name), wanted, paragraphs)
            found.append(of_paragraphs(report, paragraphs, note))
    return tuple(found)


def numbers(report: Report, unit: Unit) -> frozenset[int]:
    """Return the numbers of the report's footnotes, or of its paragraphs for any other unit."""
    parts = report.footnotes if unit is Unit.FOOTNOTE else report.paragraphs
    return frozenset(part.number for part in parts)


def absent(spans: Sequence[Span], known: Iterable[int]) -> list[int]:
    """Return the numbers that are not known; only the ends of a range if they are not, however long it is."""
    known = frozenset(known)
    ends = [end for span in spans for end in (span.first, span.last) if end not in known]
    return ends or [number for number in expanded(spans) if number not in known]


def expanded(spans: Sequence[Span]) -> list[int]:
    """Return all numbers of the spans in order, each once."""
    return sorted({number for span in spans for number in range(span.first, span.last + 1)})


def _no_paragraph(report: Report, spans: Sequence[Span]) -> Refusal:
    """Why bare numbers are no paragraphs, and what they may be instead."""
    instead = list(_footnotes_instead(report, spans))
    documents = _each_once(point.document for point in report.named_points)
    short = "para." if _is_single(spans) else "paras"
    instead += [
        f"{name}, {short} {_listed(spans)}"
        for name in documents
        if of_named_points(report, spans, report.document(name))
    ]
    missing = absent(spans, numbers(report, Unit.PARAGRAPH))
    message = say.out_of_range(report, Unit.PARAGRAPH, missing, instead)
    return Refusal(message, well_formed=True, instead=instead)


def _footnotes_instead(report: Report, spans: Sequence[Span]) -> tuple[str, ...]:
    if absent(spans, numbers(report, Unit.FOOTNOTE)):
        return ()
    return (f"{'fn' if _is_single(spans) else 'fns'} {_listed(spans)}",)


def _refuse_letters(report: Report, spans: Sequence[Span]) -> None:
    if any(span.part for span in spans):
        raise Refusal(say.lettered(report), well_formed=True)


def _is_single(spans: Sequence[Span]) -> bool:
    return len(spans) == 1 and spans[0].first == spans[0].last


def _listed(spans: Sequence[Span]) -> str:
    return ", ".join(ranges(expanded(spans)))


def _ordered(numbers: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(set(numbers)))


def _each_once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
