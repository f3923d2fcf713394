"""Countries by their ISO 3166 codes: a name for people, a flag, and the country that somebody typed."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

_FLAG = 0x1F1E6  # the symbol that stands for an A in a flag
_SHORT = {
    "BOL": "Bolivia",
    "COD": "Democratic Republic of the Congo",
    "COG": "Congo",
    "FSM": "Micronesia",
    "IRN": "Iran",
    "KOR": "Republic of Korea",
    "LAO": "Laos",
    "MDA": "Moldova",
    "PRK": "Democratic People's Republic of Korea",
    "PSE": "Palestine",
    "SYR": "Syria",
    "TUR": "Türkiye",
    "TWN": "Taiwan",
    "TZA": "Tanzania",
    "VEN": "Venezuela",
    "VNM": "Viet Nam",
}
"""Names that people use where the standard's own is long or turned round."""


class Country(NamedTuple):
    """A country."""

    code: str
    """ISO 3166-1 alpha-3."""
    name: str
    flag: str


@functools.cache
def countries() -> Mapping[str, Country]:
    """All countries by their code."""
    import pycountry  # noqa: PLC0415 - slow to import, needed here alone

    known = {}
    for each in pycountry.countries:
        name = str(_SHORT.get(each.alpha_3) or getattr(each, "common_name", each.name))
        flag = "".join(chr(_FLAG + ord(letter) - ord("A")) for letter in each.alpha_2)
        known[each.alpha_3] = Country(each.alpha_3, name, flag)
    return known


def country(code: str) -> Country:
    """The country of a code; one that is not known goes by its code."""
    return countries().get(code) or Country(code, code, "")


def offered(typed: str) -> list[Country]:
    """The countries whose code or name begins with what was typed, then those that have it elsewhere."""
    wanted = _plain(typed)
    found = [
        each
        for each in countries().values()
        if wanted in _plain(each.name) or each.code.casefold() == wanted or not wanted
    ]
    found.sort(
        key=lambda each: (
            each.code.casefold() != wanted,
            not _plain(each.name).startswith(wanted),
            _plain(each.name),
        )
    )
    return found


def named(typed: str) -> Country | None:
    """The one country that was typed by its code or whole name; None if it is none."""
    wanted = _plain(typed)
    return next(
        (each for each in countries().values() if wanted in {each.code.casefold(), _plain(each.name)}), None
    )


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.strip().casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
