"""/r2p-admin digest: one message as often as a server likes, with what comes and a paragraph of the report."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.app_commands import Range, Transform
from discord.ext import commands

from bot.client import R2PBot
from bot.errors import Interaction
from bot.posting.digests import LONGEST_REACH, Wish
from bot.posting.model import Schedule
from bot.render.digest_pages import listing, note, removal
from bot.roots import ManagerGroup
from bot.views.channels import Postable, PostableChannel, channel_of, check_rights, check_role
from bot.views.choices import RHYTHMS, channel_names, day_choices, time_choices, zone_choices
from bot.views.digest import ITEMS, digest_choices, resumed, sent_now, sheet_of

_WHICH = "Which one"
_OPTIONS = {
    "channel": "A text or announcement channel, or a thread",
    "rhythm": "How often",
    "day": "Such as Monday; of a month: 1 to 31, last, or first Monday",
    "time": "Such as 09:00",
    "timezone": "A zone, city or offset; left out: this server's",
    "role": "A role to ping each time",
}


class Digest(commands.Cog):
    """A server's digests; that only managers come here is the group's business."""

    group = ManagerGroup(name="digest", description="One message, regularly: what comes, and a paragraph")

    def __init__(self, bot: R2PBot) -> None:
        """Use the bot's services."""
        self.services = bot.services
        self.digests = bot.services.digests

    @group.command(name="setup", description="Set one up in a channel, then choose what it shows")
    @app_commands.describe(**_OPTIONS)
    @app_commands.choices(rhythm=RHYTHMS)
    @app_commands.autocomplete(day=day_choices, time=time_choices, timezone=zone_choices)
    async def setup(  # noqa: PLR0913, PLR0917 - one argument an option
        self,
        interaction: Interaction,
        channel: Transform[Postable, PostableChannel],
        rhythm: str,
        day: str | None = None,
        time: str | None = None,
        timezone: str | None = None,
        role: discord.Role | None = None,
    ) -> None:
        """Set up a digest where the bot has its rights, and show it."""
        check_rights(channel)
        check_role(channel, role)
        wish = Wish(channel.id, rhythm, day, time, timezone, role.id if role else None)
        made = await self.digests.set_up(channel.guild.id, wish, interaction.user.id, self.services.clock())
        await self._show(interaction, made, "Digest set up", "I have all the rights that I need there.")

    @group.command(name="edit", description="Change one; what you leave out stays")
    @app_commands.describe(digest=_WHICH, days="Days ahead that the coming events reach", **_OPTIONS)
    @app_commands.choices(rhythm=RHYTHMS)
    @app_commands.autocomplete(
        digest=digest_choices, day=day_choices, time=time_choices, timezone=zone_choices
    )
    async def edit(  # noqa: PLR0913, PLR0917 - one argument an option
        self,
        interaction: Interaction,
        digest: str,
        channel: Transform[Postable, PostableChannel] | None = None,
        rhythm: str | None = None,
        day: str | None = None,
        time: str | None = None,
        timezone: str | None = None,
        role: discord.Role | None = None,
        days: Range[int, 1, LONGEST_REACH] | None = None,
    ) -> None:
        """Change what was typed, and show the digest as it is then."""
        schedule = await self.digests.get(interaction.guild_id, digest)
        place = channel or await channel_of(interaction, schedule.target.id)
        check_rights(place)
        check_role(place, role)
        wish = Wish(place.id, rhythm, day, time, timezone, role.id if role else None, days)
        changed = await self.digests.change(schedule, wish, self.services.clock())
        await self._show(interaction, changed, "Digest changed")

    @group.command(name="list", description="All digests of this server, and when each comes next")
    async def list_all(self, interaction: Interaction) -> None:
        """Show all, with a menu to open one."""
        guild_id = interaction.guild_id or 0
        found, held = await self.digests.of(guild_id), await self.digests.held(guild_id)
        view = listing(found, channel_names(interaction), held)
        await interaction.response.send_message(view=view, ephemeral=True)

    @group.command(name="preview", description="What it would show now, its next runs, and its buttons")
    @app_commands.describe(digest=_WHICH)
    @app_commands.autocomplete(digest=digest_choices)
    async def preview(self, interaction: Interaction, digest: str) -> None:
        """Show one."""
        await self._show(interaction, await self.digests.get(interaction.guild_id, digest), "Digest")

    @group.command(name="send-now", description="Post it at once; its rhythm stays")
    @app_commands.describe(digest=_WHICH)
    @app_commands.autocomplete(digest=digest_choices)
    async def send_now(self, interaction: Interaction, digest: str) -> None:
        """Owe a post of its own."""
        schedule = await self.digests.get(interaction.guild_id, digest)
        said = await sent_now(interaction, schedule, interaction.id)
        await interaction.response.send_message(view=note(said), ephemeral=True)

    @group.command(name="pause", description="Post nothing until you resume it")
    @app_commands.describe(digest=_WHICH)
    @app_commands.autocomplete(digest=digest_choices)
    async def pause(self, interaction: Interaction, digest: str) -> None:
        """Pause one."""
        schedule = await self.digests.get(interaction.guild_id, digest)
        paused = await self.digests.pause(schedule, self.services.clock())
        await self._show(interaction, paused, "Digest paused")

    @group.command(name="resume", description="Go on with the next run")
    @app_commands.describe(digest=_WHICH)
    @app_commands.autocomplete(digest=digest_choices)
    async def resume(self, interaction: Interaction, digest: str) -> None:
        """Resume one where the bot has its rights."""
        schedule = await self.digests.get(interaction.guild_id, digest)
        view = await resumed(interaction, schedule)
        await interaction.response.send_message(view=view, ephemeral=True)

    @group.command(name="remove", description="Remove it for good, after one more press")
    @app_commands.describe(digest=_WHICH)
    @app_commands.autocomplete(digest=digest_choices)
    async def remove(self, interaction: Interaction, digest: str) -> None:
        """Ask whether it is to be removed."""
        schedule = await self.digests.get(interaction.guild_id, digest)
        await interaction.response.send_message(view=removal(schedule), ephemeral=True)

    async def _show(self, interaction: Interaction, schedule: Schedule, title: str, remark: str = "") -> None:
        view = await sheet_of(interaction, schedule, title, remark)
        await interaction.response.send_message(view=view, ephemeral=True)


async def setup(bot: R2PBot) -> None:
    """Add the commands under /r2p-admin, and the controls of digests; called by discord.py."""
    await bot.add_family(Digest(bot), bot.roots.managers)
    bot.add_dynamic_items(*ITEMS)
