"""How often one person may use a command: enough for anybody who reads the answers."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta

_TIDY_AT = 1_000  # people remembered before those who stopped asking are dropped


class Pace:
    """Counts each person's uses within a stretch of time; kept in memory only, and only for that long."""

    def __init__(self, uses: int, seconds: int) -> None:
        """Allow each person ``uses`` uses in any ``seconds`` seconds."""
        self._uses = uses
        self._stretch = timedelta(seconds=seconds)
        self._recent: dict[int, deque[datetime]] = {}

    def wait(self, user_id: int, now: datetime) -> float:
        """Count a use and return 0, or leave it uncounted and return the seconds to wait for the next one."""
        if len(self._recent) >= _TIDY_AT:
            self._tidy(now)
        recent = self._recent.setdefault(user_id, deque())
        while recent and recent[0] <= now - self._stretch:
            recent.popleft()
        if len(recent) >= self._uses:
            return (recent[0] + self._stretch - now).total_seconds()
        recent.append(now)
        return 0

    def _tidy(self, now: datetime) -> None:
        oldest = now - self._stretch
        self._recent = {user: uses for user, uses in self._recent.items() if uses and uses[-1] > oldest}
