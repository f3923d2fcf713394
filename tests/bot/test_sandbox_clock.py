"""The sandbox's clock: it never goes backwards, and never past where it should be."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.clock import FARTHEST, FASTEST, SandboxClock

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Real:
    """The real time, which a test moves."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def go_on(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def test_a_month_goes_by_in_a_minute() -> None:
    real = Real()
    clock = SandboxClock(real, speed=43_200)
    real.go_on(60)
    assert clock.wanted() == NOON + timedelta(days=30)
    assert clock() == NOON, "what is due meanwhile has not happened yet"
    clock.reach(clock.wanted())
    assert clock() == NOON + timedelta(days=30)


def test_it_can_be_put_forward_and_slowed_down_without_going_back() -> None:
    real = Real()
    clock = SandboxClock(real, speed=3_600)
    real.go_on(1)
    clock.put_forward(timedelta(days=1))
    clock.run_at(1)
    real.go_on(1)
    assert clock.wanted() == NOON + timedelta(days=1, hours=1, seconds=1)
    assert clock.speed == 1


@pytest.mark.parametrize("speed", [0, -1, FASTEST + 1])
def test_an_impossible_speed_is_refused(speed: int) -> None:
    with pytest.raises(ValueError, match="from 1 to 86,400"):
        SandboxClock(Real(), speed)
    clock = SandboxClock(Real())
    with pytest.raises(ValueError, match="from 1 to 86,400"):
        clock.run_at(speed)
    assert clock.speed == 1


@pytest.mark.parametrize("by", [timedelta(seconds=-1), FARTHEST + timedelta(seconds=1)])
def test_it_is_not_put_back_or_too_far(by: timedelta) -> None:
    with pytest.raises(ValueError, match="up to 31 days"):
        SandboxClock(Real()).put_forward(by)


@given(
    st.lists(
        st.tuples(st.sampled_from(["wait", "forward", "speed", "reach", "back"]), st.integers(1, 86_400)),
        max_size=30,
    )
)
def test_whatever_is_done_it_never_goes_backwards(steps: list[tuple[str, int]]) -> None:
    real = Real()
    clock = SandboxClock(real)
    wanted, shown = clock.wanted(), clock()
    for step, number in steps:
        match step:
            case "wait":
                real.go_on(number)
            case "back":
                real.go_on(-number)  # the machine's own clock is set right
            case "forward":
                clock.put_forward(timedelta(seconds=number))
            case "speed":
                clock.run_at(number)
            case _:
                clock.reach(clock.wanted())
        assert step == "back" or clock.wanted() >= wanted
        assert clock() >= shown
        wanted, shown = clock.wanted(), clock()


def test_it_stands_still_before_it_runs_out_of_years() -> None:
    real = Real()
    clock = SandboxClock(real, FASTEST)
    real.go_on(86_400 * 365)
    assert clock.wanted().year == 2100
