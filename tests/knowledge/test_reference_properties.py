"""What holds for any text and for every part of the report, not only for the examples."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.citation import Locator, cite, short
from knowledge.load import load_library
from knowledge.reference import resolve, suggest
from knowledge.symbols import halves, link

LIBRARY = load_library()
REPORT = LIBRARY.newest
SECTIONS = [section.number for section in REPORT.sections]
PLACES = SECTIONS + [
    f"{section.number}.{sub.letter}" for section in REPORT.sections for sub in section.subsections
]
DOCUMENTS = {document.name for document in REPORT.documents}
PIECES = [
    "para", "paras.", "¶", "§", "fn", "note", "footnotes", "section", "II", "III", "A", "B", "res", "UNSCR", "GA",
    "A/RES/79/122", "S/RES/1973 (2011)", "A/78/901-S/2024/434", "A/79/875", "79/1", "Genocide Convention", "Charter",
    "summary", "of", "and", "to", "-", "–", ",", ";", ".", "(", ")", "/", "1", "12", "61", "107", "138", "1970", "0",
    "99999999999999999999", "35(g)", "article", "p.", "@everyone", "🙂", "https://docs.un.org/en/", "²", "the report",
    "v", "Gambia", "Myanmar", "is",
]  # fmt: skip
TYPED = (
    st.text()
    | st.lists(st.sampled_from(PIECES), max_size=9).map(" ".join)
    | st.lists(st.sampled_from(PIECES), max_size=6).map("".join)
)
NUMBERS = st.lists(st.integers(1, len(REPORT.paragraphs)), max_size=6)
NOTES = st.lists(st.integers(1, len(REPORT.footnotes)), max_size=6)
LOCATORS = st.builds(
    lambda paragraphs, footnotes, section: Locator(
        tuple(sorted(set(paragraphs))), tuple(sorted(set(footnotes))), section
    ),
    NUMBERS,
    NOTES,
    st.none() | st.sampled_from(PLACES),
)

patient = settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])


@given(TYPED)
@patient
def test_any_text_is_answered_and_answered_well(typed: str) -> None:
    found = resolve(LIBRARY, typed)
    form = json.loads(json.dumps(found.as_json()))
    assert form["reference"] == typed
    assert len(found.message) <= 800
    assert not {"@", "<", "`"} & set(found.message)
    if found.status in {"not_found", "invalid"}:
        assert found.message
        assert [form["paragraphs"], form["footnotes"], form["documents"], form["readings"]] == [
            [],
            [],
            [],
            [],
        ]
        assert form["kind"] is None
    else:
        assert found.kind
        assert found.report == REPORT.symbol
        assert found.locator is not None
        assert (found.status == "ambiguous") <= (len(found.readings) > 1)


@given(st.integers(0, 3_000))
@patient
def test_a_number_is_found_only_if_it_is_there(number: int) -> None:
    known = {paragraph.number for paragraph in REPORT.paragraphs}
    points = {point for named in REPORT.named_points for point in named.points}
    resolutions = {
        name.split("/")[2].split("(")[0].strip() for name in DOCUMENTS if "/RES/" in name and "(" in name
    }
    expected = {
        f"para {number}": number in known | points,
        f"fn {number}": number in {footnote.number for footnote in REPORT.footnotes},
        f"{number}": number in known or str(number) in resolutions,
        f"resolution {number}": str(number) in resolutions,
        f"UNSCR {number}": any(name.startswith(f"S/RES/{number} (") for name in DOCUMENTS),
        f"A/63/{number}": f"A/63/{number}" in DOCUMENTS,
        f"79/{number}": f"A/RES/79/{number}" in DOCUMENTS,
    }
    assert {typed: resolve(LIBRARY, typed).status == "found" for typed in expected} == expected


@given(LOCATORS)
@patient
def test_our_own_citation_is_read_back(locator: Locator) -> None:
    found = resolve(LIBRARY, short(REPORT, locator))
    assert found.status == "found"
    assert found.locator == locator
    assert found.citation == short(REPORT, locator)


@pytest.mark.parametrize("style", ["un", "chicago", "apa", "mla", "oscola"])
@given(LOCATORS)
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_prose_style_is_read_back(style: str, locator: Locator) -> None:
    found = resolve(LIBRARY, cite(REPORT, locator, style))
    assert (found.status, found.locator) == ("found", locator), found.message


@pytest.mark.parametrize(
    "form", ["{}", "para. {}", "¶{}", "§ {}", "paragraph {}", "Paras {}", "{} of the report"]
)
def test_every_paragraph_is_found_by_its_number(form: str) -> None:
    for paragraph in REPORT.paragraphs:
        found = resolve(LIBRARY, form.format(paragraph.number))
        assert (found.status, found.kind, found.paragraphs) == ("found", "paragraph", (paragraph.number,))
        assert found.footnotes == paragraph.footnotes
        assert found.documents == REPORT.documents_in(paragraph.number)


@pytest.mark.parametrize("form", ["fn {}", "n. {}", "note {}", "footnote {}", "[^{}]"])
def test_every_footnote_is_found_by_its_number(form: str) -> None:
    for footnote in REPORT.footnotes:
        found = resolve(LIBRARY, form.format(footnote.number))
        assert (found.status, found.kind, found.footnotes) == ("found", "footnote", (footnote.number,))
        assert found.paragraphs == (footnote.paragraph,)
        assert found.documents == footnote.documents


def test_every_section_is_found_by_its_number_and_its_title() -> None:
    titles = [(section.number, section.title) for section in REPORT.sections]
    titles += [
        (f"{section.number}.{sub.letter}", sub.title)
        for section in REPORT.sections
        for sub in section.subsections
    ]
    for name, title in titles:
        number, _, letter = name.partition(".")
        expected = tuple(paragraph.number for paragraph in REPORT.paragraphs_in(number, letter or None))
        for typed in (name, title, f"{name}. {title}", f"section {name}", f"the section on {title}"):
            found = resolve(LIBRARY, typed)
            assert (found.status, found.kind, found.paragraphs) == ("found", "section", expected), typed


def test_every_document_is_found_by_each_of_its_names() -> None:
    wrong: list[tuple[str, str, str]] = []
    for document in REPORT.documents:
        names = {
            document.name,
            *document.aliases,
            *halves(document.name),
            document.link or "",
            document.title or "",
        }
        if document.kind in {"resolution", "report", "document"} and "/" in document.name:
            names |= {link(document.name), link(document.name).replace("docs.un.org/en", "undocs.org")}
            names |= {
                document.name.replace("/", " "),
                document.name.lower(),
                document.name.replace("-S/", " – S/"),
            }
        for name in names - {""}:
            found = resolve(LIBRARY, name)
            if (found.status, found.documents) != ("found", (document.name,)):
                wrong.append((name, document.name, found.message))
            elif (found.paragraphs, found.footnotes) != (document.paragraphs, document.footnotes):
                wrong.append((name, document.name, "other places"))
    assert wrong == []


def test_every_name_that_is_shared_offers_all_who_share_it() -> None:
    names = [name for document in REPORT.documents for name in (document.title or "", *document.aliases)]
    shared = {name for name in names if name and names.count(name) > 1}
    assert {name for name in shared if resolve(LIBRARY, name).status != "ambiguous"} == set()


def test_no_symbol_is_found_by_another_number() -> None:
    symbols = {name for document in REPORT.documents for name in (document.name, *halves(document.name))}
    for symbol in sorted(name for name in symbols if name.startswith(("A/", "S/", "E/"))):
        for changed in (f"{symbol}1", f"{symbol}/Add.9", symbol.replace("/", "/1", 1)):
            if changed not in symbols:
                found = resolve(LIBRARY, changed)
                assert found.status != "found", (changed, found.documents)


@given(TYPED, st.integers(0, 30))
@patient
def test_suggestions_fit_a_menu_and_each_is_found(typed: str, limit: int) -> None:
    offered = suggest(LIBRARY, typed, limit)
    assert len(offered) <= limit
    assert len({suggestion.value for suggestion in offered}) == len(offered)
    for suggestion in offered:
        assert 1 <= len(suggestion.label) <= 100
        assert 1 <= len(suggestion.value) <= 100
        assert resolve(LIBRARY, suggestion.value).status == "found", suggestion


@pytest.mark.parametrize("typed", ["", "fn", "para", "sec", "res", "a", "s", "w", "h", "o", "u"])
def test_everything_that_can_be_offered_is_found(typed: str) -> None:
    for suggestion in suggest(LIBRARY, typed, 1_000):
        assert resolve(LIBRARY, suggestion.value).status == "found", suggestion


def test_nothing_is_offered_for_a_text_that_is_no_reference() -> None:
    assert suggest(LIBRARY, "para 61 " * 100) == []
    assert suggest(LIBRARY, "🙂") == []
    assert suggest(LIBRARY, "61", limit=0) == []


def test_what_is_typed_whole_is_offered_first() -> None:
    assert [each.value for each in suggest(LIBRARY, "61")] == ["para. 61", "fn 61"]
    assert suggest(LIBRARY, "79/122")[0].label == "A/RES/79/122 · fn 107, para. 61"
    assert suggest(LIBRARY, "S/2007")[0].label == "S/2007/721 · fns 2 and 109, paras. 2 and 62"
    assert suggest(LIBRARY, "79/1")[0].label == "A/RES/79/1 · Pact for the Future"
    assert suggest(LIBRARY, "fn 10")[0].label == "fn 10 · See A/77/246."
    assert [each.value for each in suggest(LIBRARY, "79/1")] == ["A/RES/79/1", "A/RES/79/122"]
    assert suggest(LIBRARY, "UNSCR 19")[0].value == "S/RES/1970 (2011)"
    assert suggest(LIBRARY, "mianmar")[0].value == "The Gambia v. Myanmar (2019)"
    assert suggest(LIBRARY, "veto powr paralysed") == []
    assert "para. 15" in {each.value for each in suggest(LIBRARY, "veto")}
    assert suggest(LIBRARY, "10-12")[0].value == "10-12"
    assert suggest(LIBRARY, "1970 and 1973")[0].label == "S/RES/1970 (2011), S/RES/1973 (2011)"
