"""What managers set about alerts, checked against what the bot may do; and what channels watch."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

import discord
from discord import app_commands, ui
from discord.app_commands import Choice

from bot.alerts.model import AlertError, AlertSettings, Raisers, Severity, Wanted
from bot.errors import Interaction, UserError
from bot.posting.model import Place, Target
from bot.posting.rights import name, permissions
from bot.render.alert_pages import rule_label, rules_page
from bot.render.alert_settings import settings_page
from bot.render.text import clip, plain
from bot.views.alert_raise import read_country, read_theme
from bot.views.channels import Postable, channel_of, check_rights, check_role
from bot.views.choices import MOST_CHOICES, channel_names
from bot.views.items import services

CLEAR = {
    "channel": "The channel: alerts off",
    "work_role": "The role that works on alerts",
    "urgent_role": "The role that urgent ones mention",
    "escalation": "Whom unacknowledged urgent ones go to",
}
_MOST_OF_A_LIST = 10
_LONGEST_WORD = 60
_WATCHING = "Each alert that meets a rule is posted there too, with a link to the one that is worked on."


class Flagging(NamedTuple):
    """Who flags how often and who works, under the names of the settings; None for what is to stay. So below."""

    raisers: Raisers | None
    raise_role_id: discord.Role | None
    flags_an_hour: int | None
    work_role_id: discord.Role | None


class Recall(NamedTuple):
    """What becomes of an urgent alert that nobody acknowledges."""

    remind_minutes: int | None
    escalate_minutes: int | None
    escalate_role_id: discord.Role | None
    escalate_user_id: discord.Member | None


class Wish(NamedTuple):
    """All that a manager gave but the channel."""

    who: Flagging
    urgent_role_id: discord.Role | None
    mention_minutes: int | None
    recall: Recall
    threads: bool | None

    def changes(self) -> dict[str, Any]:
        """The settings that are to change; people and roles by their ids."""
        given = {
            **self.who._asdict(),
            **self.recall._asdict(),
            "urgent_role_id": self.urgent_role_id,
            "mention_minutes": self.mention_minutes,
            "threads": self.threads,
        }
        return {name: getattr(value, "id", value) for name, value in given.items() if value is not None}


async def changed(
    interaction: Interaction, channel: Postable | None, wish: Wish, clear: str | None
) -> ui.LayoutView:
    """Change what was given and show all; ``UserError`` for what cannot be."""
    using, guild_id = services(interaction), _guild(interaction)
    before = using.alerts.choices.settings(guild_id)
    settings = _cleared(before, clear)
    changes = wish.changes()
    if channel is not None:
        changes["channel_id"] = channel.id
    if "escalate_role_id" in changes and "escalate_user_id" in changes:
        raise UserError("Choose a role or a person to escalate to, one of the two.")
    if "escalate_role_id" in changes:
        changes["escalate_user_id"] = None
    elif "escalate_user_id" in changes:
        changes["escalate_role_id"] = None
    settings = replace(settings, **changes)
    if settings != before:
        await _check(interaction, settings, channel, wish)
        try:
            await using.alerts.choices.set(guild_id, settings)
        except AlertError as error:
            raise UserError(str(error)) from error
        if settings.channel_id is not None and settings.channel_id != before.channel_id:
            await using.posting.resume_target(Target(Place.CHANNEL, settings.channel_id))
    return settings_page(settings, changed=settings != before)


def _cleared(settings: AlertSettings, clear: str | None) -> AlertSettings:
    match clear:
        case "channel":
            return replace(settings, channel_id=None)
        case "work_role":
            return replace(settings, work_role_id=None)
        case "urgent_role":
            return replace(settings, urgent_role_id=None)
        case "escalation":
            return replace(settings, escalate_role_id=None, escalate_user_id=None)
        case _:
            return settings


async def _check(
    interaction: Interaction, settings: AlertSettings, channel: Postable | None, wish: Wish
) -> None:
    """See that the bot can do what is wanted of it, in the channel that it is wanted in."""
    if settings.raisers is Raisers.ROLE and settings.raise_role_id is None:
        raise UserError("Choose the role too: `/r2p-admin alert settings raisers:A role raise_role:@Members`")
    if settings.channel_id is None:
        return
    place = channel or await channel_of(interaction, settings.channel_id)
    check_rights(place)
    check_role(place, wish.urgent_role_id)
    check_role(place, wish.recall.escalate_role_id)
    if settings.threads:
        _check_threads(place)


def _check_threads(place: Postable) -> None:
    if isinstance(place, discord.Thread):
        raise UserError("A thread cannot have threads. Choose another channel, or `threads:False`.")
    if not place.permissions_for(place.guild.me).create_public_threads:
        raise UserError(
            f"For threads I need {permissions([name('create_public_threads')])} in {place.mention}."
        )


async def watching(  # noqa: PLR0913, PLR0917 - one argument an option
    interaction: Interaction,
    channel: Postable,
    severity: str | None,
    countries: str | None,
    themes: str | None,
    words: str | None,
) -> ui.LayoutView:
    """Let a channel where the bot has its rights see what it wants, and show all rules."""
    check_rights(channel)
    using, guild_id = services(interaction), _guild(interaction)
    if channel.id == using.alerts.choices.settings(guild_id).channel_id:
        raise UserError(
            f"{channel.mention} is the channel of the alerts: it gets them all. Choose another one."
        )
    wanted = Wanted(
        Severity(severity or Severity.WATCH),
        tuple(read_country(each) for each in _listed(countries)),
        tuple(read_theme(interaction, each) for each in _listed(themes)),
        tuple(clip(plain(each), _LONGEST_WORD) for each in _listed(words)),
    )
    try:
        await using.alerts.choices.watch(guild_id, channel.id, wanted, interaction.user.id)
    except AlertError as error:
        raise UserError(str(error)) from error
    await using.posting.resume_target(Target(Place.CHANNEL, channel.id))
    return watches(interaction, f"{channel.mention} watches from now on. {_WATCHING}")


def watches(interaction: Interaction, remark: str = _WATCHING) -> ui.LayoutView:
    """All watch rules of the server."""
    using = services(interaction)
    rules = using.alerts.choices.of_channels(_guild(interaction))
    return rules_page("What channels watch", rules, using.signals.themes.themes, remark)


async def unwatched(interaction: Interaction, which: str) -> ui.LayoutView:
    """Remove a rule; ``UserError`` if it is none of this server's channels."""
    choices = services(interaction).alerts.choices
    found = next((rule for rule in choices.of_channels(_guild(interaction)) if str(rule.id) == which), None)
    if found is None:
        raise UserError("There is no such rule. Please choose it from the list.")
    await choices.remove(found.id)
    return watches(interaction, f"Removed a rule of <#{found.channel_id}>. What was posted stays.")


