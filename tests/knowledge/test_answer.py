"""What answering promises, whatever is asked: real questions, whole phrasings, and nonsense."""

import json
import random
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answer import Answer, Answerer
from knowledge.answering.messages import LONGEST
from knowledge.model import Library, Report


def first(answer: Answer) -> int | None:
    return answer.matches[0].paragraph if answer.matches else None


def phrasings(report: Report, every: int = 1) -> list[tuple[int, str]]:
    """Every so many of the phrasings with their paragraph."""
    return [(number, one) for number, listed in report.phrasings.items() for one in listed][::every]


def share(judged: Sequence[bool]) -> float:
    return sum(judged) / len(judged)


@pytest.mark.parametrize(
    ("question", "paragraph", "words"),
    [
        ("How many people are forcibly displaced?", 21, "123 million by October 2024"),
        ("rohinga genosyde resposibility", 28, "Rohingya"),
        ("how many states have r2p focal points", 41, "61 countries"),
        ("Who put forward “responsibility while protecting”?", 57, "Government of Brazil"),
    ],
)
def test_a_question_finds_its_paragraph_and_the_sentence_that_answers(
    answerer: Answerer, question: str, paragraph: int, words: str
) -> None:
    answer = answerer.answer(question)
    assert (first(answer), answer.status) == (paragraph, "answered")
    assert words in answer.matches[0].sentence


@pytest.mark.parametrize(
    ("question", "paragraph"),
    [
        ("what does para 61 say", 61),
        ("Show me paragraph 8, please!", 8),
        ("footnote 107?", 61),
        ("A/RES/79/122", 61),
        ("what is fn 97", 57),
        ("¶ 39", 39),
    ],
)
def test_a_question_that_names_a_place_goes_there(answerer: Answerer, question: str, paragraph: int) -> None:
    answer = answerer.answer(question)
    assert (first(answer), answer.status, answer.reason) == (paragraph, "answered", "place")


@pytest.mark.parametrize(
    "question", ["how did China vote on resolution 75/277?", "para 500", "footnote 141 of what"]
)
def test_a_question_that_only_mentions_a_place_or_one_that_is_not_there_is_a_question(
    answerer: Answerer, question: str
) -> None:
    assert answerer.answer(question).reason != "place"


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("", "blank"),
        (" \t\n ", "blank"),
        ("😀🎉", "blank"),
        ("\x00\x07\x1b", "blank"),
        ("???", "blank"),
        ("hello, good morning!", "blank"),
        ("a", "short"),
        ("why " * 1000, "long"),
        ("x" * (LONGEST + 1), "long"),
        ("what is it?", "nothing"),
        ("¿Qué dice el informe sobre Haití?", "language"),
    ],
)
def test_what_cannot_be_answered_is_told_why(answerer: Answerer, question: str, reason: str) -> None:
    answer = answerer.answer(question)
    assert (answer.status, answer.reason, answer.confidence, answer.matches) == ("none", reason, 0.0, ())
    assert answer.message


def test_a_topic_that_the_report_leaves_out_is_told_where_to_look(answerer: Answerer) -> None:
    answer = answerer.answer("What is the name of the person who is Special Adviser on genocide today?")
    assert answer.status != "answered"
    assert "press.un.org" in answer.message


def test_a_misspelt_word_is_said_to_be_read_as_another(answerer: Answerer) -> None:
    answer = answerer.answer("atacks on hospitls")
    assert "“atacks” as “attacks”" in answer.message


@given(st.text(max_size=400))
def test_whatever_is_typed_gets_an_answer_whose_quotes_are_verbatim(answerer: Answerer, text: str) -> None:
    answer = answerer.answer(text)
    assert answer.message
    assert 0 <= answer.confidence <= 1
    assert len(answer.matches) <= 10
    for match in answer.matches:
        assert match.text[match.start : match.end] == match.sentence
        paragraph = answerer.library.report(match.report).paragraph(match.paragraph)
        assert (match.text, match.footnotes) == (paragraph.text, paragraph.footnotes)
    assert json.loads(json.dumps(answer.as_json()))["question"] == text


def test_nearly_all_random_words_end_in_none(answerer: Answerer) -> None:
    draw = random.Random(5)  # noqa: S311 - the same words each time
    letters = "abcdefghijklmnoprstuvwyz"
    texts = [
        " ".join("".join(draw.choices(letters, k=draw.randint(3, 9))) for _ in range(draw.randint(1, 8)))
        for _ in range(200)
    ]
    assert share([answerer.answer(text).status == "none" for text in texts]) >= 0.95


def test_every_quote_of_every_phrasing_is_verbatim_and_one_of_its_paragraphs_sentences(
    library: Library, answerer: Answerer
) -> None:
    for _, phrasing in phrasings(library.newest, every=7):
        for match in answerer.answer(phrasing).matches:
            assert match.sentence
            assert match.text[match.start : match.end] == match.sentence


