"""/r2p ask and the message entry "Ask the report": a question, answered with a paragraph of the report."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import R2PBot
from bot.errors import Interaction, handled
from bot.pace import Pace
from bot.render.answer import SEARCHED, answer
from bot.render.text import plain
from bot.views.form import FEWEST, MOST, ask_form, asked_in
from bot.views.items import ITEMS, alone, keep_pace, may_explain

_LONGEST_CHOICE = 100
_MOST_CHOICES = 25


class Ask(commands.Cog):
    """Questions, from the command and from the form."""

    def __init__(self, bot: R2PBot) -> None:
        """Use the bot's services."""
        self.services = bot.services
        limits = bot.services.config.limits
        self.pace = Pace(limits.cooldown_uses, limits.cooldown_seconds)

    @app_commands.command(
        name="ask",
        description="Ask in your own words: the report answers in its own, with the paragraph to cite",
    )
    @app_commands.describe(
        question="In English, such as: How many States have R2P focal points?",
        private="Only you see the answer; you can share it later. Left out: as this server has it",
    )
    async def ask(
        self,
        interaction: Interaction,
        question: app_commands.Range[str, FEWEST, MOST],
        private: bool | None = None,  # noqa: FBT001 - discord.py makes the option from it
    ) -> None:
        """Answer a question."""
        keep_pace(interaction, self.pace)
        if private is None:
            private = self.services.settings.get(interaction.guild_id).private_by_default
        await self._answer(interaction, question, private=private)

    @ask.autocomplete("question")
    async def suggest(self, _: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """What was typed, and well-worded questions that fit it.

        Enter takes the first choice, so that has to be the person's own question; one that is too long
        for a choice gets none, rather than being replaced.
        """
        own = typed.strip()
        if len(own) > _LONGEST_CHOICE:
            return []
        offered = dict.fromkeys(
            [*([own] if len(own) >= FEWEST else []), *self.services.answerer.suggest(own)]
        )
        return [app_commands.Choice(name=question, value=question) for question in offered][:_MOST_CHOICES]

    async def open_form(self, interaction: Interaction, message: discord.Message) -> None:
        """Open the form with the beginning of a message."""
        await interaction.response.send_modal(ask_form(message.content))

    @commands.Cog.listener()
    @handled
    async def on_interaction(self, interaction: Interaction) -> None:
        """Answer what was sent with the form, also with one that was opened before a restart."""
        question = asked_in(interaction)
        if question is not None:
            keep_pace(interaction, self.pace)
            await self._answer(interaction, plain(question)[:MOST], private=not alone(interaction))

    async def _answer(self, interaction: Interaction, question: str, *, private: bool) -> None:
        given = self.services.answerer.answer(question)
        real = given.reason in SEARCHED
        explained = may_explain(interaction)
        view = answer(self.services.library, given, private=private, explained=explained)
        await interaction.response.send_message(view=view, ephemeral=private or not real)
        if real and given.status != "answered":
            await self.services.feedback.keep_question(
                interaction.guild_id, question, given.status, None, self.services.clock()
            )


async def setup(bot: R2PBot) -> None:
    """Add the command under /r2p, the message entry, and every button and menu; called by discord.py."""
    cog = Ask(bot)
    await bot.add_family(cog, bot.roots.everyone)
    bot.tree.add_command(
        app_commands.ContextMenu(
            name="Ask the report",
            callback=cog.open_form,
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=True, private_channel=True
            ),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        )
    )
    bot.add_dynamic_items(*ITEMS)
