import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answer import Answerer
from knowledge.answering import markup


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("@everyone **what** is genocide?", "what is genocide?"),
        ("<@123> <@!4> <@&5> <#6> <:blob:7> <a:wave:8> </r2p ask:9> veto", "veto"),
        ("__who__ ~~says~~ ||that|| `now`", "who says that now"),
        ("> ## what is a veto", "what is a veto"),
        ("see https://evil.example/a?b=1 and write to me@un.org", "see and write to"),
        ("[the veto](https://docs.un.org/x) today", "the veto today"),
        ("discord.gg/abc hello", "hello"),
        ("para. 61 <https://docs.un.org/en/A/79/875>", "para. 61"),
        ("S/RES/1973 (2011) and 5 * 3", "S/RES/1973 (2011) and 5 3"),
    ],
)
def test_names_links_and_marks_are_left_out(typed: str, left: str) -> None:
    assert " ".join(markup.plain(typed).replace("<", " ").replace(">", " ").split()) == left


@given(st.text(st.characters(codec="ascii", exclude_characters="<>@/*_~|`#-"), max_size=60))
def test_plain_words_stay_as_they_are(text: str) -> None:
    assert markup.plain(text).split() == text.split()


def test_a_question_in_discord_s_clothes_is_answered_as_without_them(answerer: Answerer) -> None:
    bare = answerer.answer("what is genocide?")
    dressed = answerer.answer("@everyone **what** is genocide? <@123> __x__ ||y|| https://evil.example")
    assert (dressed.status, bare.status) == ("answered", "answered")
    assert dressed.matches[0].paragraph == bare.matches[0].paragraph
    assert answerer.answer("<@123> https://evil.example").reason == "blank"
    assert answerer.answer("**para 61** <@123>").reason == "place"
