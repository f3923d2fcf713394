"""Well-worded questions while a person types: those of the phrasings that read like a question."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import takewhile
from math import log

from knowledge.model import Library
from knowledge.words import STOPWORDS, stem, words

LONGEST = 100  # characters: what Discord shows of a choice
_SHORTEST = 20
_BEGUN = 0.7  # what a word that is only begun counts beside a whole one
_A_PARAGRAPH = 2  # suggestions of one paragraph at most, so that a list shows several


class Suggester:
    """The phrasings that are well-worded questions, found by their words or the beginnings of words."""

    def __init__(self, library: Library) -> None:
        """Pick the questions and note which has which word."""
        self._questions = list(_questions(library))
        having: dict[str, list[int]] = defaultdict(list)
        self._words = [words(question) for _, question in self._questions]
        for place, passage in enumerate(self._words):
            for word in {*passage} - STOPWORDS:
                having[word].append(place)
                if stem(word) != word:
                    having[stem(word)].append(place)
        self._having = dict(having)
        self._sorted = sorted(having)

    def suggest(self, typed: str, limit: int = 25) -> list[str]:
        """Return at most ``limit`` questions, the likeliest first; one a paragraph while nothing is typed."""
        asked = words(typed)
        scores: dict[int, float] = defaultdict(float)
        for place, word in enumerate(asked):
            if word in STOPWORDS:
                continue
            whole = set(self._having.get(word, ())) | set(self._having.get(stem(word), ()))
            begun = self._beginning(word) - whole if place == len(asked) - 1 else set()
            rarity = log(1 + len(self._questions) / (1 + len(whole) + len(begun)))
            for question in whole | begun:
                scores[question] += rarity if question in whole else rarity * _BEGUN
        if not scores:
            return self._diverse(range(len(self._questions)), limit, a_paragraph=1)
        for question in scores:
            scores[question] += _alike(asked, self._words[question])
        return self._diverse(sorted(scores, key=lambda one: (-scores[one], one)), limit, _A_PARAGRAPH)

    def _beginning(self, letters: str) -> set[int]:
        """Questions with a word that begins so, as people are still typing their last word."""
        places: set[int] = set()
        for word in self._sorted[bisect_left(self._sorted, letters) :]:
            if not word.startswith(letters):
                break
            places.update(self._having[word])
        return places

    def _diverse(self, order: range | list[int], limit: int, a_paragraph: int) -> list[str]:
        taken: dict[tuple[str, int], int] = defaultdict(int)
        chosen: dict[str, None] = {}
        for place in order:
            key, question = self._questions[place]
            if taken[key] < a_paragraph and question not in chosen:
                taken[key] += 1
                chosen[question] = None
            if len(chosen) == limit:
                break
        return list(chosen)


def _alike(asked: Sequence[str], question: Sequence[str]) -> float:
    """A little more for a question with the same small words, and for one that begins the same; less for a long one."""
    begins = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(asked, question, strict=False)))
    return 0.2 * len({*asked} & {*question}) + 0.3 * begins - len(question) / 50


def _questions(library: Library) -> Iterator[tuple[tuple[str, int], str]]:
    """Phrasings written as one whole question: a capital, a question mark, and no more than a line."""
    for report in library.reports:
        for number, phrasings in report.phrasings.items():
            for phrasing in phrasings:
                if (
                    _SHORTEST <= len(phrasing) <= LONGEST
                    and phrasing[0].isupper()
                    and phrasing.endswith("?")
                    and not set(".:;…") & set(phrasing)
                ):
                    yield (report.symbol, number), phrasing
