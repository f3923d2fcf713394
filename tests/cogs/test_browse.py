"""/r2p browse: from the contents to any paragraph, and on."""

from __future__ import annotations

import re

import simcord

from bot.services import Services
from tests.cogs.conftest import Watch
from tests.cogs.people import World, choose, labels, menus, read, reply


async def test_from_the_contents_to_a_section_to_a_paragraph_and_back(world: World) -> None:
    opened = await world.amina.slash(world.channel, "r2p browse")
    assert opened.ephemeral
    contents = reply(opened)
    assert "Responsibility to protect: 20 years of commitment" in read(contents)
    assert "**I. Introduction** · paragraphs 1–10" in read(contents)
    assert "- A. National prevention strategies · paragraphs 37–45" in read(contents)
    assert "…" not in read(contents).partition("I. Introduction")[2]  # headings stand whole

    section = reply(
        await choose(world.amina, contents, "Open a section", "A. National prevention strategies")
    )
    assert section.id == contents.id
    assert "**37** " in read(section)
    assert "**45** " in read(section)

    paragraph = reply(await choose(world.amina, section, "Read a paragraph", "Paragraph 39, section III.A"))
    assert "### Paragraph 39" in read(paragraph)
    assert "**Footnotes**" in read(paragraph)

    back = reply(await world.amina.click(paragraph, label="Section III.A"))
    assert "**37** " in read(back)
    top = reply(await world.amina.click(back, label="Contents"))
    assert read(top) == read(contents)


async def test_every_section_opens_and_every_paragraph_stands_in_one(
    world: World, services: Services
) -> None:
    contents = reply(await world.amina.slash(world.channel, "r2p browse"))
    found: set[str] = set()
    for heading in menus(contents)["Open a section"]:
        page = reply(await choose(world.amina, contents, "Open a section", heading))
        while True:
            found |= set(menus(page)["Read a paragraph"])
            onward = [label for label in labels(page) if label.endswith("▸")]
            if not onward:
                break
            page = reply(await world.amina.click(page, label=onward[0]))
        contents = reply(await world.amina.click(page, label="Contents"))
    numbers = {int(label.split()[1].rstrip(",")) for label in found}
    assert numbers == {paragraph.number for paragraph in services.library.newest.paragraphs}


async def test_reading_on_from_the_first_paragraph_to_the_last(world: World, watch: Watch) -> None:
    page = reply(await world.amina.slash(world.channel, "r2p cite", reference="para 1"))
    for number in range(2, 81):
        watch.turn(1)
        page = reply(await world.amina.click(page, label=f"Paragraph {number} ▸"))
        assert f"### Paragraph {number}\n" in read(page)


async def test_in_a_direct_message_nothing_needs_to_be_hidden(simcord_env: simcord.Env) -> None:
    amina = simcord_env.create_user("amina")
    opened = await amina.slash("r2p browse")
    assert not opened.ephemeral


async def test_lists_show_headings_whole_and_paragraphs_up_to_the_end_of_a_word(
    world: World, services: Services
) -> None:
    report = services.library.newest
    contents = reply(await world.amina.slash(world.channel, "r2p browse"))
    titles = [section.title for section in report.sections]
    titles += [part.title for section in report.sections for part in section.subsections]
    assert all(title in read(contents) for title in titles)
    (second,) = [heading for heading in menus(contents)["Open a section"] if heading.startswith("II. ")]
    section = read(reply(await choose(world.amina, contents, "Open a section", second)))
    for line in section.split("\n"):
        if match := re.match(r"\*\*(\d+)\*\* (.*)…$", line):
            assert len(match[2]) <= 70
            assert report.paragraph(int(match[1])).text[len(match[2])] in " ,;:–"
    assert all(sub.title in section for sub in report.section("II").subsections)
