"""Finding an event by what is typed: the one that is meant, or a sentence that helps."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given

from bot.errors import UserError
from bot.event_choice import LONGEST_LABEL, MOST_OFFERS, choosable, find, label, offers
from knowledge.calendar import Calendar, load_calendar
from tests.bot.made_up import words

TODAY = date(2026, 11, 22)
REAL = load_calendar()


def test_what_happens_once_is_offered_first_and_each_yearly_event_once(calendar: Calendar) -> None:
    found = choosable(calendar, TODAY)
    kinds = [event.yearly for event in found]
    assert kinds == sorted(kinds)
    assert found[0].uid == "debate-2027"
    assert [event.uid for event in found if event.uid.startswith("refugee-day")] == ["refugee-day-2027"]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("", "debate-2027"),
        ("debate 2028", "debate-2028"),
        ("2028 CONFERENCE", "conference-2028"),
        ("refugee", "refugee-day-2027"),
        ("9 december", "genocide-convention-2026"),
        ("veto", "veto-initiative-2027"),
        ("holocaust-remem", "holocaust-remembrance-day-2027"),
    ],
)
def test_words_of_the_title_the_days_the_tags_and_the_uid_are_found(
    calendar: Calendar, typed: str, first: str
) -> None:
    assert offers(choosable(calendar, TODAY), typed)[0].uid == first


def test_offers_fit_into_discords_list(calendar: Calendar) -> None:
    every = choosable(calendar, TODAY)
    assert len(every) > MOST_OFFERS == len(offers(every, ""))
    for event in every:
        assert len(label(event, "(hidden) ")) <= LONGEST_LABEL
    assert (
        label(every[0])
        == "General Assembly debate on the responsibility to protect · June–July 2027, date to be confirmed"
    )


@pytest.mark.parametrize(
    ("typed", "uid"),
    [
        ("debate-2028", "debate-2028"),
        (" debate-2023 ", "debate-2023"),
        ("refugee day", "refugee-day-2027"),
        ("human rights day", "human-rights-day-2026"),
        ("preparatory committee", "preparatory-committee-2027"),
    ],
)
def test_an_event_is_found_by_its_uid_or_by_words_that_mean_one(
    calendar: Calendar, typed: str, uid: str
) -> None:
    assert find(calendar, typed, TODAY).uid == uid


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("debate", "“debate” could be several events: General Assembly debate"),
        ("refugees day", "I know no event “refugees day”.*The nearest: World Refugee Day"),
        ("", "I know no event “”"),
        ("@everyone **x**", r"“\\@\u200beveryone \\\*\\\*x"),
        ("x" * 3000, "I know no event “x+…”"),
    ],
)
def test_what_means_none_or_several_is_explained(calendar: Calendar, typed: str, said: str) -> None:
    with pytest.raises(UserError, match=said) as caught:
        find(calendar, typed, TODAY)
    assert len(str(caught.value)) < 700


@given(words)
def test_whatever_is_typed_is_found_or_refused_in_words(typed: str) -> None:
    try:
        assert find(REAL, typed, TODAY)
    except UserError as error:
        assert "list that appears as you type" in str(error)  # noqa: PT017 - either is right
