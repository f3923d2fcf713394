from pathlib import Path

import pytest

from knowledge.answer import Answerer
from knowledge.check import check
from knowledge.load import load_library
from knowledge.model import Library

TOPIC = """\
[[topic]]
name = "tides"
look = "See the tide tables."
phrasings = ["when is high water", "times of the tide"]
"""


def test_a_topic_is_told_where_to_look(made_up: Path) -> None:
    (made_up / "A-90-12" / "not_covered.toml").write_text(TOPIC, encoding="utf-8")
    answer = Answerer(load_library(made_up)).answer("At what times is the water high?")
    assert answer.status != "answered"
    assert answer.message.endswith("See the tide tables.")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[topic]\n", "not valid TOML"),
        (TOPIC + "\n[other]\n", "unknown key 'other'"),
        (TOPIC.replace("look =", "see ="), "look at look, see"),
        (TOPIC.replace('["when is high water", "times of the tide"]', '"when"'), "phrasings need a list"),
        ("topic = 1\n", "a topic begins with [[topic]]"),
    ],
)
def test_what_is_wrong_is_told_with_its_file(made_up: Path, text: str, message: str) -> None:
    path = made_up / "A-90-12" / "not_covered.toml"
    path.write_text(text, encoding="utf-8")
    found = check(made_up)
    assert [problem.file for problem in found] == [path]
    assert message in found[0].message


def test_every_topic_of_the_report_leads_somewhere(library: Library, answerer: Answerer) -> None:
    for topic in library.newest.not_covered:
        assert topic.look.endswith(".")
        told = [answerer.answer(phrasing).message.endswith(topic.look) for phrasing in topic.phrasings]
        assert sum(told) / len(told) >= 0.7, topic.topic


def test_no_topic_says_what_a_paragraph_is_asked_for(library: Library) -> None:
    report = library.newest
    asked = {phrasing.casefold() for phrasings in report.phrasings.values() for phrasing in phrasings}
    left_out = [phrasing.casefold() for topic in report.not_covered for phrasing in topic.phrasings]
    assert len(set(left_out)) == len(left_out)
    assert asked.isdisjoint(left_out)
