"""The sandbox's clock: the real time at first; a visitor can put it forward, or let it run faster."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.clock import Clock

FASTEST = 86_400
"""Times as fast as the real one: a day a second."""
FARTHEST = timedelta(days=31)
"""How far it can be put forward at once."""
_LAST = datetime(2100, 1, 1, tzinfo=UTC)
"""Where it stands still: a page that is left open at full speed must not run out of years."""


class SandboxClock:
    """Tells the time that the sandbox has reached; ``wanted`` is where it should be by now.

    The two differ while posts are being made up for: each falls due at its own time, never later.
    """

    def __init__(self, real: Clock, speed: int = 1) -> None:
        """Begin at the real time, and run ``speed`` times as fast (1 to ``FASTEST``)."""
        self._real = real
        self._speed = _checked(speed)
        self._began = self._from = self._reached = real()

    def __call__(self) -> datetime:
        """The time that has been reached, in UTC."""
        return self._reached

    @property
    def speed(self) -> int:
        """How many times as fast as the real time it runs."""
        return self._speed

    def wanted(self) -> datetime:
        """The time that it should be by now; never before the time that has been reached."""
        gone = max(timedelta(0), self._real() - self._began)
        room = max(timedelta(0), _LAST - self._from)
        return max(self._reached, self._from + (room if gone > room / self._speed else gone * self._speed))

    def go_on_from(self, instant: datetime) -> None:
        """Begin no earlier than at an instant, which was reached another time."""
        self.reach(min(instant, _LAST))
        self._from, self._began = self._reached, self._real()

    def reach(self, instant: datetime) -> None:
        """Go on to an instant; an earlier one changes nothing."""
        self._reached = max(self._reached, instant)

    def put_forward(self, by: timedelta) -> None:
        """Put it forward; ValueError for less than nothing, or for more than ``FARTHEST``."""
        if not timedelta(0) <= by <= FARTHEST:
            raise ValueError(f"The clock can be put forward by up to {FARTHEST.days} days at once.")
        self._set_out()
        self._from = min(self._from + by, max(_LAST, self._from))

    def run_at(self, speed: int) -> None:
        """Run ``speed`` times as fast from now on; ValueError for anything but 1 to ``FASTEST``."""
        checked = _checked(speed)
        self._set_out()
        self._speed = checked

    def _set_out(self) -> None:
        self._from, self._began = self.wanted(), self._real()


def _checked(speed: int) -> int:
    if not 1 <= speed <= FASTEST:
        raise ValueError(f"The clock's speed is a whole number from 1 to {FASTEST:,}.")
    return speed
