"""Rules of Discord that simcord lacks: the same nonce makes one message, and an application has 50 requests a second."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from simcord.backend import errors

NONCE_WINDOW = timedelta(minutes=5)
"""Discord says "the past few minutes".

Source: https://docs.discord.com/developers/resources/message#create-message, enforce_nonce
"""

LONGEST_NONCE = 25
PER_SECOND = 50
"""Source: https://docs.discord.com/developers/topics/rate-limits#global-rate-limit"""

EXEMPT = ("/interactions/", "/webhooks/")
"""Interactions are not bound to the limit of the application, nor to its token."""


@dataclass
class Nonces:
    """Remembers what was posted with which nonce, by the clock of the server."""

    now: Callable[[], datetime]
    _posted: dict[str, tuple[datetime, Any]] = field(default_factory=dict)

    def post(self, body: Any, create: Callable[[], Any]) -> Any:
        """Create the message, or return the one that was created with the same nonce a moment ago.

        Raises simcord's BackendError for a nonce that is too long.
        """
        nonce = body.get("nonce") if isinstance(body, dict) else None
        if nonce is None:
            return create()
        if len(nonce) > LONGEST_NONCE:
            raise errors.invalid_form_body(f"nonce: Must be {LONGEST_NONCE} or fewer in length.")
        first = self._posted.get(nonce)
        if body.get("enforce_nonce") and first is not None and self.now() - first[0] < NONCE_WINDOW:
            return first[1]
        created = {**create(), "nonce": nonce}
        self._posted[nonce] = (self.now(), created)
        return created


@dataclass
class GlobalLimit:
    """At most so many requests in any second that one may lay over them; real time, since nothing shortens it."""

    per_second: int = PER_SECOND
    strict: bool = False
    """Whether what is too much is refused; else it is only counted."""
    most: int = 0
    """The largest number of requests that came within a second, those refused among them."""
    refused: int = 0
    _taken: deque[float] = field(default_factory=deque)
    _arrived: deque[float] = field(default_factory=deque)

    def wait(self, path: str) -> float | None:
        """Count a request; answers with the seconds after which to try again if it is one too many."""
        if path.startswith(EXEMPT):
            return None
        now = monotonic()
        for times in (self._taken, self._arrived):
            while times and times[0] <= now - 1:
                times.popleft()
        self._arrived.append(now)
        self.most = max(self.most, len(self._arrived))
        if self.strict and len(self._taken) >= self.per_second:
            self.refused += 1
            return self._taken[0] + 1 - now
        self._taken.append(now)
        return None


def page_after(params: Mapping[str, str], read: Callable[[dict[str, str]], list[Any]]) -> list[Any]:
    """A page of the history after a message: those that follow it at once, newest first, as Discord gives them.

    simcord gives the newest of all.
    """
    following = read({**params, "limit": str(sys.maxsize)})
    return following[-int(params.get("limit", 50)) :]


def slow_down(seconds: float, *, everywhere: bool) -> tuple[int, dict[str, Any], dict[str, str]]:
    """The answer to a request that is one too many; ``Via``, because without it discord.py takes it for a ban."""
    body = {"message": "You are being rate limited.", "retry_after": round(seconds, 3), "global": everywhere}
    headers = {"Via": "1.1 google", "Retry-After": str(int(seconds) + 1)}
    if everywhere:
        headers |= {"X-RateLimit-Global": "true", "X-RateLimit-Scope": "global"}
    return 429, body, headers
