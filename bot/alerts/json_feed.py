"""Reads JSON Feed (https://www.jsonfeed.org/version/1.1/). Pure."""

from __future__ import annotations

from typing import Any

import msgspec

from bot.alerts.feed_model import MOST_ITEMS, Document, FeedError, Item
from bot.alerts.feed_text import link_of, moment_of, text_of
from bot.alerts.model import LONGEST_TEXT, LONGEST_TITLE

_VERSION = "jsonfeed.org/version/"
_LONGEST_GUID = 500


def read_json(text: str, address: str) -> Document:
    """Read a document; FeedError if it is no JSON Feed. What is of an unexpected type in it counts as missing."""
    try:
        told = msgspec.json.decode(text.encode("utf-8", "replace"))
    except (msgspec.DecodeError, RecursionError) as error:
        raise FeedError("It cannot be read: it is broken JSON.") from error
    if not isinstance(told, dict) or _VERSION not in _text(told, "version"):
        raise FeedError("It is JSON, but no JSON Feed.")
    items = told.get("items")
    listed = items[:MOST_ITEMS] if isinstance(items, list) else []
    found = [item for each in listed if isinstance(each, dict) and (item := _item(each, address)) is not None]
    return Document(text_of(_text(told, "title"), LONGEST_TITLE), tuple(found))


def _item(told: dict[str, Any], address: str) -> Item | None:
    said = next(
        (said for name in ("summary", "content_text", "content_html") if (said := _text(told, name).strip())),
        "",
    )
    long = text_of(said, LONGEST_TEXT)
    title = text_of(_text(told, "title"), LONGEST_TITLE) or text_of(long, LONGEST_TITLE)
    if not title:
        return None
    published, updated = moment_of(_text(told, "date_published")), moment_of(_text(told, "date_modified"))
    link = next(
        (link for name in ("url", "external_url") if (link := link_of(_text(told, name), address))), None
    )
    return Item(
        _identity(told.get("id")).strip()[:_LONGEST_GUID],
        title,
        long if long != title else "",
        link,
        published or updated,
        updated,
    )


def _text(told: dict[str, Any], name: str) -> str:
    value = told.get(name)
    return value if isinstance(value, str) else ""


def _identity(value: object) -> str:
    """The id, which some publishers write as a number."""
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
