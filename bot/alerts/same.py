"""Whether two flags are about the same thing: one link in many forms, or one wording with small changes. Pure."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from rapidfuzz import fuzz

FEWEST_WORDS = 5
"""A shorter wording says too little to be told from another."""
NEAR = 92.0
"""Of 100, by which two wordings are the same but for small changes: a typo, a full stop, a site's name added."""

_TRACKING = re.compile(
    r"utm_.*|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|yclid|_ga|cmpid|cmp|ref|ref_src|ref_url|"
    r"ns_(campaign|mchannel|source)|at_(medium|campaign|link.*|ptr_name|bbc_team|format)|ito|smid|partner|ocid|"
    r"amp|outputtype|share|shared?_from|source|feature|guccounter"
)
"""Names of parameters that say how a reader came, not what is read."""
_HOST_FORMS = re.compile(r"^(?:www\d?|m|mobile|amp|edition)\.")
_AMP_PATH = re.compile(r"^/amp(?=/)|/amp/?$|\.amp(?=\.html$|$)")
_DEFAULT_PORTS = {"http": 80, "https": 443}
_MESSAGE = re.compile(
    r"^https?://(?:(?:ptb|canary)\.)?discord(?:app)?\.com(/channels/(?:\d+|@me)/\d+/\d+)/?$"
)
_SITE = re.compile(r"\s+[|–—-]\s+[^|–—]{2,40}$")


def canonical(link: str) -> str | None:
    """One form for all links to the same page: without tracking, scheme, ``www.`` or a mobile form; None if it is no link.

    It is for comparing, not for opening.
    """
    link = link.strip()
    if message := _MESSAGE.match(link):
        return f"discord{message[1]}"
    try:
        parts = urlsplit(link)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in _DEFAULT_PORTS or not parts.hostname:
        return None
    host = _HOST_FORMS.sub("", parts.hostname.rstrip(".").lower())
    if port not in {None, *_DEFAULT_PORTS.values()}:
        host = f"{host}:{port}"
    path = quote(unquote(_AMP_PATH.sub("", parts.path)), safe="/%:@!$&'()*+,;=~-._").rstrip("/")
    kept = sorted(
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not _TRACKING.fullmatch(name.lower())
    )
    return host + path + (f"?{urlencode(kept)}" if kept else "")


def wording(title: str, text: str = "") -> str:
    """The words of a title and the text below it, in one form: for comparing, not for reading."""
    joined = f"{_SITE.sub('', title.strip())} {text}"
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", joined) if not unicodedata.combining(letter)
    )
    return " ".join(re.findall(r"\w+", re.sub(r"https?://\S+", " ", plain.casefold())))


def near_identical(one: str, other: str) -> bool:
    """Whether two wordings, as ``wording`` gives them, are one but for small changes.

    Numbers must be the same in both: 12 killed and 21 killed are two things.
    """
    if one == other:
        return bool(one)
    # First what is fastest and rules out nearly all: a flag is held against everything of a week.
    if fuzz.ratio(one, other, score_cutoff=NEAR) < NEAR:
        return False
    if min(len(one.split()), len(other.split())) < FEWEST_WORDS:
        return False
    return sorted(_numbers(one)) == sorted(_numbers(other))


def _numbers(words: str) -> list[str]:
    return [word for word in words.split() if any(letter.isdigit() for letter in word)]
