"""Links as they are shown: the address made harmless, and the host that it truly leads to. Pure."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote, urlsplit, urlunsplit

from bot.alerts.model import LONGEST_LINK

_KEPT = "/%:@!$&*+,;=~-._?"
"""Characters that stay as they are in an address; brackets, quotes and angles could end a link early."""


class Link(NamedTuple):
    """Where a link leads."""

    url: str
    host: str
    """In ASCII: letters that look like others show as ``xn--…``."""


def link_of(written: str) -> Link | None:
    """Read an http(s) address; None for anything else, and for one that is too long.

    What may stand before the host (``https://bbc.com@other.example``) is left out, so that the host shown is the host reached.
    """
    try:
        parts = urlsplit(written.strip())
        host = (parts.hostname or "").rstrip(".").encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port is not None else ""
    except (ValueError, UnicodeError):
        return None
    if parts.scheme.lower() not in {"http", "https"} or not _is_host(host):
        return None
    path, query = quote(parts.path, safe=_KEPT), quote(parts.query, safe=_KEPT)
    url = urlunsplit((parts.scheme.lower(), host + port, path, query, quote(parts.fragment, safe=_KEPT)))
    return Link(url, host) if len(url) <= LONGEST_LINK else None


def _is_host(host: str) -> bool:
    labels = host.split(".")
    return len(labels) > 1 and all(label and label.replace("-", "").isalnum() for label in labels)
