"""What the commands of the command line share: reading inputs, printing, failing."""

from __future__ import annotations

import codecs
import io
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any, BinaryIO, NamedTuple

import click

from bot.exits import Exit
from knowledge.load import load_library
from knowledge.model import Library
from knowledge.problems import KnowledgeError

LONGEST_LINE = 64 * 1024
"""Bytes of one input line; a longer one is answered with a message, and never held in memory."""

_SHOWN_OF_A_BAD_LINE = 200
_PLAIN = {
    "‘": "'",
    "’": "'",
    "“": '"',
    "”": '"',
    "–": "-",
    "—": "-",
    "…": "...",
    "›": ">",
    "·": "-",
    "¶": "para. ",
}


class Failure(click.ClickException):
    """An end with exit status 1; the message goes to standard error after the program's name."""

    exit_code = int(Exit.OTHER)

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the message as the running bot prints its own."""
        click.echo(f"r2p: {self.format_message()}", file=file or sys.stderr)


class ConfigFailure(Failure):
    """An end because of the configuration."""

    exit_code = int(Exit.CONFIG)


class DiscordFailure(Failure):
    """An end because Discord refused, or would without a token."""

    exit_code = int(Exit.DISCORD)


class Line(NamedTuple):
    """One input; ``problem`` says why it can't be used, or is empty."""

    text: str
    problem: str = ""


def prepare_streams() -> None:
    """Let no console end the program over a character that it can't show: it gets a plain one instead."""
    codecs.register_error("plain", _plain_instead)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="plain")


def _plain_instead(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    unshown = error.object[error.start : error.end]
    return "".join(_PLAIN.get(letter, "?") for letter in unshown), error.end


def wants_colour(environ: Mapping[str, str], stream: IO[str] | None) -> bool:
    """Tell whether to colour: on a terminal that can, unless the environment says NO_COLOR."""
    if environ.get("NO_COLOR") or environ.get("TERM") == "dumb" or stream is None:
        return False
    return stream.isatty()


def _without_colour(context: click.Context, _option: click.Parameter, chosen: bool) -> None:  # noqa: FBT001 - click calls it so
    if chosen:
        context.color = False


no_color = click.option(
    "--no-color",
    is_flag=True,
    expose_value=False,
    callback=_without_colour,
    help="Print without colours; pipes and NO_COLOR do so too.",
)


def _read_config(context: click.Context, _option: click.Parameter, path: Path | None) -> None:
    if path is None:
        return
    from bot.config import ConfigError, load_config  # noqa: PLC0415 - answering needs no configuration

    try:
        context.find_root().obj = load_config(path)
    except ConfigError as error:
        raise ConfigFailure(str(error)) from error


config_file = click.option(
    "--config",
    type=click.Path(path_type=Path),
    metavar="FILE",
    expose_value=False,
    callback=_read_config,
    help="Read settings from FILE instead of config.toml here.",
)
"""Stores the ``bot.config.Config`` on the root context."""

as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")

today_option = click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="Take this for today.",
)
"""Gives a ``datetime`` at midnight, or ``None`` for the real day."""


def inputs(words: tuple[str, ...]) -> Iterator[Line]:
    """Yield what was typed, or for a single "-" each line of standard input as it comes."""
    if words == ("-",):
        yield from read_lines(sys.stdin.buffer)
    else:
        yield Line(" ".join(words).encode("utf-8", "replace").decode("utf-8"))


def read_lines(stream: BinaryIO) -> Iterator[Line]:
    """Yield each line without its end; one that is too long or not UTF-8 comes with its problem."""
    first = True
    while raw := stream.readline(LONGEST_LINE + 2):
        line = raw.rstrip(b"\r\n").removeprefix(codecs.BOM_UTF8 if first else b"")
        first = False
        if len(line) > LONGEST_LINE:
            while raw and not raw.endswith(b"\n"):
                raw = stream.readline(LONGEST_LINE)
            yield Line(
                _beginning(line), f"That line is too long: at most {LONGEST_LINE // 1024} KiB are read."
            )
            continue
        try:
            yield Line(line.decode("utf-8"))
        except UnicodeDecodeError:
            yield Line(_beginning(line), "That line is not text in UTF-8.")


def _beginning(line: bytes) -> str:
    text = line[: _SHOWN_OF_A_BAD_LINE * 4].decode("utf-8", "replace")
    return text if len(text) <= _SHOWN_OF_A_BAD_LINE else text[:_SHOWN_OF_A_BAD_LINE] + "…"


def print_json(data: Mapping[str, Any]) -> None:
    """Print one object on one line at once, in ASCII, which every pipe carries."""
    click.echo(json.dumps(data))


def print_pages(pages: Iterable[str]) -> None:
    """Print texts for people, with an empty line between them, each as soon as it is there."""
    for count, page in enumerate(pages):
        click.echo(f"\n{page}" if count else page)


def library(folder: Path | None = None) -> Library:
    """Load the reports below ``folder`` (default: the packaged ones); ``Failure`` lists what is wrong in them."""
    try:
        return load_library(folder)
    except KnowledgeError as error:
        raise Failure(f"The reports can't be loaded:\n{error}") from error


def working_environment() -> Mapping[str, str]:
    """Return the process's environment; the one place of the command line that reads it."""
    return os.environ
