"""The fetcher: brings what is there, and lets nobody lead it astray, hold it up or overwhelm it."""

from __future__ import annotations

import asyncio
import gzip
import socket
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.alerts.fetch import Fetched, Fetcher, Limits
from bot.alerts.trouble import FetchError, Trouble
from bot.alerts.unpack import Unpacker
from tests.bot.alerts.web import HOST, OK, Talk, fetcher, leading, page, saying, serving

FEED = b"<rss version='2.0'><channel><title>Feed</title></channel></rss>"
SHORT = Limits(total=0.4, silence=0.2)
SMALL = Limits(most_bytes=10_000)


async def got(talk: Talk, *, limits: Limits | None = None) -> Fetched:
    async with serving(talk) as server:
        return await fetcher(server, limits=limits).fetch(server.at())


async def trouble(talk: Talk, *, limits: Limits | None = None) -> Trouble:
    """Why an answer is not taken."""
    with pytest.raises(FetchError) as refused:
        await got(talk, limits=limits)
    return refused.value.trouble


# -- what is there


async def test_an_answer_is_brought_with_what_it_says_of_itself() -> None:
    said = page(FEED, ETag='"one"', Last_Modified="Sun, 22 Nov 2026 12:00:00 GMT")
    async with serving(saying(said)) as server:
        found = await fetcher(server).fetch(server.at())
    assert found == Fetched(
        FEED, "application/rss+xml", '"one"', "Sun, 22 Nov 2026 12:00:00 GMT", server.at()
    )
    assert server.asked("user-agent")[0] is not None
    assert "R2P-bot" in str(server.asked("user-agent"))
    assert server.asked("cookie") == [None]


async def test_what_was_known_is_said_and_an_unchanged_answer_has_no_body() -> None:
    async with serving(saying(b'HTTP/1.1 304 Not Modified\r\nETag: "one"\r\n\r\n')) as server:
        found = await fetcher(server).fetch(server.at(), etag='"one"', last_modified="yesterday")
    assert found.body is None
    assert found.etag == '"one"'
    assert (server.asked("if-none-match"), server.asked("if-modified-since")) == (['"one"'], ["yesterday"])


def deflated(body: bytes, window: int) -> bytes:
    packer = zlib.compressobj(wbits=window)
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("identity", FEED),
        ("gzip", gzip.compress(FEED)),
        ("x-gzip", gzip.compress(FEED)),
        ("GZIP", gzip.compress(FEED)),
        ("deflate", deflated(FEED, zlib.MAX_WBITS)),
        ("deflate", deflated(FEED, -zlib.MAX_WBITS)),
    ],
)
async def test_a_packed_answer_is_unpacked(encoding: str, packed: bytes) -> None:
    assert (await got(saying(page(packed, Content_Encoding=encoding)))).body == FEED


