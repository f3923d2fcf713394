"""Every style against a worked example of its manual, and every data format through a strict reader."""

import json
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.citation import STYLES, Locator, cite, formats, short, styles
from knowledge.citation.styles import Work
from knowledge.model import Report

TITLE = "Responsibility to protect: 20 years of commitment to principled and collective action"
SYMBOL = "A/79/875-S/2025/248"
LINK = "https://docs.un.org/en/A/79/875-S/2025/248"


def report(title: str = TITLE, symbol: str = SYMBOL, issued: date = date(2025, 4, 22)) -> Report:
    return Report(symbol, title, issued, "", "", (), (), ())


PARA_39 = Locator(paragraphs=(39,))

# --- worked examples, as the manuals print them (their italics left out) -----------------------------


def test_un_editorial_manual_footnotes_and_other_references_iii_a_symbol_then_paragraph() -> None:
    # Footnote 33 of the report itself, set by the manual's editors: "document ICC-01/19, para. 71".
    work = Work("", None, (2019,), number="ICC-01/19")
    assert styles.un(work, styles.UN.of(Locator((71,)))) == "ICC-01/19, para. 71"


def test_chicago_manual_of_style_ch_14_a_corporate_report_is_noted_as_a_book() -> None:
    work = Work(
        author="U.S. Department of the Interior, National Park Service, Northeast Region",
        title="Schoodic: Draft General Management Plan Amendment and Environmental Impact Statement",
        issued=(2004,),
        publisher="Maine",
        url="http://purl.fdlp.gov/GPO/gpo67000",
    )
    assert styles.chicago(work, "116") == (
        "U.S. Department of the Interior, National Park Service, Northeast Region, Schoodic: Draft General "
        "Management Plan Amendment and Environmental Impact Statement (Maine, 2004), 116, "
        "http://purl.fdlp.gov/GPO/gpo67000."
    )


def test_apa_publication_manual_7th_ed_10_4_report_by_a_government_agency() -> None:
    work = Work(
        author="National Cancer Institute",
        title="Taking time: Support for people with cancer",
        issued=(2019,),
        number="NIH Publication No. 18-2059",
        publisher="U.S. Department of Health and Human Services, National Institutes of Health",
        url="https://www.cancer.gov/publications/patient-education/takingtime.pdf",
    )
    assert styles.apa(work, "") == (
        "National Cancer Institute. (2019). Taking time: Support for people with cancer (NIH Publication No. "
        "18-2059). U.S. Department of Health and Human Services, National Institutes of Health. "
        "https://www.cancer.gov/publications/patient-education/takingtime.pdf"
    )


def test_apa_publication_manual_7th_ed_8_13_the_paragraph_stands_in_the_text() -> None:
    entry, in_text = cite(report(), PARA_39, "apa").splitlines()
    assert entry == f"United Nations, Secretary-General. (2025). {TITLE} ({SYMBOL}). {LINK}"
    assert in_text == "In text: (United Nations, Secretary-General, 2025, para. 39)"


def test_mla_handbook_9th_ed_ch_5_an_organisation_as_author() -> None:
    work = Work(
        "United Nations",
        "Consequences of Rapid Population Growth in Developing Countries",
        (1991,),
        publisher="Taylor and Francis",
    )
    assert styles.mla(work, "") == (
        "United Nations. Consequences of Rapid Population Growth in Developing Countries. Taylor and Francis, 1991."
    )


def test_mla_handbook_9th_ed_ch_6_numbered_paragraphs_after_a_comma() -> None:
    work = Work("Chan", "A Page", (1995,))
    assert styles.mla(work, styles.MLA.of(Locator((41,)))).splitlines()[1] == "In text: (Chan, par. 41)"
    assert styles.MLA.of(Locator((3, 4, 5))) == "pars. 3–5"


@pytest.mark.parametrize(
    ("author", "issued", "number", "printed"),
    [
        (
            "UNGA Res 51/210",
            (1996, 12, 17),
            "A/RES/51/210",
            "UNGA Res 51/210 (17 December 1996) UN Doc A/RES/51/210",
        ),
        ("UNSC Res 1373", (2001, 9, 28), "S/RES/1373", "UNSC Res 1373 (28 September 2001) UN Doc S/RES/1373"),
    ],
)
def test_oscola_2006_citing_international_law_sources_united_nations_documents(
    author: str, issued: tuple[int, ...], number: str, printed: str
) -> None:
    assert styles.oscola(Work(author, None, issued, number=number), "") == printed


# --- the report itself in every style ---------------------------------------------------------------

