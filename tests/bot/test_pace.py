"""The cool-down of one person."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.pace import Pace

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
AMINA, BEN = 1, 2


def at(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def test_a_person_waits_until_the_oldest_use_is_over() -> None:
    pace = Pace(uses=2, seconds=20)
    assert [pace.wait(AMINA, at(second)) for second in (0, 5, 6)] == [0, 0, 14]
    assert pace.wait(AMINA, at(19.5)) == 0.5
    assert pace.wait(AMINA, at(20)) == 0


def test_one_person_does_not_slow_another_down() -> None:
    pace = Pace(uses=1, seconds=20)
    assert pace.wait(AMINA, NOW) == 0
    assert pace.wait(BEN, NOW) == 0


def test_people_who_stopped_asking_are_forgotten() -> None:
    pace = Pace(uses=1, seconds=20)
    for person in range(5_000):
        assert pace.wait(person, at(person)) == 0
    assert len(pace._recent) <= 1_000  # noqa: SLF001 - what is kept is the promise


@given(st.lists(st.floats(0, 30), max_size=40), st.integers(1, 5))
def test_never_more_uses_than_allowed_in_any_stretch(steps: list[float], uses: int) -> None:
    pace, now, allowed = Pace(uses, 20), NOW, []
    for step in steps:
        now += timedelta(seconds=step)
        wait = pace.wait(AMINA, now)
        if wait == 0:
            allowed.append(now)
        else:
            assert 0 < wait <= 20
            assert pace.wait(AMINA, now) == wait
    for first in allowed:
        assert sum(first <= use < first + timedelta(seconds=20) for use in allowed) <= uses
