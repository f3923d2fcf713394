"""Well-worded questions while a person types: those that curators wrote for it, by paragraph."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from itertools import chain, takewhile
from math import log

from knowledge.answering.lexicon import NAME, Lexicon
from knowledge.answering.words import STOPWORDS, stem, words
from knowledge.model import Library
from knowledge.suggestions import suggestions

_BEGUN = 0.7  # what a word that is only begun counts beside a whole one
_A_PARAGRAPH = 2  # suggestions of one paragraph at most, so that a list shows several


class Suggester:
    """The questions to offer, found by their words or the beginnings of words."""

    def __init__(self, library: Library, lexicon: Lexicon) -> None:
        """Read the questions and note which has which word, and which names what ("R2P")."""
        self._lexicon = lexicon
        self._questions = [
            ((report.symbol, paragraph), question)
            for report in library.reports
            for paragraph, questions in suggestions(report).items()
            for question in questions
        ]
        having: dict[str, list[int]] = defaultdict(list)
        self._words = [words(question) for _, question in self._questions]
        for place, passage in enumerate(self._words):
            for word in {*passage} - STOPWORDS:
                having[word].append(place)
                if stem(word) != word:
                    having[stem(word)].append(place)
            for name in self._named(passage):
                having[name].append(place)
        self._having = dict(having)
        self._sorted = sorted(having)

    def suggest(self, typed: str, limit: int = 25) -> list[str]:
        """Return at most ``limit`` questions, the likeliest first; one a paragraph while nothing is typed."""
        asked = words(typed)
        scores = self._score(asked)
        if not scores and (begun := self._begun_so(asked)):
            return self._diverse(begun, limit, _A_PARAGRAPH)
        if not scores:
            return self._diverse(range(len(self._questions)), limit, a_paragraph=1)
        for question in scores:
            scores[question] += _alike(asked, self._words[question])
        return self._diverse(sorted(scores, key=lambda one: (-scores[one], one)), limit, _A_PARAGRAPH)

    def _score(self, asked: Sequence[str]) -> dict[int, float]:
        """Each question that has words of what was typed, the rare ones counting for more; stop words left out."""
        scores: dict[int, float] = defaultdict(float)
        for place, word in enumerate(asked):
            if word in STOPWORDS:
                continue
            forms = (word, stem(word), *self._named([word]))
            whole = set(chain.from_iterable(self._having.get(form, ()) for form in forms))
            begun = self._beginning(word) - whole if place == len(asked) - 1 else set()
            rarity = log(1 + len(self._questions) / (1 + len(whole) + len(begun)))
            for question in whole | begun:
                scores[question] += rarity if question in whole else rarity * _BEGUN
        return scores

    def _named(self, passage: Sequence[str]) -> list[str]:
        return [term for term in self._lexicon.terms(passage) if term[0] == NAME]

    def _begun_so(self, asked: Sequence[str]) -> list[int]:
        """Questions that begin with the words typed ("what is"), the last of which may be unfinished; short ones first."""
        if not asked:
            return []
        *whole, last = asked
        begun = [
            place
            for place, question in enumerate(self._words)
            if question[: len(whole)] == whole and "".join(question[len(whole) : len(asked)]).startswith(last)
        ]
        return sorted(begun, key=lambda place: (len(self._words[place]), place))

    def _beginning(self, letters: str) -> set[int]:
        """Questions with a word that begins so, as people are still typing their last word."""
        places: set[int] = set()
        for word in self._sorted[bisect_left(self._sorted, letters) :]:
            if not word.startswith(letters):
                break
            places.update(self._having[word])
        return places

    def _diverse(self, order: Sequence[int], limit: int, a_paragraph: int) -> list[str]:
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
