"""Who wants to see an alert: what a rule asks for, held against what an alert says. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.alerts.model import Alert, Wanted, WatchRule


def meets(alert: Alert, wanted: Wanted) -> bool:
    """Whether an alert is at least so grave, and is about any of the countries, themes and words that are named."""
    if alert.severity.rank < wanted.least.rank:
        return False
    if wanted.countries and not set(wanted.countries) & set(alert.reading.countries):
        return False
    if wanted.themes and not set(wanted.themes) & set(alert.reading.themes):
        return False
    return not wanted.words or names_any(f"{alert.title}\n{alert.text}\n{alert.place}", wanted.words)


def names_any(text: str, words: Iterable[str]) -> bool:
    """Whether a text has any of some words or phrases, whole and in any case."""
    return any(
        re.search(rf"(?<!\w){re.escape(word.strip())}(?!\w)", text, re.IGNORECASE)
        for word in words
        if word.strip()
    )


def meeting(alert: Alert, rules: Iterable[WatchRule]) -> list[WatchRule]:
    """The rules that an alert meets, in their order."""
    return [rule for rule in rules if meets(alert, rule.wanted)]
