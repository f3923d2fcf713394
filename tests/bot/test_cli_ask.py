"""``r2p ask``, as people and programs use it."""

import json
import os
import re
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.cli.ask import answer_page
from bot.cli.text import Page
from knowledge.answer import Answer, Match
from knowledge.load import load_library
from knowledge.model import Library

ROOT = Path(__file__).parents[2]
REPORT = load_library().newest
KEYS = {"question", "status", "confidence", "message", "matches"}
MATCH_KEYS = {"report", "paragraph", "score", "sentence", "text", "footnotes"}
# The program's words, but 0.2 s before them are the interpreter's; what is unneeded must not be imported at all.
UNNEEDED = {
    "discord",
    "aiosqlite",
    "asyncio",
    "msgspec",
    "aiosql",
    "apscheduler",
    "aiohttp",
    "simcord",
    "bot.app",
}


def r2p(*arguments: str, stdin: bytes | None = None, **environ: str | None) -> Result:
    return CliRunner(env={"COLUMNS": "80", **environ}).invoke(main, arguments, input=stdin)


def objects(done: Result) -> list[dict[str, object]]:
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_an_answer_repeats_the_question_quotes_a_paragraph_and_cites_it() -> None:
    done = r2p("ask", "what does para. 61 say?")
    assert done.exit_code == 0
    shown = done.stdout
    assert shown.startswith("Question: what does para. 61 say?\n")
    assert "A/79/875-S/2025/248, para. 61 · " in shown
    paragraph = REPORT.paragraph(61)
    words = re.sub(r"\[\d+\]", "", shown.replace("**", ""))
    assert f"61. {paragraph.text}" in " ".join(words.split())
    assert shown.count("**") == 2
    for number in paragraph.footnotes:
        assert f"\n  [{number}] " in shown
    assert "\nCite: A/79/875-S/2025/248, para. 61 (report of April 2025)\n" in shown
    assert max(map(len, (line for line in shown.splitlines() if "http" not in line))) <= 80


def test_words_need_no_quotation_marks() -> None:
    assert "Question: what does para. 61 say" in r2p("ask", "what", "does", "para.", "61", "say").stdout


def test_a_question_that_the_report_does_not_answer_is_no_error() -> None:
    done = r2p("ask", "how do I bake sourdough bread at home?")
    assert done.exit_code == 0
    assert "r2p browse" in done.stdout
    (answer,) = objects(r2p("ask", "--json", "how do I bake sourdough bread at home?"))
    assert answer["status"] != "answered"
    assert answer["message"]


def match(number: int, symbol: str = REPORT.symbol) -> Match:
    text = REPORT.paragraph(number).text
    end = text.index(".") + 1
    return Match(symbol, number, 1.0, text[:end], 0, end, text, REPORT.paragraph(number).footnotes)


def test_an_answer_that_is_unsure_says_so_and_shows_the_three_nearest() -> None:
    answer = Answer(
        "Who?", "unsure", 0.4, "I am not sure.", tuple(match(number) for number in (39, 1, 80, 12))
    )
    shown = answer_page(Page(80, colour=False), Library((REPORT,)), answer)
    assert "\n\nI am not sure.\n\n" in shown
    assert [int(number) for number in re.findall(r"248, para\. (\d+) ·", shown)] == [39, 1, 80]
    assert match(80).sentence in " ".join(shown.split())
    assert "\x1b" not in shown


def test_matches_in_an_older_report_carry_its_symbol() -> None:
    older = replace(REPORT, symbol="A/78/1", date=date(2024, 1, 1))
    matches = (match(39), match(1), match(12, "A/78/1"))
    answer = Answer("Who?", "answered", 0.9, "", matches)
    shown = answer_page(Page(80, colour=False), Library((REPORT, older)), answer)
    assert shown.endswith("\n\nOther matches: para. 1, A/78/1, para. 12")


def test_colours_change_no_word() -> None:
    answer = Answer("Who?", "answered", 0.9, "", (match(39), match(1)))
    plain, coloured = (
        answer_page(Page(60, colour=colour), Library((REPORT,)), answer) for colour in (False, True)
    )
    words = re.sub(r"\x1b\[[0-9;]*m", "", coloured).split()
    assert words == plain.replace("**", "").split()


