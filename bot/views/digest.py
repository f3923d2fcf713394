"""The controls of digests: for a server's managers, checked each time that one is pressed."""

from __future__ import annotations

from typing import Any

from discord import app_commands, ui

from bot.errors import Interaction, handled
from bot.posting.digest import ORDER
from bot.posting.digest_kind import in_words, next_in_words
from bot.posting.digests import Digests
from bot.posting.model import Schedule
from bot.render.digest_pages import NOW, OPEN, SECTIONS, SWITCH, Sheet, label, note, sheet
from bot.views.base import Pressable
from bot.views.channels import channel_of, check_rights
from bot.views.choices import MOST_CHOICES, channel_names
from bot.views.items import keep_pace, services

_ASKED_ALREADY = "It was posted from this message already. To post another one: `/r2p-admin digest send-now`"


def digests(interaction: Interaction) -> Digests:
    """The digests of all servers."""
    return services(interaction).digests


async def sheet_of(
    interaction: Interaction, schedule: Schedule, title: str, remark: str = ""
) -> ui.LayoutView:
    """One digest with its next runs, a preview and its controls."""
    all_of_them, now = digests(interaction), services(interaction).clock()
    held = await all_of_them.held(schedule.guild_id or 0)
    return sheet(
        Sheet(
            title=title,
            schedule=schedule,
            runs=all_of_them.runs(schedule),
            made=await all_of_them.kind.made(schedule, now),
            offered=all_of_them.offered(schedule.guild_id),
            token=interaction.id,
            held=held.get(schedule.target.id),
            small_print=next_in_words(schedule, now),
            remark=remark,
        )
    )


async def resumed(interaction: Interaction, schedule: Schedule) -> ui.LayoutView:
    """Resume a digest where the bot has its rights; UserError where it has not."""
    check_rights(await channel_of(interaction, schedule.target.id))
    going = await digests(interaction).resume(schedule, services(interaction).clock())
    return await sheet_of(
        interaction, going, "Digest resumed", "What passed while it was paused is not made up for."
    )


async def sent_now(interaction: Interaction, schedule: Schedule, token: int) -> str:
    """Ask the outbox for a post of its own, once for a token, and say what comes of it."""
    check_rights(await channel_of(interaction, schedule.target.id))
    asked = await digests(interaction).send_now(schedule, token, services(interaction).clock())
    if not asked:
        return _ASKED_ALREADY
    return f"Posting it into <#{schedule.target.id}> now. Its rhythm stays: {in_words(schedule)}."


def for_managers(interaction: Interaction) -> None:
    """Count the press; ``MissingPermissions`` for anyone who is no manager of this server, or no longer one."""
    keep_pace(interaction, interaction.client.presses)
    if interaction.guild_id is None or not interaction.permissions.manage_guild:
        raise app_commands.MissingPermissions(["manage_guild"])


class Sections(Pressable[ui.Select[Any]], template=SECTIONS):
    """The menu of what a digest shows."""

    def __init__(self, item: ui.Select[Any], schedule: str) -> None:
        """Wrap a menu of a message."""
        super().__init__(item)
        self.schedule = schedule

    @handled
    async def callback(self, interaction: Interaction) -> None:
        """Keep the choice, and show the digest as it is then."""
        for_managers(interaction)
        schedule = await digests(interaction).get(interaction.guild_id, self.schedule)
        chosen = tuple(name for name in ORDER if name in self.item.values)
        changed = await digests(interaction).choose(schedule, sections=chosen)
        await interaction.response.edit_message(view=await sheet_of(interaction, changed, "Digest changed"))


class Switch(Pressable[ui.Button[Any]], template=SWITCH):
    """A button that changes one thing about a digest, or removes it."""

    def __init__(self, item: ui.Button[Any], what: str, schedule: str) -> None:
        """Wrap a button of a message."""
        super().__init__(item)
        self.what = what
        self.schedule = schedule

    @handled
    async def callback(self, interaction: Interaction) -> None:
        """Change it, and show the digest as it is then."""
        for_managers(interaction)
        schedule = await digests(interaction).get(interaction.guild_id, self.schedule)
        await interaction.response.edit_message(view=await self._changed(interaction, schedule))

    async def _changed(self, interaction: Interaction, schedule: Schedule) -> ui.LayoutView:
        match self.what:
            case "resume":
                return await resumed(interaction, schedule)
            case "remove":
                await digests(interaction).remove(schedule)
                return note(f"Removed: the digest into <#{schedule.target.id}> {in_words(schedule)}.")
            case "keep":
                return await sheet_of(interaction, schedule, "Digest kept")
            case "quiet":
                changed = await digests(interaction).choose(schedule, role_id=None)
            case _:
                changed = await digests(interaction).choose(schedule, post_empty=self.what == "empty")
        return await sheet_of(interaction, changed, "Digest changed")


class Now(Pressable[ui.Button[Any]], template=NOW):
    """The button that posts a digest at once: once for each message that it stands under."""

    def __init__(self, item: ui.Button[Any], schedule: str, token: str) -> None:
        """Wrap a button of a message."""
        super().__init__(item)
        self.schedule = schedule
        self.token = int(token)

    @handled
    async def callback(self, interaction: Interaction) -> None:
        """Post it, or say that it was."""
        for_managers(interaction)
        schedule = await digests(interaction).get(interaction.guild_id, self.schedule)
        said = await sent_now(interaction, schedule, self.token)
        await interaction.response.send_message(view=note(said), ephemeral=True)


class Open(Pressable[ui.Select[Any]], template=OPEN):
    """The menu of a server's digests."""

    def __init__(self, item: ui.Select[Any]) -> None:
        """Wrap a menu of a message."""
        super().__init__(item)

    @handled
    async def callback(self, interaction: Interaction) -> None:
        """Show the one that was chosen in a message of its own."""
        for_managers(interaction)
        schedule = await digests(interaction).get(interaction.guild_id, self.item.values[0])
        view = await sheet_of(interaction, schedule, "Digest")
        await interaction.response.send_message(view=view, ephemeral=True)


async def digest_choices(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """A server's digests in words: by channel and rhythm; for its managers alone."""
    if interaction.guild_id is None or not interaction.permissions.manage_guild:
        return []
    names, wanted = channel_names(interaction), typed.strip().lower()
    labels = [
        (label(each, names), str(each.id)) for each in await digests(interaction).of(interaction.guild_id)
    ]
    return [
        app_commands.Choice(name=words, value=number)
        for words, number in labels
        if wanted in words.lower() or wanted == number
    ][:MOST_CHOICES]


ITEMS = (Sections, Switch, Now, Open)
"""All that a bot has to register for the controls of digests to work."""
