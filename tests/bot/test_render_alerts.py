"""Alerts as messages: whatever is flagged, they fit, ping nobody, and lead where they say."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest
from discord import ui
from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.links import link_of
from bot.alerts.model import (
    LONGEST_LINK,
    LONGEST_NOTE,
    LONGEST_TEXT,
    LONGEST_TITLE,
    Act,
    Alert,
    AlertState,
    LogEntry,
    Raised,
    Reading,
    Severity,
    Wanted,
    WatchRule,
)
from bot.render.alert import SEVERITIES, SMALL_PRINT, STATES, Setting, alert_card, private_card
from bot.render.alert_pages import Filters, list_page, log_page, raised_page, rules_page
from bot.render.mark import MOST_IN_ALL, marked
from bot.render.text import length
from knowledge.iso import countries, country, named, offered
from knowledge.model import Library
from knowledge.signals import Signals
from tests.bot.alerts.test_desk import an_alert
from tests.bot.posting.fakes import START

NASTY = st.text(
    st.one_of(st.characters(), st.sampled_from("@<>()[]*_`~|#:/\\\n&!")), max_size=LONGEST_TEXT
) | st.sampled_from(
    ["@everyone " * 150, "<@1>" * 300, "](https://evil.example) " * 60, "```" * 400, "🙂" * 1_500]
)


@pytest.fixture(scope="module")
def setting(library: Library, signals: Signals) -> Setting:
    return Setting(library.newest, signals.themes.themes)


def texts(view: ui.LayoutView) -> list[str]:
    return [item.content for item in view.walk_children() if isinstance(item, ui.TextDisplay)]


def check(view: ui.LayoutView) -> None:
    """Discord takes it, and it pings nobody but those whom the bot names."""
    said = "\n".join(texts(view))
    assert sum(map(length, texts(view))) <= MOST_IN_ALL
    assert sum(1 for _ in view.walk_children()) <= 40
    assert "@everyone" not in said
    assert "<@&" not in said
    assert view.has_components_v2()


def full(alert: Alert, words: str) -> Alert:
    """An alert that says something everywhere."""
    reading = Reading(
        0.9,
        tuple(countries())[:20],
        ("health-care", "hate-speech", "no-such"),
        (14, 23, 18, 999),
        Severity.URGENT,
    )
    return replace(
        alert,
        title=words[:LONGEST_TITLE] or "x",
        text=words,
        place=words[:100],
        link="https://example.org/" + "a" * (LONGEST_LINK - 30),
        reading=reading,
        reason=words[:LONGEST_NOTE],
        assigned_to=1,
        flags=12,
    )


@given(NASTY, st.sampled_from(list(AlertState)), st.sampled_from(list(Severity)))
def test_whatever_is_flagged_fits_and_pings_nobody(
    setting: Setting, words: str, state: AlertState, severity: Severity
) -> None:
    alert = replace(full(an_alert(severity), words), state=state)
    if state is AlertState.ACKNOWLEDGED:
        alert = replace(alert, acknowledged_by=5, acknowledged_at=START)
    elif state.closed:
        alert = replace(alert, closed_by=5, closed_at=START)
    check(marked(alert_card(alert, setting), SMALL_PRINT, "0123456789abcdef"))
    check(alert_card(alert, setting, link="https://discord.com/channels/1/2/3"))
    check(private_card(alert, setting, "https://discord.com/channels/1/2/3"))
    check(list_page([alert] * 10, 1, Filters(), more=True))
    said = "\n".join(texts(alert_card(alert, setting)))
    assert SEVERITIES[severity].word in said
    assert STATES[state].word in said
    assert "](https://evil" not in said


@given(NASTY)
def test_logs_answers_and_rules_fit(setting: Setting, words: str) -> None:
    alert = full(an_alert(), words)
    entries = [LogEntry(START, by, act, words[:LONGEST_NOTE]) for act in Act for by in (1, None)] * 5
    check(log_page(alert, entries))
    read = replace(alert.reading, because=(words,) * 10)
    for raised in (Raised(alert, new=True), Raised(alert, new=False), Raised(alert, new=True, muted=True)):
        check(raised_page(raised, read, setting.themes, ""))
    wanted = Wanted(Severity.CONCERN, tuple(countries())[:10], ("health-care",), (words[:60],) * 10)
    check(rules_page("Rules", [WatchRule(1, 1, 2, None, wanted, 3)] * 25, setting.themes, "so"))


@given(st.text(max_size=80), st.sampled_from(["https://", "http://", "HTTPS://", "javascript:", "", "//"]))
def test_a_link_leads_to_the_host_that_is_shown(rest: str, scheme: str) -> None:
    link = link_of(scheme + rest)
    if link is not None:
        parts = urlsplit(link.url)
        assert parts.scheme in {"http", "https"}
        assert parts.hostname == link.host.lower()
        assert parts.username is None
        assert not set(link.url) & set(" ()<>[]\"'\n")
        assert link.url.isascii()


@pytest.mark.parametrize(
    ("written", "host"),
    [
        ("https://bbc.co.uk@evil.example/x", "evil.example"),
        ("https://еxample.org/", "xn--xample-2of.org"),
        ("https://example.org:8443/a(b)", "example.org"),
        ("ftp://example.org/", None),
        ("https://localhost/", None),
        ("https://exa mple.org/", None),
        ("https://example.org/" + "a" * 600, None),
    ],
)
def test_hosts_are_the_true_ones(written: str, host: str | None) -> None:
    link = link_of(written)
    assert (link and link.host) == host


def test_countries_go_by_name_code_and_beginning() -> None:
    assert country("SDN").name == "Sudan"
    assert country("QQZ").name == "QQZ"
    assert named(" sudan ") == named("sdn") == country("SDN")
    assert named("Atlantis") is None
    assert [each.code for each in offered("niger")] == ["NER", "NGA"]
    assert len({each.flag for each in countries().values()}) == len(countries())
    every: Any = offered("")
    assert len(every) == len(countries())
