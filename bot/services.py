"""What commands may use: built without Discord, handed to the bot, found on ``bot.services``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from bot.alerts.desk import AlertDesk
from bot.alerts.feed_desk import FeedDesk, Sources
from bot.alerts.kinds import AlertKind
from bot.alerts.shown import UpToDate
from bot.alerts.wiring import alerting
from bot.calendars import Calendars
from bot.clock import Clock
from bot.config import Config
from bot.departures import Departures
from bot.posting.desk import Posting
from bot.posting.digest import ALERTS
from bot.posting.digests import Digests
from bot.posting.outbox import Outbox
from bot.posting.reminders import Reminders
from bot.posting.sections import every_section
from bot.privacy import Privacy
from bot.render.alert import Setting
from bot.storage.database import Database
from bot.storage.feedback import FeedbackStore
from bot.storage.meta import MetaStore
from bot.storage.retention import RetentionStore
from bot.storage.schedules import ScheduleStore
from bot.storage.settings import SettingsStore
from knowledge.answer import Answerer
from knowledge.calendar import Calendar
from knowledge.model import Library
from knowledge.signals import Signals


@dataclass(frozen=True, slots=True)
class Services:
    """The bot's parts, opened once by ``bot.app.open_services`` and closed by it."""

    library: Library
    answerer: Answerer
    settings: SettingsStore
    feedback: FeedbackStore
    meta: MetaStore
    calendars: Calendars
    posting: Posting
    digests: Digests
    reminders: Reminders
    signals: Signals
    alerts: AlertDesk
    alert_kind: AlertKind
    alert_posts: UpToDate
    feeds: FeedDesk
    retention: RetentionStore
    departures: Departures
    privacy: Privacy
    config: Config
    clock: Clock

    @classmethod
    async def over(  # noqa: PLR0913 - all that the services stand on, told in one call
        cls,
        database: Database,
        library: Library,
        answerer: Answerer,
        calendar: Calendar,
        signals: Signals,
        *,
        config: Config,
        clock: Clock,
        sources: Sources | None = None,
    ) -> Self:
        """Build the stores over an open database, and hand all of it on together.

        Feeds come from the public internet, unless ``sources`` says otherwise.
        """
        settings = await SettingsStore.load(database)
        feedback = FeedbackStore(database, settings)
        calendars = await Calendars.load(database, calendar)
        posting = Posting(database, clock, ScheduleStore(database), Outbox(database, clock))
        reminders = Reminders(posting, calendars, clock)
        await reminders.replan()  # the calendar may be another one than when the bot last ran
        alerts, alert_kind, alert_posts, told = await alerting(
            database, posting, Setting(library.newest, signals.themes.themes), clock
        )
        sections = {**every_section(library, calendars, feedback, settings), ALERTS: told}
        sources = sources or Sources.packaged()
        return cls(
            library=library,
            answerer=answerer,
            settings=settings,
            feedback=feedback,
            meta=MetaStore(database),
            calendars=calendars,
            posting=posting,
            digests=Digests(posting, database, settings, sections),
            reminders=reminders,
            signals=signals,
            alerts=alerts,
            alert_kind=alert_kind,
            alert_posts=alert_posts,
            feeds=FeedDesk(database, posting, alerts, signals, sources, settings=config.feeds, clock=clock),
            retention=RetentionStore(database),
            departures=await Departures.load(
                database, posting, settings.forget, calendars.forget, alerts.choices.forget
            ),
            privacy=Privacy(database, calendars.forget_user, alerts.choices.forget_user),
            config=config,
            clock=clock,
        )
