"""Builds what alerts stand on, in order, and makes it known to the outbox."""

from __future__ import annotations

from typing import NamedTuple

from bot.alerts.choices import AlertChoices
from bot.alerts.desk import AlertDesk
from bot.alerts.kinds import AlertKind
from bot.alerts.section import AlertsSection
from bot.alerts.shown import UpToDate
from bot.clock import Clock
from bot.posting.desk import Posting
from bot.render.alert import Setting
from bot.storage.alert_posts import AlertPosts
from bot.storage.database import Database


class Alerting(NamedTuple):
    """The parts of the alerts."""

    desk: AlertDesk
    kind: AlertKind
    shown: UpToDate
    section: AlertsSection


async def alerting(database: Database, posting: Posting, setting: Setting, clock: Clock) -> Alerting:
    """Build them over an open database; posts go through ``posting``, and are kept up to date at its ticks."""
    desk = AlertDesk(database, posting.outbox, await AlertChoices.load(database))
    posts = AlertPosts(database)
    kind = AlertKind(desk, posts, setting)
    posting.register(kind)
    shown = UpToDate(desk, kind, posts, clock)
    posting.heed(shown.next_instant)
    return Alerting(desk, kind, shown, AlertsSection(desk, posts))
