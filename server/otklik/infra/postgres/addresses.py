"""Where the embedded server listens, and the connection strings made of it."""

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import quote

ADMIN: Final = "postgres"
OWNER: Final = "otklik_owner"
APP: Final = "otklik_app"
SYSTEM: Final = "otklik_system"
DATABASE: Final = "otklik"

LOOPBACK: Final = "127.0.0.1"
_SOCKET_PORT: Final = 5432
_LONGEST_SOCKET_PATH: Final = 100  # Linux allows 107 bytes, macOS 103
_UNSAFE_IN_A_LIST: Final = frozenset(',"')  # PostgreSQL and libpq read a list of folders where we mean one


@dataclass(frozen=True)
class Address:
    """A Unix socket's folder or the loopback address, and the port."""

    host: str
    port: int

    @property
    def is_socket(self) -> bool:
        return self.host.startswith("/")

    def dsn(self, role: str, password: str, database: str) -> str:
        place = f"/{database}?host={quote(self.host, safe='')}&port={self.port}"
        return f"postgresql://{role}:{quote(password, safe='')}@{place}"

    def server_settings(self) -> tuple[str, ...]:
        return (
            f"port={self.port}",
            f"unix_socket_directories={self.host if self.is_socket else ''}",
            f"listen_addresses={'' if self.is_socket else self.host}",
        )


@dataclass(frozen=True)
class Dsns:
    """Connection strings of the three roles; they hold passwords, so none of them is ever printed."""

    owner: str = field(repr=False)
    app: str = field(repr=False)
    system: str = field(repr=False)


def choose_address(folder: Path) -> Address:
    """Return a socket in this folder, or a free loopback port where the path does not fit into a socket's name."""
    socket_path = os.fsencode(folder / f".s.PGSQL.{_SOCKET_PORT}")
    if len(socket_path) > _LONGEST_SOCKET_PATH or _UNSAFE_IN_A_LIST & set(str(folder)):
        return Address(LOOPBACK, _free_port())
    return Address(str(folder), _SOCKET_PORT)


def make_dsns(address: Address, passwords: Mapping[str, str]) -> Dsns:
    owner, app, system = (address.dsn(role, passwords[role], DATABASE) for role in (OWNER, APP, SYSTEM))
    return Dsns(owner=owner, app=app, system=system)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])
