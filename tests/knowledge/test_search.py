from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answer import Answerer
from knowledge.answering.closeness import Asked, Phrasings, Rarity
from knowledge.answering.lexicon import Lexicon
from knowledge.answering.search import Index, Weights
from knowledge.load import load_library
from knowledge.model import Library
from knowledge.sentences import sentences

TERMS = st.sampled_from("abcdefgh")
SETS = st.lists(st.frozensets(TERMS, min_size=1), min_size=1, max_size=12)


def _rarity(phrasings: list[frozenset[str]]) -> Rarity:
    counts = {term: sum(term in one for one in phrasings) for term in frozenset().union(*phrasings)}
    return Rarity(counts, len(phrasings), kin=1.0)


def _slowly(
    phrasings: list[frozenset[str]], question: frozenset[str], rarity: Rarity
) -> list[tuple[float, int]]:
    """The same cosines, the obvious way."""
    near = []
    for place, phrasing in enumerate(phrasings):
        if shared := sum(rarity.squares[term] for term in sorted(phrasing & question)):
            near.append((shared / (rarity.length(question) * rarity.length(phrasing)), place))
    return sorted(near, reverse=True)


@given(SETS, st.frozensets(TERMS))
def test_closeness_is_the_cosine_and_lies_between_nought_and_one(
    phrasings: list[frozenset[str]], question: frozenset[str]
) -> None:
    rarity = _rarity(phrasings)
    near = Phrasings(phrasings, rarity).near(Asked.of(question, rarity))
    slow = _slowly(phrasings, question, rarity)
    assert [closeness for closeness, _ in near] == pytest.approx([closeness for closeness, _ in slow])
    assert {place for _, place in near} == {place for _, place in slow}
    assert all(0 < closeness <= 1 + 1e-9 for closeness, _ in near)


@given(SETS)
def test_a_phrasing_is_nearest_to_itself(phrasings: list[frozenset[str]]) -> None:
    rarity = _rarity(phrasings)
    index = Phrasings(phrasings, rarity)
    for phrasing in phrasings:
        assert index.near(Asked.of(phrasing, rarity))[0][0] == pytest.approx(1.0)


def test_the_shortlist_is_in_order_and_no_longer_than_asked_for(answerer: Answerer) -> None:
    order = answerer.index.rank(answerer.read("hate speech against minorities").senses)
    scores = [ranked.score for ranked in order.paragraphs]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) == Weights.load().shortlist


def test_words_that_no_paragraph_has_find_nothing(answerer: Answerer) -> None:
    order = answerer.index.rank({"qwertzuiop": {"qwertzuiop"}})
    assert (order.paragraphs, order.topic, order.topic_closeness) == ([], None, 0.0)


def test_a_field_without_weight_is_not_searched(library: Library) -> None:
    weights = Weights.load()
    text_alone = replace(
        weights, fields={**weights.fields, "phrasings": 0.0, "headings": 0.0, "footnotes": 0.0}
    )
    index = Index(library, Lexicon.load(), text_alone)
    best = index.rank({"auschwitz": {"auschwitz"}}).paragraphs[0]
    assert (best.unit.paragraph.number, best.words > 0) == (8, True)
    assert index.rank({"yoorrook": {"yoorrook"}}).paragraphs == []


def test_a_report_without_phrasings_is_searched_by_its_words(library: Library) -> None:
    bare = replace(library.newest, phrasings={}, not_covered=())
    answer = Answerer(Library((bare,))).answer(
        "starvation of civilians as a method of warfare, resolution 2417"
    )
    assert answer.matches[0].paragraph == 23


def test_loading_twice_gives_the_same_order() -> None:
    orders = []
    for _ in range(2):
        answer = Answerer(load_library()).answer("who decides what is genocide")
        orders.append([(match.paragraph, match.score) for match in answer.matches])
    assert orders[0] == orders[1]


@given(st.text(max_size=300))
def test_sentences_have_their_place_and_leave_only_blanks_between(text: str) -> None:
    cut = sentences(text)
    assert all(text[one.start : one.end] == one.text for one in cut)
    left = text
    for one in reversed(cut):
        left = left[: one.start] + left[one.end :]
    assert not left.strip()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One. Two! Three?", 3),
        ("See I.C.J. Reports 2024. Next.", 2),
        ("Convention, 1989 (No. 169). It says so.", 2),
        ("He said “never again.” They went on.", 2),
        ("By 7.5 per cent in vol. 3 of it.", 1),
    ],
)
def test_a_full_stop_in_an_abbreviation_ends_nothing(text: str, count: int) -> None:
    assert len(sentences(text)) == count


@given(st.data())
def test_the_shortlist_is_what_adding_every_word_up_gives(answerer: Answerer, data: st.DataObject) -> None:
    index = answerer.index
    terms = data.draw(st.sets(st.sampled_from(sorted(index.rarity)), max_size=12))
    slowly = [sum(index.gain(term, unit) for term in sorted(terms)) for unit in index.units]
    best = sorted((score for score in slowly if score), reverse=True)[: index.weights.shortlist]
    found = index.by_words(terms)
    assert [score for _, score in found] == pytest.approx(best)
    assert [score for _, score in found] == pytest.approx([slowly[place] for place, _ in found])


def test_of_equals_the_first_in_the_report_is_shortlisted(answerer: Answerer) -> None:
    index = answerer.index
    found = index.by_words(
        {term for term, rarity in index.rarity.items() if rarity == min(index.rarity.values())}
    )
    assert found == sorted(found, key=lambda one: (-one[1], one[0]))
    assert index.by_words(set()) == []
