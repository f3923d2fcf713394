"""The index by which a report, its sections and its documents are found under any of their names."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TypeVar

from knowledge.model import Document, Report
from knowledge.reference.spellings import (
    Target,
    addresses,
    furniture,
    is_symbol,
    resolution_numbers,
    spellings,
)
from knowledge.reference.text import Kind, Lexer, Token, clean, extend, link_key, name_key

_HOST = re.compile(r"(?:https?://)?(?:www\.)?([\w.-]+)")
_K = TypeVar("_K")
_V = TypeVar("_V")


class Names:
    """The index of one report's names, built once."""

    def __init__(self, report: Report) -> None:
        """Read every name, symbol, alias, title and link of ``report``."""
        self.report = report
        links = list(addresses(report))
        self._links = _gathered((link_key(link), document) for link, document in links)
        self._lexer = Lexer({host[1] for link, _ in links if (host := _HOST.match(link))})
        self.named = tuple(
            (name, self.tokens(name), target) for name, target in dict.fromkeys(spellings(report))
        )
        keyed = [(name, name_key(tokens), target) for name, tokens, target in self.named]
        symbols = [(name, key, target) for name, key, target in keyed if is_symbol(name)]
        self._exact = _gathered((key, target) for _, key, target in keyed)
        self._squeezed = _gathered((key.replace("|", ""), target) for _, key, target in symbols)
        self._by_figures = _gathered(
            (figures(name), target) for name, _, target in symbols if isinstance(target, Document)
        )
        self._furniture = frozenset(name_key(self.tokens(text)) for text in furniture(report))
        self._keys = sorted({*self._exact, *self._furniture})
        self.resolutions = _gathered(resolution_numbers(report))

    def tokens(self, text: str) -> list[Token]:
        """Return the tokens of any text."""
        return self._lexer.tokens(clean(text))

    def longest(self, tokens: Sequence[Token], start: int) -> tuple[int, tuple[Target, ...]]:
        """Return the end of the longest name that begins at ``start`` and what it names; ``start, ()`` if none.

        A name ends where a word ends: ``A/RES/60/1`` is not in ``A/RES/60/1/Add.1`` or ``A/RES/60/12``.
        """
        best: tuple[int, tuple[Target, ...]] = (start, ())
        for end, key in self._beginnings(tokens, start):
            if key in self._exact:
                best = end, self._exact[key]
        return best

    def only(self, text: str) -> Target | None:
        """Return what a whole text names, if it is one thing."""
        tokens = self.tokens(text)
        end, targets = self.longest(tokens, 0) if tokens else (0, ())
        is_all = all(token.kind is Kind.MARK for token in tokens[end:])
        found = self.at(text) or (targets if is_all else ())
        return found[0] if len(found) == 1 else None

    def furniture(self, tokens: Sequence[Token], start: int) -> int:
        """Return the end of words that stand beside any citation of the report: its author, its date."""
        ends = [end for end, key in self._beginnings(tokens, start) if key in self._furniture]
        return ends[-1] if ends else start

    def _beginnings(self, tokens: Sequence[Token], start: int) -> Iterator[tuple[int, str]]:
        """The keys of ever more tokens, and where those end, as long as a name begins like that."""
        key = ""
        if start < len(tokens) and tokens[start].kind is Kind.MARK:
            return
        for end, token in enumerate(tokens[start:], start + 1):
            key = extend(key, token)
            place = bisect_left(self._keys, key)
            if place == len(self._keys) or not self._keys[place].startswith(key):
                return
            if token.kind is not Kind.MARK and ends_whole(tokens, end):
                yield end, key

    def squeezed(self, tokens: Sequence[Token], start: int) -> tuple[int, tuple[Target, ...]]:
        """Return the end of a symbol that has lost its strokes (``A63677``) and what it names.

        Where a stroke parts two figures it is believed: ``A/6/3677`` is not ``A/63/677``.
        """
        end = start + 1
        while end < len(tokens) and tokens[end].glued and (_is_text(tokens[end]) or tokens[end].text in "/-"):
            end += 1
        run = [token for token in tokens[start:end] if _is_text(token)]
        if any(a.kind is b.kind is Kind.NUMBER for a, b in pairwise(run)):
            return start, ()
        found = self._squeezed.get("".join(token.text for token in run), ())
        return (end, found) if found else (start, ())

    def like(self, text: str) -> tuple[Document, ...]:
        """Return the documents whose symbols have the figures of an unknown one, in the same order."""
        return self._by_figures.get(figures(text), ())

    def at(self, link: str) -> tuple[Target, ...]:
        """Return the documents that stand at a web address, with or without what follows ``#`` or ``?``."""
        for shorter in (link, link.partition("#")[0], link.partition("?")[0]):
            if found := self._links.get(link_key(shorter)):
                return found
        return ()


def ends_whole(tokens: Sequence[Token], end: int) -> bool:
    """Whether a symbol or name can end before ``end``: nothing that belongs to it follows without a space."""
    following = [*tokens[end : end + 2], None, None]
    first, second = following[0], following[1]
    if first is None or not first.glued:
        return True
    if first.text in {"/", "."} and second is not None and second.glued:
        return not _is_text(second)
    return not _is_text(first)


def figures(text: str) -> tuple[str, ...]:
    """Return the runs of figures in a symbol: ``("60", "1")`` for ``A/RES/60/1``."""
    return tuple(re.findall(r"\d+", text))


def _is_text(token: Token) -> bool:
    return token.kind in {Kind.NUMBER, Kind.WORD}


def _gathered(pairs: Iterable[tuple[_K, _V]]) -> dict[_K, tuple[_V, ...]]:
    """Key → its values in order, each once; keys that are empty left out."""
    found: dict[_K, dict[_V, None]] = {}
    for key, value in pairs:
        if key:
            found.setdefault(key, {})[value] = None
    return {key: tuple(values) for key, values in found.items()}
