"""Who may flag, work on and look at a server's alerts: checked each time, and said in words."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.alerts.model import Alert, AlertSettings, Raisers
from bot.errors import Interaction, UserError
from bot.views.items import services

OFF = "Alerts are not set up in this server. A manager can do it: `/r2p-admin alert settings` with the option `channel`."
_GONE = "This alert is no more. `/r2p alert list` shows those that there are."


def settings_of(interaction: Interaction) -> AlertSettings:
    """The server's settings; ``NoPrivateMessage`` outside a server, ``UserError`` where alerts are off."""
    if interaction.guild_id is None:
        raise app_commands.NoPrivateMessage
    settings = services(interaction).alerts.choices.settings(interaction.guild_id)
    if settings.channel_id is None:
        raise UserError(OFF)
    return settings


async def alert_of(interaction: Interaction, alert_id: int | str) -> Alert:
    """An alert of this server; ``UserError`` for any other."""
    try:
        alert = await services(interaction).alerts.get(int(alert_id))
    except LookupError as error:
        raise UserError(_GONE) from error
    if alert.guild_id != interaction.guild_id:
        raise UserError(_GONE)
    return alert


async def numbered(interaction: Interaction, number: int) -> Alert:
    """An alert of this server by what people call it; ``UserError`` if there is none."""
    alert = await services(interaction).alerts.by_number(interaction.guild_id or 0, number)
    if alert is None:
        raise UserError(f"There is no alert {number} here. `/r2p alert list` shows those that there are.")
    return alert


def check_raises(interaction: Interaction) -> AlertSettings:
    """The server's settings, for who may flag there; ``UserError`` says who may."""
    settings = settings_of(interaction)
    if settings.raisers is Raisers.EVERYONE or interaction.permissions.manage_guild:
        return settings
    if settings.raisers is Raisers.ROLE and settings.raise_role_id is not None:
        if not _has(interaction, settings.raise_role_id):
            raise UserError(
                f"In this server, flags come from people with the role <@&{settings.raise_role_id}>."
            )
        return settings
    raise UserError("In this server, only managers flag.")


def check_sees(interaction: Interaction) -> AlertSettings:
    """The server's settings, for who can see the channel of the alerts; ``UserError`` for others."""
    settings = settings_of(interaction)
    seen = _rights(interaction, settings.channel_id or 0).view_channel
    if not seen and not interaction.permissions.manage_guild:
        raise UserError("Alerts are for people who can see the channel of the alerts, and you cannot.")
    return settings


def check_works(interaction: Interaction, alert: Alert) -> None:
    """See that a person may work on an alert; ``UserError`` says who may."""
    if not works(interaction, alert):
        settings = settings_of(interaction)
        role = f", or the role <@&{settings.work_role_id}>" if settings.work_role_id else ""
        raise UserError(
            "To work on alerts you need the permission “Manage Messages” in "
            f"<#{alert.channel_id or settings.channel_id}>{role}."
        )


def works(interaction: Interaction, alert: Alert) -> bool:
    """Whether a person may work on an alert now."""
    settings = settings_of(interaction)
    if interaction.permissions.manage_guild:
        return True
    if settings.work_role_id is not None and _has(interaction, settings.work_role_id):
        return True
    return _rights(interaction, alert.channel_id or settings.channel_id or 0).manage_messages


def _has(interaction: Interaction, role_id: int) -> bool:
    person = interaction.user
    return isinstance(person, discord.Member) and person.get_role(role_id) is not None


def _rights(interaction: Interaction, channel_id: int) -> discord.Permissions:
    """What a person may do in a channel, as Discord says it of the present one."""
    if interaction.channel_id == channel_id:
        return interaction.permissions
    channel = interaction.guild.get_channel_or_thread(channel_id) if interaction.guild else None
    if channel is None or not isinstance(interaction.user, discord.Member):
        return discord.Permissions.none()
    return channel.permissions_for(interaction.user)
