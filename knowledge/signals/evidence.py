"""All that is found in a news item, before it is weighed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.answering.search import Order
from knowledge.signals.countries import Mention
from knowledge.signals.leanings import Leaning
from knowledge.signals.passage import Passage
from knowledge.signals.patterns import Found
from knowledge.signals.themes import Seen


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a text shows.

    ``worry`` is true where it names a country that the report is worried about; ``killing`` where it speaks of
    killing and nothing denies it, ``dead`` is the largest number near that. ``order`` and ``field`` are what the search of ``r2p ask`` says of its words, ``leaning`` what
    labelled items have taught of its ``terms``.
    """

    passage: Passage
    found: Found
    seen: Sequence[Seen]
    mentions: Sequence[Mention]
    worry: bool
    killing: bool
    dead: int
    order: Order
    field: float
    terms: frozenset[str]
    leaning: Leaning
