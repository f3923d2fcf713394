"""What is seen of feeds: one with its rules, the list, what it would raise, what was too much to raise, a notice."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import discord
from discord import ui

from bot.alerts.feed_model import Feed, FeedRules, Judged
from bot.alerts.links import link_of
from bot.alerts.model import Severity
from bot.clock import epoch
from bot.render.alert import SEVERITIES, countries_in_words, theme_title
from bot.render.controls import LONGEST_LABEL, Button, rows
from bot.render.frame import MOST_TEXT, card, line, spaced, text
from bot.render.text import clip, length, plain, quoted, verbatim
from bot.storage.feeds import Rest
from knowledge.signals.themes import Theme

FEED = r"r2p:feed:(?P<what>resume|pause|remove|drop|keep|test):(?P<feed>\d{1,18})"
"""What the ``custom_id`` of each control looks like."""

_LONGEST_TITLE = 100
_LONGEST_ADDRESS = 200
_LONGEST_REASON = 250
_SHORT_REASON = 60
_LONGEST_RULES = 600
_SHORT_TITLE = 60
_LISTED_TITLE = 50
_MOST_LISTED = 10
"""Titles in the one line."""
_MOST_RESUMED = 5
_BETWEEN = " · "
_ROOM = 400
"""Characters that are kept for what stands around a list."""
_LEAST = {
    Severity.WATCH: "any severity",
    Severity.CONCERN: "concern or graver",
    Severity.URGENT: "urgent alone",
}


class Trial(NamedTuple):
    """What a feed would have raised."""

    title: str
    rules: FeedRules
    judged: Sequence[Judged]
    """Its last items, the newest first."""


def button(label: str, what: str, feed_id: int, style: discord.ButtonStyle | None = None) -> Button:
    """A button that does something with a feed."""
    return ui.Button(
        label=clip(label, LONGEST_LABEL),
        style=style or discord.ButtonStyle.secondary,
        custom_id=f"r2p:feed:{what}:{feed_id}",
    )


def in_words(rules: FeedRules, themes: Mapping[str, Theme]) -> str:
    """What raises an alert: "concern or graver · Sudan · with “camp” · without “film”"."""
    parts = [_LEAST[rules.least]]
    parts += [f"score of {rules.score} % or more"] if rules.score is not None else []
    parts += [" or ".join(countries_in_words(rules.countries))] if rules.countries else []
    parts += [" or ".join(theme_title(themes, slug) for slug in rules.themes)] if rules.themes else []
    parts += [f"with {_words(rules.words)}"] if rules.words else []
    parts += [f"without {_words(rules.without)}"] if rules.without else []
    return clip(" · ".join(parts), _LONGEST_RULES)


def _words(words: Sequence[str]) -> str:
    return " or ".join(f"“{quoted(word, 50)}”" for word in words)


def sheet(feed: Feed, themes: Mapping[str, Theme], title: str, remark: str = "") -> ui.LayoutView:
    """One feed with its rules, how it stands, and its buttons."""
    head = f"### {title}\n**{quoted(feed.title, _LONGEST_TITLE)}**\n{_address(feed.address)}"
    told = [head, f"**Raises** {in_words(feed.rules, themes)}\n{state(feed)}\n{counts(feed)}"]
    told += [f"-# {remark}"] if remark else []
    going = feed.paused_reason is None
    buttons = [
        button("Pause", "pause", feed.id)
        if going
        else button("Resume", "resume", feed.id, discord.ButtonStyle.primary),
        button("Test", "test", feed.id),
        button("Remove", "remove", feed.id),
    ]
    return card(spaced(told), rows(buttons))


def state(feed: Feed) -> str:
    """How a feed stands, in a sentence or two."""
    read = f"Last read <t:{epoch(feed.succeeded_at)}:R>." if feed.succeeded_at else "Not read yet."
    if feed.paused_reason is not None:
        return f"**Paused**: {_reason(feed.paused_reason)} {read}"
    if feed.failures:
        times = "once" if feed.failures == 1 else f"{feed.failures} times in a row"
        return f"**Failed** {times}: {_reason(feed.trouble or '')} {read} Next try <t:{epoch(feed.next_poll)}:R>."
    return f"{read} Next look <t:{epoch(feed.next_poll)}:R>."


def counts(feed: Feed) -> str:
    """What became of its items."""
    found = feed.counts
    parts = [f"{found.raised} raised", f"{found.below} below the line"]
    parts += [f"{found.joined} known already or muted"] if found.joined else []
    parts += [f"{found.summed} only named"] if found.summed else []
    return f"-# Since it was added: {', '.join(parts)}"


def listing(feeds: Sequence[Feed], themes: Mapping[str, Theme]) -> ui.LayoutView:
    """All feeds of a server."""
    if not feeds:
        return note(
            "### No feeds yet\nA feed that the bot follows raises alerts by rules of yours.\n"
            "Try: `/r2p-admin feed add`, and choose an address from the list."
        )
    head = f"### {len(feeds)} {'feed' if len(feeds) == 1 else 'feeds'} in this server"
    room = (MOST_TEXT - length(head)) // len(feeds)
    told = [clip(f"**{quoted(feed.title, _LISTED_TITLE)}** · {_line(feed, themes)}", room) for feed in feeds]
    halted = [feed for feed in feeds if feed.paused_reason is not None]
    buttons = [
        button(f"Resume {plain(feed.title)}", "resume", feed.id, discord.ButtonStyle.primary)
        for feed in halted[:_MOST_RESUMED]
    ]
    return card([text(head), line(), text("\n".join(f"- {each}" for each in told))], rows(buttons))


def _line(feed: Feed, themes: Mapping[str, Theme]) -> str:
    if feed.paused_reason is not None:
        stands = f"**paused**: {quoted(feed.paused_reason, _SHORT_REASON)}"
    elif feed.failures:
        stands = f"**failed** {feed.failures}×: {quoted(feed.trouble or '', _SHORT_REASON)}"
    else:
        stands = f"read <t:{epoch(feed.succeeded_at)}:R>" if feed.succeeded_at else "not read yet"
    found = feed.counts
    return f"{stands} · {found.raised} raised, {found.below} below the line · {in_words(feed.rules, themes)}"


def removal(feed: Feed) -> ui.LayoutView:
    """The question whether a feed is to be removed."""
    told = (
        f"### Remove this feed?\n**{quoted(feed.title, _LONGEST_TITLE)}**\n{_address(feed.address)}\n"
        "The alerts that it raised stay. If you add it again, what it holds then counts as seen."
    )
    buttons = [
        button("Remove it", "drop", feed.id, discord.ButtonStyle.danger),
        button("Keep it", "keep", feed.id),
    ]
    return card([text(told)], rows(buttons))


def trial(given: Trial, themes: Mapping[str, Theme]) -> ui.LayoutView:
    """What would have been raised and why, and what not and why not."""
    above = [each for each in given.judged if not each.against]
    below = [each for each in given.judged if each.against]
    many = f"the last {len(given.judged)} items" if len(given.judged) != 1 else "the only item"
    head = (
        f"### Test: {quoted(given.title, _LONGEST_TITLE)}\nOf {many}, {len(above)} would have raised an alert. "
        f"Nothing was posted.\n-# Raises {in_words(given.rules, themes)}"
    )
    lines = [*map(functools.partial(_above, themes=themes), above), *map(_below, below)]
    shown = _fitting(lines, MOST_TEXT - length(head) - _ROOM)
    cut = min(len(shown), len(above))
    told = [head]
    told += ["\n".join(["**Would be raised**", *shown[:cut]])] if shown[:cut] else []
    told += ["\n".join(["**Below the line**", *shown[cut:]])] if shown[cut:] else []
    told += [f"-# {len(lines) - len(shown)} more are not shown."] if len(lines) > len(shown) else []
    return card(spaced(told))


def _fitting(texts: Sequence[str], room: int) -> list[str]:
    """The first of some texts, as many as there is room for."""
    kept: list[str] = []
    for each in texts:
        room -= length(each) + len(_BETWEEN)
        if room < 0:
            break
        kept.append(each)
    return kept


def _above(judged: Judged, themes: Mapping[str, Theme]) -> str:
    look, reading = SEVERITIES[judged.reading.severity], judged.reading
    about = [
        look.word.lower(),
        f"score {round(reading.score * 100)} %",
        *countries_in_words(reading.countries),
    ]
    about += [theme_title(themes, slug) for slug in reading.themes[:2]]
    because = f"\n  -# {quoted(reading.because[0], 160)}" if reading.because else ""
    return (
        f"- {look.symbol} {_linked(judged.item.title, judged.item.link, 110)} · {' · '.join(about)}{because}"
    )


def _below(judged: Judged) -> str:
    return f"- {_linked(judged.item.title, judged.item.link, 110)}: {quoted(judged.against, 120)}"


def summed_up(title: str, rest: Sequence[Rest]) -> ui.LayoutView:
    """One line about what was above the line, but too much at once to raise."""
    many = "1 more item" if len(rest) == 1 else f"{len(rest)} more items"
    named = [
        f"{SEVERITIES[each.severity].symbol} {_linked(each.title, each.link, _SHORT_TITLE)}"
        for each in rest[:_MOST_LISTED]
    ]
    shown = _fitting(named, MOST_TEXT - _ROOM)
    shown += [f"and {len(rest) - len(shown)} more"] if len(rest) > len(shown) else []
    told = f"**{quoted(title, _SHORT_TITLE)}** had {many} above the line: {_BETWEEN.join(shown)}"
    return card([text(told), text("-# To raise one of them: `/r2p alert raise`")])


def _linked(title: str, link: str | None, limit: int) -> str:
    """A title that leads to its page, with the host beside it: words can claim anything, the host cannot."""
    found = link_of(link) if link else None
    shown = quoted(title, limit)
    return f"[{shown}]({found.url}) ({verbatim(clip(found.host, 40))})" if found else shown


def paused(feed: Feed) -> ui.LayoutView:
    """A notice: a feed is followed no more until somebody resumes it."""
    told = (
        f"### A feed is paused\n**{quoted(feed.title, _LONGEST_TITLE)}**\n{_address(feed.address)}\n"
        f"{_reason(feed.paused_reason or '')}\nIf the address is right, press Resume later. If not, remove the feed and "
        "add the right one: `/r2p-admin feed`"
    )
    buttons = [
        button("Resume", "resume", feed.id, discord.ButtonStyle.primary),
        button("Remove", "remove", feed.id),
    ]
    return card([text(told)], rows(buttons))


def note(words: str) -> ui.LayoutView:
    """A few words in a card."""
    return card([text(words)])


def _address(address: str) -> str:
    return f"`{clip(address.replace('`', '%60'), _LONGEST_ADDRESS)}`"


def _reason(reason: str) -> str:
    return quoted(reason, _LONGEST_REASON)
