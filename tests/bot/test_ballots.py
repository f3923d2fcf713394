"""One person counts once a message, as long as that is remembered."""

from __future__ import annotations

import pytest

from bot.ballots import Ballots

MESSAGE, OTHER = 100, 200
AMINA, BEN = 1, 2


def test_the_thumb_before_is_told_by_person_and_message() -> None:
    ballots = Ballots()
    assert ballots.give(MESSAGE, AMINA, up=True) is None
    assert ballots.give(MESSAGE, BEN, up=False) is None
    assert ballots.give(OTHER, AMINA, up=False) is None
    assert ballots.give(MESSAGE, AMINA, up=False) is True
    assert ballots.give(MESSAGE, AMINA, up=False) is False


def test_the_oldest_are_forgotten() -> None:
    ballots = Ballots(most=2)
    for user in (1, 2, 1, 3):
        ballots.give(MESSAGE, user, up=True)
    assert ballots.give(MESSAGE, 1, up=True) is True
    assert ballots.give(MESSAGE, 2, up=True) is None


@pytest.mark.parametrize("before", [None, True, False])
def test_a_thumb_that_could_not_be_counted_is_taken_back(before: bool | None) -> None:  # noqa: FBT001 - a table's column
    ballots = Ballots()
    if before is not None:
        ballots.give(MESSAGE, AMINA, up=before)
    ballots.restore(MESSAGE, AMINA, ballots.give(MESSAGE, AMINA, up=True))
    assert ballots.give(MESSAGE, AMINA, up=True) is before
