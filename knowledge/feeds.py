"""Read ``feeds.toml``: the feeds that a server may follow, all off until somebody adds one."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from knowledge.problems import KnowledgeError, Problem, line_of

FEEDS = Path(__file__).with_name("feeds.toml")
LONGEST = 100
"""Characters of a title and of an address: what Discord takes for a choice."""

_NEEDED = ("title", "address", "publisher", "about", "terms", "source")
_KEYS = {*_NEEDED, "terms_link", "checked_on"}


@dataclass(frozen=True, slots=True)
class KnownFeed:
    """A feed of the catalogue."""

    title: str
    address: str
    publisher: str
    about: str
    terms: str
    source: str
    """How its address is known."""
    terms_link: str = ""
    checked_on: date | None = None


def load_feeds(path: Path = FEEDS) -> tuple[KnownFeed, ...]:
    """The catalogue, in the file's order; KnowledgeError lists all that is wrong in it."""
    if problems := check_feeds(path):
        raise KnowledgeError(problems)
    tables = tomllib.loads(path.read_text(encoding="utf-8")).get("feed", [])
    return tuple(KnownFeed(**table) for table in tables)


def check_feeds(path: Path = FEEDS) -> list[Problem]:
    """What is wrong in the file."""
    text = path.read_text(encoding="utf-8")
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return [Problem(path, 1, f"not valid TOML: {error}")]
    problems = [
        Problem(path, line_of(text, f"\n{key} =", f"\n[{key}"), f"unknown key {key!r}: a feed begins with [[feed]]")
        for key in told
        if key != "feed"
    ]  # fmt: skip
    seen: set[str] = set()
    tables = told.get("feed", [])
    if not isinstance(tables, list):
        return [*problems, Problem(path, line_of(text, "\n[feed]"), "a feed begins with [[feed]]")]
    for table in tables:
        title, address = str(table.get("title", "")), str(table.get("address", ""))
        line = line_of(text, f'"{title}"', f'"{address}"')
        problems += [Problem(path, line, f"{title or 'a feed'}: {wrong}") for wrong in _wrong(table)]
        if address in seen or title in seen:
            problems.append(Problem(path, line, f"{title}: it stands twice"))
        seen |= {address, title} - {""}
    return problems


def _wrong(table: Mapping[str, Any]) -> Iterator[str]:
    for key in table.keys() - _KEYS:
        yield f"unknown key {key!r}"
    for key in _NEEDED:
        if not isinstance(table.get(key), str) or not table[key].strip():
            yield f"it needs a {key}, in quotation marks"
    for key in ("title", "address"):
        if len(str(table.get(key, ""))) > LONGEST:
            yield f"its {key} has more than {LONGEST} characters"
    for key in ("address", "terms_link"):
        if key in table and not _is_address(str(table[key])):
            yield f"its {key} must be a whole http:// or https:// address"
    if not isinstance(table.get("checked_on"), date):
        yield "it needs checked_on, a day without quotation marks: checked_on = 2026-11-22"


def _is_address(written: str) -> bool:
    parts = urlsplit(written)
    return parts.scheme in {"http", "https"} and bool(parts.hostname)
