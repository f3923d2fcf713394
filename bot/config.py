"""The settings of ``config.toml``, all optional, and the token, which only the environment holds."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

import msgspec
from msgspec import Meta, Struct, structs

from knowledge.calendar.definition import Definition, read_definition

__all__ = ["Config", "ConfigError", "TokenError", "load_config", "read_token"]

_LONGEST_ECHO = 60  # characters of a wrong name that a message repeats
_LONGEST_TOKEN_FILE = 4096  # bytes; a token has about 72


class ConfigError(Exception):
    """The configuration can't be used; the text says where, and what is allowed."""


class TokenError(Exception):
    """There is no usable token; the text says where one is looked for, and never shows it."""


class Discord(Struct, frozen=True, forbid_unknown_fields=True):
    """Where Discord is. ``shard_count`` left out means: as many as Discord advises."""

    api_url: Annotated[str, Meta(pattern=r"^https?://[^\s/?#@]+(/[^\s?#]*)?$")] = (
        "https://discord.com/api/v10"
    )
    gateway_url: Annotated[str, Meta(pattern=r"^wss?://[^\s/?#@]+(/[^\s?#]*)?$")] = (
        "wss://gateway.discord.gg/"
    )
    shard_count: Annotated[int, Meta(ge=1, le=10_000)] | None = None


class Database(Struct, frozen=True, forbid_unknown_fields=True):
    """Where the bot keeps server settings and counts; a relative path is below the working folder."""

    path: Path = Path("r2p.sqlite3")


class Log(Struct, frozen=True, forbid_unknown_fields=True):
    """How much the bot tells on standard error."""

    level: Literal["debug", "info", "warning", "error"] = "info"


class Limits(Struct, frozen=True, forbid_unknown_fields=True):
    """How often one person may ask: ``cooldown_uses`` commands in ``cooldown_seconds`` seconds."""

    cooldown_uses: Annotated[int, Meta(ge=1, le=1_000)] = 6
    cooldown_seconds: Annotated[int, Meta(ge=1, le=3_600)] = 20


class Retention(Struct, frozen=True, forbid_unknown_fields=True):
    """How long, and how many of, the unanswered questions of a server that keeps them are kept; how long posts and alerts."""

    unanswered_days: Annotated[int, Meta(ge=1, le=3_650)] = 90
    unanswered_questions: Annotated[int, Meta(ge=1, le=100_000)] = 500
    deliveries_days: Annotated[int, Meta(ge=30, le=3_650)] = 90
    closed_alerts_days: Annotated[int, Meta(ge=30, le=3_650)] = 365


class Curators(Struct, frozen=True, forbid_unknown_fields=True):
    """What helps those who write phrasings: a button below answers that tells managers why an answer is so."""

    explain_button: bool = False


class Feeds(Struct, frozen=True, forbid_unknown_fields=True):
    """How often each feed is looked at, and how many alerts one look may raise."""

    poll_minutes: Annotated[int, Meta(ge=5, le=1_440)] = 15
    alerts_per_poll: Annotated[int, Meta(ge=1, le=10)] = 3


class Config(Struct, frozen=True, forbid_unknown_fields=True):
    """All settings; ``Config()`` holds the defaults."""

    discord: Discord = Discord()
    database: Database = Database()
    log: Log = Log()
    limits: Limits = Limits()
    retention: Retention = Retention()
    curators: Curators = Curators()
    feeds: Feeds = Feeds()
    events: tuple[Definition, ...] = ()
    """What the operator adds to the calendar, changes or hides; ``bot.config_events`` applies it."""


class _Allowed(NamedTuple):
    what: str
    example: str


_ALLOWED = {
    ("discord", "api_url"): _Allowed("an http:// or https:// address", '"https://discord.com/api/v10"'),
    ("discord", "gateway_url"): _Allowed("a ws:// or wss:// address", '"wss://gateway.discord.gg/"'),
    ("discord", "shard_count"): _Allowed("a whole number from 1 to 10000", "2"),
    ("database", "path"): _Allowed("the path of a file, in quotation marks", '"r2p.sqlite3"'),
    ("log", "level"): _Allowed('one of "debug", "info", "warning", "error"', '"info"'),
    ("limits", "cooldown_uses"): _Allowed("a whole number from 1 to 1000", "6"),
    ("limits", "cooldown_seconds"): _Allowed("a whole number from 1 to 3600", "20"),
    ("retention", "unanswered_days"): _Allowed("a whole number from 1 to 3650", "90"),
    ("retention", "deliveries_days"): _Allowed("a whole number from 30 to 3650", "90"),
    ("retention", "closed_alerts_days"): _Allowed("a whole number from 30 to 3650", "365"),
    ("retention", "unanswered_questions"): _Allowed("a whole number from 1 to 100000", "500"),
    ("feeds", "poll_minutes"): _Allowed("a whole number from 5 to 1440", "15"),
    ("feeds", "alerts_per_poll"): _Allowed("a whole number from 1 to 10", "3"),
    ("curators", "explain_button"): _Allowed("true or false, without quotation marks", "true"),
}


