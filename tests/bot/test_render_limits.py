"""Whatever a report holds and whatever people type, a message stays within what Discord takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import discord
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.places import Place
from bot.render.answer import answer
from bot.render.lookup import choice, found
from bot.render.pages import about, help_page, settings_page, welcome
from bot.render.place import show
from bot.render.text import length
from bot.storage.settings import GuildSettings
from bot.views.items import ITEMS
from knowledge.answer import Answer, Match
from knowledge.answering.confidence import Status
from knowledge.answering.messages import Reason
from knowledge.citation import STYLES, Locator, short
from knowledge.load import load_library
from knowledge.model import Report
from knowledge.reference import Lookup, Reading
from tests.bot.made_up import library, places, reports, words

REAL = load_library()
MADE_UP = settings(
    deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def components(tree: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for component in tree:
        yield component
        yield from components(component.get("components", []))
        if "accessory" in component:
            yield component["accessory"]


def assert_fits(view: discord.ui.LayoutView, more: Sequence[Any] = ()) -> None:
    """Discord's limits for a message of components; ``more`` are items that answer beside those of answers.

    Source: https://docs.discord.com/developers/components/reference
    """
    tree: list[dict[str, Any]] = view.to_components()  # type: ignore[no-untyped-call] # discord.py left it so
    every = list(components(tree))
    assert 0 < len(every) <= 40
    texts = [component["content"] for component in every if component["type"] == 10]
    assert all(text.strip() for text in texts)
    assert sum(map(length, texts)) <= 4_000
    identifiers = [component["custom_id"] for component in every if "custom_id" in component]
    assert len(set(identifiers)) == len(identifiers)
    for identifier in identifiers:
        assert 1 <= len(identifier) <= 100
        answering = [
            item for item in (*ITEMS, *more) if item.__discord_ui_compiled_template__.fullmatch(identifier)
        ]
        assert len(answering) == 1, identifier
    for component in every:
        match component["type"]:
            case 1:
                assert 1 <= len(component["components"]) <= 5
            case 2:
                assert 1 <= length(component["label"]) <= 80
            case 3:
                assert_menu_fits(component)


def assert_menu_fits(menu: dict[str, Any]) -> None:
    options = menu["options"]
    assert 1 <= len(options) <= 25
    assert length(menu["placeholder"]) <= 150
    assert len({option["value"] for option in options}) == len(options)
    for option in options:
        assert 1 <= length(option["label"]) <= 100
        assert 1 <= length(option["value"]) <= 100
        assert length(option.get("description") or "x") <= 100
        if menu["custom_id"].startswith("r2p:menu:"):
            Place.of(option["value"])


@MADE_UP
@given(st.data(), st.booleans())
def test_any_place_of_any_report(data: st.DataObject, private: bool) -> None:  # noqa: FBT001 - Hypothesis gives it
    report = data.draw(reports())
    assert_fits(show(report, data.draw(places(report)), private=private, remark=data.draw(words)))


def every_place(report: Report) -> Iterator[Place]:
    for number in range(1, 81):
        for style in ("", *STYLES):
            yield Place(report.symbol, paragraphs=(number,), style=style)
    for number in range(1, 141):
        yield Place(report.symbol, footnotes=(number,), style="un")
    for page in range(60):
        yield Place(report.symbol, paragraphs=tuple(range(1, 81)), page=page, style="csl-json")
        yield Place(report.symbol, footnotes=tuple(range(1, 141)), page=page)


def test_every_paragraph_and_footnote_of_the_report() -> None:
    for place in every_place(REAL.newest):
        assert_fits(show(REAL.newest, place, private=True))


@st.composite
def answers(draw: st.DrawFn, report: Report) -> Answer:
    numbers = st.lists(
        st.sampled_from(report.paragraphs), min_size=1, max_size=10, unique_by=lambda each: each.number
    )
    matches = []
    for paragraph in draw(numbers):
        start, end = sorted(draw(st.tuples(*[st.integers(0, len(paragraph.text))] * 2)))
        sentence = paragraph.text[start:end]
        matches.append(
            Match(
                report.symbol,
                paragraph.number,
                0.5,
                sentence,
                start,
                end,
                paragraph.text,
                paragraph.footnotes,
            )
        )
    status: Status = draw(st.sampled_from(["answered", "unsure", "none"]))
    if status == "none" and draw(st.booleans()):
        matches = []
    reasons: list[Reason] = ["words", "place"] if status == "answered" else ["words", "language", "long"]
    reason = draw(st.sampled_from(reasons))
    return Answer(draw(words), status, 0.5, draw(words), tuple(matches), reason)


@MADE_UP
@given(st.data(), st.booleans())
def test_any_answer_from_any_report(data: st.DataObject, private: bool) -> None:  # noqa: FBT001 - Hypothesis gives it
    report = data.draw(reports())
    assert_fits(answer(library(report), data.draw(answers(report)), private=private))


@MADE_UP
@given(st.data())
def test_any_answer_from_the_report(data: st.DataObject) -> None:
    assert_fits(answer(REAL, data.draw(answers(REAL.newest)), private=True))


def reading(report: Report, place: Place) -> Reading:
    locator = Locator(place.paragraphs, place.footnotes)
    return Reading(
        "paragraph",
        report.symbol,
        place.paragraphs,
        place.footnotes,
        (),
        short(report, locator),
        "x" * 90,
        locator,
    )


@MADE_UP
@given(st.data(), st.sampled_from(sorted(STYLES)))
def test_any_lookup(data: st.DataObject, style: str) -> None:
    report = data.draw(reports())
    numbers = st.lists(st.sampled_from([each.number for each in report.paragraphs]), min_size=1, unique=True)
    readings = tuple(
        reading(report, Place(report.symbol, paragraphs=tuple(sorted(data.draw(numbers)))))
        for _ in range(data.draw(st.integers(1, 30)))
    )
    best, said = readings[0], data.draw(words)
    lookup = Lookup(
        data.draw(words),
        best.kind,
        "ambiguous",
        best.paragraphs,
        (),
        (),
        best.citation,
        said,
        readings,
        best.report,
        best.locator,
    )
    assert_fits(found(library(report), lookup, style, private=True))
    assert_fits(choice(library(report), lookup, style))


@given(*[st.builds(GuildSettings, st.booleans(), st.booleans())] * 2)
def test_the_pages_about_the_bot(now: GuildSettings, before: GuildSettings) -> None:
    for view in (about(REAL, "0.1.0"), help_page(REAL), welcome(REAL)):
        assert_fits(view)
    assert_fits(settings_page(now, before))


@MADE_UP
@given(reports())
def test_the_pages_about_any_report(report: Report) -> None:
    for view in (about(library(report), "0.1.0"), help_page(library(report)), welcome(library(report))):
        assert_fits(view)
