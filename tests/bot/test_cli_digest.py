"""``r2p digest when``, as people and programs use it."""

import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result

from bot.cli import main


def when(*arguments: str) -> Result:
    return CliRunner(env={"COLUMNS": "80"}).invoke(main, ["digest", "when", *arguments])


def objects(*arguments: str) -> list[dict[str, Any]]:
    done = when(*arguments, "--json")
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_mondays_over_the_end_of_summer_time() -> None:
    told = objects(
        *("--rhythm", "weekly", "--day", "monday", "--time", "09:00", "--timezone", "Europe/Zurich"),
        *("--from", "2026-10-01", "--count", "20"),
    )
    assert len(told) == 20
    assert told[0] == {
        "key": "2026-10-05",
        "utc": "2026-10-05T07:00:00Z",
        "local": "2026-10-05T09:00:00+02:00",
        "timezone": "Europe/Zurich",
        "clock_change": None,
    }
    assert (told[3]["utc"], told[3]["local"]) == ("2026-10-26T08:00:00Z", "2026-10-26T09:00:00+01:00")
    assert all(datetime.fromisoformat(each["local"]).weekday() == 0 for each in told)


def test_people_see_dates_local_times_and_utc_in_columns() -> None:
    done = when(
        "--rhythm", "daily", "--time", "2:30", "--timezone", "zurich", "--from", "2026-03-28", "--count", "3"
    )
    assert done.stdout.splitlines() == [
        "every day at 02:30, Europe/Zurich",
        "counts for  local time                     UTC",
        "2026-03-28  Sat 2026-03-28 02:30 UTC+01:00 2026-03-28 01:30",
        "2026-03-29  Sun 2026-03-29 03:00 UTC+02:00 2026-03-29 01:00  * 02:30 does not exist on 2026-03-29",
        "2026-03-30  Mon 2026-03-30 02:30 UTC+02:00 2026-03-30 00:30",
    ]


def test_a_time_that_comes_twice_is_marked() -> None:
    lines = when(
        "--rhythm", "daily", "--time", "0230", "--timezone", "Europe/Zurich", "--from", "2026-10-25"
    ).stdout
    assert "2026-10-25 00:30  * 02:30 comes twice on 2026-10-25, the first is used\n" in lines
    told = objects(
        "--rhythm", "daily", "--time", "0230", "--timezone", "Europe/Zurich", "--from", "2026-10-25"
    )
    assert [each["clock_change"] for each in told[:2]] == ["twice", None]


@pytest.mark.parametrize(
    ("begins", "first"),
    [
        ("2026-10-05", "2026-10-05"),
        ("2026-10-05T09:00", "2026-10-05"),  # what falls due at that very moment belongs to it
        ("2026-10-05 09:01", "2026-10-12"),
        ("2026-10-05 10", "2026-10-12"),
        (" 2026-10-05 ", "2026-10-05"),
        ("2026-10-05T09:00+02:00", "2026-10-05"),
        ("2026-10-05T07:00:01Z", "2026-10-12"),
        ("2026-10-06", "2026-10-12"),
    ],
)
def test_a_fortnight_counts_from_the_first_run_after_the_beginning(begins: str, first: str) -> None:
    told = objects(
        *("--rhythm", "fortnightly", "--day", "Mon", "--timezone", "Europe/Zurich", "--from", begins),
    )
    assert told[0]["key"] == first
    days = [datetime.fromisoformat(each["key"]) for each in told]
    assert {after - before for before, after in pairwise(days)} == {timedelta(days=14)}


def test_the_whole_first_date_counts_even_where_a_gap_moves_its_time() -> None:
    told = objects(
        "--rhythm", "daily", "--time", "00:00", "--timezone", "Africa/Cairo", "--from", "2024-04-26"
    )
    assert told[0] == {
        "key": "2024-04-26",
        "utc": "2024-04-25T22:00:00Z",
        "local": "2024-04-26T01:00:00+03:00",
        "timezone": "Africa/Cairo",
        "clock_change": "gap",
    }


@pytest.mark.parametrize("begins", ["2011-12-30", "2011-12-30T12:00"])
def test_a_skipped_date_begins_with_the_one_after_it(begins: str) -> None:
    told = objects("--rhythm", "daily", "--time", "8:30", "--timezone", "Pacific/Apia", "--from", begins)
    assert told[0]["key"] == "2011-12-31"


def test_without_a_beginning_it_counts_from_now() -> None:
    before = datetime.now(UTC)
    told = objects("--rhythm", "daily", "--count", "1")
    due = datetime.fromisoformat(told[0]["utc"])
    assert before.replace(microsecond=0) <= due <= datetime.now(UTC) + timedelta(days=1)
    assert (due.hour, due.minute, told[0]["timezone"]) == (9, 0, "UTC")
    assert len(objects("--rhythm", "daily")) == 10


def test_as_many_as_wanted_and_each_its_own() -> None:
    zone = ZoneInfo("America/Sao_Paulo")
    told = objects("--rhythm", "weekdays", "--timezone", zone.key, "--from", "2000-01-01", "--count", "10000")
    assert len({each["key"] for each in told}) == 10_000
    assert [each["utc"] for each in told] == sorted({each["utc"] for each in told})


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "Choose one of daily, weekdays, weekly, fortnightly, monthly. Example: weekly"),
        (
            ["--rhythm", "often"],
            "Choose one of daily, weekdays, weekly, fortnightly, monthly. Example: weekly",
        ),
        (["--rhythm", "weekly"], "needs a day of the week, Monday to Sunday. Example: Monday, or Mon"),
        (
            ["--rhythm", "fortnightly", "--day", "31"],
            "needs a day of the week, Monday to Sunday. Example: Monday",
        ),
        (["--rhythm", "daily", "--day", "monday"], "takes no day."),
        (["--rhythm", "monthly", "--day", "32"], "a day of the month: 1 to 31, last, or a weekday"),
        (["--rhythm", "daily", "--time", "25:00"], "from 00:00 to 23:59. Example: 09:00, or 9am"),
        (["--rhythm", "daily", "--timezone", "Europe/Zurch"], "Did you mean Europe/Zurich"),
        (["--rhythm", "daily", "--timezone", "../../etc/hosts"], "Example: Europe/Zurich"),
        (["--rhythm", "daily", "--timezone", ""], "Example: Europe/Zurich"),
        (["--rhythm", "daily", "--from", "soon"], "Example: 2026-10-01, or 2026-10-01T09:00"),
        (["--rhythm", "daily", "--from", "2026-02-30"], "Example: 2026-10-01, or 2026-10-01T09:00"),
        (["--rhythm", "daily", "--from", "9999-12-31"], "of the years 1900 to 2999"),
        (["--rhythm", "daily", "--count", "0"], "a whole number from 1 to 10000. Example: 20"),
        (["--rhythm", "daily", "--count", "10001"], "a whole number from 1 to 10000. Example: 20"),
        (["--rhythm", "daily", "--count", "many"], "a whole number from 1 to 10000. Example: 20"),
    ],
)
def test_a_wrong_value_is_answered_with_what_is_allowed(arguments: list[str], told: str) -> None:
    done = when(*arguments, "--json")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert told in " ".join(done.stderr.split())
