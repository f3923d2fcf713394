"""The command line ``r2p``: ask the report, cite it, read it, check it, and run the bot."""

from __future__ import annotations

import difflib
import importlib
import sys
from typing import Any

import click

from bot.cli.common import config_file, no_color, prepare_streams, wants_colour, working_environment
from bot.exits import Exit

_COMMANDS = {
    "ask": "bot.cli.ask",
    "cite": "bot.cli.cite",
    "browse": "bot.cli.browse",
    "events": "bot.cli.events",
    "digest": "bot.cli.digest",
    "schedule": "bot.cli.schedule",
    "signals": "bot.cli.signals",
    "knowledge": "bot.cli.knowledge",
    "run": "bot.cli.run",
    "sandbox": "bot.cli.run",
}
"""Command → the module that holds it, imported only when it is used, so that each starts fast."""

_EXAMPLES = """\b
Examples:
  r2p ask "what happens when a permanent member says no?"
  r2p cite "fn 107" --style oscola
  r2p browse III
  r2p sandbox
"""  # click keeps the lines of a paragraph that begins with a backspace


class Program(click.Group):
    """A group that imports its commands late, and says what is allowed when one is not known."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in the order of the help page."""
        del ctx
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command; ``None`` if there is none of that name."""
        del ctx
        if cmd_name not in _COMMANDS:
            return None
        command = getattr(importlib.import_module(_COMMANDS[cmd_name]), cmd_name)
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the arguments begin with."""
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], _COMMANDS, n=1)
            hint = f"Did you mean {near[0]}? " if near else ""
            allowed = ", ".join(_COMMANDS)
            ctx.fail(f"There is no such command. {hint}Commands: {allowed}. Example: r2p cite 39")
        return super().resolve_command(ctx, args)

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run the command line; a closed pipe and Ctrl-C end it without a word."""
        prepare_streams()
        extra["prog_name"] = "r2p"
        return super().main(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was given."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            ctx.exit(Exit.OTHER)


def _show_version(context: click.Context, _option: click.Parameter, chosen: bool) -> None:  # noqa: FBT001 - click calls it so
    if not chosen:
        return
    from importlib import metadata  # noqa: PLC0415 - slow to import, needed here alone

    try:
        click.echo(f"r2p {metadata.version('r2p-bot')}")
    except metadata.PackageNotFoundError:
        click.echo("r2p, run from its source without being installed")
    context.exit()


@click.command(cls=Program, epilog=_EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@config_file
@no_color
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_show_version,
    help="Print the version.",
)
@click.pass_context
def main(context: click.Context) -> None:
    """Ask, cite and read the Secretary-General's report on the responsibility to protect."""
    if context.color is None:
        context.color = wants_colour(working_environment(), sys.stdout)
