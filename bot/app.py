"""The only wiring: opens the bot's parts in order, runs it, and closes them in reverse, whatever happens."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

import aiohttp
import discord

from bot import logs
from bot.alerts.feed_desk import Sources
from bot.client import R2PBot
from bot.clock import Clock, system_clock
from bot.config import Config, ConfigError
from bot.config_events import operator_calendar
from bot.exits import Exit
from bot.services import Services
from bot.storage.database import StorageError, open_database
from knowledge.answer import Answerer
from knowledge.calendar import load_calendar
from knowledge.load import load_library
from knowledge.problems import KnowledgeError
from knowledge.reference import suggest
from knowledge.signals import Signals

_log = logging.getLogger(__name__)

_STOP = (signal.SIGTERM, signal.SIGINT)

_REFUSED = {
    4004: "Discord refused the token. Check DISCORD_TOKEN, or make a new one in the developer portal.",
    4010: "Discord refused the shard. Check shard_count in [discord].",
    4011: "Discord wants more shards. Take shard_count out of [discord], or raise it.",
    4012: "Discord no longer speaks this version of its gateway. Update the bot.",
    4013: "Discord refused the intents that the bot asks for. Update the bot.",
    4014: "Discord refused the intents that the bot asks for. Allow them in the developer portal, on the page Bot.",
}
"""Close code of the gateway → what to do.

Source: https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes
"""


@asynccontextmanager
async def open_services(
    config: Config, *, clock: Clock = system_clock, sources: Sources | None = None
) -> AsyncIterator[Services]:
    """Open all that the bot needs apart from Discord, and close it at the end; ``sources`` as in ``Services.over``.

    Raises StorageError (the database), KnowledgeError (the reports, the calendar, the feeds) or ConfigError ([[events]]).
    """
    library = load_library()
    answerer = Answerer(library)
    calendar = operator_calendar(config, load_calendar())
    signals = Signals(library, answerer)
    # What suggestions are found by is built at the first one: here, where nobody waits for it.
    answerer.suggest("")
    suggest(library, "")
    async with open_database(config.database.path) as database:
        yield await Services.over(
            database, library, answerer, calendar, signals, config=config, clock=clock, sources=sources
        )


async def run(config: Config, token: str, *, sync: bool = False, clock: Clock = system_clock) -> Exit:
    """Run the bot until SIGTERM or Ctrl-C, then close everything; answers with the exit status.

    What keeps it from running is said in one line on standard error. A second signal ends it at once.
    """
    logs.configure(config.log.level, sys.stderr, secrets=(token,))
    try:
        await _serve(config, token, sync=sync, clock=clock)
    except (StorageError, KnowledgeError) as error:
        return _fail(Exit.OTHER, str(error))
    except ConfigError as error:
        return _fail(Exit.CONFIG, str(error))
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        return _explain(error, config)
    _log.info("closed")
    return Exit.OK


async def _serve(config: Config, token: str, *, sync: bool, clock: Clock) -> None:
    with _signals_cancel(asyncio.current_task()) as received:
        try:
            async with open_services(config, clock=clock) as services, R2PBot(services, sync=sync) as bot:
                await _start(bot, token)
        except asyncio.CancelledError:
            if not received:
                raise


async def _start(bot: R2PBot, token: str) -> None:
    """Run the bot until it ends; cancelled, close it.

    In a task of its own, since discord.py waits by ``asyncio.wait_for``, which can swallow a cancellation below
    Python 3.12: the bot would then go on as if nobody had asked it to end.
    """
    running = asyncio.create_task(bot.start(token), name="bot")
    try:
        await asyncio.wait([running])
    finally:
        if not running.done():
            await bot.close()
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
    running.result()


@contextmanager
def _signals_cancel(task: asyncio.Task[object] | None) -> Iterator[list[signal.Signals]]:
    """Let the first SIGTERM or Ctrl-C cancel the task, so that everything closes; yields what was received."""
    loop = asyncio.get_running_loop()
    received: list[signal.Signals] = []

    def restore() -> None:
        for number in _STOP:
            with suppress(NotImplementedError):
                loop.remove_signal_handler(number)

    def stop(number: signal.Signals) -> None:
        restore()
        received.append(number)
        if task is not None:
            task.cancel()

    for number in _STOP:
        with suppress(NotImplementedError):  # on Windows, where Ctrl-C raises KeyboardInterrupt instead
            loop.add_signal_handler(number, stop, number)
    try:
        yield received
    finally:
        restore()


def _explain(error: Exception, config: Config) -> Exit:
    """Say in one line why the bot cannot run; the unexpected goes to the log with its traceback."""
    address = config.discord.api_url
    match error:
        case discord.LoginFailure():
            status, message = Exit.DISCORD, _REFUSED[4004]
        case discord.PrivilegedIntentsRequired():
            status, message = Exit.DISCORD, _REFUSED[4014]
        case discord.ConnectionClosed(code=code) if code in _REFUSED:
            status, message = Exit.DISCORD, _REFUSED[code]
        case discord.GatewayNotFound():
            status, message = Exit.DISCORD, f"There is no gateway of Discord at {address}."
        case discord.HTTPException():
            status, message = Exit.DISCORD, f"Discord refused the bot: {error}"
        case aiohttp.ClientError() | OSError():
            status, message = Exit.OTHER, f"Discord cannot be reached at {address}: {error}"
        case _:
            _log.critical("stopped by an unexpected error", exc_info=error)
            status, message = (
                Exit.OTHER,
                "The bot stopped because of an error of its own; the log says where.",
            )
    return _fail(status, message)


def _fail(status: Exit, message: str) -> Exit:
    sys.stderr.write(f"r2p: {message}\n")
    return status
