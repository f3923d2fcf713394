"""Take out of a message what says nothing of its question: mentions, links, emoji of a server, Markdown."""

from __future__ import annotations

import re

_NAMES = (
    (re.compile(r"<(?:@[!&]?|#|a?:\w+:|/[^:>]*:|id:)[^>\s]*>"), "[name]"),  # mentions, emoji, channels
    (re.compile(r"(?:https?://|discord\.gg/)\S+", re.IGNORECASE), "[link]"),
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+"), "[address]"),
    (re.compile(r"@[\w.]+"), "[name]"),
    (re.compile(r"\d{15,}"), "[number]"),  # Discord's ids have 17 digits and more
)
_LINKED = re.compile(r"\[([^\]\[]+)\]\(<?https?://[^)\s]*\)", re.IGNORECASE)
_MARKS = re.compile(r"\*{1,3}|_{2,3}|~~|\|\||`+|^\s*(?:(?:#{1,3}|-#|>{1,3}|[-*])\s+)+", re.MULTILINE)
_SIGNS = frozenset("<@/*_~|`#>")


def nameless(text: str) -> str:
    """Put a stand-in such as "[name]" for what names a person or a place on Discord or elsewhere."""
    for pattern, stand_in in _NAMES:
        text = pattern.sub(stand_in, text)
    return text


def plain(text: str) -> str:
    """Leave names, links and Markdown out; the words of a link stay."""
    if _SIGNS.isdisjoint(text):
        return text
    text = _LINKED.sub(r"\1", text)
    for pattern, _ in _NAMES[:-1]:
        text = pattern.sub(" ", text)
    return _MARKS.sub(" ", text)
