"""What buttons and menus that outlive a restart have in common."""

from __future__ import annotations

import re
from typing import Any, Self, TypeVar

import discord
from discord import ui

ItemT = TypeVar("ItemT", bound=ui.Item[Any])


class Pressable(ui.DynamicItem[ItemT], template=r"(?!)"):
    """A control whose ``custom_id`` says all: a subclass names its template, and takes its groups as arguments.

    class Pause(Pressable[ui.Button[Any]], template=r"r2p:pause:(?P<schedule>[0-9]+)"):
        def __init__(self, item: ui.Button[Any], schedule: str) -> None: ...
    """

    @classmethod
    async def from_custom_id(
        cls, _: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read what the control says; called by discord.py."""
        return cls(item, **match.groupdict())  # type: ignore[arg-type]
