"""Text for Discord: other people's words made harmless, and lengths counted as Discord counts them."""

from __future__ import annotations

import re
import unicodedata

_SPECIAL = re.compile(r"[\\`*_~|<>#\[\]()@:+-]")
_ESCAPED = re.compile(r"\\([\\`*_~|<>#\[\]()@:+.-])")
_CHANGES_LOOK = re.compile(r"[\\`*_~|<\[]|^[#>+-]")
_LIST_MARK = re.compile(r"^(\d+)\.(?=\s|$)")
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # controls, direction marks, halves of letters
_JOINERS = {"\u200c", "\u200d"}  # needed inside words of some scripts, and inside emoji
_BREAK = "\u200b"  # after an @, it keeps Discord from reading a mention


def length(text: str) -> int:
    """How long a text is for Discord; characters beyond the basic plane are counted as two, to be safe."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def clip(text: str, limit: int) -> str:
    """The text, or its beginning and "…", in at most ``limit`` characters; cut at a blank if one is near."""
    if length(text) <= limit:
        return text
    kept = text[: limit - 1]
    while length(kept) > limit - 1:
        kept = kept[:-1]
    blank = kept.rfind(" ")
    return (kept[:blank] if blank > limit // 2 else kept).rstrip(" ,;:–-") + "…"


def plain(text: str) -> str:
    """One line without control characters or marks that turn the direction of reading."""
    kept = (
        " " if character.isspace() else character
        for character in text
        if character.isspace() or character in _JOINERS or unicodedata.category(character) not in _UNSEEN
    )
    return " ".join("".join(kept).split())


def escape(text: str) -> str:
    """A person's words as they are: no formatting, links, mentions, lists or headings come of them."""
    marked = _SPECIAL.sub(lambda match: "\\" + match[0], text).replace("@", "@" + _BREAK)
    return _LIST_MARK.sub(r"\1\\.", marked)


def verbatim(text: str) -> str:
    """The report's words as they are, with as few marks as that takes: people copy them, on phones with the marks."""
    marked = _CHANGES_LOOK.sub(lambda match: "\\" + match[0], text).replace("@", "@" + _BREAK)
    return _LIST_MARK.sub(r"\1\\.", marked)


def unescape(text: str) -> str:
    """What ``escape`` was given, if that was ``plain``."""
    return _ESCAPED.sub(r"\1", text.replace(_BREAK, ""))


def quoted(text: str, limit: int) -> str:
    """A person's words, on one line, harmless and at most ``limit`` characters long before escaping."""
    return escape(clip(plain(text), limit))


def person(user_id: int | None) -> str:
    """A mention of somebody, which pings only where that is allowed; "somebody" for 0, who asked to be forgotten."""
    return f"<@{user_id}>" if user_id else "somebody"


def told(message: str, limit: int) -> str:
    """A message for people that may repeat what one of them typed: at most ``limit`` characters, and no links."""
    return verbatim(clip(message, limit)).replace("://", f":{_BREAK}//")


def code_block(text: str, language: str = "") -> str:
    """A box to copy from; what would end the box early is kept from doing so."""
    harmless = re.sub("`(?=``)", "`" + _BREAK, text)
    return f"```{language}\n{harmless}\n```"
