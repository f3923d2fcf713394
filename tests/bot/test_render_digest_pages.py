"""What managers see of digests fits Discord's limits, whatever they set up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.posting.digest import ORDER, Details, Edition, Part
from bot.posting.digest_kind import Made, in_words
from bot.posting.model import Occurrence, Place, Schedule, Target
from bot.posting.timetable import Rule, parse_rule
from bot.render.digest import Head, paragraph_part
from bot.render.digest_pages import Sheet, label, listing, removal, sheet
from bot.render.text import length
from bot.views.digest import ITEMS
from bot.views.posting import ITEMS as POSTING
from tests.bot.made_up import reports, words
from tests.bot.test_render_limits import MADE_UP, assert_fits

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
LARGEST = 2**63 - 1
LONGEST_ZONE = "America/Argentina/ComodRivadavia"

rules = st.builds(
    parse_rule,
    st.just("monthly"),
    st.sampled_from(["31", "last", "second wednesday"]),
    st.just("09:00"),
    st.just(NOW.date()),
)
reasons = st.none() | words.filter(str.strip)


class Section:
    """A section that says much of itself."""

    label = "x" * 200
    told = "y" * 200

    def offered(self, _: int | None) -> bool:
        return True

    async def part(self, edition: Edition) -> Part | None:
        raise NotImplementedError


def schedule(number: int, rule: Rule, paused: str | None, role: int | None) -> Schedule:
    details = Details(rule=rule.as_json(), role_id=role, days=366, sections=("day", "gone"))
    return Schedule(
        id=LARGEST - number,
        kind="digest",
        guild_id=LARGEST,
        target=Target(Place.CHANNEL, LARGEST - number),
        details=details.as_json(),
        timezone=LONGEST_ZONE,
        created_by=LARGEST,
        created_at=NOW,
        upcoming=Occurrence("2026-11-30", NOW + timedelta(days=7)),
        paused_reason=paused,
    )


schedules = st.builds(schedule, st.integers(0, 100), rules, reasons, st.none() | st.just(LARGEST))


@MADE_UP
@given(reports(), schedules, reasons, words)
def test_one_digest(report: Any, one: Schedule, held: str | None, remark: str) -> None:
    head = Head(NOW.date(), in_words(one), NOW, 366)
    parts = [Part("A section", ["- x"] * 50, buttons=())] * 4
    given_ = Sheet(
        title="Digest set up",
        schedule=one,
        runs=[Occurrence(f"2026-12-{day}", NOW + timedelta(days=day)) for day in (10, 20, 30)],
        made=Made(head, (*parts, paragraph_part(report, report.paragraphs[0].number))),
        offered=dict.fromkeys(ORDER, Section()),
        token=LARGEST,
        held=held,
        small_print="Next digest: <t:1795161600:f>",
        remark="An answer to what was pressed.",
    )
    assert_fits(sheet(given_), ITEMS)
    assert_fits(sheet(replace(given_, made=Made(head, ()))), ITEMS)
    assert_fits(removal(one), ITEMS)
    assert len(label(one, {one.target.id: remark})) <= 100


@MADE_UP
@given(
    st.lists(schedules, max_size=25, unique_by=lambda each: each.id),
    st.dictionaries(st.integers(LARGEST - 100, LARGEST), words.filter(str.strip), max_size=25),
)
def test_the_list(found: list[Schedule], names: dict[int, str]) -> None:
    assert_fits(listing(found, names, names), [*ITEMS, *POSTING])
    assert all(1 <= length(label(each, names)) <= 100 for each in found)
