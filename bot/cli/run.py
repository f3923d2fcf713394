"""``r2p run`` and ``r2p sandbox``: the bot on Discord, or in a browser."""

from __future__ import annotations

import asyncio
import importlib.util
from pathlib import Path

import click

from bot.cli.common import ConfigFailure, DiscordFailure, Failure, config_file, working_environment
from bot.cli.configured import configured
from bot.config import ConfigError, TokenError, read_token
from knowledge.problems import KnowledgeError

_SANDBOX_PORT = 8765
_FASTEST = 86_400  # as in bot.sandbox.clock, which is only imported once all it needs is there
_NEEDED = ("simcord", "aiohttp", "markdown_it", "linkify_it", "PIL", "regex")
"""What the extra ``sandbox`` brings."""


@click.command()
@click.option("--sync", is_flag=True, help="Register the commands with Discord even if they did not change.")
@config_file
@click.pass_context
def run(context: click.Context, *, sync: bool) -> None:
    """Run the bot on Discord; the token comes from DISCORD_TOKEN or DISCORD_TOKEN_FILE."""
    config = configured(context)
    try:
        token = read_token(working_environment())
    except TokenError as error:
        raise DiscordFailure(str(error)) from error
    from bot import app  # noqa: PLC0415 - brings discord.py, which a missing token need not wait for

    try:
        context.exit(asyncio.run(app.run(config, token, sync=sync)))
    except KnowledgeError as error:
        raise Failure(str(error)) from error


@click.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    metavar="N",
    default=_SANDBOX_PORT,
    show_default=True,
    help="Serve the page on this port of 127.0.0.1; 0 takes any free one.",
)
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Keep settings in this folder; without it all is forgotten at the end.",
)
@click.option(
    "--clock-speed",
    type=click.IntRange(1, _FASTEST),
    metavar="N",
    default=1,
    show_default=True,
    help="Let the sandbox's clock run N times as fast as the real one; 43200 is a month in a minute.",
)
@config_file
@click.pass_context
def sandbox(context: click.Context, port: int, data: Path | None, clock_speed: int) -> None:
    """Run the whole bot in a browser: no account, no token."""
    if not all(importlib.util.find_spec(name) for name in _NEEDED):
        raise Failure(
            "The sandbox needs packages that are not installed. Get them with: pip install 'r2p-bot[sandbox]' "
            "or, in a copy of the source, start scripts/sandbox, which sets up all it needs."
        )
    from bot import sandbox as preview  # noqa: PLC0415 - brings what only the extra installs

    try:
        context.exit(preview.run(port, data, configured(context), speed=clock_speed))
    except ConfigError as error:
        raise ConfigFailure(str(error)) from error
    except (KnowledgeError, OSError) as error:
        raise Failure(str(error)) from error
