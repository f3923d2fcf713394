"""One delivery's way: looked for if it may be there already, composed, sent, and settled whatever comes of it."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Mapping
from datetime import timedelta
from random import SystemRandom

from bot.clock import Clock
from bot.posting.model import Delivery, Kind, Nothing, Outcome, Place, Post, Sender, State, Verdict
from bot.posting.notices import BLOCKED, FAILED, UNKNOWN, Herald
from bot.posting.outbox import NOTICE, PATIENCE, Notice, Outbox, Settlement
from bot.storage.database import to_the_end

_log = logging.getLogger(__name__)

CLOCK_MARGIN = timedelta(hours=1)
"""So much earlier than the first attempt the look into the history begins: our clock is not Discord's."""
SOONEST, LATEST = 2.0, 300.0
"""Seconds: the longest wait after a first attempt, which doubles with each, and the longest of all."""

_OUTDATED = "no longer useful"
_REASONS = {
    Verdict.GONE: {Place.CHANNEL: "The channel was deleted.", Place.USER: "The account is no more."},
    Verdict.CLOSED: {
        Place.CHANNEL: "It takes no messages.",
        Place.USER: "Direct messages from me are closed.",
    },
}


def backoff(attempts: int, jitter: float) -> timedelta:
    """How long to wait after so many attempts: full jitter (0 to 1) below a doubling limit, at least a second.

    Source: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
    """
    limit = min(LATEST, SOONEST * 2 ** (min(attempts, 32) - 1))
    return timedelta(seconds=max(1.0, jitter * limit))


