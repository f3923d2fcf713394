"""Sets up `.venv` for the scripts beside it, once, from the locked requirements.

It runs on a bare machine before anything is installed, and also under a Python that is too old (to say so), so it
uses the standard library alone and no syntax newer than Python 3.7.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
UNFINISHED = VENV / "set-up-unfinished"
OLDEST = (3, 11)
NEWER_PYTHONS = ("python3", *("python3.%d" % minor for minor in range(20, OLDEST[1] - 1, -1)))
BINARIES = VENV / ("Scripts" if os.name == "nt" else "bin")

INTERRUPTED = 130
"""What a shell reports for a program ended by Ctrl-C."""


def say(text: str) -> None:
    """Tell the person at the terminal; standard output stays free for what the command itself prints."""
    print(text, file=sys.stderr, flush=True)


def run(wanted: str, command: list[str], *, variables: dict[str, str] | None = None) -> None:
    """Make sure that the requirements `wanted` ("sandbox" or "dev") are there, then become `command`.

    The first word of `command` is a program of `.venv`. `variables` are added to its environment.
    """
    prepare(wanted)
    program = str(BINARIES / command[0])
    os.environ.update(variables or {})
    if os.name == "nt":
        sys.exit(subprocess.call([program, *command[1:]]))
    os.execv(program, [program, *command[1:]])


def prepare(wanted: str) -> None:
    """Make `.venv` hold the requirements `wanted`; return at once when it already does."""
    need_new_python()
    if _is_ready(wanted):
        return
    try:
        with _alone():
            if not _is_ready(wanted):  # another script may have done it while this one waited
                _set_up(wanted)
    except KeyboardInterrupt:
        say("\nSet-up stopped. The next start begins it again.")
        sys.exit(INTERRUPTED)


def need_new_python() -> None:
    """Return under Python 3.11 or newer; else start this script again under one that is on PATH, or say what to do."""
    if sys.version_info >= OLDEST:
        return
    have = "%d.%d" % sys.version_info[:2]
    for name in NEWER_PYTHONS:
        path = shutil.which(name)
        if path and _runs(path, "import sys; sys.exit(sys.version_info < (3, 11))"):
            say("Python %s is too old for this project; going on with %s." % (have, path))
            os.execv(path, [path, *sys.argv])
    sys.exit(
        "This project needs Python 3.11 or newer, and this is Python %s (%s).\n"
        "Install a newer one, for example from your system's packages, and start again."
        % (have, sys.executable)
    )


def _runs(python: str, code: str) -> bool:
    done = subprocess.run(
        [python, "-c", code], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
    )
    return done.returncode == 0


def _fingerprint(wanted: str) -> str:
    """What a finished set-up depends on: the locked versions, the project's own metadata, and where it lies."""
    told = hashlib.sha256(str(VENV).encode())
    for path in (ROOT / "requirements" / (wanted + ".txt"), ROOT / "pyproject.toml", VENV / "pyvenv.cfg"):
        told.update(path.read_bytes() if path.exists() else b"")
    return told.hexdigest()


def _stamp(wanted: str) -> Path:
    return VENV / ("set-up-%s" % wanted)


def _is_ready(wanted: str) -> bool:
    if UNFINISHED.exists():
        return False
    enough = ("sandbox", "dev") if wanted == "sandbox" else ("dev",)  # dev.txt holds all of sandbox.txt
    return any(_stamp(one).exists() and _stamp(one).read_text() == _fingerprint(one) for one in enough)


@contextlib.contextmanager
def _alone():  # type: ignore[no-untyped-def]  # noqa: ANN202 - its type has no name that Python 3.7 knows
    """Hold a lock, so that two scripts started together do not set up at once."""
    try:
        import fcntl  # noqa: PLC0415 - Windows has none
    except ImportError:
        yield
        return
    folder = os.open(str(ROOT), os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say("Another script is setting up; waiting for it …")
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _set_up(wanted: str) -> None:
    started = time.monotonic()
    say("Setting up once in .venv, about a minute …")
    _make_venv()
    UNFINISHED.touch()
    requirements = str(ROOT / "requirements" / (wanted + ".txt"))
    _pip(
        ["--require-hashes", "--only-binary=:all:", "--no-deps", "--requirement", requirements],
        "The packages of requirements/%s.txt could not be installed (pip's words stand above)." % wanted,
    )
    _pip(
        ["--no-build-isolation", "--no-deps", "--editable", str(ROOT)],
        "The project itself could not be installed (pip's words stand above).",
    )
    _stamp(wanted).write_text(_fingerprint(wanted))
    UNFINISHED.unlink()
    say("Ready after %d seconds." % (time.monotonic() - started))


def _make_venv() -> None:
    """Make `.venv`, and make it anew where an earlier one was left unfinished, broke, or came from another machine."""
    python = BINARIES / "python"
    usable = not UNFINISHED.exists() and python.exists() and _runs(str(python), "import pip")
    if usable and _runs(str(python), "import sys; sys.exit(sys.version_info < (3, 11))"):
        return
    if not _runs(sys.executable, "import venv, ensurepip"):
        sys.exit(
            "This Python (%s) comes without venv, which the set-up needs.\n"
            "On Debian and Ubuntu: sudo apt install python3-venv" % sys.executable
        )
    if VENV.exists():
        say("The .venv here is unfinished or does not run; making it anew.")
        shutil.rmtree(str(VENV))
    VENV.mkdir()
    UNFINISHED.touch()
    made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=False)
    if made.returncode:
        sys.exit("Making .venv failed (venv's words stand above). Start again once that is mended.")


def _pip(arguments: list[str], failure: str) -> None:
    pip = [
        str(BINARIES / "python"),
        "-m",
        "pip",
        "--quiet",
        "--disable-pip-version-check",
        "--no-input",
        "install",
    ]
    done = subprocess.run([*pip, *arguments], stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        sys.exit(
            failure + "\nA network connection is needed for this first start. Start again to try once more."
        )
