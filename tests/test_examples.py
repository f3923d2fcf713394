"""Every example question that is printed anywhere is answered, with the paragraph that it should."""

import re
from pathlib import Path

import pytest

from knowledge.answer import Answerer
from knowledge.load import load_library

ROOT = Path(__file__).parents[1]
PRINTED = (
    "README.md",
    "docs/*.md",
    "cogs/*.py",
    "bot/**/*.py",
    "bot/sandbox/files/*",
    "knowledge/answering/messages.py",
)
EXAMPLE = re.compile(
    r'r2p ask(?: --?[a-z-]+)* "([^"{}]+)"|ask question: ([^`"\n|]+\?)|such as: ([A-Z][^"\n]+\?)'
    r"|“([^”{}\n]{12,}\?)”|keywords such as “([^”]+)”|placeholder=\"(?:Ask )?([^\"]+\?)\""
)
"""The ways in which examples are printed: for a shell, for Discord, in a sentence."""

ANSWERED_BY = {
    "what happens when a permanent member says no?": 58,
    "how many countries have a focal point?": 41,
    "how many states have r2p focal points?": 41,
    "how many states have a focal point?": 41,
    "how many attacks on health care were recorded?": 24,
    "veto restraint": 58,
}


def _printed() -> dict[str, str]:
    found = {}
    for pattern in PRINTED:
        for path in sorted(ROOT.glob(pattern)):
            if path.suffix in {".md", ".py", ".html", ".js"}:
                text = path.read_text(encoding="utf-8")
                for match in EXAMPLE.finditer(text):
                    found[next(filter(None, match.groups())).casefold()] = path.name
    return found


@pytest.mark.parametrize(("question", "where"), sorted(_printed().items()))
def test_a_printed_example_is_answered_with_the_right_paragraph(question: str, where: str) -> None:
    assert question in ANSWERED_BY, f"say here which paragraph answers this example of {where}"
    answer = Answerer(load_library()).answer(question)
    assert (answer.status, answer.matches[0].paragraph) == ("answered", ANSWERED_BY[question])


def test_every_example_is_still_printed_somewhere() -> None:
    assert ANSWERED_BY.keys() == _printed().keys()
