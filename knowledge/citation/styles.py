"""The prose styles: plain templates for the one kind of work that is cited, a published report.

The text is plain: a style's italics (the title in APA, Chicago and MLA) are left to the writer.
"""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.citation.locator import Locator, Wording

UN = Wording(("para.", "paras."), ("footnote", "footnotes"), "sect.", " and ")
CHICAGO = Wording(("para.", "paras."), ("n.", "nn."), "sec.")
APA = Wording(("para.", "paras."), ("footnote", "footnotes"), "Section")
MLA = Wording(("par.", "pars."), ("n.", "nn."), "sec.")
OSCOLA = Wording(("para", "paras"), ("fn", "fns"), "section", " and ")

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SPELT_OUT = {"May", "June", "July"}  # MLA shortens every other month, to four letters at most
_SMALL = {
    "a", "an", "the", "and", "but", "for", "nor", "or", "so", "yet", "as", "at", "by", "from", "in",
    "into", "of", "off", "on", "onto", "out", "over", "per", "than", "through", "to", "under", "until",
    "up", "upon", "via", "with", "within", "without", "about", "above", "across", "after", "against",
    "along", "amid", "among", "around", "before", "behind", "below", "beneath", "beside", "between",
    "beyond", "despite", "during", "except", "inside", "like", "near", "outside", "past", "since",
    "throughout", "toward", "towards",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Work:
    """What a style needs to know of a publication.

    ``issued`` is the date as year, month and day; the month and the day may be left out. ``number`` is
    the report's number or symbol. What is ``None`` does not appear.
    """

    author: str
    title: str | None
    issued: tuple[int, ...]
    number: str | None = None
    publisher: str | None = None
    url: str | None = None


def headline(title: str) -> str:
    """Return a title in headline capitals: all words but articles, prepositions and conjunctions."""
    words = title.split()
    final = len(words) - 1
    shown = []
    for place, word in enumerate(words):
        opens = place == 0 or words[place - 1].endswith((":", "?", "!", "—"))
        small = word.strip("“”‘’'\"(),;:.").lower() in _SMALL and word.islower()
        shown.append(word if small and not opens and place != final else _capitalised(word))
    return " ".join(shown)


def _capitalised(word: str) -> str:
    for place, letter in enumerate(word):
        if letter.isalnum():
            return word[:place] + letter.upper() + word[place + 1 :]
    return word


def chicago(work: Work, locator: str) -> str:
    """Return a note: Chicago Manual of Style, 17th and 18th ed., ch. 14, reports are cited as books."""
    published = ", ".join(part for part in (work.publisher, _american(work.issued)) if part)
    title = headline(work.title) if work.title else None
    head = ", ".join(part for part in (work.author, title, work.number) if part)
    return ", ".join(part for part in (f"{head} ({published})", locator, work.url) if part) + "."


def apa(work: Work, locator: str) -> str:
    """Return the reference entry (APA Publication Manual, 7th ed., 10.4) and the in-text form (8.13)."""
    number = f" ({work.number})" if work.number else ""
    parts = [f"{work.author}.", f"({work.issued[0]}).", f"{work.title}{number}."]
    parts += [f"{work.publisher}."] if work.publisher else []
    parts += [work.url] if work.url else []
    entry = " ".join(parts)
    return f"{entry}\nIn text: ({work.author}, {work.issued[0]}, {locator})" if locator else entry


def mla(work: Work, locator: str) -> str:
    """Return the works-cited entry (MLA Handbook, 9th ed., ch. 5) and the in-text form (ch. 6)."""
    place = work.url.removeprefix("https://").removeprefix("http://") if work.url else None
    title = headline(work.title) if work.title else None
    container = ", ".join(
        part for part in (work.number, work.publisher, _mla_date(work.issued), place) if part
    )
    entry = ". ".join(part for part in (work.author, title, container) if part) + "."
    return f"{entry}\nIn text: ({work.author}, {locator})" if locator else entry


def oscola(work: Work, locator: str) -> str:
    """Return a footnote: OSCOLA 2006, Citing International Law Sources, "United Nations documents"."""
    title = f" ‘{headline(work.title)}’" if work.title else ""
    cited = f"{work.author}{title} ({_british(work.issued)}) UN Doc {work.number}"
    return f"{cited}, {locator}" if locator else cited


def un(work: Work, locator: str) -> str:
    """Return symbol and place: United Nations Editorial Manual, "Footnotes and other references", III.A."""
    return ", ".join(part for part in (work.number, locator) if part)


def located(style: str, locator: Locator) -> str:
    """Return the locator as the style named by its key words it; data formats use the UN words."""
    wordings = {"chicago": CHICAGO, "apa": APA, "mla": MLA, "oscola": OSCOLA}
    return wordings.get(style, UN).of(locator)


def _american(issued: tuple[int, ...]) -> str:
    year, *rest = issued
    month = _MONTHS[rest[0] - 1] if rest else ""
    day = f" {rest[1]}," if len(rest) > 1 else ""
    return f"{month}{day} {year}".strip()


def _british(issued: tuple[int, ...]) -> str:
    year, *rest = issued
    month = [_MONTHS[rest[0] - 1]] if rest else []
    day = [str(rest[1])] if len(rest) > 1 else []
    return " ".join([*day, *month, str(year)])


def _mla_date(issued: tuple[int, ...]) -> str:
    year, *rest = issued
    month = _MONTHS[rest[0] - 1] if rest else ""
    if month and month not in _SPELT_OUT:
        month = ("Sept" if month == "September" else month[:3]) + "."
    day = str(rest[1]) if len(rest) > 1 else ""
    return " ".join(part for part in (day, month, str(year)) if part)
