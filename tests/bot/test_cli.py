"""The command line as a whole: what is there, what is allowed, and how it ends."""

import importlib.util
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main

ROOT = Path(__file__).parents[2]
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


def r2p(*arguments: str, **environ: str) -> Result:
    return CliRunner(env={"DISCORD_TOKEN": None, "DISCORD_TOKEN_FILE": None, **environ}).invoke(
        main, arguments
    )


def program(*arguments: str, **extra: str) -> subprocess.CompletedProcess[bytes]:
    """Run the real program, as a shell does."""
    environ = {**os.environ, "PYTHONPATH": str(ROOT), **extra}
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments], capture_output=True, env=environ, check=False, timeout=60
    )


def test_help_names_each_command_with_what_it_does() -> None:
    for option in ("--help", "-h"):
        done = r2p(option)
        assert done.exit_code == 0
        for name in ("ask", "cite", "browse", "knowledge", "run", "sandbox"):
            (line,) = (line for line in done.stdout.splitlines() if line.startswith(f"  {name} "))
            assert len(line.split()) > 3


def test_help_gives_examples_a_line_each() -> None:
    lines = [line.strip() for line in r2p("--help").stdout.splitlines()]
    assert "r2p browse III" in lines
    assert 'r2p cite "fn 107" --style oscola' in lines


@pytest.mark.parametrize("command", ["ask", "cite", "browse", "knowledge", "run", "sandbox"])
def test_each_command_explains_itself(command: str) -> None:
    done = r2p(command, "--help")
    assert done.exit_code == 0
    assert f"Usage: r2p {command}" in done.stdout


def test_version() -> None:
    done = r2p("--version")
    assert done.exit_code == 0
    assert done.stdout in {f"r2p {VERSION}\n", "r2p, run from its source without being installed\n"}


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["aks", "x"], "Did you mean ask? Commands: ask, cite, browse, events, digest, schedule, "),
        (["aks", "x"], "run, sandbox. Example: r2p cite 39"),
        (["weather"], "There is no such command. Commands: ask, cite"),
        (
            ["cite", "39", "--style", "harvard"],
            "'un', 'chicago', 'apa', 'mla', 'oscola', 'bibtex', 'ris', 'csl-json'",
        ),
        (["ask"], "Missing argument 'QUESTION|-'"),
        (["cite"], "Missing argument 'REFERENCE|-'"),
        (["--loud"], "No such option"),
        (["knowledge", "chekc"], "No such command 'chekc'"),
        (["knowledge", "check", "no-such-folder"], "does not exist"),
        (["sandbox", "--port", "65536"], "0<=x<=65535"),
        (["sandbox", "--port", "http"], "not a valid integer"),
        (["run", "fast"], "unexpected extra argument"),
    ],
)
def test_wrong_use_says_what_is_allowed_and_ends_with_2(arguments: list[str], expected: str) -> None:
    done = r2p(*arguments)
    assert done.exit_code == 2
    assert expected in " ".join(done.stderr.split())
    assert done.stdout == ""


def test_without_a_command_the_help_is_shown() -> None:
    assert "Commands:" in r2p().output


# --- configuration and token -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments", [["--config", "FILE", "run"], ["run", "--config", "FILE"], ["sandbox", "--config", "FILE"]]
)
def test_a_wrong_setting_ends_with_3_and_names_file_and_key(tmp_path: Path, arguments: list[str]) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("[log]\nlevel = 'loud'\n", encoding="utf-8")
    done = r2p(*[str(file) if word == "FILE" else word for word in arguments], DISCORD_TOKEN="a.b.c")  # noqa: S106 - an invented one
    assert done.exit_code == 3
    assert done.stderr == (
        f'r2p: {file}: level in [log] must be one of "debug", "info", "warning", "error". Example: level = "info"\n'
    )


def test_a_configuration_that_is_not_there_ends_with_3(tmp_path: Path) -> None:
    assert r2p("--config", str(tmp_path / "none.toml"), "ask", "veto").exit_code == 3


