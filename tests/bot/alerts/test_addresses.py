"""Which addresses may be fetched: none that is, or could lead to, a network of one's own."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.addresses import address_of, is_public
from bot.alerts.trouble import FetchError, Trouble


@pytest.mark.parametrize(
    "written",
    [
        "0.0.0.1", "10.1.2.3", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.255.254", "169.254.169.254",
        "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.0.1", "198.18.0.1",
        "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
        "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:a9fe:a9fe", "::127.0.0.1", "64:ff9b::10.0.0.1",
        "64:ff9b::7f00:1", "64:ff9b:1::1", "100::1", "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:2::1",
        "2001:db8::1", "2002:7f00:1::1", "2002:5db8:d822::1", "3fff::1", "5f00::1", "fc00::1", "fd12::1", "fe80::1",
        "fe80::1%eth0", "fec0::1", "ff02::1", "2606:4700::1%eth0", "4000::1", "", "localhost", "127.1", "0x7f.0.0.1",
    ],
)  # fmt: skip
def test_what_is_not_of_the_public_internet_is_refused(written: str) -> None:
    assert not is_public(written)


@pytest.mark.parametrize(
    "written",
    ["93.184.216.34", "1.1.1.1", "100.63.255.255", "172.32.0.1", "2606:4700::1111", "2a00:1450:4001::1",
     "::ffff:1.1.1.1", "64:ff9b::1.1.1.1"],
)  # fmt: skip
def test_what_is_public_is_let_through(written: str) -> None:
    assert is_public(written)


@given(st.ip_addresses(v=4))
def test_nothing_that_python_calls_private_is_public(address: ipaddress.IPv4Address) -> None:
    private = address.is_private or address.is_multicast or address.is_reserved or address.is_link_local
    assert not (private and is_public(str(address)))


@given(st.ip_addresses(v=4).map(str))
def test_an_address_within_another_is_judged_alike(inner: str) -> None:
    assert is_public(f"::ffff:{inner}") == is_public(f"64:ff9b::{inner}") == is_public(inner)


@given(st.ip_addresses(v=6))
def test_of_the_new_addresses_only_global_ones_are_public(address: ipaddress.IPv6Address) -> None:
    wrapped = address.ipv4_mapped is not None or str(address).startswith("64:ff9b::")
    assert not is_public(str(address)) or address.is_global or wrapped


@pytest.mark.parametrize(
    ("typed", "trouble"),
    [
        ("", Trouble.ADDRESS),
        ("example.org/feed", Trouble.ADDRESS),
        ("//example.org/feed", Trouble.ADDRESS),
        ("https://", Trouble.ADDRESS),
        ("https:///feed", Trouble.ADDRESS),
        ("https://exa mple.org/", Trouble.ADDRESS),
        ("https://example.org/a\tb", Trouble.ADDRESS),
        ("https://[::1", Trouble.ADDRESS),
        ("https://example.org:99999/", Trouble.ADDRESS),
        ("https://example..org/", Trouble.ADDRESS),
        ("https://127.1/", Trouble.ADDRESS),
        ("https://2130706433/", Trouble.ADDRESS),
        ("https://017700000001/", Trouble.ADDRESS),
        ("https://127.0.0.1./", Trouble.ADDRESS),
        ("https://example.org\\@127.0.0.1/", Trouble.ADDRESS),
        ("https://exam%70le.org/", Trouble.ADDRESS),
        (f"https://example.org/{'a' * 500}", Trouble.ADDRESS),
        ("ftp://example.org/feed", Trouble.SCHEME),
        ("file:///etc/passwd", Trouble.SCHEME),
        ("gopher://example.org/", Trouble.SCHEME),
        ("javascript:alert(1)", Trouble.SCHEME),
        ("data:text/xml,<rss/>", Trouble.SCHEME),
        ("https://amina@example.org/", Trouble.USER),
        ("https://amina:secret@example.org/", Trouble.USER),
        ("https://:secret@example.org/", Trouble.USER),
        ("https://un.org@example.org/", Trouble.USER),
        ("https://example.org:22/", Trouble.PORT),
        ("https://example.org:25/", Trouble.PORT),
        ("https://example.org:0/", Trouble.PORT),
        ("https://example.org:6379/", Trouble.PORT),
        ("https://example.org:6667/", Trouble.PORT),
    ],
)
def test_an_address_that_cannot_be_is_refused_with_a_reason(typed: str, trouble: Trouble) -> None:
    with pytest.raises(FetchError) as refused:
        address_of(typed)
    assert refused.value.trouble is trouble
    assert str(refused.value).endswith((".", "xml", "http://"))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (" https://example.org/feed ", "https://example.org/feed"),
        ("HTTPS://EXAMPLE.org/Feed#top", "https://example.org/Feed"),
        ("http://example.org", "http://example.org/"),
        ("http://example.org?a=b", "http://example.org/?a=b"),
        ("http://example.org:8080/a?b=c&d=é", "http://example.org:8080/a?b=c&d=%C3%A9"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://[2606:4700::1111]/feed", "https://[2606:4700::1111]/feed"),
    ],
)
def test_an_address_is_read_into_one_form(typed: str, read: str) -> None:
    assert str(address_of(typed)) == read


@given(st.text(max_size=60) | st.text("htps:/.@[]%127#?\\ l", max_size=30).map("https://".__add__))
def test_whatever_is_typed_is_read_or_refused_and_reads_back_alike(typed: str) -> None:
    try:
        address = address_of(typed)
    except FetchError:
        return
    assert address.scheme in {"http", "https"}
    assert address.raw_user is None
    assert address_of(str(address)) == address


def test_every_trouble_has_its_words() -> None:
    for trouble in Trouble:
        assert str(FetchError(trouble, "HTTP status 500")).endswith("(HTTP status 500)")
        assert len(str(FetchError(trouble))) > 20
