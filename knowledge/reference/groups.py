"""Which places belong to which document: "A/RES/60/1, para. 138", but "A/RES/79/122 and para. 61"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.model import Document, Report
from knowledge.reference import messages as say
from knowledge.reference.items import Item, Joint, Named, Numbers, Part, Refusal, Sections, Term, Unknown
from knowledge.reference.spellings import Own
from knowledge.reference.vocabulary import YEARS, Unit


@dataclass(frozen=True, slots=True)
class Group:
    """An item, and the places in it if it is another document."""

    item: Item
    places: tuple[Item, ...] = ()


def grouped(report: Report, terms: Sequence[Term]) -> tuple[list[Group], list[Named]]:
    """Return the groups of a reference, and apart from them the names of the report itself."""
    own: list[Named] = []
    groups: list[Group] = []
    joint = Joint.NOTHING
    for term in terms:
        item = term.item
        if isinstance(item, Named) and any(isinstance(target, Own) for target in item.targets):
            own.append(item)
            joint = Joint.AND  # what follows is in the report, not in the document before it
            continue
        joint = max(joint, _checked(report, term, groups))
        if joint is Joint.COMMA and groups and _is_document(item) and _is_beyond(report, groups[-1].item):
            joint = Joint.OF  # "paras. 138–139, World Summit Outcome"
        _add(groups, item, joint)
        joint = Joint.NOTHING
    return groups, own


def _checked(report: Report, term: Term, groups: Sequence[Group]) -> Joint:
    """The joint of a term. What is one only by its hyphen, and two bare numbers side by side, are refused."""
    item, joint = term.item, term.joint
    bare = isinstance(item, Numbers) and item.unit is Unit.BARE
    if joint is Joint.DASH and isinstance(item, Unknown):
        raise Refusal(say.not_cited(report, item.text), well_formed=True)
    if joint is Joint.DASH and (bare or groups):
        raise Refusal(say.unclear_together(report))
    before = groups[-1].item if groups else None
    if joint is Joint.NOTHING and bare and isinstance(before, Numbers):
        raise Refusal(say.unclear_together(report))
    if (
        joint is Joint.OF
        and _is_document(item)
        and isinstance(before, Numbers)
        and before.unit is Unit.FOOTNOTE
    ):
        raise Refusal(say.other_footnotes(report), well_formed=True)
    return Joint.COMMA if joint is Joint.DASH else joint


def _add(groups: list[Group], item: Item, joint: Joint) -> None:
    """Add an item as a group of its own, or to the document to which it belongs."""
    last = groups[-1] if groups else None
    if last and _is_document(last.item) and _can_follow(item, joint):
        groups[-1] = replace(last, places=(*last.places, item))
    elif last and (both := _same(last.item, item)) and joint <= Joint.COMMA:
        groups[-1] = replace(last, item=both)
    elif last and _is_document(item) and _is_place(last.item) and joint in {Joint.NOTHING, Joint.OF}:
        year = _year(last.item) if joint is Joint.NOTHING else None
        if year and isinstance(item, Named):
            groups[-1] = Group(replace(item, year=year))
        else:
            groups[-1] = Group(item, (last.item,))
    else:
        groups.append(Group(item))


def _same(one: Item, other: Item) -> Named | None:
    """What two names of one document name: "2005 World Summit Outcome (A/RES/60/1)"."""
    if not isinstance(one, Named) or not isinstance(other, Named):
        return None
    both = tuple(target for target in one.targets if target in other.targets)
    return replace(other, targets=both) if both else None


def _is_document(item: Item) -> bool:
    return isinstance(item, Unknown) or (
        isinstance(item, Named) and all(isinstance(target, Document) for target in item.targets)
    )


def _is_place(item: Item) -> bool:
    return isinstance(item, Sections | Part) or (isinstance(item, Numbers) and item.unit is not Unit.FOOTNOTE)


def _can_follow(item: Item, joint: Joint) -> bool:
    """Whether an item behind a document is a place in it: a bare number only with nothing between."""
    if isinstance(item, Numbers) and item.unit is Unit.BARE:
        return joint is Joint.NOTHING
    return _is_place(item) and joint <= Joint.COMMA


def _is_beyond(report: Report, item: Item) -> bool:
    """Whether paragraphs are not the report's own."""
    last = report.paragraphs[-1].number if report.paragraphs else 0
    return (
        isinstance(item, Numbers)
        and item.unit is Unit.PARAGRAPH
        and all(span.last > last for span in item.spans)
    )


def _year(item: Item) -> int | None:
    """The year in "2005 Summit Outcome"."""
    if isinstance(item, Numbers) and item.unit is Unit.BARE and len(item.spans) == 1:
        span = item.spans[0]
        return span.first if span.first == span.last and span.first in YEARS else None
    return None
