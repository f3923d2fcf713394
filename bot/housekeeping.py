"""The daily round through all that is stored: what was kept long enough is deleted."""

from __future__ import annotations

import logging
from datetime import timedelta

from bot.services import Services

_log = logging.getLogger(__name__)


async def prune(services: Services) -> None:
    """Delete what was kept as long as the configuration says, and log how much that was."""
    now, keep = services.clock(), services.config.retention
    questions = await services.feedback.prune(
        now, keep_for=timedelta(days=keep.unanswered_days), keep_most=keep.unanswered_questions
    )
    deliveries = await services.posting.prune(now, keep_for=timedelta(days=keep.deliveries_days))
    reminders = await services.reminders.tidy(now)
    alerts = await services.retention.prune_alerts(now, keep_for=timedelta(days=keep.closed_alerts_days))
    _log.info(
        "pruned questions=%d deliveries=%d reminders=%d alerts=%d", questions, deliveries, reminders, alerts
    )
