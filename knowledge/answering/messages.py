"""What the bot says beside the report's words: why nothing was searched, how sure it is, where to look instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from knowledge.answering.confidence import Status
from knowledge.answering.search import Order
from knowledge.answering.spelling import Correction

Reason = Literal["blank", "short", "long", "language", "nothing", "place", "words"]
"""Why an answer is as it is: the question could not be searched, named a place, or was ranked by its words."""

SHORTEST, LONGEST = 3, 300  # characters of a question

_TRY = "Try one like “How many States have a focal point?”, or a few keywords such as “veto restraint”."
_NOT_SEARCHED: Mapping[str, str] = {
    "blank": f"There is no question to answer here. {_TRY}",
    "short": f"A question needs at least {SHORTEST} letters or digits. {_TRY}",
    "long": f"A question can have up to {LONGEST} characters. Please ask it shorter, one thing at a time.",
    "language": "This looks like {language}. The report and this bot are in English: please ask in English.",
    "nothing": f"None of these words leads to a paragraph of the report. {_TRY}",
}
_SEARCHED: Mapping[Status, str] = {
    "answered": "Paragraph {paragraph} comes closest.",
    "unsure": "I am not sure that the report answers this. These paragraphs come nearest; "
    "other words, or one thing at a time, may find a better one.",
    "none": "The report does not seem to cover this. Other words may find it, if it does: "
    "the report speaks of atrocity crimes, their prevention, and what States and the United Nations do.",
}
_NEAR = 0.4  # closeness from which a topic is what the question is about
_HALF = 0.5  # of the question's words, or of the nearest phrasings of all: a topic has to have more
_CLEARLY = 1.0  # how far ahead it has to be to speak of it, where a paragraph may answer
_WEAK = 0.4  # closeness of the best paragraph below which it may


def not_searched(reason: Reason, language: str = "") -> str:
    """Say why a question was not searched, and what to ask."""
    return _NOT_SEARCHED[reason].format(language=language)


def found(status: Status, order: Order) -> str:
    """Say what was found; for a topic that the report leaves out, where to look instead."""
    best = order.paragraphs[0]
    about_it = order.topic_closeness >= _NEAR and max(order.topic_met, order.topic_share) > _HALF
    if order.topic and status != "answered" and about_it:
        clear = order.topic_ahead > _CLEARLY and best.nearest < _WEAK
        if clear or (status == "none" and order.topic_ahead > 0):
            return order.topic.look
    return _SEARCHED[status].format(paragraph=best.unit.paragraph.number)


def found_parts(paragraphs: Sequence[int]) -> str:
    """Say that a question has several parts, and which paragraphs answer them."""
    listed = ", ".join(map(str, paragraphs[:-1]))
    return f"This asks several things: paragraphs {listed} and {paragraphs[-1]} come closest, one for each."


def read_as(corrections: Sequence[Correction]) -> str:
    """Say how misspelt words were read, so that nobody takes the answer to a misreading for their own."""
    pairs = [f"“{one.typed}” as “{' '.join(one.read)}”" for one in corrections if len(one.typed) <= 30]  # noqa: PLR2004
    return f"I read {', '.join(pairs[:3])}. " if pairs else ""
