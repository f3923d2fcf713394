"""Which thumb a person gave a message, so that it counts once. In memory only: nothing of it is ever stored."""

from __future__ import annotations

from collections import OrderedDict

_MOST = 10_000
"""Thumbs remembered, some 2 MB; the oldest are forgotten first."""


class Ballots:
    """The last thumbs given, by message and person."""

    def __init__(self, most: int = _MOST) -> None:
        """Remember ``most`` thumbs."""
        self._most = most
        self._given: OrderedDict[tuple[int, int], bool] = OrderedDict()

    def give(self, message_id: int, user_id: int, *, up: bool) -> bool | None:
        """Remember a person's thumb for a message and return the one before it; None if there was none."""
        ballot = (message_id, user_id)
        before = self._given.pop(ballot, None)
        self._given[ballot] = up
        if len(self._given) > self._most:
            self._given.popitem(last=False)
        return before

    def restore(self, message_id: int, user_id: int, before: bool | None) -> None:  # noqa: FBT001 - what ``give`` returned
        """Take a thumb back that could not be counted."""
        if before is None:
            self._given.pop((message_id, user_id), None)
        else:
            self._given[message_id, user_id] = before
