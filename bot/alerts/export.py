"""A server's alerts as files to take away: CSV for tables, JSON for programs. Pure."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.alerts.model import Alert, LogEntry

_COLUMNS = (
    "number",
    "state",
    "severity",
    "title",
    "text",
    "place",
    "link",
    "countries",
    "themes",
    "paragraphs",
    "score",
    "raised_by",
    "raised_at",
    "flags",
    "acknowledged_by",
    "acknowledged_at",
    "assigned_to",
    "closed_by",
    "closed_at",
    "reason",
)
_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What makes a spreadsheet read a cell as a formula.

Source: https://owasp.org/www-community/attacks/CSV_Injection
"""


def as_json(alerts: Iterable[Alert], logs: Mapping[int, Sequence[LogEntry]]) -> bytes:
    """All alerts with their logs; times in UTC, people by their ids."""
    told = [_row(alert) | {"log": [_entry(entry) for entry in logs.get(alert.id, ())]} for alert in alerts]
    return json.dumps({"alerts": told}, ensure_ascii=False, indent=1).encode()


def as_csv(alerts: Iterable[Alert]) -> bytes:
    """One line an alert, without the logs; with the mark by which spreadsheets tell that it is UTF-8."""
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(_COLUMNS)
    for alert in alerts:
        row = _row(alert)
        table.writerow([_cell(row[name]) for name in _COLUMNS])
    return written.getvalue().encode("utf-8-sig")


def _row(alert: Alert) -> dict[str, Any]:
    reading = alert.reading
    return {
        "number": alert.number,
        "state": str(alert.state),
        "severity": str(alert.severity),
        "title": alert.title,
        "text": alert.text,
        "place": alert.place,
        "link": alert.link,
        "countries": list(reading.countries),
        "themes": list(reading.themes),
        "paragraphs": list(reading.paragraphs),
        "score": round(reading.score, 4),
        "raised_by": _id(alert.raised_by),
        "raised_at": _time(alert.raised_at),
        "flags": alert.flags,
        "acknowledged_by": _id(alert.acknowledged_by),
        "acknowledged_at": _time(alert.acknowledged_at),
        "assigned_to": _id(alert.assigned_to),
        "closed_by": _id(alert.closed_by),
        "closed_at": _time(alert.closed_at),
        "reason": alert.reason,
    }


def _entry(entry: LogEntry) -> dict[str, Any]:
    return {"at": _time(entry.at), "by": _id(entry.by), "act": str(entry.act), "detail": entry.detail}


def _id(number: int | None) -> str | None:
    """An id as text: spreadsheets and JavaScript round numbers of this size."""
    return None if number is None else str(number)


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _cell(value: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    words = " ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"'{words}" if words.startswith(_FORMULAS) else words
