"""The network address of a caller, believed only as far as the proxies in front of us are ours."""

import ipaddress
from collections.abc import Mapping, Sequence
from typing import Any

from otklik.kit.addresses import Address, Network

_MOST_HOPS = 16


def client_address(scope: Mapping[str, Any], trusted_proxies: Sequence[Network] = ()) -> str:
    """Return the caller's address as text.

    `X-Forwarded-For` is read from the right, and only while the hop that wrote it is a proxy of ours; a value that is
    no address ends the search. Without a network peer (a Unix socket) the answer is empty.
    """
    peer = _parse((scope.get("client") or ("",))[0])
    if peer is None:
        return ""
    for hop in reversed(_forwarded(scope)):
        if not any(peer in network for network in trusted_proxies if network.version == peer.version):
            break
        further = _parse(hop)
        if further is None:
            break
        peer = further
    return str(peer)


def parse_networks(texts: Sequence[str]) -> tuple[Network, ...]:
    """Turn `10.0.0.0/8` and the like into networks; raises ValueError for anything else."""
    return tuple(ipaddress.ip_network(text) for text in texts)


def _forwarded(scope: Mapping[str, Any]) -> list[str]:
    values = [value.decode("latin-1") for name, value in scope.get("headers", ()) if name == b"x-forwarded-for"]
    return [hop.strip() for value in values for hop in value.split(",")][-_MOST_HOPS:]


def _parse(text: str) -> Address | None:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address
