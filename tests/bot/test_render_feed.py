"""Messages about feeds: within Discord's limits whatever feeds hold, and nothing in them that pings or leads astray."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

from discord import ui
from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.feed_model import MOST_FEEDS, Counts, Feed, FeedRules, Item, Judged
from bot.alerts.feed_text import link_of, text_of
from bot.alerts.model import LONGEST_TEXT, LONGEST_TITLE, Reading, Severity
from bot.alerts.rule_input import MOST_OF_EACH
from bot.render import feed as render
from bot.render.text import length
from bot.storage.feeds import Rest
from knowledge.signals.themes import Theme

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
THEMES = {
    f"theme-{n}": Theme(f"theme-{n}", f"A theme with a rather long title, number {n}", (n,))
    for n in range(20)
}
FEED = Feed(
    1, 77, "https://example.org/feed.xml", "A feed", FeedRules(), 42, NOW, None, None, NOW, 0, None, NOW, None
)  # fmt: skip

pieces = st.sampled_from(
    [*"ab *_~`|<>[]()@:#-&\\/.", "@everyone ", "@here", "<@1>", "https://evil.example ", "](", "\u202e", "😀"]
)
nasty = st.lists(pieces | st.characters(), max_size=60).map(
    lambda listed: text_of("".join(listed), LONGEST_TITLE) or "x"
)
links = st.none() | st.text(max_size=60).map(
    lambda path: link_of(f"https://example.org/{path}", "https://example.org/")
)
words = st.lists(nasty, max_size=MOST_OF_EACH).map(lambda listed: tuple(word[:50] for word in listed))
rules = st.builds(
    FeedRules,
    least=st.sampled_from(list(Severity)),
    score=st.none() | st.integers(1, 100),
    countries=st.lists(st.sampled_from(["SDN", "COD", "QQQ"]), max_size=MOST_OF_EACH).map(tuple),
    themes=st.lists(st.sampled_from([*THEMES, "gone"]), max_size=MOST_OF_EACH).map(tuple),
    words=words,
    without=words,
)
feeds = st.builds(
    lambda title, asked, trouble, paused, failures: replace(
        FEED, title=title, rules=asked, trouble=trouble, paused_reason=paused, failures=failures, counts=Counts(9, 9, 9, 9)
    ),
    nasty, rules, st.none() | nasty, st.none() | nasty, st.integers(0, 9),
)  # fmt: skip
judged = st.builds(
    lambda title, link, against, because, asked: Judged(
        Item("", title, "", link, None, None),
        Reading(0.5, asked.countries, asked.themes, (), asked.least, because),
        against,
    ),
    nasty, links, st.sampled_from(["", "not about the report's subject (score 5 %)"]), words, rules,
)  # fmt: skip


def told(view: ui.LayoutView) -> str:
    """All text of a message, which has to fit."""
    texts = [part.content for part in view.walk_children() if isinstance(part, ui.TextDisplay)]
    assert sum(map(length, texts)) <= 4_000
    assert sum(1 for _ in view.walk_children()) <= 40
    assert all(texts)
    return "\n".join(texts)


def harmless(text: str) -> None:
    """Nothing pings, and all that leads somewhere leads to the item's own host."""
    bare = re.sub(r"\\.", "", text)  # what is escaped means nothing
    assert "@everyone" not in bare
    assert "@here" not in bare
    assert not re.search(r"<[@#]", bare)
    rest = re.sub(r"\]\(https://example\.org/[^\s()]*\)|`[^`\n]*`", "", bare)
    assert "https://" not in rest
    assert "](" not in rest


@given(feeds)
def test_one_feed_fits_and_is_harmless(feed: Feed) -> None:
    for view in (
        render.sheet(feed, THEMES, "Feed added", "x" * 300),
        render.removal(feed),
        render.paused(feed),
    ):
        harmless(told(view))


@given(st.lists(feeds, max_size=MOST_FEEDS))
def test_the_list_fits_and_is_harmless(listed: list[Feed]) -> None:
    harmless(told(render.listing(listed, THEMES)))


def test_twenty_feeds_of_the_longest_fit() -> None:
    longest = replace(
        FEED, title="😀*" * 100, paused_reason="_" * 500, rules=FeedRules(words=("*" * 50,) * 15)
    )
    text = told(render.listing([longest] * MOST_FEEDS, THEMES))
    assert text.count("paused") == MOST_FEEDS


@given(nasty, rules, st.lists(judged, min_size=1, max_size=10))
def test_a_trial_fits_is_harmless_and_counts_all(
    title: str, asked: FeedRules, given_items: list[Judged]
) -> None:
    text = told(render.trial(render.Trial(title, asked, given_items), THEMES))
    harmless(text)
    above = sum(not each.against for each in given_items)
    assert f"{above} would have raised an alert" in text


@given(
    nasty, st.lists(st.builds(Rest, nasty, links, st.sampled_from(list(Severity))), min_size=1, max_size=50)
)
def test_the_one_line_fits_is_harmless_and_counts_all(title: str, rest: list[Rest]) -> None:
    text = told(render.summed_up(title, rest))
    harmless(text)
    assert f"{len(rest)} more item" in text
    assert text.count("\n") == 1, "one line, and one below it"


@given(st.text(max_size=400))
def test_a_texts_length_is_bounded_before_it_is_rendered(markup: str) -> None:
    assert len(text_of(markup * 20, LONGEST_TEXT)) <= LONGEST_TEXT
