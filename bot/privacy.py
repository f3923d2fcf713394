"""What a person can ask of the bot: to be given what it stores about them, and to be forgotten."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.storage.database import Database
from bot.storage.privacy import OWN, SHARED, PrivacyStore


@dataclass(frozen=True, slots=True)
class Stored:
    """What is stored about a person, by where it was found: see ``bot.storage.privacy``."""

    found: dict[str, list[dict[str, Any]]]

    @property
    def anything(self) -> bool:
        """Whether there is anything at all."""
        return any(self.found.values())

    def counts(self) -> dict[str, int]:
        """How much there is in each place where there is something."""
        return {place: len(rows) for place, rows in self.found.items() if rows}

    def as_file(self, user_id: int, now: datetime) -> bytes:
        """All of it as JSON that a person can read."""
        told = {
            "user": str(user_id),
            "made_at": now.isoformat(timespec="seconds"),
            "yours": {place.removeprefix("own_"): self.found[place] for place in OWN},
            "in_servers": {place: self.found[place] for place in SHARED},
        }
        return json.dumps(told, ensure_ascii=False, indent=1).encode()


class Privacy:
    """Gives a person what is stored about them, and forgets them."""

    def __init__(self, database: Database, *holders: Callable[[int], None]) -> None:
        """Use an open database; ``holders`` are called with a person who was erased, to let go of what they hold."""
        self._store = PrivacyStore(database)
        self._holders = holders

    async def about(self, user_id: int) -> Stored:
        """All that is stored about a person."""
        return Stored(await self._store.about(user_id))

    async def forget(self, user_id: int) -> Stored:
        """Forget a person: what is theirs is deleted, what is a server's is kept without them. Tells what there was."""

        def committed() -> None:
            for forget in self._holders:
                forget(user_id)

        return Stored(await self._store.erase(user_id, committed=committed))
