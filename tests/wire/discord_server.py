"""Discord on the loopback: real sockets, the real REST paths and the real gateway's handshake.

What happens behind the sockets (guilds, messages, limits, error codes, the three seconds to the first
reply) is simcord's; this module adds the transport, which simcord replaces: login, authorization,
rate limits, nonces, IDENTIFY, heartbeats, close codes, RESUME with replay.
"""

from __future__ import annotations

import asyncio
import io
import json
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatch
from functools import partial
from typing import Any, TypeAlias, TypeVar

import discord
from aiohttp import WSMsgType, web
from simcord import _clock
from simcord.backend import Backend, serializers
from simcord.backend.errors import BackendError
from simcord.http import router, routes

from tests.wire.limits import EXEMPT, GlobalLimit, Nonces, page_after, slow_down
from tests.wire.obstacles import Hold, Reply
from tests.wire.session import Session, begin

T = TypeVar("T")
Answer: TypeAlias = tuple[int, Any, Mapping[str, str]]
"""Status, body, headers."""

API = "/api/v10"
TOKEN = "not.a.real-token"  # noqa: S105 - it opens nothing
HEARTBEAT_MS = 41_250
assert routes  # importing it fills simcord's table of routes


class Clock(_clock.Clock):
    """The real time, which a test may put forward, so that deadlines pass without waiting."""

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.elapsed)


