"""A server with a channel of alerts, and how people flag there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import discord
import simcord
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot.alerts.model import AlertSettings
from bot.client import R2PBot
from bot.services import Services
from tests.cogs.people import World, read, reply

SHELLED = (
    "Army shells hospital in El Fasher, dozens of civilians killed. Aid is blocked as the siege tightens."
)
WORRIED = "Radio presenter in Chad calls for violence against a minority. Journalists arrested."
LINK = "https://news.example.org/a/el-fasher"


@dataclass
class Desk:
    """A server whose alerts go into a channel; carla works on them, ben and amina are members."""

    world: World
    bot: R2PBot
    services: Services
    channel: simcord.ChannelHandle
    carla: simcord.MemberActor
    dora: simcord.MemberActor

    @classmethod
    async def opened(cls, world: World, bot: R2PBot, services: Services, **settings: Any) -> Desk:
        """Set it up, as its manager would."""
        role = world.guild.create_role("Desk", permissions=discord.Permissions(manage_messages=True))
        people = [
            world.guild.add_member(world.env.create_user(name), roles=[role]) for name in ("carla", "dora")
        ]
        channel = world.guild.create_text_channel("alerts")
        await services.alerts.choices.set(
            world.guild.id, AlertSettings(**({"channel_id": channel.id} | settings))
        )
        return cls(world, bot, services, channel, *people)

    async def flag(
        self, person: simcord.MemberActor | None = None, what: str = SHELLED, **told: Any
    ) -> simcord.InteractionResult:
        """Flag something with the form."""
        person = person or self.world.amina
        shown = await person.slash(self.world.channel, "r2p alert raise")
        return await person.submit_modal(shown, {"what": what} | told)

    async def posts(self, channel: simcord.ChannelHandle | None = None) -> list[discord.Message]:
        """What stands in a channel once all that is due is done, the oldest first."""
        await self.bot.tick()
        return list((channel or self.channel).history())

    async def post(self) -> discord.Message:
        """The only message in the channel of the alerts."""
        (found,) = await self.posts()
        return found

    async def press(self, person: simcord.MemberActor, message: Any, label: str) -> simcord.InteractionResult:
        """Press a button."""
        return await person.click(message, label=label)

    async def write(
        self, person: simcord.MemberActor, message: Any, label: str, words: str
    ) -> simcord.InteractionResult:
        """Press a button that opens a form, and send it."""
        return await person.submit_modal(await person.click(message, label=label), {"words": words})

    def hide(self, person: simcord.MemberActor) -> None:
        """Let a person see the channel of the alerts no more."""
        deny = discord.Permissions(view_channel=True).value
        self.world.env.backend.set_overwrite(
            self.channel.id, Overwrite(target_id=person.id, type=OverwriteType.MEMBER, allow=0, deny=deny)
        )

    def demote(self, person: simcord.MemberActor) -> None:
        """Take the right to manage messages from a person, in the channel of the alerts."""
        deny = discord.Permissions(manage_messages=True).value
        self.world.env.backend.set_overwrite(
            self.channel.id, Overwrite(target_id=person.id, type=OverwriteType.MEMBER, allow=0, deny=deny)
        )


def said(result: simcord.InteractionResult) -> str:
    """What an answer says, which only the person sees."""
    assert result.ephemeral
    return read(reply(result))
