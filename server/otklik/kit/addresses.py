"""Which network addresses are public, by our own table: the only ones we call without being told to.

The standard library's `is_global` lets pass addresses that reach inside: IPv4 inside IPv6 (NAT64, 6to4, Teredo,
compatible), site-local, multicast, a cloud's own service address. So the table names every range that is not public,
after the IANA special-purpose registries, and everything in IPv6 outside 2000::/3 is refused at once.
"""

import asyncio
import ipaddress
import re
import socket
from collections.abc import Sequence
from typing import Final

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class NotPublic(Exception):
    """A host that is not, or not only, a public address; the text names the host and never the address behind it."""


class NoAddress(OSError):
    """A host that the resolver knows no address for, at the moment."""


_NOT_PUBLIC_4: Final = tuple(
    ipaddress.IPv4Network(text)
    for text in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # shared by carriers; also a cloud's metadata service
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # a cloud's own service address
        "169.254.0.0/16",  # link-local, metadata services
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # AMT
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
_PUBLIC_6: Final = ipaddress.IPv6Network("2000::/3")
_NOT_PUBLIC_6: Final = tuple(
    ipaddress.IPv6Network(text)
    for text in (
        "2001::/23",  # protocol assignments: Teredo, ORCHID, benchmarks
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: an IPv4 address inside
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
)
_MAPPED: Final = ipaddress.IPv6Network("::ffff:0:0/96")

_HOST = re.compile(r"(?=.{1,253}\Z)(?!-)[a-z0-9_-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9_-]{1,63}(?<!-))*", re.IGNORECASE)
_NUMBERS_ONLY = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)(?:\.(?:0x[0-9a-f]*|[0-9]+))*\.?", re.IGNORECASE)
_OWN_NAMES: Final = ("localhost", "local", "internal", "localdomain", "home.arpa", "intranet", "lan")


def is_public(address: Address) -> bool:
    """Whether an address is public by our table; an IPv4 address mapped into IPv6 is judged as itself."""
    if isinstance(address, ipaddress.IPv6Address):
        if address in _MAPPED and address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if address.scope_id is not None or address not in _PUBLIC_6:
            return False
        return not any(address in network for network in _NOT_PUBLIC_6)
    return not any(address in network for network in _NOT_PUBLIC_4)


def is_allowed(address: Address, allowed_networks: Sequence[Network] = ()) -> bool:
    """Whether an address is public or lies in a network that the person who runs the host has allowed."""
    if is_public(address):
        return True
    plain = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped else address
    return any(plain in network for network in allowed_networks if network.version == plain.version)


def parse_literal(host: str) -> Address | None:
    """Return the address a host literally is, in its one proper spelling; raises NotPublic for an odd spelling.

    Resolvers read `127.1`, `0x7f.1`, `017700000001` and `2130706433` as 127.0.0.1; we do not read them at all.
    """
    plain = host[1:-1] if host.startswith("[") and host.endswith("]") else host
    if not plain.isascii() or "%" in plain:
        raise NotPublic(f"{shorten(host)} is not a proper host name")
    try:
        address = ipaddress.ip_address(plain)
    except ValueError:
        if ":" in plain or _NUMBERS_ONLY.fullmatch(plain):
            raise NotPublic(f"{shorten(host)} is not a proper address") from None
        return None
    if isinstance(address, ipaddress.IPv4Address) and str(address) != plain:
        raise NotPublic(f"{shorten(host)} is not a proper address")
    return address


async def check_host(
    host: str, allowed_networks: Sequence[Network] = (), allowed_hosts: Sequence[str] = ()
) -> list[Address]:
    """Resolve a host once and return its addresses; raises NotPublic if any one of them may not be called.

    Raises NoAddress when there is none. `allowed_hosts` are names, in lower case, whose addresses are not judged. For
    protocols other than HTTP too (mail servers): connect to one of the addresses returned, never to the name again.
    """
    literal = parse_literal(host)
    if literal is not None:
        if not is_allowed(literal, allowed_networks):
            raise NotPublic(f"{shorten(host)} is not a public address")
        return [literal]
    name = host.lower()
    trusted = name in allowed_hosts
    if not trusted:
        _check_name(name, inside_allowed=bool(allowed_networks))
    addresses = await resolve(name)
    if not addresses:
        raise NoAddress(f"{shorten(host)} has no address")
    if not trusted and not all(is_allowed(address, allowed_networks) for address in addresses):
        raise NotPublic(f"{shorten(host)} is not a public address")
    return addresses


def _check_name(name: str, *, inside_allowed: bool) -> None:
    if not _HOST.fullmatch(name):
        raise NotPublic(f"{shorten(name)} is not a proper host name")
    inside = "." not in name or name.endswith(tuple(f".{own}" for own in _OWN_NAMES))
    if inside and not inside_allowed:
        raise NotPublic(f"{shorten(name)} is a name of the inside")


async def resolve(name: str) -> list[Address]:
    """Ask the system's resolver; an unknown name has no addresses."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(name, None, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    except (OSError, UnicodeError):
        return []
    texts = dict.fromkeys(str(entry[4][0]) for entry in found)
    return [ipaddress.ip_address(text) for text in texts]


def network_of(address: str) -> str:
    """Return the network that counts as one caller: the address for IPv4, its /64 for IPv6; empty for no address."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((int(parsed), 64), strict=False))


def shorten(host: str) -> str:
    """Return a host as it may be shown in a refusal."""
    return ascii(host[:80])
