"""Why something cannot be fetched, as a code for the log and in words for people. Pure."""

from __future__ import annotations

from enum import StrEnum


class Trouble(StrEnum):
    """Why something could not be fetched; the value is for the log, ``FetchError`` has the words for people."""

    ADDRESS = "address"
    SCHEME = "scheme"
    USER = "user in address"
    PORT = "port"
    PRIVATE = "private address"
    UNKNOWN_HOST = "unknown host"
    UNREACHABLE = "unreachable"
    CERTIFICATE = "certificate"
    SLOW = "too slow"
    LARGE = "too large"
    REDIRECTS = "too many redirects"
    DOWNGRADE = "https to http"
    ENCODING = "encoding"
    KIND = "content type"
    BROKEN = "broken answer"
    GONE = "gone"
    REFUSED = "refused"
    BUSY = "busy"
    STATUS = "status"


_WORDS = {
    Trouble.ADDRESS: "That is no address of a page. Give one such as https://example.org/feed.xml",
    Trouble.SCHEME: "I read only addresses that begin with https:// or http://",
    Trouble.USER: "I read no addresses with a user name or password in them.",
    Trouble.PORT: "I do not read from that port. Allowed are 80, 443 and the usual ones above 1023.",
    Trouble.PRIVATE: "That address is, or leads to, a private or local network, which I never read.",
    Trouble.UNKNOWN_HOST: "I find no server of that name.",
    Trouble.UNREACHABLE: "The server cannot be reached.",
    Trouble.CERTIFICATE: "No safe connection can be made: the server's certificate or encryption is not valid.",
    Trouble.SLOW: "The server took too long to answer.",
    Trouble.LARGE: "The answer is too large for a feed.",
    Trouble.REDIRECTS: "The address leads on and on to other addresses.",
    Trouble.DOWNGRADE: "The address leads from https to http, which I do not follow.",
    Trouble.ENCODING: "The answer is packed in a way that I cannot read.",
    Trouble.KIND: "What is there is no feed but another kind of file.",
    Trouble.BROKEN: "The server's answer is broken.",
    Trouble.GONE: "There is nothing at that address any more.",
    Trouble.REFUSED: "The server does not let me read it.",
    Trouble.BUSY: "The server is busy, or asks to be read less often.",
    Trouble.STATUS: "The server could not answer.",
}

_OF_STATUS = {
    401: Trouble.REFUSED,
    403: Trouble.REFUSED,
    404: Trouble.GONE,
    410: Trouble.GONE,
    429: Trouble.BUSY,
    451: Trouble.REFUSED,
    503: Trouble.BUSY,
}


class FetchError(Exception):
    """Something could not be fetched; the text says why, for people."""

    def __init__(self, trouble: Trouble, detail: str = "", *, retry_after: str | None = None) -> None:
        super().__init__(f"{_WORDS[trouble]} ({detail})" if detail else _WORDS[trouble])
        self.trouble = trouble
        self.retry_after = retry_after
        """What the server said about when to come again, as it said it."""


def of_status(status: int, retry_after: str | None) -> FetchError:
    """What an HTTP status says that is no success."""
    trouble = _OF_STATUS.get(status, Trouble.STATUS)
    return FetchError(trouble, f"HTTP status {status}", retry_after=retry_after)
