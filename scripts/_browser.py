"""Drives headless Chromium over its DevTools protocol: opens a page, types and clicks as a person would, takes pictures."""

from __future__ import annotations

import asyncio
import base64
import json
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
    "--remote-debugging-port=0",
)
PATIENCE = 20.0
"""Seconds to wait for anything on the page before saying that it did not come."""


class BrowserError(Exception):
    """The browser is missing, or the page did not show what was waited for; the text says which."""


class Page:
    """One tab of the browser."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        """Take over the DevTools connection of a tab."""
        self._socket = socket
        self._sent = 0
        self.requests: list[str] = []
        self.complaints: list[str] = []

    async def call(self, method: str, **parameters: object) -> dict[str, Any]:
        """Send one DevTools command and return its result, noting events that arrive meanwhile."""
        self._sent += 1
        await self._socket.send_json({"id": self._sent, "method": method, "params": parameters})
        while True:
            heard = json.loads(await self._socket.receive_str(timeout=PATIENCE))
            if heard.get("id") == self._sent:
                if "error" in heard:
                    raise BrowserError(f"{method}: {heard['error'].get('message')}")
                return dict(heard["result"])
            self._note(heard)

    def _note(self, event: dict[str, Any]) -> None:
        told = event.get("params", {})
        if event.get("method") == "Network.requestWillBeSent":
            self.requests.append(told["request"]["url"])
        elif event.get("method") == "Runtime.exceptionThrown":
            self.complaints.append(str(told["exceptionDetails"].get("text")))
        elif event.get("method") == "Log.entryAdded" and told["entry"]["level"] == "error":
            self.complaints.append(f"{told['entry']['text']} {told['entry'].get('url', '')}")

    async def value(self, expression: str) -> Any:
        """What a JavaScript expression gives in the page, promises awaited."""
        told = await self.call(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        if "exceptionDetails" in told:
            raise BrowserError(
                f"{expression[:80]}: {told['exceptionDetails'].get('exception', {}).get('description')}"
            )
        return told["result"].get("value")

    async def wait_for(self, expression: str, what: str) -> None:
        """Wait until the expression is true; BrowserError names `what` did not come."""
        end = asyncio.get_running_loop().time() + PATIENCE
        while asyncio.get_running_loop().time() < end:
            if await self.value(
                f"(() => {{ try {{ return Boolean({expression}) }} catch {{ return false }} }})()"
            ):
                return
            await asyncio.sleep(0.1)
        raise BrowserError(f"the page did not show {what} within {PATIENCE:.0f} seconds")

    async def open(self, url: str) -> None:
        """Go to an address."""
        await self.call("Page.navigate", url=url)

    async def size(self, width: int, height: int, scale: float = 1) -> None:
        """Set the size of the window in CSS pixels, and how many pixels of the picture each becomes."""
        await self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=scale,
            mobile=False,
        )

    async def click(self, box: dict[str, float]) -> None:
        """Click in the middle of a box `{x, y, width, height}`."""
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        for kind in ("mousePressed", "mouseReleased"):
            await self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    async def type(self, text: str) -> None:
        """Type a text, one key after another."""
        for character in text:
            await self.call("Input.dispatchKeyEvent", type="keyDown", text=character)
            await self.call("Input.dispatchKeyEvent", type="keyUp", text=character)

    async def press(self, key: str, code: int) -> None:
        """Press a key that writes nothing by itself, such as Enter (13) or Tab (9)."""
        text = {"text": "\r"} if key == "Enter" else {}
        common = {"key": key, "code": key, "windowsVirtualKeyCode": code}
        await self.call("Input.dispatchKeyEvent", type="keyDown", **common, **text)
        await self.call("Input.dispatchKeyEvent", type="keyUp", **common)

    async def picture(self, clip: dict[str, float] | None = None) -> bytes:
        """What the window shows, or the box `clip` of it, as a PNG."""
        more = {"clip": {**clip, "scale": 1}} if clip else {}
        told = await self.call("Page.captureScreenshot", format="png", **more)
        return base64.b64decode(told["data"])


def find_browser() -> str:
    """The path of Chromium or Chrome; BrowserError says how to get it."""
    for name in NAMES:
        if found := shutil.which(name):
            return found
    raise BrowserError("Chromium is missing. On Debian and Ubuntu: sudo apt install chromium")


@asynccontextmanager
async def open_page() -> AsyncIterator[Page]:
    """Start the browser with a profile of its own, and yield its one tab; the browser ends with the block."""
    with tempfile.TemporaryDirectory(prefix="r2p-browser-", ignore_cleanup_errors=True) as profile:
        command = [find_browser(), *FLAGS, f"--user-data-dir={profile}", "about:blank"]
        quiet = asyncio.subprocess.DEVNULL
        running = await asyncio.create_subprocess_exec(*command, stdout=quiet, stderr=quiet)
        try:
            port = await _debugging_port(Path(profile), running)
            async with aiohttp.ClientSession() as session:
                async with session.get(f"http://127.0.0.1:{port}/json/list") as answer:
                    tab = next(one for one in await answer.json() if one["type"] == "page")
                async with session.ws_connect(tab["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                    page = Page(socket)
                    for domain in ("Page", "Network", "Runtime", "Log"):
                        await page.call(f"{domain}.enable")
                    yield page
        finally:
            if running.returncode is None:
                running.terminate()
                await running.wait()


async def _debugging_port(profile: Path, running: asyncio.subprocess.Process) -> int:
    file = profile / "DevToolsActivePort"
    for _ in range(int(PATIENCE / 0.1)):
        if file.exists() and "\n" in file.read_text():
            return int(file.read_text().splitlines()[0])
        if running.returncode is not None:
            raise BrowserError(f"the browser ended at once with status {running.returncode}")
        await asyncio.sleep(0.1)
    raise BrowserError("the browser did not open its debugging port")
