"""The antivirus `clamd`, asked over its socket (INSTREAM): the bytes go to it, nothing of ours is opened by it."""

import asyncio
import socket
import struct
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

CHUNK = 64 * 1024
ANSWER_S = 120.0
_CONNECT_S = 5.0
_ANSWER_MAX = 4096
_UNIX = "unix:"
_FOUND = " FOUND"
_TOO_LARGE = "INSTREAM size limit exceeded"


class ClamdDown(Exception):
    """The antivirus does not answer, or answers something else; the text says why."""


class Verdict(Struct, frozen=True):
    """What it said of some bytes: `clean`, `infected` with the name of what was found, or `too_large`."""

    scan: str
    name: str = ""


def is_address(text: str) -> bool:
    """Whether a setting names a place where clamd may listen: `unix:/path` or `host:port`."""
    if text.startswith(_UNIX):
        return text[len(_UNIX) :].startswith("/")
    host, _, port = text.rpartition(":")
    return bool(host) and port.isdigit() and 0 < int(port) < 2**16


async def scan_file(address: str, path: Path) -> Verdict:
    """Let the antivirus look at a file; raises ClamdDown, and FileNotFoundError when there is no such file."""
    return await asyncio.to_thread(_scan, address, path)


def _scan(address: str, path: Path) -> Verdict:
    with path.open("rb") as source:
        try:
            answer = _ask(address, source)
            if not answer and _ask_if_alive(address):
                # It hangs up on what is too large, and the words about it may be lost on the way.
                return Verdict("too_large")
        except OSError as error:
            raise ClamdDown(str(error) or type(error).__name__) from error
    return _read(answer)


def _ask(address: str, source: BinaryIO) -> str:
    """Return the answer, empty when it hung up without one."""
    with _connect(address) as line:
        with suppress(ConnectionError):
            line.sendall(b"zINSTREAM\0")
            while chunk := source.read(CHUNK):
                line.sendall(struct.pack(">I", len(chunk)) + chunk)
            line.sendall(struct.pack(">I", 0))
        return _hear(line)


def _ask_if_alive(address: str) -> bool:
    with _connect(address) as line:
        line.sendall(b"zPING\0")
        return _hear(line) == "PONG"


def _hear(line: socket.socket) -> str:
    heard = b""
    with suppress(ConnectionError):
        while not heard.endswith(b"\0") and len(heard) < _ANSWER_MAX and (more := line.recv(_ANSWER_MAX)):
            heard += more
    return heard.rstrip(b"\0").decode("utf-8", "replace").strip()


def _connect(address: str) -> socket.socket:
    if address.startswith(_UNIX):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            line.settimeout(_CONNECT_S)
            line.connect(address[len(_UNIX) :])
        except OSError:
            line.close()
            raise
    else:
        host, _, port = address.rpartition(":")
        line = socket.create_connection((host.strip("[]"), int(port)), _CONNECT_S)
    line.settimeout(ANSWER_S)
    return line


def _read(answer: str) -> Verdict:
    if answer == "stream: OK":
        return Verdict("clean")
    if answer.endswith(_FOUND):
        return Verdict("infected", answer.removeprefix("stream: ").removesuffix(_FOUND)[:200])
    if answer.startswith(_TOO_LARGE):
        return Verdict("too_large")
    raise ClamdDown(answer[:200])
