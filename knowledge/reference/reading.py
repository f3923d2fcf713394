"""From the terms of a reference to its readings in one report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import TypeVar

from knowledge.citation import Locator, short
from knowledge.model import Document, Report
from knowledge.reference import labels
from knowledge.reference import messages as say
from knowledge.reference.grammar import parse
from knowledge.reference.groups import Group, grouped
from knowledge.reference.guess import Guesses
from knowledge.reference.items import Item, Named, Numbers, Part, Refusal, Sections, Unknown
from knowledge.reference.lookup import Kind, Reading
from knowledge.reference.meaning import (
    Meaning,
    numbers,
    of_bare,
    of_counted,
    of_footnotes,
    of_section,
    of_target,
)
from knowledge.reference.names import Names
from knowledge.reference.points import of_points
from knowledge.reference.spellings import Own, Place, Target
from knowledge.reference.vocabulary import Unit

MOST = 10
"""A reference has at most so many readings."""

_Given = TypeVar("_Given")
_Choices = tuple[Meaning, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """All readings of a reference in one report, the likeliest first.

    ``chosen`` when the reference names the report itself; ``besides`` is what else it could mean.
    """

    readings: tuple[Reading, ...]
    note: str = ""
    chosen: bool = False
    besides: tuple[Reading, ...] = ()


class Reader:
    """Reads references in one report; its index is built once."""

    def __init__(self, report: Report) -> None:
        """Index the names of ``report``."""
        self.report = report
        self.names = Names(report)
        self.guesses = Guesses(self.names)

    def read(self, text: str) -> Outcome:
        """Return what a reference means in this report; raises ``Refusal`` if it means nothing there."""
        at_link = self.names.at(text)
        if at_link:
            return Outcome(self._readings([tuple(of_target(self.report, target) for target in at_link)]))
        groups, own = grouped(self.report, parse(self.names, self.guesses, self.names.tokens(text)))
        chosen = any(target == Own(explicit=True) for name in own for target in name.targets)
        try:
            return self._read(groups, own, chosen=chosen)
        except Refusal as refusal:
            refusal.chosen = chosen
            raise

    def _read(self, groups: Sequence[Group], own: Sequence[Named], *, chosen: bool) -> Outcome:
        for name in own:
            self._check_year(name)
        choices = [choice for group in groups for choice in self._choices(group)]
        if not choices:
            choices = [(of_target(self.report, Own(explicit=True)),)]
        readings = self._readings(choices)
        note = " ".join(dict.fromkeys(self._notes(groups, choices))) if len(readings) == 1 else ""
        return Outcome(readings, note, chosen, self._besides(groups))

    def _choices(self, group: Group) -> list[_Choices]:
        """For each place that a group points at, what it can mean."""
        item = group.item
        if isinstance(item, Named):
            return [self._of_named(item, group.places)]
        if isinstance(item, Unknown):
            return [self._of_unknown(item, group.places)]
        if isinstance(item, Sections):
            return [of_section(self.report, section) for section in item.ids]
        if isinstance(item, Part):
            raise Refusal(say.by_paragraph(self.report))
        if item.unit is Unit.BARE:
            return of_bare(self.names, item.spans)
        return [of_counted(self.report, item.unit, item.spans)]

    def _of_named(self, item: Named, places: Sequence[Item]) -> _Choices:
        def meanings(target: Target) -> _Choices:
            if places and isinstance(target, Document):
                return of_points(self.names, self.guesses, target, places)
            return (of_target(self.report, target, item.year),)

        return _any_of(item.targets, meanings)

    def _of_unknown(self, item: Unknown, places: Sequence[Item]) -> _Choices:
        """What another spelling of an unknown symbol has at these places: "A/79/1, para. 35 (g)" for A/RES/79/1."""
        if places and item.like:
            try:
                found = _any_of(item.like, lambda like: of_points(self.names, self.guesses, like, places))
            except Refusal:
                found = ()
            if pointed := tuple(meaning for meaning in found if meaning.kind != "document"):
                return pointed
        instead = tuple(document.name for document in item.like)
        message = (
            say.not_cited(self.report, item.text, instead) if item.text else say.link_not_cited(self.report)
        )
        raise Refusal(message, well_formed=True, instead=instead)

    def _check_year(self, name: Named) -> None:
        if name.year not in {None, self.report.date.year}:
            raise Refusal(say.not_of_that_year(self.report.symbol, name.year or 0), well_formed=True)

    def _readings(self, choices: Sequence[_Choices]) -> tuple[Reading, ...]:
        together = (reading_of(self.report, meanings) for meanings in islice(product(*choices), MOST))
        return tuple(dict.fromkeys(together))

    def _notes(self, groups: Sequence[Group], choices: Sequence[_Choices]) -> Iterator[str]:
        """What a person should know of how a reference was understood."""
        for group in groups:
            if isinstance(group.item, Named) and group.item.guessed:
                yield say.read_as(labels.of_target(self.report, group.item.targets[0]))
        likeliest = [meanings[0] for meanings in choices]
        yield from (meaning.note for meaning in likeliest if meaning.note)
        paragraphs = {number for m in likeliest if m.kind == "paragraph" for number in m.paragraphs}
        for footnote in (number for m in likeliest if m.kind == "footnote" for number in m.footnotes):
            if paragraphs and (carrier := self.report.footnote(footnote).paragraph) not in paragraphs:
                yield say.other_paragraph(footnote, carrier)

    def _besides(self, groups: Sequence[Group]) -> tuple[Reading, ...]:
        """The footnote that has the same number as a bare paragraph."""
        if len(groups) != 1 or not isinstance(item := groups[0].item, Numbers) or item.unit is not Unit.BARE:
            return ()
        number = item.spans[0].first
        is_single = len(item.spans) == 1 and item.spans[0].last == number
        if not is_single or number not in numbers(self.report, Unit.FOOTNOTE):
            return ()
        return (reading_of(self.report, [of_footnotes(self.report, [number])]),)


def reading_of(report: Report, meanings: Sequence[Meaning]) -> Reading:
    """Return one reading of all that a reference points at, each number and document once."""
    meanings = list(dict.fromkeys(meanings))
    kinds = {meaning.kind for meaning in meanings}
    kind: Kind = meanings[0].kind if len(kinds) == 1 else "mixed"
    locator = _together(report, [meaning.locator for meaning in meanings])
    citation = short(report, locator)
    if kind == "section" and locator == Locator():
        citation = f"{citation}, summary"
    documents = tuple(dict.fromkeys(name for meaning in meanings for name in meaning.documents))
    return Reading(
        kind=kind,
        report=report.symbol,
        paragraphs=tuple(sorted({number for meaning in meanings for number in meaning.paragraphs})),
        footnotes=tuple(sorted({number for meaning in meanings for number in meaning.footnotes})),
        documents=documents,
        citation=citation,
        label=_label(report, kind, locator, documents) or citation,
        locator=locator,
    )


def _label(report: Report, kind: Kind, locator: Locator, documents: Sequence[str]) -> str:
    """The label of a reading that is one thing; nothing for several."""
    if kind == "document" and len(documents) == 1:
        own = documents[0] == report.symbol
        return labels.of_report(report) if own else labels.of_document(report.document(documents[0]))
    if kind == "document":
        return labels.shortened(", ".join(documents), labels.LONGEST)
    if kind == "section" and locator.section:
        return f"section {labels.of_place(report, place_of(locator.section))}"
    if kind == "paragraph" and len(locator.paragraphs) == 1:
        return f"para. {labels.of_paragraph(report, locator.paragraphs[0])}"
    if kind == "footnote" and len(locator.footnotes) == 1:
        return labels.of_footnote(report, locator.footnotes[0])
    return ""


def place_of(section: str) -> Place:
    """Return the place of a locator's section, "III" or "III.A"."""
    number, _, letter = section.partition(".")
    return Place(number, letter or None)


def _together(report: Report, locators: Sequence[Locator]) -> Locator:
    """One locator for all; where there are several sections, their paragraphs stand for them."""
    sections = [locator.section for locator in locators if locator.section]
    paragraphs = [number for locator in locators for number in locator.paragraphs]
    if len(sections) > 1:
        for section in sections:
            place = place_of(section)
            paragraphs += [part.number for part in report.paragraphs_in(place.section or "", place.letter)]
    footnotes = {number for locator in locators for number in locator.footnotes}
    return Locator(
        tuple(sorted(set(paragraphs))), tuple(sorted(footnotes)), sections[0] if len(sections) == 1 else None
    )


def _any_of(given: Iterable[_Given], meanings: Callable[[_Given], _Choices]) -> _Choices:
    """The meanings of all that have any; raises the first ``Refusal`` if none has."""
    found: list[Meaning] = []
    refusals: list[Refusal] = []
    for one in given:
        try:
            found += meanings(one)
        except Refusal as refusal:
            refusals.append(refusal)
    if not found:
        raise refusals[0]
    return tuple(found)