def test_config_toml_of_the_folder_is_read_by_run_but_not_needed_to_ask(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config.toml").write_text("title = 'some other program'\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    done = r2p("run", DISCORD_TOKEN="a.b.c")  # noqa: S106 - an invented one
    assert done.exit_code == 3
    assert "config.toml: [title] is not a section." in done.stderr
    assert r2p("cite", "39").exit_code == 0


def test_a_missing_token_ends_with_4_and_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = r2p("run")
    assert done.exit_code == 4
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("r2p: No token: set DISCORD_TOKEN")
    assert list(tmp_path.iterdir()) == []


def test_a_right_configuration_goes_on_to_the_token(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("[log]\nlevel = 'error'\n", encoding="utf-8")
    assert r2p("--config", str(file), "run").exit_code == 4
    assert r2p("--config", str(file), "cite", "39").exit_code == 0


def test_an_empty_token_file_ends_with_4(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.touch()
    done = r2p("run", DISCORD_TOKEN_FILE=str(file))
    assert done.exit_code == 4
    assert "is empty" in done.stderr


def test_the_sandbox_without_its_extra_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *rest: None if name == "simcord" else real(name, *rest)
    )
    done = r2p("sandbox")
    assert done.exit_code == 1
    assert "pip install 'r2p-bot[sandbox]'" in done.stderr


# --- the knowledge base --------------------------------------------------------------------------------


def test_knowledge_check_of_the_packaged_reports() -> None:
    done = r2p("knowledge", "check")
    assert done.exit_code == 0
    assert "A/79/875-S/2025/248: 80 paragraphs, 140 footnotes" in done.stdout
    assert r2p("knowledge", "check", "--json").stdout == ""


def test_knowledge_check_lists_every_problem_with_file_and_line(tmp_path: Path) -> None:
    folder = tmp_path / "A-1-1"
    folder.mkdir()
    text = (ROOT / "knowledge/reports/A-79-875/report.md").read_text(encoding="utf-8")
    (folder / "report.md").write_text(
        text.replace("[^107]", "[^107][^108]", 1).replace("\n39. ", "\n40. ", 1), encoding="utf-8"
    )
    done = r2p("knowledge", "check", str(tmp_path))
    assert done.exit_code == 1
    problems = done.stdout.splitlines()
    assert len(problems) > 1
    assert all(line.startswith(f"{folder}") and line.split(":")[1].isdigit() for line in problems)
    as_json = [
        json.loads(line) for line in r2p("knowledge", "check", "--json", str(tmp_path)).stdout.splitlines()
    ]
    assert [f"{each['file']}:{each['line']}: {each['message']}" for each in as_json] == problems
    broken = r2p("knowledge", "export", str(tmp_path))
    assert broken.exit_code == 1
    assert "can't be loaded" in broken.stderr


def test_knowledge_export_is_one_object_on_one_line() -> None:
    done = r2p("knowledge", "export")
    assert done.exit_code == 0
    assert done.stdout.count("\n") == 1
    (report,) = json.loads(done.stdout)["reports"]
    assert len(report["paragraphs"]) == 80
    assert len(report["footnotes"]) == 140


# --- the real program ------------------------------------------------------------------------------------


def test_python_m_bot_is_the_same_program() -> None:
    done = program("--help")
    assert done.returncode == 0
    assert done.stdout.startswith(b"Usage: r2p ")


def test_a_reader_that_goes_away_ends_it_quietly() -> None:
    command = f'"{sys.executable}" -m bot knowledge export | head -c 10'
    done = subprocess.run(  # noqa: S602 - a pipe is what is tested
        command,
        shell=True,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
        timeout=60,
    )
    assert done.stdout == b'{"reports"'
    assert done.stderr == b""


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "cp437", "utf-8"])
def test_a_console_of_another_alphabet_is_no_error(encoding: str) -> None:
    done = program(
        "browse", "III", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0", PYTHONIOENCODING=encoding
    )
    assert done.returncode == 0
    assert done.stderr == b""
    assert done.stdout.count(b"\n  ") == 32
    assert b"2005?2025" not in done.stdout
