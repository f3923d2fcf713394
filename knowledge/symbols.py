"""United Nations document symbols: one canonical spelling, its halves and its link.

Canonical forms: ``A/RES/79/122``, ``S/RES/1973 (2011)``, ``A/HRC/RES/44/14``, ``A/RES/377(V)``,
``A/78/901-S/2024/434``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

_DASH = re.compile(r"\s*[-\u2010-\u2015]\s*(?=[ASE]/)", re.IGNORECASE)
_PART = r"[A-Z]+/(?:[A-Z0-9.\-]+/)*[A-Z0-9.]*\d[A-Z0-9.]*"
_SINGLE = re.compile(
    rf"(?P<stem>{_PART})\s*(?:\((?P<year>\d{{4}})\)|\((?P<session>[IVXL]+)\))?", re.IGNORECASE
)
_SYMBOL_IN_TEXT = re.compile(
    r"(?<![\w/.:-])(?:A|S|E)/(?:[A-Za-z0-9.\-]+/)*[A-Za-z0-9.\-]*\d\w*(?:[-\u2013](?:A|S)/[A-Z0-9./]*\d)?"
)
_BODIES = {
    "General Assembly": "A/RES/",
    "Security Council": "S/RES/",
    "Human Rights Council": "A/HRC/RES/",
}
_NUMBER = r"\d+(?:/\d+)?(?:\s*\((?:\d{4}|[IVXL]+)\))?"
_RESOLUTIONS = re.compile(
    rf"(?P<body>{'|'.join(_BODIES)})? ?resolutions? (?P<numbers>{_NUMBER}(?:(?:, | and |, and ){_NUMBER})*)"
)
_KEEP = {"SUB": "Sub", "ADD": "Add", "REV": "Rev", "CORR": "Corr"}


def canonical(text: str) -> str | None:
    """Return one whole symbol in canonical form, or ``None`` if ``text`` is not one.

    Case, spaces and the kind of dash in a double symbol do not matter; a resolution named by its
    body ("General Assembly resolution 60/1") is a symbol too.
    """
    words = " ".join(text.split()).rstrip(".")
    named = _RESOLUTIONS.fullmatch(words)
    if named and named["body"]:
        found = [symbol for _, symbol in _resolutions(named)]
        return found[0] if len(found) == 1 else None
    halves = [_one(half) for half in _DASH.split(words)]
    return None if None in halves else "-".join(half for half in halves if half)


def _one(text: str) -> str | None:
    match = _SINGLE.fullmatch(re.sub(r"\s*/\s*", "/", text.strip()))
    if match is None:
        return None
    stem = re.sub(r"[A-Z]+", lambda word: _KEEP.get(word[0], word[0]), match["stem"].upper())
    if match["year"]:
        is_security_council = stem.startswith("S/RES/")
        return f"{stem} ({match['year']})" if is_security_council else stem
    return f"{stem}({match['session'].upper()})" if match["session"] else stem


def _resolutions(match: re.Match[str]) -> Iterator[tuple[int, str]]:
    """Each resolution in a match and where its number stands."""
    prefix = _BODIES[match["body"] or "General Assembly"]
    for number in re.finditer(_NUMBER, match["numbers"]):
        symbol = _one(prefix + number[0].replace(" ", ""))
        if symbol:
            yield match.start("numbers") + number.start(), symbol


def printed_in(text: str) -> list[tuple[int, str]]:
    """All symbols that a printed text names, canonical, each with its place, in order.

    Resolutions named by their body count, lists of them too: "Security Council resolutions
    1674 (2006) and 1894 (2009)".
    """
    found = [pair for match in _RESOLUTIONS.finditer(text) for pair in _resolutions(match)]
    for match in _SYMBOL_IN_TEXT.finditer(text):
        symbol = canonical(match[0])
        if symbol:
            found.append((match.start(), symbol))
    return sorted(found)


def halves(symbol: str) -> tuple[str, ...]:
    """Return the two halves of a double symbol; nothing for a single one."""
    parts = tuple(_DASH.split(symbol))
    return parts if len(parts) > 1 else ()


def link(symbol: str) -> str:
    """Return the address of a document: ``https://docs.un.org/en/`` and the symbol without spaces."""
    return "https://docs.un.org/en/" + quote(symbol.replace(" ", ""), safe="/()")
