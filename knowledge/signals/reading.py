"""From a news item to its signal: one straight line, all in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from knowledge.answer import Answerer
from knowledge.answering import markup
from knowledge.answering.search import Order
from knowledge.answering.words import normalise, words
from knowledge.building import uncollected
from knowledge.model import Library
from knowledge.signals import reasons, relevance, severity
from knowledge.signals.countries import Countries, Mention
from knowledge.signals.paragraphs import nearest
from knowledge.signals.passage import Passage
from knowledge.signals.patterns import Found, Vocabulary
from knowledge.signals.relevance import Relevance
from knowledge.signals.severity import Scale, Severity
from knowledge.signals.themes import Seen, Themes

LONGEST = 8_000
"""Characters of an item; more are not read."""
READ = 1_500  # characters that the signals come from: news says first what it is about
_THEMES = 4
_REASONS = 10


@dataclass(frozen=True, slots=True)
class Signal:
    """What a text signals.

    ``score`` is the chance, from 0 to 1, that it is about what the report is about. ``themes`` are slugs of
    themes.toml, ``paragraphs`` those of the newest report, both the likeliest first. ``severity`` is a suggestion,
    ``None`` where nothing hints at the report's subject. ``because`` says in the text's own words what led to all this.
    """

    text: str
    relevant: bool
    score: float
    countries: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    paragraphs: tuple[int, ...] = ()
    severity: Severity | None = None
    because: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The signal as ``r2p signals --json`` prints it."""
        return {
            "text": self.text,
            "relevant": self.relevant,
            "score": round(self.score, 4),
            "countries": list(self.countries),
            "themes": list(self.themes),
            "paragraphs": list(self.paragraphs),
            "severity": self.severity,
            "because": list(self.because),
        }


@dataclass(frozen=True, slots=True)
class Looked:
    """All that was found in a text, before it is weighed."""

    passage: Passage
    found: Found
    seen: Sequence[Seen]
    countries: Sequence[Mention]
    order: Order
    relevance: dict[str, float]
    severity: dict[str, float]
    deaths: int


class Signals:
    """Reads news items and messages; built once, then asked as often as you like."""

    @uncollected()
    def __init__(
        self,
        library: Library,
        answerer: Answerer,
        *,
        relevance: Relevance | None = None,
        scale: Scale | None = None,
    ) -> None:
        """Load the curated words; other weights than the packaged ones are for trying them out."""
        self.library = library
        self._answerer = answerer
        self._vocabulary = Vocabulary.load()
        self.themes = Themes.load(self._vocabulary)
        self._countries = Countries.load()
        self._relevance = relevance or Relevance.load()
        self._scale = scale or Scale.load()

    def read(self, text: str, summary: str = "") -> Signal:
        """Read a text, or a title with its summary; whatever it is gets a signal, if only why it is none."""
        whole = f"{text}\n{summary}" if text.strip() and summary.strip() else text or summary
        if len(whole) > LONGEST:
            return _unread(whole, f"It has more than {LONGEST} characters: flag the part that matters.")
        plain = markup.plain(whole)
        typed = words(plain)
        if not any(word.isalpha() for word in typed):
            return _unread(whole, "There are no words to read.")
        if language := self._answerer.foreign(plain):
            return _unread(whole, f"It looks like {language}; only English is read.")
        return self._weigh(whole, self.look(plain[:READ]))

    def look(self, plain: str) -> Looked:
        """Find everything in a text that :meth:`read` then weighs."""
        passage = Passage.of(plain)
        found = self._vocabulary.find(passage)
        seen = self.themes.see(found)
        mentions = self._countries.find(passage)
        deaths = severity.deaths(passage, found, self._scale)
        question = self._answerer.read(normalise(plain))
        order = self._answerer.index.rank(question.senses, question.wording)
        return Looked(
            passage,
            found,
            seen,
            mentions,
            order,
            relevance.signals(found, seen, question, order, len(mentions)),
            severity.signals(passage, found, seen, deaths),
            deaths,
        )

    def _weigh(self, text: str, looked: Looked) -> Signal:
        score = self._relevance.chance(looked.relevance)
        relevant = score >= self._relevance.relevant
        hinted = score >= self._relevance.hinted and bool(looked.seen)
        suggested = self._scale.of(looked.severity) if relevant or hinted else None
        return Signal(
            text,
            relevant,
            score,
            tuple(mention.code for mention in looked.countries),
            themes_of(looked.seen) if suggested else (),
            nearest(looked.seen, looked.order) if suggested else (),
            suggested,
            tuple(islice(self._reasons(looked, suggested), _REASONS)),
        )

    def _reasons(self, looked: Looked, suggested: Severity | None) -> Iterator[str]:
        """What led to all this, the weightiest first."""
        here, found, seen = looked.passage, looked.found, looked.seen
        if suggested:
            yield reasons.by_severity(here, found, seen, suggested, looked.deaths)
            yield from reasons.by_theme(here, seen, self.themes.themes, themes_of(seen))
        else:
            yield (
                "No words of the report's subject stand out."
                if not seen
                else "Few words of the report's subject."
            )
        if not suggested or looked.relevance["joke"]:
            yield from reasons.by_other_life(here, found)
        yield from reasons.by_country(here, looked.countries)


def themes_of(seen: Sequence[Seen]) -> tuple[str, ...]:
    """The slugs of the themes that signs show, the weightiest first."""
    weights: dict[str, float] = {}
    for one in seen:
        weights[one.sign.theme] = weights.get(one.sign.theme, 0.0) + one.sign.weight
    return tuple(sorted(weights, key=lambda slug: -weights[slug])[:_THEMES])


def _unread(text: str, why: str) -> Signal:
    return Signal(text, relevant=False, score=0.0, because=(why,))
