"""The calendar's file: what is wrong in it is told with its line, what is due apart from that, and the real one is right."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from knowledge import symbols
from knowledge.calendar import Calendar, Event, load_calendar, when_in_words
from knowledge.calendar.load import check_calendar
from knowledge.check import check_events
from knowledge.model import Library
from knowledge.problems import KnowledgeError, Problem

TODAY = date(2026, 11, 22)
REPORT = "A/79/875-S/2025/248"
PARAGRAPHS = {REPORT: range(1, 81)}

GOOD = """\
report = "A/79/875-S/2025/248"

[[event]]
uid = "debate"
title = "A debate"
yearly_window = [2023-06-01, 2023-07-31]
confirmed = [2023-06-26, 2023-06-30, 2025-06-25, 2025-06-26]
not_held = [2024]
paragraphs = [78]
checked_on = 2026-11-22

[[event]]
uid = "conference"
title = "A conference"
year = 2028
symbol = "A/RES/79/122"
checked_on = 2026-11-22

[[event]]
uid = "meeting"
title = "A meeting"
starts = 2027-03-01T23:30:00-05:00
link = "https://example.org/"
checked_on = 2026-11-22

[[event]]
uid = "summit"
title = "Anniversary of the summit"
yearly = [2005-09-14, 2005-09-16]
tags = ["anniversary"]
symbol = "A/RES/60/1"
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "events.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_gives_its_events(tmp_path: Path) -> None:
    calendar = load_calendar(written(tmp_path, GOOD))
    found = calendar.between(date(2023, 1, 1), date(2028, 12, 31), yearly=False)
    assert [(event.uid, when_in_words(event)) for event in found] == [
        ("debate-2023", "26 June 2023"),
        ("debate-2023-2", "30 June 2023"),
        ("debate-2025", "25–26 June 2025"),
        ("debate-2026", "June–July 2026, date to be confirmed"),
        ("meeting", "2 March 2027, 04:30 UTC"),
        ("debate-2027", "June–July 2027, date to be confirmed"),
        ("debate-2028", "June–July 2028, date to be confirmed"),
        ("conference", "2028, days to be confirmed"),
    ]
    conference, summit = calendar.get("conference"), calendar.get("summit-2027")
    assert conference
    assert conference.link == "https://docs.un.org/en/A/RES/79/122"
    assert conference.report is None
    assert summit
    assert (when_in_words(summit), summit.title) == (
        "14–16 September 2027",
        "Anniversary of the summit (22 years)",
    )
    debate = calendar.get("debate-2026")
    assert debate
    assert (debate.report, debate.paragraphs) == (REPORT, (78,))


def test_a_file_in_order_has_neither_problems_nor_warnings(tmp_path: Path) -> None:
    text = GOOD.replace("not_held = [2024]", "not_held = [2024, 2026]")
    assert check_calendar(TODAY, PARAGRAPHS, written(tmp_path, text)) == ([], [])


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("yearly_window =", "window =", 4, "confirmed and not_held belong to what comes each year"),
        ("year = 2028", "year = 28", 13, "year must be a year from 1900 to 2200. Example: year = 2028"),
        ("year = 2028", 'year = "2028"', 13, "year must be a year"),
        ("year = 2028", "", 13, "a new one needs when it is: day, days, window"),
        ("year = 2028", "year = 2028\nday = 2028-01-01", 13, "day and year can't stand together"),
        ("year = 2028", "days = [2028-01-02, 2028-01-01]", 13, "can't end on 2028-01-01 before it begins"),
        ("year = 2028", "day = 2028-01-01T10:00:00", 13, "day must be a date without quotation marks"),
        (
            "starts = 2027-03-01T23:30:00-05:00",
            "starts = 2027-03-01T23:30:00",
            20,
            "a moment with its time zone",
        ),
        ('title = "A meeting"', "", 20, "a new one needs its title"),
        (
            'title = "A meeting"',
            "titel = 'A meeting'",
            20,
            "'titel' is not a key of an event. Did you mean title?",
        ),
        ('uid = "meeting"', 'uid = "debate"', 4, "the uid 'debate' stands twice"),
        ('uid = "meeting"', "", 3, "each event needs its uid"),
        ('uid = "meeting"', 'uid = "Meeting!"', 20, "small letters, digits and hyphens"),
        ('symbol = "A/RES/60/1"', 'symbol = "60/1"', 27, "a document's symbol, written as in documents.toml"),
        ('"https://example.org/"', '"example.org"', 20, "a link begins with https://"),
        ('link = "https://example.org/"', "", 20, "needs a source: paragraphs, symbol or link"),
        ("paragraphs = [78]", "paragraphs = [78, 81]", 4, "the report has no paragraph 81"),
        ("paragraphs = [78]", "paragraphs = [true]", 4, "paragraphs must be a list of numbers"),
        ("A/79/875-S/2025/248", "A/79/875", 4, "there is no report 'A/79/875' here"),
        ('report = "A/79/875-S/2025/248"\n', "\n", 4, "say of which report its paragraphs are"),
        ("[[event]]", "colour = 3\n[[event]]", 3, "unknown key 'colour'"),
        ("[[event]]", "[[event]", 1, "not valid TOML"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, words: str
) -> None:
    path = written(tmp_path, GOOD.replace(old, new, 1))
    problems, _ = check_calendar(TODAY, PARAGRAPHS, path)
    assert [(problem.file, problem.line) for problem in problems if words in problem.message] == [
        (path, line)
    ], problems


