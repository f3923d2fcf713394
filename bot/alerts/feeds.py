"""Reads feeds: RSS, Atom and RDF with the XML parser that Python brings, and JSON Feed. Pure, and linear in time.

The library feedparser knows more dialects, but some half a megabyte of hostile XML keeps it busy for minutes, and no
thread can be stopped; it is the standard that the tests hold this reader to. What is well formed up to some place is
read up to there. Documents that declare entities of their own are refused, so nothing can unfold.
"""

from __future__ import annotations

import html.entities
import re
from urllib.parse import urljoin
from xml.parsers import expat

from bot.alerts.feed_model import MOST_ITEMS, Document, FeedError, Item
from bot.alerts.feed_text import decoded, link_of, moment_of, text_of
from bot.alerts.feed_xml import ROOTS, Collector, Raw, TooMuch
from bot.alerts.json_feed import read_json
from bot.alerts.model import LONGEST_TEXT, LONGEST_TITLE

LONGEST_GUID = 500

_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LOOSE = re.compile(
    r"(?P<cdata><!\[CDATA\[(?:.*?\]\]>|.*\Z))|&(?:#(?P<number>\d{1,7}|[xX][0-9a-fA-F]{1,6});|(?P<name>[A-Za-z]\w{0,31});)?",
    re.DOTALL,
)
_XML_NAMES = {"amp", "lt", "gt", "quot", "apos"}
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head)\b", re.IGNORECASE)
_LINK = re.compile(r"<link\b([^<>]{1,1000})>", re.IGNORECASE)
_OFFERED = re.compile(r"""type\s*=\s*["']?application/(?:rss\+xml|atom\+xml|feed\+json)""", re.IGNORECASE)
_HREF = re.compile(r"""href\s*=\s*["']?([^"'\s<>]{1,500})""", re.IGNORECASE)
_HEAD = 100_000
"""Characters of a web page in which the feeds that it names are looked for."""


def read_feed(body: bytes, content_type: str, address: str) -> Document:
    """Read a document that was fetched from an address; FeedError says why it is no feed.

    Takes up to a second or so for the largest: not on the event loop.
    """
    text = decoded(body, content_type)
    if not text.strip():
        raise FeedError("There is nothing in it.")
    if text.lstrip()[0] in "{[":
        return read_json(text, address)
    document = text.replace("\r\n", "\n")
    collected = _collected(_NO_XML.sub("", document).lstrip())
    if collected.kind not in ROOTS and not collected.declares:
        if _PAGE.search(text[:_HEAD]):
            raise _web_page(text, address)
        raise FeedError("It is no feed: neither RSS nor Atom, nor JSON Feed.")
    if collected.trouble and not collected.items:
        raise FeedError(f"It cannot be read: {collected.trouble}.")
    base = urljoin(address, collected.base) if _joins(address, collected.base) else address
    items = [item for raw in collected.items if (item := _item(raw, base)) is not None]
    return Document(text_of(collected.title, LONGEST_TITLE), tuple(items))


def _collected(text: str) -> Collector:
    """Read as it is; if that breaks off, with stray signs mended."""
    first = _parse(text)
    if not first.trouble:
        return first
    second = _parse(_LOOSE.sub(_mended, text))
    return second if not second.trouble or len(second.items) > len(first.items) else first


def _parse(text: str) -> Collector:
    collector = Collector(MOST_ITEMS)
    # The encoding is said here: whatever the document's first line claims, this is UTF-8.
    parser = expat.ParserCreate("utf-8", namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = collector.start
    parser.EndElementHandler = collector.end
    parser.CharacterDataHandler = collector.text
    parser.StartDoctypeDeclHandler = collector.doctype
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)  # noqa: FBT003 - it takes no name
    except expat.ExpatError as error:
        collector.trouble = f"it is broken in line {error.lineno}"
    except TooMuch:
        pass
    return collector


def _mended(found: re.Match[str]) -> str:
    """A stray ``&`` made plain, and names that only HTML knows as what they stand for; CDATA is left alone."""
    if found["cdata"]:
        return found["cdata"]
    if found["name"]:
        if found["name"] in _XML_NAMES:
            return found[0]
        return html.entities.html5.get(f"{found['name']};", f"&amp;{found['name']};")
    if found["number"]:
        given = found["number"]
        number = int(given[1:], 16) if given[0] in "xX" else int(given)
        fine = number in {9, 10, 13} or 0x20 <= number < 0xD800 or 0xE000 <= number < 0xFFFE  # noqa: PLR2004 - what XML takes
        return found[0] if fine or 0x10000 <= number <= 0x10FFFF else " "  # noqa: PLR2004 - likewise
    return "&amp;"


def _item(raw: Raw, base: str) -> Item | None:
    """One entry; None for one that says nothing."""
    if raw.base:
        base = urljoin(base, raw.base) if _joins(base, raw.base) else base
    long = text_of(raw.first("summary", "content"), LONGEST_TEXT)
    title = text_of(raw.first("title"), LONGEST_TITLE) or text_of(long, LONGEST_TITLE)
    if not title:
        return None
    guid = " ".join(raw.first("guid").split())[:LONGEST_GUID]
    link = link_of(raw.first("link"), base)
    if link is None and raw.guid_is_link:
        link = link_of(guid, base) if "/" in guid else None
    published, updated = moment_of(raw.first("published")), moment_of(raw.first("updated"))
    return Item(guid, title, long if long != title else "", link, published or updated, updated)


def _joins(base: str, more: str) -> bool:
    try:
        urljoin(base, more)
    except ValueError:
        return False
    return True


def _web_page(text: str, address: str) -> FeedError:
    """Say so, with the first feed that the page names."""
    named = (
        link_of(html.unescape(href[1]), address)
        for link in _LINK.finditer(text[:_HEAD])
        if _OFFERED.search(link[1]) and (href := _HREF.search(link[1]))
    )
    return FeedError("That is a web page, not a feed.", next((link for link in named if link), None))
