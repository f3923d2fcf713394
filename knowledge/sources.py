"""What footnotes and paragraphs point at: symbols and links from the text, the rest from ``documents.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from knowledge import symbols
from knowledge.manuscript import Manuscript
from knowledge.model import Document, NamedPoint, Source
from knowledge.problems import Problem, line_of

KINDS = ("resolution", "report", "document", "case", "treaty", "publication", "page")
_DOCUMENT_KEYS = {"name", "kind", "title", "link", "also", "named_as"}
_NAMED_POINT_KEYS = {"document", "points", "paragraph", "words"}
_LINK = re.compile(r"(?:https?://|www\.)[^\s;]+")


@dataclass
class Sources:
    """The documents of a report, the sources of each footnote, and every problem met on the way."""

    path: Path
    documents: tuple[Document, ...] = ()
    of_footnote: dict[int, tuple[Source, ...]] = field(default_factory=dict)
    named_points: tuple[NamedPoint, ...] = ()
    problems: list[Problem] = field(default_factory=list)


def links_in(text: str) -> list[str]:
    """Return the web addresses in a printed text, as printed, without the sentence's own full stop."""
    return [match[0].rstrip(".,") for match in _LINK.finditer(text)]


def whole_link(printed: str) -> str:
    """Return an address that a browser opens: printed ones often leave out ``https://``."""
    return printed if printed.startswith("http") else f"https://{printed}"


def read_sources(path: Path, manuscript: Manuscript) -> Sources:
    """Read ``documents.toml`` (it may be missing) and join it with what the text itself names."""
    return _Reader(path, manuscript).read()


