"""The buttons of alerts: rights are checked at each press, and two people at once get one result."""

from __future__ import annotations

import re
from typing import Any

import discord
from discord import ui

from bot.alerts.acts import LONGEST_MUTE
from bot.alerts.model import Act, Alert, AlertError, Severity
from bot.errors import Interaction, UserError, handled
from bot.render.alert import SMALL_PRINT, alert_card, private_card
from bot.render.alert_controls import PERSON, PICK, PRESS, days_menu, person_menu, severity_menu
from bot.render.alert_pages import asked, log_page, note
from bot.render.mark import marked
from bot.views.alert_forms import WORDS, Sent, words_form, words_in
from bot.views.alert_rights import alert_of, check_sees, check_works, works
from bot.views.base import Pressable
from bot.views.items import keep_pace, services

_ACTS = {"ack": Act.ACKNOWLEDGED, "reopen": Act.REOPENED}
_WRITTEN = {"note": Act.NOTE, "resolve": Act.RESOLVED, "dismiss": Act.DISMISSED}
_SILENT = discord.AllowedMentions.none()


async def shown(interaction: Interaction, alert: Alert) -> ui.LayoutView:
    """An alert for one person, with its buttons and a way to its message."""
    using = services(interaction)
    link = await using.alert_kind.link(alert) if alert.channel_id is not None else None
    return private_card(alert, await using.alert_kind.setting(alert), link)


async def act(
    interaction: Interaction, alert: Alert, doing: Act, *, chosen: bool = False, **given: Any
) -> None:
    """Do something with an alert and show it where it was pressed; other messages that show it follow.

    ``chosen`` says that it was chosen from a menu of its own, which then says what came of it.
    """
    using = services(interaction)
    with using.alert_posts.flights.over(alert.id) as flight:
        change = await using.alerts.act(alert.id, interaction.user.id, doing, using.clock(), **given)
        message = interaction.message
        main = await using.alert_posts.is_main(alert.id, message.id) if message is not None else None
        if chosen:
            await interaction.response.edit_message(view=note(change.words), allowed_mentions=_SILENT)
        elif not change.done:
            await _tell(interaction, change.words)
        elif main is not None:
            setting = await using.alert_kind.setting(change.alert)
            view = marked(alert_card(change.alert, setting), SMALL_PRINT, main.mark)
            await interaction.response.edit_message(view=view, allowed_mentions=_SILENT)
            if flight.alone:
                await using.alert_posts.shows(alert.id, main.message_id, change.alert.revision)
        elif message is not None and message.flags.ephemeral:
            view = await shown(interaction, change.alert)
            await interaction.response.edit_message(view=view, allowed_mentions=_SILENT)
        else:
            await _tell(interaction, change.words)
    using.posting.wake()


async def written(interaction: Interaction, sent: Sent) -> None:
    """Do what a form was filled in for."""
    found = WORDS.fullmatch(sent.custom_id)
    if found is not None:
        alert = await alert_of(interaction, found["alert"])
        check_works(interaction, alert)
        await act(interaction, alert, _WRITTEN[found["what"]], words=words_in(sent))


async def _tell(interaction: Interaction, words: str) -> None:
    await interaction.response.send_message(view=note(words), ephemeral=True, allowed_mentions=_SILENT)


async def _ask(interaction: Interaction, words: str, controls: list[ui.ActionRow[Any]]) -> None:
    await interaction.response.send_message(view=asked(words, controls), ephemeral=True)


class Press(Pressable[ui.Button[Any]], template=PRESS):
    """A button below an alert."""

    def __init__(self, item: ui.Button[Any], what: str, alert: str) -> None:
        """Wrap a button of a message."""
        super().__init__(item)
        self.what = what
        self.alert = alert

    @handled
    async def callback(self, interaction: Interaction) -> None:
        """Do what the button says, or ask what belongs to it."""
        keep_pace(interaction, interaction.client.presses)
        alert = await alert_of(interaction, self.alert)
        if self.what == "log":
            check_sees(interaction)
            view = log_page(alert, await services(interaction).alerts.history(alert.id))
            await interaction.response.send_message(view=view, ephemeral=True, allowed_mentions=_SILENT)
            return
        check_works(interaction, alert)
        if self.what in _ACTS:
            await act(interaction, alert, _ACTS[self.what])
        elif self.what in _WRITTEN:
            await interaction.response.send_modal(words_form(self.what, alert))
        elif self.what in {"me", "nobody"}:
            user_id = interaction.user.id if self.what == "me" else None
            await act(interaction, alert, Act.ASSIGNED, chosen=True, user_id=user_id)
        else:
            await self._choose(interaction, alert)

    async def _choose(self, interaction: Interaction, alert: Alert) -> None:
        if self.what == "assign":
            await _ask(interaction, f"Who is to see to alert {alert.number}?", person_menu(alert))
        elif self.what == "severity":
            await _ask(interaction, f"How grave is alert {alert.number}?", [severity_menu(alert)])
        else:
            told = (
                f"What is like alert {alert.number} makes no new alert for a while: the same link, nearly the same "
                "words; from feeds also the same countries with a theme in common. The alert itself is dismissed."
            )
            await _ask(interaction, told, [days_menu(alert)])


class Pick(Pressable[ui.Select[Any]], template=PICK):
    """A menu that belongs to a button, or to the answer to one's own flag."""

    def __init__(self, item: ui.Select[Any], what: str, alert: str) -> None:
        """Wrap a menu of a message."""
        super().__init__(item)
        self.what = what
        self.alert = alert

    @handled
    async def callback(self, interaction: Interaction) -> None:
        """Do what was chosen."""
        keep_pace(interaction, interaction.client.presses)
        alert = await alert_of(interaction, self.alert)
        if self.what != "own" or not self._may_still(interaction, alert):
            check_works(interaction, alert)
        value = self.item.values[0]
        if self.what == "mute":
            days = int(value) if re.fullmatch(r"\d{1,2}", value) else LONGEST_MUTE
            await act(interaction, alert, Act.MUTED, chosen=True, days=days)
        else:
            await act(interaction, alert, Act.SEVERITY, chosen=True, severity=Severity(value))

    @staticmethod
    def _may_still(interaction: Interaction, alert: Alert) -> bool:
        """Who raised it may say how grave it is until somebody sees to it."""
        own = alert.raised_by == interaction.user.id
        return works(interaction, alert) or (own and alert.acknowledged_at is None)


class Person(Pressable[ui.UserSelect[Any]], template=PERSON):
    """The menu of people to assign an alert to."""

    def __init__(self, item: ui.UserSelect[Any], alert: str) -> None:
        """Wrap a menu of a message."""
        super().__init__(item)
        self.alert = alert

    @handled
    async def callback(self, interaction: Interaction) -> None:
        """Assign it, to people alone who can see the channel of the alerts."""
        keep_pace(interaction, interaction.client.presses)
        alert = await alert_of(interaction, self.alert)
        check_works(interaction, alert)
        person = self.item.values[0]
        using = services(interaction)
        if person.bot or not await using.alert_kind.may_see(alert, person.id):
            raise UserError(f"{person.mention} cannot see <#{alert.channel_id}>. Choose somebody who can.")
        await act(interaction, alert, Act.ASSIGNED, chosen=True, user_id=person.id)


def as_user_error(error: AlertError) -> UserError:
    """The same words, for the person who met it."""
    return UserError(str(error))


ITEMS = (Press, Pick, Person)
"""All that a bot has to register for the buttons of alerts to work."""
