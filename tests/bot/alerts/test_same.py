"""The same thing twice is one alert: what counts as the same, and what does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.same import canonical, near_identical, wording

PAGE = "example.org/2026/sudan-el-fasher"


@pytest.mark.parametrize(
    "link",
    [
        "https://example.org/2026/sudan-el-fasher",
        "http://example.org/2026/sudan-el-fasher/",
        "https://www.example.org/2026/sudan-el-fasher?utm_source=x&utm_medium=y",
        "https://m.example.org/2026/sudan-el-fasher#top",
        "https://EXAMPLE.org:443/2026/sudan-el-fasher?fbclid=abc",
        "https://amp.example.org/2026/sudan-el-fasher/amp/",
        " https://example.org/2026/sudan%2Del-fasher ",
    ],
)
def test_a_page_is_known_in_all_its_forms(link: str) -> None:
    assert canonical(link) == PAGE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a", "https://example.org/b"),
        ("https://example.org/?id=1", "https://example.org/?id=2"),
        ("https://example.org/a", "https://example.com/a"),
        ("https://example.org/a", "https://example.org:8443/a"),
        ("https://example.org/A", "https://example.org/a"),
    ],
)
def test_two_pages_stay_two(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


def test_the_order_of_parameters_is_no_difference() -> None:
    assert canonical("https://example.org/?b=2&a=1") == canonical("https://example.org/?a=1&b=2&gclid=x")


def test_a_message_is_the_same_in_every_client() -> None:
    links = [
        "https://discord.com/channels/1/2/3",
        "https://ptb.discord.com/channels/1/2/3/",
        "https://discordapp.com/channels/1/2/3",
    ]
    assert len({canonical(link) for link in links}) == 1


@pytest.mark.parametrize(
    "link",
    [
        "",
        "no link",
        "ftp://example.org/a",
        "javascript:alert(1)",
        "https://",
        "https://[",
        "http://example.org:99999/",
    ],
)
def test_what_is_no_link_has_no_form(link: str) -> None:
    assert canonical(link) is None


@given(st.text(max_size=200))
def test_any_text_is_taken(text: str) -> None:
    canonical(text)
    canonical(f"https://example.org/{text}")


@given(st.text(alphabet="abc/%.-?=&", max_size=40))
def test_the_form_of_a_form_is_the_form(path: str) -> None:
    once = canonical(f"https://example.org/{path}")
    assert once is None or canonical(f"https://{once}") == once


def test_small_changes_of_a_wording_are_no_difference() -> None:
    one = wording("Shelling of El Fasher hospital kills dozens, aid groups say")
    for other in (
        "Shelling of El Fasher hospital kills dozens, aid groups say.",
        "SHELLING OF EL FASHER HOSPITAL KILLS DOZENS, AID GROUPS SAY | Example News",
        "Shelling of El-Fasher hospital kills dozens, aid group says",
    ):
        assert near_identical(one, wording(other)), other


@pytest.mark.parametrize(
    "other",
    [
        "Shelling of Zamzam camp kills dozens, aid groups say",
        "Council debates shelling of El Fasher hospital",
        "",
    ],
)
def test_other_news_is_another_thing(other: str) -> None:
    assert not near_identical(
        wording("Shelling of El Fasher hospital kills dozens, aid groups say"), wording(other)
    )


def test_other_numbers_are_another_thing() -> None:
    assert not near_identical(
        wording("At least 12 killed in attack on market in Port town"),
        wording("At least 21 killed in attack on market in Port town"),
    )


def test_few_words_are_the_same_only_if_they_are_equal() -> None:
    assert near_identical(wording("Attack in Goma"), wording("attack in Goma!"))
    assert not near_identical(wording("Attack in Goma"), wording("Attack in Roma"))


@given(st.text(max_size=120))
def test_every_wording_that_says_something_is_near_itself(text: str) -> None:
    said = wording(text)
    assert near_identical(said, said) is bool(said)
