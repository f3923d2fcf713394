"""Symbols have one canonical spelling, whatever is typed or printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import symbols

CANONICAL = [
    ("a/res/79/122", "A/RES/79/122"),
    ("S/RES/1973(2011)", "S/RES/1973 (2011)"),
    ("A/HRC/RES/44/14", "A/HRC/RES/44/14"),
    ("A/RES/377 (V)", "A/RES/377(V)"),
    ("A/78/901 \u2013 S/2024/434", "A/78/901-S/2024/434"),
    ("E/CN.4/SUB.2/1997/20/REV.1", "E/CN.4/Sub.2/1997/20/Rev.1"),
    ("General Assembly resolution 60/1.", "A/RES/60/1"),
    ("Security Council resolution 2337 (2017)", "S/RES/2337 (2017)"),
]


@pytest.mark.parametrize(("typed", "expected"), CANONICAL)
def test_canonical(typed: str, expected: str) -> None:
    assert symbols.canonical(typed) == expected
    assert symbols.canonical(expected) == expected


@pytest.mark.parametrize("text", ["", "A/", "hello", "61", "ICC-01/19", "A/79/875 and more"])
def test_what_is_no_symbol(text: str) -> None:
    assert symbols.canonical(text) is None


@given(st.text())
def test_any_text_is_canonical_or_nothing(text: str) -> None:
    found = symbols.canonical(text)
    assert found is None or symbols.canonical(found) == found


def test_lists_of_resolutions_are_read_whole() -> None:
    printed = "Security Council resolutions 1674 (2006) and 1894 (2009); General Assembly resolution 75/277; see A/78/901"
    assert [symbol for _, symbol in symbols.printed_in(printed)] == [
        "S/RES/1674 (2006)",
        "S/RES/1894 (2009)",
        "A/RES/75/277",
        "A/78/901",
    ]


def test_link_leaves_out_spaces() -> None:
    assert symbols.link("S/RES/1973 (2011)") == "https://docs.un.org/en/S/RES/1973(2011)"
