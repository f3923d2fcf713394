"""What people asked without an answer, put together by closeness, with the paragraph to write a phrasing for."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from knowledge.answer import Answer, Answerer
from knowledge.answering.question import Question
from knowledge.model import Report
from knowledge.phrasings import WHOLE, bare
from knowledge.sentences import sentences

CLOSE = 0.6
"""From this closeness on, two questions are taken to ask the same."""

_COMPARED = 20  # groups that share the rarest terms with a question; hardly another can be close


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was kept: what became of it, and the paragraph that a thumb down was given to."""

    question: str
    outcome: str
    paragraph: int | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """Questions that ask the same: how often, with which outcomes, in which wordings, the commonest first.

    ``answer`` is what the commonest gets now. ``disliked`` are the paragraphs that got a thumb down.
    """

    times: int
    outcomes: Mapping[str, int]
    questions: tuple[str, ...]
    disliked: tuple[int, ...]
    answer: Answer
    line: Line | None

    def as_json(self) -> dict[str, Any]:
        """The gap as ``r2p knowledge gaps --json`` prints it."""
        best = self.answer.matches[0] if self.answer.matches else None
        return {
            "times": self.times,
            "outcomes": dict(self.outcomes),
            "questions": list(self.questions),
            "voted_down": list(self.disliked),
            "now": self.answer.status,
            "confidence": round(self.answer.confidence, 4),
            "nearest": best
            and {"report": best.report, "paragraph": best.paragraph, "sentence": best.sentence},
            "toml": self.line and {"table": self.line.table, "list": self.line.key, "line": self.line.toml},
        }


@dataclass(frozen=True, slots=True)
class Line:
    """A line of ``phrasings.toml``: to paste into the list ``key`` of ``[table]``, or, if ``new``, below ``[table]``."""

    table: int
    key: str
    toml: str
    new: bool


@dataclass(slots=True)
class _Group:
    """All that was asked in wordings that ask the same as the first, and how that was read."""

    read: Question
    asked: list[Asked]


def gaps(answerer: Answerer, asked: Iterable[Asked]) -> list[Gap]:
    """Group questions by closeness, those asked most first."""
    wordings: dict[str, list[Asked]] = defaultdict(list)
    for one in asked:
        wordings[bare(one.question)].append(one)
    commonest = sorted(wordings.values(), key=len, reverse=True)
    groups = _grouped(answerer, commonest)
    groups.sort(key=lambda group: len(group.asked), reverse=True)
    return [_gap(answerer, group.asked) for group in groups]


def _grouped(answerer: Answerer, wordings: Sequence[Sequence[Asked]]) -> list[_Group]:
    """Put each wording to the closest of the groups before it, or into one of its own."""
    groups: list[_Group] = []
    having: dict[str, list[int]] = defaultdict(list)
    for wording in wordings:
        read = answerer.read(wording[0].question)
        terms = frozenset().union(*read.senses.values())
        shared: dict[int, float] = defaultdict(float)
        for term in terms:
            for place in having.get(term, ()):
                shared[place] += answerer.index.rarity.get(term, answerer.index.rarest)
        likeliest = sorted(shared, key=lambda place: (-shared[place], place))[:_COMPARED]
        near = [(closeness(read, groups[place].read), -place) for place in likeliest]
        close, place = max(near, default=(0.0, 0))
        if close >= CLOSE:
            groups[-place].asked += wording
            continue
        for term in terms:
            having[term].append(len(groups))
        groups.append(_Group(read, list(wording)))
    return groups


def closeness(one: Question, other: Question) -> float:
    """How much two questions share, from 0 to 1: the geometric mean of each one's share, rare words counting for more."""
    return sqrt(_share(one, other) * _share(other, one))


def _share(one: Question, other: Question) -> float:
    terms = frozenset().union(*other.senses.values())
    met = sum(one.rarity[word] for word, senses in one.senses.items() if not senses.isdisjoint(terms))
    return met / one.weight


def _gap(answerer: Answerer, asked: Sequence[Asked]) -> Gap:
    questions = Counter(one.question for one in asked).most_common()
    first = questions[0][0]
    answer = answerer.answer(first)
    return Gap(
        len(asked),
        dict(Counter(one.outcome for one in asked).most_common()),
        tuple(question for question, _ in questions),
        tuple(sorted({one.paragraph for one in asked if one.paragraph is not None})),
        answer,
        line_for(answerer, first, answer),
    )


def line_for(answerer: Answerer, question: str, answer: Answer) -> Line | None:
    """The line that would write a question down for the first match of its answer; none without a match."""
    if not answer.matches:
        return None
    best = answer.matches[0]
    report = answerer.library.report(best.report)
    starts = [sentence.start for sentence in sentences(report.paragraph(best.paragraph).text)]
    key = str(sum(start <= best.start for start in starts))
    item = _quoted(question)
    new = key not in _keys(report, best.paragraph)
    return Line(best.paragraph, key, f"{key} = [{item}]" if new else f"    {item},", new)


def _keys(report: Report, paragraph: int) -> set[str]:
    """The lists that a paragraph's table has already."""
    return {str(report.answering.get(words, WHOLE)) for words in report.phrasings.get(paragraph, ())}


def _quoted(text: str) -> str:
    """A text as a string of TOML; what can't be printed is left out."""
    return json.dumps("".join(filter(str.isprintable, text)), ensure_ascii=False)
