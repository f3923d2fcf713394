"""Made-up reports, answers and people's words, of any size and with any signs, for properties."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from bot.places import Kind, Place, tag
from knowledge.model import (
    Document,
    Footnote,
    Library,
    Marker,
    Paragraph,
    Report,
    Section,
    Source,
    Subsection,
)

words = st.text(
    st.one_of(st.characters(codec="utf-8"), st.sampled_from("*_~`|<>@#[]()\\:/-. ")), max_size=400
)
"""Anything a person may type, and above all what means something to Discord."""

_prose = st.builds(
    lambda unit, times: (unit * times)[:9_000] or "x",
    st.text(st.sampled_from("ab *_[]()<>`|\\@#-.,é😀"), min_size=1, max_size=60),
    st.integers(1, 200),
)
_name = st.text(st.sampled_from("Abc de/*_`.-(1)"), min_size=1, max_size=250).filter(str.strip)


@st.composite
def _paragraph(draw: st.DrawFn, number: int, section: str, letter: str | None, first: int) -> Paragraph:
    text = draw(_prose)
    offsets = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)))
    markers = tuple(Marker(first + place, offset) for place, offset in enumerate(offsets))
    return Paragraph(number, section, letter, text, markers)


@st.composite
def _footnote(draw: st.DrawFn, number: int, paragraph: int, documents: list[Document]) -> Footnote:
    cited = draw(st.lists(st.sampled_from(documents), max_size=3)) if documents else []
    text = draw(st.one_of(_prose, st.just("See " + "; ".join(document.name for document in cited) + ".")))
    return Footnote(number, text, paragraph, tuple(Source(document.name) for document in cited))


@st.composite
def reports(draw: st.DrawFn) -> Report:
    documents = [
        Document(
            name,
            "document",
            draw(st.none() | _name),
            draw(st.none() | st.just(f"https://example.org/{'x' * 200}")),
        )
        for name in draw(st.lists(_name, unique=True, max_size=4))
    ]
    sections = tuple(
        Section(
            f"{'I' * (place + 1)}", draw(_name), tuple(Subsection(letter, draw(_name)) for letter in "AB")
        )
        for place in range(draw(st.integers(1, 3)))
    )
    paragraphs: list[Paragraph] = []
    footnotes: list[Footnote] = []
    for number in range(1, draw(st.integers(1, 30)) + 1):
        section = sections[min(number // 8, len(sections) - 1)]
        letter = draw(st.sampled_from([None, "A", "B"]))
        paragraph = draw(_paragraph(number, section.number, letter, len(footnotes) + 1))
        paragraphs.append(paragraph)
        footnotes += [draw(_footnote(note, number, documents)) for note in paragraph.footnotes]
    cited = tuple(_cited(document, footnotes) for document in documents)
    return Report(
        symbol=draw(st.sampled_from(["A/90/12-S/2035/34", "A/1", "A/HRC/90/12/Add.1-S/2035/1234"])),
        title=draw(_name),
        date=date(2035, 3, 3),
        summary=draw(st.just("") | _prose),
        submission_note="",
        sections=sections,
        paragraphs=tuple(paragraphs),
        footnotes=tuple(footnotes),
        documents=cited,
    )


def _cited(document: Document, footnotes: list[Footnote]) -> Document:
    by = [footnote for footnote in footnotes if document.name in footnote.documents]
    return Document(
        document.name,
        document.kind,
        document.title,
        document.link,
        (),
        tuple(footnote.number for footnote in by),
        tuple(sorted({footnote.paragraph for footnote in by})),
    )


@st.composite
def places(draw: st.DrawFn, report: Report) -> Place:
    """Any place in a report, with or without a citation above it."""
    numbers = st.lists(st.sampled_from([each.number for each in report.paragraphs]), min_size=1, unique=True)
    page, style = draw(st.integers(0, 40)), draw(st.sampled_from(["", "un", "csl-json", "mla"]))
    kind = draw(st.sampled_from([Kind.CONTENTS, Kind.SECTION, Kind.PASSAGE, Kind.PASSAGE, Kind.DOCUMENT]))
    bare = bool(style) and draw(st.booleans())
    if kind is Kind.DOCUMENT and report.documents:
        name = tag(draw(st.sampled_from(report.documents)))
        return Place(report.symbol, kind, name, page=page, style=style, bare=bare)
    if kind is Kind.SECTION:
        here = draw(st.sampled_from(report.paragraphs))
        letter = f".{here.subsection}" if here.subsection and draw(st.booleans()) else ""
        return Place(report.symbol, kind, here.section + letter, page=page, style=style, bare=bare)
    if kind is Kind.CONTENTS:
        return Place(report.symbol, kind, page=page, style=style, bare=bare)
    notes = st.lists(st.sampled_from([each.number for each in report.footnotes]), unique=True, max_size=30)
    footnotes = tuple(sorted(draw(notes))) if report.footnotes else ()
    paragraphs = tuple(sorted(draw(numbers))) if not footnotes or draw(st.booleans()) else ()
    return Place(report.symbol, paragraphs=paragraphs, footnotes=footnotes, page=page, style=style, bare=bare)


def library(report: Report) -> Library:
    return Library((report,))
