"""``r2p cite`` and ``r2p browse``, as people and programs use them."""

import json

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.cli.cite import lookup_page
from bot.cli.text import Page
from knowledge.citation import STYLES, Locator, cite
from knowledge.load import load_library
from knowledge.model import Library
from knowledge.reference.lookup import Lookup, Reading

REPORT = load_library().newest
KEYS = {
    "reference",
    "kind",
    "status",
    "paragraphs",
    "footnotes",
    "documents",
    "citation",
    "message",
    "readings",
}


def r2p(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner(env={"COLUMNS": "80"}).invoke(main, arguments, input=stdin)


def objects(done: Result) -> list[dict[str, object]]:
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_paragraph_is_cited_and_shown() -> None:
    done = r2p("cite", "39")
    assert done.exit_code == 0
    assert done.stdout.startswith("A/79/875-S/2025/248, para. 39\n")
    assert f"39. {REPORT.paragraph(39).text[:40]}" in " ".join(done.stdout.split())


def test_a_footnote_is_cited_and_shown_with_its_link() -> None:
    shown = r2p("cite", "fn", "107").stdout
    assert shown.splitlines()[0].endswith("footnote 107")
    assert "[107] General Assembly resolution 79/122." in shown
    assert "https://docs.un.org/en/A/RES/79/122" in shown


def test_a_document_is_shown_with_the_places_that_cite_it() -> None:
    shown = r2p("cite", "A/RES/79/122").stdout
    assert "https://docs.un.org/en/A/RES/79/122" in shown
    assert "In the report: " in shown
    assert "107" in shown


def test_a_section_is_cited_and_named() -> None:
    shown = r2p("cite", "section II.A").stdout
    assert "sect. II.A" in shown.splitlines()[0]
    assert REPORT.section("II").title in " ".join(shown.split())


def test_the_summary_is_shown_whole() -> None:
    assert REPORT.summary in " ".join(r2p("cite", "summary").stdout.split())


def test_several_readings_are_all_shown() -> None:
    readings = tuple(
        Reading("paragraph", REPORT.symbol, (number,), (), (), f"A/1, para. {number}", f"Paragraph {number}")
        for number in (3, 5)
    )
    found = Lookup(
        "x", "paragraph", "ambiguous", (3,), citation="A/1, para. 3", message="Which?", readings=readings
    )
    assert lookup_page(Page(80, colour=False), Library((REPORT,)), found, "un") == (
        "A/1, para. 3\n\nWhich?\n\n  Paragraph 3: A/1, para. 3\n  Paragraph 5: A/1, para. 5"
    )


def test_many_paragraphs_are_not_all_shown() -> None:
    shown = r2p("cite", "10-14").stdout
    assert "12. " in shown
    assert "13. " not in shown
    assert "r2p browse" in shown


@pytest.mark.parametrize("style", STYLES)
def test_each_style(style: str) -> None:
    expected = cite(REPORT, Locator((39,)), style)
    done = r2p("cite", "39", "--style", style)
    assert done.stdout.startswith(expected)
    (found,) = objects(r2p("cite", "--json", "--style", style, "39"))
    assert found["citation"] == expected


@pytest.mark.parametrize("style", ["bibtex", "ris", "csl-json"])
def test_a_data_style_stands_alone_so_that_it_can_go_into_a_file(style: str) -> None:
    assert r2p("cite", "39", "--style", style).stdout == cite(REPORT, Locator((39,)), style) + "\n"


def test_json_is_one_object_of_the_agreed_form() -> None:
    (found,) = objects(r2p("cite", "--json", "paras 10–12"))
    assert set(found) == KEYS
    assert found["kind"] == "paragraph"
    assert found["status"] == "found"
    assert found["paragraphs"] == [10, 11, 12]
    assert found["citation"] == "A/79/875-S/2025/248, paras. 10–12"


def test_each_line_of_standard_input_gets_its_object_whatever_it_holds() -> None:
    lines = [b"61", b"", b"x" * 70_000, b"\xff", b"para 0", b"999", "’; DROP TABLE".encode(), b"fn 107"]
    found = objects(r2p("cite", "--json", "-", stdin=b"\n".join(lines)))
    assert len(found) == len(lines)
    assert all(set(each) == KEYS for each in found)
    assert found[0]["status"] == found[7]["status"] == "found"
    for each in found[1:7]:
        assert each["status"] in {"invalid", "not_found"}
        assert each["message"]
        assert each["paragraphs"] == each["footnotes"] == each["documents"] == []
    assert "64 KiB" in str(found[2]["message"])
    assert "UTF-8" in str(found[3]["message"])


def test_what_is_not_found_says_what_is_allowed() -> None:
    done = r2p("cite", "107")
    assert done.exit_code == 0
    assert "fn 107" in done.stdout


# --- browse ------------------------------------------------------------------------------------------------


def test_the_contents_name_every_section_and_its_paragraphs() -> None:
    shown = r2p("browse").stdout
    flat = " ".join(shown.split())
    assert REPORT.title in flat
    for section in REPORT.sections:
        assert f"{section.number}. {section.title}" in flat
        for part in section.subsections:
            assert f"{part.letter}. {part.title}" in flat
    assert "(paras. 1–" in flat
    assert max(map(len, shown.splitlines())) <= 80


def test_a_section_lists_its_paragraphs() -> None:
    shown = r2p("browse", "III").stdout
    for paragraph in REPORT.paragraphs_in("III"):
        assert f"\n  {paragraph.number}. {paragraph.text[:20]}" in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_a_paragraph_is_shown_whole_with_the_ways_on() -> None:
    shown = r2p("browse", "39").stdout
    assert REPORT.paragraph(39).text[:30] in " ".join(shown.split())
    assert "Before: r2p browse 38 · after: r2p browse 40" in shown
    assert "before" not in r2p("browse", "1").stdout.splitlines()[-1].lower()
    assert "after" not in r2p("browse", "80").stdout.splitlines()[-1].lower()


def test_a_place_that_is_not_there_says_what_is() -> None:
    done = r2p("browse", "VIII")
    assert done.exit_code == 0
    assert done.stdout.strip()
    assert "para. 1" not in done.stdout


def test_contents_and_places_as_json() -> None:
    (contents,) = objects(r2p("browse", "--json"))
    assert contents["report"] == REPORT.symbol
    sections = contents["sections"]
    assert isinstance(sections, list)
    numbers = [number for section in sections for number in section["paragraphs"]]
    assert numbers == [paragraph.number for paragraph in REPORT.paragraphs]
    first, wrong = objects(r2p("browse", "--json", "-", stdin=b"10-11\n\xff\n"))
    shown = first["paragraphs"]
    assert isinstance(shown, list)
    assert [each["text"] for each in shown] == [REPORT.paragraph(number).text for number in (10, 11)]
    assert [each["heading"] for each in shown] == [REPORT.heading(number) for number in (10, 11)]
    assert wrong["paragraphs"] == []
    assert "UTF-8" in str(wrong["message"])
