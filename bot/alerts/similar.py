"""What "Mute similar" means: which new flags are like an alert that was muted. Pure."""

from __future__ import annotations

from rapidfuzz import fuzz

from bot.alerts.model import Alert, Flag
from bot.alerts.same import canonical, near_identical, wording

ALIKE = 80.0
"""Of 100: how near two wordings are, whatever the order of their words, to be about one thing."""


def similar(flag: Flag, muted: Alert) -> bool:
    """Whether a flag is like a muted alert.

    From anybody: the same link, or nearly the same words. From a feed, which does not think, also the same countries
    with a theme in common. An urgent flag is never muted by countries and themes alone.
    """
    if flag.link and muted.link and canonical(flag.link) == canonical(muted.link) is not None:
        return True
    one, other = wording(flag.title, flag.text), wording(muted.title, muted.text)
    if near_identical(one, other) or fuzz.token_sort_ratio(one, other) >= ALIKE:
        return True
    if flag.by is not None or flag.severity.rank > muted.severity.rank:
        return False
    same_countries = bool(flag.reading.countries) and set(flag.reading.countries) == set(
        muted.reading.countries
    )
    return same_countries and bool(set(flag.reading.themes) & set(muted.reading.themes))
