"""Whatever events are called and whenever they are, reminders fit into messages and name no day that is not confirmed."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.posting.leads import local_first
from bot.posting.model import Place, Schedule, Target
from bot.posting.part import Part
from bot.posting.reminder_kinds import PERSONAL, REMINDER, Subscriber
from bot.posting.subscription import Fact, Lead, News, Subscription, Turn
from bot.posting.wishes import LEADS
from bot.render.own_reminders import offered, own_label, own_list, own_sheet
from bot.render.reminder import Telling, news, reminder
from bot.render.reminder_pages import channel_label, channel_list, channel_sheet, removal
from bot.views import remind, reminders
from knowledge.calendar import Calendar, Certainty, Event
from tests.bot.made_up import words
from tests.bot.posting.events import confirmed, window
from tests.bot.test_render_limits import assert_fits, components
from tests.knowledge.made_up_events import calendars, events

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ZONE = ZoneInfo("Pacific/Kiritimati")
ITEMS = (*remind.ITEMS, *reminders.ITEMS)
EVENTS = events(texts=words | st.just("[" * 600) | st.just("two\nlines @everyone"))
TELLINGS = st.builds(
    Telling,
    st.dates(date(2010, 1, 1), date(2041, 1, 1)),
    st.none() | st.just(NOW),
    st.none() | st.integers(1, 10**18 - 1),
)


def text(view: Any) -> str:
    return "\n".join(part["content"] for part in components(view.to_components()) if part["type"] == 10)


@given(EVENTS, TELLINGS)
def test_a_reminder_fits_and_counts_down_to_confirmed_days_alone(event: Event, telling: Telling) -> None:
    view = reminder(event, local_first(event, ZONE), telling)
    assert_fits(view, ITEMS)
    head = text(view).splitlines()[0]
    counts = re.search(r"\b(today|tomorrow|in \d+ days|has begun)\b", head)
    assert bool(counts) == (event.certainty is Certainty.CONFIRMED)
    if event.certainty is not Certainty.CONFIRMED:
        stamps = re.findall(r"<t:\d+:\w>", text(view))
        assert len(stamps) == (telling.late is not None), "a moment would be a guess"
    assert "@everyone" not in text(view)


@given(EVENTS, EVENTS, st.sampled_from(Turn), st.booleans(), TELLINGS)
def test_news_fits_for_any_two_states_of_an_event(
    before: Event,
    after: Event,
    turn: Turn,
    known: bool,  # noqa: FBT001 - drawn
    telling: Telling,
) -> None:
    tidings = News("key", after.uid, turn, NOW, Fact.of(before), Fact.of(after))
    others = [after] * 8 if turn is Turn.CONFIRMED else []
    assert_fits(news(tidings, after if known else None, others, telling), ITEMS)


def subscriber(calendar: Calendar, wanted: Subscription, kind: str = REMINDER, number: int = 1) -> Subscriber:
    target = Target(Place.CHANNEL if kind == REMINDER else Place.USER, 10**18)
    schedule = Schedule(
        id=number,
        kind=kind,
        guild_id=5 if kind == REMINDER else None,
        target=target,
        details=wanted.as_json(),
        timezone=ZONE.key,
        created_by=7,
        created_at=NOW,
        upcoming=None,
        paused_reason="x" * 300 if number % 2 else None,
        paused_at=NOW if number % 2 else None,
    )
    return Subscriber(schedule, wanted, Part(calendar, wanted.choice), ZONE)


@given(calendars(), st.data(), st.integers(0, 9))
def test_sheets_fit_whatever_is_chosen(calendar: Calendar, data: st.DataObject, page: int) -> None:
    uids = data.draw(st.lists(st.sampled_from([*calendar.events, *calendar.series, "gone"]), unique=True))
    tags = data.draw(st.lists(st.sampled_from([*calendar.tags(), "gone"]), unique=True))
    wanted = Subscription(events=tuple(uids), tags=tuple(tags), role_id=data.draw(st.none() | st.just(3)))
    reader = subscriber(calendar, wanted)
    assert_fits(channel_sheet(reader, NOW, "Reminders set up", page), ITEMS)
    assert_fits(removal(reader), ITEMS)
    assert_fits(own_sheet(subscriber(calendar, wanted, PERSONAL), NOW, "Your reminder", "x" * 200), ITEMS)


def test_the_fullest_sheets_and_lists_fit() -> None:
    many = {
        f"event-{number}": confirmed(f"event-{number}", date(2027, 1, 1) + timedelta(number), title="[" * 200)
        for number in range(130)
    }
    calendar = Calendar().changed(dict(many))
    full = Subscription(events=tuple(many), tags=("debate",), role_id=10**18)
    for page in range(6):
        assert_fits(channel_sheet(subscriber(calendar, full), NOW, "Reminders changed", page), ITEMS)
    readers = [subscriber(calendar, full, number=10**17 + number) for number in range(25)]
    assert_fits(channel_list(readers, {10**18: "c" * 100}, NOW), ITEMS)
    own = [subscriber(calendar, full, PERSONAL, 10**17 + number) for number in range(25)]
    assert_fits(own_list(own, NOW), ITEMS)
    assert len(channel_label(readers[0], {})) <= 100
    assert len(own_label(own[0])) <= 100


def test_empty_lists_and_an_empty_calendar_fit() -> None:
    assert_fits(channel_list([], {}, NOW), ITEMS)
    assert_fits(own_list([], NOW), ITEMS)
    assert_fits(channel_sheet(subscriber(Calendar(), Subscription()), NOW, "Reminders set up"), ITEMS)
    assert_fits(offered(window("a" * 60, date(2027, 6, 1), date(2027, 7, 31))), ITEMS)


def test_the_words_of_a_reminder() -> None:
    vote = confirmed("vote", date(2027, 6, 25), starts=datetime(2027, 6, 25, 14, tzinfo=UTC), title="A vote")
    shown = text(reminder(vote, date(2027, 6, 25), Telling(date(2027, 6, 18), NOW)))
    assert shown == (
        "-# Reminder: in 7 days\n### A vote\n-# Late: this was due <t:1795348800:f>.\n"
        "**<t:1813932000:F>** · confirmed · <t:1813932000:R>"
    )
    whole = confirmed("vote", date(2027, 6, 25), title="A vote")
    assert text(reminder(whole, date(2027, 6, 25), Telling(date(2027, 6, 25)))) == (
        "-# Reminder: today\n### A vote\n**25 June 2027** · confirmed"
    )


def test_several_days_of_one_event_are_told_together() -> None:
    days = [confirmed("debate-2027", date(2027, 7, day), title="A debate") for day in (1, 25)]
    before = window("debate-2027", date(2027, 6, 1), date(2027, 7, 31))
    tidings = News("key", "debate-2027", Turn.CONFIRMED, NOW, Fact.of(before), Fact.of(days[0]))
    shown = text(news(tidings, days[0], days[1:], Telling(date(2027, 6, 2))))
    assert re.sub(r" · <t:\d+:R>", "", shown) == (
        "-# The date is confirmed\n### A debate\n**1 July 2027**\nand **25 July 2027**\n"
        "-# Before: June–July 2027, date to be confirmed"
    )


def test_each_lead_is_named_and_offered() -> None:
    for lead in Lead:
        shown = channel_sheet(subscriber(Calendar(), Subscription(leads=(lead,))), NOW, "Reminders")
        assert f"**When**: {LEADS[lead].lower()}" in text(shown)
        (menu,) = [part for part in components(shown.to_components()) if part["type"] == 3]  # type: ignore[no-untyped-call]
        assert [option["value"] for option in menu["options"] if option["default"]] == [lead]
