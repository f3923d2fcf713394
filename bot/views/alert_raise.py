"""Flagging: the form is filled in, the bot reads along, the person decides."""

from __future__ import annotations

import re

import discord
from discord import ui
from discord.app_commands import Choice

from bot.alerts.links import link_of
from bot.alerts.model import LONGEST_LINK, LONGEST_TITLE, AlertError, Flag, Severity, Wanted
from bot.alerts.sift import reading_of
from bot.errors import Interaction, UserError, handled
from bot.posting.model import Place, Target
from bot.render.alert_pages import A_PAGE, LIST, SHOW, Filters, list_page, raised_page, rule_label, rules_page
from bot.render.text import clip, plain
from bot.views.alert import as_user_error, shown
from bot.views.alert_forms import Sent, Told, told_in
from bot.views.alert_rights import alert_of, check_raises, check_sees
from bot.views.base import Pressable
from bot.views.choices import LONGEST_CHOICE, MOST_CHOICES
from bot.views.items import keep_pace, services
from knowledge.iso import named, offered

_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_NO_LINK = "The link was left out: it has to begin with https:// or http://."
_SILENT = discord.AllowedMentions.none()
ALL = "all"


def headline(what: str) -> tuple[str, str]:
    """The first sentence as the title, cut if it is long, and the rest; of a long first sentence all is kept below."""
    what = what.strip()
    pieces = _SENTENCE.split(what, maxsplit=1)
    first = plain(pieces[0])
    if len(first) > LONGEST_TITLE:
        return clip(first, LONGEST_TITLE), what
    return first, pieces[1].strip() if len(pieces) > 1 else ""


async def flagged(interaction: Interaction, sent: Sent) -> None:
    """Raise what was told in the form, and show what the bot read in it."""
    check_raises(interaction)
    using, told = services(interaction), told_in(sent)
    if len(plain(told.what)) < 3:  # noqa: PLR2004 - as the form asks
        raise UserError("Please say in a few words what happened.")
    reading = reading_of(using.signals.read(told.what, told.where))
    link = link_of(told.link) if told.link.strip() else None
    title, text = headline(told.what)
    flag = Flag(
        guild_id=interaction.guild_id or 0,
        by=interaction.user.id,
        feed_id=None,
        title=title,
        text=text,
        place=plain(told.where),
        link=link.url[:LONGEST_LINK] if link else None,
        severity=_severity(told, reading.severity),
        reading=reading,
    )
    try:
        raised = await using.alerts.raise_(flag, using.clock())
    except AlertError as error:
        raise as_user_error(error) from error
    remark = _NO_LINK if told.link.strip() and link is None else ""
    view = raised_page(raised, reading, using.signals.themes.themes, remark)
    await interaction.response.send_message(view=view, ephemeral=True, allowed_mentions=_SILENT)
    using.posting.wake()


def _severity(told: Told, suggested: Severity) -> Severity:
    return Severity(told.severity) if told.severity in set(Severity) else suggested


async def listed(interaction: Interaction, page: int, filters: Filters) -> ui.LayoutView:
    """A page of the server's alerts."""
    check_sees(interaction)
    found = await services(interaction).alerts.find(
        interaction.guild_id or 0,
        state=filters.state,
        severity=filters.severity,
        country=filters.country,
        theme=filters.theme,
        most=A_PAGE + 1,
        skipped=page * A_PAGE,
    )
    return list_page(found[:A_PAGE], page, filters, more=len(found) > A_PAGE)


class Page(Pressable[ui.Button[discord.ui.LayoutView]], template=LIST):
    """A button to another page of a list."""

    def __init__(  # noqa: PLR0913, PLR0917 - what the button says
        self,
        item: ui.Button[discord.ui.LayoutView],
        page: str,
        state: str,
        severity: str,
        country: str,
        theme: str,
    ) -> None:
        """Wrap a button of a message."""
        super().__init__(item)
        self.page = int(page)
        self.filters = Filters(state, severity, country, theme)

    @handled
    async def callback(self, interaction: Interaction) -> None:
        """Show it instead of the present one."""
        keep_pace(interaction, interaction.client.presses)
        view = await listed(interaction, self.page, self.filters)
        await interaction.response.edit_message(view=view)


class Show(Pressable[ui.Select[discord.ui.LayoutView]], template=SHOW):
    """The menu of a list."""

    def __init__(self, item: ui.Select[discord.ui.LayoutView]) -> None:
        """Wrap a menu of a message."""
        super().__init__(item)

    @handled
    async def callback(self, interaction: Interaction) -> None:
        """Show the alert that was chosen."""
        keep_pace(interaction, interaction.client.presses)
        check_sees(interaction)
        view = await shown(interaction, await alert_of(interaction, self.item.values[0]))
        await interaction.response.send_message(view=view, ephemeral=True, allowed_mentions=_SILENT)


