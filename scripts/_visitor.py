"""A person at the sandbox's page: types, presses and looks, in headless Chromium."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping

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
FORM = f"{INSIDE}.querySelector('.modal-dialog')"
SETTLING = 3
"""Seconds after which the sandbox has done what fell due, and has looked at its feeds, as it does each second."""
NOTHING: Mapping[str, str] = {}


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
        await self.page.value(f"{COMPOSER}.focus()")
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
        box, composer = await self.box(LAST), await self.box(f"{INSIDE}.getElementById('channel-composer')")
        earlier = await self.box(f"({LAST}.previousElementSibling ?? {LAST})")
        end_of_earlier = earlier["y"] + earlier["height"]
        top = max(box["y"] - MARGIN, end_of_earlier if end_of_earlier <= box["y"] else 0)
        bottom = min(box["y"] + box["height"] + MARGIN, composer["y"])
        width = min(box["width"], MESSAGE_WIDTH) + MARGIN
        return {"x": box["x"], "y": top, "width": width, "height": bottom - top}

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
        """Put the sandbox's clock forward, and let it do what falls due meanwhile."""
        await self.page.value(f"document.querySelector('#forward [data-seconds=\"{seconds}\"]').click()")
        await asyncio.sleep(SETTLING)

    async def run(
        self,
        command: str,
        expected: str,
        choose: Mapping[str, str] = NOTHING,
        write: Mapping[str, str] = NOTHING,
    ) -> None:
        """Run a command with options: of some the first suggestion for a text, in others the text as it is."""
        before = await self.page.value(f"{LAST}.dataset.messageId")
        await self.begin(command, "")
        for name, typed in choose.items():
            await self._open_option(name)
            await self.page.type(typed)
            fits = f"{SUGGESTION}.innerText.toLowerCase().includes({json.dumps(typed.lower())})"
            await self.page.wait_for(f"{fits} && ({SUGGESTION}.click(), true)", f"a suggestion for {typed}")
            left = f"{INSIDE}.activeElement?.dataset.option !== {json.dumps(name)}"
            await self.page.wait_for(f"{left} || !{SUGGESTION}", f"the end of the option {name}")
        for name, typed in write.items():
            await self._open_option(name)
            await self.page.type(typed)
        await asyncio.sleep(1)  # while suggestions are asked for, the page sends nothing
        await self.page.value(f"{INSIDE}.getElementById('send-message').click()")
        await self.page.wait_for(f"{LAST}.dataset.messageId !== '{before}'", f"the reply to /{command}")
        await self.expect(expected)
        await self.page.wait_for(f"{INSIDE}.defaultView.simcordPreview.ready", "the page at rest")

    async def _open_option(self, name: str) -> None:
        """Put the cursor into an option, adding it where it may be left out."""
        field = f"{INSIDE}.querySelector('.command-option-input[data-option={name}]')"
        await self.page.wait_for(f"{INSIDE}.querySelector('.command-chip')", "the chosen command")
        if not await self.page.value(f"Boolean({field})"):
            entry = f"{INSIDE}.querySelector('.command-suggestion[data-value={name}]')"
            await self.page.wait_for(f"{entry} || {OPTIONS}.click()", f"the option {name}")
            await self.page.value(f"{entry}.click()")
            await self.page.wait_for(field, f"a field for {name}")
        await self.page.value(f"{field}.focus()")

    async def open_form(self, command: str) -> None:
        """Run a command that answers with a form."""
        await self.begin(command, "")
        await self.page.wait_for(f"{INSIDE}.querySelector('.command-chip')", "the chosen command")
        await asyncio.sleep(1)  # as in `run`
        await self.page.value(f"{INSIDE}.getElementById('send-message').click()")
        await self.page.wait_for(FORM, f"the form of /{command}")

    async def fill_form(self, fields: Mapping[str, str]) -> None:
        """Type into the fields of the open form."""
        for name, typed in fields.items():
            field = f"{FORM}.querySelector('[data-custom-id={name}]').querySelector('input, textarea')"
            await self.page.wait_for(field, f"the field {name}")
            await self.page.value(f"{field}.focus()")
            await self.page.type(typed)

    async def send_form(self, expected: str) -> None:
        """Send the form, and wait for what the last message says then."""
        await self.page.value(f"{FORM}.requestSubmit()")
        await self.expect(expected)

    async def press(self, label: str) -> None:
        """Press a button below the last message."""
        buttons = f"[...{LAST}.querySelectorAll('.component-button')]"
        button = f"{buttons}.find(one => one.innerText.includes({json.dumps(label)}))"
        await self.page.wait_for(button, f"a button {label}")
        await self.page.value(f"{button}.click()")

    async def tick(self, label: str) -> None:
        """Add an entry to what is chosen in the first menu of the last message, and close the menu."""
        menu = f"{LAST}.querySelector('[aria-haspopup=listbox]')"
        await self.page.value(f"{menu}.click()")
        entry = f"[...{LAST}.querySelectorAll('[role=option]')].find(one => one.innerText.includes({json.dumps(label)}))"
        await self.page.wait_for(entry, f"{label} in the menu")
        await self.page.value(f"{entry}.click()")
        await self.page.value(f"{menu}.click()")

    async def picture(self) -> bytes:
        """The last message alone, as a PNG, with the cursor elsewhere."""
        await self.page.value(f"{COMPOSER}.focus()")
        await asyncio.sleep(1)  # the page draws itself once more, with "2 seconds ago" as it is by then
        await self.page.value(f"{LAST}.scrollIntoView({{block: 'end'}})")
        await self.page.wait_for(f"{INSIDE}.defaultView.simcordPreview.ready", "the page at rest")
        return await self.page.picture(await self.last_message())
