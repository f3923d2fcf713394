"""What labelled news items have taught about words: towards relevance, a severity, a paragraph.

Terms are stems, groups of words and signs of themes. ``leanings.tsv`` is written by
``tests/benchmarks/fit_signals.py`` from ``tests/benchmarks/alerts_own.jsonl``: a curator who finds an item misread adds
it there, rightly labelled, and fits again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from knowledge.answering.words import STOPWORDS, stem
from knowledge.signals.countries import Mention
from knowledge.signals.passage import Passage, Token
from knowledge.signals.patterns import LIVES, Found
from knowledge.signals.themes import Seen

LEANINGS = Path(__file__).with_name("leanings.tsv")
ANY = "any"
"""A term that every text has, for what there is to say without looking; no stem is this word."""
_PLACES = frozenset(("<haiti>", "<taliban>"))  # groups that stand for places
_LIVES = frozenset(f"<{life}>" for life in (*LIVES, "joke"))
_LEAST = 0.15  # of the first paragraph's sum: what is less is by chance


@dataclass(frozen=True, slots=True)
class Leaning:
    """Where a term or a text leans: logarithms of odds, above 0 for it; ``paragraphs`` of a text go from 0 to 1."""

    relevant: float = 0.0
    urgent: float = 0.0
    watch: float = 0.0
    paragraphs: Mapping[int, float] = field(default_factory=dict)


class Leanings:
    """What each term has been taught to say."""

    def __init__(self, terms: Mapping[str, Leaning]) -> None:
        self.terms = terms

    @classmethod
    def load(cls, path: Path = LEANINGS) -> Leanings:
        """Read one term a line: how it leans to relevance, to urgent, to watch, and to paragraphs."""
        with path.open(encoding="utf-8") as lines:
            return cls(dict(_read(line) for line in lines))

    def of(self, terms: AbstractSet[str]) -> Leaning:
        """Sum up what a text's terms say."""
        known = [leaning for term in sorted(terms | {ANY}) if (leaning := self.terms.get(term))]
        votes: dict[int, float] = defaultdict(float)
        for leaning in known:
            for number, weight in leaning.paragraphs.items():
                votes[number] += weight
        most = max(votes.values(), default=0.0)
        return Leaning(
            sum(leaning.relevant for leaning in known),
            sum(leaning.urgent for leaning in known),
            sum(leaning.watch for leaning in known),
            {number: vote / most for number, vote in votes.items() if vote > _LEAST * most > 0},
        )


def _read(line: str) -> tuple[str, Leaning]:
    term, relevant, urgent, watch, listed = line.rstrip("\n").split("\t")
    paragraphs = dict(_weight(cell) for cell in listed.split())
    return term, Leaning(float(relevant or 0), float(urgent or 0), float(watch or 0), paragraphs)


def _weight(cell: str) -> tuple[int, float]:
    number, weight = cell.split(":")
    return int(number), float(weight)


def _root(token: Token) -> str:
    """A word of a pair; all numbers are alike."""
    return token.root if token.word.isalpha() else "#"


def terms_of(
    passage: Passage, found: Found, seen: Iterable[Seen], mentions: Iterable[Mention]
) -> frozenset[str]:
    """What a text is made of: stems, pairs of words side by side, groups of words, and the signs that it shows.

    Names of countries are left out: what is taught of one place has to hold in any other. Groups of other lives
    (``other_lives.toml``) are also paired with each other group, since there a word means something else.
    """
    named = {place for mention in mentions for place in range(mention.start, mention.end)}
    kept = [(place, token) for place, token in enumerate(passage.tokens) if place not in named]
    stems = {stem(token.word) for _, token in kept if token.word not in STOPWORDS and token.word.isalpha()}
    pairs = {
        f"{_root(left)}+{_root(right)}"
        for (here, left), (there, right) in pairwise(kept)
        if there == here + 1
    }
    groups = {part for part in found if part.startswith("<") and part not in _PLACES}
    lives = {f"{life}{group}" for life in groups & _LIVES for group in groups - _LIVES}
    signs = {f"{one.sign.theme} {one.sign.paragraphs}" for one in seen}
    return frozenset(stems | pairs | groups | lives | signs)
