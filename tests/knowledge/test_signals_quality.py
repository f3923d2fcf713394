"""Floors under what tests/benchmarks/signals.py measures: safely below it, so that only a real loss fails."""

import pytest

from knowledge.signals import Signals
from tests.benchmarks import signals as benchmark
from tests.benchmarks.labelled_alerts import DEV, HELD_OUT, Item, read
from tests.benchmarks.signals import Said


@pytest.fixture(scope="module", params=[DEV, HELD_OUT], ids=["development", "held-out"])
def said(request: pytest.FixtureRequest, signals: Signals) -> Said:
    return [(item, signals.read(item.title, item.summary)) for item in read(request.param)]


def test_relevant_items_are_told_from_others(said: Said) -> None:
    assert benchmark.separates(said) >= 0.97
    assert benchmark.raised(said) >= 0.92
    assert benchmark.raised_wrongly(said) <= 0.08


def test_countries_are_right(said: Said) -> None:
    assert benchmark.countries(said) >= 0.95


def test_a_right_paragraph_is_among_the_first_three(said: Said) -> None:
    assert benchmark.paragraph(said) >= 0.88


def test_severities_are_right_or_one_step_off(said: Said) -> None:
    assert benchmark.severity(0)(said) >= 0.75
    assert benchmark.severity(1)(said) >= 0.97


def test_a_list_of_keywords_does_worse() -> None:
    keywords = benchmark.keywords()
    items: list[Item] = read(DEV)
    plain = [(item, keywords(item)) for item in items]
    assert benchmark.separates(plain) < 0.8
    assert benchmark.countries(plain) < 0.8
