"""Which countries a news item names: by names, peoples, places and groups, with alike ones told apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from knowledge.signals.names import Name, Names, Words
from knowledge.signals.passage import Passage


@dataclass(frozen=True, slots=True)
class Mention:
    """A name that stands in a text from word ``start`` up to ``end``, and the code it means there."""

    start: int
    end: int
    name: Name
    code: str


class Countries:
    """Finds countries in texts."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self.situations = names.situations

    @classmethod
    def load(cls) -> Countries:
        """Read the packaged names."""
        return cls(Names.load())

    def find(self, passage: Passage) -> list[Mention]:
        """Return each country that a text names, once, where it is named first."""
        hits = self._hits(passage)
        starts = {hit.start for hit in hits}
        meant = [replace(hit, code=self._meaning(passage, hit, starts)) for hit in hits]
        meant = self._without_homes_of_states(passage, meant)
        meant = [hit for hit in meant if hit.code and not self._is_seat(passage, hit)]
        if not passage.cased:
            meant = self._without_small_words(passage, meant)
        first: dict[str, Mention] = {}
        for hit in meant:
            first.setdefault(hit.code, hit)
        return list(first.values())

    def _hits(self, passage: Passage) -> list[Mention]:
        hits, place = [], 0
        while place < len(passage.tokens):
            name = next(
                (
                    one
                    for one in self._names.beginning(passage.tokens[place])
                    if self._stands(passage, place, one)
                ),
                None,
            )
            if name:
                hits.append(Mention(place, place + len(name.words), name, name.code))
            place += len(name.words) if name else 1
        return hits

    def _stands(self, passage: Passage, place: int, name: Name) -> bool:
        """Tell whether a name's words stand at a place, with the capitals that it has to have."""
        tokens = passage.tokens[place : place + len(name.words)]
        if tuple(token.word for token in tokens) != name.words:
            return False
        if name.kind == "none":
            return True
        if name.initials and (passage.cased or name.words in self._names.never_small):
            return all(token.raw.rstrip("s'’").isupper() for token in tokens)
        return not passage.cased or any(token.capital for token in tokens)

    def _meaning(self, passage: Passage, hit: Mention, starts: Iterable[int]) -> str:
        tokens = passage.tokens
        before = tokens[hit.start - 1].word if hit.start else ""
        goes_on = hit.end < len(tokens) and tokens[hit.end].sentence == tokens[hit.end - 1].sentence
        after = tokens[hit.end].word if goes_on else ""
        if hit.name.kind == "people" and self._is_language(before, after):
            return ""
        if hit.name.words in self._names.given.names and self._is_person(passage, hit, starts):
            return ""
        for rule in self._names.rules.get(hit.name.words, ()):
            company = not rule.near and not rule.before and not rule.after
            company |= before in rule.before or after in rule.after or _has(passage, rule.near)
            if company and not _has(passage, rule.unless):
                return rule.means
        return hit.code

    def _is_language(self, before: str, after: str) -> bool:
        following, leading = self._names.languages
        return after in following or (before in leading and not after)

    def _is_person(self, passage: Passage, hit: Mention, starts: Iterable[int]) -> bool:
        """Tell whether a name that people bear too stands with another name in capitals, or with "singer" or the like."""
        tokens, given = passage.tokens, self._names.given
        before = tokens[hit.start - 1].word if hit.start else ""
        if before in given.before:
            return True
        if not passage.cased or passage.titled or hit.end >= len(tokens) or hit.end in starts:
            return False
        follows, last = tokens[hit.end], tokens[hit.end - 1]
        joined = (
            follows.sentence == last.sentence and not follows.after and not last.raw.lower().endswith("s")
        )
        named = last.raw.lower() == hit.name.words[-1]  # a possessive is no first name
        return follows.capital and joined and named and follows.word not in given.but

    def _without_homes_of_states(self, passage: Passage, hits: Sequence[Mention]) -> list[Mention]:
        """Leave out the first of "Lebanon, Tennessee"."""
        kept = list(hits)
        for hit, state in pairwise(hits):
            beside = state.start == hit.end and passage.tokens[state.start].after == ","
            if beside and state.name.words in self._names.states:
                kept.remove(hit)
        return kept

    def _is_seat(self, passage: Passage, hit: Mention) -> bool:
        seats = self._names.seats
        return hit.name.words in seats.names and _has(passage, seats.near)

    def _without_small_words(self, passage: Passage, hits: Sequence[Mention]) -> list[Mention]:
        """Where nothing has capitals, leave out names that are words too and stand in no such company."""
        small = self._names.small
        sure = [hit for hit in hits if hit.name.words not in small.names or passage.tokens[hit.start].capital]
        lower = not any(token.capital for token in passage.tokens)
        return list(hits) if (sure and lower) or _has(passage, small.near) else sure


def _has(passage: Passage, phrases: Iterable[Words]) -> bool:
    """Tell whether a text has one of some phrases."""
    return any(
        phrase[0] in passage.words and (len(phrase) == 1 or _runs(passage, phrase))
        for phrase in phrases
        if phrase
    )


def _runs(passage: Passage, phrase: Words) -> bool:
    listed = [token.word for token in passage.tokens]
    return any(
        tuple(listed[place : place + len(phrase)]) == phrase
        for place, word in enumerate(listed)
        if word == phrase[0]
    )
