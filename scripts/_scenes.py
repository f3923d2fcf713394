"""Stories of the sandbox that take several pictures each: what managers set up, and the life of an alert."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

from _visitor import FORM, Visitor

Pictures = AsyncIterator[tuple[str, bytes]]
"""Name of a picture, and the picture as a PNG."""

HOUR = 3_600
DAY = 86_400
"""Seconds, as the buttons of the sandbox's clock have them."""

DIGEST = {"digest": "#digests"}
REMINDER = {"reminder": "#general"}
DEBATE = {"event": "debate"}
SHELLED = "Soldiers shell the only hospital of a besieged town in Sudan. Dozens of patients were killed."


async def events_of_a_server(visitor: Visitor) -> Pictures:
    """A manager adds an event, confirms the days of another, changes one and hides one."""
    await visitor.become("Noor")
    meeting = {"title": "Study evening on prevention", "when": "2027-03-12 18:00", "place": "Library, room 2"}
    await visitor.run("r2p-admin event add", meeting["title"], write=meeting | {"paragraph": "41"})
    yield "event-add", await visitor.picture()
    await visitor.run("r2p-admin event confirm", "June 28", choose=DEBATE, write={"days": "28-29 June 2027"})
    yield "event-confirm", await visitor.picture()
    await visitor.run(
        "r2p-admin event edit", "room 5", choose={"event": "Study"}, write={"place": "Library, room 5"}
    )
    yield "event-edit", await visitor.picture()
    await visitor.run("r2p-admin event hide", "Hidden", choose={"event": "Study"})
    yield "event-hide", await visitor.picture()


async def digests(visitor: Visitor) -> Pictures:
    """A manager's digest from its setup to its end; it comes within the hour."""
    await visitor.become("Noor")
    await visitor.run("r2p-admin digest setup", "Digest set up", *within_the_hour("Every week"))
    yield "digest-setup", await visitor.picture()
    await visitor.run("r2p-admin digest list", "Open a digest")
    yield "digest-list", await visitor.picture()
    await visitor.run("r2p-admin digest preview", "Next runs", DIGEST)
    yield "digest-preview", await visitor.picture()
    await visitor.let_pass(HOUR)
    await visitor.go_to("digests")
    await visitor.expect("Next digest")
    yield "digest", await visitor.picture()
    await visitor.run("r2p-admin status", "How my posts stand")
    yield "status", await visitor.picture()
    await visitor.run("r2p-admin digest edit", "07:30", DIGEST, {"time": "07:30"})
    yield "digest-edit", await visitor.picture()
    await visitor.run("r2p-admin digest pause", "Digest paused", DIGEST)
    yield "digest-pause", await visitor.picture()
    await visitor.run("r2p-admin digest remove", "Remove", DIGEST)
    yield "digest-remove", await visitor.picture()


async def reminders(visitor: Visitor) -> Pictures:
    """Reminders of a channel, from their setup to their end."""
    await visitor.become("Noor")
    await visitor.run("r2p-admin reminder setup", "Reminders set up", {"channel": "general"})
    await visitor.tick("debate")
    await visitor.expect("What comes next")
    yield "reminders", await visitor.picture()
    await visitor.run("r2p-admin reminder list", "Open one")
    yield "reminder-list", await visitor.picture()
    await visitor.run("r2p-admin reminder edit", "08:30", REMINDER, {"time": "08:30"})
    yield "reminder-edit", await visitor.picture()
    await visitor.run("r2p-admin reminder preview", "debate", REMINDER)
    yield "reminder-preview", await visitor.picture()
    await visitor.run("r2p-admin reminder remove", "Remove", REMINDER)
    yield "reminder-remove", await visitor.picture()


async def own_reminders(visitor: Visitor) -> Pictures:
    """A member's own reminders, what is stored of them, and their end."""
    await visitor.run("r2p remind me", "I will remind you", DEBATE)
    await visitor.run("r2p remind me", "I will remind you", {"tag": "conference"})
    await visitor.run("r2p remind mine", "Stop all")
    yield "remind-mine", await visitor.picture()
    await visitor.run("r2p privacy export", "r2p")
    yield "privacy-export", await visitor.picture()
    await visitor.run("r2p privacy forget", "Forget me")
    yield "privacy-forget", await visitor.picture()
    await visitor.run("r2p remind stop", "top", {"reminder": "debate"})
    yield "remind-stop", await visitor.picture()


