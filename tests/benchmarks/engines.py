"""What the benchmark compares: ours, SQLite's full-text search and plain rapidfuzz, each behind one small face."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from knowledge.answer import Answerer
from knowledge.load import load_library
from knowledge.model import Library
from knowledge.words import normalise

TOP = 10


@dataclass(frozen=True, slots=True)
class Found:
    """What an engine says to a question: paragraphs, best first, how sure it is, and what it quotes."""

    paragraphs: Sequence[int]
    confidence: float
    quote: str = ""
    answered: bool = True


Ask = Callable[[str], Found]


def ours() -> Ask:
    """Load and index the report as the bot does."""
    answerer = Answerer(load_library())

    def ask(question: str) -> Found:
        answer = answerer.answer(question)
        paragraphs = [match.paragraph for match in answer.matches]
        quote = answer.matches[0].sentence if answer.matches else ""
        return Found(paragraphs, answer.confidence, quote, answer.status == "answered")

    return ask


def _passages(library: Library, *, phrasings: bool) -> Iterator[tuple[int, str]]:
    """Each paragraph's text, and each of its phrasings."""
    report = library.newest
    for paragraph in report.paragraphs:
        yield paragraph.number, paragraph.text
        if phrasings:
            yield from (
                (paragraph.number, phrasing) for phrasing in report.phrasings.get(paragraph.number, ())
            )


def sqlite_fts5(*, phrasings: bool) -> Ask:
    """SQLite's FTS5 with its Porter stemmer and BM25, one row a paragraph."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE passages USING fts5(text, tokenize='porter unicode61')")
    rows: dict[int, list[str]] = {}
    for number, text in _passages(load_library(), phrasings=phrasings):
        rows.setdefault(number, []).append(text)
    database.executemany(
        "INSERT INTO passages(rowid, text) VALUES (?, ?)",
        [(number, "\n".join(texts)) for number, texts in rows.items()],
    )

    def ask(question: str) -> Found:
        terms = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", question))
        if not terms:
            return Found([], 0.0)
        rows = database.execute(
            "SELECT rowid, bm25(passages) FROM passages WHERE passages MATCH ? ORDER BY 2 LIMIT ?",
            (terms, TOP),
        ).fetchall()
        return Found([number for number, _ in rows], -rows[0][1] if rows else 0.0)

    return ask


def rapidfuzz_scan(scorer: Callable[..., float]) -> Ask:
    """Compare the question with every text and phrasing; a paragraph is as near as its nearest."""
    numbers, texts = zip(*_passages(load_library(), phrasings=True), strict=True)
    prepared = [normalise(text) for text in texts]

    def ask(question: str) -> Found:
        near = process.extract(normalise(question), prepared, scorer=scorer, limit=200)
        paragraphs = list(dict.fromkeys(numbers[place] for _, _, place in near))[:TOP]
        return Found(paragraphs, near[0][1] if near else 0.0)

    return ask


ENGINES: dict[str, Callable[[], Ask]] = {
    "ours": ours,
    "FTS5, text and phrasings": lambda: sqlite_fts5(phrasings=True),
    "FTS5, text alone": lambda: sqlite_fts5(phrasings=False),
    "rapidfuzz token_set_ratio": lambda: rapidfuzz_scan(fuzz.token_set_ratio),
    "rapidfuzz WRatio": lambda: rapidfuzz_scan(fuzz.WRatio),
}
