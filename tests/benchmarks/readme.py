"""Write the benchmark's main figures into the README, between its two markers."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from math import isnan
from pathlib import Path

from tests.benchmarks import measures
from tests.benchmarks.engines import ENGINES
from tests.benchmarks.measures import Cost, Said

BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"
COMMAND = "python tests/benchmarks/answers.py --readme"
NAMES = {
    "ours": "**this bot**",
    "FTS5": "SQLite FTS5",
    "FTS5 text": "SQLite FTS5, without our phrasings",
    "token_set": "rapidfuzz `token_set_ratio`",
    "WRatio": "rapidfuzz `WRatio`",
    "MiniLM": "MiniLM, a neural model",
}


def write_figures(readme: Path, sets: Mapping[str, Mapping[str, Said]], costs: Mapping[str, Cost]) -> None:
    """Replace what stands between the markers."""
    text = readme.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN, 1)
    _, after = rest.split(END, 1)
    figures = "\n".join(_figures(sets, costs))
    readme.write_text(f"{before}{BEGIN}\n{figures}\n{END}{after}", encoding="utf-8")


def _figures(sets: Mapping[str, Mapping[str, Said]], costs: Mapping[str, Cost]) -> Iterator[str]:
    development, held_out = list(sets.values())[:2]
    yield "| | right first | in the first three | right first, held out | false answers | median | 99 % within | memory |"
    yield "|---|---|---|---|---|---|---|---|"
    for name, said in development.items():
        cost = costs[name]
        cells = (
            NAMES.get(name, name),
            _share(measures.right_within(said)),
            _share(measures.right_in_three(said)),
            _share(measures.right_within(held_out[name])),
            _share(measures.false_answers(said)),
            f"{cost.percentile(0.5):.1f} ms",
            f"{cost.percentile(0.99):.1f} ms",
            "–" if isnan(cost.memory) else f"{cost.memory:.0f} MiB",
        )
        yield f"| {' | '.join(cells)} |"
    mine = development["ours"]
    covered = sum(bool(one.right) for one, _ in mine)
    low, high = measures.interval(measures.right_within, held_out["ours"])
    yield ""
    yield (
        f"{covered} development questions and {len(mine) - covered} that the report does not answer; all engines have"
        f" the same text and phrasings. The held-out set ({sum(bool(one.right) for one, _ in held_out['ours'])}"
        f" questions, 95 % interval of ours {_share(low)}–{_share(high)}) has taught nothing. A false answer is one to a"
        f" question that the report does not answer, where {_share(measures.coverage(mine))} of the development questions"
        f" get one. The quoted sentence has the answer in {_share(measures.sentence_right(mine))} (held out"
        f" {_share(measures.sentence_right(held_out['ours']))}). Printed by `{COMMAND}`, {datetime.now(UTC):%d %B %Y},"
        f" {os.cpu_count()} cores.{_left_out(development)}"
    )


def _left_out(there: Collection[str]) -> str:
    names = [NAMES.get(name, name) for name in ENGINES if name not in there]
    return f" Left out, as they were not installed: {', '.join(names)}." if names else ""


def _share(value: float) -> str:
    return f"{value * 100:.0f} %"
