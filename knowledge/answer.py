"""From a question to an answer in the report's own words: one straight line, all in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from knowledge.answering import compound, listing, markup, messages
from knowledge.answering.confidence import Confidence, Status, signals
from knowledge.answering.language import foreign_language
from knowledge.answering.lexicon import Lexicon
from knowledge.answering.messages import LONGEST, SHORTEST, Reason
from knowledge.answering.pointer import Place, pointed_at
from knowledge.answering.question import Interpreter, Question
from knowledge.answering.quote import Quoter
from knowledge.answering.search import Index, Weights
from knowledge.answering.spelling import Correction, Speller
from knowledge.answering.suggest import Suggester
from knowledge.answering.units import Unit
from knowledge.answering.words import normalise, without_courtesy, words
from knowledge.building import uncollected
from knowledge.model import Library
from knowledge.sentences import Sentence

ENGLISH = Path(__file__).parent / "answering" / "english.txt"
MATCHES = 10
_TARGET = 5  # letters: shorter forms of the lexicon are abbreviations, which no slip is read as


@dataclass(frozen=True, slots=True)
class Match:
    """A paragraph that may answer, with the sentence to quote: ``text[start:end]`` is ``sentence``.

    ``score`` puts the matches of one answer in order; it means nothing across answers. ``footnotes`` are
    the paragraph's, one that holds a list asked for first.
    """

    report: str
    paragraph: int
    score: float
    sentence: str
    start: int
    end: int
    text: str
    footnotes: tuple[int, ...]

    def as_json(self) -> dict[str, Any]:
        """The match as ``r2p ask --json`` prints it."""
        return {
            "report": self.report,
            "paragraph": self.paragraph,
            "score": round(self.score, 4),
            "sentence": self.sentence,
            "text": self.text,
            "footnotes": list(self.footnotes),
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bot found for a question: how sure it is, in a chance from 0 to 1, and up to ten matches.

    ``signals`` are what the chance was made of, ``corrections`` the words that were read as others.
    ``parts`` are the matches that answer each part of a question with several; none for a single one.
    """

    question: str
    status: Status
    confidence: float
    message: str
    matches: tuple[Match, ...] = ()
    reason: Reason = "words"
    signals: Mapping[str, float] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()
    parts: tuple[Match, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The answer as ``r2p ask --json`` prints it."""
        return {
            "question": self.question,
            "status": self.status,
            "confidence": round(self.confidence, 4),
            "message": self.message,
            "matches": [match.as_json() for match in self.matches],
        }


class Answerer:
    """Answers questions about the reports of a library; built once, then asked as often as you like."""

    @uncollected()
    def __init__(
        self, library: Library, *, weights: Weights | None = None, confidence: Confidence | None = None
    ) -> None:
        """Index the library; other weights than the packaged ones are for trying them out."""
        self.library = library
        self.lexicon = Lexicon.load()
        self.index = Index(library, self.lexicon, weights or Weights.load())
        self.confidence = confidence or Confidence.load()
        self._speller = _speller(self.index, self.lexicon)
        self._interpreter = Interpreter(self.lexicon, self._speller, self.index)
        self._quoter = Quoter(self.index)

    def answer(self, question: str) -> Answer:
        """Answer a question; whatever is typed gets an answer, if only why there is none."""
        plain = markup.plain(question[: LONGEST + 1])
        text = normalise(plain)
        typed = words(without_courtesy(text))
        if not typed:
            return _unanswered(question, "blank")
        if len(question.strip()) > LONGEST:
            return _unanswered(question, "long")
        if len(text) < SHORTEST:
            return _unanswered(question, "short")
        if place := pointed_at(self.library, plain):
            return self._at(question, place)
        if language := foreign_language(plain, typed, self._speller.knows):
            return _unanswered(question, "language", language)
        return self._with_parts(self._search(question, typed), plain)

    def suggest(self, typed: str, limit: int = 25) -> list[str]:
        """Return well-worded questions of at most 100 characters for what has been typed so far."""
        return self._suggester.suggest(typed[:LONGEST], limit)

    @cached_property
    def _suggester(self) -> Suggester:
        return Suggester(self.library, self.lexicon)

    def _search(self, text: str, typed: Sequence[str]) -> Answer:
        question = self._interpreter.read(typed)
        order = self.index.rank(question.senses, question.wording)
        if not order.paragraphs:
            nothing = _unanswered(text, "nothing")
            return replace(nothing, message=order.topic.look) if order.topic else nothing
        measured = signals(question, order, self.index)
        chance = self.confidence.chance(measured)
        status = self.confidence.status(chance)
        matches = tuple(
            _match(ranked.unit, ranked.score, self._quoter.choose(ranked, question), question.wanted)
            for ranked in order.paragraphs[:MATCHES]
        )
        message = messages.read_as(question.corrections) + messages.found(status, order)
        return Answer(text, status, chance, message, matches, "words", measured, question.corrections)

    def _with_parts(self, whole: Answer, text: str) -> Answer:
        """Where each part of a question is answered by a paragraph of its own, all of these; the whole's best first."""
        if not whole.matches or not (parts := compound.parts(text)):
            return whole
        answers = [self._search(part, words(without_courtesy(normalise(part)))) for part in parts]
        found = {
            (one.matches[0].report, one.matches[0].paragraph): replace(
                one.matches[0], score=whole.matches[0].score
            )
            for one in answers
            if one.status == "answered"
        }
        best = found.pop((whole.matches[0].report, whole.matches[0].paragraph), None)
        if best is None or len(found) + 1 < len(answers):
            return whole
        answering = (best, *found.values())
        others = [one for one in whole.matches if (one.report, one.paragraph) not in found][1:]
        return replace(
            whole,
            status="answered",
            confidence=max(whole.confidence, min(one.confidence for one in answers)),
            message=messages.read_as(whole.corrections)
            + messages.found_parts([one.paragraph for one in answering]),
            matches=(*answering, *others)[:MATCHES],
            parts=answering,
        )

    def read(self, question: str) -> Question:
        """Read a question as :meth:`answer` does, without answering it."""
        return self._interpreter.read(words(without_courtesy(normalise(markup.plain(question)))))

    def foreign(self, text: str) -> str | None:
        """The language other than English in which a text seems to be, if it does."""
        plain = markup.plain(text)
        return foreign_language(plain, words(plain), self._speller.knows)

    def _at(self, question: str, place: Place) -> Answer:
        """Answer a question that names its place: that is the answer."""
        units = [
            unit
            for number in place.paragraphs[:MATCHES]
            for unit in self.index.units
            if (unit.report.symbol, unit.paragraph.number) == (place.report, number)
        ]
        matches = tuple(_match(unit, 1.0, _sentence_with(unit, place.footnotes)) for unit in units)
        message = f"The question names this place: {place.citation}."
        return Answer(question, "answered", 0.99, message, matches, "place")


def _speller(index: Index, lexicon: Lexicon) -> Speller:
    text = ENGLISH.read_text(encoding="utf-8")
    field_words = Counter(index.vocabulary)
    field_words.update(form for form in lexicon.forms if len(form) > _TARGET)
    english = text[text.rindex("#") :].splitlines()[1:]  # below the lines that say where they are from
    return Speller(field_words, english, lexicon.forms | lexicon.outside)


def _match(unit: Unit, score: float, sentence: Sentence, wanted: AbstractSet[str] = frozenset()) -> Match:
    here = unit.paragraph
    return Match(
        unit.report.symbol,
        here.number,
        score,
        sentence.text,
        sentence.start,
        sentence.end,
        here.text,
        listing.footnotes(unit, sentence, wanted),
    )


def _sentence_with(unit: Unit, footnotes: Iterable[int]) -> Sentence:
    """The sentence that carries the first of some footnotes; the paragraph's first, if it carries none."""
    for marker in unit.paragraph.markers:
        if marker.footnote in footnotes:
            return next(sentence for sentence in unit.sentences if marker.offset <= sentence.end)
    return unit.sentences[0]


def _unanswered(question: str, reason: Reason, language: str = "") -> Answer:
    return Answer(question, "none", 0.0, messages.not_searched(reason, language), reason=reason)
