"""Check everything that a curator can get wrong, and list all of it at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from knowledge import symbols
from knowledge.calendar.load import check_calendar
from knowledge.load import Reading, read_report, report_folders
from knowledge.manuscript import read_manuscript
from knowledge.phrasings import bare
from knowledge.problems import Problem, line_of
from knowledge.suggestions import check_suggestions


def check(folder: Path | None = None) -> list[Problem]:
    """Return every problem of every report below ``folder`` (default: the packaged reports)."""
    folders = report_folders(folder)
    if not folders:
        return [Problem(folder or Path(), 1, "no folder with a report.md here")]
    problems: list[Problem] = []
    seen: dict[str, Path] = {}
    for path in folders:
        reading = read_report(path)
        symbol = reading.manuscript.facts.get("Symbol", "")
        if symbol in seen:
            message = f"the report {symbol} stands in {seen[symbol].name} too"
            problems.append(Problem(reading.manuscript.path, 1, message))
        seen[symbol] = path
        problems += [*reading.problems, *_wording(reading), *_phrasings(path / "phrasings.toml", reading)]
        problems += check_suggestions(path, {paragraph.number for paragraph in reading.manuscript.paragraphs})
    return problems


def check_events(today: date, path: Path | None = None) -> tuple[list[Problem], list[Problem]]:
    """Return every problem of a calendar's file (default: the packaged one), and what is due in it.

    What is due is not wrong: a window that passed without a confirmed day, an event to come that was last
    compared with its source over a year ago.
    """
    manuscripts = [read_manuscript(folder / "report.md") for folder in report_folders()]
    paragraphs = {
        manuscript.facts.get("Symbol", ""): {paragraph.number for paragraph in manuscript.paragraphs}
        for manuscript in manuscripts
    }
    return check_calendar(today, paragraphs, path)


def _wording(reading: Reading) -> list[Problem]:
    """What only a check has time for: symbols, double spaces, plain digits that were markers."""
    manuscript = reading.manuscript
    problems: list[Problem] = []

    def complain(line: int, message: str) -> None:
        problems.append(Problem(manuscript.path, line, message))

    symbol = manuscript.facts.get("Symbol", "")
    if symbol and symbols.canonical(symbol) != symbol:
        complain(1, f"the report's symbol {symbol!r} is not in canonical form")
    for what, texts in (
        ("paragraph", {paragraph.number: paragraph.text for paragraph in manuscript.paragraphs}),
        ("footnote", manuscript.footnotes),
    ):
        for number, text in texts.items():
            line = manuscript.lines[what, number]
            if "  " in text:
                complain(line, f"{what} {number} has two spaces in a row")
            for left_over in ("<sup>", "[^", "\\", "$"):
                if left_over in text:
                    complain(line, f"{what} {number} still holds {left_over!r}")
    for number in manuscript.footnotes.keys() & reading.sources.of_footnote.keys():
        if "Ibid" in manuscript.footnotes[number] and not reading.sources.of_footnote[number]:
            complain(manuscript.lines["footnote", number], f"footnote {number}: say what 'Ibid.' stands for")
    return problems


def _phrasings(path: Path, reading: Reading) -> list[Problem]:
    """Refuse a phrasing that stands twice: it could not tell two paragraphs apart."""
    if not path.exists():
        return []
    text = path.read_text(encoding="utf-8")
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for paragraph, phrasings in reading.phrasings.of_paragraph.items():
        for phrasing in phrasings:
            said = bare(phrasing)
            line = line_of(text, f'"{phrasing}"', phrasing[:30])
            if not said:
                problems.append(
                    Problem(path, line_of(text, f"\n[{paragraph}]"), f"{paragraph}: empty phrasing")
                )
            elif said in seen:
                message = (
                    f"phrasing of paragraph {paragraph} stands at paragraph {seen[said]} too: {phrasing!r}"
                )
                problems.append(Problem(path, line, message))
            seen.setdefault(said, paragraph)
    return problems
