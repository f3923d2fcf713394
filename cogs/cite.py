"""/r2p cite: a reference as people type it, looked up, with a citation to copy."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.client import R2PBot
from bot.errors import Interaction
from bot.pace import Pace
from bot.render.lookup import choice, found, instead, nowhere
from bot.views.items import keep_pace
from knowledge.citation import STYLES
from knowledge.reference import resolve, suggest


class Cite(commands.Cog):
    """References and citations."""

    def __init__(self, bot: R2PBot) -> None:
        """Use the bot's services."""
        self.services = bot.services
        limits = bot.services.config.limits
        self.pace = Pace(limits.cooldown_uses, limits.cooldown_seconds)

    @app_commands.command(
        name="cite", description="Find a paragraph, footnote, section or document, and get a citation to copy"
    )
    @app_commands.describe(
        reference="Such as: para 61, 10-12, fn 107, II.A, 79/122, Genocide Convention",
        style="How the citation is written. Left out: as the United Nations does",
    )
    @app_commands.choices(style=[app_commands.Choice(name=title, value=key) for key, title in STYLES.items()])
    async def cite(self, interaction: Interaction, reference: str, style: str = "un") -> None:
        """Show what a reference points at, with its citation."""
        keep_pace(interaction, self.pace)
        library = self.services.library
        lookup = resolve(library, reference)
        private = self.services.settings.get(interaction.guild_id).private_by_default
        match lookup.status:
            case "found":
                view = found(library, lookup, style, private=private)
            case "ambiguous":
                view, private = choice(library, lookup, style), True
            case _ if lookup.instead:
                view, private = instead(library, lookup, style), True
            case _:
                view, private = nowhere(library, lookup), True
        await interaction.response.send_message(view=view, ephemeral=private)

    @cite.autocomplete("reference")
    async def suggest(self, _: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """References that fit what was typed so far, with their headings and first words."""
        return [
            app_commands.Choice(name=each.label, value=each.value)
            for each in suggest(self.services.library, typed)
        ]


async def setup(bot: R2PBot) -> None:
    """Add the command under /r2p; called by discord.py."""
    await bot.add_family(Cite(bot), bot.roots.everyone)
