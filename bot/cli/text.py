"""The report's words in a terminal: wrapped, the answering sentence set off, footnotes with links below."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import click

from knowledge.citation import Locator, short
from knowledge.model import Footnote, Paragraph, Report

_OPEN, _SHUT = "\x01", "\x02"  # around the answering sentence while the text is wrapped; no report holds them
_BOLD, _NOT_BOLD = "\x1b[1m", "\x1b[22m"
_MARK = "**"
_NARROWEST, _WIDEST = 40, 100
_INDENT = "  "


@dataclass(frozen=True, slots=True)
class Page:
    """How to print: into how many columns, and whether in colour."""

    width: int
    colour: bool

    @classmethod
    def of(cls, context: click.Context) -> Page:
        """Return the page for this terminal; lines longer than 100 characters are hard to read."""
        columns = shutil.get_terminal_size().columns
        return cls(min(max(columns, _NARROWEST), _WIDEST), bool(context.color))

    def wrap(self, text: str, indent: str = "", hang: str | None = None) -> str:
        """Wrap one paragraph; ``hang`` indents all lines but the first."""
        return textwrap.fill(
            text,
            self.width,
            initial_indent=indent,
            subsequent_indent=indent if hang is None else hang,
            break_long_words=False,
            break_on_hyphens=False,
        )

    def bold(self, text: str) -> str:
        """Return a text in bold where there is colour."""
        return click.style(text, bold=True) if self.colour else text

    def faint(self, text: str) -> str:
        """Return a text that steps back where there is colour."""
        return click.style(text, dim=True) if self.colour else text

    def link(self, text: str) -> str:
        """Return a link, coloured where there is colour."""
        return click.style(text, fg="cyan") if self.colour else text

    def set_off(self, wrapped: str) -> str:
        """Turn the signs around the answering sentence into bold, on each of its lines."""
        lines, inside = [], False
        for line in wrapped.split("\n"):
            margin = line[: len(line) - len(line.lstrip(" "))]
            shown = (_BOLD if inside else "") + line[len(margin) :]
            last = max(line.rfind(_OPEN), line.rfind(_SHUT))
            inside = line[last] == _OPEN if last >= 0 else inside
            lines.append(
                margin + shown.replace(_OPEN, _BOLD).replace(_SHUT, _NOT_BOLD) + (_NOT_BOLD if inside else "")
            )
        return "\n".join(lines)


def plain(text: str) -> str:
    """Return what somebody typed on one line, without characters that would steer the terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in text).strip()


def heading(page: Page, report: Report, number: int) -> str:
    """Return a paragraph's citation and the headings above it."""
    return page.faint(page.wrap(f"{short(report, Locator((number,)))} · {report.heading(number)}"))


def passage(page: Page, paragraph: Paragraph, sentence: tuple[int, int] | None = None) -> str:
    """Return a paragraph with its number, its markers as ``[107]``, and the sentence in ``sentence`` set off."""
    signs = [(marker.offset, 0, marker.footnote, f"[{marker.footnote}]") for marker in paragraph.markers]
    opening, closing = (_OPEN, _SHUT) if page.colour else (_MARK, _MARK)
    if sentence:
        signs += [(sentence[1], 1, 0, closing), (sentence[0], 2, 0, opening)]
    text = paragraph.text
    for offset, _rank, _number, sign in sorted(signs, reverse=True):
        text = text[:offset] + sign + text[offset:]
    return page.set_off(page.wrap(f"{paragraph.number}. {text}", _INDENT))


def notes(page: Page, report: Report, numbers: Iterable[int]) -> str:
    """Return footnotes, each with the links of its documents on lines of their own."""
    return "\n".join(_note(page, report, report.footnote(number)) for number in numbers)


def _note(page: Page, report: Report, footnote: Footnote) -> str:
    label = f"{_INDENT}[{footnote.number}] "
    lines = [page.wrap(footnote.text, label, " " * len(label))]
    for name in footnote.documents:
        document = report.document(name)
        if document.link and document.link not in footnote.text:
            lines.append(" " * len(label) + page.link(document.link))
    return "\n".join(lines)


def paragraph_page(
    page: Page,
    report: Report,
    number: int,
    sentence: tuple[int, int] | None = None,
    footnotes: Sequence[int] | None = None,
) -> str:
    """Return a whole paragraph: citation and headings, its words, its footnotes (in another order, if given)."""
    paragraph = report.paragraph(number)
    parts = [heading(page, report, number), passage(page, paragraph, sentence)]
    if numbers := paragraph.footnotes if footnotes is None else footnotes:
        parts.append(notes(page, report, numbers))
    return "\n\n".join(parts)
