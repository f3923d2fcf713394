"""The arithmetic behind the reading of news, and the files that teach and judge it."""

from pathlib import Path

import pytest

from knowledge.load import load_library
from knowledge.signals import Severity, Signal
from knowledge.signals.leanings import ANY, LEANINGS, Leaning, Leanings
from tests.benchmarks import signals
from tests.benchmarks.fit_signals import fit, total
from tests.benchmarks.labelled_alerts import BLIND, DEV, HELD_OUT, OWN, SEVERITIES, Item, read
from tests.benchmarks.teach import teach, write


def item(
    text: str,
    *,
    relevant: bool = True,
    paragraphs: frozenset[int] = frozenset((24,)),
    severity: str = "urgent",
) -> Item:
    return Item(
        text,
        "",
        relevant,
        frozenset(),
        paragraphs if relevant else frozenset(),
        severity if relevant else None,
    )


@pytest.mark.parametrize("path", [DEV, OWN, HELD_OUT, BLIND], ids=lambda path: path.stem)
def test_the_labels_hold_together(path: Path) -> None:
    numbers = {paragraph.number for paragraph in load_library().newest.paragraphs}
    for one in read(path):
        assert one.text.strip()
        assert bool(one.paragraphs) == one.relevant == (one.severity is not None), one.text
        assert numbers >= one.paragraphs, one.text
        assert one.severity is None or one.severity in SEVERITIES


def test_no_item_both_teaches_and_judges() -> None:
    taught = {one.text.casefold() for one in read(OWN)}
    judged = [one.text.casefold() for one in read(DEV) + read(HELD_OUT) + read(BLIND)]
    assert taught.isdisjoint(judged)
    assert len(judged) == len(set(judged))


def test_there_are_items_enough_of_both_kinds() -> None:
    for path, least in ((HELD_OUT, 150), (OWN, 1500)):
        items = read(path)
        assert len(items) >= least
        assert 0.5 <= sum(one.relevant for one in items) / len(items) <= 0.75


def test_teaching_finds_the_words_that_lean() -> None:
    grave = (item("a"), frozenset({"bomb", "town"}))
    calm = (item("b", paragraphs=frozenset((60,)), severity="watch"), frozenset({"court", "town"}))
    other = (item("c", relevant=False), frozenset({"coach", "town"}))
    leanings = teach([grave, calm, other] * 10)
    assert leanings.of({"bomb"}).relevant > leanings.of({"town"}).relevant > leanings.of({"coach"}).relevant
    assert leanings.of({"bomb"}).urgent > 0 > leanings.of({"court"}).urgent
    assert leanings.of({"court"}).watch > 0 > leanings.of({"bomb"}).watch
    assert leanings.of({"bomb"}).paragraphs[24] == leanings.of({"court"}).paragraphs[60] == 1
    assert teach([grave, calm, other]).terms == teach([grave, calm, other]).terms


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    leanings = Leanings(
        {
            ANY: Leaning(paragraphs={1: -0.5}),
            "bomb": Leaning(1.25, -0.5, 0.0, {24: 1.5, 25: -1.0}),
            "town": Leaning(0.001),
        }
    )
    write(leanings, tmp_path / "leanings.tsv")
    again = Leanings.load(tmp_path / "leanings.tsv")
    assert again.terms == {ANY: leanings.terms[ANY], "bomb": leanings.terms["bomb"]}


def test_the_packaged_leanings_are_what_was_taught() -> None:
    leanings = Leanings.load(LEANINGS)
    assert leanings.of({"rohingya", "villag", "<armed>"}).relevant > leanings.of({"recip", "coach"}).relevant
    assert ANY in leanings.terms


def test_fitting_keeps_each_weight_on_its_side() -> None:
    rows = [{"up": 1.0, "down": 0.0}, {"up": 0.0, "down": 1.0}] * 10
    base, weights = fit(rows, [1.0, 0.0] * 10, ["down"])
    assert weights["up"] > 0 > weights["down"]
    assert total((base, weights), rows[0]) > 0 > total((base, weights), rows[1])
    _, turned = fit(rows, [0.0, 1.0] * 10, ["down"])
    assert turned == {"up": 0.0, "down": 0.0}


def test_measures_of_what_was_said(capsys: pytest.CaptureFixture[str]) -> None:
    right = Signal("a", relevant=True, score=0.9, countries=(), paragraphs=(1, 24), severity=Severity.CONCERN)
    wrong = Signal("c", relevant=True, score=0.8, countries=("SDN",))
    said = [(item("a"), right), (item("c", relevant=False), wrong)]
    assert signals.separates(said) == 1.0
    assert (signals.raised(said), signals.raised_wrongly(said)) == (1.0, 1.0)
    assert signals.paragraph(said) == 1.0
    assert (signals.severity(0)(said), signals.severity(1)(said)) == (0.0, 1.0)
    assert signals.countries(said) == 0.0
    signals.print_set("two", {"ours": said})
    signals.print_missed(said)
    printed = capsys.readouterr().out
    assert "two: 1 relevant items, 1 others" in printed
    assert "severity concern not urgent" in printed
    assert "countries SDN not" in printed
