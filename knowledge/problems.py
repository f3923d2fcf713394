"""What can be wrong with a report's files, said so that a curator finds the place at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault, with the file and the line (from 1) where a curator should look."""

    file: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class KnowledgeError(Exception):
    """A report cannot be loaded; ``problems`` lists every reason at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def line_of(text: str, *needles: str) -> int:
    """Return the line (from 1) on which the first of ``needles`` that occurs stands; 1 if none does.

    The TOML reader keeps no lines, so a key or value is looked up in the file's text again. A needle
    that begins with a line break stands at the start of a line.
    """
    padded = "\n" + text
    for needle in needles:
        place = padded.find(needle)
        if place >= 0:
            return padded.count("\n", 0, place + needle.startswith("\n"))
    return 1
