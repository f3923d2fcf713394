"""The page of how posts stand fits Discord's limits, whatever there is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.posting.desk import Standing
from bot.posting.digest import Details
from bot.posting.model import Block, Delivery, Occurrence, Place, Schedule, State, Target
from bot.posting.timetable import parse_rule
from bot.render.status import Overview, status
from bot.render.text import length
from tests.bot.made_up import words
from tests.bot.test_render_limits import MADE_UP, components

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
RULE = parse_rule("monthly", "last wednesday", "09:00", NOW.date())
LONG_ID = 2**63 - 1

targets = st.integers(LONG_ID - 30, LONG_ID).map(lambda number: Target(Place.CHANNEL, number))
reasons = words.filter(str.strip)


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    return Schedule(
        id=draw(st.integers(LONG_ID - 1_000_000, LONG_ID)),
        kind=draw(st.sampled_from(["digest", "reminder", "something_new"])),
        guild_id=LONG_ID,
        target=draw(targets),
        details=Details(rule=RULE.as_json()).as_json(),
        timezone="America/Argentina/ComodRivadavia",
        created_by=1,
        created_at=NOW,
        upcoming=draw(st.none() | st.just(Occurrence("2026-12-30", NOW + timedelta(days=37)))),
        paused_reason=draw(st.none() | reasons),
    )


@st.composite
def deliveries(draw: st.DrawFn, states: st.SearchStrategy[State]) -> Delivery:
    return Delivery(
        id=draw(st.integers(LONG_ID - 1_000_000, LONG_ID)),
        kind=draw(st.sampled_from(["digest", "reminder", "alert"])),
        source_id=1,
        key="2026-11-23",
        target=draw(targets),
        guild_id=LONG_ID,
        due=NOW,
        useful_until=None,
        mark="f" * 25,
        state=draw(states),
        attempts=1,
        next_try=NOW,
        doubtful=False,
        first_tried=NOW,
        settled_at=NOW,
        message_id=draw(st.none() | st.just(LONG_ID)),
        error=draw(st.none() | reasons),
    )


blocks = st.builds(Block, targets, st.just(LONG_ID), reasons, st.just(NOW))
settled = deliveries(st.sampled_from([State.SENT, State.SKIPPED]))
open_ = deliveries(st.sampled_from([State.PENDING, State.SENDING, State.UNKNOWN, State.FAILED]))
unknown = deliveries(st.just(State.UNKNOWN))
rights = st.none() | st.lists(
    st.sampled_from(["View Channel", "Send Messages in Threads", "Embed Links", "Read Message History"]),
    max_size=4,
    unique=True,
)
overviews = st.builds(
    Overview,
    st.just(LONG_ID),
    st.builds(
        Standing,
        st.lists(schedules(), max_size=40, unique_by=lambda each: each.id),
        st.lists(settled, max_size=10),
        st.lists(open_, max_size=25, unique_by=lambda each: each.id)
        | st.lists(unknown, min_size=4, max_size=25, unique_by=lambda each: each.id),
        st.lists(blocks, max_size=30),
    ),
    st.dictionaries(st.integers(LONG_ID - 30, LONG_ID), st.text(min_size=1, max_size=100)),
    st.dictionaries(st.integers(LONG_ID - 30, LONG_ID), rights, max_size=30),
)


def tree(given_: Overview) -> list[dict[str, object]]:
    return list(components(status(given_).to_components()))  # type: ignore[no-untyped-call] # discord.py left it so


@MADE_UP
@given(overviews)
def test_it_fits_whatever_there_is(overview: Overview) -> None:
    parts = tree(overview)
    texts = [str(part["content"]) for part in parts if part["type"] == 10]
    assert len(parts) <= 40
    assert all(text.strip() for text in texts)
    assert sum(map(length, texts)) <= 4_000
    assert not any("@everyone" in text for text in texts)
    identifiers = [str(part["custom_id"]) for part in parts if "custom_id" in part]
    assert len(set(identifiers)) == len(identifiers)
    assert all(len(identifier) <= 100 for identifier in identifiers)
    assert all(1 <= len(str(part["label"])) <= 80 for part in parts if part["type"] == 2)


def everything() -> Overview:
    schedule = Schedule(
        id=LONG_ID,
        kind="digest",
        guild_id=LONG_ID,
        target=Target(Place.CHANNEL, LONG_ID),
        details=Details(rule=RULE.as_json()).as_json(),
        timezone="UTC",
        created_by=1,
        created_at=NOW,
        upcoming=Occurrence("2026-12-30", NOW),
    )
    return Overview(LONG_ID, Standing([schedule] * 12, [], [], []), {}, {})


def test_what_is_not_listed_is_counted() -> None:
    text = "\n".join(str(part.get("content", "")) for part in tree(everything()))
    assert text.count("digest into") == 5
    assert "- and 7 more" in text


@pytest.mark.parametrize("lacking", [["Embed Links"], None])
def test_channels_that_lack_something_come_first(lacking: list[str] | None) -> None:
    overview = everything()
    given_ = Overview(LONG_ID, overview.standing, {}, {1: [], 2: lacking, 3: []})
    (text,) = [str(part["content"]) for part in tree(given_) if "My rights" in str(part.get("content", ""))]
    assert [line[:6] for line in text.splitlines()[1:]] == ["- <#2>", "- <#1>", "- <#3>"]
