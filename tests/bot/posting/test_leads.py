"""When reminders fall due: each once, in time, none after its use, and no day named that is not confirmed."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.posting.leads import begin, coming, occurrence, of_event, plan, read_key
from bot.posting.model import Occurrence, Owed
from bot.posting.part import Part
from bot.posting.subscription import Lead, Subscription
from knowledge.calendar import Calendar, Certainty, Event
from tests.bot.posting.events import confirmed, window, year, yearly

ZURICH = ZoneInfo("Europe/Zurich")
START = datetime(2026, 11, 22, 12, tzinfo=UTC)

ZONES = st.sampled_from(
    ["UTC", "Europe/Zurich", "America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu"]
).map(ZoneInfo)
DAYS = st.dates(date(2026, 10, 1), date(2029, 12, 31))


@st.composite
def dated(draw: st.DrawFn, uid: str) -> Event:
    first = draw(DAYS)
    last = first + timedelta(draw(st.integers(0, 90)))
    match draw(st.sampled_from(["days", "hour", "window", "year", "yearly"])):
        case "days":
            return confirmed(uid, first, last)
        case "hour":
            moment = datetime.combine(first, draw(st.times()), UTC)
            return confirmed(uid, first, last, starts=moment)
        case "window":
            return window(uid, first, last)
        case "year":
            return year(uid, first.year)
        case _:
            return yearly(uid, first)


CALENDARS = (
    st.integers(1, 4)
    .flatmap(lambda n: st.tuples(*(dated(f"event-{i}") for i in range(n))))
    .map(lambda events: Calendar().changed({event.uid: event for event in events}))
)
SUBSCRIPTIONS = st.builds(
    Subscription,
    events=st.sets(st.sampled_from([f"event-{i}" for i in range(4)])).map(lambda s: tuple(sorted(s))),
    tags=st.sampled_from([(), ("debate",)]),
    leads=st.sets(st.sampled_from(list(Lead))).map(lambda s: tuple(sorted(s))),
    at=st.times().map(lambda t: t.replace(second=0, microsecond=0)),
)
STEPS = st.lists(st.timedeltas(timedelta(minutes=1), timedelta(days=200)), min_size=1, max_size=25)


def run(
    subscription: Subscription, calendar: Calendar, zone: ZoneInfo, steps: list[timedelta]
) -> list[tuple[datetime, Owed]]:
    """What a ticker that looks at these moments finds owed, with the moment."""
    now, part = START, Part(calendar, subscription.choice)
    upcoming = occurrence(coming(subscription, part, zone, now))
    found = []
    for step in steps:
        now += step
        if upcoming is not None and upcoming.due <= now:
            planned = plan(subscription, part, zone, upcoming.due, now)
            found += [(now, owed) for owed in planned.owed]
            upcoming = planned.upcoming
        assert upcoming is None or upcoming.due > now
    return found


@given(SUBSCRIPTIONS, CALENDARS, ZONES, STEPS)
def test_each_is_owed_once_whenever_one_looks(
    subscription: Subscription, calendar: Calendar, zone: ZoneInfo, steps: list[timedelta]
) -> None:
    found = run(subscription, calendar, zone, steps)
    keys = [owed.key for _, owed in found]
    assert len(keys) == len(set(keys))
    end = START + sum(steps, timedelta())
    obvious = {
        each.key
        for event in calendar.between(date(2026, 1, 1), date(2045, 1, 1))
        if subscription.choice.covers(event)
        for each in of_event(event, subscription, zone)
        if START < each.due <= end
    }
    assert set(keys) == obvious


@given(SUBSCRIPTIONS, CALENDARS, ZONES, STEPS)
def test_what_is_sent_is_still_of_use_and_one_post_an_event(
    subscription: Subscription, calendar: Calendar, zone: ZoneInfo, steps: list[timedelta]
) -> None:
    sent: set[tuple[datetime, str]] = set()
    for now, owed in run(subscription, calendar, zone, steps):
        assert owed.due <= now
        assert owed.useful_until is not None
        if owed.skip is None:
            assert owed.useful_until > now
            uid = read_key(owed.key).uid
            assert owed.merge == f"{uid}:"
            assert (now, uid) not in sent
            sent.add((now, uid))


@given(SUBSCRIPTIONS, CALENDARS, ZONES)
def test_nothing_counts_down_to_a_day_that_is_not_confirmed(
    subscription: Subscription, calendar: Calendar, zone: ZoneInfo
) -> None:
    for event in calendar.between(date(2026, 1, 1), date(2031, 1, 1)):
        for each in of_event(event, subscription, zone):
            counted = read_key(each.key).what in {Lead.MONTH, Lead.WEEK, Lead.DAY, Lead.START}
            assert counted == (event.certainty is Certainty.CONFIRMED)


@given(SUBSCRIPTIONS, CALENDARS, ZONES, st.integers(1, 5))
def test_what_comes_next_is_what_a_look_at_everything_finds(
    subscription: Subscription, calendar: Calendar, zone: ZoneInfo, count: int
) -> None:
    everything = sorted(
        each
        for event in calendar.between(date(2026, 1, 1), date(2036, 12, 1))
        if subscription.choice.covers(event)
        for each in of_event(event, subscription, zone)
        if each.due > START
    )
    found = coming(subscription, Part(calendar, subscription.choice), zone, START, count)
    assert found == everything[: len(found)]
    assert len(found) == min(count, len(everything)) or found[-1].due > START + timedelta(days=3_000)


def keys(event: Event, leads: tuple[Lead, ...] = tuple(Lead), zone: ZoneInfo = ZURICH) -> dict[str, str]:
    """Key → due, in UTC, to the minute."""
    every = of_event(event, Subscription(events=(event.uid,), leads=leads), zone)
    return {each.key: f"{each.due.astimezone(UTC):%Y-%m-%d %H:%M}" for each in every}


def test_a_confirmed_day_is_counted_down_to_at_the_local_time() -> None:
    assert keys(confirmed("debate-2027", date(2027, 4, 20))) == {
        "debate-2027:30d:2027-04-20": "2027-03-21 08:00",  # winter time still
        "debate-2027:7d:2027-04-20": "2027-04-13 07:00",
        "debate-2027:1d:2027-04-20": "2027-04-19 07:00",
        "debate-2027:0d:2027-04-20": "2027-04-20 07:00",
    }


def test_an_event_with_an_hour_starts_at_that_hour_and_its_day_is_the_reader_s() -> None:
    event = confirmed("vote", date(2027, 6, 25), starts=datetime(2027, 6, 25, 23, 30, tzinfo=UTC))
    assert keys(event, (Lead.DAY, Lead.START)) == {  # 26 June in Zurich
        "vote:1d:2027-06-25": "2027-06-25 07:00",
        "vote:0d:2027-06-25": "2027-06-25 23:30",
    }
    day, start = of_event(event, Subscription(leads=(Lead.DAY, Lead.START)), ZURICH)
    assert day.until == event.starts
    assert start.until == begin(date(2027, 6, 27), ZURICH)


def test_a_window_is_told_when_it_opens_and_each_month() -> None:
    event = window("debate-2027", date(2027, 5, 31), date(2027, 7, 31))
    assert keys(event) == {
        "debate-2027:opens:2027-05-31": "2027-05-31 07:00",
        "debate-2027:in:2027-06": "2027-06-30 07:00",
        "debate-2027:in:2027-07": "2027-07-31 07:00",
    }
    assert keys(event, (Lead.DAY, Lead.START)) == {}


def test_a_year_is_told_when_it_begins_and_each_quarter() -> None:
    assert list(keys(year("conference-2028", 2028))) == [
        "conference-2028:opens:2028-01-01",
        "conference-2028:in:2028-04",
        "conference-2028:in:2028-07",
        "conference-2028:in:2028-10",
    ]


def test_a_window_without_end_is_bounded() -> None:
    every = keys(window("some-day", date(2027, 1, 1), date(2199, 12, 31)))
    assert 100 < len(every) < 130


def test_after_downtime_the_newest_useful_one_is_sent_and_the_others_are_logged() -> None:
    calendar = Calendar().changed({"debate-2027": confirmed("debate-2027", date(2027, 6, 25))})
    wanted = Subscription(events=("debate-2027",))
    part = Part(calendar, wanted.choice)
    since = datetime(2027, 5, 26, 7, tzinfo=UTC)
    late = plan(wanted, part, ZURICH, since, datetime(2027, 6, 24, 20, tzinfo=UTC))
    assert [(owed.key[12:15], owed.skip) for owed in late.owed] == [
        ("30d", "a later reminder of the same event took its place"),
        ("7d:", "a later reminder of the same event took its place"),
        ("1d:", None),
    ]
    too_late = plan(wanted, part, ZURICH, since, datetime(2027, 6, 27, tzinfo=UTC))
    assert [owed.key for owed in too_late.owed if owed.skip is None] == []
    assert too_late.owed[-1].skip == "too late: the event had begun, or its window had closed"
    assert too_late.upcoming is None


def test_a_yearly_day_comes_each_year() -> None:
    calendar = Calendar().changed({"genocide-day": yearly("genocide-day", date(2015, 12, 9))})
    wanted = Subscription(events=("genocide-day",), leads=(Lead.START,), at=time(8))
    now, seen = START, []
    for _ in range(3):
        (due,) = coming(wanted, Part(calendar, wanted.choice), ZoneInfo("UTC"), now)
        seen.append(Occurrence(due.key, due.due))
        now = due.due
    assert [each.key for each in seen] == [f"genocide-day-{y}:0d:{y}-12-09" for y in (2026, 2027, 2028)]
    assert [each.due.hour for each in seen] == [8, 8, 8]


def test_a_day_that_a_zone_skips_has_no_reminder() -> None:
    samoa = ZoneInfo("Pacific/Apia")  # there was no 30 December 2011
    event = confirmed("new-year", date(2011, 12, 31))
    assert list(keys(event, (Lead.WEEK, Lead.DAY, Lead.START), samoa)) == [
        "new-year:7d:2011-12-31",
        "new-year:0d:2011-12-31",
    ]


def test_who_chose_nothing_is_reminded_of_nothing() -> None:
    calendar = Calendar().changed({"debate-2027": confirmed("debate-2027", date(2027, 6, 25))})
    assert coming(Subscription(), Part(calendar, Subscription().choice), ZURICH, START) == []
