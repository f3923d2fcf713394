"""Visits the sandbox in headless Chromium as a newcomer would, and pictures what is seen. Started by `screenshots`."""

from __future__ import annotations

import argparse
import asyncio
import io
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from _browser import BrowserError, Page, open_page
from _scenes import STORIES
from _setup import ROOT, say
from _visitor import INSIDE, OPTION, OPTIONS, SUGGESTION, Visitor
from PIL import Image

from bot.sandbox import open_sandbox
from bot.sandbox.page import listen

IMAGES = ROOT / "docs" / "images"
WINDOW = (1180, 900)
TALL = (1180, 1900)
"""Room enough for the longest answer, where only the answer is pictured."""
TALLEST = (1180, 2700)
"""Likewise for an answer below another one."""
NARROW = (1010, 2000)
"""As narrow as a message is pictured, so that its lines end there."""
COLOURS = 256


async def whole_page(visitor: Visitor) -> bytes:
    """The sandbox after a first question."""
    await visitor.arrive(WINDOW)
    await visitor.begin("r2p ask", "Will there be a treaty on crimes against humanity?")
    await visitor.send()
    await visitor.expect("A/79/875-S/2025/248, para. 61")
    return await visitor.page.picture()


async def suggestions(visitor: Visitor) -> bytes:
    """A question half typed, with the bot's suggestions."""
    await visitor.arrive(WINDOW)
    await visitor.begin("r2p ask", "focal points")
    await visitor.page.wait_for(SUGGESTION, "suggestions")
    return await visitor.page.picture()


def reply(command: str, typed: str, expected: str) -> Callable[[Visitor], Awaitable[bytes]]:
    """The reply to one command, alone, once it says what is expected."""

    async def picture(visitor: Visitor) -> bytes:
        await visitor.arrive(TALL)
        await visitor.begin(command, typed)
        await visitor.send()
        await visitor.expect(expected)
        return await visitor.page.picture(await visitor.last_message())

    return picture


async def listed(visitor: Visitor) -> None:
    """Ask what is coming, in a window that has room for an event below the list."""
    await visitor.arrive(TALLEST)
    await visitor.begin("r2p events", "")
    await visitor.send_without_options()
    await visitor.expect("Coming events")


async def events(visitor: Visitor) -> bytes:
    """What is coming."""
    await listed(visitor)
    return await visitor.page.picture(await visitor.last_message())


async def event(visitor: Visitor) -> bytes:
    """An event, opened from the list of those that are coming."""
    await listed(visitor)
    await visitor.choose("conference-2028")
    await visitor.expect("A/79/875-S/2025/248, para. 61")
    return await visitor.page.picture(await visitor.last_message())


async def remind(visitor: Visitor) -> bytes:
    """A reminder of one's own, with what comes next."""
    await visitor.arrive(TALL)
    await visitor.begin("r2p remind me", "")
    await visitor.page.wait_for(OPTIONS, "the options of the command")
    await visitor.page.press("Enter", 13)
    await visitor.page.wait_for(f"{INSIDE}.activeElement === {OPTION}", "the option for the event")
    await visitor.page.type("debate")
    await visitor.page.wait_for(SUGGESTION, "events that fit")
    await visitor.page.press("Enter", 13)
    await visitor.send_without_options()
    await visitor.expect("I will remind you")
    return await visitor.page.picture(await visitor.last_message())


PICTURES: dict[str, Callable[[Visitor], Awaitable[bytes]]] = {
    "sandbox": whole_page,
    "suggestions": suggestions,
    "ask": reply("r2p ask", "How many States have R2P focal points?", "A/79/875-S/2025/248, para. 41"),
    "unsure": reply("r2p ask", "What is being done for refugees?", "Not sure"),
    "none": reply("r2p ask", "How do I bake sourdough bread?", "The report does not say"),
    "cite": reply("r2p cite", "fn 107", "Footnote 107"),
    "browse": reply("r2p browse", "", "V. Conclusions and next steps"),
    "events": events,
    "event": event,
    "remind": remind,
}


async def main(names: list[str], folder: Path) -> None:
    """Make the pictures of these names, each or each story in a sandbox of its own, so that none shows another's traces.

    Raises BrowserError where the page failed, asked another site for anything, or did not show what it should.
    """
    async with open_page() as page:
        for name in names:
            await visit(page, name, folder)
        here = ("http://127.0.0.1:", "blob:", "about:")
        outside = [f"it asked {url}" for url in page.requests if not url.startswith(here)]
    if page.complaints or outside:
        raise BrowserError("the page was not in order: " + "; ".join([*page.complaints, *outside]))


async def visit(page: Page, name: str, folder: Path) -> None:
    """Make one picture, or all of one story."""
    with tempfile.TemporaryDirectory() as data, listen(0) as listening:
        async with open_sandbox(listening, Path(data)) as sandbox:
            visitor = Visitor(page, sandbox.url)
            if name in PICTURES:
                write(folder / f"{name}.png", await PICTURES[name](visitor))
            else:
                await visitor.arrive(NARROW)
                async for part, picture in STORIES[name](visitor):
                    write(folder / f"{part}.png", picture)
            await page.open("about:blank")  # else it goes on asking a sandbox that has ended


def write(path: Path, picture: bytes) -> None:
    """Write a picture with few colours, which makes the file a third as large and nobody sees."""
    with Image.open(io.BytesIO(picture)) as image:
        image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    say(f"Wrote {path} ({path.stat().st_size // 1024} KB)")


def arguments() -> argparse.Namespace:
    """What was asked for on the command line."""
    there = [*PICTURES, *STORIES]
    parser = argparse.ArgumentParser(
        prog="screenshots", description="Picture the sandbox with headless Chromium."
    )
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"which pictures; without any, all: {', '.join(there)}"
    )
    parser.add_argument(
        "--to", type=Path, default=IMAGES, metavar="DIR", help="where to write them (docs/images)"
    )
    given = parser.parse_args()
    if unknown := set(given.names) - set(there):
        parser.error(f"no such picture: {', '.join(sorted(unknown))}; there are {', '.join(there)}")
    return given


if __name__ == "__main__":
    wanted = arguments()
    wanted.to.mkdir(parents=True, exist_ok=True)
    try:
        asyncio.run(main(wanted.names or [*PICTURES, *STORIES], wanted.to))
    except BrowserError as error:
        sys.exit(f"screenshots: {error}")
