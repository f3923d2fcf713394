"""A person at the sandbox's page: types, presses and looks, in headless Chromium."""

from __future__ import annotations

import asyncio
import json

from _browser import Page

SCALE = 1.5
MARGIN = 12
MESSAGE_WIDTH = 720

INSIDE = "document.getElementById('view').contentDocument"
COMPOSER = f"{INSIDE}.getElementById('channel-composer-input')"
LAST = f"{INSIDE}.querySelector('#channel-message-list article:last-child')"
OPTION = f"{INSIDE}.querySelector('.command-option-input')"
ENTRY = f"{INSIDE}.querySelector('.command-entry')"
OPTIONS = f"{INSIDE}.querySelector('.command-ghost')"
PEOPLE = "document.querySelectorAll('#people button')"
CHANNELS = "document.querySelectorAll('#channels button')"
SUGGESTION = f"{INSIDE}.querySelector('.command-suggestion')"


class Visitor:
    """A person at the sandbox's page."""

    def __init__(self, page: Page, url: str) -> None:
        """Sit down at `page`; the sandbox is at `url`."""
        self.page = page
        self.url = url

    async def arrive(self, window: tuple[int, int]) -> None:
        """Open the page in a window of this size, and wait for the conversation."""
        await self.page.size(*window, SCALE)
        await self.page.open(self.url)
        await self.page.wait_for(
            f"{INSIDE}.defaultView.simcordPreview.ready && {LAST} && {INSIDE}.activeElement === {COMPOSER}",
            "the welcome in #general",
        )

    async def begin(self, command: str, typed: str) -> None:
        """Choose a command from the picker, and type into its first option."""
        await self.page.type(f"/{command}")
        await self.page.wait_for(ENTRY, f"/{command} in the picker")
        await self.page.press("Enter", 13)
        if typed:
            await self.page.wait_for(f"{INSIDE}.activeElement === {OPTION}", f"the option of /{command}")
            await self.page.type(typed)
            await asyncio.sleep(1)  # the page itself waits for a pause in the typing before it asks the bot

    async def send(self) -> None:
        """Press Enter as a person would, suggestions or not, and wait for the bot's reply."""
        before = await self.page.value(f"{LAST}.dataset.messageId")
        await self.page.press("Enter", 13)
        await self.page.wait_for(f"{LAST}.dataset.messageId !== '{before}'", "the reply")
        await self.page.wait_for(
            f"{INSIDE}.defaultView.simcordPreview.ready && {INSIDE}.activeElement === {COMPOSER}",
            "the page to be ready for the next command",
        )

    async def send_without_options(self) -> None:
        """Press the arrow beside what was typed: Enter would open the first of the options that one may leave out."""
        await self.page.wait_for(OPTIONS, "the options of the command")
        await self.page.value(f"{INSIDE}.getElementById('send-message').click()")

    async def choose(self, value: str) -> None:
        """Open the menu below the last message, and choose an entry; the reply is the last message then."""
        await self.page.value(f"{LAST}.querySelector('[aria-haspopup=listbox]').click()")
        entry = f"{LAST}.querySelector('[data-value=\"{value}\"]')"
        await self.page.wait_for(entry, f"{value} in the menu")
        await self.page.value(f"{entry}.click()")

    async def expect(self, text: str) -> None:
        """Wait until the last message says `text`; without it a picture would show something else."""
        await self.page.wait_for(f"{LAST}.innerText.includes({json.dumps(text)})", f"“{text}”")

    async def box(self, element: str) -> dict[str, float]:
        """Where an element of the conversation stands in the window."""
        told = await self.page.value(
            f"(() => {{ const frame = document.getElementById('view').getBoundingClientRect(),"
            f" box = {element}.getBoundingClientRect();"
            " return {x: frame.x + box.x, y: frame.y + box.y, width: box.width, height: box.height}; })()"
        )
        return dict(told)

    async def last_message(self) -> dict[str, float]:
        """Where the last message stands in the window, with a margin."""
        box = await self.box(LAST)
        width = min(box["width"], MESSAGE_WIDTH) + MARGIN
        return {"x": box["x"], "y": box["y"] - MARGIN, "width": width, "height": box["height"] + 2 * MARGIN}

    async def become(self, person: str) -> None:
        """Go on as somebody else, who is ready to type then."""
        page = f"{INSIDE}.defaultView.simcordPreview"
        before = await self.page.value(f"{page}.viewerId")
        await self.page.value(
            f"[...{PEOPLE}].find(one => one.innerText.includes({json.dumps(person)})).click()"
        )
        await self.page.wait_for(f"{page}.ready && {page}.viewerId !== '{before}'", f"{person} at the page")
        await self.page.value(f"{COMPOSER}.focus()")

    async def fill(self, typed: str) -> None:
        """Type into the option that is open, and take the first suggestion."""
        await self.page.wait_for(f"{INSIDE}.activeElement === {OPTION}", "an open option")
        await self.page.type(typed)
        await self.page.wait_for(SUGGESTION, f"a suggestion for {typed}")
        await self.page.press("Enter", 13)

    async def go_to(self, channel: str) -> None:
        """Look at another channel, as the same person, ready to type there."""
        page = f"{INSIDE}.defaultView.simcordPreview"
        person = await self.page.value(f"{page}.viewerId")
        await self.page.value(
            f"[...{CHANNELS}].find(one => one.innerText.includes({json.dumps(channel)})).click()"
        )
        await self.page.wait_for(
            f"{page}?.ready && {page}.viewerId === '{person}'"
            f" && {COMPOSER}?.placeholder.includes({json.dumps(channel)})",
            f"#{channel}",
        )
        await self.page.value(f"{COMPOSER}.focus()")

    async def let_pass(self, seconds: int) -> None:
        """Put the sandbox's clock forward."""
        await self.page.value(f"document.querySelector('#forward [data-seconds=\"{seconds}\"]').click()")
