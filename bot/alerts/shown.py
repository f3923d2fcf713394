"""Keeps the messages of alerts as their alerts are: whatever is behind is made again and edited, also after a crash."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.alerts.desk import AlertDesk
from bot.alerts.kinds import AlertKind
from bot.clock import Clock
from bot.posting.model import Editor, Outcome, Place, Verdict
from bot.storage.alert_posts import AlertPost, AlertPosts

_log = logging.getLogger(__name__)

_MOST = 50
"""Messages that are looked at in one step; the next step comes a second later."""
_FIRST_WAIT = timedelta(seconds=5)
_LONGEST_WAIT = timedelta(hours=1)
_MOST_DOUBLINGS = 10
_LOST = {Verdict.GONE, Verdict.REFUSED, Verdict.CLOSED}
_NO_THREAD = 0


@dataclass(eq=False)
class Flight:
    """One change of an alert's messages, from reading the alert until they show it."""

    alone: bool
    """Whether no other was under way meanwhile: else nobody knows whose words stand there in the end."""


class Flights:
    """All that is under way."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._under_way: dict[int, set[Flight]] = {}

    @contextmanager
    def over(self, alert_id: int) -> Iterator[Flight]:
        """Tell all that are under way for an alert that they are not alone."""
        others = self._under_way.setdefault(alert_id, set())
        flight = Flight(alone=not others)
        for other in others:
            other.alone = False
        others.add(flight)
        try:
            yield flight
        finally:
            others.discard(flight)
            if not others:
                self._under_way.pop(alert_id, None)

    def busy(self, alert_id: int) -> bool:
        """Whether any is under way."""
        return alert_id in self._under_way


class UpToDate:
    """Brings messages that stand up to date."""

    def __init__(self, desk: AlertDesk, kind: AlertKind, posts: AlertPosts, clock: Clock) -> None:
        """Use the alerts, their messages, and what makes their cards."""
        self.flights = Flights()
        self._desk = desk
        self._kind = kind
        self._posts = posts
        self._clock = clock
        self._waits: dict[int, tuple[int, datetime]] = {}
        """Messages with which it did not work: how often, and when it is tried again."""

    async def step(self, editor: Editor) -> None:
        """Edit what is behind, and open the threads that are wanted; what does not work is tried again later."""
        await self._posts.adopt(self._clock())
        for post in await self._posts.behind(self._most()):
            if not self.flights.busy(post.alert_id) and self._is_due(post):
                await self._bring(post, editor)
        for post in await self._posts.without_thread(self._most()):
            if self._is_due(post):
                await self._thread(post, editor)

    async def next_instant(self) -> datetime | None:
        """When ``step`` next has something to do; it may have passed. None: nothing."""
        if await self._posts.adoptable():
            return self._clock()
        most = self._most()
        posts = [*await self._posts.behind(most), *await self._posts.without_thread(most)]
        return min((self._due(post) for post in posts), default=None)

    async def shows(self, alert_id: int, message_id: int, revision: int) -> None:
        """Note that a message was changed by a press, and which state it shows."""
        await self._posts.adopt(self._clock())
        for post in await self._posts.of(alert_id):
            if post.message_id == message_id:
                await self._posts.shows(post, revision)

    async def is_main(self, alert_id: int, message_id: int) -> AlertPost | None:
        """The alert's message of that id, if it is the one in its channel."""
        await self._posts.adopt(self._clock())
        alert = await self._desk.get(alert_id)
        for post in await self._posts.of(alert_id):
            if post.message_id == message_id and post.target.id == alert.channel_id:
                return post
        return None

    async def _bring(self, post: AlertPost, editor: Editor) -> None:
        with self.flights.over(post.alert_id) as flight:
            try:
                alert = await self._desk.get(post.alert_id)
                seen = post.target.place is Place.CHANNEL or await self._kind.may_see(alert, post.target.id)
                if not seen:
                    await self._posts.lose(post)
                    return
                card = await self._kind.card(alert, post.target)
                outcome = await editor.edit(post.target, post.message_id, card, post.mark)
            except Exception:  # noqa: BLE001 - one message must not keep the others from being brought up to date
                _log.exception("alert not shown alert=%d target=%s", post.alert_id, post.target)
                self._wait(post)
                return
            if outcome.verdict is Verdict.SENT:
                self._waits.pop(post.message_id, None)
                if flight.alone:
                    await self._posts.shows(post, alert.revision)
            elif outcome.verdict in _LOST:
                _log.info("alert message lost alert=%d target=%s", post.alert_id, post.target)
                self._waits.pop(post.message_id, None)
                await self._posts.lose(post)
            else:
                self._wait(post, outcome)

    async def _thread(self, post: AlertPost, editor: Editor) -> None:
        alert = await self._desk.get(post.alert_id)
        outcome = await editor.open_thread(
            post.target, post.message_id, f"Alert {alert.number}: {alert.title}"
        )
        if outcome.verdict is Verdict.SENT:  # a thread has the id of the message that it begins with
            await self._posts.has_thread(post, post.message_id)
        elif outcome.verdict in _LOST or outcome.verdict is Verdict.NO_ACCESS:
            await self._posts.has_thread(post, _NO_THREAD)
        else:
            self._wait(post, outcome)

    def _most(self) -> int:
        """Those that wait are looked at besides, so that a channel that is closed to the bot holds up no other."""
        return _MOST + len(self._waits)

    def _due(self, post: AlertPost) -> datetime:
        return self._waits[post.message_id][1] if post.message_id in self._waits else self._clock()

    def _is_due(self, post: AlertPost) -> bool:
        return self._due(post) <= self._clock()

    def _wait(self, post: AlertPost, outcome: Outcome | None = None) -> None:
        times = self._waits.get(post.message_id, (0, None))[0]
        wait = min(_FIRST_WAIT * 2 ** min(times, _MOST_DOUBLINGS), _LONGEST_WAIT)
        if outcome is not None and outcome.retry_after is not None:
            wait = max(wait, timedelta(seconds=outcome.retry_after))
        self._waits[post.message_id] = (times + 1, self._clock() + wait)