def test_each_phrasing_finds_its_paragraph_first(library: Library, answerer: Answerer) -> None:
    found = [
        first(answerer.answer(phrasing)) == number for number, phrasing in phrasings(library.newest, every=3)
    ]
    assert share(found) >= 0.99


def test_a_slip_in_a_phrasing_does_not_lead_elsewhere(library: Library, answerer: Answerer) -> None:
    draw = random.Random(11)  # noqa: S311 - the same slips each time
    found = []
    for number, phrasing in phrasings(library.newest, every=8):
        place = draw.randrange(1, len(phrasing) - 1)
        if phrasing[place : place + 2].isalpha():
            slip = phrasing[:place] + phrasing[place + 1] + phrasing[place] + phrasing[place + 2 :]
            found.append(first(answerer.answer(slip)) == number)
    assert share(found) >= 0.95


def test_every_paragraph_is_found_by_its_own_first_sentence(library: Library, answerer: Answerer) -> None:
    missed = [
        unit.paragraph.number
        for unit in answerer.index.units
        if first(answerer.answer(unit.sentences[0].text[:LONGEST])) != unit.paragraph.number
    ]
    assert missed == []
    assert len(answerer.index.units) == len(library.newest.paragraphs)


def _shuffled(question: str) -> str:
    parts = question.split()
    random.Random(3).shuffle(parts)  # noqa: S311 - the same order each time
    return " ".join(parts)


@pytest.mark.parametrize(
    "change",
    [
        str.upper,
        str.lower,
        str.title,
        lambda question: f"Please, {question}",
        lambda question: f"Hello! {question} Thank you very much",
        lambda question: f"good morning, {question} pls",
        lambda question: f"  {question}  \u200b😀",
        _shuffled,
    ],
)
def test_order_capitals_and_politeness_do_not_change_the_answer(
    library: Library, answerer: Answerer, change: Callable[[str], str]
) -> None:
    for _, phrasing in phrasings(library.newest, every=40):
        changed = change(phrasing)
        if len(changed) <= LONGEST:
            before, after = answerer.answer(phrasing), answerer.answer(changed)
            if after.parts:  # words in another order may make two questions
                assert first(before) == first(after)
                continue
            assert [match.paragraph for match in before.matches] == [
                match.paragraph for match in after.matches
            ]
            assert before.status == after.status


def test_two_reports_answer_side_by_side(two_reports: Library) -> None:
    answerer = Answerer(two_reports)
    lamps = answerer.answer("who lights the lamps?")
    assert (lamps.matches[0].report, lamps.matches[0].paragraph) == ("A/90/12-S/2035/34", 1)
    assert (
        answerer.answer("How many countries have an R2P focal point?").matches[0].report
        == "A/79/875-S/2025/248"
    )


@pytest.mark.parametrize(
    "question",
    ["what happens when a permanent member says no?", "How does the veto block what the Council can do?"],
)
def test_no_topic_speaks_where_a_paragraph_answers(answerer: Answerer, question: str) -> None:
    answer = answerer.answer(question)
    assert (first(answer), answer.status) in {(58, "answered"), (15, "answered")}
    assert "does not tell" not in answer.message


def test_an_unsure_answer_speaks_of_its_paragraphs(library: Library, answerer: Answerer) -> None:
    for _, phrasing in phrasings(library.newest, every=5):
        answer = answerer.answer(phrasing)
        assert all(topic.look not in answer.message for topic in library.newest.not_covered)


def test_an_off_topic_question_is_told_nothing_of_a_topic(answerer: Answerer) -> None:
    message = answerer.answer("who won the world cup in 2022").message
    assert message.startswith("The report does not seem to cover this.")


def test_a_misspelt_question_is_answered_like_a_right_one(answerer: Answerer) -> None:
    misspelt = answerer.answer("wat is the responsability to protekt")
    assert (first(misspelt), misspelt.status) == (1, "answered")
    assert answerer.answer("qwerty").status == "none"


def test_no_message_says_that_a_crime_was_committed(answerer: Answerer) -> None:
    said = answerer.answer("Is Israel committing genocide, yes or no? Who is to blame?").message
    assert "committed genocide" not in said
    assert "courts" in said


def test_suggestions_are_well_worded_and_short(answerer: Answerer) -> None:
    for typed in ("", "veto", "how many ref", "Rohin", "zzzzqq", "what is the respon"):
        suggested = answerer.suggest(typed)
        assert 0 < len(suggested) <= 25
        assert len(set(suggested)) == len(suggested)
        assert all(len(one) <= 100 and one.endswith("?") for one in suggested)
    assert all("veto" in one.lower() for one in answerer.suggest("veto", limit=3))
    assert answerer.suggest("veto", limit=1) == answerer.suggest("VETO ")[:1]


def test_what_is_suggested_when_nothing_was_found_is_answered(answerer: Answerer) -> None:
    message = answerer.answer("qwertz asdfgh").message
    examples = [part.split("”")[0] for part in message.split("“")[1:]]
    assert len(examples) == 2
    assert [answerer.answer(example).status for example in examples] == ["answered", "answered"]
