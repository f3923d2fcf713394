"""The curators' commands: gaps, try and phrasings, as people and programs use them."""

import asyncio
import json
import re
import shutil
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.storage.database import open_database
from bot.storage.feedback import FeedbackStore, Outcome
from bot.storage.settings import GuildSettings, SettingsStore
from knowledge.load import REPORTS, load_library

NOW = datetime(2026, 11, 22, tzinfo=UTC)
REPORT = load_library().newest
ASKED: tuple[tuple[str, Outcome, int | None], ...] = (
    ("How many people died in Darfur?", "none", None),
    ("how many poeple died in Darfur", "unsure", None),
    ("How many people died in Darfur?", "down", 23),
    ("sourdough bread", "none", None),
)


def r2p(*arguments: str) -> Result:
    return CliRunner(env={"COLUMNS": "80"}).invoke(main, ["knowledge", *arguments])


def flat(done: Result) -> str:
    assert done.exit_code == 0, done.output
    return re.sub(r"\s+", " ", done.stdout)


async def fill(path: Path, *, keep: bool, asked: tuple[tuple[str, Outcome, int | None], ...]) -> None:
    async with open_database(path) as database:
        settings = await SettingsStore.load(database)
        await settings.set(1, GuildSettings(keep_unanswered=keep))
        feedback = FeedbackStore(database, settings)
        for question, outcome, paragraph in asked:
            await feedback.keep_question(1, question, outcome, paragraph, NOW)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A configuration that names a database of its own."""
    file = tmp_path / "config.toml"
    file.write_text(f"[database]\npath = '{tmp_path / 'bot.sqlite3'}'\n", encoding="utf-8")
    return file


# --- gaps ----------------------------------------------------------------------------------------------


def test_gaps_are_grouped_with_a_line_to_paste(config: Path) -> None:
    asyncio.run(fill(config.with_name("bot.sqlite3"), keep=True, asked=ASKED))
    done = r2p("gaps", "--config", str(config))
    text = flat(done)
    assert "3 × “How many people died in Darfur?” (" in text
    assert "1 not sure" in text
    assert "1 voted down" in text
    assert "also: “how many poeple died in Darfur”" in text
    assert "voted down at: para. 23" in text
    assert text.index("Darfur") < text.index("sourdough")
    assert "4 questions in 2 groups" in text
    (line,) = (one for one in done.stdout.splitlines() if one.startswith('    "How many people died'))
    assert tomllib.loads(f"x = [{line}]") == {"x": ["How many people died in Darfur?"]}
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_gaps_for_programs_are_one_object_a_group(config: Path) -> None:
    asyncio.run(fill(config.with_name("bot.sqlite3"), keep=True, asked=ASKED))
    done = r2p("gaps", "--json", "--config", str(config))
    assert done.exit_code == 0
    first, second = map(json.loads, done.stdout.splitlines())
    assert first["times"] == 3
    assert first["outcomes"] == {"none": 1, "unsure": 1, "down": 1}
    assert first["voted_down"] == [23]
    assert set(first["toml"]) == {"table", "list", "line"}
    assert second["questions"] == ["sourdough bread"]


@pytest.mark.parametrize(
    ("keep", "expected"), [(False, "No server keeps questions."), (True, "One server keeps questions.")]
)
def test_without_gaps_it_says_how_to_switch_collection_on(
    config: Path,
    keep: bool,  # noqa: FBT001 - a table's column
    expected: str,
) -> None:
    asyncio.run(fill(config.with_name("bot.sqlite3"), keep=keep, asked=()))
    text = flat(r2p("gaps", "--config", str(config)))
    assert text.startswith(f"Nothing was asked in vain so far. {expected}")
    assert "/r2p-admin settings keep_unanswered: True" in text
    assert r2p("gaps", "--json", "--config", str(config)).stdout == ""


def test_without_a_database_it_says_where_one_is_named_and_makes_none(config: Path) -> None:
    done = r2p("gaps", "--config", str(config))
    assert done.exit_code == 1
    assert "There is no database at" in done.stderr
    assert "[database] path" in done.stderr
    assert [file.name for file in config.parent.iterdir()] == ["config.toml"]


# --- try -----------------------------------------------------------------------------------------------

QUESTION = "which ducklings patrol the harbour?"


def test_try_shows_before_and_after_side_by_side() -> None:
    done = r2p("try", QUESTION, "--add", "41.1=ducklings on harbour patrol", "--add", "7.whole=duckling pond")
    text = flat(done)
    assert text.startswith(f"Question: {QUESTION}")
    assert re.search(r"Before: \w+, confidence [01]\.\d\d +After: \w+, confidence [01]\.\d\d", text)
    assert "paragraph 41 comes first" in text
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert REPORT.phrasings == load_library().newest.phrasings


def test_try_for_programs_has_both_answers() -> None:
    done = r2p("try", QUESTION, "--json", "--add", "41.1=ducklings on harbour patrol")
    told = json.loads(done.stdout)
    assert told["added"] == [{"paragraph": 41, "sentence": 1, "phrasing": "ducklings on harbour patrol"}]
    assert told["after"]["matches"][0]["paragraph"] == 41
    assert told["after"]["confidence"] > told["before"]["confidence"]
    assert len(told["after"]["matches"]) <= 3
    assert json.loads(r2p("try", QUESTION, "--json").stdout)["after"] is None


def test_try_without_phrasings_shows_what_holds_and_how_to_add() -> None:
    text = flat(r2p("try", "veto restraint"))
    assert "Now: " in text
    assert text.count("(score ") == 3
    assert "--add" in text


def test_try_says_when_nothing_changes() -> None:
    assert "The answer stays as it is" in flat(r2p("try", "veto restraint", "--add", "7.1=duckling pond"))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("41", "PARAGRAPH.SENTENCE=phrasing"),
        ("81.1=x", "There is no paragraph 81: the report has 1 to 80."),
        ("41.99=x", "Paragraph 41 has no sentence 99"),
        (f"41.1={REPORT.phrasings[7][0]}", "Paragraph 7 has this phrasing already"),
    ],
)
def test_try_refuses_what_cannot_be_added_in_words(typed: str, expected: str) -> None:
    done = r2p("try", QUESTION, "--add", typed)
    assert done.exit_code == 2
    assert expected in " ".join(done.stderr.split())
    assert done.stdout == ""


# --- phrasings -----------------------------------------------------------------------------------------


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The report with three phrasings, one of which stands at the wrong paragraph."""
    folder = tmp_path / "reports"
    shutil.copytree(REPORTS / "A-79-875", folder / "A-79-875")
    (folder / "A-79-875" / "phrasings.toml").write_text(
        "[41]\n"
        '1 = ["how many focal points have countries named", "number of national focal points named"]\n'
        "[7]\n"
        '1 = ["countries that have focal points"]\n',
        encoding="utf-8",
    )
    return folder


def test_phrasings_lists_what_leads_elsewhere_and_the_share_that_does_not(small: Path) -> None:
    done = r2p("phrasings", str(small))
    text = flat(done)
    assert "Paragraph 7: 1 of 1 find another paragraph" in text
    assert "“countries that have focal points” → paragraph 41, by “" in text
    assert "Left out of the index, 2 of 3 phrasings still find their paragraph first (67%)." in text
    assert done.stderr == ""
    lost = [json.loads(line) for line in r2p("phrasings", "--json", str(small)).stdout.splitlines()]
    assert [(one["paragraph"], one["winner"]) for one in lost] == [(7, 41)]


def test_phrasings_of_a_report_without_any(small: Path) -> None:
    (small / "A-79-875" / "phrasings.toml").unlink()
    assert "has no phrasings" in flat(r2p("phrasings", str(small)))
