"""/r2p-admin alert: where alerts go, who flags and works on them, and all of them as files."""

from __future__ import annotations

import io
from typing import ClassVar

import discord
from discord import app_commands
from discord.app_commands import Choice, Range, Transform
from discord.ext import commands

from bot.alerts.export import as_csv, as_json
from bot.alerts.model import Raisers
from bot.client import R2PBot
from bot.errors import Interaction
from bot.roots import ManagerGroup
from bot.views.alert_admin import CLEAR, Flagging, Recall, Wish, changed
from bot.views.channels import Postable, PostableChannel

_RAISERS = [
    Choice(name="Everyone", value="everyone"),
    Choice(name="A role", value="role"),
    Choice(name="Managers", value="managers"),
]


class AlertAdmin(commands.Cog):
    """A server's alerts, for its managers."""

    group: ClassVar = ManagerGroup(name="alert", description="Set up alerts, and export them")

    def __init__(self, bot: R2PBot) -> None:
        """Use the bot's services."""
        self.services = bot.services

    @group.command(name="settings", description="Show or change what holds for alerts; without options: show")
    @app_commands.describe(
        channel="Where alerts are posted; this switches them on",
        raisers="Who may flag",
        raise_role="Who may, if it is a role",
        flags_an_hour="Of one person",
        work_role="Works on alerts, beside people with Manage Messages there",
        urgent_role="Mentioned for urgent ones",
        mention_minutes="Between two mentions",
        remind_minutes="Until an urgent one that nobody acknowledged is brought up again",
        escalate_minutes="Until it goes to the role or person below",
        escalate_role="A role to escalate to",
        escalate_person="Or a person",
        threads="Open a thread with each alert",
        clear="Take one back",
    )
    @app_commands.choices(
        raisers=_RAISERS, clear=[Choice(name=words, value=name) for name, words in CLEAR.items()]
    )
    async def settings(  # noqa: PLR0913, PLR0917 - one argument an option
        self,
        interaction: Interaction,
        channel: Transform[Postable, PostableChannel] | None = None,
        raisers: str | None = None,
        raise_role: discord.Role | None = None,
        flags_an_hour: Range[int, 1, 50] | None = None,
        work_role: discord.Role | None = None,
        urgent_role: discord.Role | None = None,
        mention_minutes: Range[int, 5, 1_440] | None = None,
        remind_minutes: Range[int, 5, 1_440] | None = None,
        escalate_minutes: Range[int, 5, 2_880] | None = None,
        escalate_role: discord.Role | None = None,
        escalate_person: discord.Member | None = None,
        threads: bool | None = None,  # noqa: FBT001 - discord.py makes the option from it
        clear: str | None = None,
    ) -> None:
        """Show the settings, changed if options were given."""
        who = Flagging(Raisers(raisers) if raisers else None, raise_role, flags_an_hour, work_role)
        recall = Recall(remind_minutes, escalate_minutes, escalate_role, escalate_person)
        wish = Wish(who, urgent_role, mention_minutes, recall, threads)
        view = await changed(interaction, channel, wish, clear)
        await interaction.response.send_message(
            view=view, ephemeral=True, allowed_mentions=discord.AllowedMentions.none()
        )

    @group.command(name="export", description="All alerts as CSV and JSON, with their logs")
    async def export(self, interaction: Interaction) -> None:
        """Hand the files to the manager alone."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        guild_id = interaction.guild_id or 0
        alerts = await self.services.alerts.all_of(guild_id)
        logs = await self.services.alerts.histories(guild_id)
        files = [
            discord.File(io.BytesIO(as_csv(alerts)), "alerts.csv"),
            discord.File(io.BytesIO(as_json(alerts, logs)), "alerts.json"),
        ]
        count = "1 alert" if len(alerts) == 1 else f"{len(alerts)} alerts"
        await interaction.followup.send(f"{count}, times in UTC, people by their ids.", files=files)


async def setup(bot: R2PBot) -> None:
    """Add the commands under /r2p-admin; called by discord.py."""
    await bot.add_family(AlertAdmin(bot), bot.roots.managers)
