"""Well-worded questions while a person types: those of the phrasings that read like a question."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from math import log

from knowledge.model import Library
from knowledge.words import STOPWORDS, normalise, stem, words

LONGEST = 100  # characters: what Discord shows of a choice
_SHORTEST = 20
_A_PARAGRAPH = 2  # suggestions of one paragraph at most, so that a list shows several


class Suggester:
    """The phrasings that are well-worded questions, found by their words or the beginnings of words."""

    def __init__(self, library: Library) -> None:
        """Pick the questions and note which has which word."""
        self._questions = list(_questions(library))
        having: dict[str, list[int]] = defaultdict(list)
        for place, (_, question) in enumerate(self._questions):
            for word in {*words(question)} - STOPWORDS:
                having[word].append(place)
                if stem(word) != word:
                    having[stem(word)].append(place)
        self._having = dict(having)
        self._sorted = sorted(having)

    def suggest(self, typed: str, limit: int = 25) -> list[str]:
        """Return at most ``limit`` questions, the likeliest first; one a paragraph while nothing is typed."""
        asked = normalise(typed)
        scores: dict[int, float] = defaultdict(float)
        for word in set(words(asked)) - STOPWORDS:
            places = self._places(word)
            rarity = log(1 + len(self._questions) / (1 + len(places)))
            for place in places:
                scores[place] += rarity
        if not scores:
            return self._diverse(range(len(self._questions)), limit, a_paragraph=1)
        for place in scores:
            question = normalise(self._questions[place][1])
            scores[place] += 2.0 * question.startswith(asked) - len(question) / 500
        return self._diverse(sorted(scores, key=lambda place: (-scores[place], place)), limit, _A_PARAGRAPH)

    def _places(self, word: str) -> set[int]:
        """Questions with the word, another ending of it, or, as people are still typing, a word that it begins."""
        places = {*self._having.get(word, ()), *self._having.get(stem(word), ())}
        start = bisect_left(self._sorted, word)
        for other in self._sorted[start:]:
            if not other.startswith(word):
                break
            places.update(self._having[other])
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
