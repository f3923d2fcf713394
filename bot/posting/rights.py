"""The rights that the bot needs where it posts by itself, and what people call them."""

from __future__ import annotations

from collections.abc import Sequence

NEEDED = ("view_channel", "send_messages", "embed_links", "read_message_history")
"""In a channel where something is posted by itself. The history tells, after a crash, whether a post is there."""
IN_THREADS = ("view_channel", "send_messages_in_threads", "embed_links", "read_message_history")
"""The same in a thread."""


def name(right: str) -> str:
    """A right as Discord's settings call it: ``view_channel`` is "View Channel" there."""
    return right.replace("_", " ").title().replace(" In ", " in ")


def permissions(names: Sequence[str]) -> str:
    """Names of rights after the word permission: ``the permissions “View Channel” and “Embed Links”``."""
    quoted = [f"“{each}”" for each in names]
    told = " and ".join(filter(None, (", ".join(quoted[:-1]), *quoted[-1:])))
    return f"the permission{'' if len(quoted) == 1 else 's'} {told}"
