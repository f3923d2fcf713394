"""How well and how fast news items are read, beside a plain list of keywords, in one run.

Run it from the repository's root: ``python tests/benchmarks/signals.py [FILE]``; another file of labelled items is
judged too. Every figure is measured. Nothing is asserted here; the floors stand in
tests/knowledge/test_signals_quality.py.
"""

# ruff: noqa: E402, T201 - run by its path it has to find the packages first, and printing is what it does
from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isnan, nan
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from knowledge.answer import Answerer
from knowledge.load import load_library
from knowledge.signals import Signal, Signals
from tests.benchmarks.labelled_alerts import BLIND, DEV, HELD_OUT, SEVERITIES, Item, read
from tests.benchmarks.learning import area_under_roc, mean

FIRST, WIDTH = 34, 10
KEYWORDS = (
    "genocide war crime atrocity massacre ethnic cleansing humanity killed dead civilians attack bomb shelling siege"
    " famine starvation rape refugees displaced deported camp hospital hate speech veto sanctions tribunal militia"
    " rebels rohingya gaza sudan darfur ukraine responsibility to protect"
)  # what somebody would write down in a few minutes

Said = Sequence[tuple[Item, Signal]]


def ours() -> Callable[[Item], Signal]:
    """The bot's reader of items."""
    library = load_library()
    reader = Signals(library, Answerer(library))
    return lambda item: reader.read(item.title, item.summary)


def keywords() -> Callable[[Item], Signal]:
    """A list of keywords, countries by the names of ISO 3166, paragraphs by the search of ``r2p ask``."""
    import pycountry  # noqa: PLC0415 - only the baseline needs it here

    answerer = Answerer(load_library())
    listed = KEYWORDS.split()
    names = {
        country.alpha_3: getattr(country, "common_name", country.name) for country in pycountry.countries
    }

    def said(item: Item) -> Signal:
        text = f"{item.title} {item.summary}"
        count = sum(word in text.casefold() for word in listed)
        matches = answerer.answer(text[:300]).matches[:3]
        return Signal(
            text,
            relevant=count >= 2,  # one keyword is often there by chance
            score=min(1.0, count / 10),
            countries=tuple(code for code, name in names.items() if name in text),
            paragraphs=tuple(match.paragraph for match in matches),
        )

    return said


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure of what was said, and the goal for it on items that nobody here has seen."""

    label: str
    of: Callable[[Said], float]
    goal: str = ""


def separates(said: Said) -> float:
    """How often a relevant item gets a higher score than one that is not."""
    yes, no = _scores(said)
    return area_under_roc(yes, no) if yes and no else nan


def _scores(said: Said) -> tuple[list[float], list[float]]:
    yes = [signal.score for item, signal in said if item.relevant]
    return yes, [signal.score for item, signal in said if not item.relevant]


def raised(said: Said) -> float:
    """The share of relevant items that are called so."""
    return mean(signal.relevant for item, signal in said if item.relevant)


def raised_wrongly(said: Said) -> float:
    """The share of the other items that are called relevant."""
    return mean(signal.relevant for item, signal in said if not item.relevant)


def countries(said: Said) -> float:
    """F1 of countries, all items together."""
    pairs = [(item.countries, set(signal.countries)) for item, signal in said if item.countries is not None]
    both = sum(len(right) + len(named) for right, named in pairs)
    return 2 * sum(len(right & named) for right, named in pairs) / both if both else nan


def paragraph(said: Said) -> float:
    """How often one of a relevant item's paragraphs is among the first three."""
    return mean(bool(item.paragraphs & set(signal.paragraphs[:3])) for item, signal in said if item.relevant)


def severity(within: int) -> Callable[[Said], float]:
    """How often a relevant item's severity is off by so many steps at most; none at all counts as far off."""

    def share(said: Said) -> float:
        return mean(_off(item, signal) <= within for item, signal in said if item.relevant)

    return share


