"""The report's own words as Discord shows them: markers and links in place, long ones in pieces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from bot.render.text import clip, length, verbatim
from knowledge.model import Document, Footnote, Paragraph, Report
from knowledge.symbols import printed_in

_PRINTED = re.compile(r"[A-Za-z0-9](?:[\w./–-]*\w)?(?: ?\((?:\d{4}|[IVXL]+)\))?")
"""A symbol, or a resolution's number, from the place on where ``printed_in`` found one."""


def heading(report: Report, number: int) -> str:
    """The headings above a paragraph, in one line."""
    return verbatim(report.heading(number))


def within(report: Report, number: int) -> str:
    """Where a paragraph stands, in short: ``III.C``."""
    here = report.paragraph(number)
    return here.section + (f".{here.subsection}" if here.subsection else "")


def snippet(text: str, limit: int) -> str:
    """The beginning of a text, for a menu: menus show it as it is."""
    return clip(" ".join(text.split()), limit)


def passage(paragraph: Paragraph, limit: int, focus: tuple[int, int] | None = None) -> list[str]:
    """A paragraph's text with its markers, in as many pieces of ``limit`` characters as it takes.

    ``focus`` is the span of the text that is set off in bold.
    """
    return list(_pieces(paragraph, (0, len(paragraph.text)), focus or (0, 0), limit))


def _pieces(paragraph: Paragraph, span: tuple[int, int], focus: tuple[int, int], limit: int) -> Iterator[str]:
    start, end = span
    marked = _marked(paragraph, span, focus)
    if length(marked) <= limit or end - start < 2:  # noqa: PLR2004 - one character can't be parted
        yield marked
        return
    middle = (start + end) // 2
    blank = paragraph.text.rfind(" ", start + 1, middle)
    cut = blank + 1 if blank > 0 else middle
    yield from _pieces(paragraph, (start, cut), focus, limit)
    yield from _pieces(paragraph, (cut, end), focus, limit)


def _marked(paragraph: Paragraph, span: tuple[int, int], focus: tuple[int, int]) -> str:
    """The part of a paragraph in a span, its markers in brackets, what is in focus bold."""
    start, end = span
    bold = (max(start, focus[0]), min(end, focus[1]))
    if not paragraph.text[slice(*bold)].strip():
        return _with_markers(paragraph, start, end)
    before = _with_markers(paragraph, start, bold[0])
    inside = _with_markers(paragraph, *bold)
    # Blanks at the edge of what is bold would keep Discord from showing it so.
    lead = inside[: len(inside) - len(inside.lstrip())]
    tail = inside[len(inside.rstrip()) :]
    return f"{before}{lead}**{inside.strip()}**{tail}{_with_markers(paragraph, bold[1], end)}"


def _with_markers(paragraph: Paragraph, start: int, end: int) -> str:
    """A marker belongs to the words before it; one before all words belongs to the first."""
    parts, done = [], start
    for marker in paragraph.markers:
        if start < marker.offset <= end or marker.offset == start == 0 < end:
            parts += [verbatim(paragraph.text[done : marker.offset]), f"[{marker.footnote}]"]
            done = marker.offset
    parts.append(verbatim(paragraph.text[done:end]))
    # "[107](a)" would be read as a link.
    return "".join(parts).replace("](", "]\\(")


def notes(report: Report, numbers: tuple[int, ...], limit: int) -> list[str]:
    """Footnotes, one an entry, each with links to its documents; an overlong one in pieces without links."""
    return [piece for number in numbers for piece in _note(report, report.footnote(number), limit)]


def _note(report: Report, footnote: Footnote, limit: int) -> Iterator[str]:
    line = f"[{footnote.number}] {_linked(report, footnote)}"
    if length(line) <= limit:
        yield line
        return
    room = limit // 2 - len(str(footnote.number)) - 3
    yield from (
        f"[{footnote.number}] {verbatim(footnote.text[start : start + room])}"
        for start in range(0, len(footnote.text), room)
    )


def _linked(report: Report, footnote: Footnote) -> str:
    """A footnote's words with its documents linked where they are named, else named after it ("Ibid.")."""
    documents = {name: report.document(name) for name in footnote.documents}
    text, parts, done = footnote.text, [], 0
    found = sorted(_named(text, documents), key=lambda place: (place[0], -place[1]))
    for start, end, document in found:
        if start >= done:
            parts += [verbatim(text[done:start]), _link(text[start:end], document)]
            done = end
    parts.append(verbatim(text[done:]))
    linked = {document.name for *_, document in found}
    others = [
        _link(name, document)
        for name, document in documents.items()
        if name not in linked and (document.link or "Ibid" in text)
    ]
    return "".join(parts) + (f" → {', '.join(others)}" if others else "")


def _named(text: str, documents: dict[str, Document]) -> Iterator[tuple[int, int, Document]]:
    """Where a footnote's words name its documents: by symbol, or word for word."""
    known = {alias: each for each in documents.values() for alias in (each.name, *each.aliases)}
    for start, symbol in printed_in(text):
        match = _PRINTED.match(text, start)
        if match and symbol in known and known[symbol].link:
            yield start, match.end(), known[symbol]
    for document in documents.values():
        address = document.link or document.name
        for words in (document.name, address, address.removeprefix("https://")):
            start = text.find(words)
            if start >= 0:
                yield start, start + len(words), document


def _link(words: str, document: Document) -> str:
    if not document.link:
        return verbatim(words)
    if words.startswith(("http", "www.")):
        return f"<{document.link}>"  # an address is its own name; as a link's words Discord refuses one
    target = quote(document.link, safe="/:?#=&%~,;@+!$'*")
    return f"[{verbatim(words)}]({target})"
