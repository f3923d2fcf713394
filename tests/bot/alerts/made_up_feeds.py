"""Feeds as they are served, made from items: each kind in its own words."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from typing import Any

from hypothesis import strategies as st


@dataclass(frozen=True)
class Entry:
    """What a publisher says of one item."""

    guid: str
    title: str
    summary: str = ""
    link: str = ""
    published: datetime = datetime(2026, 11, 22, 9, tzinfo=UTC)


def entry(number: int, title: str = "", **more: Any) -> Entry:
    """One of many, with a link of its own."""
    named = title or f"Item number {number} of the made-up feed"
    return replace(Entry(f"guid-{number}", named, link=f"https://example.org/{number}"), **more)


def rss(entries: Sequence[Entry], title: str = "Made up", **more: str) -> bytes:
    """RSS 2.0; descriptions are HTML, escaped once more, as they are in the wild."""
    items = "".join(
        f"<item><guid isPermaLink='false'>{escape(one.guid)}</guid><title>{escape(one.title)}</title>"
        f"<link>{escape(one.link)}</link><description>{escape(f'<p>{escape(one.summary)}</p>')}</description>"
        f"<pubDate>{format_datetime(one.published)}</pubDate></item>"
        for one in entries
    )
    head = more.get("head", '<?xml version="1.0" encoding="UTF-8"?>')
    return f'{head}<rss version="2.0"><channel><title>{escape(title)}</title>{items}</channel></rss>'.encode()


def atom(entries: Sequence[Entry], title: str = "Made up") -> bytes:
    """Atom 1.0."""
    items = "".join(
        f"<entry><id>{escape(one.guid)}</id><title>{escape(one.title)}</title><summary>{escape(one.summary)}</summary>"
        f'<link rel="self" href="https://example.org/self"/><link href="{escape(one.link)}"/>'
        f"<published>{one.published.isoformat()}</published></entry>"
        for one in entries
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>{escape(title)}</title>{items}</feed>'.encode()


def rdf(entries: Sequence[Entry], title: str = "Made up") -> bytes:
    """RSS 1.0, which is RDF: the items stand beside the channel."""
    items = "".join(
        f'<item rdf:about="{escape(one.guid)}"><title>{escape(one.title)}</title><link>{escape(one.link)}</link>'
        f"<description>{escape(one.summary)}</description><dc:date>{one.published.isoformat()}</dc:date></item>"
        for one in entries
    )
    return (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>{escape(title)}</title></channel>{items}</rdf:RDF>'
    ).encode()


def json_feed(entries: Sequence[Entry], title: str = "Made up") -> bytes:
    """JSON Feed 1.1."""
    items = [
        {
            "id": one.guid,
            "title": one.title,
            "content_text": one.summary,
            "url": one.link,
            "date_published": one.published.isoformat(),
        }
        for one in entries
    ]
    told = {"version": "https://jsonfeed.org/version/1.1", "title": title, "items": items}
    return json.dumps(told).encode()


KINDS: dict[str, Callable[[Sequence[Entry]], bytes]] = {
    "rss": rss, "atom": atom, "rdf": rdf, "json": json_feed,
}  # fmt: skip

words = st.lists(
    st.text("abcdeéß中&<>'\"[]*_@#-.", min_size=1, max_size=8).filter(lambda word: word.strip(".-#") != ""),
    min_size=1,
    max_size=5,
).map(" ".join)
"""Words with all that means something to XML, HTML or Discord among them; never only blanks."""
moments = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001 - bounds take none
    lambda moment: moment.replace(microsecond=0)
)


def entries_of(words: st.SearchStrategy[str]) -> st.SearchStrategy[Entry]:
    """Entries that say such words."""
    return st.builds(
        Entry,
        guid=st.text("abc/:-0123", min_size=1, max_size=20),
        title=words,
        summary=words,
        link=st.integers(1, 999).map(lambda number: f"https://example.org/a/{number}?b=c&d=e"),
        published=moments,
    )


entries = entries_of(words)
bare_entries = entries_of(words.map(lambda said: said.translate({60: "‹", 38: "+"})))
"""Without ``<`` and ``&``, which mean markup in some kinds and themselves in others."""
