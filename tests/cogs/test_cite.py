"""/r2p cite as a person meets it: suggestions, styles, several readings, and every kind of wrong input."""

from __future__ import annotations

import re

import pytest
import simcord
from discord import app_commands

from bot.services import Services
from bot.storage.settings import GuildSettings
from knowledge.citation import STYLES
from knowledge.reference import resolve
from tests.cogs.conftest import Watch
from tests.cogs.people import World, choose, labels, menus, read, reply

REPORT = "A/79/875-S/2025/248"
AMBIGUOUS = "section A"


async def cite(world: World, reference: str, **options: str) -> simcord.InteractionResult:
    return await world.amina.slash(world.channel, "r2p cite", reference=reference, **options)


async def test_a_paragraph_comes_with_its_citation_text_and_footnotes(world: World) -> None:
    cited = await cite(world, "para. 39")
    said = read(reply(cited))
    assert not cited.ephemeral
    assert f"**Citation, United Nations**\n```\n{REPORT}, para. 39\n```" in said
    assert "### Paragraph 39" in said
    assert labels(reply(cited)) == ["◂ Paragraph 38", "Paragraph 40 ▸", "Section III.A"]
    assert said.count("para. 39") == 1  # in the box, and not again at the foot
    assert said.endswith("\nSection III.A · report of April 2025")
    first, *others = menus(reply(cited))["Another citation style"]
    assert [first, *others] == ["Style: United Nations", *list(STYLES.values())[1:]]


@pytest.mark.parametrize("style", STYLES)
async def test_every_style_from_the_list(world: World, style: str) -> None:
    said = read(reply(await cite(world, "para 61", style=style)))
    assert f"**Citation, {STYLES[style]}**\n```" in said
    assert "### Paragraph 61" in said


async def test_discord_offers_exactly_our_styles(world: World) -> None:
    with pytest.raises(simcord.OptionError):
        await cite(world, "para 61", style="vancouver")


@pytest.mark.parametrize(
    ("reference", "shown"),
    [
        ("fn 107", "### Footnote 107\n-# carried by paragraph 61"),
        ("II.A", "### A. Historic number of global conflicts"),
        ("conclusions", "### V. Conclusions and next steps"),
        ("79/122", "### A/RES/79/122"),
        ("Genocide Convention", "Named in paragraph"),
        ("A/RES/60/1 paras 138-139", "### Paragraph 1\n"),
        ("para 61 and fn 110", "### Footnote 110"),
        (REPORT, "I. Introduction"),
        ("https://undocs.org/en/A/RES/79/122", "### A/RES/79/122"),
    ],
)
async def test_what_people_type_is_shown(
    world: World, services: Services, reference: str, shown: str
) -> None:
    said = read(reply(await cite(world, reference)))
    assert shown in said
    assert f"```\n{resolve(services.library, reference).citation}\n```" in said


async def test_our_own_citation_leads_back_to_where_it_came_from(world: World) -> None:
    first = read(reply(await cite(world, "75-80")))
    again = read(reply(await cite(world, f"{REPORT}, paras. 75–80")))
    assert first == again


async def test_a_long_range_is_shown_page_by_page(world: World) -> None:
    page = reply(await cite(world, "1-80"))
    seen: list[str] = []
    while True:
        seen += [line for line in read(page).split("\n") if line.startswith("### ")]
        onward = [label for label in labels(page) if label.endswith("▸")]
        if not onward:
            break
        page = reply(await world.amina.click(page, label=onward[0]))
    assert seen == [f"### Paragraph {number}" for number in range(1, 81)]


async def test_a_number_that_is_a_footnote_too_offers_it(world: World) -> None:
    cited = reply(await cite(world, "61"))
    assert "### Paragraph 61" in read(cited)
    (label,) = [each for each in menus(cited)["It can also mean"] if each.startswith("fn 61")]
    other = await choose(world.amina, cited, "It can also mean", label)
    assert other.ephemeral
    assert "### Footnote 61" in read(reply(other))


