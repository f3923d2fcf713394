"""What all commands share: lines from standard input, colours, and consoles that can't show every character."""

import io
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cli.common import LONGEST_LINE, Line, prepare_streams, read_lines, wants_colour


def lines(data: bytes) -> list[Line]:
    return list(read_lines(io.BytesIO(data)))


def test_lines_come_without_their_ends() -> None:
    assert lines(b"one\ntwo\r\n\n three ") == [Line("one"), Line("two"), Line(""), Line(" three ")]
    assert lines(b"") == []


def test_a_mark_at_the_beginning_of_the_file_is_no_character() -> None:
    assert lines(b"\xef\xbb\xbfpara 61\n\xef\xbb\xbfx\n") == [Line("para 61"), Line("\ufeffx")]


@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n"])
def test_the_longest_line_is_read_and_a_longer_one_is_not(end: bytes) -> None:
    assert lines(b"a" * LONGEST_LINE + end) == [Line("a" * LONGEST_LINE)]
    for length in (LONGEST_LINE + 1, LONGEST_LINE + 2, LONGEST_LINE + 3, 5 * LONGEST_LINE):
        long, after = lines(b"a" * length + (end or b"\n") + b"next")
        assert long.problem == "That line is too long: at most 64 KiB are read."
        assert len(long.text) <= 201
        assert after == Line("next")


def test_a_line_that_is_not_utf_8_has_its_problem() -> None:
    first, second = lines(b"caf\xe9\nok\n")
    assert first == Line("caf\ufffd", "That line is not text in UTF-8.")
    assert second == Line("ok")


class OnlySmallReads(io.BytesIO):
    """Refuses to hand out a whole line of whatever length."""

    def readline(self, size: int | None = -1, /) -> bytes:
        assert size is not None
        assert 0 < size <= LONGEST_LINE + 2
        return super().readline(size)


def test_a_line_is_never_held_whole() -> None:
    (line,) = read_lines(OnlySmallReads(b"x" * 3_000_000))
    assert line.problem


@given(st.lists(st.binary(max_size=40).filter(lambda line: b"\n" not in line), max_size=8))
def test_each_line_gets_an_answer(given_lines: list[bytes]) -> None:
    read = lines(b"".join(line + b"\n" for line in given_lines))
    assert len(read) == len(given_lines)
    for line in read:
        line.text.encode("utf-8")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environ", "stream", "expected"),
    [
        ({}, Terminal(), True),
        ({"NO_COLOR": ""}, Terminal(), True),
        ({"NO_COLOR": "1"}, Terminal(), False),
        ({"TERM": "dumb"}, Terminal(), False),
        ({}, io.StringIO(), False),
        ({}, None, False),
    ],
)
def test_when_to_colour(environ: dict[str, str], stream: io.StringIO | None, expected: bool) -> None:  # noqa: FBT001 - a column of the table
    assert wants_colour(environ, stream) is expected


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        ("ascii", b"'so' \"it\" - is... ? > ?"),
        ("cp1252", b"\x91so\x92 \x93it\x94 \x96 is\x85 ? \x9b ?"),
        ("utf-8", "‘so’ “it” – is… 中 › ?".encode()),
    ],
)
def test_a_character_that_the_console_lacks_gets_a_plain_one(
    monkeypatch: pytest.MonkeyPatch, encoding: str, expected: bytes
) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding)
    monkeypatch.setattr(sys, "stdout", stream)
    prepare_streams()
    stream.write("‘so’ “it” – is… 中 › \udcff")
    stream.flush()
    assert raw.getvalue() == expected
