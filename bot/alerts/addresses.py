"""Which addresses the fetcher may go to: http and https, usual ports, hosts on the public internet. Pure."""

from __future__ import annotations

import ipaddress

from yarl import URL

from bot.alerts.trouble import FetchError, Trouble

LONGEST_ADDRESS = 500
"""Characters."""

_DEFAULT = {"http": 80, "https": 443}
_LOWEST_FREE_PORT = 1024
_BLOCKED_PORTS = {
    1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697,
    10080,
    1433, 1521, 2375, 3306, 3389, 5432, 5900, 5984, 6379, 9092, 9200, 11211, 27017,
}  # fmt: skip
"""Ports of other things than web servers, from 1,024 on: those that browsers refuse, and those of databases.

Source: https://fetch.spec.whatwg.org/#port-blocking
"""

_REFUSED_4 = tuple(
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    )
)  # fmt: skip
"""Source: https://www.iana.org/assignments/iana-ipv4-special-registry (and multicast)."""
_GLOBAL_6 = ipaddress.IPv6Network("2000::/3")
_REFUSED_6 = tuple(
    ipaddress.IPv6Network(network)
    for network in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")
)
"""Within the global range: protocol assignments with Teredo among them, documentation, 6to4.

Source: https://www.iana.org/assignments/iana-ipv6-special-registry
"""
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""How a network without IPv4 writes IPv4 addresses (RFC 6052): judged by the one it holds."""


def address_of(typed: str) -> URL:
    """Read an address that somebody gave, or that a server named; FetchError says what is wrong with it.

    Only its form is checked here, not where it leads.
    """
    typed = typed.strip()
    if not 0 < len(typed) <= LONGEST_ADDRESS or any(letter.isspace() for letter in typed):
        raise FetchError(Trouble.ADDRESS)
    try:
        address = URL(typed).with_fragment(None)
        if address.raw_path == "/":  # else it would not be written out where it was not
            address = address.with_path("/", keep_query=True)
        scheme, host, port = address.scheme, address.raw_host, address.port
        len(str(address).encode("ascii"))  # what cannot be sent is no address
    except ValueError as error:
        raise FetchError(Trouble.ADDRESS) from error
    if scheme not in _DEFAULT:
        raise FetchError(Trouble.SCHEME if scheme else Trouble.ADDRESS)
    if address.raw_user is not None or address.raw_password is not None:
        raise FetchError(Trouble.USER)
    if not host or not _is_host(host):
        raise FetchError(Trouble.ADDRESS)
    if port is None or not _is_web_port(port):
        raise FetchError(Trouble.PORT)
    return address


def _is_host(host: str) -> bool:
    """Whether it is a name, or an IP address written in full: ``127.1`` and ``2130706433`` are neither."""
    if ":" in host or host.replace(".", "").isdigit():
        return literal(host) is not None
    name = host.removesuffix(".")
    fine = len(name) <= 253 and all(0 < len(label) <= 63 for label in name.split("."))  # noqa: PLR2004 - RFC 1035
    return fine and all(letter.isalnum() or letter in "-_." for letter in name)


def _is_web_port(port: int) -> bool:
    return port in _DEFAULT.values() or (port >= _LOWEST_FREE_PORT and port not in _BLOCKED_PORTS)


def literal(host: str) -> str | None:
    """The IP address that a host is; None for a name."""
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        return None


def is_public(written: str) -> bool:
    """Whether an IP address is one of the public internet; False for what is none at all."""
    try:
        address = ipaddress.ip_address(written)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id is not None:
            return False
        if address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        elif address in _NAT64:
            address = ipaddress.IPv4Address(address.packed[-4:])
        else:
            fine = address in _GLOBAL_6 and not any(address in network for network in _REFUSED_6)
            return fine and address.is_global and not address.is_multicast
    return address.is_global and not any(address in network for network in _REFUSED_4)
