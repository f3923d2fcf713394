"""Turn what a person types into words that can be compared: plain, split and cut to their stems.

Nothing here depends on capitals, accents or the kind of quotation mark that a keyboard makes.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LOOKALIKES = str.maketrans(
    {**dict.fromkeys("‘’‚‛′`´ʼ", "'"), **dict.fromkeys("“”„‟″«»", '"'), **dict.fromkeys("‐‑‒–—―−", "-")}
)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_POSSESSIVE = re.compile(r"'s\b|'")
_COURTESY = re.compile(
    r"\b(?:please|pls|plz|kindly|excuse me|greetings|hello|hi|hey|hiya|(?:good )(?:morning|afternoon|evening|day)"
    r"|many thanks|(?:thank you|thanks|thank u|thx)(?: (?:very much|so much|a lot|in advance))?)\b"
)
_WORD = re.compile(r"\d+(?:[./]\d+)+|[^\W_]+")

_STOPWORDS = """
    a about all also am an and any anything are as at be been being but by can could did do does doing done for from
    had has have having he her here hers him his how i if in into is it its itself just let like me mine my of on or
    our ours out really she should so some such than that the their theirs them then there these they this those to
    too us very was we were what when where whether which while who whom whose why will with would you your yours
    dont doesnt didnt isnt arent cant wont im ive id whats wheres whos hows thats theres
    dear sorry ok okay tell show give explain find say says said want need know wonder wondering
"""
STOPWORDS = frozenset(_STOPWORDS.split())
"""Words that say nothing of what a question is about: small words, politeness, and the asking itself."""


def normalise(text: str) -> str:
    """Return one line of small letters with plain quotes, dashes and blanks, and no accents.

    Control characters and signs that nobody reads aloud (emoji, arrows) become blanks. Doing it
    twice changes nothing more.
    """
    return " ".join(_fold(text).split())


def without_courtesy(text: str) -> str:
    """Leave greetings, "please" and thanks out of a normalised text: they say nothing of the question."""
    return _COURTESY.sub(" ", text)


def _fold(text: str) -> str:
    if not text.isascii():
        text = text.translate(_LOOKALIKES)
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).translate(_LOOKALIKES)
        text = "".join(map(_readable, text))
    elif not text.isprintable():
        text = "".join(character if character.isprintable() else " " for character in text)
    return text.casefold()


def _readable(character: str) -> str:
    """A character that is read aloud as it is, a combining accent as nothing, anything else as a blank."""
    category = unicodedata.category(character)
    if category in {"Mn", "Cf"}:
        return ""
    return character if category[0] in "LNPM" or character in "+$" else " "


def words(text: str) -> list[str]:
    """Split a text into its normalised words: "A/RES/79/122's 1,637" gives ``a``, ``res``, ``79/122``, ``1637``."""
    text = _fold(text)
    text = _THOUSANDS.sub("", text) if "," in text else text
    text = _POSSESSIVE.sub("", text) if "'" in text else text
    return _WORD.findall(text)


# What follows is Porter's algorithm (M. F. Porter, "An algorithm for suffix stripping", Program 14,
# 1980, pp. 130-137), with British "-ise" read as "-ize". A word's measure is the number of times
# that a vowel group is followed by a consonant group.

_SHORTEST = 4  # letters: shorter words have no ending to cut
_GROUPS = re.compile(r"[aeiouy]+[^aeiouy]+")
_VOWEL = re.compile(r"[aeiou]|(?<=.)y")
_BRITISH = re.compile(r"(?<=\w{4})is(e[ds]?|ing|ations?)$")
_DOUBLE = re.compile(r"([^aeioulsz])\1$")
_SHORT = re.compile(r"^[^aeiou]*[aeiouy][^aeiouwxy]$")
_STEP_2 = {
    "ational": "ate", "tional": "tion", "enci": "ence", "anci": "ance", "izer": "ize", "abli": "able", "alli": "al",
    "entli": "ent", "eli": "e", "ousli": "ous", "ization": "ize", "ation": "ate", "ator": "ate", "alism": "al",
    "iveness": "ive", "fulness": "ful", "ousness": "ous", "aliti": "al", "iviti": "ive", "biliti": "ble",
}  # fmt: skip
_STEP_3 = {"icate": "ic", "ative": "", "alize": "al", "iciti": "ic", "ical": "ic", "ful": "", "ness": ""}
_STEP_4 = (
    "ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous", "ive", "ize", "ion",
    "al", "er", "ic", "ou",
)  # fmt: skip


_ENDINGS = ("s", "ed", "ing", "y", "e", "ll", *_STEP_2, *_STEP_3, *_STEP_4)


def _measure(stem: str) -> int:
    return len(_GROUPS.findall(stem))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return what is left of a word when its endings are cut: "preventing" and "prevention" give "prevent"."""
    if len(word) < _SHORTEST or not word.endswith(_ENDINGS) or not word.isalpha():
        return word
    word = _british(word)
    word = _past(_plural(word))
    if word.endswith("y") and _VOWEL.search(word[:-1]):
        word = word[:-1] + "i"
    word = _swap(_swap(word, _STEP_2), _STEP_3)
    return _tidy(_cut(word))


def _british(word: str) -> str:
    return _BRITISH.sub(r"iz\1", word) if "is" in word[4:] else word


def _plural(word: str) -> str:
    if not word.endswith("s") or word.endswith(("ss", "us")):
        return word
    if word.endswith(("sses", "ies")):
        return word[:-2]
    return word[:-1]


def _past(word: str) -> str:
    if not word.endswith(("ed", "ing")):
        return word
    if word.endswith("eed"):
        return word[:-1] if _measure(word[:-3]) else word
    for ending in ("ed", "ing"):
        rest = word.removesuffix(ending)
        if rest != word and _VOWEL.search(rest):
            if rest.endswith(("at", "bl", "iz")) or (_measure(rest) == 1 and _SHORT.match(rest)):
                return rest + "e"
            return rest[:-1] if _DOUBLE.search(rest) else rest
    return word


def _swap(word: str, endings: dict[str, str]) -> str:
    if not word.endswith(tuple(endings)):
        return word
    for length in (7, 6, 5, 4, 3):
        other = endings.get(word[-length:])
        if other is not None and len(word) > length:
            return word[:-length] + other if _measure(word[:-length]) else word
    return word


def _cut(word: str) -> str:
    if not word.endswith(_STEP_4):
        return word
    for ending in _STEP_4:
        if word.endswith(ending):
            rest = word[: -len(ending)]
            if _measure(rest) > 1 and (ending != "ion" or rest.endswith(("s", "t"))):
                return rest
            return word
    return word


def _tidy(word: str) -> str:
    if word.endswith("e"):
        rest = word[:-1]
        measure = _measure(rest)
        if measure > 1 or (measure == 1 and not _SHORT.match(rest)):
            word = rest
    return word[:-1] if word.endswith("ll") and _measure(word) > 1 else word
