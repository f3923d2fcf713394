"""The button with which a person has themselves forgotten."""

from __future__ import annotations

from typing import Any

from discord import ui

from bot.errors import Interaction, UserError, handled
from bot.render.privacy import FORGET, forgotten, nothing_stored
from bot.views.base import Pressable
from bot.views.items import alone, keep_pace, services


class Forget(Pressable[ui.Button[Any]], template=FORGET):
    """Erases the person who asked for it, and nobody else."""

    def __init__(self, item: ui.Button[Any], user: str) -> None:
        """Wrap a button of a message."""
        super().__init__(item)
        self.user_id = int(user)

    @handled
    async def callback(self, interaction: Interaction) -> None:
        """Forget the person; pressed twice, the first press counts."""
        keep_pace(interaction, interaction.client.presses)
        if interaction.user.id != self.user_id:
            raise UserError("This button is somebody else's. For yourself: `/r2p privacy forget`")
        stored = await services(interaction).privacy.forget(self.user_id)
        if stored.anything:
            services(interaction).posting.wake()  # alerts that stand somewhere name the person no more
            await interaction.response.edit_message(view=forgotten(stored.counts()))
        else:
            await interaction.response.send_message(view=nothing_stored(), ephemeral=not alone(interaction))


ITEMS = (Forget,)
