"""How the program ends: the exit statuses that scripts around it can rely on."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """What an exit status says."""

    OK = 0
    """Done; a question that the report does not answer is done too."""
    OTHER = 1
    """Anything that has no status of its own."""
    USAGE = 2
    """A wrong command, option or argument."""
    CONFIG = 3
    """A wrong key, value or line in the configuration, or no such file."""
    DISCORD = 4
    """Discord refused: a missing or wrong token, or intents that are not allowed."""
