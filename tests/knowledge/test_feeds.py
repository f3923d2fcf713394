"""The catalogue of feeds: whole, with its terms and sources, and told plainly where it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.feeds import LONGEST, check_feeds, load_feeds
from knowledge.problems import KnowledgeError

ONE = """
[[feed]]
title = "One"
address = "https://example.org/feed.xml"
publisher = "Somebody"
about = "News"
terms = "As you like"
source = "Its own page"
checked_on = 2026-11-22
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "feeds.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_packaged_catalogue_is_whole() -> None:
    assert check_feeds() == []
    feeds = load_feeds()
    assert len(feeds) >= 5
    for feed in feeds:
        assert max(len(feed.title), len(feed.address)) <= LONGEST
        assert all((feed.publisher, feed.about, feed.terms, feed.source, feed.checked_on))
        assert feed.address.startswith("https://")
    assert any("news.un.org" in feed.address for feed in feeds)


def test_a_feed_is_read_as_it_stands(tmp_path: Path) -> None:
    (feed,) = load_feeds(written(tmp_path, ONE))
    assert (feed.title, feed.terms, feed.terms_link) == ("One", "As you like", "")


@pytest.mark.parametrize(
    ("change", "line", "words"),
    [
        (("[[feed]]", "[[feed"), 1, "not valid TOML"),
        (("[[feed]]", "[feed]"), 2, "begins with [[feed]]"),
        (('title = "One"', 'titel = "One"'), 4, "unknown key 'titel'"),
        (('title = "One"', ""), 4, "it needs a title"),
        (('terms = "As you like"', "terms = 3"), 3, "it needs a terms"),
        (('"https://example.org/feed.xml"', '"feed.xml"'), 3, "must be a whole http:// or https:// address"),
        (('"https://example.org/feed.xml"', f'"https://example.org/{"a" * 90}"'), 3, "more than 100 characters"),
        (("checked_on = 2026-11-22", 'checked_on = "today"'), 3, "needs checked_on"),
        (("checked_on = 2026-11-22", f"checked_on = 2026-11-22\n{ONE}"), 3, "stands twice"),
        (("[[feed]]", "colour = 1\n[[feed]]"), 2, "unknown key 'colour'"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(
    tmp_path: Path, change: tuple[str, str], line: int, words: str
) -> None:
    path = written(tmp_path, ONE.replace(*change))
    problems = check_feeds(path)
    assert any(words in problem.message and problem.line == line for problem in problems), problems
    with pytest.raises(KnowledgeError):
        load_feeds(path)
