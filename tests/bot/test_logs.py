"""The log tells where and what, never a secret and never what a person typed."""

import io
import logging
from collections.abc import Iterator

import pytest

from bot import logs
from bot.storage.database import StorageError

TOKEN = "a-very-secret-word"  # noqa: S105 - it opens nothing
TYPED = "open sesame"


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """The log as the running bot writes it; what was set up before is put back."""
    root = logging.getLogger()
    before = root.level, root.handlers[:]
    levels = {name: logging.getLogger(name).level for name in ("discord", "aiosqlite", "asyncio")}
    # Handlers of the test runner would be closed otherwise.
    root.handlers[:] = []
    written = io.StringIO()
    try:
        logs.configure("debug", written, secrets=(TOKEN, ""))
        yield written
    finally:
        root.setLevel(before[0])
        root.handlers[:] = before[1]
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)


def fail() -> None:
    words: dict[str, str] = {}
    try:
        words[TYPED]
    except KeyError as error:
        raise RuntimeError(f"no such word: {TYPED}") from error


@pytest.mark.parametrize(
    ("message", "written"),
    [
        (f"logging in with {TOKEN}", "logging in with [token]"),
        # The form of a bot token, made up; three parts, so that no scanner takes it for a real one.
        (f"from a file: {'A' * 26}.{'B' * 6}.{'C' * 38}", "from a file: [token]"),
        (
            "POST /api/v10/webhooks/123/aW50ZXJhY3Rpb24 responded",
            "POST /api/v10/webhooks/123/[token] responded",
        ),
        ("POST /interactions/123/aW50ZXJhY3/callback", "POST /interactions/123/[token]/callback"),
        ("autocomplete for 'r2p ask' (Guild: 1, User: 123)", "autocomplete for 'r2p ask' (Guild: 1)"),
        ("command=r2p.ask guild=12345 para=61", "command=r2p.ask guild=12345 para=61"),
    ],
)
def test_secrets_are_taken_out_of_any_line(stream: io.StringIO, message: str, written: str) -> None:
    logging.getLogger("anything").warning(message)
    assert stream.getvalue().endswith(f"WARNING anything: {written}\n")


def test_a_traceback_says_where_and_of_what_kind_but_not_what_was_typed(stream: io.StringIO) -> None:
    try:
        fail()
    except RuntimeError:
        logging.getLogger("anything").exception("failed error=12")
    text = stream.getvalue()
    assert TYPED not in text
    assert "failed error=12" in text
    assert "test_logs.py" in text
    assert ", in fail\n" in text
    assert text.index("builtins.KeyError") < text.index("which led to:") < text.index("builtins.RuntimeError")


@pytest.mark.parametrize("error", [StorageError("the disk is full"), OSError("no route to host")])
def test_errors_of_the_connection_or_the_file_speak(stream: io.StringIO, error: Exception) -> None:
    logging.getLogger("anything").error("failed", exc_info=error)
    assert str(error) in stream.getvalue()


def test_even_on_debug_the_libraries_do_not_print_events_and_values(stream: io.StringIO) -> None:
    logging.getLogger("discord.gateway").debug("WebSocket Event: %s", TYPED)
    logging.getLogger("aiosqlite").debug("executing %s", TYPED)
    logging.getLogger("bot.client").debug("our own word")
    assert TYPED not in stream.getvalue()
    assert "our own word" in stream.getvalue()


def test_a_warning_that_concerns_nobody_is_left_out(stream: io.StringIO) -> None:
    logging.getLogger("discord.client").warning("PyNaCl is not installed, voice will NOT be supported")
    outrun = OSError("Unknown interaction")
    outrun.code = 10062  # type: ignore[attr-defined]  # as discord.NotFound has it
    logging.getLogger("discord.app_commands.tree").error(
        "Ignoring exception in autocomplete", exc_info=outrun
    )
    assert stream.getvalue() == ""


def test_times_are_in_utc() -> None:
    record = logging.makeLogRecord({"name": "x", "levelname": "INFO", "msg": "m", "created": 1_745_280_000})
    assert logs.Formatter().format(record) == "2025-04-22T00:00:00Z INFO x: m"