class Courier:
    """Carries claimed deliveries, one call each; any number of them at a time."""

    def __init__(
        self,
        outbox: Outbox,
        kinds: Mapping[str, Kind],
        herald: Herald,
        clock: Clock,
        *,
        jitter: Callable[[], float] | None = None,
    ) -> None:
        """Use the outbox, and the kinds that are known by the time something is carried.

        ``jitter`` gives numbers from 0 to 1: by chance, unless others are given.
        """
        self._outbox = outbox
        self._kinds = kinds
        self._herald = herald
        self._clock = clock
        self._jitter = jitter or SystemRandom().random

    async def carry(self, delivery: Delivery, sender: Sender) -> None:
        """Try a claimed delivery once and settle it; raises nothing but what breaks off the task.

        An attempt that is broken off stays ``sending``, and is looked for when it is taken back.
        """
        try:
            try:
                result = await self._try(delivery, sender)
            except Exception:  # noqa: BLE001 - one delivery's fault must not stop the others
                _log.exception("delivery broken off delivery=%d", delivery.id)
                result = self._later(delivery, doubtful=True, error="broken off")
            # From here to the end, whatever is cancelled: what was sent has to be written down.
            await to_the_end(self._settle(delivery, result))
        except Exception:  # noqa: BLE001 - likewise; it is taken back at the next beat
            _log.exception("delivery not settled delivery=%d", delivery.id)
        finally:
            self._outbox.release(delivery.id)

    async def _settle(self, delivery: Delivery, result: Settlement) -> None:
        settled = await self._outbox.settle(delivery, result)
        _log.log(
            logging.INFO if result.state in {State.SENT, State.SKIPPED} else logging.WARNING,
            "delivery=%d %s=%d outcome=%s attempts=%d%s%s",
            delivery.id,
            delivery.kind,
            delivery.source_id,
            result.state if settled else "gone",
            delivery.attempts,
            f" reason={result.error!r}" if result.error else "",
            " blocked" if result.block else "",
        )

    async def _try(self, delivery: Delivery, sender: Sender) -> Settlement:
        if delivery.doubtful:
            looked = await self._look(delivery, sender)
            if looked is not None:
                return looked
        now = self._clock()
        if delivery.useful_until is not None and delivery.useful_until <= now:
            return Settlement(State.SKIPPED, error=_OUTDATED)
        try:
            post = await self._kinds[delivery.kind].compose(delivery, now)
        except Exception:  # noqa: BLE001 - likewise
            return await self._not_composed(delivery, sender)
        if isinstance(post, Nothing):
            return Settlement(State.SKIPPED, error=post.reason)
        return await self._send(delivery, post, sender)

    async def _look(self, delivery: Delivery, sender: Sender) -> Settlement | None:
        """Look whether it is there already; None if it is surely not."""
        since = min(delivery.first_tried or delivery.due, self._clock()) - CLOCK_MARGIN
        found = await sender.find(delivery.target, delivery.mark, since)
        if found.absent:
            return None
        if found.verdict is Verdict.SENT:
            return Settlement(State.SENT, message_id=found.message_id, error="found in the history")
        if found.verdict is Verdict.GONE:  # and whatever may have stood there with it
            return await self._obstructed(delivery, Outcome(Verdict.GONE), sender, doubtful=False)
        if found.verdict is Verdict.REFUSED:
            return await self._uncertain(delivery, sender)
        return self._later(delivery, doubtful=True, error=f"history: {found.verdict}")

    async def _uncertain(self, delivery: Delivery, sender: Sender) -> Settlement:
        if delivery.kind == NOTICE:
            return await self._refused(delivery, "the history cannot be read", sender)
        now = self._clock()
        if delivery.useful_until is not None and delivery.useful_until <= now:
            return Settlement(State.SKIPPED, error=f"{_OUTDATED}; whether it was posted is not known")
        notice = await self._herald.about(delivery, UNKNOWN, sender.contacts, now)
        return Settlement(State.UNKNOWN, error="the history cannot be read", notice=notice)

    async def _not_composed(self, delivery: Delivery, sender: Sender) -> Settlement:
        mark = secrets.token_hex(4)
        _log.exception("composing failed delivery=%d kind=%s error=%s", delivery.id, delivery.kind, mark)
        if delivery.attempts >= PATIENCE:
            return await self._refused(delivery, f"it could not be made (error {mark} in the log)", sender)
        return self._later(delivery, doubtful=delivery.doubtful, error=f"not made: error {mark}")

    async def _send(self, delivery: Delivery, post: Post, sender: Sender) -> Settlement:
        outcome = await sender.post(delivery.target, post, delivery.mark)
        match outcome.verdict:
            case Verdict.SENT:
                return Settlement(State.SENT, message_id=outcome.message_id)
            case Verdict.UNCLEAR:
                return self._later(delivery, doubtful=True, error=f"unclear: {outcome.detail}")
            case Verdict.BUSY:
                return self._later(
                    delivery, doubtful=delivery.doubtful, error="busy", wait=outcome.retry_after
                )
            case Verdict.REFUSED:
                return await self._refused(delivery, f"Discord refused it: {outcome.detail}", sender)
            case _:
                return await self._obstructed(delivery, outcome, sender, doubtful=delivery.doubtful)

    def _later(
        self, delivery: Delivery, *, doubtful: bool, error: str, wait: float | None = None
    ) -> Settlement:
        after = backoff(delivery.attempts, self._jitter())
        if wait is not None:
            after = max(timedelta(seconds=1), timedelta(seconds=wait))
        return Settlement(State.PENDING, next_try=self._clock() + after, doubtful=doubtful, error=error)

    async def _refused(self, delivery: Delivery, why: str, sender: Sender) -> Settlement:
        """It will never go: told once; a notice goes to the next who can be told."""
        notice: Notice | None
        if delivery.kind == NOTICE:
            notice = await self._herald.instead(delivery, sender.contacts, self._clock())
        else:
            notice = await self._herald.about(delivery, FAILED, sender.contacts, self._clock())
        return Settlement(State.FAILED, error=why, notice=notice)

    async def _obstructed(
        self, delivery: Delivery, outcome: Outcome, sender: Sender, *, doubtful: bool
    ) -> Settlement:
        """Nothing can be posted to this place: what is owed there waits until people mended it."""
        by_place = _REASONS.get(outcome.verdict)
        reason = by_place[delivery.target.place] if by_place else f"I lack {outcome.detail}."
        if delivery.kind == NOTICE:  # nobody is told about a notice
            return await self._refused(delivery, reason, sender)
        notice = await self._herald.blocked(delivery, sender.contacts, self._clock())
        if notice is None and delivery.guild_id is not None:
            _log.warning("nobody to tell delivery=%d about=%s", delivery.id, BLOCKED)
        return Settlement(
            State.PENDING,
            next_try=self._clock(),
            doubtful=doubtful,
            error=outcome.verdict,
            block=reason,
            notice=notice,
        )
