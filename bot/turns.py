"""One at a time for each key: what two people press at the same moment happens once."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable
from weakref import WeakValueDictionary


class Turns:
    """A lock for each key, made when somebody waits for it and gone when nobody does."""

    def __init__(self) -> None:
        """Begin without locks."""
        self._locks: WeakValueDictionary[Hashable, asyncio.Lock] = WeakValueDictionary()

    def of(self, key: Hashable) -> asyncio.Lock:
        """The lock of a key: ``async with turns.of(guild_id):``."""
        return self._locks.setdefault(key, asyncio.Lock())