def test_all_problems_are_told_at_once_and_keep_the_file_from_loading(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD.replace("year = 2028", "year = 28").replace('title = "A meeting"', ""))
    with pytest.raises(KnowledgeError) as raised:
        load_calendar(path)
    assert [problem.line for problem in raised.value.problems] == [13, 20]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    (problem,), due = check_calendar(TODAY, PARAGRAPHS, tmp_path / "events.toml")
    assert "can't be read" in problem.message
    assert due == []


def test_what_is_due_is_told_apart_from_what_is_wrong(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD)
    assert check_calendar(date(2026, 7, 31), PARAGRAPHS, path) == ([], [])
    problems, due = check_calendar(date(2026, 8, 1), PARAGRAPHS, path)
    assert problems == []
    assert due == [
        Problem(
            path,
            4,
            "event 'debate-2026': June–July 2026, date never confirmed here: write down its days, or that it "
            "was not held",
        )
    ]


def test_what_is_to_come_and_was_not_checked_for_a_year_is_due(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD.replace("not_held = [2024]", "not_held = [2024, 2026]"))
    assert check_calendar(date(2027, 3, 2), PARAGRAPHS, path) == ([], [])
    _, due = check_calendar(date(2027, 11, 23), PARAGRAPHS, path)
    told = {problem.message.split(":")[0]: problem.message for problem in due}
    assert set(told) == {"event 'debate'", "event 'debate-2027'", "event 'conference'"}, "the meeting is over"
    assert "last compared with its source on 2026-11-22" in told["event 'conference'"]
    never = written(tmp_path, GOOD.replace("checked_on = 2026-11-22", ""))
    _, due = check_calendar(TODAY, PARAGRAPHS, never)
    assert sum("never compared with its source" in problem.message for problem in due) == 3


# --- the real calendar ---------------------------------------------------------------------------------


def test_the_packaged_calendar_is_in_order() -> None:
    problems, due = check_events(TODAY)
    assert problems == []
    assert all("debate-2026" in problem.message for problem in due)


@pytest.fixture(scope="module")
def every(calendar: Calendar) -> Mapping[str, Event]:
    return {**calendar.series, **calendar.events}


def test_past_debates_have_their_days_and_those_to_come_have_none(calendar: Calendar) -> None:
    days = [
        (event.first.isoformat(), event.last == event.first)
        for event in calendar.between(date(2023, 1, 1), date(2025, 12, 31))
        if "debate" in event.tags
    ]
    assert days == [
        (day, True)
        for day in (
            "2023-06-26",
            "2023-06-30",
            "2024-07-01",
            "2024-07-11",
            "2025-06-25",
            "2025-07-01",
            "2025-07-25",
        )
    ]
    for year in (2044, 2045):
        debate = calendar.get(f"debate-{year}")
        assert debate
        assert (debate.certain, debate.paragraphs) == (False, (69, 78))


