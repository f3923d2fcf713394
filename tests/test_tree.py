"""The shape of the whole tree: small files and functions, and text that names no machine and no package index."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("knowledge", "bot", "cogs", "scripts")

LONGEST_FILE = 250
LONGEST_COG = 150
LONGEST_FUNCTION = 30

LONGER_FILES: dict[str, int] = {}
"""File → the lines it may have, with its reason beside it."""
LONGER_FUNCTIONS = {
    "bot/services.py:over": 46,  # names each part of the bot once, one a line
}
"""`file:function` → the lines it may have, with its reason beside it."""

FORBIDDEN = {
    "a path of one machine": r"/(?:work|root|Users|home/[a-z]\w*|tmp/[\w.]+)/",
    "a package index or download host": r"pypi\.org|pythonhosted|registry\.npmjs|index-url|find-links|crates\.io",
    "a note for later": r"\b(?:TODO|FIXME|XXX)\b|pragma: no cover",
}
"""What no committed text may hold."""
MAY_SPEAK_OF_IT = {"tests/test_tree.py", "scripts/lock"}
"""This list itself, and the script that keeps indexes out."""


def committed() -> list[str]:
    """The files that git knows or would add, relative to the checkout."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return sorted(name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file())


def sources() -> Iterator[tuple[str, str]]:
    """Each Python file of the program and its text; a script has no ending but a first line that names Python."""
    for name in committed():
        if name.startswith(tuple(room + "/" for room in ROOMS)) and Path(name).suffix in {".py", ""}:
            yield name, (ROOT / name).read_text(encoding="utf-8")


def functions(source: str) -> Iterator[tuple[str, int]]:
    """The name of each function and its lines without the docstring, nested functions counted in."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
            told = (first.end_lineno or 0) - first.lineno + 1 if documented else 0
            yield node.name, (node.end_lineno or 0) - node.lineno + 1 - told


def test_files_stay_short_enough_to_read() -> None:
    limits = {
        name: LONGEST_COG if name.startswith("cogs/") else LONGEST_FILE for name, _ in sources()
    } | LONGER_FILES
    lines = {name: text.count("\n") for name, text in sources()}
    assert {name: count for name, count in lines.items() if count > limits[name]} == {}


def test_functions_stay_short_enough_to_read() -> None:
    long = {
        f"{name}:{function}": lines
        for name, text in sources()
        for function, lines in functions(text)
        if lines > LONGER_FUNCTIONS.get(f"{name}:{function}", LONGEST_FUNCTION)
    }
    assert long == {}


def test_the_measure_of_a_function_leaves_out_its_docstring() -> None:
    source = 'def f():\n    """One.\n\n    Two.\n    """\n    return 1\n'
    assert list(functions(source)) == [("f", 2)]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_committed_text_holds_nothing_forbidden(what: str) -> None:
    found = []
    for name in committed():
        if name in MAY_SPEAK_OF_IT or Path(name).suffix in {".png", ".ico"}:
            continue
        for number, line in enumerate((ROOT / name).read_text(encoding="utf-8").splitlines(), 1):
            if re.search(FORBIDDEN[what], line):
                found.append(f"{name}:{number}: {line.strip()[:80]}")
    assert found == []


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("a path of one machine", "see /home/amina/notes"),
        ("a path of one machine", "/Users/noor/code/r2p"),
        ("a package index or download host", "--extra-index-url https://example.org"),
        ("a note for later", "# TODO: mend"),
    ],
)
def test_forbidden_text_is_seen(what: str, line: str) -> None:
    assert re.search(FORBIDDEN[what], line)


def test_every_locked_package_is_pinned_with_hashes() -> None:
    for name in ("sandbox", "dev"):
        text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        for requirement in text.replace("\\\n", " ").splitlines():
            assert re.match(r"[a-z0-9-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", requirement), requirement[:80]


def pins(name: str) -> set[str]:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    return {line.split()[0] for line in text.splitlines() if line[:1].strip()}


def test_what_the_tests_run_with_is_what_the_sandbox_runs_with() -> None:
    assert pins("sandbox") < pins("dev")
    assert any(pin.startswith("setuptools==") for pin in pins("sandbox")), "the build backend belongs in it"
