"""The calendar as the operator wants it: the packaged one, and over it the ``[[events]]`` of ``config.toml``."""

from __future__ import annotations

from bot.config import Config, ConfigError
from knowledge.calendar import Calendar, EventError
from knowledge.calendar.definition import applied


def operator_calendar(config: Config, base: Calendar) -> Calendar:
    """Return ``base`` with what the configuration adds, changes and hides, in its order.

    Raises ``ConfigError``, which lists, one a line, each event that can't be as it is given.
    """
    problems: list[str] = []
    for number, definition in enumerate(config.events, 1):
        try:
            base = applied(base, definition)
        except EventError as error:
            problems.append(f'[[events]] number {number} ("{definition.uid}"): {error}')
    if problems:
        raise ConfigError("\n".join(problems))
    return base
