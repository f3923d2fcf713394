"""Text out of what feeds hold: bytes in whatever encoding, markup, odd dates, odd links. Linear in time, and pure."""

from __future__ import annotations

import codecs
import html
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

from bot.alerts.addresses import address_of
from bot.alerts.trouble import FetchError
from bot.render.text import plain

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
    (b"{\0", "utf-16-le"),
    (b"\0{", "utf-16-be"),
)
"""What a text may begin with, and its encoding then."""
_DECLARED = re.compile(rb"""^[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
_KNOWN = re.compile(
    r"utf-?8|(?:us-)?ascii|iso-?8859-?\d{1,2}|latin-?1|(?:windows-|cp)(?:125\d|874|932|936|949|950)|koi8-[ru]|"
    r"macintosh|shift[_-]?jis|euc-(?:jp|kr)|iso-2022-jp|gb2312|gbk|gb18030|big5(?:-hkscs)?|tis-620"
)
"""Encodings that feeds come in: not all that Python knows, some of which are slow or no text encodings at all."""
_ESCAPES = b"\x1b"
_LAST_RESORT = "cp1252"
_SAYS_UTF_8 = {"utf-8", "utf8"}
_CUT_OFF = {"unexpected end of data", "incomplete multibyte sequence"}
"""What Python says of a text that ends within a letter."""

_LONGEST_MARKUP = 20_000
_LONGEST_PLAIN = 4_000
"""Characters of one text that are looked at, with its markup and without."""
_UNSEEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|template)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL
)
_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|cite|em|font|i|mark|q|s|small|span|strong|sub|sup|u)(?:\s[^<>]*)?>", re.IGNORECASE
)
_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*(?:>|\Z)")

_LONGEST_DATE = 60
_BLANK = re.compile(r"\s")
_UNSAFE = re.compile(r"""[\s"'()*<>\[\\\]^`{|}~]""")
"""What could end a link early in a message, or format it."""


def decoded(body: bytes, content_type: str = "") -> str:
    """The text of a document, whatever its server and its own first line claim; never fails.

    UTF-8 is recognised for itself: much of it is served under another name.
    """
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body.decode(encoding, "replace").removeprefix("\ufeff")
    claimed = _claimed(body, content_type)
    if _ESCAPES not in body or "iso-2022-jp" not in claimed:
        claimed = ["utf-8", *claimed]
    for encoding in claimed:
        try:
            return body.decode(encoding)
        except UnicodeDecodeError as error:
            if error.reason in _CUT_OFF:
                return body[: error.start].decode(encoding, "replace")
        except LookupError:
            continue
    return body.decode("utf-8" if _SAYS_UTF_8 & set(claimed[1:]) else _LAST_RESORT, "replace")


def _claimed(body: bytes, content_type: str) -> list[str]:
    served, declared = _CHARSET.search(content_type[:200]), _DECLARED.match(body[:200])
    names = [served[1]] if served else []
    names += [declared[1].decode("ascii")] if declared else []
    return [name.lower() for name in names if _KNOWN.fullmatch(name.lower())]


def text_of(markup: str, limit: int) -> str:
    """What a piece of HTML, or of text, says, in one line of at most ``limit`` characters."""
    shown = _TAG.sub(" ", _INLINE.sub("", _UNSEEN.sub(" ", markup[:_LONGEST_MARKUP])))
    said = plain(html.unescape(shown)[:_LONGEST_PLAIN])
    return said if len(said) <= limit else said[: limit - 1].rstrip() + "…"


def moment_of(written: str) -> datetime | None:
    """A date as RSS or Atom write it, in UTC (also where no zone is named); None for anything else."""
    written = written.strip()
    if not 0 < len(written) <= _LONGEST_DATE:
        return None
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = read(written)
            return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, OverflowError, TypeError, IndexError):
            continue
    return None


def link_of(written: str, base: str) -> str | None:
    """An http or https link, whole and harmless within a message; None for anything else.

    Without a user, which could pretend to be the site's name; foreign letters of a host as they are sent (``xn--…``), so
    that no site can pretend to be another; with every character escaped that ends or formats a link.
    """
    written = written.strip()
    if not written:
        return None
    try:
        whole = str(address_of(urljoin(base, _BLANK.sub("%20", written))))
    except (ValueError, FetchError):
        return None
    return _UNSAFE.sub(lambda found: f"%{ord(found[0]):02X}", whole)
