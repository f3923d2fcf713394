"""What happens when a button is pressed or a menu entry chosen; all that it takes stands in the ``custom_id``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import app_commands, ui

from bot.ballots import Ballots
from bot.errors import Interaction, UserError, handled
from bot.pace import Pace
from bot.places import Place
from bot.render.controls import EXPLAIN, GO, MENU, SHARE, VOTE
from bot.render.explain import explanation
from bot.render.frame import question_in
from bot.render.place import show
from bot.render.text import unescape
from bot.services import Services
from bot.views.share import obstacle, public_copy, without_share
from knowledge.answering.explain import explain
from knowledge.model import Library

if TYPE_CHECKING:  # the client registers such items, so it imports modules that import this one
    from bot.client import R2PBot

_COUNTED_ALREADY = "Your vote on this answer is counted already. The other thumb changes it."
_GONE = "That part of the report is not in my collection any more. Try /r2p browse."


def services(interaction: Interaction) -> Services:
    """The parts of the bot that an interaction came to."""
    bot: R2PBot = interaction.client
    return bot.services


def alone(interaction: Interaction) -> bool:
    """Whether the person is in a direct message with the bot, where nothing needs to be hidden."""
    return interaction.context.dm_channel


def keep_pace(interaction: Interaction, pace: Pace) -> None:
    """Count a use by the person; ``CommandOnCooldown`` if they used it too often just now."""
    using = services(interaction)
    wait = pace.wait(interaction.user.id, using.clock())
    if wait:
        limits = using.config.limits
        raise app_commands.CommandOnCooldown(
            app_commands.Cooldown(limits.cooldown_uses, limits.cooldown_seconds), wait
        )


def draw(library: Library, place: Place, *, private: bool) -> ui.LayoutView:
    """The message that shows a place; ``UserError`` if it is gone since the button was made."""
    try:
        return show(library.report(place.report), place, private=private)
    except KeyError as error:
        raise UserError(_GONE) from error


async def open_place(interaction: Interaction, key: str, *, turn: bool) -> None:
    """Show a place: instead of what the person sees, where nobody else sees it, or in a new private message."""
    keep_pace(interaction, interaction.client.presses)
    message = interaction.message
    hidden = message is not None and message.flags.ephemeral
    try:
        place = Place.of(key)
    except ValueError as error:
        raise UserError(_GONE) from error
    if turn and (hidden or alone(interaction)):
        view = draw(services(interaction).library, place, private=hidden)
        await interaction.response.edit_message(view=view)
    else:
        view = draw(services(interaction).library, place, private=not alone(interaction))
        await interaction.response.send_message(view=view, ephemeral=not alone(interaction))


class Go(ui.DynamicItem[ui.Button[Any]], template=GO):
    """A button that shows a place in the report."""

    def __init__(self, item: ui.Button[Any], mode: str, key: str) -> None:
        """Wrap a button of a message."""
        super().__init__(item)
        self.mode = mode
        self.key = key

    @classmethod
    async def from_custom_id(cls, _: Interaction, item: ui.Item[Any], match: re.Match[str], /) -> Self:
        """Read what the button says; called by discord.py."""
        return cls(item, match["mode"], match["key"])  # type: ignore[arg-type]

    @handled
    async def callback(self, interaction: Interaction) -> None:
        """Show the place."""
        await open_place(interaction, self.key, turn=self.mode == "t")


class Menu(ui.DynamicItem[ui.Select[Any]], template=MENU):
    """A menu of places in the report."""

    def __init__(self, item: ui.Select[Any], mode: str) -> None:
        """Wrap a menu of a message."""
        super().__init__(item)
        self.mode = mode

    @classmethod
    async def from_custom_id(cls, _: Interaction, item: ui.Item[Any], match: re.Match[str], /) -> Self:
        """Read what the menu says; called by discord.py."""
        return cls(item, match["mode"])  # type: ignore[arg-type]

    @handled
    async def callback(self, interaction: Interaction) -> None:
        """Show the place that was chosen."""
        await open_place(interaction, self.item.values[0], turn=self.mode == "t")


class Vote(ui.DynamicItem[ui.Button[Any]], template=VOTE):
    """A thumb up or down below an answer."""

    def __init__(self, item: ui.Button[Any], report: str, paragraph: int, *, up: bool) -> None:
        """Wrap a button of a message."""
        super().__init__(item)
        self.report = report
        self.paragraph = paragraph
        self.up = up

    @classmethod
    async def from_custom_id(cls, _: Interaction, item: ui.Item[Any], match: re.Match[str], /) -> Self:
        """Read what the button says; called by discord.py."""
        up = match["vote"] == "up"
        return cls(item, match["report"], int(match["paragraph"]), up=up)  # type: ignore[arg-type]

    @handled
    async def callback(self, interaction: Interaction) -> None:
        """Count the vote once a person, never who; keep the question of a thumb down where the server wants that."""
        keep_pace(interaction, interaction.client.presses)
        using = services(interaction)
        if not await self._count(interaction, using):
            await interaction.response.send_message(_COUNTED_ALREADY, ephemeral=True)
            return
        kept = not self.up and await self._keep(interaction, using)
        thanks = "Thank you. Your vote is counted, without your name."
        if not self.up:
            thanks += " Other words may lead to a better paragraph: try /r2p ask again."
        if kept:
            thanks += (
                " This server lets the people who run this bot see such questions, so that they can improve the "
                "answers: the question was kept too, without your name."
            )
        await interaction.response.send_message(thanks, ephemeral=True)

    async def _count(self, interaction: Interaction, using: Services) -> bool:
        """Count the thumb, or turn the one that the person gave this message before; False if it is the same."""
        ballots: Ballots = interaction.client.ballots
        ballot = (interaction.message.id if interaction.message else interaction.id, interaction.user.id)
        before = ballots.give(*ballot, up=self.up)  # remembered first: a second press may come meanwhile
        if before is self.up:
            return False
        count = using.feedback.vote if before is None else using.feedback.change_vote
        try:
            await count(self.report, self.paragraph, up=self.up)
        except BaseException:
            ballots.restore(*ballot, before)
            raise
        return True

    async def _keep(self, interaction: Interaction, using: Services) -> bool:
        question = question_in(interaction.message) if interaction.message else None
        if question is None:
            return False
        return await using.feedback.keep_question(
            interaction.guild_id,
            unescape(question),
            "down",
            self.paragraph,
            using.clock(),
            report=self.report,
        )


class Share(ui.DynamicItem[ui.Button[Any]], template=SHARE):
    """The button that posts a private answer for all to see."""

    @classmethod
    async def from_custom_id(cls, _: Interaction, item: ui.Item[Any], _match: re.Match[str], /) -> Self:
        """Wrap a button of a message; called by discord.py."""
        return cls(item)  # type: ignore[arg-type]

    @handled
    async def callback(self, interaction: Interaction) -> None:
        """Post a public copy and take the button away, or say why this place does not allow it."""
        keep_pace(interaction, interaction.client.presses)
        reason = obstacle(interaction)
        if reason or interaction.message is None:
            raise UserError(reason or _GONE)
        copy = public_copy(interaction.message, by=interaction.user)
        await interaction.response.edit_message(view=without_share(interaction.message))
        await interaction.followup.send(view=copy, allowed_mentions=discord.AllowedMentions.none())


def may_explain(interaction: Interaction) -> bool:
    """Whether answers carry the button Explain here: where it is switched on, for a server's managers."""
    switched_on = services(interaction).config.curators.explain_button
    return switched_on and interaction.guild_id is not None and interaction.permissions.manage_guild


class Explain(ui.DynamicItem[ui.Button[Any]], template=EXPLAIN):
    """The button that tells a manager why an answer is as it is."""

    @classmethod
    async def from_custom_id(cls, _: Interaction, item: ui.Item[Any], _match: re.Match[str], /) -> Self:
        """Wrap a button of a message; called by discord.py."""
        return cls(item)  # type: ignore[arg-type]

    @handled
    async def callback(self, interaction: Interaction) -> None:
        """Explain to the manager alone; the right, and the setting, may have gone since the answer was posted."""
        keep_pace(interaction, interaction.client.presses)
        if interaction.guild_id is None or not interaction.permissions.manage_guild:
            raise app_commands.MissingPermissions(["manage_guild"])
        if not may_explain(interaction):
            raise UserError("Explanations are switched off. [curators] in config.toml switches them on.")
        question = question_in(interaction.message) if interaction.message else None
        if question is None:
            raise UserError(_GONE)
        given = explain(services(interaction).answerer, unescape(question))
        await interaction.response.send_message(view=explanation(given), ephemeral=True)


ITEMS = (Go, Menu, Vote, Share, Explain)
"""All that a bot has to register, once, for every button and menu ever sent to work."""
