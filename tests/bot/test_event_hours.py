"""An event that takes whole days gets hours, and it is said how they were chosen."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.errors import UserError
from bot.event_hours import hours
from knowledge.calendar import Certainty, Event

ZURICH = ZoneInfo("Europe/Zurich")


def event(first: date, last: date | None = None, starts: datetime | None = None) -> Event:
    return Event(
        uid="own-1",
        title="Simulation",
        certainty=Certainty.CONFIRMED,
        first=first,
        last=last or first,
        starts=starts,
    )


def test_whole_days_go_from_nine_to_five_in_the_servers_zone() -> None:
    span = hours(event(date(2027, 6, 25), date(2027, 6, 26)), ZURICH)
    assert span.start == datetime(2027, 6, 25, 7, tzinfo=UTC)
    assert span.end == datetime(2027, 6, 26, 15, tzinfo=UTC)
    assert "09:00 to 17:00 in Europe/Zurich" in span.chosen


@pytest.mark.parametrize(
    ("last", "end", "said"),
    [
        (date(2027, 6, 25), datetime(2027, 6, 25, 16, tzinfo=UTC), "two hours"),
        (date(2027, 6, 27), datetime(2027, 6, 27, 15, tzinfo=UTC), "17:00 on its last day"),
    ],
)
def test_an_hour_is_kept_and_its_end_chosen(last: date, end: datetime, said: str) -> None:
    starts = datetime(2027, 6, 25, 14, tzinfo=UTC)
    span = hours(event(date(2027, 6, 25), last, starts), ZURICH)
    assert (span.start, span.end) == (starts, end)
    assert said in span.chosen


def test_a_day_that_the_zone_skips_is_explained() -> None:
    with pytest.raises(UserError, match="Pacific/Apia skips that day"):
        hours(event(date(2011, 12, 30)), ZoneInfo("Pacific/Apia"))
