"""Log lines on standard error: stable words and ids, never a token, never what a person typed."""

from __future__ import annotations

import logging
import re
import time
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import TextIO, TypeAlias

_ExcInfo: TypeAlias = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)

_SECRETS = (
    (re.compile(r"(/(?:webhooks|interactions)/\d+/)[^/\s?\"']+"), r"\1[token]"),
    (re.compile(r"[\w-]{23,}\.[\w-]{6,7}\.[\w-]{27,}"), "[token]"),  # the form of every bot token
    (re.compile(r", User: \d+"), ""),  # discord.py's own lines; who asked is nobody's business
)

_SPEAKING = ("discord.errors", "discord.gateway", "aiohttp", "sqlite3", "bot.storage")
"""Modules whose error messages are about the connection or the file, never about what was typed."""

_UNKNOWN_INTERACTION = 10062
"""Discord's code for a reply that came too late."""

_QUIETER = {
    "discord": logging.INFO,  # on DEBUG it prints every event whole
    "aiosqlite": logging.INFO,  # likewise every statement with its values
    "asyncio": logging.INFO,
    "apscheduler": logging.WARNING,  # it tells of every beat
    "apscheduler.executors": logging.CRITICAL,  # what failed is told by bot.posting.ticker
}


class Formatter(logging.Formatter):
    """One line an event in UTC, with what is secret or private taken out, also from tracebacks."""

    def __init__(self, secrets: tuple[str, ...] = ()) -> None:
        """Take the words that must never be printed, such as the bot's token."""
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%SZ")
        self.converter = time.gmtime
        self._secrets = tuple(secret for secret in secrets if secret)

    def format(self, record: logging.LogRecord) -> str:
        """The record as text, without secrets."""
        text = super().format(record)
        for secret in self._secrets:
            text = text.replace(secret, "[token]")
        for pattern, stand_in in _SECRETS:
            text = pattern.sub(stand_in, text)
        return text

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802 - the name that logging calls
        """Where the error arose and of what kind it is; its message only if that cannot quote a person."""
        return "" if ei[1] is None else "\n".join(_lines(ei[1]))


def configure(level: str, stream: TextIO, *, secrets: tuple[str, ...] = ()) -> None:
    """Send the log to ``stream``, from ``level`` up ("debug", "info", "warning", "error")."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Formatter(secrets))
    handler.addFilter(_matters)
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for name, least in _QUIETER.items():
        logging.getLogger(name).setLevel(max(least, logging.getLogger().level))


def _matters(record: logging.LogRecord) -> bool:
    """Whether a line of discord.py's is worth reading.

    It warns of missing voice packages, though the bot never speaks, and takes a suggestion that came
    after the next letter was typed for an error.
    """
    error = record.exc_info[1] if record.exc_info else None
    outrun = (
        record.name == "discord.app_commands.tree" and getattr(error, "code", None) == _UNKNOWN_INTERACTION
    )
    return not outrun and not record.getMessage().endswith("voice will NOT be supported")


def _lines(error: BaseException) -> Iterator[str]:
    """The chain of errors, the first cause first, each with its traceback."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _lines(before)
        yield "which led to:"
    yield from (line.rstrip() for line in traceback.format_tb(error.__traceback__))
    kind = type(error)
    message = f": {error}" if kind.__module__.startswith(_SPEAKING) or isinstance(error, OSError) else ""
    yield f"{kind.__module__}.{kind.__qualname__}{message}"