async def test_an_answer_may_come_in_pieces_and_without_a_length() -> None:
    async def talk(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(OK + b"Content-Encoding: gzip\r\nConnection: close\r\n\r\n")
        for byte in gzip.compress(FEED):
            writer.write(bytes([byte]))
            await writer.drain()

    assert (await got(talk)).body == FEED


async def test_nothing_is_carried_from_one_answer_to_the_next() -> None:
    async with serving(saying(page(FEED, Set_Cookie="a=b; Path=/"))) as server:
        one = fetcher(server)
        await one.fetch(server.at())
        await one.fetch(server.at())
    assert server.asked("cookie") == [None, None]


async def test_no_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert (await got(saying(page(FEED)))).body == FEED


@pytest.mark.parametrize("value", ["x" * 301, "\u00fcber", ""])
async def test_what_a_server_wants_back_is_kept_only_if_it_is_plain(value: str) -> None:
    assert (await got(saying(page(FEED, ETag=value)))).etag is None


# -- led astray


async def test_redirects_are_followed_and_the_last_address_told() -> None:
    async def talk(head: bytes, writer: asyncio.StreamWriter) -> None:
        hops = {b"GET /feed ": leading("/two", 301), b"GET /two ": leading(server.at("/three"), 308)}
        writer.write(next((said for path, said in hops.items() if head.startswith(path)), page(FEED)))

    async with serving(talk) as server:
        found = await fetcher(server).fetch(server.at())
    assert found.address == server.at("/three")


async def test_redirects_come_to_an_end() -> None:
    async with serving(saying(leading("/feed"))) as server:
        with pytest.raises(FetchError) as refused:
            await fetcher(server).fetch(server.at())
    assert refused.value.trouble is Trouble.REDIRECTS
    assert len(server.heads) == Limits().redirects + 1


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("http://169.254.169.254/latest/meta-data/", Trouble.PRIVATE),
        ("http://10.0.0.1/", Trouble.PRIVATE),
        ("http://[::1]:8080/", Trouble.PRIVATE),
        ("http://[::ffff:127.0.0.1]:8080/", Trouble.PRIVATE),
        ("http://localhost:8080/", Trouble.PRIVATE),
        ("//192.168.1.1/", Trouble.PRIVATE),
        ("http://2130706433:8080/", Trouble.ADDRESS),
        ("http://un.org@127.0.0.1:8080/", Trouble.USER),
        ("file:///etc/passwd", Trouble.SCHEME),
        ("http://example.org:22/", Trouble.PORT),
        ("http://[", Trouble.BROKEN),
        ("\x80\xff", Trouble.GONE),
    ],
)
async def test_a_redirect_to_a_forbidden_place_is_not_followed(to: str, why: Trouble) -> None:
    async def talk(head: bytes, writer: asyncio.StreamWriter) -> None:
        begun = head.startswith(b"GET /feed ")
        writer.write(leading(to) if begun else b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")

    assert await trouble(talk) is why


async def test_another_port_of_an_allowed_host_is_forbidden_too() -> None:
    async with serving(saying(page(FEED))) as inner, serving(saying(leading(inner.at()))) as outer:
        with pytest.raises(FetchError) as refused:
            await fetcher(outer).fetch(outer.at())
        with pytest.raises(FetchError):
            await Fetcher().fetch(outer.at())
    assert refused.value.trouble is Trouble.PRIVATE
    assert (len(outer.heads), len(inner.heads)) == (1, 0)


@pytest.mark.parametrize(
    "found",
    [["127.0.0.1"], ["10.0.0.7"], ["1.1.1.1", "127.0.0.1"], ["2606:4700::1111", "fe80::1%eth0"], ["::ffff:7f00:1"]],
)  # fmt: skip
async def test_a_name_with_any_private_address_is_refused(found: list[str]) -> None:
    async def resolve(_host: str, _port: int) -> list[str]:
        return found

    with pytest.raises(FetchError) as refused:
        await Fetcher(resolve=resolve).fetch("http://feeds.example/")
    assert refused.value.trouble is Trouble.PRIVATE


async def test_a_name_is_looked_up_once_and_what_was_found_is_where_it_goes() -> None:
    answers = iter([["127.0.0.1"], ["127.0.0.2"]])
    asked: list[str] = []

    async def resolve(host: str, _port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    async with serving(saying(page(FEED))) as server:
        named = Fetcher([("feeds.example", server.port)], resolve=resolve)
        found = await named.fetch(f"http://feeds.example:{server.port}/feed")
    assert found.body == FEED
    assert asked == ["feeds.example"]
    assert server.asked("host") == [f"feeds.example:{server.port}"]


async def test_no_socket_is_opened_to_an_address_that_was_not_checked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tried: list[tuple[str, int]] = []

    def connect(_self: socket.socket, place: tuple[str, int]) -> None:
        tried.append(place)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket.socket, "connect", connect)

    async def resolve(_host: str, _port: int) -> list[str]:
        return ["1.1.1.1", "1.0.0.1"]

    with pytest.raises(FetchError) as refused:
        await Fetcher(resolve=resolve).fetch("http://feeds.example/")
    assert refused.value.trouble is Trouble.UNREACHABLE
    assert set(tried) == {("1.0.0.1", 80), ("1.1.1.1", 80)}


@pytest.mark.parametrize("answer", [OSError("no such name"), []])
async def test_a_name_that_nobody_knows_is_told(answer: OSError | list[str]) -> None:
    async def resolve(_host: str, _port: int) -> list[str]:
        if isinstance(answer, OSError):
            raise answer
        return answer

    with pytest.raises(FetchError) as refused:
        await Fetcher(resolve=resolve).fetch("https://feeds.example/")
    assert refused.value.trouble is Trouble.UNKNOWN_HOST


async def test_a_closed_port_is_told() -> None:
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(FetchError) as refused:
        await Fetcher([(HOST, port)]).fetch(f"http://{HOST}:{port}/")
    assert refused.value.trouble is Trouble.UNREACHABLE


async def test_a_server_that_speaks_no_tls_is_told() -> None:
    async with serving(saying(page(FEED)), at_once=True) as server:
        with pytest.raises(FetchError) as refused:
            await fetcher(server).fetch(server.at().replace("http:", "https:"))
    assert refused.value.trouble is Trouble.CERTIFICATE


# -- held up and overwhelmed


async def test_a_silent_server_is_left() -> None:
    async def talk(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(OK)
        await asyncio.Event().wait()

    assert await trouble(talk, limits=SHORT) is Trouble.SLOW


async def test_a_server_that_drips_is_left_though_it_never_falls_silent() -> None:
    async def talk(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(OK + b"Content-Type: text/xml\r\n\r\n")
        while True:
            writer.write(b" ")
            await asyncio.sleep(0.02)

    assert await trouble(talk, limits=SHORT) is Trouble.SLOW


async def test_a_server_that_drips_redirects_is_left() -> None:
    async def talk(_: bytes, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.15)
        writer.write(leading("/feed"))

    assert await trouble(talk, limits=SHORT) is Trouble.SLOW


async def test_a_name_server_that_does_not_answer_is_left() -> None:
    async def resolve(_host: str, _port: int) -> list[str]:
        await asyncio.Event().wait()
        return []

    with pytest.raises(FetchError) as refused:
        await Fetcher(limits=SHORT, resolve=resolve).fetch("https://feeds.example/")
    assert refused.value.trouble is Trouble.SLOW


def endless(head: bytes, piece: bytes) -> Talk:
    async def talk(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        while True:
            writer.write(piece)
            await writer.drain()

    return talk


@pytest.mark.parametrize(
    ("talk", "why"),
    [
        (endless(OK + b"\r\n", b"<item/>" * 1_000), Trouble.LARGE),
        (endless(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"5\r\nhello\r\n"), Trouble.LARGE),
        (endless(OK, b"X-More: of the same\r\n"), Trouble.BROKEN),
        (endless(OK + b"X-Long: ", b"x" * 10_000), Trouble.BROKEN),
        (endless(b"HTTP/1.1 200 ", b"x" * 10_000), Trouble.BROKEN),
        (endless(OK + b"Content-Encoding: gzip\r\n\r\n", gzip.compress(bytes(10**7))[:8_000]), Trouble.LARGE),
        (saying(page(gzip.compress(bytes(10**7)), Content_Encoding="gzip")), Trouble.LARGE),
        (saying(page(deflated(bytes(10**7), -zlib.MAX_WBITS), Content_Encoding="deflate")), Trouble.LARGE),
        (saying(page(bytes(10_001))), Trouble.LARGE),
        (saying(OK + b"Content-Length: 99999999999\r\n\r\n"), Trouble.LARGE),
    ],
    ids=["body", "chunks", "headers", "header", "status", "gzip", "bomb", "deflate bomb", "one too many", "length"],
)  # fmt: skip
async def test_what_is_too_much_is_not_taken(talk: Talk, why: Trouble) -> None:
    assert await trouble(talk, limits=SMALL) is why


async def test_what_just_fits_is_taken() -> None:
    body = bytes(SMALL.most_bytes)
    assert (await got(saying(page(body)), limits=SMALL)).body == body
    packed = page(gzip.compress(body), Content_Encoding="gzip")
    assert (await got(saying(packed), limits=SMALL)).body == body


@pytest.mark.parametrize("packing", [gzip.compress, lambda body: deflated(body, -zlib.MAX_WBITS)])
def test_a_bomb_never_unfolds(packing: object) -> None:
    assert callable(packing)
    bomb: bytes = packing(bytes(5 * 10**7))
    unpacker = Unpacker("gzip" if packing is gzip.compress else "deflate", 100_000)
    with pytest.raises(FetchError) as refused:
        unpacker.take(bomb)
    assert refused.value.trouble is Trouble.LARGE
    assert len(unpacker._body) == 100_001  # noqa: SLF001 - what it held is the point


@given(st.binary(max_size=200), st.lists(st.integers(1, 20), min_size=1, max_size=20))
def test_what_was_packed_comes_out_however_it_is_cut(body: bytes, cuts: list[int]) -> None:
    for encoding, packed in (("gzip", gzip.compress(body)), ("deflate", zlib.compress(body)), ("", body)):
        unpacker, rest = Unpacker(encoding, 1_000), packed
        for cut in [*cuts, len(packed) + 1]:
            unpacker.take(rest[:cut])
            rest = rest[cut:]
        assert unpacker.body() == body


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate", "br", "gzip, gzip", "identity"]))
def test_whatever_is_said_to_be_packed_is_unpacked_or_refused(noise: bytes, encoding: str) -> None:
    try:
        unpacker = Unpacker(encoding, 1_000)
        unpacker.take(noise)
        body = unpacker.body()
    except FetchError:
        return
    assert len(body) <= 1_000


# -- no feed, or none now


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (page(FEED, "image/png"), Trouble.KIND),
        (page(FEED, "application/pdf"), Trouble.KIND),
        (page(FEED, "application/zip"), Trouble.KIND),
        (page(FEED, Content_Encoding="br"), Trouble.ENCODING),
        (page(FEED, Content_Encoding="gzip"), Trouble.ENCODING),
        (page(gzip.compress(FEED)[:-9], Content_Encoding="gzip"), Trouble.ENCODING),
        (page(gzip.compress(FEED) * 2, Content_Encoding="gzip"), Trouble.ENCODING),
        (OK + b"Content-Length: 50\r\n\r\nshort", Trouble.BROKEN),
        (OK + b"Transfer-Encoding: chunked\r\n\r\nnope\r\n", Trouble.BROKEN),
        (b"", Trouble.BROKEN),
        (b"SSH-2.0-OpenSSH_9.9\r\n", Trouble.BROKEN),
        (b"\x16\x03\x01" * 100, Trouble.BROKEN),
        (b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n", Trouble.REFUSED),
        (b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", Trouble.GONE),
        (b"HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n", Trouble.GONE),
        (b"HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n", Trouble.STATUS),
        (b"HTTP/1.1 204 No Content\r\n\r\n", Trouble.STATUS),
        (b"HTTP/1.1 206 Partial\r\nContent-Length: 0\r\n\r\n", Trouble.STATUS),
    ],
)
async def test_what_is_no_feed_is_told(said: bytes, why: Trouble) -> None:
    assert await trouble(saying(said)) is why


@pytest.mark.parametrize(
    "kind", ["text/html", "", "application/atom+xml; charset=utf-8", "TEXT/XML", "text/plain"]
)
async def test_feeds_are_taken_under_the_names_that_servers_give_them(kind: str) -> None:
    assert (await got(saying(page(FEED, kind)))).body == FEED


@pytest.mark.parametrize("status", [429, 503])
async def test_a_busy_server_says_when_to_come_again(status: int) -> None:
    said = f"HTTP/1.1 {status} Busy\r\nRetry-After: 120\r\nContent-Length: 0\r\n\r\n".encode()
    with pytest.raises(FetchError) as refused:
        await got(saying(said))
    assert (refused.value.trouble, refused.value.retry_after) == (Trouble.BUSY, "120")


@settings(max_examples=40)
@given(head=st.binary(max_size=60), body=st.binary(max_size=60), proper=st.booleans())
def test_whatever_a_server_says_nothing_but_a_fetch_error_comes_of_it(
    head: bytes, body: bytes, *, proper: bool
) -> None:
    async def once() -> None:
        said = OK + head + b"\r\n\r\n" + body if proper else head + body
        async with serving(saying(said)) as server:
            await fetcher(server, limits=SHORT).fetch(server.at())

    try:
        asyncio.run(once())
    except FetchError:
        return


async def test_a_fetch_that_is_broken_off_leaves_nothing_behind() -> None:
    began = asyncio.Event()

    async def talk(_: bytes, __: asyncio.StreamWriter) -> None:
        began.set()
        await asyncio.Event().wait()

    async with serving(talk) as server:
        fetching = asyncio.create_task(fetcher(server).fetch(server.at()))
        await began.wait()
        fetching.cancel()
        with pytest.raises(asyncio.CancelledError):
            await fetching
