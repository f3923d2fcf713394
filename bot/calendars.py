"""Each server's own calendar: the one that all begin with, and over it what the server added, changed or hid."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias

from bot.errors import UserError
from bot.storage.database import Database
from bot.storage.events import EventStore, Row
from knowledge.calendar import Calendar, Event, EventError, event_as_json, event_from_json

_log = logging.getLogger(__name__)

MOST_CHANGES = 200
"""Events that one server may add, change or hide."""

_MOST_ROWS = 5 * MOST_CHANGES
"""With those that were taken back."""
NOBODY = 0
"""In place of the user whose change was taken back."""

OnChange: TypeAlias = Callable[[int, str], Awaitable[int]]
"""Called after a change is stored, with the server and the event's uid; answers how many reminders hang on it."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a server made of one event."""

    event: Event | None
    """Its own version; None: as the calendar that all begin with has it."""
    hidden: bool
    sequence: int
    """How often it was changed, from 1."""
    by: int
    """The user who made the last change."""
    at: datetime


class Calendars:
    """All servers' calendars, held in memory and written through to the database."""

    def __init__(self, base: Calendar, store: EventStore, held: dict[int, dict[str, Change]]) -> None:
        """Use ``Calendars.load``, which reads what is stored."""
        self.base = base
        """The calendar that all servers begin with, and the one of direct messages."""
        self.on_change: list[OnChange] = []
        self._store = store
        self._held = held
        self._merged: dict[int, Calendar] = {}
        self._turn = asyncio.Lock()

    @classmethod
    async def load(cls, database: Database, base: Calendar) -> Calendars:
        """Read every server's changes into memory."""
        store = EventStore(database)
        held: dict[int, dict[str, Change]] = {}
        for row in await store.all():
            held.setdefault(row.guild_id, {})[row.uid] = _change(row)
        return cls(base, store, held)

    def of(self, guild_id: int | None) -> Calendar:
        """A server's calendar; for None, which means a direct message, the one that all begin with."""
        if guild_id is None or guild_id not in self._held:
            return self.base
        if guild_id not in self._merged:
            self._merged[guild_id] = self._overlaid(self._held[guild_id])
        return self._merged[guild_id]

    def changes(self, guild_id: int | None) -> Mapping[str, Change]:
        """What a server added, changed or hid, by uid."""
        return {} if guild_id is None else self._held.get(guild_id, {})

    def given(self, uid: str) -> Event | None:
        """The event, or the series, as the calendar that all begin with has it."""
        return self.base.series.get(uid) or self.base.get(uid)

    def known(self, guild_id: int, uid: str) -> Event | None:
        """The event or the series as the server has it, also if it is hidden there."""
        change = self.changes(guild_id).get(uid)
        calendar = self.of(guild_id)
        found = calendar.series.get(uid) or calendar.get(uid)
        return found or (change.event if change else None) or self.given(uid)

    async def set(self, guild_id: int, uid: str, event: Event | None, by: int, now: datetime) -> int:
        """Keep a server's own version of an event, or hide the event (None); a hidden one keeps its version.

        Answers how many reminders hang on it. ``UserError`` if the server has changed too many.
        """
        return await self.apply(guild_id, {uid: event}, by, now)

    async def apply(self, guild_id: int, changes: Mapping[str, Event | None], by: int, now: datetime) -> int:
        """Do what ``set`` does for several events, all or none."""
        async with self._turn:
            rows = [self._next(guild_id, uid, event, by, now) for uid, event in changes.items()]
            self._check_room(guild_id, changes)
            await self._write(guild_id, rows)
        return await self._tell(guild_id, changes)

    async def show(self, guild_id: int, uid: str, by: int, now: datetime) -> int:
        """Show a hidden event again, as it was; answers how many reminders hang on it."""
        async with self._turn:
            change = self.changes(guild_id).get(uid)
            if change is None or not change.hidden:
                return 0
            row = replace(self._next(guild_id, uid, change.event, by, now), hidden=False)
            await self._write(guild_id, [row])
        return await self._tell(guild_id, [uid])

    async def reset(self, guild_id: int, uid: str, now: datetime) -> int:
        """Drop a server's change: an event of its own is gone, of another only how often it was changed is kept.

        Answers how many reminders hang on it.
        """
        async with self._turn:
            if uid not in self.changes(guild_id):
                return 0
            if self.given(uid) is None:
                await self._store.delete(guild_id, uid, committed=lambda: self._drop(guild_id, uid))
            else:
                row = replace(self._next(guild_id, uid, None, NOBODY, now), hidden=False, event=None)
                await self._write(guild_id, [row])
        return await self._tell(guild_id, [uid])

    async def forget(self, guild_id: int) -> None:
        """Drop what a server changed from memory, after it was deleted from the database; tell whoever hangs on it."""
        async with self._turn:
            changes = self._held.pop(guild_id, {})
            self._merged.pop(guild_id, None)
        await self._tell(guild_id, list(changes)[:1])  # each looks at the whole calendar

    def forget_user(self, user_id: int) -> None:
        """Drop who made changes from memory, after it was deleted from the database."""
        for changes in self._held.values():
            for uid, change in changes.items():
                if change.by == user_id:
                    changes[uid] = replace(change, by=NOBODY)

    def _next(self, guild_id: int, uid: str, event: Event | None, by: int, now: datetime) -> Row:
        """The row of a server's next change to an event; None hides it, whatever its version."""
        before = self.changes(guild_id).get(uid)
        version = event or (before.event if before else None)
        return Row(
            guild_id=guild_id,
            uid=uid,
            event=json.dumps(event_as_json(version)) if version else None,
            hidden=event is None,
            sequence=(before.sequence if before else 0) + 1,
            changed_by=by,
            changed_at=now,
        )

    def _check_room(self, guild_id: int, uids: Iterable[str]) -> None:
        changes, uids = self.changes(guild_id), set(uids)
        shown = uids | {uid for uid, change in changes.items() if change.hidden or change.event}
        if len(shown) > MOST_CHANGES or len(uids | changes.keys()) > _MOST_ROWS:
            raise UserError(
                f"This server has added, changed or hidden {MOST_CHANGES} events, and more are not kept. "
                "Give one up first: `/r2p-admin event edit` shows it, with a button that takes it back."
            )

    async def _write(self, guild_id: int, rows: Iterable[Row]) -> None:
        """Keep rows, all or none, in the database and then in memory."""
        kept = list(rows)

        def committed() -> None:
            self._held.setdefault(guild_id, {}).update((row.uid, _change(row)) for row in kept)
            self._merged.pop(guild_id, None)

        await self._store.set(kept, committed=committed)

    def _drop(self, guild_id: int, uid: str) -> None:
        del self._held[guild_id][uid]
        self._merged.pop(guild_id, None)

    async def _tell(self, guild_id: int, uids: Iterable[str]) -> int:
        """Tell everyone who hangs on the events, and count those of the one that most hang on.

        A change stands even if that fails.
        """
        hanging = dict.fromkeys(uids, 0)
        for uid in hanging:
            for tell in self.on_change:
                try:
                    hanging[uid] += await tell(guild_id, uid)
                except Exception:  # noqa: BLE001 - the change is stored, so it must not look refused
                    _log.exception(
                        "a change of the calendar was not passed on guild=%d uid=%s", guild_id, uid
                    )
        return max(hanging.values(), default=0)

    def _overlaid(self, changes: Mapping[str, Change]) -> Calendar:
        overlay: dict[str, Event | None] = {}
        for uid, change in changes.items():
            given = self.given(uid)
            version = change.event or given
            if change.hidden:
                overlay[uid] = None
            elif version is not None:
                # An export must never be older than one before, also after a change was taken back.
                passed = given.sequence + change.sequence if given else change.sequence - 1
                overlay[uid] = replace(version, sequence=passed)
        return self.base.changed(overlay)


def _change(row: Row) -> Change:
    event = None
    if row.event is not None:
        try:
            event = event_from_json(json.loads(row.event))
        except (EventError, KeyError, TypeError, ValueError) as error:
            # A newer program may be stricter; the other events must still be shown.
            _log.warning("stored event can't be read guild=%d uid=%s reason=%s", row.guild_id, row.uid, error)
    return Change(event, row.hidden, row.sequence, row.changed_by, row.changed_at)
