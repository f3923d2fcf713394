"""A place in a report that a button can point at, told in a few characters so that it outlives a restart."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import blake2s

from knowledge.model import Document, Report

LONGEST_KEY = 90
"""Characters of a place's key: a ``custom_id`` takes 100, and says before it what the press does."""

_LONGEST_LIST = 24  # characters of a list of numbers that is still written out
_KEY = re.compile(
    r"(?P<kind>[cspd])~(?P<what>[\w.,*-]*)~(?P<notes>[\w.,*-]*)~(?P<focus>\d+-\d+|)~(?P<page>\d{1,4})"
    r"~(?P<style>!?[a-z-]*)~(?P<report>.+)"
)


class Kind(StrEnum):
    """What a place is: the contents, a section, paragraphs and footnotes, or a document they cite."""

    CONTENTS = "c"
    SECTION = "s"
    PASSAGE = "p"
    DOCUMENT = "d"


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere in a report, and how it is to be shown.

    ``name`` is a section ("III" or "III.A") or a document's tag; ``focus`` is the span of the one
    paragraph's text that is set off; ``page`` counts from 0 where a place takes several messages.
    With a ``style`` its citation stands above it, and ``bare`` leaves only that.
    """

    report: str
    kind: Kind = Kind.PASSAGE
    name: str = ""
    paragraphs: tuple[int, ...] = ()
    footnotes: tuple[int, ...] = ()
    focus: tuple[int, int] | None = None
    page: int = 0
    style: str = ""
    bare: bool = False

    def key(self) -> str:
        """The place in at most 90 characters; ``ValueError`` if it lists too many numbers for that."""
        what = self.name or _listed(self.paragraphs)
        focus = f"{self.focus[0]}-{self.focus[1]}" if self.focus else ""
        style = ("!" if self.bare else "") + self.style
        key = f"{self.kind}~{what}~{_listed(self.footnotes)}~{focus}~{self.page}~{style}~{self.report}"
        if len(key) > LONGEST_KEY:
            raise ValueError("these are too many paragraphs or footnotes to show at once")
        return key

    @classmethod
    def of(cls, key: str) -> Place:
        """The place that a key tells; ``ValueError`` if it is none."""
        match = _KEY.fullmatch(key)
        if match is None or (match["kind"] == Kind.PASSAGE and not match["what"] + match["notes"]):
            raise ValueError("not a place in a report")
        kind = Kind(match["kind"])
        focus = tuple(int(end) for end in match["focus"].split("-")) if match["focus"] else None
        return cls(
            report=match["report"],
            kind=kind,
            name="" if kind is Kind.PASSAGE else match["what"],
            paragraphs=_numbers(match["what"]) if kind is Kind.PASSAGE else (),
            footnotes=_numbers(match["notes"]),
            focus=(focus[0], focus[1]) if focus else None,
            page=int(match["page"]),
            style=match["style"].removeprefix("!"),
            bare=match["style"].startswith("!"),
        )

    def on_page(self, page: int) -> Place:
        """The same place, another page of it."""
        return replace(self, page=page)

    def cited(self, style: str, *, bare: bool | None = None) -> Place:
        """The same place under its citation in a style; ``bare``: that alone (left out: as it was)."""
        return replace(self, style=style, bare=self.bare if bare is None else bare)


def tag(document: Document) -> str:
    """A short name for a document that stays the same while its name does."""
    return blake2s(document.name.encode(), digest_size=6).hexdigest()


def tagged(report: Report, name: str) -> Document:
    """The document of a tag; ``KeyError`` if the report names none such."""
    for document in report.documents:
        if tag(document) == name:
            return document
    raise KeyError(name)


def _listed(numbers: Iterable[int]) -> str:
    """Numbers as ``10,12,14``; a long list as ``*10*`` and a bit for each number from there on."""
    given = sorted(set(numbers))
    written = ",".join(map(str, given))
    if len(written) <= _LONGEST_LIST:
        return written
    bits = sum(1 << (number - given[0]) for number in given)
    packed = bits.to_bytes(bits.bit_length() // 8 + 1, "little")
    return f"*{given[0]}*{urlsafe_b64encode(packed).decode().rstrip('=')}"


def _numbers(listed: str) -> tuple[int, ...]:
    if not listed.startswith("*"):
        return tuple(int(number) for number in listed.split(",") if number)
    start, packed = listed[1:].split("*")
    first = int(start)
    bits = int.from_bytes(urlsafe_b64decode(packed + "=" * (-len(packed) % 4)), "little")
    return tuple(first + place for place in range(bits.bit_length()) if bits >> place & 1)
