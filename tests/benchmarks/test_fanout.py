"""Many posts due in the same minute: each is made once, and Discord never has to say that it is too fast."""

import pytest

from tests.benchmarks.fanout import print_run, run
from tests.benchmarks.measures import alone
from tests.wire.limits import PER_SECOND


@pytest.mark.parametrize("schedules", [1_000, pytest.param(10_000, marks=pytest.mark.long)])
def test_many_posts_at_once_are_paced_and_made_once(
    schedules: int, capsys: pytest.CaptureFixture[str]
) -> None:
    done = alone(run, schedules)
    with capsys.disabled():
        print()  # noqa: T201 - figures are printed, and judged by people: they depend on the machine
        print_run(done)
    assert done.states == {"sent": schedules}
    assert done.seen.posts == {1: schedules}
    assert set(done.seen.statuses) == {200}
    assert done.seen.most <= PER_SECOND
    assert len(done.seen.asks) > 100
