"""Servers shared by the tests of this channel."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from tests.channels.email.servers import Pymap, Smtp, pymap_program


@pytest.fixture
def smtp() -> Iterator[Smtp]:
    """A server that takes letters."""
    server = Smtp()
    server.start()
    yield server
    server.stop()


@pytest.fixture
async def pymap() -> AsyncIterator[Pymap]:
    """A fresh IMAP server with an empty inbox."""
    if pymap_program() is None:
        pytest.skip("pymap is not installed")
    server = Pymap()
    await asyncio.to_thread(server.start)
    await asyncio.to_thread(server.empty)
    yield server
    await asyncio.to_thread(server.stop)
