"""What the outbox posts about alerts: the alert itself, one reminder, one escalation, word that it became urgent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeAlias

from bot.alerts.debts import ESCALATE, KIND, RAISE, REMIND, main_place
from bot.alerts.desk import AlertDesk
from bot.alerts.model import Alert, AlertState, Severity
from bot.alerts.watching import meeting
from bot.posting.model import Delivery, Nothing, Place, Post, Target
from bot.render.alert import SMALL_PRINT, Setting, alert_card, jump, recall_card
from bot.render.alert_controls import press
from bot.storage.alert_posts import AlertPosts

Sight: TypeAlias = Callable[[int, int, int], Awaitable[bool]]
"""Whether, in a server, a channel can be seen by a person now."""

_OFF = "alerts were switched off"
_CLOSED = "it was closed before it could be posted"
_UNWATCHED = "nobody wants to see it there any more"
_UNSEEN = "the person cannot see the channel of the alerts"
_SEEN_TO = "somebody saw to it"


class AlertKind:
    """Composes what is posted about alerts, from how they stand when it is sent."""

    name = KIND

    def __init__(self, desk: AlertDesk, posts: AlertPosts, setting: Setting) -> None:
        """Use the alerts, their messages, and what they are shown with."""
        self._desk = desk
        self._posts = posts
        self._setting = setting
        self.sight: Sight = _nobody
        """Set by the bot, which knows who sees what."""

    async def compose(self, delivery: Delivery, now: datetime) -> Post | Nothing:
        """Make the post, or say why there is none to be made any more."""
        try:
            alert = await self._desk.get(delivery.source_id)
        except LookupError:
            return Nothing("the alert is no more")
        if self._desk.choices.settings(alert.guild_id).channel_id is None:
            return Nothing(_OFF)
        if delivery.target.place is Place.USER and not await self.may_see(alert, delivery.target.id):
            return Nothing(_UNSEEN)
        if delivery.key == RAISE:
            return await self._raised(alert, delivery.target)
        if alert.state is not AlertState.OPEN or alert.severity is not Severity.URGENT:
            return Nothing(_SEEN_TO)
        return await self._recall(alert, delivery, now)

    async def may_see(self, alert: Alert, user_id: int) -> bool:
        """Whether a person can see the channel in which an alert is worked on."""
        return alert.channel_id is not None and await self.sight(alert.guild_id, alert.channel_id, user_id)

    async def card(self, alert: Alert, target: Target) -> Post:
        """The alert as it stands now, for its channel with buttons, for others with a link."""
        setting = await self.setting(alert)
        if target in main_place(alert):
            return Post(alert_card(alert, setting), SMALL_PRINT)
        return Post(alert_card(alert, setting, link=await self.link(alert)), SMALL_PRINT)

    async def setting(self, alert: Alert) -> Setting:
        """What an alert is shown with."""
        return replace(self._setting, feed=await self._desk.feed_title(alert))

    async def link(self, alert: Alert) -> str:
        """Where an alert's main message stands; its channel, while it is not known to stand there."""
        main = main_place(alert)
        for post in await self._posts.of(alert.id):
            if post.target in main:
                return jump(alert.guild_id, post.target.id, post.message_id)
        return f"https://discord.com/channels/{alert.guild_id}/{alert.channel_id or ''}".rstrip("/")

    async def _raised(self, alert: Alert, target: Target) -> Post | Nothing:
        if alert.state.closed:
            return Nothing(_CLOSED)
        post = await self.card(alert, target)
        if target not in main_place(alert):
            rules = meeting(alert, self._desk.choices.rules(alert.guild_id))
            if target.id not in {rule.channel_id or rule.user_id for rule in rules}:
                return Nothing(_UNWATCHED)
            return post
        urgent = alert.mention and alert.severity is Severity.URGENT
        role = self._desk.choices.settings(alert.guild_id).urgent_role_id if urgent else None
        return _mentioning(post, role)

    async def _recall(self, alert: Alert, delivery: Delivery, now: datetime) -> Post:
        settings, role = self._desk.choices.settings(alert.guild_id), None
        if delivery.key == REMIND:
            words = f"Alert {alert.number} is urgent, and nobody has acknowledged it yet"
        elif delivery.key == ESCALATE:
            words = f"Alert {alert.number} is urgent, and still not acknowledged: please see to it"
            quiet_since = now - timedelta(minutes=settings.mention_minutes)
            if delivery.target.place is Place.CHANNEL and not await self._posts.escalated_since(
                alert.guild_id, delivery.target, quiet_since
            ):
                role = settings.escalate_role_id
        else:
            words, role = f"Alert {alert.number} has become urgent", settings.urgent_role_id
        own = delivery.target in main_place(alert)
        controls = [press("Acknowledge", "ack", alert.id)] if own else []
        view = recall_card(alert, words, await self.link(alert), controls)
        return _mentioning(Post(view, SMALL_PRINT), role)


def _mentioning(post: Post, role_id: int | None) -> Post:
    if role_id is None:
        return post
    return Post(post.view, post.small_print, role_id=role_id, text_before=f"<@&{role_id}>")


async def _nobody(_guild_id: int, _channel_id: int, _user_id: int) -> bool:
    """As long as there is no bot, nobody is known to see anything."""
    return False
