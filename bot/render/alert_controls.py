"""The controls of alerts: what each says, and the ``custom_id`` that tells after any restart what it does."""

from __future__ import annotations

from typing import Any

import discord
from discord import ui

from bot.alerts.model import Alert, AlertState, Severity
from bot.places import Place
from bot.render.controls import Button, Row, go

PRESS = r"r2p:alert:(?P<what>ack|assign|severity|note|resolve|dismiss|mute|log|reopen|me|nobody):(?P<alert>\d{1,19})"
PICK = r"r2p:alert:pick:(?P<what>severity|mute|own):(?P<alert>\d{1,19})"
PERSON = r"r2p:alert:person:(?P<alert>\d{1,19})"
"""What the ``custom_id`` of each control looks like."""

DAYS = {1: "1 day", 7: "7 days", 30: "30 days", 90: "90 days"}
_MEANINGS = {
    Severity.WATCH: "Law, politics, diplomacy, knowledge: worth following",
    Severity.CONCERN: "Serious violations, or their known forerunners",
    Severity.URGENT: "Attacks on civilians on a large scale, under way or imminent",
}


def press(label: str, what: str, alert_id: int, style: discord.ButtonStyle | None = None) -> Button:
    """A button that does something with an alert."""
    return ui.Button(
        label=label,
        style=style or discord.ButtonStyle.secondary,
        custom_id=f"r2p:alert:{what}:{alert_id}",
    )


def buttons(alert: Alert, passage: Place | None) -> list[Button]:
    """What can be done with an alert as it stands."""
    found = []
    if alert.state is AlertState.OPEN:
        found.append(press("Acknowledge", "ack", alert.id, discord.ButtonStyle.primary))
    if alert.state.closed:
        found.append(press("Reopen", "reopen", alert.id))
    else:
        found.append(press("Assign", "assign", alert.id))
        found.append(press("Severity", "severity", alert.id))
        found.append(press("Resolve", "resolve", alert.id, discord.ButtonStyle.success))
        found.append(press("Dismiss", "dismiss", alert.id))
    found.append(press("Note", "note", alert.id))
    found.append(press("Mute similar", "mute", alert.id))
    if passage is not None:
        found.append(go("Paragraphs", passage, turn=False))
    found.append(press("Log", "log", alert.id))
    return found


def severity_menu(alert: Alert, what: str = "severity") -> Row:
    """The three severities, each with what it means, the present one chosen."""
    options = [
        discord.SelectOption(
            label=str(each).title(),
            value=str(each),
            description=_MEANINGS[each],
            default=each is alert.severity,
        )
        for each in Severity
    ]
    menu: ui.Select[Any] = ui.Select(
        custom_id=f"r2p:alert:pick:{what}:{alert.id}", placeholder="Change the severity", options=options
    )
    return ui.ActionRow(menu)


def severity_options() -> list[discord.SelectOption]:
    """The three severities for a form."""
    return [
        discord.SelectOption(label=str(each).title(), value=str(each), description=_MEANINGS[each])
        for each in Severity
    ]


def days_menu(alert: Alert) -> Row:
    """For how long to mute."""
    options = [discord.SelectOption(label=words, value=str(days)) for days, words in DAYS.items()]
    menu: ui.Select[Any] = ui.Select(
        custom_id=f"r2p:alert:pick:mute:{alert.id}", placeholder="Choose for how long", options=options
    )
    return ui.ActionRow(menu)


def person_menu(alert: Alert) -> list[Row]:
    """Who is to see to it."""
    menu: ui.UserSelect[Any] = ui.UserSelect(
        custom_id=f"r2p:alert:person:{alert.id}", placeholder="Choose who sees to it"
    )
    return [
        ui.ActionRow(menu),
        ui.ActionRow(press("Me", "me", alert.id), press("Nobody", "nobody", alert.id)),
    ]