def _off(item: Item, signal: Signal) -> int:
    if signal.severity is None or item.severity is None:
        return len(SEVERITIES)
    return abs(SEVERITIES.index(signal.severity) - SEVERITIES.index(item.severity))


MEASURES = (
    Measure("AUROC of the score", separates, ".97"),
    Measure("raised, of the relevant", raised, ".92"),
    Measure("raised, of the others", raised_wrongly, ".05 at most"),
    Measure("countries, F1", countries, ".95"),
    Measure("a right paragraph in three", paragraph, ".85"),
    Measure("severity exact", severity(0), ".70"),
    Measure("severity within one step", severity(1), ".97"),
)


def print_set(title: str, said: Mapping[str, Said]) -> None:
    """Print what readers said of one set."""
    items = [item for item, _ in said["ours"]]
    relevant = sum(item.relevant for item in items)
    print(f"\n{title}: {relevant} relevant items, {len(items) - relevant} others")
    print("".ljust(FIRST), *(name.rjust(WIDTH) for name in said), "goal".rjust(WIDTH + 4))
    for measure in MEASURES:
        values = [measure.of(told) for told in said.values()]
        cells = ("–" if isnan(value) else f"{value:.3f}" for value in values)
        print(
            measure.label.ljust(FIRST), *(cell.rjust(WIDTH) for cell in cells), measure.goal.rjust(WIDTH + 4)
        )


def print_missed(said: Said) -> None:
    """Print what went wrong, item by item."""
    for item, signal in said:
        faults = []
        if signal.relevant != item.relevant:
            faults.append(f"relevant {signal.relevant} ({signal.score:.2f})")
        if item.countries is not None and set(signal.countries) != item.countries:
            faults.append(f"countries {', '.join(signal.countries)} not {', '.join(sorted(item.countries))}")
        if item.relevant and not item.paragraphs & set(signal.paragraphs[:3]):
            faults.append(f"paragraphs {signal.paragraphs} not {sorted(item.paragraphs)}")
        if item.relevant and _off(item, signal):
            faults.append(f"severity {signal.severity} not {item.severity}")
        if faults:
            print(f"{item.title} | {item.summary}\n    {'; '.join(faults)}")


def times(say: Callable[[Item], Signal], items: Iterable[Item]) -> list[float]:
    """Milliseconds that each item takes, sorted."""
    taken = []
    for item in items:
        start = perf_counter()
        say(item)
        taken.append((perf_counter() - start) * 1000)
    return sorted(taken)


def run(
    sets: Mapping[str, Sequence[Item]], readers: Mapping[str, Callable[[Item], Signal]]
) -> dict[str, dict[str, Said]]:
    """Let each reader read each set."""
    return {
        title: {name: [(item, say(item)) for item in items] for name, say in readers.items()}
        for title, items in sets.items()
    }


def main() -> None:
    """Print one table a set, and the time an item takes."""
    parser = argparse.ArgumentParser(description="How well and how fast news items are read.")
    parser.add_argument("items", nargs="?", type=Path, help="another file of labelled items")
    parser.add_argument("--missed", action="store_true", help="list what goes wrong in the development set")
    told = parser.parse_args()
    sets = {"development set": read(DEV), "held-out set": read(HELD_OUT), "blind set": read(BLIND)}
    if told.items:
        sets[told.items.name] = read(told.items)
    start = perf_counter()
    readers = {"ours": ours()}
    loaded = perf_counter() - start
    readers["keywords"] = keywords()
    print(
        "The weights are taught by alerts_own.jsonl alone; the patterns were written with the development set before the eyes."
    )
    done = run(sets, readers)
    for title, said in done.items():
        print_set(title, said)
    taken = times(readers["ours"], [item for items in sets.values() for item in items])
    print(
        f"\nan item takes {taken[len(taken) // 2]:.1f} ms (median), {taken[int(len(taken) * 0.99)]:.1f} ms (99th percentile); loading {loaded:.2f} s"
    )
    if told.missed:
        print_missed(done["development set"]["ours"])


if __name__ == "__main__":
    main()
