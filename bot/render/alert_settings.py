"""A server's settings for alerts, in words, each with what it means."""

from __future__ import annotations

from discord import ui

from bot.alerts.model import AlertSettings, Raisers
from bot.render.frame import card, text


def settings_page(settings: AlertSettings, *, changed: bool) -> ui.LayoutView:
    """All settings, and how to change one."""
    if settings.channel_id is None:
        state = "**Alerts are off**: nobody can flag. `channel` switches them on."
    else:
        state = f"**Alerts go into** <#{settings.channel_id}>" + (
            ", each with a thread." if settings.threads else "."
        )
    lines = [state, _raising(settings), _working(settings), *_urgent(settings)]
    title = "### Alerts in this server" + (" (changed)" if changed else "")
    example = "-# To change one: `/r2p-admin alert settings flags_an_hour:3` · to take one back: `clear`"
    return card([text("\n".join([title, *lines])), text(example)])


def _raising(settings: AlertSettings) -> str:
    who = {
        Raisers.EVERYONE: "everyone",
        Raisers.ROLE: f"people with <@&{settings.raise_role_id}>, and managers",
        Raisers.MANAGERS: "managers alone",
    }[settings.raisers]
    return f"**Who flags**: {who}, each at most {settings.flags_an_hour} times an hour."


def _working(settings: AlertSettings) -> str:
    role = f", people with <@&{settings.work_role_id}>" if settings.work_role_id else ""
    return f"**Who works on them**: people with Manage Messages in that channel{role}, and managers."


def _urgent(settings: AlertSettings) -> list[str]:
    if settings.urgent_role_id:
        mention = (
            f"mentions <@&{settings.urgent_role_id}>, at most once in {settings.mention_minutes} minutes"
        )
    else:
        mention = "mentions nobody"
    if settings.escalate_user_id:
        whom = f"after {settings.escalate_minutes} it goes to <@{settings.escalate_user_id}>"
    elif settings.escalate_role_id:
        whom = f"after {settings.escalate_minutes} to <@&{settings.escalate_role_id}>"
    else:
        whom = "it goes to nobody else"
    return [
        f"**An urgent one** {mention}.",
        f"**Not acknowledged** after {settings.remind_minutes} minutes, it is brought up once more; {whom}.",
    ]
