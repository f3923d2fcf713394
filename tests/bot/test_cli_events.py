"""``r2p events`` and the operator's ``[[events]]``, as people, programs and calendars use them."""

import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import icalendar
import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.config import Config, ConfigError, load_config
from bot.config_events import operator_calendar
from knowledge.calendar import Calendar, event_from_json, load_calendar, when_in_words

ROOT = Path(__file__).parents[2]
TODAY = ("--today", "2026-11-22")


def r2p(*arguments: str) -> Result:
    return CliRunner(env={"COLUMNS": "80"}).invoke(main, ["events", *arguments])


def configured(tmp_path: Path, text: str) -> tuple[str, str]:
    """The option that names a configuration with these lines."""
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    return "--config", str(path)


def flat(done: Result) -> str:
    assert done.exit_code == 0, done.output
    return re.sub(r"\s+", " ", done.stdout)


# --- for people ----------------------------------------------------------------------------------------


def test_the_next_twelve_months_are_shown_by_themselves() -> None:
    done = r2p(*TODAY)
    text = flat(done)
    assert text.startswith(
        "25 November 2026 International Day for the Elimination of Violence against Women each year"
    )
    assert "paras. 22 and 32 · A/RES/54/134" in text
    assert "Paragraphs are those of A/79/875-S/2025/248" in text
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_a_day_that_is_not_known_is_never_shown() -> None:
    text = flat(r2p("2044", "--tag", "debate", *TODAY))
    assert "June–July 2044, date" in text
    assert not re.search(r"\d{1,2} [A-Z][a-z]+ 2044", text)


def test_past_debates_and_one_whose_days_were_never_confirmed_here() -> None:
    text = flat(r2p("past", "--tag", "debate", "--today", "2045-01-01"))
    for day in ("26 June 2023", "11 July 2024", "25 July 2025"):
        assert day in text
    assert text.count("never confirmed here") >= 1
    assert "What comes every year is left out" in text


def test_what_comes_every_year_is_left_out_of_a_long_period_only() -> None:
    assert "Human Rights Day" in flat(r2p("2027", *TODAY))
    assert "Human Rights Day" not in flat(r2p("all", *TODAY))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ("2027-03-05", "--tag", "debate"),
            "Nothing with the tag debate is in the calendar for 5 March 2027.",
        ),
        (("2010-03-05..2010-03-06",), "Nothing is in the calendar for 5–6 March 2010."),
    ],
)
def test_an_empty_calendar_says_so(arguments: tuple[str, ...], words: str) -> None:
    assert flat(r2p(*arguments)).strip() == words


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("soon",), "That is not a period I understand. Try: next 30 days"),
        (("2027", "--tag", "debates"), "No event has that tag. Tags: accountability, anniversary, children"),
        (("--today", "tomorrow"), "does not match the format"),
    ],
)
def test_a_wrong_use_says_what_is_allowed(arguments: tuple[str, ...], words: str) -> None:
    done = r2p(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert words in re.sub(r"\s+", " ", done.stderr)


# --- for programs --------------------------------------------------------------------------------------


def test_each_line_of_json_is_an_event_with_all_fields(calendar: Calendar) -> None:
    done = r2p("2027", "--json", *TODAY)
    assert done.exit_code == 0
    given = [json.loads(line) for line in done.stdout.splitlines()]
    found = calendar.between(date(2027, 1, 1), date(2027, 12, 31))
    assert [event_from_json(one) for one in given] == found
    assert [one["when"] for one in given] == [when_in_words(event) for event in found]


def test_nothing_is_no_line_of_json_and_an_empty_file() -> None:
    assert r2p("2027-03-05", "--tag", "debate", "--json").stdout == ""
    assert "BEGIN:VEVENT" not in r2p("2027-03-05", "--tag", "debate", "--ics").stdout


def test_the_file_for_calendars_holds_the_same_events() -> None:
    done = r2p("2027", "--ics", *TODAY)
    entries = icalendar.Calendar.from_ical(done.stdout_bytes).walk("VEVENT")
    uids = [json.loads(line)["uid"] for line in r2p("2027", "--json", *TODAY).stdout.splitlines()]
    assert [str(entry["UID"]) for entry in entries] == [f"{uid}@r2p-bot" for uid in uids]


def test_only_the_file_for_calendars_loads_the_library_for_it() -> None:
    code = (
        "import sys\n"
        "from bot.cli import main\n"
        "main(['events', '2027'], standalone_mode=False)\n"
        "print('loaded:', sorted({'discord', 'asyncio', 'icalendar', 'rapidfuzz'} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "loaded: []"


# --- the operator's events -----------------------------------------------------------------------------

OWN = """
[[events]]
uid = "debate-2044"
day = 2044-06-25

[[events]]
uid = "peace-day"
hide = true

[[events]]
uid = "focal-points"
title = "Meeting of the focal points"
starts = 2044-06-28T09:00:00+02:00
tags = ["meeting"]
"""


def test_the_operator_confirms_hides_and_adds(tmp_path: Path) -> None:
    given = [
        json.loads(line) for line in r2p("2044", "--json", *configured(tmp_path, OWN)).stdout.splitlines()
    ]
    by_uid = {one["uid"]: one for one in given}
    debate = by_uid["debate-2044"]
    assert (debate["when"], debate["certainty"], debate["sequence"]) == ("25 June 2044", "confirmed", 1)
    assert debate["title"] == "General Assembly debate on the responsibility to protect"
    assert by_uid["focal-points"]["when"] == "28 June 2044, 07:00 UTC"
    assert "peace-day-2044" not in by_uid
    _, path = configured(tmp_path, OWN)
    later = operator_calendar(load_config(Path(path)), load_calendar()).get("debate-2045")
    assert later
    assert not later.certain


def test_days_of_a_yearly_window_are_added_to_those_known(tmp_path: Path) -> None:
    text = '[[events]]\nuid = "debate"\nconfirmed = [2044-06-23, 2044-07-02]\nnot_held = [2045]\n'
    options = ("--json", "--tag", "debate", *configured(tmp_path, text))
    known = [json.loads(line)["when"] for line in r2p("2023", *options).stdout.splitlines()]
    assert known == ["26 June 2023", "30 June 2023"]
    added = [json.loads(line)["when"] for line in r2p("2044..2046", *options).stdout.splitlines()]
    assert added == ["23 June 2044", "2 July 2044", "June–July 2046, date to be confirmed"]


def test_an_event_of_the_operators_comes_each_year(tmp_path: Path) -> None:
    text = (
        '[[events]]\nuid = "founding"\ntitle = "Our founding"\nyearly = 2010-05-03\ntags = ["anniversary"]\n'
    )
    assert "3 May 2027 Our founding (17 years) each year" in flat(
        r2p("May 2027", *configured(tmp_path, text))
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            '[[events]]\nuid = "nope"\nday = 2027-01-01',
            '[[events]] number 1 ("nope"): no event has that uid yet, so a new',
        ),
        ('[[events]]\nuid = "nope"\nhide = true', "there is no such event to hide"),
        (
            '[[events]]\nuid = "debate-2027"\ndaay = 2027-01-01',
            "own.toml: [[events]] number 1: 'daay' is not a key",
        ),
        (
            '[[events]]\nuid = "debate-2027"\nday = "soon"',
            "day must be a date without quotation marks. Example: day = 2027-06-25",
        ),
        (
            '[[events]]\nuid = "debate"\nday = 2027-06-25',
            "write its days under confirmed, or name one year, such as debate-2027",
        ),
        ('[[events]]\nuid = "conference-2028"\nyearly = 2028-06-25', "it takes place once"),
        (
            '[[events]]\nuid = "x"\ntitle = "X"\nyear = 2027\nparagraphs = [1]',
            "say of which report its paragraphs are",
        ),
        ('[events]\nuid = "debate-2027"', "an event begins with a line `[[events]]`"),
        ('events = "debate-2027"', "an event begins with a line `[[events]]`"),
        ('[[events]]\nuid = "debate-2027"\nlink = "ftp://x"', "a link begins with https://"),
    ],
)
def test_a_wrong_event_in_the_configuration_is_told(tmp_path: Path, text: str, words: str) -> None:
    done = r2p(*configured(tmp_path, text))
    assert (done.exit_code, done.stdout) == (3, "")
    assert words in done.stderr


