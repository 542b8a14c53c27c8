"""The bench, ready."""

from collections.abc import AsyncIterator

import pytest

from tests.channels.vk.bench import GROUP, Bench


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    """An inbox whose person has opened the chat."""
    bench = Bench()
    bench.player.start(GROUP, bench.person)
    yield bench
    await bench.fake.close()
