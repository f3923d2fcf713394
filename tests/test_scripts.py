"""The scripts' own set-up, as far as it can be tried without a network."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of what the set-up reads."""
    made = tmp_path / "checkout"
    for folder in ("scripts", "requirements"):
        shutil.copytree(ROOT / folder, made / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", made)
    return made


def run(*command: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, env={**os.environ, **variables}, capture_output=True, text=True, check=False
    )


def under_old_python(checkout: Path, path: str) -> subprocess.CompletedProcess[str]:
    """Start a script under a Python that says it is 3.9, the first time that it is started."""
    script = checkout / "scripts" / "trial"
    script.write_text(
        "import os, sys\n"
        "if not os.environ.pop('AGAIN', ''):\n"
        "    sys.version_info = (3, 9, 2)\n"
        "os.environ['AGAIN'] = 'yes'\n"
        "from _setup import need_new_python\n"
        "need_new_python()\n"
        "print('went on with', sys.argv[1:])\n"
    )
    return run(sys.executable, script, "--an-option", PATH=path)


def test_an_old_python_says_what_is_needed(checkout: Path, tmp_path: Path) -> None:
    done = under_old_python(checkout, str(tmp_path))
    assert done.returncode == 1
    assert "needs Python 3.11 or newer, and this is Python 3.9" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_old_python_looks_for_a_newer_one(checkout: Path, tmp_path: Path) -> None:
    broken, newer = tmp_path / "python3.14", tmp_path / "python3.12"
    broken.write_text("#!/bin/sh\nexit 127\n")
    newer.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    for file in (broken, newer):
        file.chmod(0o755)
    done = under_old_python(checkout, str(tmp_path))
    assert (done.returncode, done.stdout) == (0, "went on with ['--an-option']\n"), done.stderr
    assert str(newer) in done.stderr


def test_a_python_without_venv_names_the_package_to_install(checkout: Path, tmp_path: Path) -> None:
    (tmp_path / "ensurepip.py").write_text("raise ImportError")
    done = run(sys.executable, checkout / "scripts" / "sandbox", PYTHONPATH=str(tmp_path))
    assert done.returncode == 1
    assert "sudo apt install python3-venv" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (checkout / ".venv").exists()


READY = "import sys; sys.path.insert(0, 'scripts'); import _setup; print(_setup._is_ready('sandbox'))"
FINISH = READY.replace(
    "print(_setup._is_ready('sandbox'))", "s = _setup._stamp('{0}'); s.write_text(_setup._fingerprint('{0}'))"
)


def is_ready(checkout: Path) -> bool:
    done = subprocess.run(
        [sys.executable, "-c", READY], cwd=checkout, capture_output=True, text=True, check=True
    )
    return done.stdout == "True\n"


@pytest.fixture
def finished(checkout: Path) -> Path:
    """A checkout whose set-up for the tests is done, as far as its stamp tells."""
    (checkout / ".venv").mkdir()
    subprocess.run([sys.executable, "-c", FINISH.format("dev")], cwd=checkout, check=True)
    return checkout


def test_what_the_tests_need_is_enough_for_the_sandbox(finished: Path) -> None:
    assert is_ready(finished)


def test_without_a_stamp_nothing_is_ready(checkout: Path) -> None:
    assert not is_ready(checkout)


@pytest.mark.parametrize("changed", ["requirements/dev.txt", "pyproject.toml", ".venv/pyvenv.cfg"])
def test_a_change_of_what_is_installed_asks_for_a_new_set_up(finished: Path, changed: str) -> None:
    with (finished / changed).open("a") as file:
        file.write("\n")
    assert not is_ready(finished)


def test_a_moved_checkout_is_set_up_anew(finished: Path) -> None:
    assert not is_ready(finished.rename(finished.with_name("elsewhere")))


def test_an_interrupted_set_up_is_not_taken_for_a_finished_one(finished: Path) -> None:
    (finished / ".venv" / "set-up-unfinished").touch()
    assert not is_ready(finished)
