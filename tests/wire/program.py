"""The real process, started by a test and ended by it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.wire.discord_server import TOKEN

ROOT = Path(__file__).resolve().parents[2]
WITHIN = 20  # seconds; the machine may be busy


@dataclass
class Program:
    """A started `r2p run`."""

    process: asyncio.subprocess.Process

    def send(self, number: signal.Signals) -> None:
        """Send it a signal, if it still runs; not through asyncio, which then may lose its exit status."""
        with suppress(ProcessLookupError):
            os.kill(self.process.pid, number)

    async def end(self, number: signal.Signals | None = None) -> tuple[int, str]:
        """Its exit status and all that it said, after sending it a signal if one is given."""
        if number is not None:
            self.send(number)
        async with asyncio.timeout(WITHIN):
            out, err = await self.process.communicate()
        assert self.process.returncode is not None
        return self.process.returncode, (out + err).decode()


def write_config(
    file: Path, api_url: str, gateway_url: str, database: Path, *, log_level: str = "warning"
) -> Path:
    file.write_text(
        f'[discord]\napi_url = "{api_url}"\ngateway_url = "{gateway_url}"\nshard_count = 1\n'
        f'[database]\npath = "{database}"\n[log]\nlevel = "{log_level}"\n',
        encoding="utf-8",
    )
    return file


@asynccontextmanager
async def run(
    config_file: Path, *, token: str = TOKEN, start: tuple[str, ...] = ("-m", "bot")
) -> AsyncIterator[Program]:
    """Start `r2p run`; it is killed at the end if it still runs, so that no test leaves one behind."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-W", "ignore:'audioop'", *start, "run", "--config", str(config_file)),
        cwd=ROOT,
        env={**os.environ, "DISCORD_TOKEN": token},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    program = Program(process)
    try:
        yield program
    finally:
        program.send(signal.SIGKILL)
        await process.communicate()
