"""Keys of items, the line between raised and counted, when to look again, and the rules that managers type."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.feed_keys import found_by, has_own_link, keys_of, worded
from bot.alerts.feed_model import FeedRules, Item
from bot.alerts.model import Severity
from bot.alerts.poll_times import LATEST, asked_wait, next_look
from bot.alerts.rule_input import Wish, wished
from bot.alerts.sift import judge
from bot.errors import UserError
from knowledge.signals import Signal
from knowledge.signals.themes import Theme

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
INTERVAL = timedelta(minutes=15)
ONE = Item("guid", "A title", "Some words", "https://example.org/1", NOW, None)
THEMES = {
    theme.slug: theme
    for theme in (Theme("displacement", "Displacement, deportation and more", (1,)), Theme("children", "Children", (2,)))
}  # fmt: skip

items = st.builds(
    Item,
    guid=st.sampled_from(["", "a", "b", "c"]),
    title=st.sampled_from(["One", "Two", "Three"]),
    summary=st.sampled_from(["", "x"]),
    link=st.sampled_from([None, "https://example.org/", "https://example.org/1", "https://example.org/2"]),
    published=st.sampled_from([None, NOW, NOW + INTERVAL]),
    updated=st.none(),
)


# -- keys


@given(st.lists(items, max_size=6))
def test_every_item_has_keys_and_no_two_different_ones_share_any(listed: list[Item]) -> None:
    keys = keys_of(listed)
    assert all(keys)
    for first, one in zip(listed, keys, strict=True):
        for second, other in zip(listed, keys, strict=True):
            if set(one) & set(other):
                assert telling(first) == telling(second)


def telling(item: Item) -> Item:
    """An item without what tells it from no other: its longer words, a link to the home page."""
    home = item.link == "https://example.org/"
    return replace(item, summary="", link=None if home else item.link)


@given(st.lists(items, max_size=6))
def test_a_document_that_is_read_again_brings_nothing_new(listed: list[Item]) -> None:
    keys = keys_of(listed)
    known = {key: number for number, each in enumerate(keys) for key in each}
    assert all(found_by(each, known) is not None for each in keys_of(listed))


@pytest.mark.parametrize(
    "change",
    [{"guid": "other"}, {"link": "https://example.org/2"}, {"published": NOW + INTERVAL}, {"title": "B"}, {"summary": "B"},
     {"guid": "other", "link": "https://example.org/2"}, {"guid": "", "title": "B"},
     {"link": "http://www.example.org/1/?utm_source=rss#top", "guid": "", "title": "B"}],
)  # fmt: skip
def test_an_item_is_known_by_whatever_it_kept(change: dict[str, object]) -> None:
    (before,), (after,) = keys_of([ONE]), keys_of([replace(ONE, **change)])  # type: ignore[arg-type]
    assert set(before) & set(after)


def test_an_item_that_kept_nothing_is_another_one() -> None:
    other = Item("other", "A title", "Some words", "https://example.org/2", NOW + INTERVAL, None)
    (before,), (after,) = keys_of([ONE]), keys_of([other])
    assert not set(before) & set(after)


def test_the_same_title_without_a_date_is_not_the_same_item() -> None:
    weekly = [
        Item(f"week-{week}", "Weekly update", "", f"https://example.org/{week}", None, None)
        for week in (1, 2)
    ]
    (before,), (after,) = (keys_of([each]) for each in weekly)
    assert not set(before) & set(after)


def test_a_home_page_is_no_items_own_link() -> None:
    assert has_own_link(keys_of([ONE])[0])
    for link in (
        "https://example.org",
        "https://example.org/",
        "https://www.example.org/?utm_source=x",
        None,
    ):
        assert not has_own_link(keys_of([replace(ONE, link=link)])[0])


def test_the_wording_changes_with_the_words_alone() -> None:
    assert worded(ONE) == worded(replace(ONE, guid="x", link=None, published=None))
    assert len({worded(ONE), worded(replace(ONE, title="B")), worded(replace(ONE, summary="B"))}) == 3


# -- the line


SIGNAL = Signal(
    "", relevant=True, score=0.8, countries=("SDN",), themes=("children",), severity=Severity.CONCERN
)


@pytest.mark.parametrize(
    ("rules", "against"),
    [
        ({}, ""),
        ({"score": 80}, ""),
        ({"score": 81}, "score 80 %, and 81 % are asked for"),
        ({"least": Severity.URGENT}, "suggests concern, and urgent is asked for"),
        ({"countries": ("TCD", "SDN")}, ""),
        ({"countries": ("TCD",)}, "none of the countries"),
        ({"themes": ("displacement",)}, "none of the themes"),
        ({"words": ("some words",)}, ""),
        ({"words": ("some word",)}, "none of the words"),
        ({"without": ("SOME",)}, "has “SOME”"),
    ],
)  # fmt: skip
def test_an_item_below_the_line_is_told_why(rules: dict[str, object], against: str) -> None:
    judged = judge(ONE, SIGNAL, FeedRules(**rules))  # type: ignore[arg-type]
    assert against in judged.against
    assert bool(judged.against) == bool(against)


def test_what_is_not_relevant_is_raised_only_where_a_lower_score_will_do() -> None:
    signal = replace(SIGNAL, relevant=False, score=0.3)
    assert judge(ONE, signal, FeedRules()).against == "not about the report's subject (score 30 %)"
    assert judge(ONE, signal, FeedRules(score=30)).against == ""


def test_what_suggests_no_severity_is_for_watching() -> None:
    judged = judge(ONE, replace(SIGNAL, severity=None), FeedRules(least=Severity.WATCH))
    assert (judged.reading.severity, judged.against) == (Severity.WATCH, "")


# -- when to look again


@given(st.floats(0, 1), st.integers(0, 100), st.timedeltas(timedelta(minutes=5), timedelta(days=1)))
def test_the_next_look_is_after_now_and_never_more_than_a_day_or_so_away(
    jitter: float, failures: int, interval: timedelta
) -> None:
    wait = next_look(NOW, interval, jitter, failures=failures) - NOW
    assert min(interval * 0.89, LATEST) <= wait <= LATEST * 1.11
    if not failures:
        assert wait <= interval * 1.11


def test_failures_double_the_wait() -> None:
    waits = [next_look(NOW, INTERVAL, 0.5, failures=failures) - NOW for failures in range(9)]
    assert waits[:4] == [INTERVAL, INTERVAL * 2, INTERVAL * 4, INTERVAL * 8]
    assert waits[-1] == LATEST


@pytest.mark.parametrize(
    ("said", "wait"),
    [
        ("120", timedelta(minutes=2)),
        ("0", timedelta(0)),
        ("99999999999999999999", LATEST),
        ("Sun, 22 Nov 2026 13:00:00 GMT", timedelta(hours=1)),
        ("Sun, 22 Nov 2026 11:00:00 GMT", timedelta(0)),
        ("Sun, 22 Nov 2999 11:00:00 GMT", LATEST),
        ("-5", None),
        ("soon", None),
        ("１２", None),
        ("", None),
        (None, None),
    ],
)
def test_what_a_server_asks_for_is_read(said: str | None, wait: timedelta | None) -> None:
    assert asked_wait(said, NOW) == wait


@given(st.text(max_size=40))
def test_whatever_a_server_asks_for_it_is_a_wait_of_at_most_a_day(said: str) -> None:
    wait = asked_wait(said, NOW)
    assert wait is None or timedelta(0) <= wait <= LATEST
    assert next_look(NOW, INTERVAL, 0.0, retry_after=said) > NOW


# -- what managers type


@pytest.mark.parametrize(
    ("wish", "rules"),
    [
        (Wish(), FeedRules()),
        (Wish(least="urgent", score=40), FeedRules(Severity.URGENT, 40)),
        (Wish(countries="Sudan, tcd;  COD,sudan"), FeedRules(countries=("SDN", "TCD", "COD"))),
        (Wish(themes="displacement deportation and more, children"), FeedRules(themes=("displacement", "children"))),
        (Wish(words=" hate   speech , Camp"), FeedRules(words=("hate speech", "Camp"))),
        (Wish(without="film"), FeedRules(without=("film",))),
    ],
)  # fmt: skip
def test_rules_are_read(wish: Wish, rules: FeedRules) -> None:
    assert wished(FeedRules(), wish, THEMES) == rules


def test_a_dash_takes_away_and_what_is_left_out_stays() -> None:
    before = FeedRules(Severity.URGENT, 40, ("SDN",), ("children",), ("a",), ("b",))
    assert wished(before, Wish(), THEMES) == before
    gone = Wish("concern", 0, "-", "-", "-", "-")
    assert wished(before, gone, THEMES) == FeedRules()


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        (Wish(countries="Atlantis"), "no country “Atlantis”"),
        (Wish(countries="Suda"), "Did you mean Sudan?"),
        (Wish(countries="*@everyone*"), "no country"),
        (Wish(themes="weather"), "no theme “weather”"),
        (Wish(words="x" * 51), "1 to 50 characters"),
        (Wish(words="..."), "1 to 50 characters"),
        (Wish(words=",".join(map(str, range(16)))), "up to 15"),
    ],
)
def test_rules_that_cannot_be_read_are_told(wish: Wish, words: str) -> None:
    with pytest.raises(UserError) as told:
        wished(FeedRules(), wish, THEMES)
    assert words in str(told.value)
    assert "@everyone" not in str(told.value)
