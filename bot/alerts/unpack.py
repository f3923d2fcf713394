"""Unpacks what a server sends, chunk by chunk, and never into more than was agreed."""

from __future__ import annotations

import zlib
from typing import Any

from bot.alerts.trouble import FetchError, Trouble

ACCEPTED = "gzip, deflate"
"""What may be asked for."""

_GZIP = 16 + zlib.MAX_WBITS
_METHOD = 8
_HEAD = 31
_SHORTEST = 2
"""A zlib stream begins with method 8 in two bytes that are a multiple of 31 (RFC 1950)."""


class Unpacker:
    """Takes an answer's body as it comes; what is packed and what is unpacked may each have ``most`` bytes."""

    def __init__(self, encoding: str, most: int) -> None:
        """Begin with the answer's ``Content-Encoding``; FetchError for one that was not asked for."""
        self._encoding = encoding.strip().lower()
        if self._encoding not in {"", "identity", "gzip", "x-gzip", "deflate"}:
            raise FetchError(Trouble.ENCODING)
        self._most = most
        self._taken = 0
        self._body = bytearray()
        self._early = b""
        self._inflater: Any = None

    def take(self, chunk: bytes) -> None:
        """Take a piece of the body; FetchError if it is broken, or too much by now."""
        self._taken += len(chunk)
        if self._taken > self._most:
            raise FetchError(Trouble.LARGE)
        if self._encoding in {"", "identity"}:
            self._body += chunk
        elif chunk:
            self._inflate(chunk)

    def _inflate(self, chunk: bytes) -> None:
        if self._inflater is None:
            chunk = self._early + chunk
            if len(chunk) < _SHORTEST:
                self._early = chunk
                return
            self._inflater = zlib.decompressobj(self._window(chunk))
        elif self._inflater.eof:
            raise FetchError(Trouble.ENCODING)
        try:
            # One byte more than may be: so a bomb is told from what just fits, and never goes off.
            self._body += self._inflater.decompress(chunk, self._most + 1 - len(self._body))
        except zlib.error as error:
            raise FetchError(Trouble.ENCODING) from error
        if len(self._body) > self._most:
            raise FetchError(Trouble.LARGE)
        if self._inflater.unused_data:
            raise FetchError(Trouble.ENCODING)

    def _window(self, chunk: bytes) -> int:
        """How the stream is wrapped; under the name deflate, servers send it with and without a head."""
        if self._encoding != "deflate":
            return _GZIP
        wrapped = chunk[0] & 0x0F == _METHOD and not int.from_bytes(chunk[:2]) % _HEAD
        return zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS

    def body(self) -> bytes:
        """All that was taken; FetchError if its end is missing."""
        if (self._early and self._inflater is None) or (self._inflater and not self._inflater.eof):
            raise FetchError(Trouble.ENCODING)
        return bytes(self._body)
