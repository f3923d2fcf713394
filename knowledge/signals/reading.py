"""From a news item to its signal: one straight line, all in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from knowledge.answer import Answerer
from knowledge.answering import markup
from knowledge.answering.words import normalise, words
from knowledge.building import uncollected
from knowledge.model import Library, Report
from knowledge.signals import reasons, relevance, severity
from knowledge.signals.countries import Countries
from knowledge.signals.evidence import Evidence
from knowledge.signals.leanings import Leanings, terms_of
from knowledge.signals.paragraphs import nearest
from knowledge.signals.passage import Passage
from knowledge.signals.patterns import Vocabulary
from knowledge.signals.relevance import Relevance
from knowledge.signals.severity import Scale, Severity
from knowledge.signals.themes import Themes

LONGEST = 8_000
"""Characters of an item; more are not read."""
READ = 1_500  # characters that the signals come from: news says first what it is about
_REASONS = 10


@dataclass(frozen=True, slots=True)
class Signal:
    """What a text signals.

    ``score`` is the chance, from 0 to 1, that it is about what the report is about. ``themes`` are slugs of
    themes.toml, ``paragraphs`` those of ``Signals.report``, both the likeliest first. ``severity`` is a suggestion,
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


class Signals:
    """Reads news items and messages; built once, then asked as often as you like.

    ``report`` is the one whose paragraphs a signal names, ``themes`` its themes.
    """

    @uncollected()
    def __init__(
        self,
        library: Library,
        answerer: Answerer,
        *,
        relevance: Relevance | None = None,
        scale: Scale | None = None,
        leanings: Leanings | None = None,
    ) -> None:
        """Load the curated words and weights; others than the packaged ones are for trying them out."""
        self._answerer = answerer
        self._vocabulary = Vocabulary.load()
        self.themes = Themes.load(self._vocabulary)
        self.report = _report(library, self.themes.report)
        self._countries = Countries.load()
        self._relevance = relevance or Relevance.load()
        self._scale = scale or Scale.load()
        self._leanings = leanings or Leanings.load()

    def read(self, text: str, summary: str = "") -> Signal:
        """Read a text, or a title with its summary; whatever it is gets a signal, if only why it is none."""
        whole = "\n".join(part for part in (text, summary) if part.strip()) or text or summary
        if len(whole) > LONGEST:
            return _unread(whole, f"It has more than {LONGEST} characters: flag the part that matters.")
        plain = markup.plain(whole)
        typed = words(plain)
        if not any(word.isalpha() for word in typed):
            return _unread(whole, "There are no words to read.")
        if language := self._answerer.foreign(plain):
            return _unread(whole, f"It looks like {language}; only English is read.")
        return self._weigh(whole, self.look(plain[:READ]))

    def look(self, plain: str) -> Evidence:
        """Find everything in a text that :meth:`read` then weighs."""
        passage = Passage.of(plain)
        found = self._vocabulary.find(passage)
        mentions = self._countries.find(passage)
        question = self._answerer.read(normalise(plain))
        seen = self.themes.see(found)
        killing = severity.affirmed(passage, found.get("<kill>", ()), self._scale)
        terms = terms_of(passage, found, seen, mentions)
        return Evidence(
            passage=passage,
            found=found,
            seen=seen,
            mentions=mentions,
            worry=any(mention.code in self._countries.situations for mention in mentions),
            killing=bool(killing),
            dead=severity.deaths(passage, killing, self._scale),
            order=self._answerer.index.rank(question.senses, question.wording),
            field=question.field,
            terms=terms,
            leaning=self._leanings.of(terms),
        )

    def _weigh(self, text: str, shown: Evidence) -> Signal:
        score = self._relevance.chance(relevance.signals(shown))
        suggested = self._scale.of(severity.signals(shown)) if score >= self._relevance.hinted else None
        near = nearest(shown, self.report) if suggested else ()
        themes = self.themes.named(shown.seen, near) if suggested else ()
        return Signal(
            text,
            score >= self._relevance.relevant,
            score,
            tuple(mention.code for mention in shown.mentions),
            themes,
            near,
            suggested,
            tuple(islice(self._reasons(shown, themes, suggested), _REASONS)),
        )

    def _reasons(self, shown: Evidence, themes: Sequence[str], suggested: Severity | None) -> Iterator[str]:
        """What led to all this, the weightiest first."""
        if suggested:
            yield reasons.by_severity(shown, suggested)
            yield from reasons.by_theme(shown, self.themes.themes, themes)
        else:
            yield (
                "Few words of the report's subject."
                if shown.seen
                else "No words of the report's subject stand out."
            )
        if not suggested or "<joke>" in shown.found:
            yield from reasons.by_other_life(shown)
        yield from reasons.by_country(shown)


def _report(library: Library, symbol: str) -> Report:
    """The report that the themes are written for; without it the newest one."""
    return next((report for report in library.reports if report.symbol == symbol), library.newest)


def _unread(text: str, why: str) -> Signal:
    return Signal(text, relevant=False, score=0.0, because=(why,))
