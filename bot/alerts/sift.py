"""Which items of a feed raise an alert: what the signals read, held against what the server asked for. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from bot.alerts.feed_model import Feed, FeedRules, Item, Judged
from bot.alerts.model import LONGEST_LINK, Flag, Reading, Severity
from bot.alerts.watching import names_any
from knowledge.signals import Signal


class Reads(Protocol):
    """Reads what a text signals: ``knowledge.signals.Signals`` does."""

    def read(self, text: str, summary: str = "") -> Signal:
        """Read a title with its summary."""
        ...


def judge(item: Item, signal: Signal, rules: FeedRules) -> Judged:
    """Hold an item against the rules."""
    return Judged(item, reading_of(signal), _against(item, signal, rules))


def reading_of(signal: Signal) -> Reading:
    """A signal in the words of the alerts; what suggests nothing is for watching."""
    return Reading(
        signal.score,
        signal.countries,
        signal.themes,
        signal.paragraphs,
        signal.severity or Severity.WATCH,
        signal.because,
    )


def _against(item: Item, signal: Signal, rules: FeedRules) -> str:
    """The first reason why an item stays below the line; empty if there is none."""
    score, severity = round(signal.score * 100), signal.severity or Severity.WATCH
    text = f"{item.title}\n{item.summary}"
    unwanted = next((word for word in rules.without if names_any(text, [word])), None)
    reasons = (
        (rules.score is None and not signal.relevant, f"not about the report's subject (score {score} %)"),
        (
            rules.score is not None and score < rules.score,
            f"score {score} %, and {rules.score} % are asked for",
        ),
        (severity.rank < rules.least.rank, f"suggests {severity}, and {rules.least} is asked for"),
        (_none_of(rules.countries, signal.countries), "names none of the countries that are asked for"),
        (_none_of(rules.themes, signal.themes), "touches none of the themes that are asked for"),
        (bool(rules.words) and not names_any(text, rules.words), "has none of the words that are asked for"),
        (unwanted is not None, f"has “{unwanted}”, which must not be there"),
    )
    return next((why for holds, why in reasons if holds), "")


def _none_of(wanted: tuple[str, ...], found: Iterable[str]) -> bool:
    return bool(wanted) and not set(wanted) & set(found)


def flag_of(feed: Feed, judged: Judged, *, own_link: bool = True) -> Flag:
    """What an item raises; a link that is not the item's own is left out: alerts of one link are one alert."""
    item = judged.item
    link = item.link if own_link and item.link and len(item.link) <= LONGEST_LINK else None
    return Flag(
        guild_id=feed.guild_id,
        by=None,
        feed_id=feed.id,
        title=item.title,
        text=item.summary,
        place="",
        link=link,
        severity=judged.reading.severity,
        reading=judged.reading,
    )


def weight(judged: Judged) -> tuple[int, float, float]:
    """What comes first where not all can be raised: the gravest, then the surest, then the newest."""
    published = judged.item.published
    return judged.reading.severity.rank, judged.reading.score, published.timestamp() if published else 0.0
