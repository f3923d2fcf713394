"""A question as the bot reads it: its words mended, each with what it stands for and how much it tells."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from knowledge.answering.lexicon import Lexicon
from knowledge.answering.search import Index
from knowledge.answering.spelling import Correction, Speller
from knowledge.answering.units import wording
from knowledge.answering.words import STOPWORDS, stem
from knowledge.sentences import asks_for

_ASKS_WHO = frozenset(("who", "whose", "whom", "name", "names"))


@dataclass(frozen=True, slots=True)
class Question:
    """A question's words by their stems, stop words left out.

    ``wording`` are all words in alphabetic order. ``senses`` has the terms that each word stands for,
    ``rarity`` what each word tells, ``weight`` the sum of that, ``weighed`` each word's terms with their
    rarity, the rarest first. ``wanted`` are the kinds of answers asked for, ``outside`` the words that
    name something which reports may leave out.
    ``keywords`` is true where nothing but such words was typed.
    ``field`` is how much more the words belong to the field than to everyday English (a logarithm).
    """

    wording: str
    senses: Mapping[str, AbstractSet[str]]
    rarity: Mapping[str, float]
    weight: float
    weighed: Sequence[Sequence[tuple[float, str]]]
    wanted: AbstractSet[str]
    outside: AbstractSet[str]
    field: float
    asks_who: bool
    keywords: bool
    corrections: tuple[Correction, ...]


class Interpreter:
    """Reads questions with a lexicon, a speller and the index's knowledge of what is rare."""

    def __init__(self, lexicon: Lexicon, speller: Speller, index: Index) -> None:
        """Take what is needed to read."""
        self._lexicon = lexicon
        self._speller = speller
        self._rarity, self._rarest = index.rarity, index.rarest
        self._outside = frozenset(map(stem, lexicon.outside))

    def read(self, typed: Collection[str]) -> Question:
        """Read the words of a question as typed."""
        words, corrections = self._speller.mend(typed)
        senses = {
            word: terms
            for word, terms in self._lexicon.senses(words).items()
            if len(word) > 1 or word.isdigit() or not self._rarity.keys().isdisjoint(terms)
        }  # a letter by itself that no paragraph has says nothing
        rarity = {word: self._rarity.get(word, self._rarest) for word in senses}
        fields = [self._speller.field(word) for word in {*words} - STOPWORDS]
        return Question(
            wording(words),
            senses,
            rarity,
            weight=sum(rarity.values()) or 1.0,
            weighed=[
                sorted(((self._rarity.get(term, 0.0), term) for term in terms), reverse=True)
                for terms in senses.values()
            ],
            wanted=asks_for(words),
            outside=self._outside & senses.keys(),
            field=sum(fields) / (len(fields) or 1),
            asks_who=not _ASKS_WHO.isdisjoint(words),
            keywords=STOPWORDS.isdisjoint(words),
            corrections=corrections,
        )
