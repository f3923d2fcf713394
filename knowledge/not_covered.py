"""Read ``not_covered.toml``: what people ask and the report does not say, with where to look instead."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from knowledge.model import NotCovered
from knowledge.problems import Problem, line_of

_KEYS = {"name", "look", "phrasings"}


def read_not_covered(path: Path, problems: list[Problem]) -> tuple[NotCovered, ...]:
    """Return the topics of a file, none if there is no file; what is wrong goes to ``problems``."""
    if not path.exists():
        return ()
    text = path.read_text(encoding="utf-8")
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problems.append(Problem(path, 1, f"not valid TOML: {error}"))
        return ()
    problems += [
        Problem(
            path,
            line_of(text, f"\n{key} =", f"\n[{key}]"),
            f"unknown key {key!r}: only [[topic]] stands here",
        )
        for key in tables
        if key != "topic"
    ]
    topics = tables.get("topic", [])
    if not isinstance(topics, list):
        problems.append(Problem(path, 1, "a topic begins with [[topic]]"))
        return ()
    return tuple(topic for table in topics if (topic := _topic(table, path, text, problems)))


def _topic(table: Any, path: Path, text: str, problems: list[Problem]) -> NotCovered | None:
    name = str(table.get("name", ""))
    line = line_of(text, f'name = "{name}"')
    wrong = sorted(_KEYS ^ table.keys())
    phrasings = table.get("phrasings")
    if wrong:
        problems.append(
            Problem(path, line, f"a topic has {', '.join(sorted(_KEYS))}; look at {', '.join(wrong)}")
        )
    elif not isinstance(phrasings, list) or not all(isinstance(words, str) for words in phrasings):
        problems.append(Problem(path, line, 'phrasings need a list: phrasings = ["…", "…"]'))
    else:
        return NotCovered(name, str(table["look"]), tuple(phrasings))
    return None
