"""From a question to an answer in the report's own words: one straight line, all in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from knowledge.confidence import Confidence, Status, signals
from knowledge.language import foreign_language
from knowledge.lexicon import Lexicon
from knowledge.model import Library
from knowledge.pointer import Place, pointed_at
from knowledge.question import Interpreter, Question
from knowledge.quote import Quoter
from knowledge.search import Index, Order, Weights
from knowledge.sentences import Sentence
from knowledge.spelling import Correction, Speller
from knowledge.suggest import Suggester
from knowledge.units import Unit
from knowledge.words import normalise, without_courtesy, words

ENGLISH = Path(__file__).with_name("english.txt")
SHORTEST, LONGEST = 3, 300  # characters of a question
MATCHES = 10
_CLEARLY = 0.1  # closeness by which a topic has to be ahead before an unsure answer speaks of it
_TARGET = 5  # letters: shorter forms of the lexicon are abbreviations, which no slip is read as

Reason = Literal["blank", "short", "long", "language", "nothing", "place", "words"]
"""Why an answer is as it is: the question could not be searched, named a place, or was ranked by its words."""

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


@dataclass(frozen=True, slots=True)
class Match:
    """A paragraph that may answer, with the sentence to quote: ``text[start:end]`` is ``sentence``.

    ``score`` puts the matches of one answer in order; it means nothing across answers.
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
    """

    question: str
    status: Status
    confidence: float
    message: str
    matches: tuple[Match, ...] = ()
    reason: Reason = "words"
    signals: Mapping[str, float] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()

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
        text = normalise(question[: LONGEST + 1])
        typed = words(without_courtesy(text))
        if not typed:
            return _unanswered(question, "blank")
        if len(question.strip()) > LONGEST:
            return _unanswered(question, "long")
        if len(text) < SHORTEST:
            return _unanswered(question, "short")
        if place := pointed_at(self.library, question):
            return self._at(question, place)
        if language := foreign_language(question, typed, self._speller.knows):
            return _unanswered(question, "language", language)
        return self._search(question, typed)

    def suggest(self, typed: str, limit: int = 25) -> list[str]:
        """Return well-worded questions of at most 100 characters for what has been typed so far."""
        return self._suggester.suggest(typed[:LONGEST], limit)

    @cached_property
    def _suggester(self) -> Suggester:
        return Suggester(self.library)

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
            _match(ranked.unit, ranked.score, self._quoter.choose(ranked, question))
            for ranked in order.paragraphs[:MATCHES]
        )
        message = _read_as(question.corrections) + _found(status, order, matches[0])
        return Answer(text, status, chance, message, matches, "words", measured, question.corrections)

    def read(self, question: str) -> Question:
        """Read a question as :meth:`answer` does, without answering it."""
        return self._interpreter.read(words(without_courtesy(normalise(question))))

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


def _match(unit: Unit, score: float, sentence: Sentence) -> Match:
    here = unit.paragraph
    return Match(
        unit.report.symbol,
        here.number,
        score,
        sentence.text,
        sentence.start,
        sentence.end,
        here.text,
        here.footnotes,
    )


def _sentence_with(unit: Unit, footnotes: Iterable[int]) -> Sentence:
    """The sentence that carries the first of some footnotes; the paragraph's first, if it carries none."""
    for marker in unit.paragraph.markers:
        if marker.footnote in footnotes:
            return next(sentence for sentence in unit.sentences if marker.offset <= sentence.end)
    return unit.sentences[0]


def _unanswered(question: str, reason: Reason, language: str = "") -> Answer:
    return Answer(question, "none", 0.0, _NOT_SEARCHED[reason].format(language=language), reason=reason)


def _found(status: Status, order: Order, best: Match) -> str:
    """Say what was found; for a topic that the report leaves out, where to look instead."""
    ahead = order.topic_closeness - order.paragraphs[0].nearest
    if order.topic and ahead > (0.0 if status == "none" else _CLEARLY) and status != "answered":
        return order.topic.look
    return _SEARCHED[status].format(paragraph=best.paragraph)


def _read_as(corrections: Sequence[Correction]) -> str:
    """Say how misspelt words were read, so that nobody takes the answer to a misreading for their own."""
    pairs = [f"“{one.typed}” as “{' '.join(one.read)}”" for one in corrections if len(one.typed) <= 30]  # noqa: PLR2004
    return f"I read {', '.join(pairs[:3])}. " if pairs else ""
