"""What all tests share: the real report, which slow tests a run includes, and how hard properties are tried."""

import random

import pytest
from hypothesis import settings

from knowledge.answer import Answerer
from knowledge.calendar import Calendar, load_calendar
from knowledge.load import load_library
from knowledge.model import Library
from knowledge.signals import Signals

SLOW = {
    "long": "takes minutes: run with scripts/check --long",
    "fresh_clone": "sets up a fresh clone over the network: runs in scripts/check",
}
"""Marker → why a plain run leaves these tests out. The option that adds them has the marker's name."""


@pytest.fixture(scope="session")
def library() -> Library:
    return load_library()


@pytest.fixture(scope="session")
def answerer(library: Library) -> Answerer:
    return Answerer(library)


@pytest.fixture(scope="session")
def signals(library: Library, answerer: Answerer) -> Signals:
    return Signals(library, answerer)


@pytest.fixture(scope="session")
def calendar() -> Calendar:
    return load_calendar()


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    """What a random run draws from: another number each time, or the one of a run to be repeated."""
    given: int | None = request.config.getoption("--seed")
    return random.randrange(10**6) if given is None else given  # noqa: S311 - to be repeated, not to be secret


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--seed", type=int, metavar="N", help="repeat a random run that printed this seed")
    for marker, reason in SLOW.items():
        parser.addoption(
            _option(marker), action="store_true", help=f"also run tests marked {marker}: {reason}"
        )


def pytest_configure(config: pytest.Config) -> None:
    for marker, reason in SLOW.items():
        config.addinivalue_line("markers", f"{marker}: {reason}")
    # A busy machine, or one that measures coverage, is slow without anything being wrong: no deadline.
    settings.register_profile("everyday", deadline=None)
    settings.register_profile("long", deadline=None, max_examples=1000)
    settings.load_profile("long" if config.getoption("--long") else "everyday")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for marker, reason in SLOW.items():
        if not config.getoption(_option(marker)):
            for item in items:
                if item.get_closest_marker(marker):
                    item.add_marker(pytest.mark.skip(reason=reason))


def _option(marker: str) -> str:
    return "--" + marker.replace("_", "-")
