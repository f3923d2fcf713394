"""The whole knowledge base as plain data, for programs that want to read it."""

from __future__ import annotations

from typing import Any

from knowledge.model import Footnote, Library, Paragraph, Report, Section


def export(library: Library) -> dict[str, Any]:
    """Return all reports as JSON-ready data: ``{"reports": [...]}``.

    A paragraph's ``text`` holds no markers; a marker's ``offset`` counts characters of ``text``.
    """
    return {"reports": [_report(report) for report in library.reports]}


def _report(report: Report) -> dict[str, Any]:
    return {
        "symbol": report.symbol,
        "title": report.title,
        "date": report.date.isoformat(),
        "summary": report.summary,
        "submission_note": report.submission_note,
        "sections": [_section(section) for section in report.sections],
        "paragraphs": [_paragraph(paragraph) for paragraph in report.paragraphs],
        "footnotes": [_footnote(footnote) for footnote in report.footnotes],
        "documents": [
            {
                "name": document.name,
                "kind": document.kind,
                "title": document.title,
                "link": document.link,
                "footnotes": list(document.footnotes),
                "paragraphs": list(document.paragraphs),
            }
            for document in report.documents
        ],
    }


def _section(section: Section) -> dict[str, Any]:
    parts = [{"letter": part.letter, "title": part.title} for part in section.subsections]
    return {"number": section.number, "title": section.title, "subsections": parts}


def _paragraph(paragraph: Paragraph) -> dict[str, Any]:
    return {
        "number": paragraph.number,
        "section": paragraph.section,
        "subsection": paragraph.subsection,
        "text": paragraph.text,
        "markers": [{"footnote": marker.footnote, "offset": marker.offset} for marker in paragraph.markers],
        "footnotes": list(paragraph.footnotes),
    }


def _footnote(footnote: Footnote) -> dict[str, Any]:
    return {
        "number": footnote.number,
        "text": footnote.text,
        "documents": list(footnote.documents),
        "paragraph": footnote.paragraph,
    }