class _Reader:
    """Joins the curated entries with the text; one use each."""

    def __init__(self, path: Path, manuscript: Manuscript) -> None:
        self._manuscript = manuscript
        self._text = path.read_text(encoding="utf-8") if path.exists() else ""
        self._sources = Sources(path)
        self._entries: dict[str, Document] = {}
        self._named_as: dict[str, tuple[str, ...]] = {}
        self._names: dict[str, str] = {}

    def read(self) -> Sources:
        try:
            curated = tomllib.loads(self._text)
        except tomllib.TOMLDecodeError as error:
            self._complain(f"not valid TOML: {error}")
            curated = {}
        for key in curated.keys() - {"document", "footnotes", "named_point"}:
            self._complain(
                f"unknown key {key!r}; known are document, footnotes, named_point", f"{key} =", f"[{key}"
            )
        for entry in curated.get("document", []):
            self._read_document(entry)
        for name in self._entries.copy():
            self._know(name)
        self._read_footnotes(curated.get("footnotes", {}))
        for entry in curated.get("named_point", []):
            self._read_named_point(entry)
        self._sources.documents = self._placed()
        return self._sources

    def _complain(self, message: str, *needles: str) -> None:
        self._sources.problems.append(Problem(self._sources.path, line_of(self._text, *needles), message))

    def _read_document(self, entry: Mapping[str, Any]) -> None:
        name = entry.get("name", "")
        needle = f'name = "{name}"'
        for key in entry.keys() - _DOCUMENT_KEYS:
            allowed = ", ".join(sorted(_DOCUMENT_KEYS))
            self._complain(f"unknown key {key!r} in the document {name!r}; known are {allowed}", needle)
        symbol = symbols.canonical(name)
        if not name:
            self._complain("a document has no name", "[[document]]")
        elif name in self._entries:
            self._complain(f"the document {name!r} stands twice", needle)
        elif symbol and symbol != name:
            self._complain(f"the symbol {name!r} is not canonical; write {symbol!r}", needle)
        elif not symbol and entry.get("kind") not in KINDS:
            self._complain(f"the document {name!r} needs a kind: {', '.join(KINDS)}", needle)
        else:
            self._entries[name] = self._document(
                name, entry.get("kind"), entry.get("title"), entry.get("link"), tuple(entry.get("also", ()))
            )
            self._named_as[name] = tuple(entry.get("named_as", ()))

    @staticmethod
    def _document(
        name: str,
        kind: str | None = None,
        title: str | None = None,
        link: str | None = None,
        also: tuple[str, ...] = (),
    ) -> Document:
        if symbols.canonical(name):
            known = kind or ("resolution" if "/RES/" in name else "document")
            return Document(name, known, title, symbols.link(name), (*also, *symbols.halves(name)))
        printed = link or (name if links_in(name) == [name] else None)
        return Document(name, kind or "page", title, whole_link(printed) if printed else None, also)

    def _know(self, name: str) -> str:
        """Take note of a document under all of its names; return the canonical one."""
        document = self._entries.setdefault(name, self._document(name))
        for other in (name, *symbols.halves(name), *([document.link] if document.link else [])):
            self._names.setdefault(other, name)
        return name

    def _read_footnotes(self, curated: Mapping[str, Any]) -> None:
        printed = {number: self._printed(text) for number, text in self._manuscript.footnotes.items()}
        for name in (name for names in printed.values() for name in names if symbols.halves(name)):
            self._know(name)
        for number, names in printed.items():
            found = tuple(Source(self._canonical(name)) for name in names)
            entry = curated.get(str(number))
            if entry is not None:
                found = self._curated(number, entry, found)
            elif not found:
                words = f"{number} = [...]"
                self._complain(
                    f"footnote {number} names no document; say under [footnotes] what it is: {words}"
                )
            self._sources.of_footnote[number] = found
        for key in curated.keys() - {str(number) for number in printed}:
            self._complain(f"there is no footnote {key}", f"\n{key} =")

    @staticmethod
    def _printed(text: str) -> list[str]:
        named = [(match.start(), match[0].rstrip(".,")) for match in _LINK.finditer(text)]
        without_links = _LINK.sub(lambda match: " " * len(match[0]), text)
        named += symbols.printed_in(without_links)
        return list(dict.fromkeys(name for _, name in sorted(named)))

    def _canonical(self, name: str) -> str:
        known = self._names.get(name) or self._names.get(whole_link(name))
        return known or self._know(name)

    def _curated(self, number: int, entry: Any, printed: tuple[Source, ...]) -> tuple[Source, ...]:
        sources: list[Source] = []
        for item in entry:
            name, pinpoint = (
                (item, None) if isinstance(item, str) else (item["document"], item.get("pinpoint"))
            )
            if name not in self._entries:
                self._complain(
                    f"footnote {number} points at {name!r}, which no entry describes", f"\n{number} ="
                )
                continue
            if (
                pinpoint
                and f"{pinpoint}." not in self._manuscript.footnotes[number]
                and "Ibid" not in (self._manuscript.footnotes[number])
            ):
                self._complain(f"footnote {number} does not print {pinpoint!r}", f"\n{number} =")
            sources.append(Source(name, pinpoint))
        missing = {source.document for source in printed} - {source.document for source in sources}
        for name in sorted(missing):
            self._complain(f"footnote {number} prints {name}, but its entry leaves it out", f"\n{number} =")
        return tuple(sources)

    def _read_named_point(self, entry: Mapping[str, Any]) -> None:
        words = str(entry.get("words", ""))
        for key in entry.keys() ^ _NAMED_POINT_KEYS:
            self._complain(
                f"a named point has exactly the keys {sorted(_NAMED_POINT_KEYS)}; look at {key!r}", words
            )
            return
        texts = {paragraph.number: paragraph.text for paragraph in self._manuscript.paragraphs}
        if words not in texts.get(entry["paragraph"], ""):
            self._complain(f"paragraph {entry['paragraph']} does not print {words!r}", words)
        if entry["document"] not in self._entries:
            self._complain(f"the named point's document {entry['document']!r} is not described", words)
            return
        point = NamedPoint(entry["document"], tuple(entry["points"]), entry["paragraph"])
        self._sources.named_points += (point,)

    def _placed(self) -> tuple[Document, ...]:
        """All documents, each with the footnotes that cite it and the paragraphs that cite or name it."""
        carried_by = {
            footnote: paragraph.number
            for paragraph in self._manuscript.paragraphs
            for footnote in paragraph.footnotes
        }
        cited_by: dict[str, list[int]] = {name: [] for name in self._entries}
        for number, sources in self._sources.of_footnote.items():
            for name in dict.fromkeys(source.document for source in sources):
                cited_by[name].append(number)
        return tuple(
            self._place(document, tuple(cited_by[name]), carried_by)
            for name, document in self._entries.items()
        )

    def _place(
        self, document: Document, footnotes: tuple[int, ...], carried_by: Mapping[int, int]
    ) -> Document:
        named = self._naming(document.name)
        if not footnotes and not named:
            self._complain(
                f"neither a footnote nor a paragraph names {document.name!r}", f'name = "{document.name}"'
            )
        cited = {carried_by[number] for number in footnotes if number in carried_by}
        return replace(document, footnotes=footnotes, paragraphs=tuple(sorted(cited | named)))

    def _naming(self, name: str) -> set[int]:
        found: set[int] = set()
        for words in self._named_as.get(name, ()):
            here = {paragraph.number for paragraph in self._manuscript.paragraphs if words in paragraph.text}
            if not here:
                self._complain(f"no paragraph prints {words!r} (named_as of {name!r})", f'"{words}"')
            found |= here
        return found