HEADLINE = "Responsibility to Protect: 20 Years of Commitment to Principled and Collective Action"


MLA = (
    f"United Nations, Secretary-General. {HEADLINE}. {SYMBOL}, United Nations, 22 Apr. 2025, "
    f"docs.un.org/en/{SYMBOL}.\nIn text: (United Nations, Secretary-General, par. 39)"
)


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("un", "A/79/875-S/2025/248, para. 39"),
        (
            "chicago",
            f"United Nations, Secretary-General, {HEADLINE}, {SYMBOL} (April 22, 2025), para. 39, {LINK}.",
        ),
        ("mla", MLA),
        ("oscola", f"UN Secretary-General ‘{HEADLINE}’ (22 April 2025) UN Doc {SYMBOL}, para 39"),
    ],
)
def test_a_paragraph_of_the_report(style: str, expected: str) -> None:
    assert cite(report(), PARA_39, style) == expected


def test_the_default_is_the_un_style_and_short_is_the_same() -> None:
    assert cite(report(), PARA_39) == short(report(), PARA_39) == "A/79/875-S/2025/248, para. 39"
    assert next(iter(STYLES)) == "un"


@pytest.mark.parametrize(
    ("locator", "expected"),
    [
        (Locator(), SYMBOL),
        (Locator((10, 11, 12)), f"{SYMBOL}, paras. 10–12"),
        (Locator((24, 23)), f"{SYMBOL}, paras. 23 and 24"),
        (Locator((18, 10, 11, 12, 20, 18)), f"{SYMBOL}, paras. 10–12, 18 and 20"),
        (Locator(footnotes=(107,)), f"{SYMBOL}, footnote 107"),
        (Locator((61,), (107,)), f"{SYMBOL}, para. 61, footnote 107"),
        (Locator(footnotes=(44, 45, 46)), f"{SYMBOL}, footnotes 44–46"),
        (Locator(section="II.A"), f"{SYMBOL}, sect. II.A"),
    ],
)
def test_places_in_the_un_style(locator: Locator, expected: str) -> None:
    assert short(report(), locator) == expected


def test_an_unknown_style_names_those_there_are() -> None:
    with pytest.raises(ValueError, match="un, chicago, apa, mla, oscola, bibtex, ris, csl-json"):
        cite(report(), PARA_39, "harvard")


@pytest.mark.parametrize(
    ("printed", "capitals"),
    [
        ("early warning, assessment and the responsibility to protect", None),
        ("Implementing the responsibility to protect", "Implementing the Responsibility to Protect"),
        ("The role of (regional) arrangements", "The Role of (Regional) Arrangements"),
        ("Timely: a decisive response", "Timely: A Decisive Response"),
        ("What to account for", "What to Account For"),
        ("The UNESCO view", "The UNESCO View"),
    ],
)
def test_headline_capitals(printed: str, capitals: str | None) -> None:
    expected = capitals or "Early Warning, Assessment and the Responsibility to Protect"
    assert styles.headline(printed) == expected
    assert styles.headline(expected) == expected


@pytest.mark.parametrize(
    ("month", "shown"), [(1, "Jan."), (5, "May"), (6, "June"), (7, "July"), (9, "Sept."), (12, "Dec.")]
)
def test_mla_months(month: int, shown: str) -> None:
    assert f" 3 {shown} 2024," in cite(report(issued=date(2024, month, 3)), Locator(), "mla")


# --- data formats, read back strictly -----------------------------------------------------------------

# The characters that a title may bring, and those that the formats give a meaning.
titles = st.text(st.sampled_from("abc XYZ äéß中 0-9:;,.'\"“”‘’–—\\{}$&#%_~^*@<>|`\n\t"), min_size=1).filter(
    str.strip
)
symbols = st.from_regex(
    r"[AS]/(RES/)?[0-9]{1,2}/[0-9]{1,4}(-S/20[0-9]{2}/[0-9]{1,3})?", fullmatch=True
) | st.sampled_from(["S/RES/1973 (2011)", "A/RES/377(V)", "A/HRC/RES/44/14", "A/63/677/Add.1"])
numbers = st.lists(st.integers(min_value=-5, max_value=2000), max_size=8).map(tuple)
locators = st.builds(
    Locator, numbers, numbers, st.none() | st.from_regex(r"[IVX]{1,4}(\.[A-H])?", fullmatch=True)
)
reports = st.builds(report, titles, symbols, st.dates(min_value=date(1945, 1, 1), max_value=date(2100, 1, 1)))


