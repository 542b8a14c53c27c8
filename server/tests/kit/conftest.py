"""Listeners that prove whether anybody came, and that answer exactly what a test says."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from otklik.kit.safe_http import SafeHttp

Script = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class Listener:
    """A server on every address of this machine that counts who connects."""

    def __init__(self) -> None:
        self.connections = 0
        self.requests: list[bytes] = []
        self.port = 0
        self.script: Script | None = None
        self._servers: list[asyncio.Server] = []
        self._tasks: set[asyncio.Task[None]] = set()

    async def open(self, tls: ssl.SSLContext | None = None) -> None:
        """Listen."""
        first = await asyncio.start_server(
            self._serve,
            "0.0.0.0",  # noqa: S104 - to hear every spelling of loopback
            0,
            ssl=tls,
        )
        self.port = first.sockets[0].getsockname()[1]
        self._servers.append(first)
        with contextlib.suppress(OSError):
            self._servers.append(await asyncio.start_server(self._serve, "::1", self.port))

    async def close(self) -> None:
        """Stop listening and drop whoever is connected."""
        for server in self._servers:
            server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._tasks.add(task)
        self.connections += 1
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
                if self.script is not None:
                    await self.script(reader, writer)
        finally:
            writer.close()

    def answers(self, *answers: bytes) -> None:
        """Answer each request on a connection with the next of these bytes."""

        async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            for answer in answers:
                self.requests.append(await read_request(reader))
                writer.write(answer)
                await writer.drain()

        self.script = script


async def read_request(reader: asyncio.StreamReader) -> bytes:
    """Read one request with its body."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = 0
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            length = int(line.partition(b":")[2])
    return head + await reader.readexactly(length)


def answer(body: bytes = b"ok", *headers: bytes, status: bytes = b"200 OK") -> bytes:
    """A complete HTTP answer."""
    lines = [b"HTTP/1.1 " + status, b"Content-Length: %d" % len(body), *headers]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


@pytest.fixture
async def listener() -> AsyncIterator[Listener]:
    """A listener inside."""
    made = Listener()
    await made.open()
    yield made
    await made.close()


@pytest.fixture
async def strict() -> AsyncIterator[SafeHttp]:
    """A client that may call public addresses only."""
    client = SafeHttp()
    yield client
    await client.close()


@pytest.fixture
async def trusting() -> AsyncIterator[SafeHttp]:
    """A client that may also call this machine by the name `inside.test`."""
    client = SafeHttp(allowed_hosts=("inside.test",))
    yield client
    await client.close()
