"""The configuration: the shipped file is the defaults, and a mistake is told where it is and what is allowed."""

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct, structs

from bot.config import Config, ConfigError, TokenError, load_config, read_token

SECTIONS = [field for field in structs.fields(Config) if isinstance(field.default, Struct)]
SHIPPED = Path(__file__).parents[2] / "config.toml"
TOKEN = "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs"  # noqa: S105 - an invented one


def load(tmp_path: Path, text: str) -> Config:
    path = tmp_path / "settings.toml"
    path.write_text(text, encoding="utf-8")
    return load_config(path)


def complaint(tmp_path: Path, text: str) -> str:
    with pytest.raises(ConfigError) as raised:
        load(tmp_path, text)
    return str(raised.value)


def test_the_shipped_file_loads_and_is_the_defaults() -> None:
    assert load_config(SHIPPED) == load_config(None) == Config()


def test_the_shipped_file_explains_every_setting() -> None:
    lines = SHIPPED.read_text(encoding="utf-8").splitlines()
    for section in SECTIONS:
        for field in structs.fields(section.default):
            (place,) = (n for n, line in enumerate(lines) if re.match(rf"(# )?{field.name} = ", line))
            assert lines[place - 1].startswith("# "), field.name


def test_the_shipped_file_gives_every_setting_that_has_a_default() -> None:
    given_there = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))
    for section in SECTIONS:
        expected = {field.name for field in structs.fields(section.default) if field.default is not None}
        assert set(given_there[section.name]) == expected


def test_an_empty_file_is_the_defaults(tmp_path: Path) -> None:
    assert load(tmp_path, "") == Config()


def test_settings_are_read(tmp_path: Path) -> None:
    config = load(
        tmp_path,
        """
        [discord]
        api_url = "http://127.0.0.1:8080/api/v10"
        gateway_url = "ws://127.0.0.1:8081"
        shard_count = 3
        [database]
        path = "/var/lib/r2p/bot.sqlite3"
        [log]
        level = "debug"
        """,
    )
    assert config.discord.api_url == "http://127.0.0.1:8080/api/v10"
    assert config.discord.gateway_url == "ws://127.0.0.1:8081"
    assert config.discord.shard_count == 3
    assert config.database.path == Path("/var/lib/r2p/bot.sqlite3")
    assert config.log.level == "debug"
    assert config.limits == Config().limits


@pytest.mark.parametrize(
    ("section", "key", "value"),
    [
        ("discord", "api_url", '"ftp://discord.com"'),
        ("discord", "api_url", '"discord.com/api"'),
        ("discord", "api_url", '"https://user:secret@discord.com"'),
        ("discord", "api_url", '"https://"'),
        ("discord", "api_url", "8080"),
        ("discord", "gateway_url", '"https://gateway.discord.gg"'),
        ("discord", "gateway_url", '"wss://a b"'),
        ("discord", "shard_count", "0"),
        ("discord", "shard_count", "10001"),
        ("discord", "shard_count", '"2"'),
        ("discord", "shard_count", "true"),
        ("discord", "shard_count", "1.5"),
        ("database", "path", '""'),
        ("database", "path", "3"),
        ("database", "path", '"a\\u0000b"'),
        ("log", "level", '"loud"'),
        ("log", "level", '"INFO"'),
        ("limits", "cooldown_uses", "0"),
        ("limits", "cooldown_uses", "1001"),
        ("limits", "cooldown_seconds", "-1"),
        ("limits", "cooldown_seconds", "3601"),
        ("retention", "unanswered_days", "0"),
        ("retention", "unanswered_days", "3651"),
        ("retention", "unanswered_questions", "0"),
        ("retention", "unanswered_questions", "100001"),
        ("retention", "unanswered_questions", "[]"),
        ("retention", "closed_alerts_days", "29"),
        ("retention", "closed_alerts_days", "3651"),
        ("curators", "explain_button", '"yes"'),
        ("curators", "explain_button", "1"),
    ],
)
def test_a_wrong_value_names_file_and_key_and_its_example_is_right(
    tmp_path: Path, section: str, key: str, value: str
) -> None:
    message = complaint(tmp_path, f"[{section}]\n{key} = {value}\n")
    assert message.startswith(f"{tmp_path / 'settings.toml'}: {key} in [{section}] must be ")
    example = message.rsplit("Example: ", 1)[1]
    assert example.startswith(f"{key} = ")
    load(tmp_path, f"[{section}]\n{example}\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "[discord]\nshards = 2",
            "shards is not a setting of [discord]. Allowed: api_url, gateway_url, shard_count.",
        ),
        ("[log]\nlevle = 2", "levle is not a setting of [log]. Did you mean level? Allowed: level."),
        (
            "[dsicord]\n",
            "[dsicord] is not a section. Did you mean discord? Allowed: discord, database, log, ",
        ),
        (
            "token = 'x'",
            "[token] is not a section. Allowed: discord, database, log, limits, retention, curators, ",
        ),
        ("discord = 3", "discord is a section, not a setting. Write a line `[discord]`"),
        ("[[discord]]\nshard_count = 1", "discord is a section, not a setting."),
        (
            "[log]\nlevel = loud",
            "is not valid TOML: Invalid value (at line 2, column 9). A setting is a line like",
        ),
        ("[log]\n[log]\n", "is not valid TOML: Cannot declare ('log',) twice (at line 2, column 5)."),
    ],
)
def test_a_wrong_key_or_line_says_what_is_allowed(tmp_path: Path, text: str, expected: str) -> None:
    assert f"settings.toml: {expected}" in complaint(tmp_path, text)


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    message = complaint(tmp_path, "[discord]\nshard_count = 0\nx = 1\n[log]\nlevel = 3\n[other]\n")
    assert len(message.splitlines()) == 4
    assert all(line.startswith(str(tmp_path)) for line in message.splitlines())


