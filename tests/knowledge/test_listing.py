import pytest

from knowledge.answer import Answerer
from knowledge.answering.listing import is_list
from knowledge.model import Library


def test_the_lists_among_the_footnotes_are_known(library: Library) -> None:
    assert [note.number for note in library.newest.footnotes if is_list(note.text)] == [6, 54, 84, 106]


@pytest.mark.parametrize(
    ("question", "paragraph", "footnote"),
    [
        ("Which countries have national mechanisms for atrocity prevention?", 37, 54),
        ("Which genocide cases are before the International Court of Justice?", 60, 106),
        ("Which resolutions reaffirm the responsibility to protect?", 5, 6),
        ("Which institutions make up the African Peace and Security Architecture?", 47, 84),
    ],
)
def test_the_footnote_with_the_list_comes_first(
    library: Library, answerer: Answerer, question: str, paragraph: int, footnote: int
) -> None:
    best = answerer.answer(question).matches[0]
    assert (best.paragraph, best.footnotes[0]) == (paragraph, footnote)
    assert sorted(best.footnotes) == list(library.newest.paragraph(paragraph).footnotes)


def test_other_questions_leave_the_footnotes_as_they_are(library: Library, answerer: Answerer) -> None:
    best = answerer.answer("How many situations is the ICC looking into?").matches[0]
    assert best.footnotes == library.newest.paragraph(best.paragraph).footnotes
