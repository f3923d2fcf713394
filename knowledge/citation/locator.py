"""Where in a report a citation points, and how each style words it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

_SHORTEST_RANGE = 3  # two neighbours are listed: "paras. 23 and 24"


@dataclass(frozen=True, slots=True)
class Locator:
    """A place in a report: paragraphs, footnotes, a section ("III" or "III.A"), or all of them.

    An empty locator points at the report as a whole.
    """

    paragraphs: tuple[int, ...] = ()
    footnotes: tuple[int, ...] = ()
    section: str | None = None


@dataclass(frozen=True, slots=True)
class Wording:
    """A style's words for the parts of a report, singular and plural, and for the last of a list."""

    paragraph: tuple[str, str]
    footnote: tuple[str, str]
    section: str
    last: str = ", "

    def of(self, locator: Locator) -> str:
        """Return the locator in this style: ``sect. III, paras. 10–12, footnote 107``; empty if it is."""
        parts = [f"{self.section} {locator.section}"] if locator.section else []
        for (one, many), given in ((self.paragraph, locator.paragraphs), (self.footnote, locator.footnotes)):
            if given:
                parts.append(f"{many if len(set(given)) > 1 else one} {self._listed(given)}")
        return ", ".join(parts)

    def _listed(self, given: Iterable[int]) -> str:
        *before, final = ranges(given)
        return f"{', '.join(before)}{self.last}{final}" if before else final


def ranges(given: Iterable[int]) -> list[str]:
    """Return numbers in order, each once, three or more in a row as a range with an en dash."""
    runs: list[list[int]] = []
    for number in sorted(set(given)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    texts: list[str] = []
    for run in runs:
        if len(run) >= _SHORTEST_RANGE:
            texts.append(f"{run[0]}–{run[-1]}")
        else:
            texts += [str(number) for number in run]
    return texts
