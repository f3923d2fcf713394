"""What countries are called, and what the curators know of names that mean several things."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from knowledge.answering.words import words
from knowledge.signals.passage import Token, plain

COUNTRIES = Path(__file__).parent.parent / "countries.toml"

Words = tuple[str, ...]


class Name(NamedTuple):
    """A name in plain words and the ISO 3166 alpha-3 code it stands for; ``""`` for what only looks like a country."""

    words: Words
    code: str
    kind: str
    written: str

    @property
    def initials(self) -> bool:
        """Whether it is written in capitals alone, as "DRC" is."""
        return self.written.isupper() and " " not in self.written


@dataclass(frozen=True, slots=True)
class Rule:
    """What a name means in some company; see ``[[apart]]`` in countries.toml."""

    means: str
    near: frozenset[Words]
    before: frozenset[str]
    after: frozenset[str]
    unless: frozenset[Words]


@dataclass(frozen=True, slots=True)
class Given:
    """Names that people bear too, words that say so, and words that say the opposite."""

    names: frozenset[Words]
    before: frozenset[str]
    but: frozenset[str]


@dataclass(frozen=True, slots=True)
class Company:
    """Names that count, or do not, for the words that are near."""

    names: frozenset[Words]
    near: frozenset[Words]


@dataclass(frozen=True)
class Names:
    """All that countries.toml says, together with the names that ISO 3166 has."""

    known: Mapping[str, tuple[Name, ...]]
    rules: Mapping[Words, tuple[Rule, ...]]
    given: Given
    seats: Company
    small: Company
    never_small: frozenset[Words]
    languages: tuple[frozenset[str], frozenset[str]]
    states: frozenset[Words]
    situations: frozenset[str]

    @classmethod
    def load(cls, path: Path = COUNTRIES) -> Names:
        """Read the file and pycountry's list."""
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        rules: dict[Words, list[Rule]] = defaultdict(list)
        for rule in table["apart"]:
            rules[cut(rule["name"])].append(_rule(rule))
        given, seats, small, languages = (table[part] for part in ("given", "seats", "small", "languages"))
        return cls(
            _filed([*_official(), *_curated(table)]),
            {name: tuple(listed) for name, listed in rules.items()},
            Given(_cut_all(given["names"]), frozenset(given["before"]), frozenset(map(plain, given["but"]))),
            Company(_cut_all(seats["names"]), _cut_all(seats["near"])),
            Company(_cut_all(small["words"]), _cut_all(small["near"])),
            _cut_all(small["never"]),
            (frozenset(languages["after"]), frozenset(languages["before"])),
            _cut_all(table["states"]["names"]),
            frozenset(table["situations"]),
        )

    def beginning(self, token: Token) -> tuple[Name, ...]:
        """The names that begin with a word, the longest first."""
        return self.known.get(token.word, ())


def cut(written: str) -> Words:
    """A name in plain words, as a passage has them."""
    return tuple(word for piece in written.replace("'", "").replace("’", "").split() for word in words(piece))


def _cut_all(listed: Iterable[str]) -> frozenset[Words]:
    return frozenset(map(cut, listed))


def _rule(rule: Mapping[str, Any]) -> Rule:
    return Rule(
        rule["means"],
        _cut_all(rule.get("near", ())),
        frozenset(rule.get("before", ())),
        frozenset(rule.get("after", ())),
        _cut_all(rule.get("unless", ())),
    )


def _official() -> Iterator[Name]:
    import pycountry  # noqa: PLC0415 - slow to import, needed here alone

    for country in pycountry.countries:
        for key in ("name", "common_name", "official_name"):
            written = getattr(country, key, "")
            if written and "," not in written and "(" not in written:
                yield Name(cut(written), country.alpha_3, "name", written)


def _curated(table: Mapping[str, Any]) -> Iterator[Name]:
    for code, listed in table["countries"].items():
        for kind in ("people", "places", "groups"):
            for written in listed.get(kind, ()):
                yield Name(cut(written), code, kind, written)
                if kind != "places" and not written.endswith(("s", "ese", "sh", "ch")):
                    yield Name(cut(written + "s"), code, kind, written)
    for written in table["not_places"]["phrases"]:
        yield Name(cut(written), "", "none", written)


def _filed(names: Iterable[Name]) -> dict[str, tuple[Name, ...]]:
    """Names by their first word, the longest first; of two for the same words the one that is curated, named last."""
    known: dict[Words, Name] = {name.words: name for name in names}
    filed: dict[str, list[Name]] = defaultdict(list)
    for name in known.values():
        filed[name.words[0]].append(name)
    return {
        first: tuple(sorted(listed, key=lambda name: -len(name.words))) for first, listed in filed.items()
    }