class DiscordServer:
    """One Discord with one application, whose bot knows ``TOKEN``."""

    def __init__(self) -> None:
        self.backend = Backend(clock=Clock())
        self.backend.subscribers.append(self._publish)
        self.url = ""
        self.requests: list[tuple[str, str, int]] = []
        """Method, path and status of each request that was answered, in order."""
        self.in_the_way: deque[Reply | Hold] = deque()
        self.limit = GlobalLimit()
        self.nonces = Nonces(self.backend.clock.now)
        self.sessions: list[Session] = []
        self.close_with: int | None = None
        """The close code that the next IDENTIFY is answered with."""
        self.foreign_guilds: set[int] = set()
        """Guilds that the bot was not added to: it hears nothing of them."""
        self.advertised_gateway: str | None = None
        """The gateway that is named to those who ask, if not this server's own."""
        self._changed = asyncio.Event()

    @property
    def api_url(self) -> str:
        return f"http{self.url}{API}"

    @property
    def gateway_url(self) -> str:
        return f"ws{self.url}/gateway"

    def sent(self, method: str, path: str) -> list[int]:
        """The statuses with which matching requests were answered."""
        return [status for m, p, status in self.requests if m == method and fnmatch(p, path)]

    async def until(self, truth: Callable[[], T], *, within: float = 10) -> T:
        """Wait until the bot's doings make something true; fails after ``within`` seconds."""
        try:
            async with asyncio.timeout(within):
                while not (result := truth()):
                    await self._changed.wait()
        except TimeoutError:
            raise AssertionError(f"it did not happen; requests so far: {self.requests[-50:]}") from None
        return result

    def _tell(self) -> None:
        """Let all who wait in ``until`` look again."""
        self._changed.set()
        self._changed = asyncio.Event()

    def add_bot(self, guild_id: int) -> None:
        """Somebody adds the bot to a server that it was not in."""
        self.foreign_guilds.remove(guild_id)
        guild = dict(serializers.guild_create_payload(self.backend, self.backend.get_guild(guild_id)))
        del guild["unavailable"]  # this is how discord.py tells a new server from one that is back
        self.emit("GUILD_CREATE", guild)

    # ------------------------------------------------------------------ REST

    async def rest(self, request: web.Request) -> web.Response:
        path = request.path.removeprefix(API)
        answer = partial(self._answer, request, path, *await _payload(request))
        match self._obstacle(request.method, path):
            case Reply(status=status, body=body, headers=headers):
                self._note(request.method, path, status)
            case Hold() as hold:
                held = await hold.around(answer)
                if held is None:
                    if request.transport is not None:
                        request.transport.abort()
                    return web.Response()
                status, body, headers = held
            case None:
                status, body, headers = answer()
        # Bytes, because text would add a charset, which discord.py does not take for JSON.
        data = b"" if body is None else json.dumps(body).encode()
        return web.Response(status=status, body=data, headers=headers, content_type="application/json")

    def _obstacle(self, method: str, path: str) -> Reply | Hold | None:
        met = next((one for one in self.in_the_way if one.method == method and fnmatch(path, one.path)), None)
        if met is not None:
            self.in_the_way.remove(met)
        return met

    def _note(self, method: str, path: str, status: int) -> None:
        self.requests.append((method, path, status))
        self._tell()

    def _answer(self, request: web.Request, path: str, body: Any, files: list[Any]) -> Answer:
        answer = self._decide(request, path, body, files)
        self._note(request.method, path, answer[0])
        return answer

    def _decide(self, request: web.Request, path: str, body: Any, files: list[Any]) -> Answer:
        if (seconds := self.limit.wait(path)) is not None:
            return slow_down(seconds, everywhere=True)
        if not path.startswith(EXEMPT) and request.headers.get("Authorization") != f"Bot {TOKEN}":
            return 401, {"code": 0, "message": "401: Unauthorized"}, {}
        if path in {"/gateway", "/gateway/bot"}:
            return 200, self._gateway_info(), {}
        try:
            return self._dispatch(request, path, body, files)
        except BackendError as error:
            return error.status, error.to_json(), {}

    def _dispatch(self, request: web.Request, path: str, body: Any, files: list[Any]) -> Answer:
        """What Discord does with a request that it takes."""
        method, params = request.method, dict(request.query)
        act = partial(router.dispatch, self.backend, method, path, json=body, files=files)
        match (method, *path.split("/")[1:]):
            case ("POST", "channels", _, "messages"):
                result = self.nonces.post(body, partial(act, params=params))
            case ("GET", "channels", _, "messages") if "after" in params:
                result = page_after(params, lambda params: act(params=params))
            case _:
                result = act(params=params)
        return (204 if result is None else 200), result, {}

    def _gateway_info(self) -> dict[str, Any]:
        limit = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
        return {"url": self.advertised_gateway or self.gateway_url, "shards": 1, "session_start_limit": limit}

    # --------------------------------------------------------------- gateway

    def emit(self, event: str, payload: Mapping[str, Any]) -> None:
        """Tell the bot, on every shard that it concerns."""
        for session in self.sessions:
            session.put(event, payload)

    def _publish(self, event: str, payload: Mapping[str, Any]) -> None:
        guild_id = int(payload.get("guild_id") or payload.get("id") or 0)
        if guild_id not in self.foreign_guilds:
            self.emit(event, payload)

    async def gateway(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(autoclose=False)
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": HEARTBEAT_MS}})
        pump: asyncio.Task[None] | None = None
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                break
            received = message.json()
            if received["op"] == 1:
                await socket.send_json({"op": 11})
            elif received["op"] in {2, 6} and (opened := await self._open(socket, received)) is not None:
                session, sequence = opened
                session.request = request
                pump = asyncio.create_task(session.pump(socket, sequence))
                self._tell()
        if pump is not None:
            pump.cancel()
        await socket.close()
        return socket

    async def _open(
        self, socket: web.WebSocketResponse, received: dict[str, Any]
    ) -> tuple[Session, int] | None:
        """Begin a session or take it up again; None if the connection was refused."""
        asked = received["d"]
        code, self.close_with = (4004 if asked["token"] != TOKEN else self.close_with), None
        if code is not None:
            await socket.close(code=code)
            return None
        if received["op"] == 2:
            guilds = [guild for guild in self.backend.guilds.values() if guild.id not in self.foreign_guilds]
            session = begin(f"session-{len(self.sessions)}", asked, self.backend, guilds, self.gateway_url)
            self.sessions.append(session)
            return session, 0
        session = next(session for session in self.sessions if session.id == asked["session_id"])
        session.resumed += 1
        session.put("RESUMED", {})
        return session, asked["seq"]


async def _payload(request: web.Request) -> tuple[Any, list[Any]]:
    """The JSON of a request, and the files of a multipart one."""
    if request.content_type != "multipart/form-data":
        return (await request.json() if request.can_read_body else None), []
    form = await request.post()
    files = [
        discord.File(io.BytesIO(part.file.read()), part.filename)
        for part in form.values()
        if isinstance(part, web.FileField)
    ]
    return json.loads(str(form["payload_json"])), files


@asynccontextmanager
async def serve() -> AsyncIterator[DiscordServer]:
    """Start a Discord on a free port of the loopback, and stop it at the end."""
    server = DiscordServer()
    app = web.Application()
    app.router.add_get("/gateway/", server.gateway)
    app.router.add_get("/gateway", server.gateway)
    app.router.add_route("*", API + "/{path:.*}", server.rest)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        server.url = f"://{host}:{port}"
        yield server
    finally:
        for session in server.sessions:
            if session.request is not None and session.request.transport is not None:
                session.request.transport.abort()
        await runner.cleanup()
