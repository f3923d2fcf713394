import pytest

from knowledge.answer import Answerer
from knowledge.answering import compound

TWO = "How many focal points are there and when is the crimes against humanity conference?"


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (TWO, ("How many focal points are there", "when is the crimes against humanity conference?")),
        ("What is a veto? And what is Haiti?", ("What is a veto", "what is Haiti?")),
        ("What is a veto? And who has one?", ("What is a veto", "who has one?")),
        ("veto restraint; Haiti", ("veto restraint", "Haiti")),
        ("When and where did it happen in Kenya?", ()),
        ("war crimes and crimes against humanity", ()),
        ("What is genocide?", ()),
        ("Haiti; Yemen; Sudan; Libya", ()),
    ],
)
def test_a_question_is_cut_where_another_begins(question: str, parts: tuple[str, ...]) -> None:
    assert compound.parts(question) == parts


def test_each_part_s_paragraph_is_shown_the_whole_s_best_first(answerer: Answerer) -> None:
    answer = answerer.answer(TWO)
    assert answer.status == "answered"
    assert {match.paragraph for match in answer.parts} == {41, 61}
    assert answer.matches[:2] == answer.parts
    assert len({match.paragraph for match in answer.matches}) == len(answer.matches)
    assert "paragraphs 61 and 41" in answer.message
    assert "61 countries" in next(match.sentence for match in answer.parts if match.paragraph == 41)
    assert [match.score for match in answer.matches] == sorted(
        (match.score for match in answer.matches), reverse=True
    )


@pytest.mark.parametrize(
    "question",
    [
        "How many focal points are there and who won the world cup?",
        "What are the three pillars and where were the three pillars first set out?",
        "What is genocide?",
    ],
)
def test_a_question_with_one_answer_stays_whole(answerer: Answerer, question: str) -> None:
    assert answerer.answer(question).parts == ()
