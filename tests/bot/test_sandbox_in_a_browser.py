"""The sandbox in headless Chromium: what a person types and presses there does what they mean, with no request elsewhere."""

import importlib
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.sandbox import open_sandbox
from bot.sandbox.page import listen

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts" / "_screenshots.py"
ENTER = ("Enter", 13)
WINDOW = (1000, 600)


def tool(name: str) -> Any:
    """A module beside the script, as the script itself would import it."""
    sys.path.insert(0, str(SCRIPT.parent))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(SCRIPT.parent))


def find_browser() -> str | None:
    """What the script itself would find."""
    browser = tool("_browser")
    try:
        return str(browser.find_browser())
    except browser.BrowserError:
        return None


in_a_browser = pytest.mark.skipif(find_browser() is None, reason="Chromium is not installed here")


@asynccontextmanager
async def visiting(folder: Path) -> AsyncIterator[Any]:
    """A person at the page of a new sandbox, whose browser had nothing to complain of at the end."""
    async with tool("_browser").open_page() as page:
        with listen(0) as listening:
            async with open_sandbox(listening, folder) as sandbox:
                visitor = tool("_visitor").Visitor(page, sandbox.url)
                await visitor.arrive(WINDOW)
                yield visitor
                assert page.complaints == []
                await page.open("about:blank")


def screenshots(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT)} | variables
    command = [sys.executable, str(SCRIPT), *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@in_a_browser
def test_a_typed_question_is_answered_on_the_page(tmp_path: Path) -> None:
    done = screenshots("--to", str(tmp_path), "ask")
    assert done.returncode == 0, done.stderr
    with Image.open(tmp_path / "ask.png") as picture:
        assert min(picture.size) > 500


@in_a_browser
async def test_enter_sends_a_question_while_suggestions_for_it_are_open(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        await visitor.begin("r2p ask", "hate speech rules")
        await visitor.page.wait_for(tool("_visitor").SUGGESTION, "suggestions")
        await visitor.send()
        await visitor.expect("hate speech rules")


@in_a_browser
async def test_a_suggestion_that_was_clicked_is_sent_with_enter(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        page = tool("_visitor")
        await visitor.begin("r2p ask", "focal points")
        second = f"{page.INSIDE}.querySelectorAll('.command-suggestion')[1]"
        await visitor.page.wait_for(second, "a second suggestion")
        question = await visitor.page.value(f"{second}.innerText.trim()")
        await visitor.page.click(await visitor.box(second))
        await visitor.page.wait_for(f"{page.INSIDE}.activeElement === {page.OPTION}", "the field again")
        await visitor.send()
        await visitor.expect(question)


@in_a_browser
async def test_a_suggestion_that_was_chosen_with_the_arrows_is_sent_with_the_next_enter(
    tmp_path: Path,
) -> None:
    async with visiting(tmp_path) as visitor:
        page = tool("_visitor")
        await visitor.begin("r2p cite", "fn 1")
        await visitor.page.wait_for(page.SUGGESTION, "suggestions")
        await visitor.page.press("ArrowDown", 40)
        await visitor.page.press(*ENTER)
        await visitor.page.wait_for(f"{page.OPTION}.value !== 'fn 1'", "the choice in the field")
        chosen = await visitor.page.value(f"{page.OPTION}.value")
        await visitor.page.wait_for(
            f"{page.INSIDE}.activeElement === {page.OPTION} && {page.OPTION}.ariaExpanded === 'false'",
            "the field without its list",
        )
        await visitor.send()
        await visitor.expect(chosen.replace("fn", "Footnote"))


@in_a_browser
async def test_after_a_wrong_reference_the_next_command_can_be_typed_at_once(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        await visitor.begin("r2p cite", "12-10")
        await visitor.send()
        await visitor.expect("Not a reference I can read")
        await visitor.begin("r2p cite", "para. 10")
        await visitor.send()
        await visitor.expect("Paragraph 10")


@in_a_browser
async def test_the_page_stands_at_the_end_after_a_command_and_after_a_reload(tmp_path: Path) -> None:
    async with visiting(tmp_path) as visitor:
        timeline = f"{tool('_visitor').INSIDE}.getElementById('channel-timeline')"
        at_the_end = f"{timeline}.scrollHeight - {timeline}.scrollTop - {timeline}.clientHeight <= 1"
        long = f"{timeline}.scrollHeight > 2 * {timeline}.clientHeight"
        await visitor.begin("r2p cite", "1-5")
        await visitor.send()
        await visitor.page.wait_for(f"{long} && {at_the_end}", "the end of the answer")
        await visitor.page.value(f"{timeline}.scrollTop = 0")
        await visitor.begin("r2p cite", "para. 10")
        await visitor.send()
        await visitor.page.wait_for(at_the_end, "the end after a command that was typed further up")
        await visitor.arrive(WINDOW)
        await visitor.page.wait_for(f"{long} && {at_the_end}", "the end after a reload")


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
