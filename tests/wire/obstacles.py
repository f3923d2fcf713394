"""What a test puts in the way of a request: another answer, a wait, a connection that breaks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Reply:
    """An answer that a matching request gets instead of what it asked for, once."""

    method: str
    path: str
    status: int
    body: Mapping[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(eq=False)
class Hold:
    """Holds the next matching request up, so that its sender does not know what became of it.

    ``after`` says whether it takes effect before it is held, or only when (and if) it is let go.
    """

    method: str
    path: str
    after: bool
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    _lets_go: asyncio.Future[bool] = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    def let_go(self) -> None:
        """Go on with the request, whether or not somebody still waits for its answer."""
        self._lets_go.set_result(True)

    def drop(self) -> None:
        """Break the connection without an answer."""
        self._lets_go.set_result(False)

    async def around(self, answer: Callable[[], T]) -> T | None:
        """Called by the server with what answers the request; None if its connection is to break."""
        answered = answer() if self.after else None
        self.arrived.set()
        if not await self._lets_go:
            return None
        return answered if self.after else answer()
