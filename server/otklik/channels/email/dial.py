"""Opens connections to mail servers whose names a person typed; the address is checked before a byte is sent."""

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from typing import Final

from otklik.channelkit.guard import AddressRefused, Guard
from otklik.channels.email.settings import Security, Server

CONNECT_TIMEOUT_S: Final = 10.0
_KEEPALIVE_S: Final = 60


class NotFoundInDns(OSError):
    """The name leads nowhere."""


async def resolve(host: str) -> tuple[str, ...]:
    """Return the addresses of a name."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError as error:
        raise NotFoundInDns(f"the name {host!r} is not known") from error
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_inside(address: str) -> bool:
    """Say whether an address belongs to this machine or a private network."""
    ip = ipaddress.ip_address(address.split("%", 1)[0])
    mapped = getattr(ip, "ipv4_mapped", None) or ip
    return bool(mapped.is_loopback or mapped.is_private) and not mapped.is_link_local


def guard_for(inside: Callable[[str], bool]) -> Guard:
    """Return a guard that lets public addresses pass, and those within for which `inside` says yes."""

    async def check(host: str) -> Sequence[str]:
        addresses = await resolve(host)
        allowed = [address for address in addresses if _is_public(address) or inside(address)]
        if not allowed:
            raise AddressRefused(f"{host} leads to an address inside this network, which is not allowed")
        return allowed

    return check


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.split("%", 1)[0])
    mapped = getattr(ip, "ipv4_mapped", None) or ip
    return bool(mapped.is_global and not mapped.is_multicast)


PUBLIC_ONLY: Final[Guard] = guard_for(lambda _address: False)


async def dial(server: Server, guard: Guard) -> socket.socket:
    """Connect to the first address that answers. Raises AddressRefused or OSError.

    Without encryption a password may only travel inside: a public address is refused.
    """
    addresses = await guard(server.host)
    if server.security is Security.NONE:
        addresses = [address for address in addresses if is_inside(address)]
        if not addresses:
            raise AddressRefused(f"{server.host} is a public server: it is not used without encryption")
    trouble: OSError = NotFoundInDns(f"{server.host} has no address")
    for address in addresses:
        try:
            return await _connect(address, server.port)
        except OSError as error:
            trouble = error
    raise trouble


async def _connect(address: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    connection = socket.socket(family, socket.SOCK_STREAM)
    try:
        connection.setblocking(False)  # noqa: FBT003 - the standard library's signature
        async with asyncio.timeout(CONNECT_TIMEOUT_S):
            await asyncio.get_running_loop().sock_connect(connection, (address, port))
        _keep_alive(connection)
    except TimeoutError as error:
        connection.close()
        raise ConnectionError(f"no answer from {address} port {port}") from error
    except BaseException:
        connection.close()
        raise
    return connection


def _keep_alive(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    with suppress(OSError, AttributeError):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, _KEEPALIVE_S)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, _KEEPALIVE_S)


@cache
def tls_context() -> ssl.SSLContext:
    """Return the context all connections share: certificates and names are always checked."""
    return ssl.create_default_context()
