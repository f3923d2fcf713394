"""Notice a question that asks two or three things at once, and cut it into them."""

from __future__ import annotations

import re

from knowledge.answering.words import STOPWORDS, words

_MOST = 3
_ASKING = "who|whose|what|when|where|which|why|how|do|does|did|is|are|was|were|has|have|had|can|could|should|will|would"
_CUT = re.compile(
    rf"\?+\s+(?:and\s+|also\s+)*(?=(?:{_ASKING})\b)|;\s*(?:and\s+)?|,?\s+and\s+(?:also\s+)?(?=(?:{_ASKING})\b)",
    re.IGNORECASE,
)


def parts(question: str) -> tuple[str, ...]:
    """Return the questions that one is made of: two or three, each with a word that tells something; else none."""
    if not _CUT.search(question):
        return ()
    cut = tuple(piece.strip() for piece in _CUT.split(question) if piece.strip())
    if not 1 < len(cut) <= _MOST or any(STOPWORDS.issuperset(words(piece)) for piece in cut):
        return ()
    return cut