async def alerts_set_up(visitor: Visitor) -> Pictures:
    """Noor switches alerts on, and lets a digest tell of them."""
    await visitor.become("Noor")
    await visitor.run("r2p-admin alert settings", "alerts", {"channel": "alerts"})
    yield "alert-settings", await visitor.picture()
    await visitor.run("r2p-admin digest setup", "Digest set up", *within_the_hour("Every day"))
    await visitor.tick("Alerts")
    await visitor.expect("Alerts")


async def life_of_an_alert(visitor: Visitor) -> Pictures:
    """An alert from flag to digest: Amina raises it, Noor works on it."""
    async for shown in alerts_set_up(visitor):
        yield shown
    await visitor.become("Amina")
    await visitor.run("r2p alert follow", "follow", {"country": "Sudan", "severity": "Concern"})
    yield "alert-follow", await visitor.picture()
    await visitor.let_pass(HOUR)  # so that the alert does not hang on what the bot said before
    await visitor.open_form("r2p alert raise")
    await visitor.fill_form({"what": SHELLED, "where": "El Fasher"})
    yield "alert-form", await visitor.page.picture(await visitor.box(FORM))
    await visitor.send_form("hospital")
    yield "alert-raised", await visitor.picture()
    await visitor.become("Noor")
    await visitor.run("r2p alert list", "hospital")
    yield "alert-list", await visitor.picture()
    await visitor.go_to("alerts")
    await visitor.expect("nobody has acknowledged it yet")
    yield "alert", await visitor.picture()
    await visitor.press("Acknowledge")
    await visitor.expect("Acknowledged by")
    yield "alert-acknowledged", await visitor.picture()
    await visitor.press("Resolve")
    await visitor.fill_form({"words": "Passed on to the medical mission, which has reached the patients."})
    yield "alert-reason", await visitor.page.picture(await visitor.box(FORM))
    await visitor.send_form("Resolved by")
    yield "alert-resolved", await visitor.picture()
    await visitor.let_pass(DAY)
    await visitor.go_to("digests")
    await visitor.expect("1 closed since last time")
    yield "alert-digest", await visitor.picture()


def within_the_hour(rhythm: str) -> tuple[dict[str, str], dict[str, str]]:
    """What to choose and what to write so that a digest comes when the clock is put forward by an hour."""
    soon = datetime.now(UTC) + timedelta(seconds=HOUR)
    day = {"day": f"{soon:%A}"} if rhythm == "Every week" else {}
    return {"channel": "digests", "rhythm": rhythm}, day | {"time": f"{soon:%H}:00"}


async def watching(visitor: Visitor) -> Pictures:
    """Another channel watches what concerns it."""
    await visitor.become("Noor")
    await visitor.run("r2p-admin alert settings", "alerts", {"channel": "alerts"})
    grave = {"channel": "general", "severity": "Concern"}
    await visitor.run("r2p-admin watch add", "Mali", grave, {"countries": "Mali, Niger"})
    yield "watch-add", await visitor.picture()
    await visitor.run("r2p-admin watch list", "Mali")
    yield "watch-list", await visitor.picture()


async def feeds(visitor: Visitor) -> Pictures:
    """A feed is tried, followed, and raises an alert."""
    await visitor.become("Noor")
    await visitor.run("r2p-admin alert settings", "alerts", {"channel": "alerts"})
    example = {"address": "example"}
    await visitor.run("r2p-admin feed test", "Example", example)
    yield "feed-test", await visitor.picture()
    await visitor.run("r2p-admin feed add", "Example", example)
    yield "feed-add", await visitor.picture()
    await visitor.go_to("alerts")
    for _ in range(3):  # hours: of the feed's items, each third is about something else
        await visitor.let_pass(HOUR)
    await visitor.expect("Acknowledge")
    yield "feed-alert", await visitor.picture()
    await visitor.run("r2p-admin feed list", "raised")
    yield "feed-list", await visitor.picture()


STORIES: dict[str, Callable[[Visitor], Pictures]] = {
    "events-of-a-server": events_of_a_server,
    "digests": digests,
    "reminders": reminders,
    "own-reminders": own_reminders,
    "life-of-an-alert": life_of_an_alert,
    "watching": watching,
    "feeds": feeds,
}
