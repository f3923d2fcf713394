"""What a reference means: the forms in which `resolve` and `suggest` answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from knowledge.citation import Locator

Kind = Literal["paragraph", "footnote", "section", "document", "mixed"]
Status = Literal["found", "ambiguous", "not_found", "invalid"]


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that a reference can mean, in one report, named by its symbol.

    ``label`` says it in a line for people. ``locator`` is the place to give to ``citation.cite``.
    """

    kind: Kind
    report: str
    paragraphs: tuple[int, ...]
    footnotes: tuple[int, ...]
    documents: tuple[str, ...]
    citation: str
    label: str
    locator: Locator = field(default_factory=Locator)

    def as_json(self) -> dict[str, Any]:
        """Return the reading as plain data for ``r2p cite --json``."""
        return {
            "kind": self.kind,
            "report": self.report,
            "paragraphs": list(self.paragraphs),
            "footnotes": list(self.footnotes),
            "documents": list(self.documents),
            "citation": self.citation,
            "label": self.label,
        }


@dataclass(frozen=True, slots=True)
class Lookup:
    """The answer to a reference, which is repeated as it was typed, whatever its length.

    ``readings`` has what else it can mean as well, the likeliest first; it is empty where there is
    only one reading. ``instead`` holds references that the person may have meant where nothing was
    found. ``locator`` and ``report`` say what to give to ``citation.cite``.
    """

    reference: str
    kind: Kind | None
    status: Status
    paragraphs: tuple[int, ...] = ()
    footnotes: tuple[int, ...] = ()
    documents: tuple[str, ...] = ()
    citation: str = ""
    message: str = ""
    readings: tuple[Reading, ...] = ()
    report: str | None = None
    locator: Locator | None = None
    instead: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the form of ``r2p cite --json``."""
        return {
            "reference": self.reference,
            "kind": self.kind,
            "status": self.status,
            "paragraphs": list(self.paragraphs),
            "footnotes": list(self.footnotes),
            "documents": list(self.documents),
            "citation": self.citation,
            "message": self.message,
            "readings": [reading.as_json() for reading in self.readings],
        }


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A line to offer while a person types, and the reference that it stands for, both up to 100 characters."""

    label: str
    value: str
