"""Read ``phrasings.toml``: how people ask for each paragraph, and which of its sentences answers them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.manuscript import Manuscript
from knowledge.problems import Problem, line_of
from knowledge.sentences import sentences

WHOLE = "whole"
"""The key of phrasings that no single sentence answers."""


def bare(phrasing: str) -> str:
    """A phrasing without what makes no difference: capitals, blanks, a mark at the end. Two may not share it."""
    return " ".join(phrasing.lower().split()).strip(" ?.!")


@dataclass
class Phrasings:
    """The phrasings of each paragraph, and for a phrasing the sentence (from 1) that answers it."""

    of_paragraph: dict[int, tuple[str, ...]] = field(default_factory=dict)
    answering: dict[str, int] = field(default_factory=dict)


def read_phrasings(path: Path, manuscript: Manuscript, problems: list[Problem]) -> Phrasings:
    """Read a table a paragraph, with a list a sentence: ``[39]``, ``1 = ["…"]``, ``whole = ["…"]``.

    A report without the file has no phrasings; what is wrong goes to ``problems``.
    """
    found = Phrasings()
    if not path.exists():
        return found
    text = path.read_text(encoding="utf-8")
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problems.append(Problem(path, 1, f"not valid TOML: {error}"))
        return found
    known = {str(paragraph.number): len(sentences(paragraph.text)) for paragraph in manuscript.paragraphs}
    for key, lists in tables.items():
        line = line_of(text, f"\n[{key}]", f"\n{key} =")
        if key not in known:
            problems.append(Problem(path, line, f"unknown key {key!r}: there is no such paragraph"))
        elif wrong := _wrong(key, lists, known[key]):
            problems.append(Problem(path, line, wrong))
        else:
            _take(int(key), lists, found)
    return found


def _wrong(key: str, lists: object, count: int) -> str | None:
    """What is wrong with a paragraph's table, in words."""
    if not isinstance(lists, dict):
        return f'paragraph {key} needs a table: [{key}] and below it 1 = ["…", "…"]'
    allowed = [WHOLE, *map(str, range(1, count + 1))]
    for sentence, phrasings in lists.items():
        if sentence not in allowed:
            return f"paragraph {key} has no sentence {sentence!r}; known are {', '.join(allowed)}"
        if not isinstance(phrasings, list) or not all(isinstance(words, str) for words in phrasings):
            return f'paragraph {key} needs lists of phrasings: {sentence} = ["…", "…"]'
    return None


def _take(paragraph: int, lists: dict[str, list[str]], found: Phrasings) -> None:
    found.of_paragraph[paragraph] = tuple(words for phrasings in lists.values() for words in phrasings)
    for sentence, phrasings in lists.items():
        if sentence != WHOLE:
            found.answering.update(dict.fromkeys(phrasings, int(sentence)))
