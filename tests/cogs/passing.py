"""Time that passes, and what stands in a channel then."""

from __future__ import annotations

from datetime import datetime

import simcord

from bot.client import R2PBot
from tests.cogs.conftest import Watch
from tests.cogs.people import read


async def until(bot: R2PBot, watch: Watch, moment: datetime) -> None:
    """Let time pass to a moment, with a stop wherever something falls due."""
    while True:
        due = await bot.services.posting.next_instant()
        if due is None or due > moment:
            break
        watch.now = max(watch.now, due)
        await bot.tick()
    watch.now = moment
    await bot.tick()


def posts(channel: simcord.ChannelHandle) -> list[str]:
    """What stands in a channel, the oldest first."""
    return [read(message) for message in channel.history()]
