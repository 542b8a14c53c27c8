"""A line between browsers and the installation that can be cut: to those browsers the server is gone then."""

import asyncio
from contextlib import suppress
from urllib.parse import urlsplit

from tests.channels.email.servers import free_port

_CHUNK = 65_536


class Line:
    """Carries bytes from an address of its own to the server's."""

    def __init__(self, server: str) -> None:
        self._target = urlsplit(server)
        self._port = free_port()
        self._door: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self.address = f"http://127.0.0.1:{self._port}"

    async def lay(self) -> None:
        """Open the line, for the first time or again."""
        self._door = await asyncio.start_server(self._carry, "127.0.0.1", self._port)

    async def cut(self) -> None:
        """Drop what is open and refuse what comes, as a killed server does."""
        if self._door is not None:
            self._door.close()
        for writer in tuple(self._writers):
            writer.transport.abort()
        self._door = None

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            far_reader, far_writer = await asyncio.open_connection(self._target.hostname, self._target.port)
            self._writers |= {writer, far_writer}
            await asyncio.gather(_pour(reader, far_writer), _pour(far_reader, writer))
            self._writers -= {writer, far_writer}


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while some := await reader.read(_CHUNK):
            writer.write(some)
            await writer.drain()
    writer.close()
