"""People on a made-up Discord, what they can see of a message, and answers that are known beforehand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import discord
import simcord
from simcord.backend.serializers import guild_create_payload
from simcord.components import walk_components

from knowledge.answer import Answer, Answerer, Match
from knowledge.answering.confidence import Status
from knowledge.answering.messages import Reason
from knowledge.model import Report


@dataclass
class Given:
    """Gives the answers that a test put in, and the real ones for all other questions."""

    real: Answerer
    answers: dict[str, Answer] = field(default_factory=dict)

    def answer(self, question: str) -> Answer:
        if question in self.answers:
            return self.answers[question]
        return self.real.answer(question)

    def suggest(self, typed: str, limit: int = 25) -> list[str]:
        return self.real.suggest(typed, limit)

    def put(
        self,
        question: str,
        status: Status,
        matches: tuple[Match, ...] = (),
        message: str = "",
        *,
        reason: Reason = "words",
    ) -> None:
        self.answers[question] = Answer(question, status, 0.5, message, matches, reason)


def match(report: Report, paragraph: int, sentence: str) -> Match:
    """A match of one sentence, which has to stand in the paragraph."""
    there = report.paragraph(paragraph)
    start = there.text.index(sentence)
    return Match(
        report.symbol, paragraph, 1.0, sentence, start, start + len(sentence), there.text, there.footnotes
    )


@dataclass
class World:
    """A server with one channel and three people."""

    env: simcord.Env
    guild: simcord.GuildHandle
    channel: simcord.ChannelHandle
    amina: simcord.MemberActor
    ben: simcord.MemberActor
    manager: simcord.MemberActor

    @classmethod
    def made(cls, env: simcord.Env) -> World:
        guild = env.create_guild()
        role = guild.create_role("Managers", permissions=discord.Permissions(manage_guild=True))
        return cls(
            env=env,
            guild=guild,
            channel=guild.create_text_channel("general"),
            amina=guild.add_member(env.create_user("amina")),
            ben=guild.add_member(env.create_user("ben")),
            manager=guild.add_member(env.create_user("mina"), roles=[role]),
        )


def reply(result: simcord.InteractionResult) -> simcord.ResponseMessage:
    """The message that answered an interaction."""
    assert result.response is not None, result
    return result.response


def parts(message: Any) -> Iterator[dict[str, Any]]:
    """All components of a message, also of one that stands in a channel."""
    yield from walk_components(
        [part.to_dict() if isinstance(part, discord.Component) else part for part in message.components]
    )


def read(message: Any) -> str:
    """All that a message says, in the order in which it is read aloud."""
    texts = [part["content"] for part in parts(message) if part["type"] == 10]
    return "\n".join([message.content, *texts]).strip()


def labels(message: Any) -> list[str]:
    """What the buttons of a message say."""
    return [part["label"] for part in parts(message) if part["type"] == 2]


def menus(message: Any) -> dict[str, dict[str, str]]:
    """The menus of a message: placeholder → label → value."""
    return {
        part["placeholder"]: {each["label"]: each["value"] for each in part["options"]}
        for part in parts(message)
        if part["type"] == 3
    }


async def choose(
    person: simcord.MemberActor, message: simcord.ResponseMessage, placeholder: str, label: str
) -> simcord.InteractionResult:
    """Choose an entry of a menu by what is written on both."""
    part = next(part for part in parts(message) if part["type"] == 3 and part["placeholder"] == placeholder)
    return await person.select(message, [menus(message)[placeholder][label]], custom_id=part["custom_id"])


def take_out(env: simcord.Env, guild_id: int) -> None:
    """Take the bot out of a server; the server stays as it is."""
    env.backend.emit("GUILD_DELETE", {"id": str(guild_id)})


def bring_back(env: simcord.Env, guild_id: int) -> None:
    """Bring the bot back into a server."""
    server = env.backend.get_guild(guild_id)
    env.backend.emit("GUILD_CREATE", guild_create_payload(env.backend, server))
