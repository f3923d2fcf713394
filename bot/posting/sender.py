"""The way to Discord: sends posts, looks for them in the history, and says plainly what became of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import discord
from discord import ui

from bot.posting.model import Found, Outcome, Place, Post, Target, Verdict
from bot.posting.pace import Pace
from bot.posting.rights import permissions
from bot.posting.verdicts import (
    MISSING_ACCESS,
    MISSING_PERMISSIONS,
    THREAD_IS_THERE,
    TOO_MANY,
    verdict_of,
    wait_of,
)
from bot.render.mark import mark_in, marked
from bot.render.text import clip, plain
from bot.views.rights import missing

_log = logging.getLogger(__name__)

PAGE = 100
MOST_PAGES = 50
"""How far a look into the history goes, in pages of ``PAGE`` messages: in a busier channel it stays uncertain."""
LONGEST = 60.0
"""Seconds that one request may take before its outcome counts as unclear."""
_LONGEST_DETAIL = 200
_LONGEST_THREAD = 100

_RIGHTS_TO_SEND = ("view_channel", "send_messages")
_RIGHTS_TO_SEND_IN_THREADS = ("view_channel", "send_messages_in_threads")


class DiscordSender:
    """Sends through a running bot, within the pace."""

    def __init__(self, bot: discord.Client, pace: Pace | None = None) -> None:
        """Use a bot that is logged in by the time something is sent."""
        self._bot = bot
        self._pace = pace or Pace()
        self._private: dict[int, int] = {}
        """Person → the channel of their direct messages, once it is known."""

    async def post(self, target: Target, post: Post, mark: str) -> Outcome:
        """Send, with the mark as nonce and in the small print: within minutes Discord takes the same nonce once.

        Never raises but for cancellation.
        """
        try:
            channel = await self._open(target)
        except Exception as error:  # noqa: BLE001 - whatever it is, nothing was sent yet
            outcome = self._outcome(target, error)
            surely_not = outcome.verdict is Verdict.UNCLEAR
            return Outcome(Verdict.BUSY, detail=outcome.detail) if surely_not else outcome
        try:
            view = _whole(post, mark)
        except (TypeError, ValueError) as error:
            _log.exception("post not laid out mark=%s", mark)
            return Outcome(Verdict.REFUSED, detail=f"it does not fit into a message: {error}")
        try:
            async with self._turn():
                sent = await channel.send(view=view, nonce=mark, allowed_mentions=_mentions(post))
        except Exception as error:  # noqa: BLE001 - each kind of error has its verdict
            return self._outcome(target, error)
        return Outcome(Verdict.SENT, message_id=sent.id)

    async def find(self, target: Target, mark: str, since: datetime) -> Found:
        """Look for a message of ours that carries the mark and is not older than ``since``. Likewise never raises."""
        try:
            channel = await self._open(target)
            return await self._search(target, channel, mark, since)
        except Exception as error:  # noqa: BLE001 - likewise
            verdict = self._outcome(target, error).verdict
            if verdict in {Verdict.NO_ACCESS, Verdict.CLOSED}:
                verdict = Verdict.REFUSED
            elif verdict is Verdict.REFUSED:  # of a question, not of a post: it may go another time
                verdict = Verdict.UNCLEAR
            return Found(verdict)

    async def edit(self, target: Target, message_id: int, post: Post, mark: str) -> Outcome:
        """Put a post in the place of a message of ours; GONE if it is no more. Likewise never raises, and pings nobody."""
        try:
            channel = await self._open(target)
            async with self._turn():
                message = channel.get_partial_message(message_id)
                await message.edit(view=_whole(post, mark), allowed_mentions=discord.AllowedMentions.none())
        except Exception as error:  # noqa: BLE001 - likewise
            return self._outcome(target, error)
        return Outcome(Verdict.SENT, message_id=message_id)

    async def open_thread(self, target: Target, message_id: int, name: str) -> Outcome:
        """Open a thread at a message of ours; SENT also where there is one. Likewise never raises."""
        channel = self._bot.get_channel(target.id)
        if not isinstance(channel, discord.TextChannel):
            return Outcome(Verdict.GONE, detail="no such channel, or one that has no threads")
        try:
            async with self._turn():
                await channel.get_partial_message(message_id).create_thread(name=clip(name, _LONGEST_THREAD))
        except Exception as error:  # noqa: BLE001 - likewise
            if isinstance(error, discord.HTTPException) and error.code == THREAD_IS_THERE:
                return Outcome(Verdict.SENT)
            return self._outcome(target, error)
        return Outcome(Verdict.SENT)

    def contacts(self, guild_id: int) -> Sequence[Target]:
        """Whom to tell in a server: its channel for such messages if we can write there, then its owner."""
        guild = self._bot.get_guild(guild_id)
        if guild is None:
            return ()
        channel = guild.system_channel
        found = []
        if channel is not None and not missing(channel, guild.me, _RIGHTS_TO_SEND):
            found.append(Target(Place.CHANNEL, channel.id))
        if guild.owner_id is not None:
            found.append(Target(Place.USER, guild.owner_id))
        return found

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        """Wait for a turn; within it, one request."""
        async with self._pace.turn(), asyncio.timeout(LONGEST):
            yield

    async def _open(self, target: Target) -> discord.PartialMessageable:
        """The place to write to; a person's is asked for once."""
        if target.place is Place.CHANNEL:
            return self._bot.get_partial_messageable(target.id)
        if target.id not in self._private:
            async with self._turn():
                opened = await self._bot.create_dm(discord.Object(target.id))
            self._private[target.id] = opened.id
        return self._bot.get_partial_messageable(self._private[target.id])

    async def _search(
        self, target: Target, channel: discord.PartialMessageable, mark: str, since: datetime
    ) -> Found:
        after: Any = discord.Object(discord.utils.time_snowflake(since))
        seen = False
        for _ in range(MOST_PAGES):
            async with self._turn():
                page = [each async for each in channel.history(limit=PAGE, after=after, oldest_first=True)]
            for message in page:
                if message.author == self._bot.user and mark_in(message) == mark:
                    return Found(Verdict.SENT, message.id)
            seen = seen or bool(page)
            if len(page) < PAGE:
                readable = seen or await self._is_readable(target, channel)
                return Found(Verdict.SENT, absent=True) if readable else Found(Verdict.REFUSED)
            after = page[-1]
        return Found(Verdict.REFUSED)

    async def _is_readable(self, target: Target, channel: discord.PartialMessageable) -> bool:
        """Whether an empty history is one: without the right to read it, Discord answers with an empty one.

        Source: https://docs.discord.com/developers/resources/message#get-channel-messages
        """
        if target.place is Place.USER:
            return True
        known = self._bot.get_channel(target.id)
        if isinstance(known, discord.abc.GuildChannel | discord.Thread) and not missing(
            known, known.guild.me, ("view_channel", "read_message_history")
        ):
            return True
        async with self._turn():
            return bool([message async for message in channel.history(limit=1)])

    def _outcome(self, target: Target, error: Exception) -> Outcome:
        """What an error means for a post."""
        if isinstance(error, discord.RateLimited):
            return self._busy(error.retry_after)
        if not isinstance(error, discord.HTTPException):
            _log.warning("request failed target=%s reason=%s", target, type(error).__name__, exc_info=error)
            return Outcome(Verdict.UNCLEAR, detail=type(error).__name__)
        detail = clip(plain(f"{error.status} (code {error.code}) {error.text}"), _LONGEST_DETAIL)
        verdict = verdict_of(error.code, error.status)
        if verdict is Verdict.BUSY:
            return self._busy(
                wait_of(error.response.headers.get("Retry-After", "")), hold=error.status == TOO_MANY
            )
        if verdict is Verdict.NO_ACCESS:
            detail = self._lacking(target, error.code)
        return Outcome(verdict, detail=detail)

    def _busy(self, seconds: float, *, hold: bool = True) -> Outcome:
        if hold:
            self._pace.hold(seconds)
        return Outcome(Verdict.BUSY, retry_after=seconds)

    def _lacking(self, target: Target, code: int) -> str:
        """Which right to send is missing, after the word "lack"."""
        channel = self._bot.get_channel(target.id)
        if isinstance(channel, discord.abc.GuildChannel | discord.Thread):
            in_thread = isinstance(channel, discord.Thread)
            needed = _RIGHTS_TO_SEND_IN_THREADS if in_thread else _RIGHTS_TO_SEND
            if lacking := missing(channel, channel.guild.me, needed):
                return permissions(lacking)
        named = {MISSING_ACCESS: "View Channel", MISSING_PERMISSIONS: "Send Messages"}
        return permissions([named[code]]) if code in named else "an open thread: it is locked or archived"


def _whole(post: Post, mark: str) -> ui.LayoutView:
    """The message as it is sent: a line above the card, the card, the mark in it."""
    view: ui.LayoutView = post.view
    if post.text_before:
        parts = [*view.children]
        view.clear_items()
        view.add_item(ui.TextDisplay(post.text_before))
        for part in parts:
            view.add_item(part)
    return marked(view, post.small_print, mark)


def _mentions(post: Post) -> discord.AllowedMentions:
    """Silence for all but the one role that may be pinged."""
    roles = [discord.Object(post.role_id)] if post.role_id is not None else []
    return discord.AllowedMentions(everyone=False, users=False, roles=roles, replied_user=False)
