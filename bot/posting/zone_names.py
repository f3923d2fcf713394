"""Every name that finds a time zone: the zone database's own, its countries, and what ``zones.toml`` adds. Pure."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", **dict.fromkeys("'’‘ʼʻ`.", "")}
)


class Entry(NamedTuple):
    """One name that finds a zone."""

    name: str
    zone: str
    shown: str
    """What a label says: the zone's own name, the city, or the country with one of its cities."""
    old: bool = False
    """Kept by the database for old programs alone, such as US/Eastern."""


class Index(NamedTuple):
    """Everything that can be found."""

    entries: tuple[Entry, ...]
    """Of entries that fit equally well, the first one is meant: zones that many want, then zones, cities, countries
    and old names."""
    keys: tuple[str, ...]
    """The name of each entry, folded."""
    offered: tuple[str, ...]
    """The zones that are offered before anything is typed."""
    current: tuple[str, ...]
    """Those and all others but old names."""


def fold(text: str) -> str:
    """Small letters without accents and apostrophes; every other mark is a space."""
    letters = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^\w+]|_", " ", plain).split())


@cache
def names() -> dict[str, str]:
    """The name of every zone: in small letters → as it is written."""
    return {name.lower(): name for name in (files("tzdata") / "zones").read_text(encoding="utf-8").split()}


@cache
def index() -> Index:
    """Read the packaged tables: once, some 20 milliseconds."""
    curated = tomllib.loads((files(__package__) / "zones.toml").read_text(encoding="utf-8"))
    country_of = {where: country for country, _, where, *_ in _table("zone.tab")}
    offered = tuple(curated["offered_first"])
    current = tuple(dict.fromkeys([*offered, *sorted(country_of)]))
    entries = [
        *_zones(current),
        *(Entry(name, place, name) for place, known in curated["names"].items() for name in known),
        *_countries(country_of, curated["countries"], curated["capital"]),
        *(Entry(name, name, name, old=True) for name in names().values() if name not in current),
    ]
    entries.sort(key=lambda entry: entry.zone not in offered)  # keeps the order of the rest
    return Index(
        entries=tuple(entries),
        keys=tuple(fold(entry.name) for entry in entries),
        offered=offered,
        current=current,
    )


def _zones(current: Iterable[str]) -> Iterator[Entry]:
    """Each zone by its whole name and by its city alone."""
    for name in current:
        yield Entry(name, name, name)
        if "/" in name:
            yield Entry(_city(name), name, name)


def _countries(
    country_of: dict[str, str], more_names: dict[str, list[str]], capitals: dict[str, str]
) -> Iterator[Entry]:
    """Each country by all its names, with its zones, that of the capital first."""
    zones: dict[str, list[str]] = {code: [capital] for code, capital in capitals.items()}
    for place, code in country_of.items():
        zones.setdefault(code, []).append(place)
    for code, name in _table("iso3166.tab"):
        for known in [name, *more_names.get(code, [])]:
            for place in dict.fromkeys(zones.get(code, [])):
                yield Entry(known, place, f"{known}: {_city(place)}")


def _city(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")


def _table(name: str) -> Iterator[list[str]]:
    """The rows of a table of the zone database, without its comments."""
    for line in (files("tzdata.zoneinfo") / name).read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield line.split("\t")