def test_all_wrong_events_are_told_at_once(tmp_path: Path) -> None:
    _, path = configured(tmp_path, "".join(f'[[events]]\nuid = "nope-{n}"\nhide = true\n' for n in "ab"))
    with pytest.raises(ConfigError) as raised:
        operator_calendar(load_config(Path(path)), load_calendar())
    assert [line.split(":")[0] for line in str(raised.value).splitlines()] == [
        '[[events]] number 1 ("nope-a")',
        '[[events]] number 2 ("nope-b")',
    ]


def test_without_events_the_calendar_stays_as_it_is(calendar: Calendar) -> None:
    assert operator_calendar(Config(), calendar) is calendar


def test_the_example_in_the_shipped_configuration_works(tmp_path: Path, calendar: Calendar) -> None:
    shipped = (ROOT / "config.toml").read_text(encoding="utf-8")
    example = re.findall(
        r"^# (\[\[events\]\]|[a-z_]+ = .*)$", shipped.partition("# Events of your own")[2], re.MULTILINE
    )
    _, path = configured(tmp_path, "\n".join(example))
    changed = operator_calendar(load_config(Path(path)), calendar)
    assert example.count("[[events]]") == 3
    debate = changed.get("debate-2027")
    assert debate
    assert debate.certain
    assert changed.get("national-focal-points-2027")
    assert changed.get("peace-day-2027") is None


# --- the curators' check -------------------------------------------------------------------------------


def test_the_check_warns_of_what_is_due_and_passes() -> None:
    done = CliRunner().invoke(main, ["knowledge", "check", "--today", "2045-01-01"])
    assert done.exit_code == 0
    warnings = done.stderr.splitlines()
    assert all(re.match(r"warning: \S+events\.toml:\d+: event '", line) for line in warnings)
    assert any("June–July 2044, date never confirmed here" in line for line in warnings)
    assert any("'debate': last compared with its source on" in line for line in warnings)
    assert "No problems." in done.stdout
