"""Citations of a report's paragraphs, footnotes and sections, ready to paste, in eight styles."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from knowledge.citation import formats as formats
from knowledge.citation import styles as styles
from knowledge.citation.locator import Locator
from knowledge.citation.styles import Work
from knowledge.model import Report
from knowledge.symbols import link

__all__ = ["STYLES", "Locator", "cite", "short"]

STYLES: Mapping[str, str] = MappingProxyType(
    {
        "un": "United Nations",
        "chicago": "Chicago (notes)",
        "apa": "APA 7",
        "mla": "MLA 9",
        "oscola": "OSCOLA",
        "bibtex": "BibTeX",
        "ris": "RIS",
        "csl-json": "CSL-JSON",
    }
)
"""The styles' keys and the titles that people know them by, the default first."""

# Every report that the bot reads is one of the Secretary-General's.
_AUTHOR = "United Nations, Secretary-General"
_OSCOLA_AUTHOR = "UN Secretary-General"
_TEMPLATES: Mapping[str, Callable[[Work, str], str]] = MappingProxyType(
    {
        "un": styles.un,
        "chicago": styles.chicago,
        "apa": styles.apa,
        "mla": styles.mla,
        "oscola": styles.oscola,
        "bibtex": formats.bibtex,
        "ris": formats.ris,
        "csl-json": formats.csl_json,
    }
)
_NAME_THE_PUBLISHER = {
    "mla",
    "bibtex",
    "ris",
    "csl-json",
}  # the others leave out a publisher that is the author


def cite(report: Report, locator: Locator, style: str = "un") -> str:
    """Return the citation of a place in a report.

    APA and MLA put the place into the text, not the reference, so theirs is two lines. Raises
    ``ValueError``, naming the styles, for a style that is not one of ``STYLES``.
    """
    if style not in _TEMPLATES:
        allowed = ", ".join(STYLES)
        raise ValueError(f"There is no such citation style. Choose one of: {allowed}. Example: apa.")
    work = Work(
        author=_OSCOLA_AUTHOR if style == "oscola" else _AUTHOR,
        title=report.title,
        issued=(report.date.year, report.date.month, report.date.day),
        number=report.symbol,
        publisher="United Nations" if style in _NAME_THE_PUBLISHER else None,
        url=link(report.symbol),
    )
    return _TEMPLATES[style](work, styles.located(style, locator))


def short(report: Report, locator: Locator) -> str:
    """Return the UN form, for use in running text: ``A/79/875-S/2025/248, para. 39``."""
    return cite(report, locator)