async def followed(interaction: Interaction, wanted: Wanted | None, stop: str | None) -> ui.LayoutView:
    """Follow something, stop following, or neither; and show what the person follows here."""
    settings = check_sees(interaction)
    using, me, guild_id = services(interaction), interaction.user.id, interaction.guild_id or 0
    remark = "To follow: choose a severity, country or theme. To end it: choose it in `stop`."
    try:
        if stop is not None:
            gone = await _stopped(interaction, stop)
            remark = f"{gone} {'is' if gone == 1 else 'are'} ended."
        elif wanted is not None:
            await using.alerts.choices.follow(guild_id, me, wanted)
            await using.posting.resume_target(Target(Place.USER, me))
            remark = (
                f"You get a direct message for each such new alert, as long as you can see <#{settings.channel_id}>. "
                "If nothing arrives, allow direct messages from this server."
            )
    except AlertError as error:
        raise as_user_error(error) from error
    rules = using.alerts.choices.of_user(me, guild_id)
    return rules_page("What you follow in this server", rules, using.signals.themes.themes, remark)


async def _stopped(interaction: Interaction, which: str) -> int:
    choices = services(interaction).alerts.choices
    mine = choices.of_user(interaction.user.id, interaction.guild_id)
    going = [rule for rule in mine if which in {ALL, str(rule.id)}]
    if not going:
        raise UserError("Please choose from the list what to stop.")
    for rule in going:
        await choices.remove(rule.id)
    return len(going)


def read_country(typed: str | None) -> str:
    """The code of the country that was typed; empty for none. ``UserError`` for what is no country."""
    if not typed or not typed.strip():
        return ""
    found = named(typed)
    if found is None:
        raise UserError(
            f"I know no country “{clip(plain(typed), 40)}”. Choose it from the list. Example: Sudan"
        )
    return found.code


def read_theme(interaction: Interaction, typed: str | None) -> str:
    """The slug of the theme that was chosen or typed; empty for none. ``UserError`` for what is no theme."""
    if not typed or not typed.strip():
        return ""
    wanted = typed.strip().casefold()
    for slug, theme in services(interaction).signals.themes.themes.items():
        if wanted in {slug, theme.title.casefold()}:
            return slug
    raise UserError("I know no such theme. Choose it from the list. Example: Hate speech and incitement")


async def country_choices(_: Interaction, typed: str) -> list[Choice[str]]:
    """Countries by name or code."""
    return [
        Choice(name=clip(f"{each.flag} {each.name}", LONGEST_CHOICE), value=each.code)
        for each in offered(typed)[:MOST_CHOICES]
    ]


async def theme_choices(interaction: Interaction, typed: str) -> list[Choice[str]]:
    """The report's themes."""
    wanted = typed.strip().casefold()
    return [
        Choice(name=clip(theme.title, LONGEST_CHOICE), value=slug)
        for slug, theme in services(interaction).signals.themes.themes.items()
        if wanted in theme.title.casefold()
    ][:MOST_CHOICES]


async def number_choices(interaction: Interaction, typed: str) -> list[Choice[int]]:
    """The newest alerts that have what was typed in their number or title."""
    try:
        check_sees(interaction)
    except (UserError, discord.app_commands.NoPrivateMessage):
        return []
    wanted = typed.strip().casefold()
    found = await services(interaction).alerts.find(interaction.guild_id or 0, most=200)
    labels = [(f"{each.number}: {plain(each.title)}", each.number) for each in found]
    return [
        Choice(name=clip(label, LONGEST_CHOICE), value=number)
        for label, number in labels
        if wanted in label.casefold()
    ][:MOST_CHOICES]


async def follow_choices(interaction: Interaction, typed: str) -> list[Choice[str]]:
    """What the person follows here, and all of it."""
    using, wanted = services(interaction), typed.strip().casefold()
    mine = using.alerts.choices.of_user(interaction.user.id, interaction.guild_id or 0)
    labels = [(rule_label(rule, using.signals.themes.themes), str(rule.id)) for rule in mine]
    if len(mine) > 1:
        labels.insert(0, ("All of them", ALL))
    return [Choice(name=label, value=value) for label, value in labels if wanted in label.casefold()][
        :MOST_CHOICES
    ]


ITEMS = (Page, Show)
"""All that a bot has to register for lists of alerts to work."""
