"""Many feeds: each is asked for once a look, each new item that counts is raised once."""

import pytest

from tests.benchmarks.feeds import NEW, print_run, run
from tests.benchmarks.measures import alone


@pytest.mark.parametrize("feeds", [20, pytest.param(500, marks=pytest.mark.long)])
def test_many_feeds_are_read_and_each_item_is_raised_once(
    feeds: int, capsys: pytest.CaptureFixture[str]
) -> None:
    done = alone(run, feeds)
    with capsys.disabled():
        print()  # noqa: T201 - figures are printed, and judged by people: they depend on the machine
        print_run(done)
    assert done.requests == 2 * feeds
    assert done.alerts == feeds
    assert done.below == (NEW - 1) * feeds
    assert len(done.changed.asks) > 0
