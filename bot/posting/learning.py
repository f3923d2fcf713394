"""What a subscriber hears of a calendar that changed: each change of days once, and nothing at setup. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from bot.posting.part import Part
from bot.posting.subscription import Choice, Fact, News, Subscription, Turn
from knowledge.calendar import Calendar

_REMEMBERED = timedelta(days=366)
"""How long it is known of what is past: that it is over, also where it left the calendar then."""
_KNOWN_AHEAD = timedelta(days=1_100)
"""How far ahead a subscriber is taken to know the events of: some three years."""


def learn(subscription: Subscription, part: Part, zone: ZoneInfo, now: datetime) -> Subscription:
    """The subscription, brought up to date with the calendar: where days changed that the subscriber knew, that is news.

    An event that they hear of for the first time is none: nothing is told at setup. News of what is over is dropped.
    """
    today, now = now.astimezone(zone).date(), now.replace(microsecond=0)
    ahead = part.between(today, today + _KNOWN_AHEAD)
    known = {event.uid: Fact.of(event) for event in ahead if not event.yearly}
    news = [each for each in subscription.news if max(each.before.last, each.after.last) >= today]
    told = subscription.told
    for uid, before in subscription.known.items():
        after = known.get(uid) or _now(uid, before, subscription.choice, part.calendar)
        if after is None or after.last < today - _REMEMBERED:
            continue
        known[uid] = after
        if after.last < today:
            continue
        turn = _turn(before, after)
        if turn is not None:
            told += 1
            news.append(News(f"{uid}/{turn}:{after.first}:{told}", uid, turn, now, before, after))
    return msgspec.structs.replace(subscription, known=known, news=tuple(news), told=told)


def _now(uid: str, before: Fact, choice: Choice, calendar: Calendar) -> Fact | None:
    """What to know of an event that does not lie ahead as it did; None to forget it."""
    event = calendar.get(uid)
    if event is not None:
        return Fact.of(event) if choice.covers(event) else None
    return msgspec.structs.replace(before, gone=True)


def _turn(before: Fact, after: Fact) -> Turn | None:
    if after.gone:
        return Turn.GONE if before.firm else None
    if after.firm:
        if not before.firm:
            return Turn.CONFIRMED
        return Turn.MOVED if before.days != after.days else None
    return Turn.OPEN if before.firm else None
