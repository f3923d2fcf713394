"""A database that is full of everything: a row of every kind that belongs to a server, with one person all over it."""

from __future__ import annotations

import json
from typing import Any
from zlib import crc32

from bot.storage.database import Database

Row = dict[str, Any]

PLACES = (
    ("schedules", "target"),
    ("schedules", "created_by"),
    ("deliveries", "target"),
    ("deliveries", "occurrence_key"),
    ("blocked_targets", "target"),
    ("server_events", "changed_by"),
    ("alert_settings", "settings"),
    ("alerts", "raised_by"),
    ("alerts", "acknowledged_by"),
    ("alerts", "assigned_to"),
    ("alerts", "closed_by"),
    ("alerts", "title"),
    ("alerts", "text"),
    ("alerts", "place"),
    ("alerts", "reason"),
    ("alert_sources", "by"),
    ("alert_log", "by"),
    ("alert_log", "detail"),
    ("alert_posts", "target"),
    ("watch_rules", "user_id"),
    ("watch_rules", "created_by"),
    ("alert_mutes", "by"),
    ("feeds", "created_by"),
)
"""Table and column wherever a person can stand, as an id, a target, or mentioned in a text."""


def of_server(guild: int, person: int, *, at: int, closed_at: int | None = None) -> list[tuple[str, Row]]:
    """Rows of every table that holds something of a server; ``person`` did all of it."""
    own = {"guild_id": guild}
    alert = {"alert_id": guild}
    named = f"<@{person}> said so"
    return [
        ("guild_settings", own | {"private_by_default": 1, "keep_unanswered": 1}),
        ("kept_questions", own | {"question": "What about tariffs?", "status": "none", "asked_at": at}),
        (
            "server_events",
            own | {"uid": "a", "hidden": 1, "sequence": 1, "changed_by": person, "changed_at": at},
        ),
        ("schedules", own | _schedule("digest", f"channel:{guild}", person, at)),
        ("deliveries", own | _delivery("digest", "2026-10-01", f"channel:{guild}", at)),
        ("deliveries", own | _delivery("alert", "raise", f"user:{person}", at)),
        ("deliveries", own | _delivery("notice", f"blocked:user:{person}@{at}", f"channel:{guild}", at)),
        ("blocked_targets", own | {"target": f"user:{person}", "reason": "closed", "since": at}),
        ("alert_settings", own | {"settings": json.dumps({"escalate_user_id": person})}),
        ("alerts", own | _alert(guild, person, named, at, closed_at)),
        ("alert_sources", own | alert | {"wording": "a", "by": person, "at": at}),
        ("alert_log", alert | {"at": at, "by": person, "act": "assigned", "detail": f"<@{person}>"}),
        ("alert_posts", alert | {"target": f"user:{person}", "message_id": 1, "mark": "a", "shown": 1}),
        ("watch_rules", own | {"channel_id": 5, "wanted": "{}", "created_by": person}),
        ("watch_rules", own | {"user_id": person, "wanted": "{}", "created_by": person}),
        ("alert_mutes", own | alert | {"until": at, "by": person}),
        ("feeds", own | _feed(guild, person, at)),
        ("feed_items", {"feed_id": guild, "name": "a", "alert_id": guild, "wording": "a", "seen_at": at}),
        ("feed_keys", {"feed_id": guild, "key": "a", "name": "a"}),
        ("feed_rests", {"feed_id": guild, "at": at, "items": "[]"}),
        ("departed_guilds", own | {"left_at": at}),
    ]


def of_person(person: int, *, at: int) -> list[tuple[str, Row]]:
    """What a person has without any server."""
    return [
        ("schedules", _schedule("personal", f"user:{person}", person, at)),
        ("deliveries", _delivery("personal", "vote", f"user:{person}", at)),
    ]


def _schedule(kind: str, target: str, person: int, at: int) -> Row:
    return {
        "kind": kind,
        "target": target,
        "details": "{}",
        "timezone": "UTC",
        "created_by": person,
        "created_at": at,
    }


def _delivery(kind: str, key: str, target: str, at: int) -> Row:
    return {
        "kind": kind,
        "source_id": at,
        "occurrence_key": key,
        "target": target,
        "due_at": at,
        "mark": f"{crc32(f'{kind} {key} {target}'.encode()):08x}",
        "state": "sent",
        "next_try": at,
        "settled_at": at,
        "message_id": 7,
    }


def _alert(number: int, person: int, named: str, at: int, closed_at: int | None) -> Row:
    did = dict.fromkeys(("raised_by", "acknowledged_by", "assigned_to", "closed_by"), person)
    said = dict.fromkeys(("title", "text", "place", "reason"), named)
    when = {"raised_at": at, "acknowledged_at": at, "closed_at": closed_at}
    look = {"state": "resolved", "severity": "watch", "reading": "{}", "labels": ""}
    return {"id": number, "number": 1, **look, **did, **said, **when}


def _feed(number: int, person: int, at: int) -> Row:
    return {
        "id": number,
        "address": "https://news.example/feed",
        "host": "news.example",
        "title": "News",
        "rules": "{}",
        "created_by": person,
        "created_at": at,
        "next_poll": at,
    }


async def fill(database: Database, rows: list[tuple[str, Row]]) -> None:
    """Put rows into the database."""
    async with database.transaction() as connection:
        for table, row in rows:
            names, marks = ", ".join(f'"{name}"' for name in row), ", ".join("?" for _ in row)
            await connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(row.values()))  # noqa: S608


async def ask(database: Database, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """What a question to the database gives."""
    async with database.transaction() as connection, connection.execute(sql, values) as cursor:
        return [tuple(row) async for row in cursor]


async def columns(database: Database) -> list[tuple[str, str]]:
    """Every table's every column."""
    found = await ask(
        database,
        "SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table'",
    )
    return [(table, column) for table, column in found if table != "sqlite_sequence"]


async def dump(database: Database) -> list[tuple[Any, ...]]:
    """All rows of all tables, each behind its table's name."""
    tables = sorted({table for table, _ in await columns(database)})
    return [(table, *row) for table in tables for row in await ask(database, f"SELECT * FROM {table}")]  # noqa: S608
