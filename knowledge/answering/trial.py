"""Try phrasings before they are written down, to see what an answer would be with them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.answering.messages import LONGEST
from knowledge.model import Library, Report
from knowledge.phrasings import WHOLE, bare
from knowledge.sentences import sentences

_FORM = re.compile(r"\s*(\d{1,4})\s*\.\s*(\d{1,3}|whole)\s*=(.*)", re.DOTALL)
_EXAMPLE = "Example: 41.1=how many states have someone in charge of R2P"


@dataclass(frozen=True, slots=True)
class Addition:
    """A phrasing to try: at a paragraph, for one of its sentences (from 1), or for more than one (``None``)."""

    paragraph: int
    sentence: int | None
    phrasing: str

    @classmethod
    def of(cls, typed: str) -> Addition:
        """Read ``PARAGRAPH.SENTENCE=phrasing``; ``ValueError`` says for people what is wrong."""
        read = _FORM.fullmatch(typed)
        if read is None:
            raise ValueError(
                f"A phrasing to add is written PARAGRAPH.SENTENCE=phrasing, with the sentence's number or "
                f"“{WHOLE}”. {_EXAMPLE}"
            )
        phrasing = " ".join(read[3].split())
        if not bare(phrasing) or len(phrasing) > LONGEST:
            raise ValueError(f"A phrasing has 1 to {LONGEST} characters after the “=”. {_EXAMPLE}")
        return cls(int(read[1]), None if read[2] == WHOLE else int(read[2]), phrasing)


def with_phrasings(library: Library, additions: Sequence[Addition]) -> Library:
    """Return a library whose newest report has some more phrasings; ``ValueError`` says which can't be added."""
    report, *others = library.reports
    standing = {bare(words): number for number, some in report.phrasings.items() for words in some}
    phrasings, answering = dict(report.phrasings), dict(report.answering)
    for one in additions:
        _check(report, one, standing)
        standing[bare(one.phrasing)] = one.paragraph
        phrasings[one.paragraph] = (*phrasings.get(one.paragraph, ()), one.phrasing)
        if one.sentence is not None:
            answering[one.phrasing] = one.sentence
    return Library((replace(report, phrasings=phrasings, answering=answering), *others))


def _check(report: Report, one: Addition, standing: dict[str, int]) -> None:
    known = [paragraph.number for paragraph in report.paragraphs]
    if one.paragraph not in known:
        raise ValueError(f"There is no paragraph {one.paragraph}: the report has {known[0]} to {known[-1]}.")
    count = len(sentences(report.paragraph(one.paragraph).text))
    if one.sentence is not None and not 1 <= one.sentence <= count:
        allowed = "1" if count == 1 else f"1 to {count}"
        raise ValueError(
            f"Paragraph {one.paragraph} has no sentence {one.sentence}: write {allowed}, or “{WHOLE}”."
        )
    there = standing.get(bare(one.phrasing))
    if there is not None:
        raise ValueError(f"Paragraph {there} has this phrasing already: “{one.phrasing}”.")
