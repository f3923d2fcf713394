"""The sandbox in headless Chromium: a question typed as a person types it is answered, with no request elsewhere."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts" / "_screenshots.py"


def find_browser() -> str | None:
    """What the script itself would find."""
    spec = importlib.util.spec_from_file_location("_browser", SCRIPT.with_name("_browser.py"))
    assert spec is not None
    assert spec.loader is not None
    browser = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(browser)
    try:
        return str(browser.find_browser())
    except browser.BrowserError:
        return None


def screenshots(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT)} | variables
    command = [sys.executable, str(SCRIPT), *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.skipif(find_browser() is None, reason="Chromium is not installed here")
def test_a_typed_question_is_answered_on_the_page(tmp_path: Path) -> None:
    done = screenshots("--to", str(tmp_path), "ask")
    assert done.returncode == 0, done.stderr
    with Image.open(tmp_path / "ask.png") as picture:
        assert min(picture.size) > 500


def test_a_machine_without_a_browser_is_told_how_to_get_one(tmp_path: Path) -> None:
    done = screenshots("--to", str(tmp_path), "ask", PATH=str(tmp_path))
    assert done.returncode == 1
    assert (
        done.stderr == "screenshots: Chromium is missing. On Debian and Ubuntu: sudo apt install chromium\n"
    )


def test_a_picture_that_there_is_not_names_those_that_there_are() -> None:
    done = screenshots("selfie")
    assert done.returncode == 2
    assert "no such picture: selfie; there are sandbox, suggestions, ask" in done.stderr