@given(reports, locators, st.sampled_from(sorted(STYLES)))
def test_any_place_of_any_report_can_be_cited_and_names_the_symbol(
    cited: Report, where: Locator, style: str
) -> None:
    assert cited.symbol in cite(cited, where, style)


def read_bibtex(text: str) -> tuple[str, dict[str, str]]:
    """Read one entry as BibTeX does: braces are counted even after a backslash."""
    head = re.match(r"@techreport\{([A-Za-z0-9-]+),\n", text)
    assert head, text
    fields: dict[str, str] = {}
    place = head.end()
    while text[place:] != "}":
        name = re.compile(r"  ([a-z]+) += ").match(text, place)
        assert name, text[place:]
        start = end = name.end()
        depth = 0
        while depth or text[end] != ",":
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            assert depth >= 0, text
            end += 1
        fields[name[1]] = text[start:end]
        assert text[end : end + 2] == ",\n"
        place = end + 2
    return head[1], fields


@given(reports, locators)
def test_bibtex_balances_its_braces_and_escapes_what_tex_reads(cited: Report, where: Locator) -> None:
    key, fields = read_bibtex(cite(cited, where, "bibtex"))
    assert key
    assert {"author", "title", "institution", "year"} <= set(
        fields
    )  # BibTeXing, 3.1: required of a techreport
    for name, value in fields.items():
        if name == "month":
            assert re.fullmatch("jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec", value)
        elif name != "url":
            assert value.startswith("{")
            assert value.endswith("}")
            assert not re.search(r"(?<!\\)[$&#%_]|[~^–—“”‘’\n]|\\(?![$&#%_]|text)", value), value


def test_bibtex_spells_special_characters() -> None:
    _, fields = read_bibtex(cite(report("R&D at 100 % {really}_~^\\ “so” 1–2"), Locator(), "bibtex"))
    assert fields["title"] == (
        r"{{R\&D at 100 \% \textbraceleft{}really\textbraceright{}\_\textasciitilde{}\textasciicircum{}"
        r"\textbackslash{} ``so'' 1--2}}"
    )
    assert fields["author"] == "{{United Nations, Secretary-General}}"


@given(reports, locators)
def test_ris_lines_follow_the_specification(cited: Report, where: Locator) -> None:
    lines = cite(cited, where, "ris").split("\n")
    assert lines[0] == "TY  - RPRT"
    assert lines[-1] == "ER  - "
    tags = [line[:2] for line in lines]
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .+", line) for line in lines[:-1]), lines
    assert len(set(tags)) == len(tags)
    values = {line[:2]: line[6:] for line in lines}
    assert values["SN"] == cited.symbol
    assert values["DA"] == cited.date.strftime("%Y/%m/%d").rjust(10, "0")
    assert "," not in values["AU"]


# The names that schemas/input/csl-data.json of the Citation Style Language lists for an item, as far as we use them.
CSL_STRINGS = {"type", "id", "title", "genre", "number", "publisher", "URL", "language", "locator", "note"}


@given(reports, locators)
def test_csl_json_keeps_to_its_schema(cited: Report, where: Locator) -> None:
    items = json.loads(cite(cited, where, "csl-json"))
    assert isinstance(items, list)
    (item,) = items
    assert set(item) <= CSL_STRINGS | {"author", "issued"}
    assert all(isinstance(item[name], str) for name in set(item) & CSL_STRINGS)
    assert item["type"] == "report"
    assert item["title"] == cited.title
    assert item["author"] == [{"literal": "United Nations, Secretary-General"}]
    assert item["issued"] == {"date-parts": [[cited.date.year, cited.date.month, cited.date.day]]}


def test_data_formats_carry_the_paragraph() -> None:
    assert "  note        = {para. 39},\n" in cite(report(), PARA_39, "bibtex")
    assert "\nN1  - para. 39\n" in cite(report(), PARA_39, "ris")
    assert json.loads(cite(report(), PARA_39, "csl-json"))[0]["locator"] == "para. 39"


def test_what_a_work_lacks_is_left_out() -> None:
    bare = Work("United Nations", None, (2025,))
    assert formats.key(bare) == "un-2025"
    assert "month" not in formats.bibtex(bare, "")
    assert formats.ris(bare, "").splitlines()[-2] == "M3  - Report of the Secretary-General"
    assert set(json.loads(formats.csl_json(bare, ""))[0]) == {
        "id",
        "type",
        "author",
        "genre",
        "issued",
        "language",
    }
    assert styles.chicago(bare, "") == "United Nations (2025)."
