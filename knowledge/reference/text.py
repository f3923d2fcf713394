"""The letters of a typed reference: one spelling for its many dashes, quotes and cases, then its tokens."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from urllib.parse import unquote

LONGEST = 600
"""The characters that a reference may have; the longest footnote of links is shorter."""

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_SUPERSCRIPT = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_SPELLINGS = str.maketrans(
    {**dict.fromkeys("'’‘ʼ`", ""), **dict.fromkeys('"“”„«»‹›', " "), "\N{FRACTION SLASH}": "/", "−": "-"}
)
_DOUBLED_SIGN = re.compile("([¶§])[¶§]+")
_MARKDOWN_LINK = re.compile(r"\[([^\]]*)\]\((\S+?)\)(?=[\s.,;:]|$)")
_UN_SEARCH = re.compile(
    r"(?:https?://)?[\w.-]*\b(?:un|undocs)\.org/\S*?[?&](?:final)?(?:symbol|ds|m|s)=(?:en/)?"
    r"(?P<symbol>[^\s&#<>]+)[^\s<>]*",
    re.IGNORECASE,
)
_UN_LINK = re.compile(
    r"(?:https?://)?(?:www\.)?(?:docs\.un\.org|undocs\.org)/"
    r"(?:(?:ar|en|es|fr|ru|zh)/)?(?P<symbol>[^\s?#<>]+)[^\s<>]*",
    re.IGNORECASE,
)
_ENCODED = re.compile(r"\w+%2f\S+", re.IGNORECASE)


class Kind(Enum):
    """What a token is."""

    NUMBER = auto()
    WORD = auto()
    LINK = auto()
    MARK = auto()


_KINDS = {kind.name: kind for kind in Kind}


@dataclass(frozen=True, slots=True)
class Token:
    """A number, a word, a web address or a single mark; ``glued`` when no space stands before it."""

    kind: Kind
    text: str
    glued: bool = False


def clean(text: str) -> str:
    """Return ``text`` in small letters, one space between words, all dashes hyphens, no quotes or accents.

    Superscript figures become ``^107``. A link to a United Nations document becomes its symbol.
    """
    text = (text if text.isascii() else _ascii_signs(text)).translate(_SPELLINGS)
    text = _DOUBLED_SIGN.sub(r"\1", text)
    text = _MARKDOWN_LINK.sub(r"\1 \2 ", text)
    for pattern in (_UN_SEARCH, _UN_LINK):
        text = pattern.sub(lambda found: unquote(found["symbol"]).rstrip("/"), text)
    text = _ENCODED.sub(lambda found: unquote(found[0]), text)
    return " ".join(text.casefold().split())


def _ascii_signs(text: str) -> str:
    text = _SUPERSCRIPT.sub(lambda found: f" ^{found[0].translate(_SUPERSCRIPTS)} ", text)
    return "".join(_plain(letter) for letter in unicodedata.normalize("NFKD", text))


def _plain(letter: str) -> str:
    category = unicodedata.category(letter)
    if category == "Pd":
        return "-"
    return "" if category in {"Mn", "Cf"} else letter


class Lexer:
    """Cuts a clean text into tokens.

    A web address is one if it has a scheme, begins with ``www.`` or is on one of the known hosts.
    """

    def __init__(self, hosts: Iterable[str] = ()) -> None:
        """``hosts`` are names such as ``osce.org``, without ``www.``."""
        known = "|".join(re.escape(host) for host in sorted(hosts, key=len, reverse=True))
        bare = rf"|(?<![\w.])(?:{known})(?:/[^\s<>]*|(?![\w.]))" if known else ""
        self._lexeme = re.compile(
            rf"(?P<LINK>https?://[^\s<>]+|www\.[^\s<>]+{bare})"
            r"|(?P<NUMBER>\d+)|(?P<WORD>[^\W\d_]+)|(?P<MARK>\S)"
        )

    def tokens(self, text: str) -> list[Token]:
        """Return the tokens of a clean text in order."""
        found: list[Token] = []
        end = -1
        for match in self._lexeme.finditer(text):
            kind = _KINDS[match.lastgroup or "MARK"]
            found.append(Token(kind, match[0], glued=match.start() == end))
            end = match.end()
        return found


_SILENT = frozenset({"the", "no", "nos", "nr", "number", "numbers"})
_SAME = {"vs": "v", "versus": "v", "united": "u", "nations": "n"}


def extend(key: str, token: Token) -> str:
    """Return the key of a name with one more token.

    A key holds a name's letters and figures without spaces or marks, a bar wherever one meets the other:
    ``ares|79|122`` for "A/RES/79/122" as for "a res 79 122". Articles and "No." are silent.
    """
    if token.kind is Kind.NUMBER:
        return f"{key}|{token.text}" if key else token.text
    word = "and" if token.text == "&" else _SAME.get(token.text, token.text)
    if word in _SILENT or (token.kind is not Kind.WORD and word != "and"):
        return key
    return f"{key}|{word}" if key[-1:].isdigit() else key + word


def name_key(tokens: Sequence[Token]) -> str:
    """Return the key under which a name is found, whatever its spaces, marks and articles."""
    key = ""
    for token in tokens:
        key = extend(key, token)
    return key


def link_key(link: str) -> str:
    """Return a web address without scheme, ``www.``, case, encoding and the signs that copying loses."""
    plain = re.sub(r"^https?:/*", "", unquote(link).casefold().strip(" <>"))
    return re.sub(r"[\s_\-]", "", plain.removeprefix("www.")).rstrip("/.,;:!?)]")
