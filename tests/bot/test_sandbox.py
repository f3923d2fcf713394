"""The sandbox from outside: its page, its channels and people, its clock, and how it starts and stops."""

import asyncio
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

import bot.sandbox.stage as stage_module
from bot.clock import Clock, system_clock
from bot.exits import Exit
from bot.sandbox import Sandbox, open_sandbox, run
from bot.sandbox.page import FILES, listen
from bot.sandbox.world import AMINA, CHANNELS, GENERAL, NOOR

ROOT = Path(__file__).resolve().parents[2]


class Visitor:
    """A browser on the sandbox's page."""

    def __init__(self, sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
        self.sandbox = sandbox
        self.session = session

    async def get(self, path: str, **headers: str) -> tuple[int, str]:
        async with self.session.get(self.sandbox.url + path.lstrip("/"), headers=headers) as answer:
            return answer.status, await answer.text()

    async def post(self, path: str, told: object, **headers: str) -> tuple[int, Any]:
        async with self.session.post(
            self.sandbox.url + path.lstrip("/"), json=told, headers=headers
        ) as answer:
            return answer.status, await answer.json() if answer.content_type == "application/json" else None

    async def open_view(self) -> tuple[int, Any]:
        """What simcord's page asks for when it opens: all that it then shows."""
        key = self.sandbox.stage.view.key
        return await self.post("api/pages", {}, **{"X-Simcord-Capability": key})

    async def sees(self) -> str:
        """All messages that are shown, as one text."""
        status, page = await self.open_view()
        assert status == 200
        return str(page["messages"])


@asynccontextmanager
async def visit(folder: Path, clock: Clock = system_clock) -> AsyncIterator[Visitor]:
    with listen(0) as listening:
        async with (
            open_sandbox(listening, folder, clock=clock) as sandbox,
            aiohttp.ClientSession() as session,
        ):
            yield Visitor(sandbox, session)
            sandbox.stage.world.env.raise_errors()


async def test_the_page_says_what_it_is_and_what_to_try(tmp_path: Path) -> None:
    async with visit(tmp_path) as visitor:
        status, page = await visitor.get("/")
        assert status == 200
        assert "No account, no token" in page
        assert "/r2p ask" in page
        for part in re.findall(r'(?:src|href)="(/[^"]+)"', page):
            assert (await visitor.get(part))[0] == 200


def test_the_page_asks_nothing_of_other_sites() -> None:
    text = "".join(file.read_text(encoding="utf-8") for file in FILES.iterdir())
    assert set(re.findall(r"https?://[^\s\"')]+", text)) <= {"http://www.w3.org/2000/svg"}


async def test_the_browser_may_frame_the_conversation_but_no_other_site_may(tmp_path: Path) -> None:
    async with visit(tmp_path) as visitor, visitor.session.get(visitor.sandbox.url + "view") as answer:
        assert "X-Frame-Options" not in answer.headers
        assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
        assert "sandbox-view.css" in await answer.text()


async def test_a_welcome_in_general_says_what_to_try(tmp_path: Path) -> None:
    async with visit(tmp_path) as visitor:
        assert "/r2p ask" in await visitor.sees()


async def test_a_question_asked_is_answered_on_the_page(tmp_path: Path) -> None:
    async with visit(tmp_path) as visitor:
        world = visitor.sandbox.stage.world
        await world.members[AMINA].slash(
            world.channels[GENERAL], "r2p ask", question="What does paragraph 61 say?"
        )
        assert "A/79/875-S/2025/248, para. 61" in await visitor.sees()


async def test_each_channel_can_be_shown_and_a_direct_message_has_one_person(tmp_path: Path) -> None:
    async with visit(tmp_path) as visitor:
        for channel in CHANNELS:
            status, told = await visitor.post(
                "sandbox/view", {"channel": channel.key, "timezone": "Europe/Berlin"}
            )
            assert (status, told["channel"]) == (200, channel.key)
            assert [person["name"] for person in told["people"]] == [person.name for person in channel.people]
            _, page = await visitor.open_view()
            assert page["channel"]["topic"] == (channel.topic if channel.key != "direct" else None)


async def test_each_channel_says_what_it_is_for(tmp_path: Path) -> None:
    async with visit(tmp_path) as visitor:
        for channel in CHANNELS:
            await visitor.post("sandbox/view", {"channel": channel.key, "timezone": "UTC"})
            _, page = await visitor.open_view()
            assert len(page["messages"]) == 1
            assert "/r2p ask" in str(page["messages"])


async def test_the_key_of_a_channel_left_opens_nothing(tmp_path: Path) -> None:
    async with visit(tmp_path) as visitor:
        old = visitor.sandbox.stage.view
        _, told = await visitor.post("sandbox/view", {"channel": "alerts", "timezone": "UTC"})
        assert told["key"] != old.key
        assert (await visitor.post("api/pages", {}, **{"X-Simcord-Capability": old.key}))[0] == 401


async def test_an_unknown_time_zone_is_no_obstacle(tmp_path: Path) -> None:
    async with visit(tmp_path) as visitor:
        assert (await visitor.post("sandbox/view", {"channel": "alerts", "timezone": "Nowhere/At all"}))[
            0
        ] == 200


@pytest.mark.parametrize(
    "wanted", [{}, [], "alerts", {"channel": "secret", "timezone": "UTC"}, {"channel": "alerts"}]
)
async def test_what_is_no_channel_is_refused(tmp_path: Path, wanted: object) -> None:
    async with visit(tmp_path) as visitor:
        assert (await visitor.post("sandbox/view", wanted))[0] == 400


@pytest.mark.parametrize("headers", [{"Origin": "http://example.org"}, {"Host": "example.org"}])
async def test_other_sites_are_turned_away(tmp_path: Path, headers: dict[str, str]) -> None:
    async with visit(tmp_path) as visitor:
        assert (await visitor.get("sandbox/view", **headers))[0] == 403


async def test_time_goes_by_and_the_page_follows_by_themselves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(stage_module, "TICK", 0.01)
    now = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
    looks: Iterator[int] = iter(())
    enough = asyncio.Event()

    def clock() -> datetime:
        """A clock that, once the page is open, fails at one look and goes on a minute at each other."""
        nonlocal now
        match next(looks, None):
            case 1:
                raise OSError("no time")
            case 5:
                enough.set()
        now += timedelta(minutes=1)
        return now

    async with visit(tmp_path, clock) as visitor, asyncio.timeout(20):
        stage = visitor.sandbox.stage
        _, page = await visitor.open_view()
        channel = stage.world.env.bot.get_partial_messageable(stage.world.channels[GENERAL].id)
        await channel.send("Good morning.")
        looks = iter(range(10))
        opened = now
        await enough.wait()
        key = {"X-Simcord-Capability": stage.view.key, "X-Simcord-Context": page["context"]["id"]}
        assert "Good morning." in (await visitor.get("api/state", **key))[1]
        assert stage.world.env.now() > opened
    said = [record.message for record in caplog.records if record.name == "bot.sandbox.stage"]
    assert said == ["sandbox tick failed"]


async def test_the_clock_follows_the_real_time(tmp_path: Path) -> None:
    now = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
    async with visit(tmp_path, lambda: now) as visitor:
        env = visitor.sandbox.stage.world.env
        assert env.now() == now
        now += timedelta(hours=3)
        async with visitor.sandbox.stage.turn:
            await visitor.sandbox.stage.settle()
        assert env.now() == now


async def test_the_clock_is_moved_from_the_page(tmp_path: Path) -> None:
    now = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
    async with visit(tmp_path, lambda: now) as visitor:
        status, told = await visitor.post("sandbox/clock", {"forward": 86_400})
        assert (status, told["now"]) == (200, "2026-11-23T09:30:00+00:00")
        assert visitor.sandbox.stage.world.env.now() == now + timedelta(days=1)
        status, told = await visitor.post("sandbox/clock", {"speed": 43_200})
        assert (status, told["speed"]) == (200, 43_200)


@pytest.mark.parametrize(
    "wanted",
    [{}, [], {"forward": -1}, {"forward": 10**12}, {"forward": "soon"}, {"speed": 0}, {"speed": None}],
)
async def test_what_does_not_move_the_clock_is_refused(tmp_path: Path, wanted: object) -> None:
    now = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
    async with visit(tmp_path, lambda: now) as visitor:
        assert (await visitor.post("sandbox/clock", wanted))[0] == 400
        assert visitor.sandbox.stage.world.clock.wanted() == now


async def test_settings_and_ids_survive_a_restart(tmp_path: Path) -> None:
    ids = []
    for start in range(2):
        async with visit(tmp_path) as visitor:
            world = visitor.sandbox.stage.world
            ids.append([world.guild.id, *(channel.id for channel in world.channels.values())])
            if start == 0:
                await world.members[NOOR].slash(
                    world.channels[GENERAL], "r2p-admin settings", private_by_default=True
                )
            else:
                shown = await world.members[AMINA].slash(
                    world.channels[GENERAL], "r2p ask", question="What is R2P?"
                )
                assert shown.response is not None
                assert shown.response.ephemeral
    assert ids[0] == ids[1]


async def test_the_clock_goes_on_where_it_ended(tmp_path: Path) -> None:
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    async with visit(tmp_path, lambda: now) as visitor:
        await visitor.post("sandbox/clock", {"forward": 30 * 86_400})
    async with visit(tmp_path, lambda: now + timedelta(hours=1)) as visitor:
        assert visitor.sandbox.stage.world.clock() == now + timedelta(days=30)
    later = now + timedelta(days=40)
    async with visit(tmp_path, lambda: later) as visitor:
        assert visitor.sandbox.stage.world.clock() == later


def test_a_taken_port_is_told_with_another_to_try(capsys: pytest.CaptureFixture[str]) -> None:
    with listen(0) as taken:
        port = taken.getsockname()[1]
        assert run(port) is Exit.OTHER
    said = capsys.readouterr().err
    assert f"Port {port} is taken" in said
    with listen(int(said.split("--port ")[1])):
        pass


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_cleanly(tmp_path: Path, number: signal.Signals) -> None:
    data = tmp_path / "data" / "of the sandbox"
    command = [sys.executable, "-m", "bot", "sandbox", "--port", "0", "--data", str(data)]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert "http://127.0.0.1:" in running.stdout.readline()
        running.send_signal(number)
        assert running.wait(10) == 0
        assert running.stderr.read() == ""
    assert sorted(file.name for file in data.iterdir()) == ["r2p.sqlite3"]
