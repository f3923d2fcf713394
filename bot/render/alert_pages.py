"""What one person sees of alerts: what became of a flag, the list, the log, what one follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

from bot.alerts.links import link_of
from bot.alerts.model import Act, Alert, LogEntry, Raised, Reading, Severity, Wanted, WatchRule
from bot.clock import epoch
from bot.render.alert import SEVERITIES, SMALL_PRINT, STATES, countries_in_words, theme_title
from bot.render.alert_controls import severity_menu
from bot.render.controls import LONGEST_OPTION, Row, rows
from bot.render.frame import card, spaced, text
from bot.render.text import clip, length, person, plain, quoted
from knowledge.iso import country
from knowledge.signals.themes import Theme

LIST = (
    r"r2p:alert:list:(?P<page>\d{1,4}):(?P<state>[a-z]*):(?P<severity>[a-z]*):(?P<country>[A-Z]*)"
    r":(?P<theme>[a-z-]{0,40})"
)
SHOW = r"r2p:alert:show"
"""What the ``custom_id`` of each control looks like."""

A_PAGE = 10
_LONGEST_LINE = 90
_LONGEST_REASON = 160
_MOST_REASONS = 5
_LONGEST_LOG = 3_300
_LONGEST_DETAIL = 300
_ACTS = {
    Act.FLAGGED_AGAIN: "flagged it again",
    Act.SEVERITY: "changed the severity",
    Act.NOTE: "noted",
    Act.MUTED: "muted what is similar",
    Act.UPDATED: "brought it up to date",
    Act.ASSIGNED: "assigned it",
}


@dataclass(frozen=True, slots=True)
class Filters:
    """Which alerts a list shows; empty lets all through."""

    state: str = "unclosed"
    severity: str = ""
    country: str = ""
    theme: str = ""

    def page_id(self, page: int) -> str:
        """The ``custom_id`` of the button to a page."""
        return f"r2p:alert:list:{page}:{self.state}:{self.severity}:{self.country}:{self.theme}"


def note(words: str) -> ui.LayoutView:
    """A few words in a card."""
    return card([text(words)])


def asked(words: str, controls: Sequence[Row]) -> ui.LayoutView:
    """A question with its menu."""
    return card([text(words)], controls)


def raised_page(
    raised: Raised, suggested: Reading, themes: Mapping[str, Theme], remark: str
) -> ui.LayoutView:
    """What became of a flag, what the bot read in it and why, and a menu to say otherwise."""
    alert, look = raised.alert, SEVERITIES[raised.alert.severity]
    if raised.muted:
        head = f"### Alert {alert.number} is kept, but not posted\nWhat is like it was muted for a while: {quoted(alert.reason or '', 100)}."
    elif raised.new:
        head = f"### {look.symbol} Alert {alert.number} is raised: {look.word.lower()}\nIt is posted in <#{alert.channel_id}>."
    else:
        head = (
            f"### That is alert {alert.number} already\n{look.symbol} {look.word}, "
            f"{STATES[alert.state].word.lower()}. Your flag was added to it; nothing new is posted."
        )
    texts = [f"{head}\n{remark}".strip(), _suggestion(raised, suggested, themes), f"-# {SMALL_PRINT}"]
    controls = [severity_menu(alert, "own")] if raised.new and not raised.muted else []
    return card(spaced(texts), controls, accent=look.accent)


def _suggestion(raised: Raised, read: Reading, themes: Mapping[str, Theme]) -> str:
    lines = [f"**What I read in it**: {read.severity}"]
    if read.severity is not raised.alert.severity:
        lines[0] += f"; {'you decided' if raised.new else 'the alert is'}: {raised.alert.severity}"
    if read.countries:
        lines.append(f"**Countries** {' · '.join(countries_in_words(read.countries))}")
    if read.themes:
        lines.append(f"**Themes** {' · '.join(theme_title(themes, slug) for slug in read.themes)}")
    lines += [f"- {quoted(reason, _LONGEST_REASON)}" for reason in read.because[:_MOST_REASONS]]
    return "\n".join(lines)


def list_page(found: Sequence[Alert], page: int, filters: Filters, *, more: bool) -> ui.LayoutView:
    """A page of alerts, with a menu to open one; pages count from 0."""
    if not found:
        return note(
            "### No alerts\nNone fit. Without options, `/r2p alert list` shows all that are not closed."
        )
    head = f"### Alerts{f', page {page + 1}' if page or more else ''}\n-# {_filtered(filters)}"
    options = [
        discord.SelectOption(
            label=clip(f"{alert.number}: {plain(alert.title)}", LONGEST_OPTION), value=str(alert.id)
        )
        for alert in found
    ]
    menu: ui.Select[Any] = ui.Select(custom_id=SHOW, placeholder="Open an alert", options=options)
    turns = [(page - 1, "◂ Newer")] if page else []
    turns += [(page + 1, "Older ▸")] if more else []
    leaf = [ui.Button[Any](label=label, custom_id=filters.page_id(number)) for number, label in turns]
    return card(spaced([head, "\n".join(map(line, found))]), [ui.ActionRow(menu), *rows(leaf)])


def _filtered(filters: Filters) -> str:
    parts = [
        {"unclosed": "not closed", "": "all"}.get(filters.state, filters.state),
        filters.severity,
        country(filters.country).name if filters.country else "",
        filters.theme.replace("-", " "),
    ]
    return " · ".join(filter(None, parts))


def line(alert: Alert, *, overdue: bool = False, link: str | None = None) -> str:
    """An alert in one line."""
    look, state = SEVERITIES[alert.severity], STATES[alert.state]
    number = f"[{alert.number}]({link})" if link else str(alert.number)
    flags = "".join(country(code).flag for code in alert.reading.countries[:3])
    title = quoted(alert.title, _LONGEST_LINE)
    late = ", overdue" if overdue else ""
    when = f"<t:{epoch(alert.closed_at or alert.raised_at)}:R>"
    return f"- {look.symbol} **{number}** {flags} {title} · {look.word.lower()}, {state.word.lower()}{late} · {when}"


def log_page(alert: Alert, entries: Iterable[LogEntry]) -> ui.LayoutView:
    """Who did what with an alert and when; of a long log the newest part."""
    lines = [_entry(entry) for entry in entries]
    kept: list[str] = []
    for each in reversed(lines):
        if sum(map(length, kept)) + len(kept) + length(each) > _LONGEST_LOG:
            break
        kept.insert(0, each)
    left = len(lines) - len(kept)
    earlier = (
        [f"-# {left} earlier {'entry is' if left == 1 else 'entries are'} in the export"] if left else []
    )
    head = f"### Log of alert {alert.number}\n**{quoted(alert.title, 200)}**"
    return card(spaced([head, "\n".join([*earlier, *kept])]))


def _entry(entry: LogEntry) -> str:
    nobody = "The bot" if entry.act is not Act.RAISED else "A feed"
    who = nobody if entry.by is None else person(entry.by)
    did = _ACTS.get(entry.act, f"{entry.act} it")
    if entry.act is Act.ASSIGNED:
        detail = entry.detail or "nobody"  # an id that the bot wrote
    elif entry.act is Act.FLAGGED_AGAIN:
        link = link_of(entry.detail) if entry.detail else None
        detail = quoted(link.host, _LONGEST_DETAIL) if link else ""
    else:
        detail = quoted(entry.detail, _LONGEST_DETAIL)
    return f"- <t:{epoch(entry.at)}:f> {who} {did}{f': {detail}' if detail else ''}"


def wanted_in_words(wanted: Wanted, themes: Mapping[str, Theme]) -> str:
    """What a rule lets through: "concern or graver · Sudan · Attacks on health care"."""
    least = {
        Severity.WATCH: "all severities",
        Severity.CONCERN: "concern or graver",
        Severity.URGENT: "urgent alone",
    }
    parts = [least[wanted.least]]
    if wanted.countries:
        parts.append(" or ".join(countries_in_words(wanted.countries)))
    if wanted.themes:
        parts.append(" or ".join(theme_title(themes, slug) for slug in wanted.themes))
    if wanted.words:
        parts.append(" or ".join(f"“{quoted(word, 40)}”" for word in wanted.words))
    return " · ".join(parts)


def rules_page(
    title: str, rules: Iterable[WatchRule], themes: Mapping[str, Theme], remark: str
) -> ui.LayoutView:
    """What a person follows, or what a server's channels watch."""
    lines = []
    for rule in rules:
        where = f"<#{rule.channel_id}>: " if rule.channel_id is not None else ""
        lines.append(clip(f"- {where}{wanted_in_words(rule.wanted, themes)}", 300))
    told = "\n".join(lines)[:3_000] if lines else "Nothing yet."
    return card([text(f"### {title}\n{told}"), text(f"-# {remark}")])


def rule_label(rule: WatchRule, themes: Mapping[str, Theme], name: str = "") -> str:
    """A rule in one line without markup, to choose it by."""
    wanted = rule.wanted
    parts = [
        f"#{name}" if name else "",
        str(wanted.least),
        ", ".join(country(code).name for code in wanted.countries),
        ", ".join(themes[slug].title for slug in wanted.themes if slug in themes),
        ", ".join(wanted.words),
    ]
    return clip(plain(" · ".join(filter(None, parts))), LONGEST_OPTION)