def test_json_is_one_object_of_the_agreed_form() -> None:
    (answer,) = objects(r2p("ask", "--json", "what does para. 61 say?"))
    assert set(answer) == KEYS
    assert answer["question"] == "what does para. 61 say?"
    assert answer["status"] == "answered"
    matches = answer["matches"]
    assert isinstance(matches, list)
    assert all(set(match) >= MATCH_KEYS for match in matches)
    assert matches[0]["paragraph"] == 61
    assert matches[0]["text"] == REPORT.paragraph(61).text
    assert matches[0]["sentence"] in matches[0]["text"]


def test_each_line_of_standard_input_gets_its_object_whatever_it_holds() -> None:
    lines = [
        b"para 61",
        b"",
        b"   ",
        b"a" * 70_000,
        b"caf\xe9 \xff",
        b"\x00\x1b[31m",
        "было бы".encode(),
        b"para 39",
    ]
    answers = objects(r2p("ask", "--json", "-", stdin=b"\n".join(lines)))
    assert len(answers) == len(lines)
    assert all(set(answer) == KEYS for answer in answers)
    assert [answer["status"] for answer in answers[1:6]] == ["none"] * 5
    assert all(answer["message"] for answer in answers[1:6])
    assert "64 KiB" in str(answers[3]["message"])
    assert "UTF-8" in str(answers[4]["message"])
    assert answers[3]["matches"] == answers[4]["matches"] == []
    assert answers[0]["status"] == answers[7]["status"] == "answered"


def test_people_can_ask_line_by_line_too() -> None:
    done = r2p("ask", "-", stdin=b"para 61\n\xff\npara 39\n")
    assert done.exit_code == 0
    assert done.stdout.count("Question: ") == 2
    assert "\nThat line is not text in UTF-8.\n" in done.stdout


def test_an_answer_comes_before_the_next_question_is_asked() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "ask", "--json", "-"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        for number in (61, 39):
            running.stdin.write(f"para {number}\n".encode())
            running.stdin.flush()
            assert json.loads(running.stdout.readline())["matches"][0]["paragraph"] == number
        running.stdin.close()
        assert running.wait(timeout=60) == 0


def test_asking_loads_nothing_that_it_does_not_need() -> None:
    code = (
        "import sys\n"
        "from bot.cli import main\n"
        "main(['ask', 'What is the responsibility to protect?'], standalone_mode=False)\n"
        f"print(sorted({UNNEEDED!r} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_broken_argument_is_no_error() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "ask", "--json", os.fsdecode(b"caf\xe9?")],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    assert json.loads(done.stdout)["question"] == "caf??"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind")
@pytest.mark.parametrize(
    ("arguments", "environ", "bold"),
    [
        (["ask", "para 61"], {}, True),
        (["--no-color", "ask", "para 61"], {}, False),
        (["ask", "--no-color", "para 61"], {}, False),
        (["ask", "para 61"], {"NO_COLOR": "1"}, False),
        (["ask", "para 61"], {"TERM": "dumb"}, False),
    ],
)
def test_on_a_terminal_the_sentence_is_bold_unless_colour_is_unwanted(
    arguments: list[str],
    environ: dict[str, str],
    bold: bool,  # noqa: FBT001 - a column of the table
) -> None:
    shown = on_a_terminal(arguments, environ)
    assert ("\x1b[1m" in shown) is bold
    assert ("**" in shown) is not bold


def on_a_terminal(arguments: list[str], environ: dict[str, str]) -> str:
    import pty  # noqa: PLC0415 - Windows has none

    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments],
        cwd=ROOT,
        stdout=theirs,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "80", **environ},
    ):
        os.close(theirs)
        shown = b""
        try:
            while piece := os.read(ours, 65536):
                shown += piece
        except OSError:  # how Linux says that the other end is closed
            pass
        finally:
            os.close(ours)
    return shown.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl-C to a whole console")
def test_ctrl_c_ends_it_quietly() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "ask", "--json", "-"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        running.stdin.write(b"para 61\n")
        running.stdin.flush()
        running.stdout.readline()
        running.send_signal(signal.SIGINT)
        said, complained = running.communicate(timeout=60)
    assert running.returncode == 1
    assert said == complained == b""
