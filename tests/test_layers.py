"""Who may import whom, read from the source: the rule that keeps answering fast and the rooms apart."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted(path for room in ("knowledge", "bot", "cogs") for path in (ROOT / room).rglob("*.py"))

KNOWLEDGE_MAY_USE = {"knowledge", "rapidfuzz", "numpy", "pycountry"}
IMPURE = {"asyncio", "http.client", "socket", "sqlite3", "threading", "urllib.request"}
"""Modules of the standard library that reach out of the process, or wait."""

ONLY_THERE = {
    "discord": (
        "cogs/*",
        "bot/app.py",
        "bot/client.py",
        "bot/errors.py",
        "bot/posting/sender.py",
        "bot/render/*",
        "bot/roots.py",
        "bot/sandbox/*",
        "bot/views/*",
    ),
    "simcord": ("bot/sandbox/*",),
    "aiohttp": ("bot/alerts/fetch.py", "bot/app.py", "bot/sandbox/*"),
    "aiosqlite": ("bot/storage/database.py",),
    "sqlite3": ("bot/storage/database.py",),
    "aiosql": ("bot/storage/*",),
    "click": ("bot/cli/*",),
}
"""Package → the only files that may import it."""

HEAVY = ("discord", "aiohttp", "aiosqlite", "apscheduler", "simcord", "asyncio")
"""What the command line must not load to answer a question: it would double the time to the answer."""


def imports(source: str, package: str) -> Iterator[str]:
    """Every module that `source`, standing in `package`, imports anywhere; `from a import b` gives `a` and `a.b`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            module = ".".join([*above, *([node.module] if node.module else [])])
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def breaches(path: str, source: str) -> list[str]:
    """What a file at `path`, relative to the checkout, imports against the rules."""
    found = []
    room = path.split("/", maxsplit=1)[0]
    package = ".".join(Path(path).parent.parts)
    here = f"{package}.{Path(path).stem}"
    for module in imports(source, package):
        top = module.split(".", maxsplit=1)[0]
        if room == "knowledge" and top not in KNOWLEDGE_MAY_USE | sys.stdlib_module_names:
            found.append(f"{path}: knowledge may not import {module}")
        if room in {"knowledge", "bot"} and top == "cogs":
            found.append(f"{path}: only the client loads cogs, by name")
        if room == "cogs" and top == "cogs" and module != here:
            found.append(f"{path}: a cog may not import another ({module})")
        if room == "knowledge" and module in IMPURE:
            found.append(f"{path}: knowledge is pure, without {module}")
        if top in ONLY_THERE and not any(fnmatch(path, pattern) for pattern in ONLY_THERE[top]):
            found.append(f"{path}: {top} belongs to {', '.join(ONLY_THERE[top])}")
    return sorted(set(found))


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_each_file_imports_only_what_its_room_may(path: Path) -> None:
    assert breaches(relative(path), path.read_text(encoding="utf-8")) == []


def test_at_most_one_file_knows_the_scheduler() -> None:
    users = {
        relative(path)
        for path in SOURCES
        for module in imports(path.read_text(encoding="utf-8"), ".".join(path.relative_to(ROOT).parent.parts))
        if module.split(".", maxsplit=1)[0] == "apscheduler"
    }
    assert len(users) <= 1, users


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("knowledge/answer.py", "import discord"),
        ("knowledge/answer.py", "from bot.config import Config"),
        ("knowledge/answer.py", "def late():\n    import aiosqlite"),
        ("knowledge/answer.py", "import sqlite3"),
        ("knowledge/answer.py", "from urllib.request import urlopen"),
        ("bot/render/answer.py", "from cogs.ask import Ask"),
        ("bot/config.py", "import discord"),
        ("bot/storage/settings.py", "import aiosqlite"),
        ("bot/services.py", "from . import storage, database\nimport sqlite3"),
        ("cogs/ask.py", "from cogs.cite import Cite"),
        ("cogs/ask.py", "from . import cite"),
        ("cogs/ask.py", "from .cite import Cite"),
    ],
)
def test_a_forbidden_import_is_seen(path: str, source: str) -> None:
    assert breaches(path, source)


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("knowledge/answer.py", "import re\nfrom rapidfuzz import fuzz\nfrom knowledge.model import Report"),
        ("knowledge/symbols.py", "from urllib.parse import quote"),
        ("bot/views/answer.py", "import discord\nfrom knowledge.model import Report"),
        ("bot/storage/database.py", "import aiosqlite"),
        ("cogs/ask.py", "import discord\nfrom bot.services import Services"),
    ],
)
def test_an_allowed_import_is_left_alone(path: str, source: str) -> None:
    assert breaches(path, source) == []


@pytest.mark.parametrize(
    "arguments",
    [["ask", "What is the responsibility to protect?"], ["digest", "when", "--rhythm", "daily"]],
    ids=lambda arguments: arguments[0],
)
def test_the_command_line_answers_without_the_heavy_packages(arguments: list[str]) -> None:
    code = (
        "import sys\n"
        "from bot.cli import main\n"
        f"main({arguments!r}, standalone_mode=False)\n"
        f"print('loaded:', sorted(set({HEAVY!r}) & set(sys.modules)))\n"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "loaded: []"
