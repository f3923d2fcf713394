"""Fetches feeds from wherever somebody says, without being led into a private network, held up or overwhelmed.

Each address on the way, the first and every redirect, is checked in its form and by what it resolves to, and the
connection is made to the very IP addresses that were checked: there is no second look-up that could differ.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from importlib import metadata
from typing import Any, TypeAlias

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from bot.alerts.addresses import address_of, is_public, literal
from bot.alerts.trouble import FetchError, Trouble, of_status
from bot.alerts.unpack import ACCEPTED, Unpacker

_HEADERS = {
    "Accept": "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5",
    "Accept-Encoding": ACCEPTED,
    "User-Agent": f"R2P-bot/{metadata.version('r2p-bot')} (Discord bot; reads feeds)",
}

Resolve: TypeAlias = Callable[[str, int], Awaitable[list[str]]]
"""A host's IP addresses; OSError if there are none."""

_OK = {200, 203}
_UNCHANGED = 304
_MOVED = {301, 302, 303, 307, 308}
_FEED_KINDS = ("text/", "application/xml", "application/json", "application/octet-stream", "application/rss")
_FEED_ENDINGS = ("+xml", "+json")
_LONGEST_VALIDATOR = 300
_CHUNK = 65_536


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of anything a server may take; times in seconds."""

    most_bytes: int = 2 * 1024 * 1024
    """Of a body, packed and unpacked."""
    total: float = 25.0
    """From the first look-up to the last byte, redirects and all."""
    silence: float = 10.0
    """Between two pieces of an answer, and for a connection to be made."""
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer."""

    body: bytes | None
    """None: it is as it was when ``etag`` or ``last_modified`` was given."""
    content_type: str
    etag: str | None
    last_modified: str | None
    address: str
    """Where the answer came from, after all redirects."""


class Fetcher:
    """Fetches one address at a time for each caller; keeps nothing between two: no connection, no cookie."""

    def __init__(
        self,
        allowed: Iterable[tuple[str, int]] = (),
        *,
        limits: Limits | None = None,
        resolve: Resolve | None = None,
    ) -> None:
        """Open the rule against private addresses for exactly these hosts and ports, given in code alone."""
        self._allowed = frozenset(allowed)
        self._limits = limits or Limits()
        self._resolve = resolve or _look_up

    async def fetch(
        self, address: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> Fetched:
        """Fetch an address; FetchError says why it could not be."""
        known = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = _HEADERS | {name: value for name, value in known.items() if value}
        try:
            async with asyncio.timeout(self._limits.total):
                return await self._follow(address_of(address), headers)
        except TimeoutError as error:
            raise FetchError(Trouble.SLOW) from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise FetchError(_trouble_of(error)) from error

    async def _follow(self, address: URL, headers: dict[str, str]) -> Fetched:
        road = _Road()
        async with self._session(road) as session:
            for _ in range(self._limits.redirects + 1):
                road.open(address.raw_host, await self._checked(address))
                async with session.get(address, headers=headers, allow_redirects=False) as answer:
                    if answer.status not in _MOVED:
                        return await self._read(answer)
                    address = _next(address, answer)
        raise FetchError(Trouble.REDIRECTS)

    async def _checked(self, address: URL) -> list[str]:
        """The IP addresses of a host, all of them public, or the host and port allowed."""
        host, port = address.raw_host or "", address.port or 0
        try:
            found = [host] if literal(host) is not None else await self._resolve(host, port)
        except (OSError, UnicodeError):
            found = []
        if not found:
            raise FetchError(Trouble.UNKNOWN_HOST)
        if (host, port) not in self._allowed and not all(map(is_public, found)):
            raise FetchError(Trouble.PRIVATE)
        return found

    def _session(self, road: _Road) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                resolver=road, socket_factory=road.socket, use_dns_cache=False, force_close=True
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(
                total=None, sock_connect=self._limits.silence, sock_read=self._limits.silence
            ),
            auto_decompress=False,
            trust_env=False,
        )

    async def _read(self, answer: aiohttp.ClientResponse) -> Fetched:
        """Read the last answer, if it is one."""
        if answer.status == _UNCHANGED:
            return _fetched(answer, None)
        if answer.status not in _OK:
            raise of_status(answer.status, answer.headers.get("Retry-After"))
        if not _may_be_feed(answer.headers.get("Content-Type", "")):
            raise FetchError(Trouble.KIND)
        if (answer.content_length or 0) > self._limits.most_bytes:
            raise FetchError(Trouble.LARGE)
        unpacker = Unpacker(answer.headers.get("Content-Encoding", ""), self._limits.most_bytes)
        async for chunk in answer.content.iter_chunked(_CHUNK):
            unpacker.take(chunk)
        return _fetched(answer, unpacker.body())


class _Road(AbstractResolver):
    """The only way out of a session: to the IP addresses that were checked for the host in turn."""

    def __init__(self) -> None:
        self._host = ""
        self._found: list[str] = []

    def open(self, host: str | None, found: list[str]) -> None:
        """Let connections go to a host that was checked, and to no other."""
        self._host, self._found = host or "", found

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """What was found for the host; called by aiohttp."""
        del family
        if host != self._host:
            raise OSError("this host was not checked")
        return [
            ResolveResult(
                hostname=host,
                host=found,
                port=port,
                family=socket.AF_INET6 if ":" in found else socket.AF_INET,
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for found in self._found
        ]

    async def close(self) -> None:
        """Nothing is held."""

    def socket(self, address: Any) -> socket.socket:
        """A socket for an address that was checked; called by aiohttp for each connection, whatever led to it."""
        family, kind, protocol, _, place = address
        if place[0] not in self._found:
            raise OSError("this address was not checked")
        return socket.socket(family, kind, protocol)


async def _look_up(host: str, port: int) -> list[str]:
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(place[0]) for *_, place in found))


def _next(address: URL, answer: aiohttp.ClientResponse) -> URL:
    """Where an answer leads on to."""
    named = answer.headers.get("Location", "")
    try:
        led = address_of(str(address.join(URL(named))))
    except ValueError as error:
        raise FetchError(Trouble.BROKEN) from error
    if address.scheme == "https" and led.scheme == "http":
        raise FetchError(Trouble.DOWNGRADE)
    return led


def _may_be_feed(content_type: str) -> bool:
    kind = content_type.partition(";")[0].strip().lower()
    return not kind or kind.startswith(_FEED_KINDS) or kind.endswith(_FEED_ENDINGS)


def _fetched(answer: aiohttp.ClientResponse, body: bytes | None) -> Fetched:
    return Fetched(
        body,
        answer.headers.get("Content-Type", ""),
        _validator(answer.headers.get("ETag")),
        _validator(answer.headers.get("Last-Modified")),
        str(answer.url),
    )


def _validator(value: str | None) -> str | None:
    """What a server wants to be given back, if that is short and plain enough to be."""
    if not value or len(value) > _LONGEST_VALIDATOR or not (value.isascii() and value.isprintable()):
        return None
    return value


def _trouble_of(error: Exception) -> Trouble:
    match error:
        case aiohttp.ClientConnectorCertificateError() | aiohttp.ClientConnectorSSLError():
            return Trouble.CERTIFICATE
        case aiohttp.ClientConnectorError():
            return Trouble.UNREACHABLE
        case aiohttp.ClientError() | ValueError():
            return Trouble.BROKEN
        case _:
            return Trouble.UNREACHABLE
