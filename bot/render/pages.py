"""What the bot says of itself: about, help, the welcome in a new server, a server's settings."""

from __future__ import annotations

from discord import ui

from bot.render.controls import browse, rows
from bot.render.frame import LONGEST_TITLE, card, issued, spaced, text
from bot.render.text import clip, verbatim
from bot.storage.settings import GuildSettings
from knowledge.model import Library

_HOW = """**How answers are made**
Every answer is a passage of the report, word for word, with its paragraph number and footnotes. The bot searches; it writes nothing of its own, and where the report does not say, it says so. A search can miss: please read the whole paragraph before you cite it. Whether a crime was committed is for courts to say; the bot only says what the report says."""
_STORED = """**What is stored**
- Of a server: its settings, digests and reminders, the events that it changed, its alerts with who raised them and did what, its watch rules and feeds, and a log of what was posted; with each, the user id of who set it up.
- Of you: the reminders that you asked for, the alerts that you follow, and what was sent to you for that.
- How many thumbs up and down each paragraph got. Never whose.
- Only where a server's managers switched it on: questions that found no answer or got a thumb down, for the people who run the bot and for the server's digest. Never whose.

A server that removes the bot has 30 days to come back; then all of it is deleted. Closed alerts and the log are deleted after a while too. **`/r2p privacy export`** gives you what is stored about you, **`/r2p privacy forget`** erases it.
The bot does not read messages, except one that you pick yourself from its menu."""
_LICENCE = """**Licence**
The program is free software under the MIT licence. The report is a document of the United Nations; it is quoted here with its source."""

_COMMANDS = """**`/r2p ask`** answers a question with a paragraph of the report. Suggestions appear while you type; `private` decides who sees the answer.
Try: `/r2p ask question: How many States have R2P focal points?`

**`/r2p cite`** finds a paragraph, footnote, section or document, and gives a citation to copy in eight styles.
Try: `para 61` · `10-12` · `fn 107` · `II.A` · `79/122` · `Genocide Convention`

**`/r2p browse`** opens the contents, then sections, then paragraphs.

**`/r2p events`** shows what is coming: debates, conferences, UN days. **`/r2p remind`** writes to you in time: me (set one), mine (see them), stop.

**`/r2p alert`** flags what may signal a risk, where a server wants that: raise, list, show, follow.

**`/r2p about`** says what the report is, how answers are made and what is stored; **`/r2p privacy`** gives you what is stored about you (export), or erases it (forget)."""
_BUTTONS = """**Under an answer**
- Other paragraphs that may answer: a menu.
- ◂ Paragraph, Paragraph ▸: the ones before and after.
- Cite: the citation in a box, to copy.
- Share, below what only you see: posts it for all, where you may write.
- Helpful, Not helpful: a count for each paragraph, without your name.

**On a message**: right-click it (on a phone: press and hold), then Apps › “Ask the report” or “Flag for R2P”."""
_MANAGERS = """**For managers of a server**
- `/r2p-admin settings`: are answers private by default? Are unanswered questions kept? Which time zone?
- `/r2p-admin digest`: a message as often as you like, with what comes and a paragraph of the report. Begin with setup; then list, preview, send-now, edit, pause, resume, remove.
- `/r2p-admin reminder`: reminds a channel of events. Begin with setup; then list, preview, edit, pause, resume, remove.
- `/r2p-admin event`: this server's calendar. You can add, confirm, edit and hide events.
- `/r2p-admin alert`: settings (where alerts go, who flags, who works on them), export.
- `/r2p-admin watch`: which other channels see alerts. add, list, remove.
- `/r2p-admin feed`: news feeds that raise alerts by rules. add, list, test, pause, resume, remove.
- `/r2p-admin status`: what I post by myself, and what I need for it."""

_WELCOME = """### Hello! I know the report on the responsibility to protect by heart
Ask me about it, and I answer with the report's own words and a citation that you can paste into a paper.

**Try this**
- `/r2p ask` and type a question, such as: How many States have R2P focal points?
- `/r2p cite` and type `para 61`, `fn 107` or `Genocide Convention`
- `/r2p browse` to look through the report
- `/r2p events` to see what is coming
- `/r2p help` for everything else

**For managers**: `/r2p-admin settings` decides whether answers are private by default. Without it they are public, and no question is kept."""


def about(library: Library, version: str) -> ui.LayoutView:
    """What the bot knows and how, what it stores, its licence and version."""
    known = [
        f"**{clip(verbatim(report.title), LONGEST_TITLE)}**\n"
        f"Report of the Secretary-General, {verbatim(report.symbol)}, {report.date.day} {report.date:%B %Y}: "
        f"{len(report.paragraphs)} paragraphs and {len(report.footnotes)} footnotes."
        for report in library.reports
    ]
    head = "### About the R2P bot\nIt knows by heart:\n" + clip("\n".join(known), 1_200)
    told = [_HOW, _STORED, f"{_LICENCE}\n-# Version: {version}"]
    return card(spaced([head, *told]), rows([browse(library)]))


def help_page(library: Library) -> ui.LayoutView:
    """What one can do, with examples."""
    newest = library.newest
    head = f"### What I can do\n-# I know {verbatim(newest.symbol)}, the {issued(newest)}."
    return card(spaced([head, _COMMANDS, _BUTTONS, _MANAGERS]), rows([browse(library)]))


def welcome(library: Library) -> ui.LayoutView:
    """The one message that the bot posts unasked, when it joins a server."""
    return card([text(_WELCOME)], rows([browse(library)]))


def settings_page(settings: GuildSettings, before: GuildSettings) -> ui.LayoutView:
    """A server's settings, each with what it means and how to change it, and what they were before."""
    private = (
        "**yes**: only the person who asked sees the answer, and can share it"
        if settings.private_by_default
        else "**no**: everybody in the channel sees the answer"
    )
    keep = (
        "**yes**: questions without an answer, or with a thumb down, are kept for the people who run this bot, "
        "without names"
        if settings.keep_unanswered
        else "**no**: no question is kept"
    )
    if before.keep_unanswered and not settings.keep_unanswered:
        keep += ", and those kept before are erased"
    times = f"**{verbatim(settings.timezone)}**: local times of new digests and reminders are meant there"
    return card(
        [
            text("### Settings of this server" + (" (changed)" if settings != before else "")),
            text(f"`private_by_default` {private}.\n`keep_unanswered` {keep}.\n`timezone` {times}."),
            text("-# To change one: `/r2p-admin settings private_by_default:True`"),
        ]
    )
