"""Time zones as people look for them: by IANA name, city, country or offset, with typing errors forgiven. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from enum import IntEnum, auto
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from rapidfuzz import fuzz, process

from bot.posting.zone_names import Entry, Index, fold, index, names

MOST_SUGGESTIONS = 25
LONGEST_LABEL = 100
"""Discord's limits for autocomplete.

Source: https://docs.discord.com/developers/interactions/application-commands
"""

_LONGEST_TYPED = 100
_SHORTEST_INSIDE = 3
_NEAR = 70
"""Out of 100, by rapidfuzz's ratio: "zurch" is "zurich" at 91, "sao paolo" is "sao paulo" at 89."""
_MOST_NAMED = 3

_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+-]?)\s*(1[0-4]|0?\d)(?::?(\d{0,2}))?", re.ASCII)
_DASHES = str.maketrans("−–—", "---")


class _Fit(IntEnum):
    """How a name fits what was typed, best first."""

    WHOLE = auto()
    BEGINNING = auto()
    A_WORD = auto()
    INSIDE = auto()


def zone(name: str) -> ZoneInfo:
    """Return the zone of an IANA name in any case, or of a city or country that means one zone only.

    ValueError, in words for people, names the nearest ones for anything else.
    """
    typed = name.strip()
    if known := names().get(typed.lower()):
        return _loaded(known)
    if typed in available_timezones():  # the machine's own database may be newer than the package
        return _loaded(typed)
    key = fold(typed[:_LONGEST_TYPED])
    found = _matching(index(), key)
    meant = {entry.zone for entry in found if fold(entry.name) == key and not entry.old}
    if len(meant) == 1:
        return _loaded(meant.pop())
    if _offset_in(typed):
        hint = "An offset is not enough, since clocks change with the place. "
    else:
        near = list(dict.fromkeys(entry.zone for entry in found))[:_MOST_NAMED]
        hint = f"Did you mean {' or '.join(near)}? " if near else ""
    raise ValueError(
        f"There is no such time zone. {hint}Give the name of a zone, or a city. Example: Europe/Zurich"
    )


def suggest(typed: str, now: datetime, limit: int = MOST_SUGGESTIONS) -> list[tuple[str, str]]:
    """Return labels with IANA names for what somebody has typed so far, best first.

    A label shows the zone, its offset at ``now`` and its local time, in at most 100 characters.
    """
    known = index()
    typed = typed.strip()[:_LONGEST_TYPED]
    if not typed:
        found: Iterable[Entry] = (Entry(name, name, name) for name in known.offered)
    elif offset := _offset_in(typed):
        found = (Entry(name, name, name) for name in _with_offset(known, offset, now))
    else:
        found = _matching(known, fold(typed))
    best: dict[str, Entry] = {}
    for entry in found:
        best.setdefault(entry.zone, entry)
    return [(_label(entry, now), entry.zone) for entry in list(best.values())[:limit]]


def _matching(known: Index, typed: str) -> list[Entry]:
    """The entries that fit, best first; where no word begins as it was typed, those that are spelled alike."""
    if not typed:
        return []
    fits = [
        (fit, place) for place, key in enumerate(known.keys) if typed in key and (fit := _fit(key, typed))
    ]
    fits.sort()
    found = [known.entries[place] for _, place in fits]
    if len(typed) < _SHORTEST_INSIDE or any(fit <= _Fit.A_WORD for fit, _ in fits):
        return found
    near = process.extract(typed, known.keys, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=MOST_SUGGESTIONS)
    return [*(known.entries[place] for _, _, place in near), *found]


def _fit(key: str, typed: str) -> _Fit | None:
    """How a name fits; ``typed`` is known to be in it, but a letter or two in its middle fit nothing."""
    if key == typed:
        return _Fit.WHOLE
    if key.startswith(typed):
        return _Fit.BEGINNING
    if f" {typed}" in key:
        return _Fit.A_WORD
    return _Fit.INSIDE if len(typed) >= _SHORTEST_INSIDE else None


def _offset_in(typed: str) -> str | None:
    """The beginning of an offset, such as "+05:3", if that is what was typed: "5:3", "utc +5:3", "GMT+053"."""
    found = _OFFSET.fullmatch(typed.lower().translate(_DASHES))
    return f"{found[1] or '+'}{int(found[2]):02}:{found[3] or ''}" if found else None


def _with_offset(known: Index, beginning: str, now: datetime) -> Iterator[str]:
    """The zones that have an offset now: for "+05:" those at +05:00, then those at +05:30."""
    beginning = beginning.replace("-00:", "+00:")
    offsets = {name: _offset(_loaded(name), now) for name in known.current}
    yield from (name for name, offset in offsets.items() if offset == beginning.ljust(len("+00:00"), "0"))
    yield from (name for name, offset in offsets.items() if offset.startswith(beginning))


def _label(entry: Entry, now: datetime) -> str:
    place = _loaded(entry.zone)
    shown = entry.shown if entry.shown == entry.zone else f"{entry.shown} ({entry.zone})"
    return f"{shown} · UTC{_offset(place, now)} · {now.astimezone(place):%H:%M}"[:LONGEST_LABEL]


def _offset(place: ZoneInfo, now: datetime) -> str:
    """A zone's offset, in whole minutes: +05:30."""
    minutes = (now.astimezone(place).utcoffset() or timedelta()) // timedelta(minutes=1)
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}"


@cache
def _loaded(name: str) -> ZoneInfo:
    """A zone that was read once; the class itself keeps eight, and reading all 400 takes 60 milliseconds."""
    return ZoneInfo(name)
