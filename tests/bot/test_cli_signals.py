"""``r2p signals``, as people and programs use it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main

ROOT = Path(__file__).parents[2]
KEYS = {"text", "relevant", "score", "countries", "themes", "paragraphs", "severity", "because"}


def r2p(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner(env={"COLUMNS": "80"}).invoke(main, arguments, input=stdin)


def objects(done: Result) -> list[dict[str, object]]:
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_people_are_told_what_an_item_signals_and_why() -> None:
    done = r2p("signals", "Shells hit a clinic in El Fasher", "and kill nine patients")
    assert done.exit_code == 0
    shown = done.stdout
    assert shown.startswith("Shells hit a clinic in El Fasher and kill nine patients\n\nrelevant (score ")
    assert "suggested severity: urgent; SDN\n" in shown
    assert "- Suggests urgent: “" in shown
    assert "A/79/875-S/2025/248, para. 24 · " in shown


def test_people_are_told_why_an_item_is_not_relevant() -> None:
    shown = r2p("signals", "Valencia coach under siege after fourth defeat").stdout
    assert "not relevant (score " in shown
    assert "- Speaks of sport: “coach" in shown


def test_each_line_gets_its_object() -> None:
    lines = [
        b"Gunmen kill 30 villagers in Mali",
        b"",
        json.dumps(
            {"title": "Court jails warlord", "summary": "He burned villages in Congo.", "id": 4}
        ).encode(),
        b'{"title": "Floods in Pakistan"}',
        b'{"summary": "tanks in goma"}',
        b'{"title": 5}',
        b"{not json",
        b"[1]",
        b"{" * 5000,
        b"\xff\xfe",
        b"x" * 70_000,
        b"y" * 9_000,
        "بيان صحفي عن السودان".encode(),
        b'{"title": "\\ud83d broken", "summary": null}',
    ]
    answers = objects(r2p("signals", "--json", "-", stdin=b"\n".join(lines) + b"\n"))
    assert len(answers) == len(lines)
    assert all(set(answer) == KEYS for answer in answers)
    assert all(isinstance(answer["because"], list) and answer["because"] for answer in answers)
    texts = [answer["text"] for answer in answers]
    assert texts[2] == "Court jails warlord\nHe burned villages in Congo."
    assert texts[3:8] == ["Floods in Pakistan", "tanks in goma", '{"title": 5}', "{not json", "[1]"]
    assert texts[13] == "? broken"
    assert [answer["relevant"] for answer in answers[:4]] == [True, False, True, False]
    assert answers[0]["countries"] == ["MLI"]
    assert answers[2]["countries"] == ["COD"]
    for place in (1, 9, 10, 11, 12):
        assert (answers[place]["score"], answers[place]["severity"]) == (0, None)
    assert "64 KiB" in str(answers[10]["because"])
    assert "8000 characters" in str(answers[11]["because"])


def test_an_object_comes_before_the_next_line_is_read() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "signals", "--json", "-"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        for country, code in (("Sudan", "SDN"), ("Haiti", "HTI")):
            running.stdin.write(f"News from {country}\n".encode())
            running.stdin.flush()
            assert json.loads(running.stdout.readline())["countries"] == [code]
        running.stdin.close()
        assert running.wait(timeout=60) == 0


@pytest.mark.parametrize("command", ["ask", "cite"])
def test_other_commands_do_not_load_the_names_of_countries(command: str) -> None:
    code = (
        "import sys\n"
        "from bot.cli import main\n"
        f"main([{command!r}, 'para 61'], standalone_mode=False)\n"
        "print('loaded:', sorted({'pycountry', 'knowledge.signals'} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "loaded: []"


def test_reading_news_loads_nothing_that_it_does_not_need() -> None:
    code = (
        "import sys\n"
        "from bot.cli import main\n"
        "main(['signals', 'Gunmen kill villagers'], standalone_mode=False)\n"
        "heavy = {'discord', 'aiohttp', 'aiosqlite', 'apscheduler', 'asyncio', 'feedparser', 'icalendar'}\n"
        "print('loaded:', sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "loaded: []"
