"""The settings for a command that needs them."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli.common import ConfigFailure
from bot.config import Config, ConfigError, load_config


def configured(context: click.Context) -> Config:
    """Return the settings of ``--config``, else of ``config.toml`` here, else the defaults."""
    given = context.find_root().obj
    if isinstance(given, Config):
        return given
    here = Path("config.toml")
    try:
        return load_config(here if here.exists() else None)
    except ConfigError as error:
        raise ConfigFailure(str(error)) from error
