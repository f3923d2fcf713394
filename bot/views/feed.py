"""The controls of feeds: for a server's managers, checked each time that one is pressed."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any

from discord import app_commands, ui
from discord.app_commands import Choice

from bot.alerts.feed_desk import FeedDesk
from bot.alerts.feed_model import Feed
from bot.alerts.rule_input import Wish
from bot.errors import Interaction, handled
from bot.render import feed as render
from bot.render.text import clip, plain, quoted
from bot.views.base import Pressable
from bot.views.choices import LONGEST_CHOICE, MOST_CHOICES
from bot.views.items import keep_pace, services
from bot.views.posting import require_manager


def feeds(interaction: Interaction) -> FeedDesk:
    """The feeds of all servers."""
    return services(interaction).feeds


def server(interaction: Interaction) -> int:
    """The server that a command came from."""
    if interaction.guild_id is None:
        raise app_commands.NoPrivateMessage
    return interaction.guild_id


def sheet_of(interaction: Interaction, feed: Feed, title: str, remark: str = "") -> ui.LayoutView:
    """One feed with its buttons."""
    return render.sheet(feed, feeds(interaction).themes, title, remark)


async def added(interaction: Interaction, address: str, wish: Wish) -> ui.LayoutView:
    """Follow a feed, or change the rules of one that is followed, and show it."""
    desk = feeds(interaction)
    feed, new = await desk.add(server(interaction), address, wish, interaction.user.id)
    if not new:
        return sheet_of(interaction, feed, "Rules changed", "What was below the line before stays there.")
    remark = "What it holds now counts as seen; what comes raises alerts. To see what it would have raised, press Test."
    terms = next((known for known in desk.catalogue if known.address == feed.address), None)
    if terms is not None:
        remark += f" Published by {quoted(terms.publisher, 80)}: {quoted(terms.terms, 120)}."
    return sheet_of(interaction, feed, "Feed added", remark)


async def tested(interaction: Interaction, address: str) -> ui.LayoutView:
    """What a feed would have raised."""
    desk = feeds(interaction)
    return render.trial(await desk.test(server(interaction), address, Wish()), desk.themes)


async def in_time(interaction: Interaction, made: Awaitable[ui.LayoutView]) -> None:
    """Answer with what takes longer than Discord waits for a first answer, such as reading a feed."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    await interaction.followup.send(view=await made, ephemeral=True)


class Press(Pressable[ui.Button[Any]], template=render.FEED):
    """A button that does something with a feed; also below a notice in a direct message."""

    def __init__(self, item: ui.Button[Any], what: str, feed: str) -> None:
        """Wrap a button of a message."""
        super().__init__(item)
        self.what = what
        self.feed = feed

    @handled
    async def callback(self, interaction: Interaction) -> None:
        """Do it, and show the feed as it is then, in private."""
        keep_pace(interaction, interaction.client.presses)
        feed = await feeds(interaction).get(interaction.guild_id, self.feed)
        await require_manager(interaction, feed.guild_id)
        if self.what == "test":
            await in_time(interaction, tested(interaction, self.feed))
        elif interaction.message is not None and interaction.message.flags.ephemeral:
            await interaction.response.edit_message(view=await self._done(interaction, feed))
        else:
            view = await self._done(interaction, feed)
            await interaction.response.send_message(view=view, ephemeral=True)

    async def _done(self, interaction: Interaction, feed: Feed) -> ui.LayoutView:
        desk = feeds(interaction)
        match self.what:
            case "resume":
                return sheet_of(
                    interaction, await desk.resume(feed), "Feed resumed", "It is read in a moment."
                )
            case "pause":
                return sheet_of(interaction, await desk.pause(feed), "Feed paused")
            case "remove":
                return render.removal(feed)
            case "drop":
                await desk.remove(feed)
                return render.note(f"Removed: {quoted(feed.title, 100)}. Its alerts stay.")
            case _:
                return sheet_of(interaction, feed, "Feed kept")


async def feed_choices(interaction: Interaction, typed: str) -> list[Choice[str]]:
    """A server's feeds by title, for its managers alone."""
    if interaction.guild_id is None or not interaction.permissions.manage_guild:
        return []
    wanted = typed.strip().casefold()
    found = await feeds(interaction).of(interaction.guild_id)
    return [
        Choice(name=clip(plain(f"{feed.title} ({feed.address})"), LONGEST_CHOICE), value=str(feed.id))
        for feed in found
        if wanted in feed.title.casefold() or wanted in feed.address.casefold()
    ][:MOST_CHOICES]


async def address_choices(interaction: Interaction, typed: str) -> list[Choice[str]]:
    """The catalogue, by title, publisher and address."""
    wanted = typed.strip().casefold()
    return [
        Choice(name=clip(f"{known.title}: {known.about}", LONGEST_CHOICE), value=known.address)
        for known in feeds(interaction).catalogue
        if any(wanted in part.casefold() for part in (known.title, known.publisher, known.address))
    ][:MOST_CHOICES]


async def any_choices(interaction: Interaction, typed: str) -> list[Choice[str]]:
    """The server's feeds, then the catalogue."""
    found = await feed_choices(interaction, typed)
    return [*found, *await address_choices(interaction, typed)][:MOST_CHOICES]


ITEMS = (Press,)
"""All that a bot has to register for the controls of feeds to work."""