def test_a_long_or_unprintable_name_is_cut_and_cleaned(tmp_path: Path) -> None:
    message = complaint(tmp_path, f'"\\u001b[31m{"k" * 500}" = 1')
    assert "\x1b" not in message
    assert len(message) < 300


def test_a_file_that_is_not_there_or_is_not_text(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.toml: can't be read: No such file"):
        load_config(tmp_path / "none.toml")
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match=r"binary\.toml: is not text in UTF-8"):
        load_config(tmp_path / "binary.toml")


@given(st.text(max_size=200))
def test_no_text_does_more_than_complain(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        load_config(path)
    except ConfigError as error:
        assert str(error).startswith(str(path))  # noqa: PT017 - most texts are wrong, a few are not


def test_the_token_comes_from_the_environment_or_a_file(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(f"{TOKEN}\n", encoding="utf-8")
    assert read_token({"DISCORD_TOKEN": f" {TOKEN}\n"}) == TOKEN
    assert read_token({"DISCORD_TOKEN_FILE": str(file)}) == TOKEN
    assert read_token({"DISCORD_TOKEN": "  ", "DISCORD_TOKEN_FILE": str(file)}) == TOKEN
    assert read_token({"DISCORD_TOKEN": "a.b.c", "DISCORD_TOKEN_FILE": str(file)}) == "a.b.c"


@pytest.mark.parametrize(
    "environ", [{}, {"DISCORD_TOKEN": ""}, {"DISCORD_TOKEN": " \n", "DISCORD_TOKEN_FILE": " "}]
)
def test_a_missing_token_says_where_one_goes(environ: dict[str, str]) -> None:
    with pytest.raises(TokenError, match="set DISCORD_TOKEN, or DISCORD_TOKEN_FILE") as raised:
        read_token(environ)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (None, "can't be read: No such file or directory"),
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"\xff\xfe", "holds something other than a token"),
        (f"Bot {TOKEN}".encode(), "is not a bot token"),
        (f"{TOKEN}\n{TOKEN}".encode(), "is not a bot token"),
    ],
)
def test_a_useless_token_file_is_told_and_never_shown(
    tmp_path: Path, content: bytes | None, expected: str
) -> None:
    file = tmp_path / "token"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(TokenError, match=expected) as raised:
        read_token({"DISCORD_TOKEN_FILE": str(file)})
    assert TOKEN not in str(raised.value)


def test_a_folder_is_no_token_file(tmp_path: Path) -> None:
    with pytest.raises(TokenError, match="can't be read: Is a directory"):
        read_token({"DISCORD_TOKEN_FILE": str(tmp_path)})


@pytest.mark.parametrize("token", [f"Bot {TOKEN}", f"{TOKEN}\x07", f"«{TOKEN}»"])
def test_a_broken_token_is_told_and_never_shown(token: str) -> None:
    with pytest.raises(TokenError, match="What DISCORD_TOKEN holds is not a bot token") as raised:
        read_token({"DISCORD_TOKEN": token})
    assert TOKEN not in str(raised.value)
