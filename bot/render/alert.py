"""An alert as a message: how grave, what, where, what the report says of such things, who does what about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from discord import ui

from bot.alerts.links import link_of
from bot.alerts.model import Alert, AlertState, Severity
from bot.clock import epoch
from bot.places import Place
from bot.render.alert_controls import buttons
from bot.render.controls import rows
from bot.render.frame import card, spaced, text
from bot.render.text import person, quoted, verbatim
from knowledge.event_quote import closest
from knowledge.iso import country
from knowledge.model import Report
from knowledge.signals.themes import Theme

SMALL_PRINT = "Legal determination is for courts (para. 12). A flag is a note, not a finding."

_LONGEST_TITLE = 200
_LONGEST_TEXT = 420
_LONGEST_PLACE = 100
_LONGEST_REASON = 300
_LONGEST_SENTENCE = 260
_MOST_COUNTRIES = 6
_MOST_THEMES = 4
_MOST_QUOTES = 2
_MOST_PARAGRAPHS = 3


class Look(NamedTuple):
    """How a severity or a state shows: never by colour alone."""

    symbol: str
    word: str
    accent: int


SEVERITIES = {
    Severity.WATCH: Look("👁️", "Watch", 0x3B82C4),
    Severity.CONCERN: Look("⚠️", "Concern", 0xE8A33D),
    Severity.URGENT: Look("🚨", "Urgent", 0xC8372D),
}
STATES = {
    AlertState.OPEN: Look("○", "Open", 0),
    AlertState.ACKNOWLEDGED: Look("◐", "Acknowledged", 0),
    AlertState.RESOLVED: Look("✔", "Resolved", 0),
    AlertState.DISMISSED: Look("✖", "Dismissed", 0),
}
_CLOSED = 0x8A8F98
_UNKNOWN_THEME = "another theme"


@dataclass(frozen=True, slots=True)
class Setting:
    """What an alert is shown with."""

    report: Report
    themes: Mapping[str, Theme]
    feed: str | None = None
    """The name of the feed that raised it, if one did and it is known."""


def alert_card(alert: Alert, setting: Setting, *, link: str | None = None) -> ui.LayoutView:
    """The message in the alerts channel, without its small print and mark; with a ``link`` to that one, a copy to read."""
    controls = buttons(alert, _passage(alert, setting.report)) if link is None else _copy(link)
    return card(spaced(_texts(alert, setting)), rows(controls), accent=_accent(alert))


def private_card(alert: Alert, setting: Setting, link: str | None) -> ui.LayoutView:
    """The alert for one person, with its buttons."""
    controls = [*buttons(alert, _passage(alert, setting.report)), *(_copy(link) if link else [])]
    parts = [*spaced(_texts(alert, setting)), text(f"-# {SMALL_PRINT}")]
    return card(parts, rows(controls), accent=_accent(alert))


def _accent(alert: Alert) -> int:
    return _CLOSED if alert.state.closed else SEVERITIES[alert.severity].accent


def _copy(link: str) -> list[ui.Button[Any]]:
    return [ui.Button(label="Open the alert", url=link)]


def _passage(alert: Alert, report: Report) -> Place | None:
    numbers = _paragraphs(alert, report)[:_MOST_PARAGRAPHS]
    return Place(report.symbol, paragraphs=tuple(numbers)) if numbers else None


def _paragraphs(alert: Alert, report: Report) -> list[int]:
    known = {paragraph.number for paragraph in report.paragraphs}
    return [number for number in alert.reading.paragraphs if number in known]


def _texts(alert: Alert, setting: Setting) -> Iterator[str]:
    look = SEVERITIES[alert.severity]
    head = f"### {look.symbol} {look.word} · Alert {alert.number}\n**{quoted(alert.title, _LONGEST_TITLE)}**"
    if alert.text:
        head += f"\n{quoted(alert.text, _LONGEST_TEXT)}"
    yield head
    if about := "\n".join(_about(alert, setting)):
        yield about
    if not alert.state.closed and (said := "\n".join(_quotes(alert, setting.report))):
        yield said
    yield f"{state_line(alert)}\n-# {_raised(alert, setting)}"


def _about(alert: Alert, setting: Setting) -> Iterator[str]:
    where = [quoted(alert.place, _LONGEST_PLACE)] if alert.place else []
    where += countries_in_words(alert.reading.countries)
    if where:
        yield f"**Where** {' · '.join(where)}"
    if themes := [theme_title(setting.themes, slug) for slug in alert.reading.themes[:_MOST_THEMES]]:
        yield f"**Themes** {' · '.join(themes)}"
    if alert.link and (link := link_of(alert.link)):
        yield f"**Source** [{verbatim(link.host)}]({link.url})"


def countries_in_words(codes: tuple[str, ...]) -> list[str]:
    """Countries by flag and name, the first few of them."""
    named = [country(code) for code in codes[:_MOST_COUNTRIES]]
    more = [f"{len(codes) - _MOST_COUNTRIES} more"] if len(codes) > _MOST_COUNTRIES else []
    return [f"{each.flag} {verbatim(each.name)}".strip() for each in named] + more


def theme_title(themes: Mapping[str, Theme], slug: str) -> str:
    """A theme for people; one that a later list of themes has no more goes without its name."""
    return verbatim(themes[slug].title) if slug in themes else _UNKNOWN_THEME


def _quotes(alert: Alert, report: Report) -> Iterator[str]:
    found = [
        quote
        for number in _paragraphs(alert, report)[:_MOST_QUOTES]
        if (quote := closest(report, f"{alert.title} {alert.text}", (number,)))
    ]
    if found:
        yield "**What the report says of such things**"
    for quote in found:
        yield f"> “{verbatim(_beginning(quote.sentence.text))}” (para. {quote.paragraph})"


def _beginning(sentence: str) -> str:
    """A sentence, or its first words and […]: what is cut is shown as cut."""
    if len(sentence) <= _LONGEST_SENTENCE:
        return sentence
    return f"{sentence[: sentence.rfind(' ', 0, _LONGEST_SENTENCE)].rstrip(' ,;:–-')} […]"


def state_line(alert: Alert) -> str:
    """Who does what about it."""
    look = STATES[alert.state]
    match alert.state:
        case AlertState.OPEN:
            line = f"{look.symbol} **Open**: nobody has acknowledged it yet"
        case AlertState.ACKNOWLEDGED:
            line = f"{look.symbol} **Acknowledged** by {person(alert.acknowledged_by)}{_at(alert.acknowledged_at)}"
        case _:
            by = "" if alert.closed_by is None else f" by {person(alert.closed_by)}"
            reason = f": {quoted(alert.reason, _LONGEST_REASON)}" if alert.reason else ""
            return f"{look.symbol} **{look.word}**{by}{_at(alert.closed_at)}{reason}"
    return line + (f" · assigned to <@{alert.assigned_to}>" if alert.assigned_to else "")


def _at(moment: Any) -> str:
    return f" <t:{epoch(moment)}:R>" if moment else ""


def _raised(alert: Alert, setting: Setting) -> str:
    if alert.raised_by:
        who = f"<@{alert.raised_by}>"
    elif alert.feed_id is not None:
        who = f"the feed “{quoted(setting.feed, 60)}”" if setting.feed else "a feed"
    else:
        who = "somebody who asked to be forgotten"
    again = alert.flags - 1
    others = "" if again < 1 else f" · also flagged {'once' if again == 1 else f'{again} times'}"
    return f"Raised by {who} <t:{epoch(alert.raised_at)}:f>{others}"


def recall_card(alert: Alert, words: str, link: str | None, controls: list[ui.Button[Any]]) -> ui.LayoutView:
    """A short word about an urgent alert, which leads to it."""
    look = SEVERITIES[Severity.URGENT]
    head = f"### {look.symbol} {words}\n**{quoted(alert.title, _LONGEST_TITLE)}**"
    return card([text(head)], rows([*controls, *(_copy(link) if link else [])]), accent=look.accent)


def jump(guild_id: int, channel_id: int, message_id: int) -> str:
    """The address of a message."""
    return f"https://discord.com/channels/{guild_id}/{channel_id}/{message_id}"
