"""By what an item is known again, though its feed changes what it calls it, its link, its date or its words. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import TypeVar

from bot.alerts.feed_model import Item
from bot.alerts.same import canonical, wording

_SIZE = 12
"""Bytes of a digest: among thousands of items, two alike by chance are not to be expected."""

_LINK = "link"

KnownT = TypeVar("KnownT")


def keys_of(items: Sequence[Item]) -> list[tuple[str, ...]]:
    """The keys of each item, the surest first; never empty.

    What several items of one document share, such as a link to the home page, tells none of them, and is left out.
    The last key is all of it together, so that what stands twice in a document is one.
    """
    listed = [_keys(item) for item in items]
    shared = {key for key, count in Counter(key for keys in listed for key in keys).items() if count > 1}
    return [
        (*(key for key in keys if key not in shared), _digest("all", *keys, item.title))
        for keys, item in zip(listed, items, strict=True)
    ]


def found_by(keys: Iterable[str], known: Mapping[str, KnownT]) -> KnownT | None:
    """What goes by the surest of some keys; None if it is new."""
    return next((known[key] for key in keys if key in known), None)


def has_own_link(keys: Iterable[str]) -> bool:
    """Whether a link is among the keys: one that leads to this item and to no other."""
    return any(key.startswith(_LINK[0]) for key in keys)


def worded(item: Item) -> str:
    """A short text that changes exactly when the words of an item do."""
    return _digest("words", item.title, item.summary)


def _keys(item: Item) -> tuple[str, ...]:
    """What its feed calls it, where it leads, and its title with the date; without a date only if there is no more."""
    keys = []
    if item.guid:
        keys.append(_digest("guid", item.guid))
    link = canonical(item.link) if item.link else None
    if link is not None and "/" in link:  # a home page is no item's own
        keys.append(_digest(_LINK, link))
    if item.published is not None or not keys:
        keys.append(_digest("title", wording(item.title), str(item.published or "")))
    return tuple(keys)


def _digest(*parts: str) -> str:
    told = "\0".join(parts).encode("utf-8", "replace")
    return parts[0][0] + blake2b(told, digest_size=_SIZE).hexdigest()
