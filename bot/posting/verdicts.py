"""What Discord's answers mean for a post: surely not sent, perhaps sent, never to be sent. Pure."""

from __future__ import annotations

from bot.posting.model import Verdict

MISSING_ACCESS, MISSING_PERMISSIONS = 50001, 50013
THREAD_IS_THERE = 160004
UNTIL_TOLD = 60.0
"""Seconds to wait where Discord refuses for now and does not say for how long."""
TOO_MANY = 429

_BY_CODE = {
    MISSING_ACCESS: Verdict.NO_ACCESS,
    MISSING_PERMISSIONS: Verdict.NO_ACCESS,
    50083: Verdict.NO_ACCESS,  # the thread is archived
    160005: Verdict.NO_ACCESS,  # the thread is locked
    10003: Verdict.GONE,  # unknown channel
    10004: Verdict.GONE,  # unknown server
    10008: Verdict.GONE,  # unknown message, which is to be changed
    10013: Verdict.GONE,  # unknown user
    50007: Verdict.CLOSED,  # cannot send messages to this user
    50278: Verdict.CLOSED,  # likewise: no server in common
    20016: Verdict.BUSY,  # slow mode
    20028: Verdict.BUSY,  # the channel is written to too fast
}
"""Discord's error code → what became of the attempt.

Source: https://docs.discord.com/developers/topics/opcodes-and-status-codes#json-json-error-codes
"""
_FOR_NOW = {401, 403, TOO_MANY}
"""Surely not sent, and not the post's fault: a token that is being changed, a gate before Discord."""
_FOR_EVER = {400, 405, 413, 414, 415, 422}
"""The post's own fault."""


def verdict_of(code: int, status: int) -> Verdict:
    """What an error of Discord means, by its own code, else by the status of HTTP."""
    if code in _BY_CODE:
        return _BY_CODE[code]
    if status in _FOR_NOW:
        return Verdict.BUSY
    return Verdict.REFUSED if status in _FOR_EVER else Verdict.UNCLEAR


def wait_of(retry_after: str) -> float:
    """The seconds to wait by the header ``Retry-After``, at least one."""
    try:
        return max(1.0, float(retry_after))
    except ValueError:
        return UNTIL_TOLD