@pytest.mark.parametrize("year", [2028, 2029])
def test_the_conference_has_its_years_and_no_day(calendar: Calendar, year: int) -> None:
    conference = calendar.get(f"conference-{year}")
    assert conference
    assert when_in_words(conference) == f"{year}, days to be confirmed"
    assert (conference.symbol, conference.paragraphs) == ("A/RES/79/122", (61,))


def test_every_event_has_its_source_and_was_checked(every: Mapping[str, Event]) -> None:
    assert len(every) > 60
    for event in every.values():
        assert event.paragraphs or event.symbol or event.link, event.uid
        assert event.checked_on is not None, event.uid
        assert event.tags, event.uid
        assert event.symbol is None or event.link == symbols.link(event.symbol), event.uid


def test_a_paragraph_named_beside_a_document_that_the_report_cites_cites_it(
    library: Library, every: Mapping[str, Event]
) -> None:
    report = library.report(REPORT)
    cited = {name: document.paragraphs for document in report.documents for name in (document.name,)}
    checked = 0
    for event in every.values():
        if "anniversary" in event.tags and event.symbol in cited and event.symbol != REPORT:
            assert set(event.paragraphs) <= set(cited[event.symbol]), event.uid
            checked += 1
    assert checked > 20


SPOKEN_OF = {
    "debate": "annual (debate|dialogues)",
    "ecosoc-special-meeting-2023": "Economic and Social Council in 2023",
    "charter": "Charter",
    "genocide-convention": "Convention on the Prevention and Punishment of the Crime of Genocide",
    "geneva-conventions": "Geneva Conventions",
    "racial-discrimination-convention": "Convention on the Elimination of All Forms of Racial Discrimination",
    "indigenous-peoples-convention": r"Convention, 1989 \(No. 169\)",
    "rome-statute": "International Criminal Court",
    "african-union-constitutive-act": "Constitutive Act of the African Union",
    "world-summit-outcome": "World Summit Outcome",
    "this-report": "present report",
    "holocaust-remembrance-day": "Auschwitz",
    "violent-extremism-day": "violent extremism",
    "islamophobia-day": "religious identity",
    "racial-discrimination-day": "racism|Racial Discrimination",
    "right-to-the-truth-day": "rights to truth",
    "mine-awareness-day": "landmines",
    "rwanda-reflection-day": "failure to prevent the commission of genocide",
    "second-world-war-remembrance": "end of the Second World War",
    "peacekeepers-day": "peacekeeping operations",
    "child-victims-of-aggression-day": "violations against children",
    "hate-speech-day": "hate speech|Hate Speech",
    "sexual-violence-in-conflict-day": "conflict-related sexual violence",
    "refugee-day": "forcibly displaced",
    "torture-victims-day": "torture",
    "srebrenica-day": "failure to prevent the commission of genocide",
    "indigenous-peoples-day": "Indigenous Peoples",
    "humanitarian-day": "humanitarian (aid|workers)",
    "religion-or-belief-violence-day": "religious identity",
    "enforced-disappearances-day": "disappearances",
    "protect-education-day": "schools",
    "united-nations-day": "Charter",
    "crimes-against-journalists-day": "journalists",
    "childrens-day": "children",
    "violence-against-women-day": "women and girls",
    "genocide-victims-day": "[Gg]enocide",
    "human-rights-day": "human rights",
}
"""Uid → words that each of the event's paragraphs prints, where the report does not cite the event's document there."""


def test_the_report_speaks_of_each_event_in_the_paragraphs_named(
    library: Library, every: Mapping[str, Event]
) -> None:
    report = library.report(REPORT)
    citing = {document.name: set(document.paragraphs) for document in report.documents}
    for uid, event in every.items():
        series = uid if uid in SPOKEN_OF else re.sub(r"-\d{4}(-\d)?$", "", uid)
        for number in event.paragraphs:
            paragraph = report.paragraph(number)
            notes = [report.footnote(footnote).text for footnote in paragraph.footnotes]
            printed = " ".join([paragraph.text, *notes])
            if number not in citing.get(event.symbol or "", set()):
                assert series in SPOKEN_OF, uid
                assert re.search(SPOKEN_OF[series], printed), (uid, number)