async def test_several_readings_are_a_choice_for_the_person_alone(world: World, services: Services) -> None:
    asked = await cite(world, AMBIGUOUS, style="apa")
    lookup = resolve(services.library, AMBIGUOUS)
    assert lookup.status == "ambiguous"
    assert asked.ephemeral
    assert "### Which one do you mean?" in read(reply(asked))
    assert len(menus(reply(asked))["Choose one"]) == len(lookup.readings)
    chosen = await choose(world.amina, reply(asked), "Choose one", lookup.readings[1].label)
    assert reply(chosen).id == reply(asked).id
    assert "**Citation, APA 7**" in read(reply(chosen))
    assert "Share" in labels(reply(chosen))


async def test_a_number_beyond_the_paragraphs_offers_the_footnote(world: World) -> None:
    asked = await cite(world, "107")
    assert asked.ephemeral
    assert "### Not in the report\n" in read(reply(asked))
    chosen = await choose(world.amina, reply(asked), "Did you mean one of these?", "fn 107")
    assert "### Footnote 107" in read(reply(chosen))
    assert f"{REPORT}, footnote 107" in read(reply(chosen))


@pytest.mark.parametrize(
    "reference",
    [
        "para 81",
        "9999",
        "para -1",
        "para 0",
        "12-10",
        "VI",
        "II.Z",
        "fn 141",
        "A/RES/1/1",
        "🙂",
        "a" * 6_000,
        "'; DROP TABLE votes; --",
        '"',
        "   ",
        "@everyone",
        "<@1234> `x` https://example.org",
        "para 61 para",
    ],
)
async def test_a_wrong_reference_is_told_what_is_allowed_in_private(world: World, reference: str) -> None:
    asked = await cite(world, reference)
    said = read(reply(asked))
    assert asked.ephemeral
    assert "went wrong" not in said
    assert any(offer in said for offer in ("example", "Did you mean", "as in"))
    assert "@everyone" not in said
    assert "<@1234>" not in said
    assert "https://" not in said
    assert len(said) <= 850
    assert said.startswith(("### Not in the report\n", "### Not a reference I can read\n"))
    assert world.env.errors == []  # a wrong reference is no fault: the sandbox goes on as after any reply
    assert labels(reply(asked)) == ["Browse the report"] or "Did you mean" in said


async def test_after_a_wrong_reference_the_contents_are_one_press_away(world: World) -> None:
    asked = await cite(world, "12-10")
    assert "write the smaller number first, as in 10–12" in read(reply(asked))
    opened = await world.amina.click(reply(asked), label="Browse the report")
    assert "I. Introduction" in read(reply(opened))


async def test_what_names_a_document_is_listed_as_in_a_sentence(world: World) -> None:
    said = read(reply(await cite(world, "Genocide Convention")))
    assert re.search(r"Named in paragraphs (\d+, )*\d+ and \d+\.", said)


async def test_suggestions_carry_heading_and_snippet_and_lead_somewhere(
    world: World, services: Services
) -> None:
    for typed in ("", "6", "para 6", "fn 10", "genocide", "II", "a" * 300):
        offered = await world.amina.autocomplete(world.channel, "r2p cite", "reference", typed)
        assert len(offered) <= 25
        for choice in offered:
            assert 1 <= len(choice["name"]) <= 100
            assert 1 <= len(choice["value"]) <= 100
            assert resolve(services.library, choice["value"]).status == "found"
    assert await world.amina.autocomplete(world.channel, "r2p cite", "reference", "para 6")


async def test_where_answers_are_private_citations_are_too(world: World, services: Services) -> None:
    await services.settings.set(world.guild.id, GuildSettings(private_by_default=True))
    cited = await cite(world, "para 39")
    assert cited.ephemeral
    assert "Share" in labels(reply(cited))


async def test_a_person_who_cites_too_fast_is_asked_to_wait(world: World, watch: Watch) -> None:
    for _ in range(6):
        await cite(world, "para 39")
    refused = await cite(world, "para 39")
    assert "One moment, please" in read(reply(refused))
    simcord.assert_error(world.env, app_commands.CommandOnCooldown)
    watch.turn(20)
    assert "### Paragraph 39" in read(reply(await cite(world, "para 39")))
