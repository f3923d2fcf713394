"""What becomes of an alert when somebody acts on it: who may still do what, and what is said. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.alerts.model import LONGEST_NOTE, Act, Alert, AlertState, Change, Severity
from bot.render.text import person

LONGEST_MUTE = 90
"""Days."""


def acted(  # noqa: PLR0913 - what was done, and what belongs to it
    alert: Alert,
    by: int,
    act: Act,
    now: datetime,
    *,
    severity: Severity | None = None,
    user_id: int | None = None,
    words: str = "",
    days: int = 7,
) -> tuple[Change, str]:
    """Return what the alert becomes, or why it does not, and what its log says of it.

    Users are named by their id (``<@1>``), times as Discord's timestamps. ValueError for an act that is nobody's.
    """
    detail = words = words.strip()[:LONGEST_NOTE]
    match act:
        case Act.ACKNOWLEDGED:
            change = _acknowledged(alert, by, now)
        case Act.ASSIGNED:
            change, detail = _assigned(alert, user_id), "" if user_id is None else f"<@{user_id}>"
        case Act.SEVERITY if severity is not None:
            change, detail = _rated(alert, severity), f"{alert.severity} → {severity}"
        case Act.NOTE:
            change = _noted(alert, words)
        case Act.RESOLVED | Act.DISMISSED:
            change = _closed(alert, by, act, words, now)
        case Act.REOPENED:
            change = _reopened(alert)
        case Act.MUTED if 1 <= days <= LONGEST_MUTE:
            change, detail = _muted(alert, by, days, now), f"{days} days"
        case _:
            raise ValueError(f"{act} cannot be done with an alert like this")
    return change, detail


def _acknowledged(alert: Alert, by: int, now: datetime) -> Change:
    if alert.state.closed:
        return _too_late(alert)
    if alert.state is AlertState.ACKNOWLEDGED:
        who = "You" if alert.acknowledged_by == by else person(alert.acknowledged_by).capitalize()
        return Change(
            alert, done=False, words=f"{who} acknowledged alert {alert.number} already{_when(alert)}."
        )
    after = replace(alert, state=AlertState.ACKNOWLEDGED, acknowledged_by=by, acknowledged_at=now)
    return Change(after, done=True, words=f"You acknowledged alert {alert.number}.")


def _assigned(alert: Alert, user_id: int | None) -> Change:
    if alert.state.closed:
        return _too_late(alert)
    if alert.assigned_to == user_id:
        said = "assigned to nobody" if user_id is None else f"assigned to <@{user_id}>"
        return Change(alert, done=False, words=f"Alert {alert.number} is {said} already.")
    said = "is assigned to nobody now" if user_id is None else f"is assigned to <@{user_id}> now"
    return Change(replace(alert, assigned_to=user_id), done=True, words=f"Alert {alert.number} {said}.")


def _rated(alert: Alert, severity: Severity) -> Change:
    if alert.state.closed:
        return _too_late(alert)
    if alert.severity is severity:
        return Change(alert, done=False, words=f"Alert {alert.number} is {severity} already.")
    return Change(
        replace(alert, severity=severity), done=True, words=f"Alert {alert.number} is {severity} now."
    )


def _noted(alert: Alert, words: str) -> Change:
    if not words:
        return Change(alert, done=False, words="A note needs some words.")
    return Change(alert, done=True, words=f"Your note is in the log of alert {alert.number}.")


def _closed(alert: Alert, by: int, act: Act, words: str, now: datetime) -> Change:
    if alert.state.closed:
        return _too_late(alert)
    if not words:
        return Change(
            alert, done=False, words="Please say why, in a few words. Example: confirmed by two sources"
        )
    state = AlertState(str(act))
    after = replace(alert, state=state, closed_by=by, closed_at=now, reason=words)
    return Change(after, done=True, words=f"Alert {alert.number} is {state}.")


def _reopened(alert: Alert) -> Change:
    if not alert.state.closed:
        return Change(alert, done=False, words=f"Alert {alert.number} is not closed.")
    state = AlertState.OPEN if alert.acknowledged_at is None else AlertState.ACKNOWLEDGED
    after = replace(alert, state=state, closed_by=None, closed_at=None, reason=None)
    return Change(after, done=True, words=f"Alert {alert.number} is {state} again.")


def _muted(alert: Alert, by: int, days: int, now: datetime) -> Change:
    """Mute what is like it; the alert itself is dismissed with that, unless it is closed already."""
    said = (
        f"For {days} {'day' if days == 1 else 'days'}, what is like alert {alert.number} makes no new alert."
    )
    if alert.state.closed:
        return Change(alert, done=True, words=said)
    reason = f"similar ones muted for {days} {'day' if days == 1 else 'days'}"
    after = replace(alert, state=AlertState.DISMISSED, closed_by=by, closed_at=now, reason=reason)
    return Change(after, done=True, words=said)


def _too_late(alert: Alert) -> Change:
    who = "" if alert.closed_by is None else f" by {person(alert.closed_by)}"
    when = f" <t:{int(alert.closed_at.timestamp())}:R>" if alert.closed_at else ""
    return Change(alert, done=False, words=f"Alert {alert.number} was {alert.state} already{who}{when}.")


def _when(alert: Alert) -> str:
    return f" <t:{int(alert.acknowledged_at.timestamp())}:R>" if alert.acknowledged_at else ""
