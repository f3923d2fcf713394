"""The real library, and a small made-up one beside it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from knowledge.load import REPORTS, load_library
from knowledge.model import Library

MADE_UP_REPORT = """\
# Lighthouses: ten years of keeping the lamps lit[^*]

- Symbol: A/90/12-S/2035/34
- Date: 3 March 2035

[^*]: A made-up report, for tests.

## Summary

A short report on lamps.

## I. Lamps

1. Keepers light the lamps each evening,[^1] as resolution 1973 (2011) never asked.

## II. Harbours

2. Harbours close in a storm.

### A. Piers

3. A pier of 40 metres was built of oak.[^2]

## Footnotes

[^1]: See A/89/7.
[^2]: Ibid., para. 4.
"""

MADE_UP_DOCUMENTS = """\
[[document]]
name = "S/RES/1973 (2011)"
named_as = ["resolution 1973 (2011)"]

[footnotes]
2 = [{ document = "A/89/7", pinpoint = "para. 4" }]
"""

MADE_UP_PHRASINGS = """\
[1]
1 = ["who lights the lamps", "when do the keepers switch the lights on"]
[2]
1 = ["when are ports shut"]
[3]
1 = ["how long is the pier", "what wood is the jetty made of"]
"""


@pytest.fixture
def made_up(tmp_path: Path) -> Path:
    """A folder of reports that holds one small made-up report."""
    folder = tmp_path / "reports" / "A-90-12"
    folder.mkdir(parents=True)
    (folder / "report.md").write_text(MADE_UP_REPORT, encoding="utf-8")
    (folder / "documents.toml").write_text(MADE_UP_DOCUMENTS, encoding="utf-8")
    (folder / "phrasings.toml").write_text(MADE_UP_PHRASINGS, encoding="utf-8")
    return folder.parent


@pytest.fixture
def two_reports(made_up: Path) -> Library:
    """The real report and the made-up one, side by side."""
    shutil.copytree(REPORTS / "A-79-875", made_up / "A-79-875")
    return load_library(made_up)