async def rule_choices(interaction: Interaction, typed: str) -> list[Choice[str]]:
    """The watch rules of the server, for its managers."""
    if interaction.guild_id is None or not interaction.permissions.manage_guild:
        return []
    using, names, wanted = services(interaction), channel_names(interaction), typed.strip().casefold()
    labels = [
        (rule_label(rule, using.signals.themes.themes, names.get(rule.channel_id or 0, "gone")), str(rule.id))
        for rule in using.alerts.choices.of_channels(interaction.guild_id)
    ]
    return [Choice(name=label, value=value) for label, value in labels if wanted in label.casefold()][
        :MOST_CHOICES
    ]


async def more_of(interaction: Interaction, typed: str, offer: Any) -> list[Choice[str]]:
    """Choices for the last of several values, after those that were typed before it."""
    before, comma, last = typed.rpartition(",")
    offered: list[Choice[str]] = await offer(interaction, last.strip())
    lead = f"{before.strip()}, " if comma else ""
    made = [(f"{lead}{each.name}", f"{lead}{each.value}") for each in offered]
    return [Choice(name=label, value=value) for label, value in made if len(label) <= 100 >= len(value)]  # noqa: PLR2004 - Discord's limit


def _listed(typed: str | None) -> list[str]:
    """Values with commas between them, each once."""
    found = list(dict.fromkeys(each.strip() for each in (typed or "").split(",") if each.strip()))
    if len(found) > _MOST_OF_A_LIST:
        raise UserError(
            f"At most {_MOST_OF_A_LIST} at a time, with commas between them. Example: Sudan, Chad"
        )
    return found


def _guild(interaction: Interaction) -> int:
    if interaction.guild_id is None:
        raise app_commands.NoPrivateMessage
    return interaction.guild_id
