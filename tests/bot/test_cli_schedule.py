"""r2p schedule: what stands in the database, for people and for programs, and nothing is changed."""

from __future__ import annotations

import asyncio
import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.clock import system_clock
from bot.posting.desk import Posting
from bot.posting.model import Outcome, Place, Target, Verdict
from bot.posting.outbox import Outbox
from bot.storage.database import open_database
from bot.storage.schedules import ScheduleStore
from tests.bot.posting.fakes import FakeDiscord, Hourly, Watch, at

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
HERE, THERE, PERSON = Target(Place.CHANNEL, 5), Target(Place.CHANNEL, 6), Target(Place.USER, 3)


def r2p(*arguments: str) -> Result:
    return CliRunner(env={"COLUMNS": "80"}).invoke(main, ["schedule", *arguments])


def flat(done: Result) -> str:
    assert done.exit_code == 0, done.output
    return re.sub(r"\s+", " ", done.stdout)


def objects(done: Result) -> list[dict[str, object]]:
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A configuration that names a database of its own."""
    file = tmp_path / "config.toml"
    file.write_text(f"[database]\npath = '{tmp_path / 'bot.sqlite3'}'\n", encoding="utf-8")
    return file


async def fill(path: Path) -> None:
    """One place where all goes well, one that is blocked, and a person's schedule that is paused."""
    clock = Watch(NOON)
    async with open_database(path) as database:
        posting = Posting(database, clock, ScheduleStore(database), Outbox(database, clock))
        posting.register(Hourly())
        for target in (HERE, THERE, PERSON):
            await posting.schedules.add(
                kind="hourly",
                guild_id=77 if target.place is Place.CHANNEL else None,
                target=target,
                details={"sections": ["events"]},
                timezone="Europe/Zurich",
                created_by=42,
                upcoming=at(NOON),
                now=NOON,
            )
        await posting.schedules.pause(3, "Paused by hand.", NOON)
        lost = Outcome(Verdict.NO_ACCESS, detail="the permission “Send Messages”")
        await posting.tick(FakeDiscord(clock, lost={THERE: lost}))


@pytest.fixture
def filled(config: Path) -> str:
    asyncio.run(fill(config.with_name("bot.sqlite3")))
    return str(config)


def test_all_schedules_are_listed_with_what_holds_them_up(filled: str) -> None:
    said = flat(r2p("list", "--config", filled))
    assert "1 hourly to channel:5 of server 77, next 2026-11-22T13:00:00Z 2 " in said
    assert "blocked since 2026-11-22T12:00:00Z: I lack the permission “Send Messages”." in said
    assert "3 hourly to user:3, next 2026-11-22T12:00:00Z paused: Paused by hand." in said
    assert "3 schedules, 1 paused; 1 places or people cannot be posted to." in said
    first, second, third = objects(r2p("list", "--json", "--config", filled))
    assert first == {
        "schedule": 1,
        "kind": "hourly",
        "server": 77,
        "target": "channel:5",
        "timezone": "Europe/Zurich",
        "next_key": "2026-11-22T13",
        "next_due": "2026-11-22T13:00:00Z",
        "posted": 1,
        "paused": None,
        "blocked": None,
        "details": {"sections": ["events"]},
    }
    assert second["blocked"] == "I lack the permission “Send Messages”."
    assert (third["server"], third["paused"]) == (None, "Paused by hand.")


def test_what_waits_and_what_falls_due_is_shown(filled: str) -> None:
    hours = str(max(1, (NOON - system_clock()) // timedelta(hours=1) + 3))
    said = flat(r2p("due", "--hours", hours, "--config", filled))
    assert "hourly 2 to channel:6, 2026-11-22T12, due 2026-11-22T12:00:00Z: pending" in said
    assert "tried 1 times, next 2026-11-22T12:00:00Z; no access; blocked since" in said
    assert "2 wait; 2 fall due by " in said
    found = objects(r2p("due", "--hours", hours, "--json", "--config", filled))
    assert [each.get("delivery") or each.get("schedule") for each in found] == [2, 3, 1, 2]
    assert [each["kind"] for each in found] == ["hourly", "notice", "hourly", "hourly"]
    assert {each["state"] for each in found if "delivery" in each} == {"pending"}


def test_one_schedule_is_shown_with_its_posts(filled: str) -> None:
    said = flat(r2p("show", "1", "--config", filled))
    assert "set up 2026-11-22T12:00:00Z by user 42; zone Europe/Zurich; 1 posted" in said
    assert "sections: ['events']" in said
    assert "due 2026-11-22T12:00:00Z: sent message 1" in said
    assert "Nothing was owed yet." in flat(r2p("show", "3", "--config", filled))
    (shown,) = objects(r2p("show", "2", "--json", "--config", filled))
    assert shown["schedule"] == 2
    (delivery,) = shown["deliveries"] if isinstance(shown["deliveries"], list) else []
    assert (delivery["state"], delivery["blocked"]) == ("pending", shown["blocked"])
    assert re.fullmatch("[0-9a-f]{16}", delivery["mark"])


def test_a_number_that_is_not_there_is_told(filled: str) -> None:
    done = r2p("show", "9", "--config", filled)
    assert done.exit_code == 1
    assert "There is no schedule 9. r2p schedule list" in done.stderr


@pytest.mark.parametrize("arguments", [["list"], ["due"], ["show", "1"]])
def test_without_a_database_it_says_where_one_is_looked_for(config: Path, arguments: list[str]) -> None:
    done = r2p(*arguments, "--config", str(config))
    assert done.exit_code == 1
    assert "There is no database at" in done.stderr
    assert "[database] path" in done.stderr


def test_nothing_is_changed_by_looking(filled: str) -> None:
    path = Path(filled).with_name("bot.sqlite3")
    before = path.read_bytes()
    for arguments in (["list"], ["due"], ["show", "1"]):
        assert r2p(*arguments, "--config", filled).exit_code == 0
    assert path.read_bytes() == before
    assert not path.with_name("bot.sqlite3-wal").exists()
