"""Phrasings left out of the index: each once, never in the index that is asked."""

from pathlib import Path

from knowledge.answer import Answerer
from knowledge.answering.held_out import fullest, try_without, without_some_phrasings
from knowledge.load import load_library
from knowledge.model import Library


def test_each_phrasing_is_left_out_once_and_at_most_one_a_paragraph_at_a_time(library: Library) -> None:
    report = library.newest
    seen: list[tuple[str, int | None]] = []
    for less, held_out in without_some_phrasings(library, fullest(library)):
        paragraphs = [one.paragraph for one in held_out if one.paragraph is not None]
        assert len(set(paragraphs)) == len(paragraphs)
        for phrasing, number in held_out:
            if number is not None:
                assert phrasing not in less.newest.phrasings[number]
        seen += held_out
    everything: list[tuple[str, int | None]] = [
        (phrasing, number) for number, some in report.phrasings.items() for phrasing in some
    ]
    everything += [(phrasing, None) for topic in report.not_covered for phrasing in topic.phrasings]
    assert sorted(seen, key=str) == sorted(everything, key=str)


def test_what_is_lost_names_the_winner_and_its_closest_phrasing(made_up: Path) -> None:
    file = made_up / "A-90-12" / "phrasings.toml"
    text = file.read_text(encoding="utf-8").replace('"who lights', '"how long is a wooden pier", "who lights')
    file.write_text(text, encoding="utf-8")
    library = load_library(made_up)
    folds = list(try_without(library, fullest(library)))
    assert sum(fold.asked for fold in folds) == 6
    (lost,) = (one for fold in folds for one in fold.lost if one.phrasing == "how long is a wooden pier")
    assert lost.paragraph == 1
    assert lost.winner == (library.newest.symbol, 3)
    assert lost.closest
    assert lost.closest[0] == "how long is the pier"
    assert 0 < lost.closest[1] < 1
    assert lost.as_json() == {
        "phrasing": "how long is a wooden pier",
        "paragraph": 1,
        "report": library.newest.symbol,
        "winner": 3,
        "closest": "how long is the pier",
        "closeness": round(lost.closest[1], 4),
    }


def test_nothing_found_is_told_as_nothing(made_up: Path) -> None:
    file = made_up / "A-90-12" / "phrasings.toml"
    file.write_text('[2]\n1 = ["quay opening hours"]\n', encoding="utf-8")
    (lost,) = (one for fold in try_without(load_library(made_up), 2) for one in fold.lost)
    assert lost.winner is None
    assert lost.as_json()["winner"] is None


def test_other_reports_stay_in_the_index(two_reports: Library) -> None:
    less, _ = next(iter(without_some_phrasings(two_reports, 2)))
    assert [report.symbol for report in less.reports] == [report.symbol for report in two_reports.reports]
    assert less.reports[1] is two_reports.reports[1]
    assert Answerer(less).answer("para 1").matches
