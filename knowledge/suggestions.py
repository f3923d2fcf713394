"""Read ``suggestions.toml``: the well-worded questions that are offered while a person types, by paragraph.

It is read when the first suggestion is wanted, not with the report: answering does not need it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from knowledge.model import Report
from knowledge.phrasings import bare
from knowledge.problems import Problem, line_of

FILE = "suggestions.toml"
LONGEST = 100  # characters: what Discord shows of a choice

_OPENING = """who whose whom what when where which why how with from at in on for by to is are was were do does did has have
had can could should will would may must"""
"""The words that a question begins with: asking words, auxiliaries, and what stands before "which" or "whom"."""


def suggestions(report: Report) -> Mapping[int, tuple[str, ...]]:
    """The questions to offer for each paragraph of a report; none if its folder has no such file."""
    if report.folder is None or not (report.folder / FILE).exists():
        return {}
    tables = tomllib.loads((report.folder / FILE).read_text(encoding="utf-8"))
    return {int(paragraph): tuple(questions) for paragraph, questions in tables.items()}


def check_suggestions(folder: Path, paragraphs: Collection[int]) -> Iterator[Problem]:
    """What is wrong in a report's file, if there is one."""
    path = folder / FILE
    if not path.exists():
        return
    text = path.read_text(encoding="utf-8")
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        yield Problem(path, 1, f"not valid TOML: {error}")
        return
    seen: set[str] = set()
    known = set(map(str, paragraphs))
    for key, questions in tables.items():
        line = line_of(text, f"\n{key} =", f"\n[{key}]")
        if key not in known:
            yield Problem(path, line, f"unknown key {key!r}: there is no such paragraph")
        elif not isinstance(questions, list) or not all(isinstance(one, str) for one in questions):
            yield Problem(path, line, f'paragraph {key} needs a list of questions: {key} = ["…?", "…?"]')
        else:
            for question in questions:
                if wrong := _wrong(question, seen):
                    yield Problem(
                        path, line_of(text, f'"{question}"', question[:30]), f"{wrong}: {question!r}"
                    )
                seen.add(bare(question))


def _wrong(question: str, seen: Collection[str]) -> str | None:
    """What is wrong with a question, in words."""
    if len(question) > LONGEST:
        return f"a suggestion has at most {LONGEST} characters"
    if not question.endswith("?") or not question[0].isupper():
        return "a suggestion begins with a capital and ends with a question mark"
    if question.split(maxsplit=1)[0].lower() not in _OPENING.split():
        return "a suggestion begins with an asking word such as What or Does"
    return "this suggestion stands twice" if bare(question) in seen else None
