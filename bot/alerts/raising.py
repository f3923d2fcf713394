"""What becomes of a flag that is not new: too many, given before, or muted. Within the caller's transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.alerts.model import SAME_WITHIN, Act, Alert, AlertError, AlertSettings, Flag, Raised
from bot.alerts.same import canonical, near_identical, wording
from bot.storage.alerts import AlertRows, Source


@dataclass(frozen=True, slots=True)
class Marks:
    """What a flag is compared by."""

    link: str | None
    wording: str

    @classmethod
    def of(cls, flag: Flag) -> Marks:
        """Read them off a flag."""
        return cls(canonical(flag.link) if flag.link else None, wording(flag.title, flag.text))

    def source(self, flag: Flag, now: datetime) -> Source:
        """What is kept of a flag."""
        return Source(self.link, self.wording, flag.by, flag.feed_id, now)


async def keep_pace(rows: AlertRows, flag: Flag, settings: AlertSettings, now: datetime) -> None:
    """Raise AlertError for a person who flagged as much in the last hour as the server allows."""
    if flag.by is None:
        return
    hour = timedelta(hours=1)
    count, first = await rows.flags(flag.guild_id, flag.by, now - hour)
    if count >= settings.flags_an_hour and first is not None:
        again = int((first + hour).timestamp())
        raise AlertError(
            f"You flagged {count} things in the last hour, which is as many as this server allows. "
            f"You can flag again <t:{again}:R>."
        )


async def known(rows: AlertRows, flag: Flag, marks: Marks, now: datetime) -> Alert | None:
    """The alert that is about the same thing, if there is one."""
    if marks.link is not None:
        found = await rows.of_link(flag.guild_id, marks.link)
        alert = await rows.get(found) if found is not None else None
        if alert is not None and not _long_closed(alert, now):
            return alert
    for alert_id, said in await rows.wordings(flag.guild_id, now - SAME_WITHIN):
        if near_identical(marks.wording, said):
            alert = await rows.get(alert_id)
            if not _elsewhere(flag, alert):
                return alert
    return None


def _long_closed(alert: Alert, now: datetime) -> bool:
    """Whether it was closed so long ago that its page, where something goes on, may tell of something new."""
    return alert.closed_at is not None and alert.closed_at < now - SAME_WITHIN


def _elsewhere(flag: Flag, alert: Alert) -> bool:
    """Whether both name countries, and none in common: one word tells Mali from Chad."""
    one, other = set(flag.reading.countries), set(alert.reading.countries)
    return bool(one and other) and not one & other


async def again(rows: AlertRows, alert: Alert, flag: Flag, marks: Marks, now: datetime) -> Raised:
    """Add a flag to an alert that is there, unless the same person or feed gave the same before."""
    source = marks.source(flag, now)
    before = await rows.sources(alert.id)
    if any((each.by, each.feed_id, each.link) == (source.by, source.feed_id, source.link) for each in before):
        return Raised(alert, new=False)
    await rows.add_source(alert.id, flag.guild_id, source)
    await rows.log(alert.id, now, flag.by, Act.FLAGGED_AGAIN, flag.link or "")
    if flag.severity.rank > alert.severity.rank:  # who works on it decides, and is to know
        await rows.log(alert.id, now, flag.by, Act.NOTE, f"suggests {flag.severity}")
    return Raised(await rows.change(replace(alert, flags=alert.flags + 1)), new=False)


async def hushed(rows: AlertRows, flag: Flag, marks: Marks, like: Alert, now: datetime) -> Raised:
    """Keep what was muted, closed from the start and without a post."""
    reason = f"muted: like alert {like.number}"
    alert = await rows.add(flag, mention=False, now=now, channel_id=None, dismissed=reason)
    await rows.add_source(alert.id, flag.guild_id, marks.source(flag, now))
    await rows.log(alert.id, now, flag.by, Act.RAISED, reason)
    return Raised(alert, new=True, muted=True)
