"""/r2p-admin event: a server's managers add, confirm, change and hide events in its calendar."""

from __future__ import annotations

from discord import app_commands
from discord.app_commands import Range
from discord.ext import commands

from bot.client import R2PBot
from bot.errors import Interaction
from bot.event_input import Typed, added, confirm, edited, outside, uid_of
from bot.roots import ManagerGroup
from bot.views import event_picker as picker
from bot.views.event_changes import (
    ITEMS,
    here,
    keep,
    refuse_twice,
    server,
    show_again,
    show_change,
    show_hidden,
)
from knowledge.calendar import span_in_words

_WHEN = "2027-06-25, 25–26 June 2027, 2027-06-25 15:00, June–July 2027 or 2027"
_DETAILS = {
    "place": "Where it takes place",
    "link": "A page that tells of it: https://…",
    "paragraph": "The paragraph of the report that it belongs to",
    "tags": "With commas between them: debate, model-un",
    "note": "A sentence or two for readers",
}


class EventAdmin(commands.Cog):
    """Changes to a server's calendar; that only managers come here is the group's business."""

    event = ManagerGroup(
        name="event", description="Add, confirm, change or hide events in this server’s calendar"
    )

    def __init__(self, bot: R2PBot) -> None:
        """Use the bot's services."""
        self.services = bot.services

    @event.command(name="add", description="Add an event to this server’s calendar")
    @app_commands.describe(title="What it is called", when=_WHEN, **_DETAILS)
    async def add(  # noqa: PLR0913, PLR0917 - discord.py makes the options from it
        self,
        interaction: Interaction,
        title: Range[str, 3, 100],
        when: Range[str, 1, 80],
        place: Range[str, 1, 100] | None = None,
        link: Range[str, 1, 300] | None = None,
        paragraph: Range[int, 1, 999] | None = None,
        tags: Range[str, 1, 150] | None = None,
        note: Range[str, 1, 300] | None = None,
    ) -> None:
        """Add an event."""
        typed = Typed(
            title=title, when=when, place=place, link=link, paragraph=paragraph, tags=tags, note=note
        )
        uid = uid_of(server(interaction), title, self.services.clock())
        event = added(uid, typed, here(interaction))
        refuse_twice(interaction, event)
        hanging = await keep(interaction, {uid: event})
        await show_change(interaction, uid, "**Added**: everybody here finds it in `/r2p events`.", hanging)

    @event.command(name="confirm", description="Say on which days an event takes place, once they are known")
    @app_commands.describe(
        event="Choose it from the list",
        days="2027-06-25, 25–26 June 2027, or 25 June, 1 and 25 July 2027",
        link="A page that says so: https://…",
    )
    @app_commands.autocomplete(event=picker.confirmable)
    async def confirm(
        self,
        interaction: Interaction,
        event: Range[str, 1, 100],
        days: Range[str, 1, 80],
        link: Range[str, 1, 300] | None = None,
    ) -> None:
        """Give an event its days."""
        before = picker.chosen(interaction, event)
        calendar = self.services.calendars.of(interaction.guild_id)
        changes = confirm(calendar, before, days, link, here(interaction))
        hanging = await keep(interaction, changes)
        first, *others = [each for each in changes.values() if each is not None]
        more = " and ".join(span_in_words(each.first, each.last) for each in others)
        also = f"Each further day is an event of its own: {more}." if more else ""
        await show_change(interaction, before.uid, "**Confirmed.**", also, outside(before, first), hanging)

    @event.command(name="edit", description="Change an event here, or only look at it; - takes a detail away")
    @app_commands.describe(event="Choose it from the list", title="What it is called", when=_WHEN, **_DETAILS)
    @app_commands.autocomplete(event=picker.changeable)
    async def edit(  # noqa: PLR0913, PLR0917 - discord.py makes the options from it
        self,
        interaction: Interaction,
        event: Range[str, 1, 100],
        title: Range[str, 3, 100] | None = None,
        when: Range[str, 1, 80] | None = None,
        place: Range[str, 1, 100] | None = None,
        link: Range[str, 1, 300] | None = None,
        paragraph: Range[int, 0, 999] | None = None,
        tags: Range[str, 1, 150] | None = None,
        note: Range[str, 1, 300] | None = None,
    ) -> None:
        """Change an event; without details, show it with the button that takes changes back."""
        typed = Typed(
            title=title, when=when, place=place, link=link, paragraph=paragraph, tags=tags, note=note
        )
        before = picker.chosen(interaction, event)
        if typed == Typed():
            await show_change(interaction, before.uid)
            return
        hanging = await keep(interaction, {before.uid: edited(before, typed, here(interaction))})
        await show_change(interaction, before.uid, "**Changed.**", hanging)

    @event.command(name="hide", description="Leave an event out of this server’s calendar, or show it again")
    @app_commands.describe(event="Choose it from the list", show="True shows a hidden event again")
    @app_commands.autocomplete(event=picker.hideable_or_hidden)
    async def hide(
        self,
        interaction: Interaction,
        event: Range[str, 1, 100],
        show: bool = False,  # noqa: FBT001, FBT002 - discord.py makes the option from it
    ) -> None:
        """Hide an event, or show it again."""
        if show:
            found = picker.chosen_to_show(interaction, event)
            hanging = await show_again(interaction, found)
            await show_change(interaction, found.uid, "**Shown again.**", hanging)
        else:
            found = picker.chosen_to_hide(interaction, event)
            await show_hidden(interaction, found, await keep(interaction, {found.uid: None}))


async def setup(bot: R2PBot) -> None:
    """Add the group under /r2p-admin, and the button that takes changes back; called by discord.py."""
    await bot.add_family(EventAdmin(bot), bot.roots.managers)
    bot.add_dynamic_items(*ITEMS)
