"""The one place that turns an error into words for the person who met it, and into a log line for us.

Commands reach it by themselves. Views and modals inherit `Handled`; the callback of a `DynamicItem`,
whose errors discord.py would only log, is wrapped with `@handled`:

    class Vote(discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]], template="…"):
        @handled
        async def callback(self, interaction: Interaction) -> None: ...

    class AskForm(Handled, discord.ui.Modal): ...
"""

from __future__ import annotations

import functools
import logging
import math
import secrets
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, TypeAlias, TypeVar

import discord
from discord import app_commands

_log = logging.getLogger(__name__)

Interaction: TypeAlias = discord.Interaction[Any]
ItemT = TypeVar("ItemT")

UNKNOWN_INTERACTION = 10062
ALREADY_ACKNOWLEDGED = 40060
_OVER = {
    UNKNOWN_INTERACTION: "too late",  # no first reply within three seconds
    10008: "message gone",  # deleted or dismissed while its button was pressed
    10015: "too late",  # unknown webhook: fifteen minutes are over
    50027: "too late",  # invalid webhook token: likewise
    ALREADY_ACKNOWLEDGED: "answered already",  # the reply arrived, its receipt did not
}
"""Discord's error code → why nothing can or need be said any more.

Source: https://docs.discord.com/developers/topics/opcodes-and-status-codes#json-json-error-codes
"""

MOST_CHARACTERS = 2000
"""Of a plain message on Discord."""


class UserError(Exception):
    """Something that the person can mend; its text is shown to them as it stands, in private."""


async def handle(interaction: Interaction, error: BaseException) -> None:
    """Tell the person what went wrong, in private, and log what we need to know. Never raises.

    Works for the first reply and after it, and knows when an interaction is over: then it only logs.
    """
    error = _meant(error)
    over = _OVER.get(error.code) if isinstance(error, discord.HTTPException) else None
    if over is not None:
        _log.warning("interaction over reason=%r %s", over, _where(interaction))
        return
    text = words(error)
    if text is None:
        mark = secrets.token_hex(4)
        _log.error("interaction failed error=%s %s", mark, _where(interaction), exc_info=error)
        text = (
            f"Sorry, something went wrong on our side. If it happens again, report it with the number {mark}."
        )
    if interaction.type is not discord.InteractionType.autocomplete:
        await _tell(interaction, text[:MOST_CHARACTERS])


def _meant(error: BaseException) -> BaseException:
    """The error that a command, or one of its options, raised, without what discord.py wraps around it."""
    if isinstance(error, app_commands.CommandInvokeError):
        return error.original
    by_option = isinstance(error, app_commands.TransformerError) and isinstance(error.__cause__, UserError)
    return error.__cause__ if by_option and error.__cause__ else error


def words(error: BaseException) -> str | None:
    """What to say about an error that is nobody's fault or the person's own; None for the unexpected."""
    match error:
        case UserError():
            text = str(error)
        case app_commands.CommandOnCooldown():
            text = f"One moment, please: you can do this again in {_seconds(error.retry_after)}."
        case app_commands.MissingPermissions():
            text = (
                f"This needs the permission {_names(error.missing_permissions)}, which you do not have here."
            )
        case app_commands.BotMissingPermissions():
            text = f"For this I need the permission {_names(error.missing_permissions)} here."
        case app_commands.NoPrivateMessage():
            text = "This works in servers only, not in direct messages."
        case app_commands.CommandNotFound() | app_commands.CommandSignatureMismatch():
            text = "This command has just changed. Please restart Discord, or try again in a few minutes."
        case app_commands.TransformerError():
            text = "One of the values does not fit this command. Please choose it from the list, or type it again."
        case app_commands.CheckFailure():
            text = "You cannot use this here."
        case discord.Forbidden():
            text = "Discord does not let me do that here. A manager of the server can give me the permission."
        case _:
            return None
    return text


class Handled:
    """Brings the errors of a view or a modal here. Inherit it first: ``class Form(Handled, discord.ui.Modal)``."""

    async def on_error(self, interaction: Interaction, error: Exception, /, *_: object) -> None:
        """Called by discord.py with what the callback raised."""
        await handle(interaction, error)


def handled(
    callback: Callable[[ItemT, Interaction], Awaitable[None]],
) -> Callable[[ItemT, Interaction], Coroutine[Any, Any, None]]:
    """Bring the errors of a ``DynamicItem`` callback here."""

    @functools.wraps(callback)
    async def guarded(item: ItemT, interaction: Interaction) -> None:
        try:
            await callback(item, interaction)
        except Exception as error:  # noqa: BLE001 - this is the edge: whatever it is, the person gets an answer
            await handle(interaction, error)

    return guarded


async def _tell(interaction: Interaction, text: str) -> None:
    try:
        if interaction.response.is_done():
            await interaction.followup.send(text, ephemeral=True)
        else:
            await interaction.response.send_message(text, ephemeral=True)
    except Exception as error:  # noqa: BLE001 - the last resort: nobody is left to hand it to
        _log.warning("error not told %s reason=%s", _where(interaction), type(error).__name__, exc_info=error)


def _where(interaction: Interaction) -> str:
    command = interaction.command.qualified_name if interaction.command is not None else None
    return f"interaction={interaction.id} type={interaction.type.name} command={command!r} guild={interaction.guild_id}"


def _seconds(seconds: float) -> str:
    whole = max(1, math.ceil(seconds))
    return "1 second" if whole == 1 else f"{whole} seconds"


def _names(permissions: Sequence[str]) -> str:
    """Permissions as Discord's own settings name them: ``manage_guild`` is "Manage Server" there."""
    return ", ".join(f"“{name.replace('guild', 'server').replace('_', ' ').title()}”" for name in permissions)
