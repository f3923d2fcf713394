"""The check finds what a curator gets wrong, all of it at once, with file and line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.check import check
from knowledge.load import KnowledgeError, load_library


def test_the_packaged_reports_are_in_order() -> None:
    assert check() == []


def test_a_made_up_report_is_in_order(made_up: Path) -> None:
    assert check(made_up) == []


def _edit(folder: Path, name: str, change: Callable[[str], str]) -> None:
    path = folder / "A-90-12" / name
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "old", "new", "line", "words"),
    [
        (
            "report.md",
            "2. Harbours close",
            "7. Harbours close",
            18,
            "paragraph 7 stands where paragraph 2 should",
        ),
        ("report.md", "evening,[^1]", "evening,[^2]", 22, "the marker of footnote 2 stands in para. 1 too"),
        ("report.md", "oak.[^2]", "oak.[^9]", 22, "the marker [^9] has no footnote"),
        ("report.md", "oak.[^2]", "oak.", 27, "no paragraph carries the marker of footnote 2"),
        ("report.md", "- Date: 3 March 2035", "- Date: soon", 1, "is not like '22 April 2025'"),
        ("report.md", "- Date: 3", "- Colour: red\n- Date: 3", 4, "unknown key 'Colour'"),
        ("report.md", "## II. Harbours", "## Harbours", 16, "unknown heading"),
        ("report.md", "A/90/12-S/2035/34", "A 90 12", 1, "not in canonical form"),
        (
            "report.md",
            "[^2]: Ibid., para. 4.",
            "[^2]: Ibid., para. 5.\n[^2]: Ibid.",
            28,
            "footnote 2 stands twice",
        ),
        (
            "documents.toml",
            "S/RES/1973 (2011)",
            "S/RES/1973(2011)",
            2,
            "not canonical; write 'S/RES/1973 (2011)'",
        ),
        ("documents.toml", "named_as", "called", 2, "unknown key 'called'"),
        ("documents.toml", "resolution 1973 (2011)", "resolution 1999", 3, "no paragraph prints"),
        ("documents.toml", "2 = [", "9 = [", 6, "there is no footnote 9"),
        ("documents.toml", "A/89/7", "A/89/8", 6, "which no entry describes"),
        ("documents.toml", "[footnotes]", "[footnotes", 1, "not valid TOML"),
        ("phrasings.toml", "[3]", "[4]", 5, "there is no such paragraph"),
        ("phrasings.toml", "[3]\n1 =", "[3]\n2 =", 5, "known are whole, 1"),
        ("phrasings.toml", "[2]\n1 = [", "[2]\n1 = [3, ", 3, "needs lists of phrasings"),
        (
            "phrasings.toml",
            "when are ports shut",
            "How long is the pier?",
            6,
            "of paragraph 3 stands at paragraph 2 too",
        ),
    ],
)
def test_finds_the_fault_and_its_line(
    made_up: Path, name: str, old: str, new: str, line: int, words: str
) -> None:
    _edit(made_up, name, lambda text: text.replace(old, new, 1))
    problems = check(made_up)
    assert any(words in problem.message for problem in problems), [str(problem) for problem in problems]
    found = next(problem for problem in problems if words in problem.message)
    assert (found.file.name, found.line) == (name, line)


def test_lists_every_problem_at_once(made_up: Path) -> None:
    _edit(
        made_up,
        "report.md",
        lambda text: text.replace("oak.[^2]", "oak.").replace("- Date: 3 March 2035\n", ""),
    )
    _edit(made_up, "phrasings.toml", lambda text: text + '[9]\n1 = ["what"]\n')
    files = {problem.file.name for problem in check(made_up)}
    assert {"report.md", "phrasings.toml"} <= files
    with pytest.raises(KnowledgeError) as caught:
        load_library(made_up)
    assert len(caught.value.problems) >= 3


def test_a_folder_without_reports_is_said(tmp_path: Path) -> None:
    (problem,) = check(tmp_path)
    assert "no folder with a report.md" in problem.message
