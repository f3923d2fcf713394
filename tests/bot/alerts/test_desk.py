"""Flags become alerts once each, whoever is quicker, whatever dies meanwhile; and what was muted stays silent."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.acts import acted
from bot.alerts.model import Act, Alert, AlertError, AlertState, Reading, Severity, Wanted
from bot.alerts.watching import meets
from bot.posting.model import Outcome, Verdict
from tests.bot.alerts.conftest import Opened
from tests.bot.alerts.desk import ALERTS, AMINA, BEN, CARLA, READER, WALL, Heard, Office, flag, words
from tests.bot.posting.fakes import GUILD, START, Crash, Watch

ROLE = 99


async def test_numbers_count_in_each_server(office: Office) -> None:
    first = await office.desk.raise_(flag(), START)
    second = await office.desk.raise_(flag("Court opens a case on crimes in Mali today"), START)
    assert [first.alert.number, second.alert.number] == [1, 2]
    assert first.new
    with pytest.raises(AlertError, match="not set up"):
        await office.desk.raise_(flag(guild_id=8), START)


@pytest.mark.parametrize(
    "again",
    [
        flag(
            "Another headline altogether, of the same page",
            by=BEN,
            link="https://m.example.org/a/?utm_source=x#top",
        ),
        flag("Armed men burn a village in Sudan.", by=BEN),
    ],
)
async def test_the_same_thing_is_one_alert(office: Office, again: object) -> None:
    await office.desk.raise_(flag(link="https://www.example.org/a"), START)
    raised = await office.desk.raise_(again, START)  # type: ignore[arg-type]
    assert not raised.new
    assert raised.alert.flags == 2
    await office.tick()
    assert len(office.discord.texts(ALERTS)) == 1


async def test_the_same_person_counts_once(office: Office) -> None:
    for _ in range(3):
        raised = await office.desk.raise_(flag(link="https://example.org/a"), START)
    assert raised.alert.flags == 1


async def test_two_who_flag_at_once_make_one_alert(office: Office) -> None:
    raised = await asyncio.gather(*(office.desk.raise_(flag(by=by), START) for by in (AMINA, BEN, CARLA)))
    assert sorted(each.new for each in raised) == [False, False, True]
    assert (await office.desk.get(raised[0].alert.id)).flags == 3


async def test_old_wordings_are_new_things(office: Office) -> None:
    await office.desk.raise_(flag(), START)
    assert (await office.desk.raise_(flag(by=BEN), START + timedelta(days=8))).new


async def test_a_page_whose_alert_was_closed_long_ago_may_be_raised_again(office: Office) -> None:
    link = "https://example.org/live"
    first = (await office.desk.raise_(flag(link=link), START)).alert
    open_still = await office.desk.raise_(
        flag("Quite other words on it", by=BEN, link=link), START + timedelta(days=30)
    )
    assert not open_still.new
    closed_at = START + timedelta(days=30)
    await office.desk.act(first.id, CARLA, Act.RESOLVED, closed_at, words="over")
    for later, new in ((timedelta(days=6), False), (timedelta(days=8), True)):
        raised = await office.desk.raise_(
            flag("Third words on this page", by=BEN, link=link), closed_at + later
        )
        assert raised.new is new


async def test_two_who_acknowledge_at_once_get_one_result(office: Office) -> None:
    alert = (await office.desk.raise_(flag(), START)).alert
    changes = await asyncio.gather(
        *(office.desk.act(alert.id, by, Act.ACKNOWLEDGED, START) for by in (BEN, CARLA))
    )
    assert sorted(change.done for change in changes) == [False, True]
    log = await office.desk.history(alert.id)
    assert [entry.act for entry in log] == [Act.RAISED, Act.ACKNOWLEDGED]
    late = next(change for change in changes if not change.done)
    assert "already" in late.words


async def test_a_crash_between_raising_and_posting_loses_and_doubles_nothing(
    start: Opened, discord: Heard, clock: Watch
) -> None:
    async with start() as office:
        await office.desk.raise_(flag(), START)
    for point in ("before", "after"):
        getattr(discord, point).append(Crash())
        async with start() as office:
            with pytest.raises(Crash):
                await office.tick()
        clock.turn(minutes=10)
    async with start() as office:
        await office.tick()
        await office.tick()
    assert len(discord.texts(ALERTS)) == 1


async def test_what_is_behind_after_a_crash_is_edited_at_the_next_start(start: Opened) -> None:
    async with start() as office:
        alert = (await office.desk.raise_(flag(), START)).alert
        await office.tick()
        await office.desk.act(alert.id, BEN, Act.ACKNOWLEDGED, START)
    async with start() as office:
        await office.tick()
        ((_, shown),) = office.editor.edits
        assert f"**Acknowledged** by <@{BEN}>" in shown
        await office.tick()
        assert len(office.editor.edits) == 1
        assert await office.shown.next_instant() is None


async def test_an_edit_that_does_not_work_is_tried_again_later(office: Office, clock: Watch) -> None:
    alert = (await office.desk.raise_(flag(), START)).alert
    await office.tick()
    await office.desk.act(alert.id, BEN, Act.ACKNOWLEDGED, START)
    office.editor.outcomes = [Outcome(Verdict.UNCLEAR), Outcome(Verdict.BUSY, retry_after=60.0)]
    await office.tick()
    await office.tick()
    assert len(office.editor.outcomes) == 1
    clock.turn(seconds=5)
    await office.tick()
    clock.turn(seconds=59)
    await office.tick()
    assert office.editor.edits == []
    assert await office.shown.next_instant() == clock() + timedelta(seconds=1)
    clock.turn(seconds=1)
    await office.tick()
    assert len(office.editor.edits) == 1


async def test_a_message_that_is_gone_is_left_alone(office: Office) -> None:
    alert = (await office.desk.raise_(flag(), START)).alert
    await office.tick()
    await office.desk.act(alert.id, BEN, Act.ACKNOWLEDGED, START)
    office.editor.outcomes = [Outcome(Verdict.GONE)]
    await office.tick()
    await office.tick()
    assert office.editor.edits == []
    assert await office.shown.next_instant() is None


async def test_two_changes_at_once_leave_the_message_to_the_next_step(office: Office) -> None:
    alert = (await office.desk.raise_(flag(), START)).alert
    await office.tick()
    with office.shown.flights.over(alert.id) as first:
        with office.shown.flights.over(alert.id) as second:
            await office.desk.act(alert.id, BEN, Act.NOTE, START, words="seen")
        await office.tick()
        assert office.editor.edits == []
    assert (first.alone, second.alone) == (False, False)
    await office.tick()
    assert len(office.editor.edits) == 1


async def test_what_is_closed_before_it_is_posted_is_not_posted(office: Office) -> None:
    alert = (await office.desk.raise_(flag(), START)).alert
    await office.desk.act(alert.id, BEN, Act.DISMISSED, START, words="an exercise")
    await office.tick()
    assert office.discord.messages == []


async def test_what_was_muted_is_posted_once_it_is_reopened(office: Office) -> None:
    first = (await office.desk.raise_(flag(), START)).alert
    await office.desk.act(first.id, BEN, Act.MUTED, START, days=7)
    hushed = await office.desk.raise_(flag("Village in Sudan burnt: armed men", by=BEN), START)
    assert hushed.muted
    await office.tick()
    assert office.discord.messages == []
    await office.desk.act(hushed.alert.id, CARLA, Act.REOPENED, START)
    await office.tick()
    assert len(office.discord.texts(ALERTS)) == 1


async def test_what_was_closed_before_it_was_posted_is_posted_once_it_is_reopened(office: Office) -> None:
    alert = (await office.desk.raise_(flag(), START)).alert
    await office.desk.act(alert.id, BEN, Act.DISMISSED, START, words="an exercise")
    await office.tick()
    for _ in range(2):
        await office.desk.act(alert.id, CARLA, Act.REOPENED, START)
        await office.tick()
        assert len(office.discord.texts(ALERTS)) == 1
        await office.desk.act(alert.id, BEN, Act.DISMISSED, START, words="after all")
        await office.tick()


async def test_what_a_lost_channel_could_not_take_goes_into_the_next_one(office: Office) -> None:
    stood = (await office.desk.raise_(flag("Court opens a case on crimes in Mali today"), START)).alert
    await office.tick()
    await office.desk.choices.watch(GUILD, WALL.id, Wanted(words=("village",)), CARLA)
    office.discord.lost[ALERTS] = Outcome(Verdict.GONE)
    waits = (await office.desk.raise_(flag("Hospital shelled in Sudan overnight"), START)).alert
    watched = (await office.desk.raise_(flag("Radio calls for violence in a village"), START)).alert
    await office.tick()
    await office.set(channel_id=WALL.id)
    for _ in range(3):
        await office.tick()
    assert len(office.discord.texts(ALERTS)) == 1
    assert len(office.discord.texts(WALL)) == 2
    places = [(await office.desk.get(alert.id)).channel_id for alert in (stood, waits, watched)]
    assert places == [ALERTS.id, WALL.id, WALL.id]
    assert any(watched.title in shown for _, shown in office.editor.edits), (
        "the copy has become the one to work on"
    )


@pytest.mark.parametrize("closed", [True, False])
async def test_a_recall_that_was_not_needed_in_its_time_is_owed_again_with_the_need(
    office: Office, clock: Watch, *, closed: bool
) -> None:
    alert = (await office.desk.raise_(flag(severity=Severity.URGENT), START)).alert
    await office.tick()
    if closed:
        await office.desk.act(alert.id, BEN, Act.DISMISSED, clock(), words="an exercise")
    else:
        await office.desk.act(alert.id, BEN, Act.SEVERITY, clock(), severity=Severity.WATCH)
    clock.turn(minutes=90)
    await office.tick()
    assert len(office.discord.texts(ALERTS)) == 1
    if closed:
        await office.desk.act(alert.id, CARLA, Act.REOPENED, clock())
    else:
        await office.desk.act(alert.id, CARLA, Act.SEVERITY, clock(), severity=Severity.URGENT)
    for _ in range(2):
        clock.turn(minutes=60)
        await office.tick()
    assert len(office.discord.texts(ALERTS)) == 2


async def test_messages_that_cannot_be_edited_hold_up_no_others(
    office: Office, clock: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.alerts.shown._MOST", 2)
    titles = ("Village burnt in Sudan", "Court opens a case in Mali", "Radio calls for violence")
    alerts = [(await office.desk.raise_(flag(title), START)).alert for title in titles]
    for _ in titles:
        await office.tick()
        clock.turn(seconds=5)
    for alert in alerts:
        await office.desk.act(alert.id, BEN, Act.ACKNOWLEDGED, START)
    office.editor.outcomes = [Outcome(Verdict.NO_ACCESS)] * 2
    await office.tick()
    assert office.editor.edits == []
    assert await office.shown.next_instant() == clock()
    await office.tick()
    ((_, shown),) = office.editor.edits
    assert titles[0] in shown


async def test_those_who_watch_and_follow_get_it_once_each(office: Office) -> None:
    for wanted in (Wanted(Severity.CONCERN), Wanted(countries=("SDN",)), Wanted(words=("village",))):
        await office.desk.choices.watch(GUILD, WALL.id, wanted, CARLA)
        await office.desk.choices.follow(GUILD, READER.id, wanted)
    await office.desk.raise_(flag(), START)
    await office.tick()
    assert [len(office.discord.texts(each)) for each in (ALERTS, WALL, READER)] == [1, 1, 1]


async def test_a_feed_is_named_as_long_as_it_is_there(office: Office) -> None:
    raised = await office.desk.raise_(flag(by=None, feed_id=404), START)
    await office.tick()
    (post,) = office.discord.posts
    assert "Raised by a feed" in words(post)
    assert await office.desk.feed_title(raised.alert) is None


async def test_who_cannot_see_the_channel_gets_no_copy_and_no_change(office: Office) -> None:
    await office.desk.choices.follow(GUILD, READER.id, Wanted())
    alert = (await office.desk.raise_(flag(), START)).alert
    await office.tick()
    office.blind.add(READER.id)
    await office.desk.act(alert.id, BEN, Act.ACKNOWLEDGED, START)
    await office.desk.raise_(flag("Court opens a case on crimes in Mali today"), START)
    await office.tick()
    assert len(office.discord.texts(READER)) == 1
    assert len(office.editor.edits) == 1


async def test_a_graver_one_reaches_those_who_wait_for_it(office: Office) -> None:
    await office.desk.choices.watch(GUILD, WALL.id, Wanted(Severity.URGENT), CARLA)
    alert = (await office.desk.raise_(flag(), START)).alert
    await office.tick()
    assert office.discord.texts(WALL) == []
    await office.desk.act(alert.id, BEN, Act.SEVERITY, START, severity=Severity.URGENT)
    await office.tick()
    assert len(office.discord.texts(WALL)) == 1
    assert len(office.discord.texts(ALERTS)) == 1


@pytest.mark.parametrize("closed_after", [None, 30, 90])
async def test_recalls_come_once_and_end_when_somebody_sees_to_it(
    office: Office, clock: Watch, closed_after: int | None
) -> None:
    await office.set(escalate_role_id=ROLE)
    alert = (await office.desk.raise_(flag(severity=Severity.URGENT), START)).alert
    await office.tick()
    for minutes in range(10, 400, 10):
        clock.now = START + timedelta(minutes=minutes)
        if minutes == closed_after:
            await office.desk.act(alert.id, BEN, Act.ACKNOWLEDGED, clock())
        await office.tick()
    expected = {None: 3, 30: 1, 90: 2}[closed_after]
    assert len(office.discord.texts(ALERTS)) == expected


async def test_an_escalation_mentions_its_role_once_an_interval(office: Office, clock: Watch) -> None:
    await office.set(escalate_role_id=ROLE, mention_minutes=60)
    for place, code in (("Mali", "MLI"), ("Chad", "TCD"), ("Haiti", "HTI")):
        reading = Reading(0.9, (code,), (), (), Severity.URGENT, ())
        title = f"Armed men attack a camp for refugees in {place}"
        await office.desk.raise_(flag(title, severity=Severity.URGENT, reading=reading), START)
        clock.turn(minutes=20)
    for _ in range(20):
        clock.turn(minutes=10)
        await office.tick()
    escalations = [post for post in office.discord.posts if "please see to it" in words(post)]
    assert len(escalations) == 3
    assert [post.role_id for post in escalations] == [ROLE, None, None]


@given(
    st.lists(
        st.sampled_from([Act.ACKNOWLEDGED, Act.RESOLVED, Act.DISMISSED, Act.REOPENED, Act.MUTED, Act.NOTE]),
        max_size=8,
    )
)
def test_whatever_is_done_in_whatever_order_the_state_makes_sense(acts: list[Act]) -> None:
    alert = an_alert()
    for act in acts:
        change, _ = acted(alert, BEN, act, START, words="because")
        if not change.done:
            assert change.alert == alert
        alert = change.alert
        assert alert.state.closed == (alert.closed_at is not None) == (alert.reason is not None)
        assert (alert.state is AlertState.OPEN) <= (alert.acknowledged_by is None)
        assert change.words


@given(st.sampled_from(list(Severity)), st.sampled_from(list(Severity)))
def test_a_rule_lets_through_what_is_at_least_so_grave(severity: Severity, least: Severity) -> None:
    order = [Severity.WATCH, Severity.CONCERN, Severity.URGENT]
    assert meets(an_alert(severity), Wanted(least)) == (order.index(severity) >= order.index(least))


def an_alert(severity: Severity = Severity.CONCERN) -> Alert:
    """An open one."""
    return Alert(
        id=1,
        guild_id=GUILD,
        number=1,
        state=AlertState.OPEN,
        severity=severity,
        title="Armed men burn a village",
        text="",
        place="",
        link=None,
        reading=Reading(),
        raised_by=AMINA,
        feed_id=None,
        raised_at=START,
        acknowledged_by=None,
        acknowledged_at=None,
        assigned_to=None,
        closed_by=None,
        closed_at=None,
        reason=None,
        revision=1,
        flags=1,
        mention=False,
        channel_id=ALERTS.id,
    )
