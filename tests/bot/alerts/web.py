"""Servers on this computer that answer as a test says, byte by byte where it matters."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeAlias

from bot.alerts.fetch import Fetcher, Limits, Resolve

HOST = "127.0.0.1"
OK = b"HTTP/1.1 200 OK\r\n"
Talk: TypeAlias = Callable[[bytes, asyncio.StreamWriter], Awaitable[None]]
"""What a server does with a request: it is given the head, and writes whatever it likes."""


@dataclass
class Server:
    """One that listens."""

    port: int
    host: str = HOST
    heads: list[bytes] = field(default_factory=list)
    """What was asked of it."""

    @property
    def place(self) -> tuple[str, int]:
        return self.host, self.port

    def at(self, path: str = "/feed") -> str:
        return f"http://{self.host}:{self.port}{path}"

    def asked(self, name: str) -> list[str | None]:
        """What each request said under a header's name."""
        found = []
        for head in self.heads:
            lines = dict(line.split(": ", 1) for line in head.decode().splitlines() if ": " in line)
            found.append({key.lower(): value for key, value in lines.items()}.get(name.lower()))
        return found


@asynccontextmanager
async def serving(talk: Talk, host: str = HOST, *, at_once: bool = False) -> AsyncIterator[Server]:
    """Let a server talk until the block ends, ``at_once`` without being asked; who hangs up on it is no fault."""
    talking: set[asyncio.Task[None]] = set()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = b"" if at_once else await reader.readuntil(b"\r\n\r\n")
            server.heads.append(head)
            await talk(head, writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    def begin(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(answer(reader, writer))
        talking.add(task)
        task.add_done_callback(talking.discard)

    listening = await asyncio.start_server(begin, host, 0)
    server = Server(listening.sockets[0].getsockname()[1], host)
    try:
        yield server
    finally:
        listening.close()
        for task in talking:
            task.cancel()
        if talking:
            await asyncio.wait(talking)
        await listening.wait_closed()


def saying(whole: bytes) -> Talk:
    """A server that sends these bytes and hangs up."""

    async def talk(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(whole)

    return talk


def page(body: bytes, kind: str = "application/rss+xml", **headers: str) -> bytes:
    """A whole answer; underscores in headers' names stand for hyphens."""
    lines = {"Content-Type": kind, "Content-Length": str(len(body))}
    lines |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return OK + head.encode() + b"\r\n" + body


def leading(to: str, status: int = 302) -> bytes:
    """A redirect."""
    return f"HTTP/1.1 {status} Moved\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n".encode()


def fetcher(*servers: Server, limits: Limits | None = None, resolve: Resolve | None = None) -> Fetcher:
    """A fetcher that may go to these servers, and to the public internet, where no test goes."""
    return Fetcher([server.place for server in servers], limits=limits, resolve=resolve)
