"""A newcomer's first minutes: a fresh clone, an empty home directory, and the README's two commands."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 300
"""Seconds that a first set-up may take."""

pytestmark = pytest.mark.fresh_clone


def git(*arguments: str, folder: Path = ROOT) -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """This machine's environment with an empty home, and without what points at another Python."""
    left_out = ("VIRTUAL_ENV", "PYTHON", "XDG_", "COVERAGE", "COV_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
    return kept | {"HOME": str(tmp_path_factory.mktemp("home"))}


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Path:
    """A clone of this checkout, with its changes that are not committed yet."""
    _need_packages(environment, tmp_path_factory.mktemp("probe"))
    made = tmp_path_factory.mktemp("clone") / "a folder with spaces"
    git("clone", "--quiet", str(ROOT), str(made))
    for name in git("ls-files", "--deleted", "-z").split("\0"):
        (made / name).unlink(missing_ok=True) if name else None
    for name in git("ls-files", "--modified", "--others", "--exclude-standard", "-z").split("\0"):
        if name and (ROOT / name).is_file():
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, made / name)
    return made


def _need_packages(environment: dict[str, str], folder: Path) -> None:
    """Skip where pip can fetch nothing at all: then the set-up has to fail, and says nothing about us."""
    probe = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--no-cache-dir",
        "--dest",
        str(folder),
        "aiosql",
    ]
    done = subprocess.run(probe, env=environment, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("pip reaches no package index from here, so a fresh clone cannot be set up")


@pytest.fixture(scope="module")
def sandbox(clone: Path, environment: dict[str, str]) -> Iterator[tuple[str, str]]:
    """What `scripts/sandbox` says while it sets up, and the address of its page."""
    command = [str(clone / "scripts" / "sandbox"), "--port", "0"]
    with subprocess.Popen(
        command, cwd="/", env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as running:
        said = ""
        for line in running.stdout or ():
            said += line
            if "http://" in line:
                break
        try:
            yield said, said[said.index("http://") :].split()[0] if "http://" in said else ""
        finally:
            running.send_signal(signal.SIGTERM)
            assert running.wait(10) == 0, said


def test_the_sandbox_sets_up_and_shows_its_page(sandbox: tuple[str, str]) -> None:
    said, url = sandbox
    assert "Setting up once" in said
    with urllib.request.urlopen(url) as answer:  # noqa: S310 - our own page
        assert "R2P bot" in answer.read().decode()


def test_the_command_line_answers(clone: Path, environment: dict[str, str], sandbox: tuple[str, str]) -> None:
    del sandbox  # it set up
    command = [
        str(clone / ".venv" / "bin" / "r2p"),
        "ask",
        "--json",
        "What is the responsibility to protect?",
    ]
    done = subprocess.run(command, cwd="/", env=environment, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["matches"][0]["text"]


def test_a_second_start_takes_no_set_up_time(
    clone: Path, environment: dict[str, str], sandbox: tuple[str, str]
) -> None:
    del sandbox  # it set up

    def seconds(*command: str | Path) -> float:
        started = time.perf_counter()
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        assert done.stderr == ""
        return time.perf_counter() - started

    through_script = min(seconds(clone / "scripts" / "sandbox", "--help") for _ in range(3))
    direct = min(seconds(clone / ".venv" / "bin" / "r2p", "sandbox", "--help") for _ in range(3))
    assert through_script - direct < 2  # setting up takes many times as long, also on a busy machine


def test_an_installed_copy_brings_all_its_files(
    clone: Path, environment: dict[str, str], sandbox: tuple[str, str], tmp_path: Path
) -> None:
    del sandbox  # it set up
    pip = [str(clone / ".venv" / "bin" / "python"), "-m", "pip", "--quiet", "wheel", "--no-deps"]
    command = [*pip, "--no-build-isolation", "--wheel-dir", str(tmp_path), str(clone)]
    subprocess.run(command, env=environment, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    packed = set(zipfile.ZipFile(wheel).namelist())
    ours = git("ls-files", "bot", "cogs", "knowledge", folder=clone).splitlines()
    assert [name for name in ours if name not in packed] == []


def test_the_tests_run(clone: Path, environment: dict[str, str], sandbox: tuple[str, str]) -> None:
    del sandbox  # one set-up at a time
    command = [str(clone / "scripts" / "test"), "tests/test_tree.py", "tests/knowledge/test_report.py"]
    done = subprocess.run(
        command, cwd="/", env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert " passed" in done.stdout.splitlines()[-1]
