"""The sandbox's page: our own frame with channels and people around simcord's view of one channel.

simcord serves its view under its own port and forbids frames. So this server passes everything that is not ours on
to it, one thing at a time, and allows the one frame: ours. It listens on this computer only.
"""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from bot.sandbox.feed import ExampleFeed
from bot.sandbox.stage import Stage
from bot.sandbox.world import CHANNELS, Channel, Person

HOST = "127.0.0.1"
FILES = Path(__file__).parent / "files"
OURS = {
    "/": ("index.html", "text/html"),
    "/sandbox.css": ("sandbox.css", "text/css"),
    "/sandbox.js": ("sandbox.js", "text/javascript"),
    "/sandbox-view.css": ("view.css", "text/css"),
    "/favicon.ico": ("icon.svg", "image/svg+xml"),
}
PASSED_ON = ("Content-Type", "X-Simcord-Capability", "X-Simcord-Context")
"""Headers of the browser that simcord reads."""

POLICY = (
    "default-src 'self'; connect-src 'self' blob:; img-src 'self' blob:; media-src 'self' blob:; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'self'"
)
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Pages:
    """Answers the browser's requests."""

    def __init__(self, stage: Stage, session: aiohttp.ClientSession, origin: str) -> None:
        """Serve what `stage` shows, fetched through `session`, at `origin`."""
        self._stage = stage
        self._session = session
        self._feed = ExampleFeed(stage.world.clock, origin)

    def application(self) -> web.Application:
        """The whole site."""
        site = web.Application(middlewares=[only_from_this_page])
        for path in OURS:
            site.router.add_get(path, self.file)
        site.router.add_get("/sandbox/view", self.view)
        site.router.add_post("/sandbox/view", self.show)
        site.router.add_post("/sandbox/clock", self.set_clock)
        site.router.add_get("/view", self.frame)
        self._feed.add_to(site)
        site.router.add_route("*", "/{path:.*}", self.pass_on)
        return site

    async def file(self, request: web.Request) -> web.Response:
        """One of our own files."""
        name, kind = OURS[request.path]
        return web.Response(text=(FILES / name).read_text(encoding="utf-8"), content_type=kind)

    async def view(self, _request: web.Request) -> web.Response:
        """What is shown now, and what could be."""
        return web.json_response(self._told())

    async def show(self, request: web.Request) -> web.Response:
        """Show another channel: `{"channel": "alerts", "timezone": "Europe/Berlin"}`."""
        try:
            wanted = await request.json()
            channel = next(one for one in CHANNELS if one.key == wanted["channel"])
            timezone = str(wanted["timezone"])
        except (ValueError, TypeError, LookupError, StopIteration):
            raise web.HTTPBadRequest(text="This asks for no channel of the sandbox.") from None
        await self._stage.show(channel, timezone)
        return web.json_response(self._told())

    async def set_clock(self, request: web.Request) -> web.Response:
        """Move the clock: `{"forward": 86400}` seconds, or `{"speed": 43200}` times as fast as the real time."""
        try:
            wanted = await request.json()
            async with self._stage.turn:
                if "forward" in wanted:
                    self._stage.world.clock.put_forward(timedelta(seconds=int(wanted["forward"])))
                else:
                    self._stage.world.clock.run_at(int(wanted["speed"]))
                await self._stage.settle(redraw=True)
        except (ValueError, TypeError, LookupError, OverflowError):
            raise web.HTTPBadRequest(text="This does not move the sandbox's clock.") from None
        return web.json_response(self._told())

    async def frame(self, request: web.Request) -> web.Response:
        """Simcord's page, with a style sheet of ours that leaves the conversation alone."""
        answer = await self._fetch(request, "/")
        sheet = b'<link rel="stylesheet" href="/sandbox-view.css"></head>'
        answer.body = (
            bytes(answer.body).replace(b"</head>", sheet, 1) if isinstance(answer.body, bytes) else None
        )
        return answer

    async def pass_on(self, request: web.Request) -> web.Response:
        """Anything else is simcord's; what may change something waits for its turn."""
        if request.method == "GET":
            return await self._fetch(request, request.path_qs)
        async with self._stage.turn:
            await self._stage.settle()
            answer = await self._fetch(request, request.path_qs)
            await self._stage.settle()
            return answer

    async def _fetch(self, request: web.Request, path: str) -> web.Response:
        headers = {name: request.headers[name] for name in PASSED_ON if name in request.headers}
        address = self._stage.view.origin + path
        try:
            body = await request.read() or None
            async with self._session.request(request.method, address, headers=headers, data=body) as answer:
                return web.Response(
                    body=await answer.read(), status=answer.status, content_type=answer.content_type
                )
        except (aiohttp.ClientError, ConnectionError):
            raise web.HTTPServiceUnavailable(text="The sandbox is changing channels or closing.") from None

    def _told(self) -> dict[str, Any]:
        view, clock = self._stage.view, self._stage.world.clock
        return {
            "channel": view.channel.key,
            "key": view.key,
            "now": clock().isoformat(),
            "speed": clock.speed,
            "channels": [_channel(one) for one in CHANNELS],
            "people": [self._person(one) for one in view.channel.people],
        }

    def _person(self, person: Person) -> dict[str, str]:
        identity = str(self._stage.world.users[person].id)
        return {
            "id": identity,
            "key": person.key,
            "name": person.name,
            "role": person.role,
            "note": person.note,
        }


def _channel(channel: Channel) -> dict[str, str]:
    return {"key": channel.key, "title": channel.title}


@web.middleware
async def only_from_this_page(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn away other sites that a browser has open: they can reach this port, but not under our name."""
    port = request.url.port
    ours = {f"http://{name}:{port}" for name in (HOST, "localhost")}
    local = request.url.host in {HOST, "localhost"}
    if not local or request.headers.get("Origin", f"http://{HOST}:{port}") not in ours:
        raise web.HTTPForbidden(text="The sandbox answers its own page only.")
    answer = await handler(request)
    answer.headers.update(HEADERS)
    return answer


@asynccontextmanager
async def serve(stage: Stage, listening: socket.socket) -> AsyncIterator[str]:
    """Serve the page on an open socket until the block ends; yields its address."""
    async with aiohttp.ClientSession() as session:
        address = origin(listening)
        pages = Pages(stage, session, address).application()
        runner = web.AppRunner(pages, access_log=None, shutdown_timeout=1)
        await runner.setup()
        try:
            await web.SockSite(runner, listening).start()
            yield f"{address}/"
        finally:
            await runner.cleanup()


def origin(listening: socket.socket) -> str:
    """What the addresses of all that is served on an open socket begin with."""
    return f"http://{HOST}:{listening.getsockname()[1]}"


def listen(port: int) -> socket.socket:
    """Take a port of this computer, 0 for any free one; OSError if it is taken."""
    return socket.create_server((HOST, port))
