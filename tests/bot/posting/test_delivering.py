"""What becomes of a delivery, for everything that Discord can answer: sent once, and never lost."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

import pytest

from bot.posting import desk
from bot.posting.courier import LATEST, SOONEST, backoff
from bot.posting.desk import Posting
from bot.posting.model import Delivery, Found, Outcome, Place, Post, State, Target, Verdict
from bot.posting.outbox import PATIENCE
from tests.bot.posting.conftest import Opened, set_up
from tests.bot.posting.fakes import CHANNEL, CREATOR, GUILD, OWNER, START, SYSTEM, FakeDiscord, Hourly, Watch

FIRST = "2026-11-22T12"
UNCLEAR = Outcome(Verdict.UNCLEAR, detail="503")
NO_ACCESS = Outcome(Verdict.NO_ACCESS, detail="the permission “Send Messages”")


async def only(posting: Posting, number: int = 1) -> Delivery:
    delivery = await posting.outbox.get(number)
    assert delivery is not None
    return delivery


async def until_done(posting: Posting, discord: FakeDiscord, clock: Watch, *, ticks: int = 20) -> None:
    """Tick at each moment at which there is something to do, within the hour."""
    for _ in range(ticks):
        await posting.tick(discord)
        following = await posting.next_instant()
        if following is None or following >= START + timedelta(hours=1):
            return
        assert following > clock(), "a tick leaves nothing that could be done now"
        clock.now = following
    raise AssertionError("it does not come to an end")


async def test_what_is_due_is_posted_once_and_written_down(
    posting: Posting, discord: FakeDiscord, clock: Watch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="bot.posting")
    await set_up(posting)
    await until_done(posting, discord, clock)
    delivery = await only(posting)
    assert (delivery.state, delivery.message_id, delivery.attempts) == (State.SENT, 1, 1)
    assert discord.texts() == [FIRST]
    assert "delivery=1 hourly=1 outcome=sent attempts=1" in caplog.messages


async def test_a_message_that_arrived_without_an_answer_is_found_and_not_sent_again(
    posting: Posting, discord: FakeDiscord, clock: Watch
) -> None:
    await set_up(posting)
    discord.after.append(UNCLEAR)
    await posting.tick(discord)
    assert (await only(posting)).doubtful
    clock.turn(hours=2)  # the nonce protects no more
    await posting.tick(discord)
    delivery = await only(posting)
    assert (delivery.state, delivery.message_id) == (State.SENT, 1)
    assert discord.texts()[0] == FIRST
    assert discord.texts().count(FIRST) == 1


async def test_one_that_did_not_arrive_is_looked_for_and_then_sent_with_the_same_mark(
    posting: Posting, discord: FakeDiscord, clock: Watch
) -> None:
    await set_up(posting)
    discord.before += [UNCLEAR, UNCLEAR]
    await until_done(posting, discord, clock)
    assert [mark for _, mark in discord.tried] == [discord.messages[0].mark] * 3
    assert len(discord.looked) == 2
    assert all(since <= START - timedelta(minutes=30) for _, _, since in discord.looked)
    assert discord.texts() == [FIRST]


async def test_a_look_that_does_not_work_is_repeated_before_anything_is_sent(
    posting: Posting, discord: FakeDiscord, clock: Watch
) -> None:
    await set_up(posting)
    discord.after.append(UNCLEAR)
    discord.looks += [Found(Verdict.UNCLEAR), Found(Verdict.BUSY), Found(Verdict.UNCLEAR)]
    await until_done(posting, discord, clock)
    assert len(discord.tried) == 1
    assert len(discord.looked) == 4
    assert (await only(posting)).state is State.SENT


async def test_a_busy_discord_is_obeyed(posting: Posting, discord: FakeDiscord, clock: Watch) -> None:
    await set_up(posting)
    discord.before.append(Outcome(Verdict.BUSY, retry_after=41.5))
    await posting.tick(discord)
    assert await posting.next_instant() == START + timedelta(seconds=42)
    await until_done(posting, discord, clock)
    assert discord.texts() == [FIRST]
    assert discord.looked == [], "it was surely not sent"


async def test_waits_grow_by_chance_up_to_a_limit() -> None:
    assert [backoff(attempts, 1.0).total_seconds() for attempts in (1, 2, 3, 9, 10_000)] == [
        SOONEST,
        2 * SOONEST,
        4 * SOONEST,
        LATEST,
        LATEST,
    ]
    assert backoff(8, 0.5) == backoff(7, 1.0)
    assert backoff(5, 0.0) == timedelta(seconds=1)


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        (NO_ACCESS, "I lack the permission “Send Messages”."),
        (Outcome(Verdict.GONE), "The channel was deleted."),
    ],
)
async def test_a_place_that_takes_nothing_is_blocked_and_what_is_owed_there_waits(
    posting: Posting, discord: FakeDiscord, clock: Watch, outcome: Outcome, reason: str
) -> None:
    await set_up(posting)
    elsewhere = Target(Place.CHANNEL, 6)
    await set_up(posting, elsewhere)
    discord.lost[CHANNEL] = outcome
    await posting.tick(discord)
    clock.turn(hours=30)
    await posting.tick(discord)
    assert [target for target, _ in discord.tried].count(CHANNEL) == 1
    assert len(discord.texts(elsewhere)) == 2
    standing = await posting.status(GUILD)
    assert [(block.target, block.reason, block.told) for block in standing.blocks] == [
        (CHANNEL, reason, True)
    ]
    assert [delivery.state for delivery in standing.waiting] == [State.PENDING]
    clock.turn(hours=1)
    assert await posting.resume_target(CHANNEL)
    assert not await posting.resume_target(CHANNEL)
    discord.lost.clear()
    await posting.tick(discord)
    assert discord.texts() == ["2026-11-23T19"], "what was missed became one"
    assert (await only(posting)).state is State.SKIPPED


async def test_the_people_who_can_mend_it_are_told_once(
    posting: Posting, discord: FakeDiscord, clock: Watch
) -> None:
    for number in (5, 6, 7):
        await set_up(posting, Target(Place.CHANNEL, number))
        discord.lost[Target(Place.CHANNEL, number)] = NO_ACCESS
    for _ in range(5):
        await posting.tick(discord)
        clock.turn(hours=1)
    assert [target for target, _ in discord.tried if target == SYSTEM] == [SYSTEM], "all three in one"


async def test_one_that_was_mended_meanwhile_needs_no_telling(
    posting: Posting, discord: FakeDiscord, clock: Watch
) -> None:
    await set_up(posting)
    discord.lost[CHANNEL] = NO_ACCESS
    await posting.tick(discord)
    discord.lost.clear()
    await posting.resume_target(CHANNEL)
    await posting.tick(discord)
    clock.turn(minutes=5)
    await posting.tick(discord)
    assert [message.target for message in discord.messages] == [CHANNEL]


@pytest.mark.parametrize("refusal", [NO_ACCESS, Outcome(Verdict.GONE), Outcome(Verdict.REFUSED)])
async def test_a_notice_that_is_refused_goes_to_the_next_and_is_never_told_about(
    posting: Posting, discord: FakeDiscord, clock: Watch, refusal: Outcome
) -> None:
    await set_up(posting)
    discord.lost = {CHANNEL: NO_ACCESS, SYSTEM: refusal}
    creator = Target(Place.USER, CREATOR)
    discord.lost[creator] = Outcome(Verdict.CLOSED)
    await posting.tick(discord)
    clock.turn(minutes=1)
    discord.told_in = (OWNER,)  # the right to write in the system channel is lost as well
    await posting.tick(discord)
    assert [target for target, _ in discord.tried] == [CHANNEL, SYSTEM, creator, OWNER]
    assert [message.target for message in discord.messages] == [OWNER]
    assert [block.target for block in (await posting.status(GUILD)).blocks] == [CHANNEL]


async def test_where_nobody_can_be_told_it_is_logged_and_shown(
    posting: Posting, discord: FakeDiscord, clock: Watch, caplog: pytest.LogCaptureFixture
) -> None:
    await set_up(posting)
    discord.told_in = ()
    discord.lost = {CHANNEL: NO_ACCESS, Target(Place.USER, CREATOR): Outcome(Verdict.CLOSED)}
    await posting.tick(discord)
    clock.turn(minutes=1)
    await posting.tick(discord)
    assert discord.messages == []
    assert any("kind" not in text and "notice=77 outcome=failed" in text for text in caplog.messages)
    assert [block.told for block in (await posting.status(GUILD)).blocks] == [True]


async def test_a_post_that_discord_will_never_take_fails_and_is_told_once(
    posting: Posting, discord: FakeDiscord, clock: Watch
) -> None:
    await set_up(posting)
    discord.before.append(Outcome(Verdict.REFUSED, detail="400 (code 50035)"))
    await until_done(posting, discord, clock)
    delivery = await only(posting)
    assert (delivery.state, delivery.error) == (State.FAILED, "Discord refused it: 400 (code 50035)")
    assert [message.target for message in discord.messages] == [SYSTEM]
    clock.turn(hours=1)
    await posting.tick(discord)
    assert discord.texts() == ["2026-11-22T13"], "the next one goes"


async def test_one_that_cannot_be_made_is_tried_again_then_fails_with_a_number_that_is_in_the_log(
    posting: Posting,
    discord: FakeDiscord,
    clock: Watch,
    hourly: Hourly,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await set_up(posting)
    hourly.broken.add(FIRST)
    await until_done(posting, discord, clock)
    delivery = await only(posting)
    assert (delivery.state, delivery.attempts) == (State.FAILED, PATIENCE)
    assert delivery.error is not None
    number = delivery.error.split("error ")[1].split()[0]
    assert any(f"error={number}" in message for message in caplog.messages)
    assert [message.target for message in discord.messages] == [SYSTEM]


async def test_one_that_can_be_made_the_second_time_is_posted(
    posting: Posting, discord: FakeDiscord, clock: Watch, hourly: Hourly
) -> None:
    await set_up(posting)
    hourly.broken.add(FIRST)
    await posting.tick(discord)
    hourly.broken.clear()
    await until_done(posting, discord, clock)
    assert discord.texts() == [FIRST]


async def test_nothing_to_say_is_skipped_with_its_reason(
    posting: Posting, discord: FakeDiscord, clock: Watch, hourly: Hourly
) -> None:
    await set_up(posting)
    hourly.empty.add(FIRST)
    await until_done(posting, discord, clock)
    assert ((await only(posting)).state, (await only(posting)).error) == (
        State.SKIPPED,
        "there is nothing new",
    )
    assert discord.tried == []


async def test_what_is_of_no_more_use_is_skipped_but_first_looked_for(
    posting: Posting, discord: FakeDiscord, clock: Watch, hourly: Hourly
) -> None:
    hourly.useful_for = timedelta(minutes=10)
    here, there = CHANNEL, Target(Place.CHANNEL, 6)
    for target in (here, there):
        await set_up(posting, target)
    discord.before.append(UNCLEAR)
    discord.after.append(UNCLEAR)
    await posting.tick(discord)
    clock.turn(minutes=15)
    await posting.tick(discord)
    outcomes = sorted([(await only(posting, number)).state for number in (1, 2)])
    assert outcomes == [State.SENT, State.SKIPPED]
    assert len(discord.messages) == 1


class Unreadable:
    """The look into the history is refused after an attempt without an answer."""

    @staticmethod
    async def reach(posting: Posting, discord: FakeDiscord, clock: Watch) -> None:
        await set_up(posting)
        discord.after.append(UNCLEAR)
        discord.unreadable.add(CHANNEL)
        await until_done(posting, discord, clock)


async def test_where_the_history_cannot_be_read_it_waits_and_a_manager_is_asked_once(
    posting: Posting, discord: FakeDiscord, clock: Watch
) -> None:
    await Unreadable.reach(posting, discord, clock)
    assert (await only(posting)).state is State.UNKNOWN
    assert [message.target for message in discord.messages] == [CHANNEL, SYSTEM]
    for _ in range(3):
        await posting.resume_target(CHANNEL)
        await posting.tick(discord)
    assert (await only(posting)).state is State.UNKNOWN
    assert [message.target for message in discord.messages] == [CHANNEL, SYSTEM], "asked once"
    clock.turn(hours=1)
    await posting.tick(discord)
    assert discord.texts()[-1] == "2026-11-22T13", "the next one goes"
    assert (await only(posting)).state is State.UNKNOWN, "and does not stand for it"


async def test_a_manager_who_says_that_it_is_there_settles_it(
    posting: Posting, discord: FakeDiscord, clock: Watch
) -> None:
    await Unreadable.reach(posting, discord, clock)
    assert await posting.outbox.decide(1, posted=True)
    assert not await posting.outbox.decide(1, posted=False), "somebody decided before"
    await posting.tick(discord)
    assert discord.texts() == [FIRST]
    assert (await only(posting)).state is State.SENT
    schedule = await posting.schedules.get(1)
    assert schedule is not None
    assert schedule.turn == 1


async def test_a_manager_who_says_that_it_is_not_there_has_it_posted(
    posting: Posting, discord: FakeDiscord, clock: Watch
) -> None:
    await Unreadable.reach(posting, discord, clock)
    discord.messages.clear()
    clock.turn(minutes=10)
    assert await posting.outbox.decide(1, posted=False)
    await posting.tick(discord)
    assert discord.texts() == [FIRST]
    assert (await only(posting)).state is State.SENT


async def test_once_the_history_can_be_read_again_it_is_looked_for_again(
    posting: Posting, discord: FakeDiscord, clock: Watch
) -> None:
    await Unreadable.reach(posting, discord, clock)
    discord.unreadable.clear()
    await posting.resume_target(CHANNEL)
    await posting.tick(discord)
    assert (await only(posting)).state is State.SENT
    assert discord.texts() == [FIRST]


async def test_a_channel_that_is_gone_with_its_history_leaves_no_doubt(
    posting: Posting, discord: FakeDiscord, clock: Watch
) -> None:
    schedule = await set_up(posting)
    discord.after.append(UNCLEAR)
    discord.looks.append(Found(Verdict.GONE))
    await until_done(posting, discord, clock)
    assert not (await only(posting)).doubtful
    new = Target(Place.CHANNEL, 8)
    await posting.schedules.change(schedule.id, target=new, upcoming=schedule.upcoming)
    await posting.tick(discord)
    assert discord.texts(new) == [FIRST]
    assert (await posting.status(GUILD)).blocks == [], "nothing is owed to the old one any more"


async def test_closed_direct_messages_are_not_tried_for_ever(
    posting: Posting, discord: FakeDiscord, clock: Watch
) -> None:
    person = Target(Place.USER, 3)
    await posting.schedules.add(
        kind="hourly",
        guild_id=None,
        target=person,
        details={},
        timezone="UTC",
        created_by=3,
        upcoming=(await set_up(posting, Target(Place.CHANNEL, 9))).upcoming,
        now=START,
    )
    discord.lost[person] = Outcome(Verdict.CLOSED)
    for _ in range(5):
        await posting.tick(discord)
        clock.turn(hours=1)
    assert [target for target, _ in discord.tried].count(person) == 1
    assert not [target for target, _ in discord.tried if target in {SYSTEM, OWNER}], "nobody else's business"
    block = await posting.untold(person)
    assert block is not None
    assert block.reason == "Direct messages from me are closed."
    await posting.outbox.was_told(person)
    assert await posting.untold(person) is None
    discord.lost.clear()
    await posting.resume_target(person)
    await posting.tick(discord)
    assert len(discord.texts(person)) == 1


async def test_many_places_are_served_at_a_time_and_not_too_many(
    posting: Posting, discord: FakeDiscord
) -> None:
    for number in range(60):
        await set_up(posting, Target(Place.CHANNEL, number))
    await posting.tick(discord)
    assert len(discord.messages) == 60
    assert 1 < discord.most_under_way <= desk.WORKERS


async def test_planning_goes_on_while_much_is_delivered(
    posting: Posting, discord: FakeDiscord, clock: Watch
) -> None:
    await set_up(posting)
    going = asyncio.Event()
    real = discord.post

    async def slow(target: Target, post: Post, mark: str) -> Outcome:
        if target == CHANNEL:
            await going.wait()
        return await real(target, post, mark)

    discord.post = slow  # type: ignore[method-assign]
    await posting.plan(discord.contacts)
    delivering = asyncio.create_task(posting.deliver(discord))
    later = Target(Place.CHANNEL, 6)
    await set_up(posting, later)
    await posting.plan(discord.contacts)
    await discord.arrived.wait()
    assert [message.target for message in discord.messages] == [later]
    going.set()
    await delivering
    assert discord.texts() == [FIRST]
    assert clock() == START


async def test_a_second_attempt_does_not_wait_for_one_that_hangs(
    posting: Posting, discord: FakeDiscord, clock: Watch
) -> None:
    await set_up(posting)
    quick = Target(Place.CHANNEL, 6)
    await set_up(posting, quick)
    going, refused = asyncio.Event(), asyncio.Event()
    real = discord.post

    async def slow(target: Target, post: Post, mark: str) -> Outcome:
        if target == CHANNEL:
            await going.wait()
        elif not refused.is_set():
            refused.set()
            return Outcome(Verdict.BUSY, retry_after=30)
        return await real(target, post, mark)

    discord.post = slow  # type: ignore[method-assign]
    await posting.plan(discord.contacts)
    delivering = asyncio.create_task(posting.deliver(discord))
    await refused.wait()
    while (await only(posting, 2)).state is not State.PENDING:  # each look lets the others go on
        pass
    clock.turn(30)
    await posting.plan(discord.contacts)
    await discord.arrived.wait()
    assert [message.target for message in discord.messages] == [quick]
    going.set()
    await delivering
    assert len(discord.messages) == 2


async def test_a_paused_schedule_s_posts_wait_but_for_one_sent_by_hand(
    posting: Posting, discord: FakeDiscord, clock: Watch
) -> None:
    schedule = await set_up(posting)
    await posting.plan(discord.contacts)
    await posting.schedules.pause(schedule.id, "a manager paused it", clock())
    await posting.tick(discord)
    assert discord.messages == []
    assert await posting.next_instant() is None
    assert await posting.send_now(schedule.id, clock()) is not None
    assert await posting.send_now(schedule.id, clock()) is None, "twice within a second is once"
    assert await posting.next_instant() == clock()
    await posting.tick(discord)
    assert discord.texts() == ["now:2026-11-22T12:00:00"]
    await posting.schedules.resume(schedule.id, schedule.upcoming)
    await posting.tick(discord)
    assert discord.texts()[1:] == [FIRST]


async def test_nothing_can_be_sent_by_hand_that_is_not_there(posting: Posting) -> None:
    with pytest.raises(LookupError, match="7"):
        await posting.send_now(7, START)


async def test_a_removed_schedule_s_posts_are_not_sent(
    posting: Posting, discord: FakeDiscord, clock: Watch
) -> None:
    schedule = await set_up(posting)
    discord.lost[CHANNEL] = NO_ACCESS
    await posting.tick(discord)
    assert await posting.schedules.remove(schedule.id)
    assert not await posting.schedules.remove(schedule.id)
    assert (await posting.status(GUILD)).blocks == []
    clock.turn(hours=3)
    await posting.tick(discord)
    assert (await only(posting)).error == "its schedule was removed"
    assert discord.messages == []


async def test_what_was_broken_off_at_the_end_is_looked_for_at_the_next_start(
    start: Opened, discord: FakeDiscord, clock: Watch
) -> None:
    real = discord.post

    async def endless(target: Target, post: Post, mark: str) -> Outcome:
        await real(target, post, mark)
        await asyncio.Event().wait()
        raise AssertionError

    async with start() as posting:
        await set_up(posting)
        await posting.plan(discord.contacts)
        discord.post = endless  # type: ignore[method-assign]
        work = asyncio.create_task(posting.deliver(discord))
        await discord.arrived.wait()
        await posting.close(work, within=0)
        assert work.cancelled()
        assert (await only(posting)).state is State.SENDING
    discord.post = real  # type: ignore[method-assign]
    clock.turn(hours=0.5)
    async with start() as posting:
        await posting.tick(discord)
        assert (await only(posting)).state is State.SENT
    assert discord.texts() == [FIRST]


async def test_what_was_sent_is_written_down_whatever_is_cancelled_at_that_moment(
    posting: Posting, discord: FakeDiscord
) -> None:
    await set_up(posting)
    await posting.plan(discord.contacts)
    real = discord.post

    async def last(target: Target, post: Post, mark: str) -> Outcome:
        outcome = await real(target, post, mark)
        work.cancel()
        return outcome

    discord.post = last  # type: ignore[method-assign]
    work = asyncio.create_task(posting.deliver(discord))
    await asyncio.wait([work])
    assert work.cancelled()
    assert ((await only(posting)).state, (await only(posting)).message_id) == (State.SENT, 1)


async def test_the_end_waits_for_what_is_being_sent_and_begins_nothing_more(
    posting: Posting, discord: FakeDiscord
) -> None:
    for number in range(60):
        await set_up(posting, Target(Place.CHANNEL, number))
    await posting.plan(discord.contacts)
    work = asyncio.create_task(posting.deliver(discord))
    await discord.arrived.wait()
    await posting.close(work, within=60)
    assert work.done()
    assert not work.cancelled()
    assert 0 < len(discord.messages) < 60
    standing = await posting.status(GUILD)
    assert {delivery.state for delivery in standing.waiting} == {State.PENDING}
    await posting.deliver(discord)
    assert len(discord.messages) == 60
