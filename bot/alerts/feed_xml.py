"""Collects what matters of an RSS, Atom or RDF document while its elements pass by, within bounds."""

from __future__ import annotations

from dataclasses import dataclass, field

LONGEST_FIELD = 20_000
"""Characters of one text that are kept."""
DEEPEST = 100
MOST_ELEMENTS = 200_000

_ATOM = {"http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#"}
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_OURS = _ATOM | {
    "",
    _RDF,
    "http://purl.org/rss/1.0/",
    "http://purl.org/rss/1.0/modules/content/",
    "http://my.netscape.com/rdf/simple/0.9/",
    "http://channel.netscape.com/rdf/simple/0.9/",
    "http://backend.userland.com/rss2",
    "http://purl.org/dc/elements/1.1/",
    "http://purl.org/dc/terms/",
}
"""The vocabularies that are read; a title of a picture in another one is not the item's."""
_FIELDS = {
    "title": "title",
    "link": "link",
    "guid": "guid",
    "id": "guid",
    "identifier": "guid",
    "description": "summary",
    "summary": "summary",
    "tagline": "summary",
    "content": "content",
    "encoded": "content",
    "pubdate": "published",
    "published": "published",
    "issued": "published",
    "date": "published",
    "created": "published",
    "updated": "updated",
    "modified": "updated",
}
ROOTS = {"rss", "rdf", "feed", "channel"}
"""What the outermost element of a feed is called."""
_ITEMS = {"item", "entry"}
_BASE = "http://www.w3.org/XML/1998/namespace base"


class TooMuch(Exception):  # noqa: N818 - it is the end of reading, not a fault
    """Enough was read, or the document is not worth reading on."""


@dataclass
class Raw:
    """One entry, as it was written."""

    base: str = ""
    guid_is_link: bool = False
    fields: dict[str, str] = field(default_factory=dict)

    def first(self, *names: str) -> str:
        """The first of some fields that holds anything."""
        return next((found for name in names if (found := self.fields.get(name, "").strip())), "")


class Collector:
    """Takes the events of an XML parser."""

    def __init__(self, most: int) -> None:
        """Collect up to ``most`` items."""
        self.kind = ""
        """The name of the outermost element; empty if there is none."""
        self.title = ""
        self.base = ""
        self.items: list[Raw] = []
        self.trouble = ""
        """In words, why the document was not read to its end."""
        self.declares = False
        """Whether it has declarations of its own, so that nothing of it was read."""
        self._most = most
        self._path: list[str] = []
        self._elements = 0
        self._item: Raw | None = None
        self._depth = 0
        """Of the open item."""
        self._field: str | None = None
        self._field_depth = 0
        self._pieces: list[str] = []
        self._length = 0

    def doctype(self, _name: str, _system: str | None, _public: str | None, subset: int) -> None:
        """A document type; its own declarations could unfold without end, or slow the parser down."""
        if subset:
            self.declares = True
            self._give_up("it declares entities or other things of its own, which I do not read")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        space, _, local = name.rpartition(" ")
        local = local.lower()
        self._path.append(local)
        self._elements += 1
        if len(self._path) > DEEPEST or self._elements > MOST_ELEMENTS:
            self._give_up("it is too deep or too long")
        if len(self._path) == 1:
            self._begin(local, attributes)
        elif self._field is not None:
            self.text(" ")
        elif self._item is None and local in _ITEMS and space in _OURS:
            self._begin_item(attributes)
        elif space in _OURS:
            self._begin_field(space, local, attributes)

    def end(self, _name: str) -> None:
        """An element ends."""
        depth = len(self._path)
        self._path.pop()
        if self._field is not None and depth == self._field_depth:
            self._keep("".join(self._pieces))
        elif self._item is not None and depth == self._depth:
            self.items.append(self._item)
            self._item = None
            if len(self.items) >= self._most:
                raise TooMuch

    def text(self, piece: str) -> None:
        """Some text."""
        if self._field is not None and self._length < LONGEST_FIELD:
            self._pieces.append(piece[: LONGEST_FIELD - self._length])
            self._length += len(piece)

    def _begin(self, local: str, attributes: dict[str, str]) -> None:
        self.kind, self.base = local, attributes.get(_BASE, "")
        if local not in ROOTS:
            raise TooMuch

    def _begin_item(self, attributes: dict[str, str]) -> None:
        self._item, self._depth = Raw(attributes.get(_BASE, "")), len(self._path)
        if about := attributes.get(f"{_RDF} about"):
            self._item.fields["guid"] = about[:LONGEST_FIELD]

    def _begin_field(self, space: str, local: str, attributes: dict[str, str]) -> None:
        """A text of the item, or of the feed; of Atom's links the one that leads to the page."""
        name = _FIELDS.get(local)
        if name is None or not self._is_outermost(name):
            return
        if name == "link" and space in _ATOM:
            if attributes.get("rel", "alternate") == "alternate" and self._item is not None:
                self._item.fields.setdefault("link", attributes.get("href", "")[:LONGEST_FIELD])
            return
        if local == "guid" and self._item is not None:
            self._item.guid_is_link = attributes.get("isPermaLink", "true").lower() == "true"
        self._field, self._field_depth = name, len(self._path)
        self._pieces, self._length = [], 0

    def _is_outermost(self, name: str) -> bool:
        """Whether it stands right within the item, or, for a title, right within the feed."""
        if self._item is not None:
            return len(self._path) == self._depth + 1
        return name == "title" and self._path[-2] in {"channel", "feed"}

    def _keep(self, text: str) -> None:
        name, self._field = self._field, None
        if self._item is None:
            self.title = self.title or text
        elif name is not None and not self._item.fields.get(name, "").strip():
            self._item.fields[name] = text

    def _give_up(self, why: str) -> None:
        self.trouble = self.trouble or why
        raise TooMuch
