"""Events made up for tests."""

from __future__ import annotations

from datetime import date, datetime

from knowledge.calendar import Certainty, Event


def confirmed(
    uid: str, first: date, last: date | None = None, starts: datetime | None = None, title: str = "A debate"
) -> Event:
    return Event(
        uid=uid,
        title=title,
        certainty=Certainty.CONFIRMED,
        first=first,
        last=last or first,
        starts=starts,
        tags=("debate",),
    )


def window(uid: str, first: date, last: date) -> Event:
    return Event(
        uid=uid, title="A debate", certainty=Certainty.WINDOW, first=first, last=last, tags=("debate",)
    )


def year(uid: str, number: int) -> Event:
    return Event(
        uid=uid,
        title="A conference",
        certainty=Certainty.YEAR,
        first=date(number, 1, 1),
        last=date(number, 12, 31),
        tags=("conference",),
    )


def yearly(uid: str, first: date) -> Event:
    return Event(
        uid=uid,
        title="A day",
        certainty=Certainty.CONFIRMED,
        first=first,
        last=first,
        yearly=True,
        tags=("un-day",),
    )
