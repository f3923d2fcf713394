"""The two roots that all slash commands hang from: /r2p for everyone, /r2p-admin for a server's managers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import discord
from discord import app_commands


class ManagerGroup(app_commands.Group):
    """A group whose commands run for managers alone, whatever the server's command settings say."""

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Raise MissingPermissions for anyone without Manage Server.

        Discord hides the commands from them already, but a server's own overrides can undo that.
        """
        if not interaction.permissions.manage_guild:
            raise app_commands.MissingPermissions(["manage_guild"])
        return True


def _everyone() -> app_commands.Group:
    return app_commands.Group(
        name="r2p",
        description="The report on the responsibility to protect: ask, cite, browse",
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
    )


def _managers() -> ManagerGroup:
    return ManagerGroup(
        name="r2p-admin",
        description="Set up the R2P bot in this server",
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
        default_permissions=discord.Permissions(manage_guild=True),
    )


@dataclass(frozen=True, slots=True)
class Roots:
    """One bot's own pair of roots; families of commands are put under them with ``R2PBot.add_family``."""

    everyone: app_commands.Group = field(default_factory=_everyone)
    managers: app_commands.Group = field(default_factory=_managers)
