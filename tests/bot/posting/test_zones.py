"""Time zones as people look for them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.posting.zone_names import fold, index, names
from bot.posting.zones import suggest, zone

WINTER = datetime(2026, 11, 22, 12, 5, tzinfo=UTC)
SUMMER = datetime(2026, 7, 1, 12, 5, tzinfo=UTC)


def found(typed: str, now: datetime = WINTER) -> list[str]:
    return [name for _, name in suggest(typed, now)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Europe/Zurich", "Europe/Zurich"),
        ("europe/zur", "Europe/Zurich"),
        ("new york", "America/New_York"),
        ("New_York", "America/New_York"),
        ("sao paulo", "America/Sao_Paulo"),
        ("São Paulo", "America/Sao_Paulo"),
        ("geneva", "Europe/Zurich"),
        ("Genève", "Europe/Zurich"),
        ("the hague", "Europe/Amsterdam"),
        ("addis ababa", "Africa/Addis_Ababa"),
        ("addis", "Africa/Addis_Ababa"),
        ("new delhi", "Asia/Kolkata"),
        ("n'djamena", "Africa/Ndjamena"),
        ("N’Djaména", "Africa/Ndjamena"),
        ("Łódź", "Europe/Warsaw"),
        ("washington", "America/New_York"),
        ("brasilia", "America/Sao_Paulo"),
        ("rio", "America/Sao_Paulo"),
        ("goma", "Africa/Lubumbashi"),
        ("kiev", "Europe/Kyiv"),
        ("switzerland", "Europe/Zurich"),
        ("ukraine", "Europe/Kyiv"),
        ("russian federation", "Europe/Moscow"),
        ("australia", "Australia/Sydney"),
        ("cote d'ivoire", "Africa/Abidjan"),
        ("ivory coast", "Africa/Abidjan"),
        ("UK", "Europe/London"),
        ("drc", "Africa/Kinshasa"),
        ("state of palestine", "Asia/Hebron"),
        ("EST", "America/New_York"),
        ("utc", "UTC"),
        ("GMT", "UTC"),
        ("zurch", "Europe/Zurich"),  # typing errors
        ("amstredam", "Europe/Amsterdam"),
        ("sao paolo", "America/Sao_Paulo"),
        ("adis abeba", "Africa/Addis_Ababa"),
        ("washingtn", "America/New_York"),
    ],
)
def test_what_people_type_finds_the_zone_first(typed: str, first: str) -> None:
    assert found(typed)[0] == first


@pytest.mark.parametrize("typed", ["+5:30", "+05:30", "UTC+5:30", "utc +0530", "gmt+530", "5:30", "+5:3"])
def test_an_offset_finds_the_zones_that_have_it(typed: str) -> None:
    assert found(typed) == ["Asia/Kolkata", "Asia/Colombo"]


def test_an_offset_means_the_one_that_holds_now() -> None:
    assert "Europe/Zurich" in found("UTC+2", SUMMER)
    assert "Europe/Zurich" not in found("UTC+2", WINTER)
    assert "Africa/Cairo" in found("UTC+2", WINTER)
    assert found("GMT-3")[0] == "America/Sao_Paulo"
    assert found("−3:30") == ["America/St_Johns"]  # a minus sign
    assert found("UTC-0")[0] == found("+00:00")[0] == "UTC"
    assert found("+5")[-1] == "Asia/Kathmandu"  # +05:45 after all at +05:00
    assert found("+13:30") == []


def test_a_label_shows_what_was_looked_for_the_zone_its_offset_and_its_time() -> None:
    assert suggest("zurich", WINTER) == [("Europe/Zurich · UTC+01:00 · 13:05", "Europe/Zurich")]
    assert suggest("zurich", SUMMER) == [("Europe/Zurich · UTC+02:00 · 14:05", "Europe/Zurich")]
    assert suggest("geneva", WINTER)[0][0] == "Geneva (Europe/Zurich) · UTC+01:00 · 13:05"
    assert suggest("switzerland", WINTER)[0][0] == "Switzerland: Zurich (Europe/Zurich) · UTC+01:00 · 13:05"


def test_before_anything_is_typed_the_seats_of_the_united_nations_are_offered() -> None:
    assert found("")[:5] == ["UTC", "America/New_York", "Europe/Zurich", "Europe/Vienna", "Africa/Nairobi"]
    assert found("  ") == found("")
    assert len(found("")) == 25


@given(
    st.text(max_size=200)
    | st.sampled_from(sorted(available_timezones()))
    | st.from_regex(r"(utc)?[+-]?\d{1,4}"),
    st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1)),  # noqa: DTZ001 - Hypothesis wants them so
)
def test_what_is_offered_fits_discord_and_can_be_chosen(typed: str, moment: datetime) -> None:
    offered = suggest(typed, moment.replace(tzinfo=UTC))
    assert len(offered) <= 25
    assert len({name for _, name in offered}) == len(offered)
    for label, name in offered:
        assert 1 <= len(label) <= 100
        assert 1 <= len(name) <= 100
        assert re.search(r" · UTC[+-]\d\d:\d\d · \d\d:\d\d$", label)
        assert zone(name).key == name


def test_every_zone_is_known_by_its_name_in_any_case() -> None:
    assert [name for name in available_timezones() if zone(name).key != name] == []
    assert [name for name in names().values() if zone(f" {name.upper()} ").key != name] == []


def test_every_present_zone_is_found_by_its_name_and_by_its_city() -> None:
    for name in index().current:
        assert found(name)[0] == name
        assert name in found(name.rpartition("/")[2].replace("_", " "))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("Geneva", "Europe/Zurich"), ("new york", "America/New_York"), ("Switzerland", "Europe/Zurich")],
)
def test_a_place_that_means_one_zone_is_understood(typed: str, meant: str) -> None:
    assert zone(typed) == ZoneInfo(meant)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Europe/Zurch", "Did you mean Europe/Zurich"),
        ("Germany", "Did you mean Europe/Berlin or Europe/Busingen? "),  # it has two
        ("IST", "Did you mean Asia/Kolkata or Europe/Dublin"),  # so have these letters
        ("UTC+2", "An offset is not enough"),
        ("", "There is no such time zone. Give the name"),
        ("Nowhere/Land", "There is no such time zone. "),
        ("Europe", "Did you mean Europe/Zurich or "),
        ("../../etc/passwd", "There is no such time zone. "),
        ("posix/Europe/Zurich", "There is no such time zone. "),
        ("@everyone", "There is no such time zone. "),
        ("x" * 100_000, "There is no such time zone. "),
    ],
)
def test_an_unknown_zone_is_refused_with_the_nearest_and_an_example(typed: str, told: str) -> None:
    with pytest.raises(ValueError, match="There is no such time zone") as refused:
        zone(typed)
    assert told in str(refused.value)
    assert str(refused.value).endswith("Give the name of a zone, or a city. Example: Europe/Zurich")
    assert len(str(refused.value)) < 300


def test_every_curated_name_leads_to_a_present_zone_that_it_finds() -> None:
    known = index()
    assert set(known.offered) < set(known.current) < set(names().values())
    for entry in known.entries:
        if not entry.old:
            assert entry.zone in known.current, entry
            assert entry.zone in found(entry.name) or len(found(entry.name)) == 25, entry


@pytest.mark.parametrize(
    ("capital", "country"),
    [
        ("Bern", "Switzerland"),
        ("Sana'a", "Yemen"),
        ("Ankara", "Türkiye"),
        ("Abuja", "Nigeria"),
        ("Hanoi", "Vietnam"),
        ("Port Louis", "Mauritius"),
        ("Castries", "St Lucia"),
        ("Naypyidaw", "Myanmar"),
    ],
)
def test_a_capital_without_a_zone_of_its_name_has_that_of_its_country(capital: str, country: str) -> None:
    assert zone(capital) == zone(country)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("São Paulo", "sao paulo"),
        ("N'Djaména", "ndjamena"),
        ("Etc/GMT+5", "etc gmt+5"),
        ("Port-au-Prince", "port au prince"),
    ],
)
def test_spellings_are_made_alike(text: str, folded: str) -> None:
    assert fold(text) == folded
