"""Events and calendars of every kind, made up by Hypothesis."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import strategies as st

from knowledge.calendar import Calendar, Certainty, Event
from knowledge.calendar.event import LONGEST_NOTE, LONGEST_PLACE, LONGEST_TITLE

FIRST, LAST = date(2010, 1, 1), date(2040, 12, 31)

uids = st.from_regex(r"[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,4}){0,2}", fullmatch=True)
words = st.sampled_from(["", "New York", "a, b; c\\d: “é”", "two\nlines"])
links = st.from_regex(r"https://[a-z]{1,9}\.org/[a-zA-Z0-9/().,;:-]{0,120}", fullmatch=True)


@st.composite
def events(draw: st.DrawFn, *, yearly: bool | None = None, texts: st.SearchStrategy[str] = words) -> Event:
    """Any event; with ``yearly``, only such as come each year on the same day, or only others."""
    each_year = draw(st.booleans()) if yearly is None else yearly
    certainty = Certainty.CONFIRMED if each_year else draw(st.sampled_from(Certainty))
    first = draw(st.dates(FIRST, LAST))
    last = first + timedelta(draw(st.sampled_from([0, 0, 0, 1, 11, 60, 400])))
    if certainty is Certainty.YEAR:
        first, last = date(first.year, 1, 1), date(first.year, 12, 31)
    starts = None
    if certainty is Certainty.CONFIRMED and not each_year and draw(st.booleans()):
        starts = datetime.combine(first, draw(st.times()).replace(fold=0), UTC)
    return Event(
        uid=draw(uids),
        title=draw(texts.filter(str.strip))[:LONGEST_TITLE],
        certainty=certainty,
        first=first,
        last=last,
        starts=starts,
        place=draw(texts)[:LONGEST_PLACE],
        tags=tuple(
            draw(st.lists(st.sampled_from(["debate", "un-day", "anniversary", "women"]), unique=True))
        ),
        paragraphs=tuple(draw(st.lists(st.integers(1, 80), max_size=4, unique=True))),
        report=draw(st.none() | st.just("A/79/875-S/2025/248")),
        symbol=draw(st.none() | st.sampled_from(["A/RES/79/122", "S/RES/1973 (2011)"])),
        link=draw(st.none() | links),
        note=draw(texts)[:LONGEST_NOTE],
        checked_on=draw(st.none() | st.dates(FIRST, LAST)),
        sequence=draw(st.integers(0, 9)),
        yearly=each_year,
    )


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """A calendar of some events and some series: yearly days, and windows that come again each year."""
    dated = draw(st.lists(events(yearly=False), max_size=6, unique_by=lambda event: event.uid))
    again = draw(st.lists(events().filter(lambda event: event.certainty is not Certainty.YEAR), max_size=4))
    series = {event.uid: event for event in again}
    return Calendar({event.uid: event for event in dated if event.uid not in series}, series)


def day(year: int, month: int = 1, number: int = 1, hour: int | None = None) -> Event:
    """A confirmed event of one day, at an hour in UTC if given."""
    when = date(year, month, number)
    starts = None if hour is None else datetime.combine(when, time(hour), UTC)
    return Event(
        uid="meeting", title="A meeting", certainty=Certainty.CONFIRMED, first=when, last=when, starts=starts
    )
