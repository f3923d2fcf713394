"""The data formats that reference managers read: BibTeX, RIS and CSL-JSON."""

from __future__ import annotations

import json
import re

from knowledge.citation.styles import Work

KIND = "Report of the Secretary-General"

_BIBTEX_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# BibTeX counts every brace, escaped or not, so braces need names of their own.
_BIBTEX_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "–": "--",
        "—": "---",
        "“": "``",
        "”": "''",
        "‘": "`",
        "’": "'",
        **{sign: f"\\{sign}" for sign in "$&#%_"},
    }
)


def bibtex(work: Work, locator: str) -> str:
    """Return a ``@techreport`` entry (BibTeXing, 3.1), the place in its ``note``; special signs escaped."""
    fields = {
        "author": _braced(_braced(_escaped(work.author))),  # twice: a body, not a person's two names
        "title": _braced(_braced(_escaped(work.title or ""))),  # twice: keeps the capitals
        "institution": _braced(_escaped(work.publisher or "")),
        "type": _braced(KIND),
        "number": _braced(_escaped(work.number or "")),
        "year": _braced(str(work.issued[0])),
        "month": _BIBTEX_MONTHS[work.issued[1] - 1] if len(work.issued) > 1 else "",
        "url": _braced(work.url or ""),
        "note": _braced(_escaped(locator)),
    }
    lines = [f"  {name:<11} = {value}," for name, value in fields.items() if value]
    return "\n".join([f"@techreport{{{key(work)},", *lines, "}"])


def ris(work: Work, locator: str) -> str:
    """Return a record of the RIS format specification: a tag, two spaces, a dash and a space on each line."""
    lines = [
        ("TY", "RPRT"),
        ("AU", work.author.replace("*", "").replace(",", "")),  # a comma would split a body into two names
        ("TI", work.title),
        ("PY", str(work.issued[0])),
        ("DA", "/".join(f"{part:02}" for part in work.issued)),
        ("PB", work.publisher),
        ("M3", KIND),
        ("SN", work.number),
        ("UR", work.url),
        ("N1", locator),
    ]
    kept = [f"{tag}  - {_one_line(value)}" for tag, value in lines if value]
    return "\n".join([*kept, "ER  - "])


def csl_json(work: Work, locator: str) -> str:
    """Return a list of one item after the CSL-JSON schema; ``locator`` and ``note`` carry the place."""
    item: dict[str, object] = {
        "id": key(work),
        "type": "report",
        "author": [{"literal": work.author}],
        "title": work.title,
        "genre": KIND,
        "number": work.number,
        "publisher": work.publisher,
        "issued": {"date-parts": [list(work.issued)]},
        "URL": work.url,
        "language": "en",
        "locator": locator,
        "note": f"{work.number}, {locator}" if locator else "",
    }
    return json.dumps([{name: value for name, value in item.items() if value}], ensure_ascii=False, indent=2)


def key(work: Work) -> str:
    """Return a citation key of letters, digits and hyphens: ``un-A-79-875-S-2025-248``."""
    return "un-" + re.sub(r"[^A-Za-z0-9]+", "-", work.number or str(work.issued[0])).strip("-")


def _escaped(text: str) -> str:
    return _one_line(text).translate(_BIBTEX_ESCAPES)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _braced(text: str) -> str:
    return f"{{{text}}}" if text else ""
