"""What managers type as the rules of a feed, read into rules. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from bot.alerts.feed_model import FeedRules
from bot.alerts.model import Severity
from bot.errors import UserError
from bot.render.text import plain, quoted
from knowledge.iso import named, offered
from knowledge.signals.themes import Theme

MOST_OF_EACH = 15
"""Countries, themes or words of one rule."""
LONGEST_WORD = 50
LONGEST_LIST = 300
"""Characters of a list as it is typed."""
NONE = "-"
"""Takes away what was set."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What was typed; None for what is to stay, or to be as it is at first."""

    least: str | None = None
    score: int | None = None
    """Percent; 0 for whatever the signals call relevant."""
    countries: str | None = None
    themes: str | None = None
    words: str | None = None
    without: str | None = None


def wished(rules: FeedRules, wish: Wish, themes: Mapping[str, Theme]) -> FeedRules:
    """The rules with what was typed in place of what was there; UserError says what cannot be read."""
    if wish.least is not None:
        rules = replace(rules, least=Severity(wish.least))
    if wish.score is not None:
        rules = replace(rules, score=wish.score or None)
    if wish.countries is not None:
        rules = replace(rules, countries=_listed(wish.countries, _country))
    if wish.themes is not None:
        rules = replace(rules, themes=_listed(wish.themes, lambda typed: _theme(typed, themes)))
    if wish.words is not None:
        rules = replace(rules, words=_listed(wish.words, _word))
    if wish.without is not None:
        rules = replace(rules, without=_listed(wish.without, _word))
    return rules


def _listed(typed: str, read: Callable[[str], str]) -> tuple[str, ...]:
    if typed.strip() == NONE:
        return ()
    found = tuple(dict.fromkeys(read(part.strip()) for part in re.split("[,;\n]", typed) if part.strip()))
    if len(found) > MOST_OF_EACH:
        raise UserError(f"A feed can ask for up to {MOST_OF_EACH} of these; you gave {len(found)}.")
    return found


def _country(typed: str) -> str:
    found = named(typed)
    if found is not None:
        return found.code
    near = offered(typed)
    hint = f" Did you mean {near[0].name}?" if near and typed else ""
    raise UserError(f"I know no country “{quoted(typed, 40)}”.{hint} Example: Sudan, COD")


def _theme(typed: str, themes: Mapping[str, Theme]) -> str:
    wanted = typed.casefold()
    for theme in themes.values():
        # Commas stand between several, so a title is typed without its own.
        if wanted in {theme.slug, theme.title.replace(",", "").casefold()}:
            return theme.slug
    raise UserError(f"I know no theme “{quoted(typed, 40)}”. Choose themes from the list.")


def _word(typed: str) -> str:
    word = plain(typed)
    if not 0 < len(word) <= LONGEST_WORD or not any(letter.isalnum() for letter in word):
        raise UserError(
            f"A word or phrase has 1 to {LONGEST_WORD} characters, with commas between several. Example: camp, hate speech"
        )
    return word
