"""Names that are typed in part or with a slip: only words, never figures, and only a clear nearest one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz, process

from knowledge.reference.names import Names
from knowledge.reference.spellings import Own, Place, Target
from knowledge.reference.text import Kind

CLOSE = 88.0
"""How like a name must be, of 100: one wrong letter in nine, or two neighbours swapped."""
CLEAR = 4.0
"""How much less like everything else must be."""
SHORTEST = 5
"""The letters that a word needs to stand for a name by itself."""
LONGEST = 200
"""The letters that a name is compared in; the longest title has fewer."""
BROADEST = 6
"""More names than this share the words: too broad to offer a choice."""

_SMALL = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "and",
        "or",
        "on",
        "in",
        "for",
        "to",
        "by",
        "with",
        "from",
        "at",
        "as",
        "its",
        "v",
    ]
)


class Guesses:
    """The words of one report's names and titles."""

    def __init__(self, names: Names) -> None:
        """Take every name of ``names`` that is made of words alone."""
        self._named = tuple(_worded(names))

    def part_of(self, words: Sequence[str]) -> tuple[Target, ...]:
        """Return what has ``words`` in its name, side by side: its beginning, or two words that say something.

        A single word stands for a section alone, and only as the first word of its title. Nothing is
        returned where many names share the words.
        """
        wanted = [_stem(word) for word in words]
        telling = [word for word in words if word not in _SMALL]
        if len(telling) > 1:
            found = [target for name, target in self._named if _holds(name, wanted)]
        elif len(words) == 1 and len(words[0]) >= SHORTEST:
            sections = [(name, target) for name, target in self._named if isinstance(target, Place)]
            found = [target for name, target in sections if name[0].startswith(wanted[0])]
        else:
            found = []
        found = list(dict.fromkeys(found))
        return tuple(found) if len(found) <= BROADEST else ()

    def nearest(self, words: Sequence[str]) -> tuple[Target, ...]:
        """Return what is spelt almost like ``words``, and what is nearly as near to them."""
        typed = " ".join(words)
        if not SHORTEST < len(typed) <= LONGEST:
            return ()
        heads = [" ".join(_head(name, target, len(words))) for name, target in self._named]
        near = process.extract(typed, heads, scorer=fuzz.ratio, score_cutoff=CLOSE, limit=None)
        if not near:
            return ()
        best = near[0][1]
        return tuple(dict.fromkeys(self._named[place][1] for _, score, place in near if score > best - CLEAR))


def _worded(names: Names) -> Iterator[tuple[tuple[str, ...], Target]]:
    """The words of each name that has no figures; a title's figures are left out. Sections come first."""
    for _, tokens, target in sorted(names.named, key=lambda named: not isinstance(named[2], Place)):
        has_figures = any(token.kind is Kind.NUMBER for token in tokens)
        if isinstance(target, Place) or not (isinstance(target, Own) or has_figures):
            yield (
                tuple(token.text for token in tokens if token.kind is Kind.WORD and token.text != "the"),
                target,
            )


def _head(name: tuple[str, ...], target: Target, length: int) -> tuple[str, ...]:
    """The first words of a title as many as were typed; documents are called by their whole names."""
    return name[:length] if isinstance(target, Place) else name


def _holds(name: tuple[str, ...], wanted: Sequence[str]) -> bool:
    stems = [_stem(word) for word in name]
    return any(stems[start : start + len(wanted)] == list(wanted) for start in range(len(stems)))


def _stem(word: str) -> str:
    return word.removesuffix("s")