def load_config(path: Path | None) -> Config:
    """Read a configuration file; ``None`` gives the defaults.

    Raises ``ConfigError``, which names the file and, one a line, every key that is wrong with what is
    allowed there.
    """
    if path is None:
        return Config()
    given = _read_toml(path)
    problems = [problem for name, section in given.items() for problem in _section_problems(name, section)]
    if problems:
        raise ConfigError("\n".join(f"{path}: {problem}" for problem in problems))
    events = tuple(read for table in given.pop("events", []) if (read := read_definition(table)[0]))
    return structs.replace(msgspec.convert(given, Config, dec_hook=_decode_path), events=events)


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: can't be read: {error.strerror or 'unknown reason'}.") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: is not text in UTF-8. Save it as UTF-8 and try again.") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(
            f'{path}: is not valid TOML: {error}. A setting is a line like `level = "info"` below its `[log]`.'
        ) from error


def _section_problems(name: str, given: object) -> list[str]:
    sections = {field.name: field.default for field in structs.fields(Config)}
    if name not in sections:
        return [f"[{_echo(name)}] is not a section. {_instead(name, sections)}"]
    if name == "events":
        return _event_problems(given)
    if not isinstance(given, dict):
        return [f"{name} is a section, not a setting. Write a line `[{name}]` and its settings below it."]
    fields = {field.name: field.type for field in structs.fields(sections[name])}
    problems = []
    for key, value in given.items():
        if key not in fields:
            problems.append(f"{_echo(key)} is not a setting of [{name}]. {_instead(key, fields)}")
        elif not _fits(value, fields[key]):
            allowed = _ALLOWED[name, key]
            problems.append(f"{key} in [{name}] must be {allowed.what}. Example: {key} = {allowed.example}")
    return problems


def _event_problems(given: object) -> list[str]:
    if not isinstance(given, list) or not all(isinstance(table, dict) for table in given):
        return ["an event begins with a line `[[events]]`, in two pairs of brackets, and its keys below it."]
    return [
        f"[[events]] number {number}: {problem}"
        for number, table in enumerate(given, 1)
        for problem in read_definition(table)[1]
    ]


def _fits(value: object, kind: Any) -> bool:
    try:
        msgspec.convert(value, kind, dec_hook=_decode_path)
    except msgspec.ValidationError:
        return False
    return True


def _decode_path(kind: type, value: object) -> Path:
    if kind is not Path or not isinstance(value, str) or not value.strip() or "\0" in value:
        raise ValueError("not a path")
    return Path(value)


def _instead(name: str, allowed: Mapping[str, object]) -> str:
    near = difflib.get_close_matches(name, allowed, n=1)
    hint = f"Did you mean {near[0]}? " if near else ""
    return f"{hint}Allowed: {', '.join(allowed)}."


def _echo(name: str) -> str:
    shown = "".join(letter if letter.isprintable() else "?" for letter in name)
    return shown if len(shown) <= _LONGEST_ECHO else shown[:_LONGEST_ECHO] + "…"


def read_token(environ: Mapping[str, str]) -> str:
    """Return the bot's token from ``DISCORD_TOKEN``, or from the file that ``DISCORD_TOKEN_FILE`` names.

    Raises ``TokenError`` if there is none, its file can't be read, or it can't be a token.
    """
    token = environ.get("DISCORD_TOKEN", "").strip()
    place = "DISCORD_TOKEN"
    if not token and environ.get("DISCORD_TOKEN_FILE", "").strip():
        place = "the file that DISCORD_TOKEN_FILE names"
        token = _token_in(Path(environ["DISCORD_TOKEN_FILE"].strip()))
    if not token:
        raise TokenError(
            "No token: set DISCORD_TOKEN, or DISCORD_TOKEN_FILE to the path of a file that holds it. "
            "The token is on the Bot page of your application in Discord's developer portal. "
            "To try the bot without one: r2p sandbox."
        )
    if not (token.isascii() and token.isprintable()) or " " in token:
        raise TokenError(
            f"What {place} holds is not a bot token: a token is one word of letters, digits, dots, - and _. "
            'Give the token alone, without "Bot" before it and without quotation marks.'
        )
    return token


def _token_in(path: Path) -> str:
    try:
        with path.open("rb") as file:
            token = file.read(_LONGEST_TOKEN_FILE).decode("ascii").strip()
    except OSError as error:
        raise TokenError(
            f"The file that DISCORD_TOKEN_FILE names can't be read: {error.strerror or 'unknown reason'} ({path})."
        ) from error
    except UnicodeDecodeError as error:
        raise TokenError(
            f"The file that DISCORD_TOKEN_FILE names holds something other than a token ({path})."
        ) from error
    if not token:
        raise TokenError(f"The file that DISCORD_TOKEN_FILE names is empty ({path}). Put the token into it.")
    return token
